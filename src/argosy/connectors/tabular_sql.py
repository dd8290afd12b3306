"""The SQL of a declared table (`tabular`): typed rows, sound rows, one SELECT per canonical table, rows kept apart and ignored."""

from __future__ import annotations

import re
from collections.abc import Mapping

from argosy.canonical.catalogue import tables
from argosy.canonical.fee_types import FEE_TYPE_NAMES
from argosy.canonical.schema import Table
from argosy.connectors.cells import (
    MONEY,
    amount_sql,
    are_plain,
    country_sql,
    currency_sql,
    day_sql,
    decimal_mark_of,
    flag_sql,
    instant_sql,
    is_scientific,
    local_day,
    month_first_of,
    plain_amount_sql,
    share_sql,
    whole_sql,
)
from argosy.connectors.cleaning import EXCESS
from argosy.connectors.contract import VENDOR, Connection, Context, Mapped
from argosy.connectors.future import FUTURE, FUTURE_SENTENCE, is_far_off
from argosy.connectors.periods import PERIOD
from argosy.connectors.reading import has_excess, identifier, text_literal, vendor_columns
from argosy.connectors.recognition import header_key
from argosy.connectors.tabular import STORE_ZONE, Field, Into, Kind, Tabular, places, without_currency
from argosy.connectors.vocabulary import case_sql, words
from argosy.core.text import mark

TYPED, SOUND, FILE_FACTS = "typed", "sound", "file_facts"
SMALL_ROWS = 50_000
"""A file up to this size is typed once into a table: the planner takes seconds for each SELECT over a view of fifty typed columns."""
MONTH_FIRST_MARKETS = ("US",)
UNKNOWN_COLUMNS = mark("{count} columns of the file are not known yet and were left out")
UNKNOWN_WORDS = mark("{count} cells hold a status nobody knows; it counts as the least certain one")
UNDATED = mark("{count} rows have no day, nor has the file's name: they count for the day the file was loaded")
EITHER_ORDER = mark("{count} dates could be read day first or month first; the store's country decided")
SENTENCES = {
    "too_many_cells": mark("The row has more cells than the header, so its columns cannot be trusted."),
    "not_a_number": mark("A cell that should be an amount is none."),
    "not_whole": mark("A cell that should be a whole number is none."),
    "not_an_instant": mark("A cell that should be a date and time is none in a form we know."),
    "not_a_date": mark("A cell that should be a date is none in a form we know."),
    "not_yes_or_no": mark("A cell that should be yes or no is neither."),
    "unknown_currency": mark("The currency is not a three-letter code."),
    "unknown_value": mark("Nobody knows this word yet; its money is shown and not booked."),
    "missing": mark("The row lacks a value that every row must have."),
    "unexplained_amount": mark(
        "The amounts in the known columns do not make the total; what they leave is kept apart."
    ),
    FUTURE: FUTURE_SENTENCE,
    "id_in_scientific_notation": mark(
        "A spreadsheet program wrote the id as 1.23E+17, so its digits are lost; export the file again and do not save it there."
    ),
}
"""Sentence per cause; a reason code is `cause:heading`."""
CAUSES = {
    Kind.AMOUNT: "not_a_number",
    Kind.WHOLE: "not_whole",
    Kind.SHARE: "not_a_number",
    Kind.INSTANT: "not_an_instant",
    Kind.DAY: "not_a_date",
    Kind.FLAG: "not_yes_or_no",
    Kind.CURRENCY: "unknown_currency",
}


