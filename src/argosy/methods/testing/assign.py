"""Which arm a unit belongs to, decided by a hash: the same on every machine and every day, with nothing to store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from argosy.core.errors import RequestError

_STEPS = 2**64


def position(unit: str, salt: str) -> float:
    """Where a unit falls between 0 and 1 under a salt: uniform over units, independent between salts.

    >>> 0.0 <= position("unit 7", "salt") < 1.0
    True
    >>> position("unit 7", "salt") == position("unit 7", "other salt")
    False
    """
    # the salt's length comes first, so that no other pair of salt and unit makes the same bytes
    digest = blake2b(f"{len(salt)}:{salt}{unit}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> 11) / (_STEPS >> 11)


def assign(unit: str, shares: Mapping[str, float], *, salt: str, exposed_share: float = 1.0) -> str | None:
    """The arm of a unit, or None where it takes no part.

    `shares` are positive weights by arm (their order does not matter); `salt` is the test's own name, so that two tests split
    independently; `exposed_share` admits a part of the units, and raising it later moves nobody who is already in.

    >>> assign("unit 7", {"control": 1, "new": 1}, salt="title test")
    'control'
    """
    bounds = _bounds(shares)
    if not 0.0 < exposed_share <= 1.0:
        raise RequestError("The exposed share must be above 0 and at most 1, not {share}.", share=exposed_share)
    if exposed_share < 1.0 and position(unit, f"{salt}/exposed") >= exposed_share:
        return None
    return _arm_at(position(unit, f"{salt}/arm"), bounds)


def assign_all(
    units: Iterable[str], shares: Mapping[str, float], *, salt: str, exposed_share: float = 1.0
) -> dict[str, str | None]:
    """The arm of every unit, as `assign` gives it.

    >>> sorted(set(assign_all(map(str, range(100)), {"a": 1, "b": 1}, salt="s").values()))
    ['a', 'b']
    """
    return {unit: assign(unit, shares, salt=salt, exposed_share=exposed_share) for unit in units}


def _bounds(shares: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    total = sum(shares.values())
    if len(shares) < 2 or not all(share > 0.0 for share in shares.values()):
        raise RequestError("A split needs at least two arms, each with a share above 0.")
    bounds, reached = [], 0.0
    for arm in sorted(shares):
        reached += shares[arm] / total
        bounds.append((arm, reached))
    return tuple(bounds)


def _arm_at(place: float, bounds: tuple[tuple[str, float], ...]) -> str:
    # the last arm takes what rounding leaves
    return next((arm for arm, bound in bounds if place < bound), bounds[-1][0])
