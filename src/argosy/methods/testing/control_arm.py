"""Which arm the others are compared with."""

from __future__ import annotations

from collections.abc import Collection

from argosy.core.errors import RequestError

_EXACT = (
    ("control", "ctrl", "control group", "对照", "对照组", "對照組"),
    ("baseline", "base", "original", "placebo", "holdout", "hold out", "status quo"),
    ("none", "nothing", "untreated", "unchanged", "off", "false", "old", "before", "no", "无", "無"),
    ("a", "arm a", "group a", "variant a", "0", "0.0", "arm 0", "group 0", "variant 0"),
)
_STARTS = (("control", "ctrl", "对照"), ("no ", "without ", "not ", "无", "不"))


def control_arm(arms: Collection[str], asked: str | None = None) -> str:
    """The arm asked for, or else the one whose name says so, or else the first in order of name.

    Names count without case and with `_` and `-` as spaces. The first rule that fits decides: named control; named baseline, original,
    placebo or holdout; beginning with control; beginning with "no" or "without", or named none, off, false, old; named A or 0.

    >>> control_arm(["Mens E-Mail", "No E-Mail", "Womens E-Mail"])
    'No E-Mail'
    >>> control_arm(["B", "A"]), control_arm(["new", "Control"]), control_arm(["y", "x"])
    ('A', 'Control', 'x')
    """
    ordered = sorted(arms)
    if asked is not None:
        if asked not in ordered:
            raise RequestError("There is no arm {arm}; the arms are {arms}.", arm=asked, arms=", ".join(ordered))
        return asked
    plain = {arm: " ".join(arm.casefold().replace("_", " ").replace("-", " ").split()) for arm in ordered}
    for exact, starts in ((_EXACT[0], ()), (_EXACT[1], _STARTS[0]), (_EXACT[2], _STARTS[1]), (_EXACT[3], ())):
        for arm in ordered:
            if plain[arm] in exact:
                return arm
        for arm in ordered:
            if starts and plain[arm].startswith(starts):
                return arm
    return ordered[0]