def mapped(table: Tabular, connection: Connection, context: Context) -> Mapped:
    """Views `typed` and `sound` over `vendor`, and the SELECTs over them."""
    reader = _Reader(table, connection, context)
    levels = f"SELECT *, {_problem(table, reader, context)} AS problem FROM ({reader.derived()})"
    ignored = _first(table.ignored) if table.ignored else "NULL::VARCHAR"
    typed = f"SELECT *, {ignored} AS passed_over FROM ({levels})"
    if connection.execute(f"SELECT count(*) FROM {VENDOR}").fetchall()[0][0] <= SMALL_ROWS:
        connection.execute(f"CREATE OR REPLACE TABLE {TYPED}_rows AS {typed}")
        typed = f"SELECT * FROM {TYPED}_rows"
    connection.execute(f"CREATE OR REPLACE VIEW {TYPED} AS {typed}")
    connection.execute(
        f"CREATE OR REPLACE VIEW {SOUND} AS SELECT * FROM {TYPED} WHERE problem IS NULL AND passed_over IS NULL"
    )
    selects: dict[str, str] = {}
    for one in table.into:
        select = _select(one, context)
        selects[one.table] = f"{selects[one.table]} UNION ALL BY NAME {select}" if one.table in selects else select
    selects["kept_apart"] = _kept_apart(table)
    if ignored_rows := _ignored(table, context):
        selects["ignored"] = " UNION ALL ".join(ignored_rows)
    return Mapped(selects, table.money_out, _reasons(table), _remarks(table, reader))


def _ignored(table: Tabular, context: Context) -> list[str]:
    """Rows that are no data, and rows that are part of another one."""
    found = []
    if table.ignored:
        found.append(f"SELECT source_line, passed_over AS reason_code FROM {TYPED} WHERE passed_over IS NOT NULL")
    for one in table.into:
        if one.joined:
            first = f"SELECT source_line FROM ({_select(one, context)})"
            where = f" AND ({one.where})" if one.where else ""
            found.append(
                f"SELECT source_line, {text_literal(one.joined)} AS reason_code FROM {SOUND} WHERE source_line NOT IN ({first}){where}"
            )
    return found


