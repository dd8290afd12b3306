"""Dates as Amazon's sites write them for people: months in ten languages, day or month first, with or without a zone.

A date that could be read two ways (03/04/2026) is not read at all. Months are told by their first letters without accents, which are
different in every language Amazon writes; zones by their usual short names, an unknown one makes the time unreadable.
"""

from __future__ import annotations

from collections.abc import Mapping

from argosy.connectors.amazon.cells import to_utc
from argosy.connectors.contract import Context
from argosy.connectors.periods import MONTHS
from argosy.connectors.reading import text_literal

_EUROPE = {"utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "cest": 120, "mez": 60, "mesz": 120}
_EAST = {"gst": 240, "ist": 330, "jst": 540, "awst": 480, "acst": 570, "acdt": 630, "aest": 600, "aedt": 660}
_AMERICA = {"pst": -480, "pdt": -420, "mst": -420, "mdt": -360, "cst": -360, "cdt": -300, "est": -300, "edt": -240}
ZONES = _EUROPE | _EAST | _AMERICA
"""Short name of a zone to minutes east of Greenwich, as Amazon's sites mean it (IST is India's, BST Britain's, GST the Gulf's)."""

NAMED_DAY_FIRST = "^([0-9]{1,2})[ ./-]*(?:de )?([a-z]+)[ ./-]*(?:de )?([0-9]{4})"
NAMED_MONTH_FIRST = "^([a-z]+)[. ]*([0-9]{1,2}),? ([0-9]{4})"
YEAR_FIRST = "^([0-9]{4})[/年-]([0-9]{1,2})[/月-]([0-9]{1,2})"
POINTS = "^([0-9]{1,2})[.-]([0-9]{1,2})[.-]([0-9]{4})"
"""With points or dashes the day comes first (Germany; the VAT report); only slashes are written both ways."""
TIME = "[0-9日],? *[t ] *([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2}))?"
HALF = "[0-9] *([ap])[., ]*m[., ]*(?:[a-z]|$)"
ZONE = "(?:([a-z]{1,5}) *)?(?:([+-])([0-9]{1,2}):?([0-9]{2})?)?$"


def with_dates(select: str, cells: Mapping[str, str], context: Context) -> str:
    """A SELECT with `<name>_wall` (TIMESTAMP, as written), `<name>_at` (UTC) and `<name>_on` (day as written) for each cell.

    All three are NULL where the cell has no form we know; `_at` too where there is only a day, or a zone we do not know. A time without
    a zone is the store's.
    """
    for name, cell in cells.items():
        select = _with_date(select, name, cell, context)
    return select


def _with_date(select: str, name: str, cell: str, context: Context) -> str:
    said = f"trim(lower(strip_accents(translate({cell}, '\u00a0\u202f', '  '))))"
    names = ("said", "dmy", "mdy", "ymd", "dots", "time", "half", "zone")
    drop = ", ".join(f"{name}_{one}" for one in names)
    pieces = (
        _piece(name, "dmy", NAMED_DAY_FIRST, "dmy"),
        _piece(name, "mdy", NAMED_MONTH_FIRST, "mdy"),
        _piece(name, "ymd", YEAR_FIRST, "ymd"),
        _piece(name, "dots", POINTS, "dmy"),
        _piece(name, "time", TIME, "his"),
        f"regexp_extract({name}_said, {text_literal(HALF)}, 1) AS {name}_half",
        _piece(name, "zone", ZONE, ("word", "sign", "h", "i")),
    )
    split = f"SELECT *, {', '.join(pieces)} FROM (SELECT *, {said} AS {name}_said FROM ({select}))"
    zoneless = f"{name}_zone.word IN ('', 'am', 'pm', 'm') AND {name}_zone.sign = ''"
    walled = (
        f"SELECT * EXCLUDE ({drop}), {_wall(name)} AS {name}_wall, {_offset(name)} AS {name}_offset,"
        f" {name}_time.h <> '' AS {name}_timed, {zoneless} AS {name}_zoneless FROM ({split})"
    )
    instant = (
        f"CASE WHEN NOT {name}_timed THEN NULL WHEN {name}_offset IS NOT NULL THEN {name}_wall - to_minutes({name}_offset)"
        f" WHEN {name}_zoneless THEN {to_utc(f'{name}_wall', context.time_zone)} END"
    )
    return (
        f"SELECT * EXCLUDE ({name}_offset, {name}_timed, {name}_zoneless), {instant} AS {name}_at,"
        f" CAST({name}_wall AS DATE) AS {name}_on FROM ({walled})"
    )


def _piece(name: str, piece: str, pattern: str, groups: str | tuple[str, ...]) -> str:
    wanted = ", ".join(text_literal(group) for group in groups)
    return f"regexp_extract({name}_said, {text_literal(pattern)}, [{wanted}]) AS {name}_{piece}"


def _wall(name: str) -> str:
    """The written time; midnight where there is only a day."""
    number = ", ".join(f"'{key}': {month}" for month, keys in MONTHS.items() for key in keys)
    month = f"MAP {{{number}}}"

    def called(word: str) -> str:
        return f"{month}[CASE WHEN starts_with({word}, 'jui') THEN {word}[1:4] ELSE {word}[1:3] END]"

    hour = (
        f"CASE WHEN {name}_half = '' THEN coalesce(nullif({name}_time.h, ''), '0')::INTEGER"
        f" ELSE nullif({name}_time.h, '')::INTEGER % 12 + CASE {name}_half WHEN 'p' THEN 12 ELSE 0 END END"
    )
    clock = f"({hour}) || ':' || coalesce(nullif({name}_time.i, ''), '00') || ':' || coalesce(nullif({name}_time.s, ''), '00')"
    days = (
        (f"{name}_dmy", called(f"{name}_dmy.m")),
        (f"{name}_mdy", called(f"{name}_mdy.m")),
        (f"{name}_ymd", f"{name}_ymd.m"),
        (f"{name}_dots", f"{name}_dots.m"),
    )
    cases = " ".join(
        f"WHEN {part}.y <> '' THEN {part}.y || '-' || {month_of} || '-' || {part}.d" for part, month_of in days
    )
    return f"TRY_CAST((CASE {cases} END) || ' ' || {clock} AS TIMESTAMP)"


def _offset(name: str) -> str:
    """Minutes east of Greenwich; NULL where no zone is told or its name is unknown."""
    zones = ", ".join(f"'{zone}': {minutes}" for zone, minutes in ZONES.items())
    part = f"{name}_zone"
    hours, minutes_more = (f"coalesce(nullif({part}.{one}, ''), '0')::INTEGER" for one in ("h", "i"))
    shift = f"(CASE {part}.sign WHEN '-' THEN -1 ELSE 1 END) * ({hours} * 60 + {minutes_more})"
    return (
        f"CASE WHEN {part}.word IN ('', 't') AND {part}.sign <> '' THEN {shift}"
        f" WHEN {part}.sign = '' OR {part}.word IN ('utc', 'gmt') THEN MAP {{{zones}}}[{part}.word] + {shift} END"
    )


MONTH_FIRST = ("US", "CA")
"""Sites that write 6/1/2026 for the first of June."""


def slash_order_sql(cell: str, context: Context) -> str:
    """A cell such as 6/13/26 as 2026-06-13, where the whole column or the store's market tells day from month; any other cell as it is.

    The column tells it where one of its numbers is above 12; where nothing does, the cell stays and is not read as a date.
    """
    parts = f"regexp_extract({cell}, '^([0-9]{{1,2}})/([0-9]{{1,2}})/([0-9]{{2,4}})$', ['a', 'b', 'y'])"
    first, second = (f"TRY_CAST({parts}.{one} AS INTEGER)" for one in ("a", "b"))
    by_market = "NULL::BOOLEAN" if context.market is None else "true" if context.market in MONTH_FIRST else "false"
    seen = f"SELECT max({first}) AS a, max({second}) AS b FROM vendor"
    month_first = f"(SELECT CASE WHEN b > 12 AND a <= 12 THEN true WHEN a > 12 AND b <= 12 THEN false ELSE {by_market} END FROM ({seen}))"
    year = f"CASE WHEN length({parts}.y) = 2 THEN '20' || {parts}.y ELSE {parts}.y END"
    return (
        f"CASE WHEN {parts}.y = '' THEN {cell} WHEN {month_first} THEN {year} || '-' || {parts}.a || '-' || {parts}.b"
        f" WHEN NOT {month_first} THEN {year} || '-' || {parts}.b || '-' || {parts}.a ELSE {cell} END"
    )
