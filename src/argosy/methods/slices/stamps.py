"""The order of stamps that are text: by the time they say, where they say one; else by the numbers in them, as people count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from argosy.core.errors import DataError
from argosy.methods.forecasting.timecolumn import style_of
from argosy.methods.forecasting.timestyle import Moment

Place = tuple[tuple[int, float, str], ...]


def stamps_until(stamps: Sequence[str], at: str) -> list[str]:
    """The stamps not after `at`, the newest first; `at` need not be among them.

    >>> stamps_until(["30/09/2024", "01/10/2024", "02/10/2024"], "01/10/2024")
    ['01/10/2024', '30/09/2024']
    >>> stamps_until(["W9", "W10", "W11"], "W10")
    ['W10', 'W9']
    """
    moments = _moments(stamps, at)
    places = {stamp: _spelled(stamp) if moments is None else _told(moments[stamp], stamp) for stamp in (*stamps, at)}
    return sorted((stamp for stamp in stamps if places[stamp] <= places[at]), key=lambda one: places[one], reverse=True)


def _moments(stamps: Sequence[str], at: str) -> dict[str, Moment] | None:
    """What the stamps say in the one notation that reads them all; None where there is none."""
    distinct = list(dict.fromkeys((*stamps, at)))
    try:
        style = style_of(distinct, "")
    except DataError:
        return None
    read = {stamp: style.read(stamp) for stamp in distinct}
    known = {stamp: moment for stamp, moment in read.items() if moment is not None}
    return known if len(known) == len(distinct) else None


def _told(moment: Moment, stamp: str) -> Place:
    number = float(moment) if not isinstance(moment, datetime) else (moment - datetime.min).total_seconds()  # noqa: DTZ901 - both without zone
    return ((0, number, ""), (1, 0.0, stamp))


def _spelled(stamp: str) -> Place:
    """Numbers within a text count as numbers: w9 comes before w10."""
    parts = re.split(r"(\d+)", stamp)
    return tuple((0, float(part), "") if part.isdigit() else (1, 0.0, part) for part in parts)
