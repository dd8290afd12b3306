"""One exchange rate on one day, with its source; a pegged currency goes through the one it is pegged to."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from argosy.core.errors import RequestError
from argosy.core.money import Money, is_currency_code
from argosy.reference.fx.ecb import BUNDLED
from argosy.reference.loader import describe, table
from argosy.reference.model import Reference, Status

CARRY_DAYS = 7  # a quote stands for the days after it without one, at most so many
BASE = "EUR"


@dataclass(frozen=True)
class Peg:
    """`currency` is officially fixed at `units` for one `anchor` from `valid_from` on."""

    currency: str
    anchor: str
    units: Decimal
    valid_from: date
    reference: Reference


@dataclass(frozen=True)
class _Leg:
    """One currency against the euro on one day."""

    per_eur: Decimal
    quoted_on: date
    peg: Peg | None = None


@cache
def pegs() -> dict[str, Peg]:
    """Currencies that the bank does not quote but whose issuer fixes them to one it does, by code."""
    found = {}
    for reference in table("currency_peg"):
        currency, _, anchor = reference.unit.partition(" per ")
        found[currency] = Peg(currency, anchor, reference.number, reference.valid_from, reference)
    return found


@cache
def quoted_currencies() -> tuple[str, ...]:
    """The currencies the bank quotes or once quoted, sorted, without the euro."""
    import pyarrow.parquet as pq

    return tuple(sorted(name for name in pq.read_schema(BUNDLED).names if name != "rate_on"))


def known_currencies() -> tuple[str, ...]:
    """Every currency that can be converted on some day, sorted: the euro, the quoted and the pegged."""
    return tuple(sorted({BASE, *quoted_currencies(), *pegs()}))


@cache
def newest_on() -> date:
    """The last day with quotes."""
    return describe("fx", BUNDLED.name).checked_on


def rate(base: str, quote: str, on: date) -> Reference:
    """Units of `quote` that one unit of `base` buys on a day: the last quote of the bank, at most seven days old.

    Exact where one of the two is the euro, else a quotient of 28 digits. `valid_from` of the result is the day of the (older)
    quote. `RequestError` where a currency is not known or has no quote for that day.

    >>> found = rate("EUR", "USD", date(2026, 11, 1))
    >>> str(found.number), found.unit, str(found.valid_from)
    ('1.1172', 'USD per EUR', '2026-10-30')
    """
    left, right = _leg(base, on), _leg(quote, on)
    value = Decimal(1) if base == quote else right.per_eur if base == BASE else right.per_eur / left.per_eur
    described = describe("fx", BUNDLED.name)
    used = [leg.peg.reference for leg in (left, right) if leg.peg]
    return Reference(
        topic="fx",
        place="EU",
        name=f"{base}/{quote}",
        value=value,
        unit=f"{quote} per {base}",
        source=described.sources[0],
        file_version=" + ".join([described.file_version, *(reference.file_version for reference in used)]),
        valid_from=min(left.quoted_on, right.quoted_on),
        checked_on=described.checked_on,
        status=Status.VERIFIED if all(reference.status is Status.VERIFIED for reference in used) else Status.UNVERIFIED,
        note="; ".join(f"{reference.number.normalize():f} {reference.unit}" for reference in used),
    )


def convert(money: Money, currency: str, on: date) -> Money:
    """The amount in another currency by the rate of a day, not rounded.

    >>> str(convert(Money.of("100", "EUR"), "USD", date(2026, 10, 30)))
    '111.7200 USD'
    """
    if money.currency == currency:
        return money
    left, right = _leg(money.currency, on), _leg(currency, on)
    return Money(money.amount * right.per_eur / left.per_eur, currency)  # multiplied first: one rounding, not two


def _leg(currency: str, on: date) -> _Leg:
    if currency == BASE:
        return _Leg(Decimal(1), on)
    if currency in quoted_currencies():
        return _quoted(currency, on)
    peg = pegs().get(currency)
    if peg is None:
        raise _unknown(currency)
    if on < peg.valid_from:
        raise RequestError(
            "The peg of {currency} is on record from {first} only; there is no rate for {on}.",
            currency=currency,
            first=peg.valid_from,
            on=on,
        )
    anchor = _leg(peg.anchor, on)
    return _Leg(anchor.per_eur * peg.units, anchor.quoted_on, peg)


def _unknown(currency: str) -> RequestError:
    if not is_currency_code(currency):
        return RequestError(
            "{currency!r} is not a currency; give the three letters of ISO 4217, such as EUR.", currency=currency
        )
    return RequestError(
        "There is no exchange rate for {currency}: the European Central Bank does not quote it and no official peg is on record. "
        "Give the amounts in one of {known}.",
        currency=currency,
        known=", ".join(known_currencies()),
    )


def _quoted(currency: str, on: date) -> _Leg:
    days, rates = _series(currency)
    index = bisect_right(days, on) - 1
    if index < 0:
        raise RequestError(
            "{currency} is quoted from {first} only; there is no rate for {on}.",
            currency=currency,
            first=days[0],
            on=on,
        )
    if on - days[index] <= timedelta(days=CARRY_DAYS):
        return _Leg(_as_printed(rates[index]), days[index])
    if on > newest_on():
        raise RequestError(
            "The newest exchange rate of {currency} is of {newest}, over {days} days before {on}; bring the rates up to date.",
            currency=currency,
            newest=days[index],
            days=CARRY_DAYS,
            on=on,
        )
    raise RequestError(
        "{currency} was not quoted in the {days} days up to {on} (last before: {last}); give the amounts in another currency.",
        currency=currency,
        days=CARRY_DAYS,
        on=on,
        last=days[index],
    )


def _as_printed(quote: Decimal) -> Decimal:
    """The quote without the zeros that its column adds: 1.1172, not 1.117200."""
    whole, _, fraction = f"{quote:f}".partition(".")
    fraction = fraction.rstrip("0")
    return Decimal(f"{whole}.{fraction}" if fraction else whole)


@cache
def _series(currency: str) -> tuple[list[date], list[Decimal]]:
    """Days and quotes of one currency, oldest first."""
    import pyarrow.parquet as pq

    pairs = pq.ParquetFile(BUNDLED).read(["rate_on", currency]).drop_null().to_pydict()
    return pairs["rate_on"], pairs[currency]
