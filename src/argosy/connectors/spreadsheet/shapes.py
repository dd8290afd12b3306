"""What the sample values of a column look like: number signs, day or month first, currency signs, countries; with how sure that is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from argosy.connectors.spreadsheet.values import SYMBOLS
from argosy.reference.countries.recognition import recognise_country

ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}:\d{2}.*)?|\d{4}/\d{1,2}/\d{1,2}( \d{1,2}:\d{2}.*)?")
CHINESE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日( ?\d{1,2}:\d{2}(:\d{2})?)?")
THREE_PARTS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(,? \d{1,2}:\d{2}.*)?")
COMPACT = re.compile(r"(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])")
AMOUNT = re.compile(r"[-+(]?\d[\d.,'’\s\u00a0\u202f]*\)?-?%?")
CODE = re.compile(r"\b[A-Z]{3}\b")


@dataclass(frozen=True)
class NumberShape:
    """Decimal and grouping sign of a column; `is_sure` where some value can be read in one way only."""

    decimal: str = "."
    thousands: str | None = None
    is_sure: bool = True


@dataclass(frozen=True)
class DateShape:
    """How dates are written: an explicit `format`, or `day_first`; both None for ISO dates. `has_clock`: with a time of day."""

    format: str | None = None
    day_first: bool | None = None
    has_clock: bool = False
    is_sure: bool = True


def number_shape(cells: Sequence[str]) -> NumberShape | None:
    """The shape of a column of numbers; None where fewer than nine in ten are numbers.

    >>> number_shape(["1.234,50", "12,00"])
    NumberShape(decimal=',', thousands='.', is_sure=True)
    >>> number_shape(["12", "1,234"])
    NumberShape(decimal='.', thousands=',', is_sure=False)
    """
    bare = [_bare(cell) for cell in cells if cell]
    numbers = [cell for cell in bare if AMOUNT.fullmatch(cell)]
    if not bare or len(numbers) < 0.9 * len(bare):
        return None
    votes: Counter[tuple[str, str | None]] = Counter()
    weak: Counter[tuple[str, str | None]] = Counter()
    for cell in numbers:
        signs = [sign for sign in cell if sign in ".,"]
        tail = re.split(r"[.,]", cell)[-1].rstrip(")-% ")
        space = " " if re.search(r"\d[\s\u00a0\u202f]\d{3}", cell) else None
        if len(set(signs)) == 2:
            votes[(signs[-1], signs[0])] += 1
        elif len(signs) > 1:
            votes[("," if signs[0] == "." else ".", signs[0])] += 1
        elif len(signs) == 1 and len(tail) != 3:
            votes[(signs[0], space)] += 1
        elif len(signs) == 1:
            weak[("," if signs[0] == "." else ".", signs[0])] += 1
        elif space:
            weak[(".", space)] += 1
    return _elected(votes, weak)


def _elected(votes: Counter[tuple[str, str | None]], weak: Counter[tuple[str, str | None]]) -> NumberShape:
    """The decimal sign that certain values use, with the grouping any of them shows; else what ambiguous values suggest."""
    if votes:
        decimal = Counter({sign: sum(n for (one, _), n in votes.items() if one == sign) for sign in ".,"}).most_common(
            1
        )[0][0]
        groups = [group for (sign, group), _ in (votes + weak).most_common() if sign == decimal and group]
        return NumberShape(decimal, groups[0] if groups else None, len({sign for sign, _ in votes}) == 1)
    if weak:
        (decimal, group), _ = weak.most_common(1)[0]
        if group == ".":  # 1.234 alone: more often a weight or rate with three decimals than a grouped number
            return NumberShape(".", None, False)
        return NumberShape(decimal, group, False)
    return NumberShape()


def date_shape(cells: Sequence[str]) -> DateShape | None:
    """The shape of a column of dates; None where fewer than nine in ten are dates.

    A first part above 12 shows that the day comes first, a second one that the month does. Where neither occurs, the part that varies more
    is taken for the day, and the answer is a guess.

    >>> date_shape(["01/12/2010 8:26", "13/12/2010 9:00"])
    DateShape(format=None, day_first=True, has_clock=True, is_sure=True)
    """
    filled = [cell for cell in cells if cell]
    if not filled:
        return None
    for pattern, written in ((ISO, None), (CHINESE, "%Y年%m月%d日"), (COMPACT, "%Y%m%d")):
        met = [cell for cell in filled if pattern.fullmatch(cell)]
        if len(met) >= 0.9 * len(filled):
            clock = any(":" in cell for cell in met)
            seconds = " %H:%M:%S" if clock and met[0].count(":") == 2 else " %H:%M" if clock else ""
            return DateShape(written + seconds if written else None, has_clock=clock)
    parts = [match for cell in filled if (match := THREE_PARTS.fullmatch(cell))]
    if len(parts) < 0.9 * len(filled):
        return None
    return _ordered(parts)


def _ordered(parts: Sequence[re.Match[str]]) -> DateShape:
    clock = any(match.group(5) for match in parts)
    first, second = ([int(match.group(place)) for match in parts] for place in (1, 3))
    if max(first) > 12 or max(second) > 12:
        return DateShape(day_first=max(first) > 12, has_clock=clock, is_sure=not (max(first) > 12 and max(second) > 12))
    if parts[0].group(2) == ".":
        return DateShape(day_first=True, has_clock=clock)  # nobody writes 12.31.2024
    return DateShape(day_first=len(set(first)) >= len(set(second)), has_clock=clock, is_sure=False)


def currency_of(cells: Sequence[str]) -> tuple[str | None, bool]:
    """(currency, sure) that the amounts carry as code or sign; a sign several currencies share gives the first, unsure.

    >>> currency_of(["£2.55", "£3.39"]), currency_of(["$5"]), currency_of(["12.00 EUR"])
    (('GBP', True), ('USD', False), ('EUR', True))
    """
    codes = Counter(code for cell in cells for code in CODE.findall(cell))
    if codes:
        return codes.most_common(1)[0][0], len(codes) == 1
    signs: Counter[str] = Counter()
    for cell in cells:
        longest = max((sign for sign in SYMBOLS if sign in cell), key=len, default=None)
        if longest:
            signs[longest] += 1
    if not signs:
        return None, False
    known = SYMBOLS[signs.most_common(1)[0][0]]
    return known[0], len(known) == 1 and len(signs) == 1


def are_countries(cells: Sequence[str]) -> bool:
    """True where at least eight in ten values name a country."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(1 for cell in filled if recognise_country(cell)) >= 0.8 * len(filled)


def _bare(cell: str) -> str:
    """A number without its currency."""
    for sign in sorted(SYMBOLS, key=len, reverse=True):
        cell = cell.replace(sign, "")
    return CODE.sub("", cell).strip()