class _Reader:
    """The fields of a file as SQL, with what the file itself shows: decimal sign, order of day and month."""

    def __init__(self, table: Tabular, connection: Connection, context: Context) -> None:
        self.table, self.connection, self.context = table, connection, context
        self.places = places(connection, table.fields)
        self.has_excess = has_excess(connection)
        found = [one for one in table.fields if one.name in self.places]
        amounts = [self.cell(one) for one in found if one.kind is Kind.AMOUNT]
        wholes = [self.cell(one) for one in found if one.kind is Kind.WHOLE]
        self.is_plain = are_plain(connection, [*amounts, *wholes])
        self.decimal_mark = "." if self.is_plain else decimal_mark_of(connection, amounts)
        self.slashed = [
            self.cell(one)
            for one in table.fields
            if one.name in self.places and one.kind in (Kind.INSTANT, Kind.DAY) and "{dm}" in "".join(one.formats)
        ]
        seen = month_first_of(connection, self.slashed) if self.slashed else False
        self.order_is_told = seen is not None
        self.month_first = context.market in MONTH_FIRST_MARKETS if seen is None else seen

    def cell(self, one: Field) -> str:
        """The cell as it came; NULL where the file lacks the column or says in its own way that there is nothing."""
        if one.name not in self.places:
            return "NULL::VARCHAR"
        cell = f"CAST({identifier(self.places[one.name])} AS VARCHAR)"
        if not self.table.nothing:
            return cell
        any_word = "|".join(map(re.escape, self.table.nothing))  # a long IN would become a join
        return f"CASE WHEN NOT regexp_full_match({cell}, {text_literal(any_word)}) THEN {cell} END"

    def value(self, one: Field) -> str:
        """The cell as a value of its kind."""
        cell = self.cell(one)
        zone = self.context.time_zone if one.zone == STORE_ZONE else one.zone
        match one.kind:
            case Kind.AMOUNT:
                return plain_amount_sql(cell) if self.is_plain else amount_sql(cell, self.decimal_mark)
            case Kind.WHOLE:
                return whole_sql(cell, self.decimal_mark, plain=self.is_plain)
            case Kind.SHARE:
                return share_sql(cell, self.decimal_mark)
            case Kind.INSTANT:
                return instant_sql(cell, one.formats, zone, month_first=self.month_first)
            case Kind.DAY:
                return day_sql(cell, one.formats, month_first=self.month_first)
            case Kind.FLAG:
                return flag_sql(cell)
            case Kind.CURRENCY:
                return self._currency(one, cell)
            case Kind.COUNTRY:
                return country_sql(self.connection, cell) if one.name in self.places else cell
            case Kind.WORD:
                return self._word(one, cell)
            case _:
                return cell

    def _currency(self, one: Field, cell: str) -> str:
        """The code; where the file has no such column at all, the store's currency."""
        if one.name not in self.places:
            return text_literal(self.context.currency) if self.context.currency else cell
        return currency_sql(self.connection, cell)

    def _word(self, one: Field, cell: str) -> str:
        known = case_sql(cell, words(self.table.folder, self.table.id, one.heading))
        return known if one.otherwise is None else f"coalesce({known}, {text_literal(one.otherwise)})"

    def derived(self) -> str:
        """All fields, each with the cell it came from, and the derived ones above them."""
        values = ", ".join(
            f"{self.value(one)} AS {one.name}, {self.cell(one)} AS {one.name}_told" for one in self.table.fields
        )
        values += "".join(
            f", {text_literal(self.places.get(one.name, ''))} AS {one.name}_heading"
            for one in self.table.fields
            if one.keeps_heading
        )
        excess = EXCESS if self.has_excess else "NULL::VARCHAR"
        own = ", ".join(
            f"{text_literal(told) if told else 'NULL::VARCHAR'} AS {name}"
            for name, told in (
                ("own_store", self.context.store_id),
                ("own_market", self.context.market),
                ("own_currency", self.context.currency),
                ("own_zone", self.context.time_zone),
            )
        )
        own += self._file_facts() if self.table.dated else ""
        own += self._file_days()
        first = next(iter(vendor_columns(self.connection)))
        own += f", CAST({identifier(first)} AS VARCHAR) AS first_cell"
        rows = f"SELECT source_line, {values}, {own}, {excess} AS beyond FROM {VENDOR}"
        if not self.table.derived:
            return rows
        more = ", ".join(f"{sql} AS {name}" for name, sql in self.table.derived.items())
        return f"SELECT *, {more} FROM ({rows})"

    def _file_facts(self) -> str:
        """What the file's name tells, as literals: a query per value would make the engine plan a join for each."""
        facts = self.connection.execute(f"SELECT day::VARCHAR, market, currency, listing FROM {FILE_FACTS}").fetchall()
        names = (
            ("own_day", "DATE"),
            ("named_market", "VARCHAR"),
            ("named_currency", "VARCHAR"),
            ("named_listing", "VARCHAR"),
        )
        told = (text_literal(value) if value else "NULL" for value in facts[0])
        return "".join(f", {value}::{kind} AS {name}" for value, (name, kind) in zip(told, names, strict=True))

    def _file_days(self) -> str:
        """The days the file says it covers, where the report may need them."""
        if not self.table.dated_by:
            return ""
        days = self.connection.execute(f"SELECT first_on, last_on FROM {PERIOD}").fetchall()[0]
        told = (f"DATE {text_literal(day.isoformat())}" if day else "NULL::DATE" for day in days)
        return "".join(f", {day} AS {name}" for day, name in zip(told, ("file_first_on", "file_last_on"), strict=True))

    def unknown_words(self, one: Field) -> str:
        """True where a cell holds a word the vocabulary lacks."""
        known = words(self.table.folder, self.table.id, one.heading)
        listed = ", ".join(map(text_literal, known)) or "''"
        return f"({one.name}_told IS NOT NULL AND lower({one.name}_told) NOT IN ({listed}))"


def _days(table: Tabular) -> list[str]:
    """SQL of the days by which the rows are stored."""
    found = []
    for one in table.into:
        if partition := tables()[one.table].partition_on:
            instant = partition.removesuffix("_on") + "_at"
            told = [one.values.get(name) or one.totals.get(name, "") for name in (partition, instant)]
            found += [re.sub(r"^(?:max|min)[(]([a-z_]+)[)]$", r"\1", sql) for sql in told if sql]
    return list(dict.fromkeys(found))


def _problem(table: Tabular, reader: _Reader, context: Context) -> str:
    """The first reason why a row must not enter."""
    checks = {"too_many_cells": "beyond IS NOT NULL"}
    for one in table.fields:
        told, heading = f"{one.name}_told", one.heading
        if one.kind is Kind.ID and one.name in reader.places:
            checks[f"id_in_scientific_notation:{heading}"] = is_scientific(told)
        if one.kind in CAUSES:
            checks[f"{CAUSES[one.kind]}:{heading}"] = f"{told} IS NOT NULL AND {one.name} IS NULL"
        if one.kind is Kind.WORD and one.otherwise is None:
            checks[f"unknown_value:{heading}"] = f"{told} IS NOT NULL AND {one.name} IS NULL"
        if one.filled:
            checks[f"missing:{heading}"] = f"{one.name} IS NULL"
    if not table.looks_ahead and context.today and (days := _days(table)):
        checks[FUTURE] = " OR ".join(is_far_off(f"({day})", context) for day in days)
    return _first({**checks, **table.checks})


def _first(conditions: Mapping[str, str]) -> str:
    cases = " ".join(f"WHEN {condition} THEN {text_literal(code)}" for code, condition in conditions.items())
    return f"CASE {cases} END"


def _select(one: Into, context: Context) -> str:
    """Values, then what can be filled in: place, local day, number of the line."""
    table = tables()[one.table]
    place = {"store_id": context.store_id, "channel": context.channel, "market": context.market}
    values = {
        name: text_literal(told) if told is not None else "NULL::VARCHAR"
        for name, told in place.items()
        if name in table.column_names and name not in one.values
    }
    # A bare column would come out under the vendor's spelling of the same word (City for city), hence coalesce.
    values |= {name: f"coalesce({sql}, NULL)" if sql.isidentifier() else sql for name, sql in one.values.items()}
    rows = _grouped(one, values) if one.per else _rows(one, values)
    known = {*values, *one.totals}
    if (day := table.partition_on) and day not in known and (instant := day.removesuffix("_on") + "_at") in known:
        rows = f"SELECT *, {local_day(instant, context.time_zone)} AS {day} FROM ({rows})"
    if one.parts and one.is_whole:
        rows = f"SELECT *, (part + 1)::VARCHAR AS line_no FROM ({rows})"
    elif "line_no" in table.key and "line_no" not in known:
        rows = f"SELECT *, {_numbered(table, one)} AS line_no FROM ({rows})"
    return f"SELECT * EXCLUDE (part) FROM ({rows})" if one.parts else f"SELECT * FROM ({rows})"


def _rows(one: Into, values: Mapping[str, str]) -> str:
    listed = ", ".join(f"{sql} AS {name}" for name, sql in values.items())
    where = f" WHERE {one.where}" if one.where else ""
    if not one.parts:
        money = f", ({one.money_in})::{MONEY} AS money_in" if one.money_in else ""
        return f"SELECT {listed}, source_line{money} FROM {SOUND}{where}"
    amounts = [f"coalesce({part.amount}, 0)::{MONEY}" for part in one.parts]
    kinds = [text_literal(part.fee_type) if part.fee_type in FEE_TYPE_NAMES else part.fee_type for part in one.parts]
    spread = (
        f"SELECT {listed}, source_line, unnest(range({len(one.parts)})) AS part, unnest([{', '.join(kinds)}]) AS fee_type,"
        f" unnest([{', '.join(amounts)}]) AS amount, ({' + '.join(amounts)})::{MONEY} AS known_amount FROM {SOUND}{where}"
    )
    return (
        f"SELECT * EXCLUDE (known_amount), CASE part WHEN 0 THEN known_amount ELSE 0 END::{MONEY} AS money_in"
        f" FROM ({spread}) WHERE amount <> 0 OR part = 0"
    )


def _grouped(one: Into, values: Mapping[str, str]) -> str:
    """One row per `per`: a value is that of the first row that has one."""
    listed = [
        f"{sql} AS {name}" if name in one.per else f"arg_min({sql}, source_line) AS {name}"
        for name, sql in values.items()
    ]
    listed += [f"{sql} AS {name}" for name, sql in one.totals.items()]
    keys = ", ".join(values[name] for name in one.per)
    where = f" WHERE {one.where}" if one.where else ""
    money = f", ({one.money_in})::{MONEY} AS money_in" if one.money_in else ""
    return f"SELECT {', '.join(listed)}, min(source_line) AS source_line{money} FROM {SOUND}{where} GROUP BY {keys}"


def _numbered(table: Table, one: Into) -> str:
    """The place of a line among those a re-import replaces together."""
    group = ", ".join(table.replaces)
    order = "source_line, part" if one.parts else "source_line"
    return f"row_number() OVER (PARTITION BY {group} ORDER BY {order})::VARCHAR"


def _kept_apart(table: Tabular) -> str:
    """Rows with a problem, and what the parts of a sound row leave of its total: one look at the file."""
    money = f"({table.money})::{MONEY}" if table.money else f"NULL::{MONEY}"
    currency = table.currency if table.money else "NULL::VARCHAR"
    rests = [
        f"CASE WHEN {f'({one.where})' if one.where else 'TRUE'} THEN coalesce({one.told}, 0)"
        f" - ({' + '.join(f'coalesce({part.amount}, 0)' for part in one.parts)}) ELSE 0 END"
        for one in table.into
        if one.parts and one.told
    ]
    rest = " + ".join(rests) or "0"
    return (
        "SELECT source_line, coalesce(problem, 'unexplained_amount') AS reason_code, NULL::VARCHAR AS reason, currency,"
        f" CASE WHEN problem IS NULL THEN rest ELSE money END::{MONEY} AS money_in FROM (SELECT source_line, problem,"
        f" {currency} AS currency, {money} AS money, CASE WHEN problem IS NULL THEN {rest} END AS rest"
        f" FROM {TYPED} WHERE passed_over IS NULL) WHERE problem IS NOT NULL OR rest <> 0"
    )


def _reasons(table: Tabular) -> dict[str, str]:
    found = {name: SENTENCES[name] for name in ("too_many_cells", "unexplained_amount", FUTURE)}
    for one in table.fields:
        causes = [CAUSES[one.kind]] if one.kind in CAUSES else []
        causes += ["unknown_value"] if one.kind is Kind.WORD else []
        causes += ["missing"] if one.filled else []
        causes += ["id_in_scientific_notation"] if one.kind is Kind.ID else []
        found |= {f"{cause}:{one.heading}": SENTENCES[cause] for cause in causes}
    return {**found, **table.reasons}


def _remarks(table: Tabular, reader: _Reader) -> dict[str, str]:
    remarks = {text: f"SELECT count(*) FROM {SOUND} WHERE {condition}" for text, condition in table.remarks.items()}
    lenient = [
        one for one in table.fields if one.kind is Kind.WORD and one.otherwise is not None and one.name in reader.places
    ]
    if lenient:
        unknown = " OR ".join(map(reader.unknown_words, lenient))
        remarks[UNKNOWN_WORDS] = f"SELECT count(*) FROM {SOUND} WHERE {unknown}"
    if reader.slashed and not reader.order_is_told:
        either = " OR ".join(f"regexp_matches({cell}, '^[0-9]+/[0-9]+/')" for cell in reader.slashed)
        remarks[EITHER_ORDER] = f"SELECT count(*) FROM {VENDOR} WHERE {either}"
    if table.dated:
        remarks[UNDATED] = f"SELECT CASE WHEN is_named THEN 0 ELSE (SELECT count(*) FROM {SOUND}) END FROM {FILE_FACTS}"
    known = {*reader.places.values()}
    unused = [name for name in vendor_columns(reader.connection) if name not in known]
    listed = {*map(header_key, table.known)}
    unknown_count = sum(1 for key in map(header_key, unused) if not {key, without_currency(key)} & listed)
    if unknown_count:
        remarks[UNKNOWN_COLUMNS] = f"SELECT {unknown_count}"
    return remarks
