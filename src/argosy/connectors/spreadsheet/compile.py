"""A mapping becomes a report of the seam: recognised by its header, parsed by the reader, mapped by SELECTs it never wrote itself."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from argosy.connectors.contract import Connection, Context, Mapped, Report, Sighting, Status, VendorColumn
from argosy.connectors.reading import has_excess, identifier, read, vendor_columns
from argosy.connectors.recognition import header_key, signature
from argosy.connectors.sighting import look_again
from argosy.connectors.spreadsheet.cells import TypedCells
from argosy.connectors.spreadsheet.derive import derived_selects
from argosy.connectors.spreadsheet.expressions import unknown_words
from argosy.connectors.spreadsheet.mapping import ColumnSettings, Mapping
from argosy.connectors.spreadsheet.plan import Plan, arrives, plan
from argosy.connectors.spreadsheet.predicates import predicate_sql
from argosy.connectors.spreadsheet.problems import (
    MONEY_WITHOUT_PLACE,
    NO_RULE,
    TOO_MANY_CELLS,
    sentence,
)
from argosy.connectors.spreadsheet.selects import Judged, selects
from argosy.connectors.spreadsheet.values import Setting
from argosy.connectors.spreadsheet.values import column as typed_column
from argosy.connectors.spreadsheet.words import words_of
from argosy.core.errors import ConfigurationError, DataError

ROWS = "spreadsheet_rows"
"""Table of the judged rows, made by `map` where several SELECTs read them."""


def compile_mapping(mapping: Mapping, *, status: Status = Status.VERIFIED, is_proven: bool = False) -> Report:
    """The report a mapping describes; `ConfigurationError` where it does not fit the canonical tables.

    The expressions are compiled once against an imagined file, so that a mistake shows now and not at the first ingest; the mappings we
    ship are proven by their tests instead, which spares every start half a second. The same text is compiled once per process, because
    a folder of files asks for every mapping again and again.
    """
    if not mapping.text:
        return _compiled(mapping, status, is_proven)
    return _compiled_once(_Written(mapping.text, mapping), status, is_proven)


@dataclass(frozen=True)
class _Written:
    """A mapping that is the same where its text is."""

    text: str
    mapping: Mapping = field(compare=False)


@lru_cache(maxsize=512)
def _compiled_once(written: _Written, status: Status, is_proven: bool) -> Report:
    return _compiled(written.mapping, status, is_proven)


def _compiled(mapping: Mapping, status: Status, is_proven: bool) -> Report:
    planned = plan(mapping)
    if not is_proven:
        _try_out(planned)
    return Report(
        id=mapping.name,
        label=mapping.label or mapping.name.replace("_", " "),
        grain=mapping.grain or mapping.description,
        where=mapping.where,
        tables=planned.target_tables,
        columns=tuple(
            VendorColumn(name, settings.description, not settings.optional, tuple((also, "") for also in settings.also))
            for name, settings in planned.settings.items()
        ),
        recognise=_recogniser(mapping),
        parse=lambda sighting, connection, _context: read(
            _as_told(sighting, mapping), connection, streamed=planned.streams
        ),
        map=lambda connection, context: _mapped(planned, connection, context),
        status=status,
        sources=mapping.sources,
    )


def _recogniser(mapping: Mapping) -> Callable[[Sighting], float]:
    aliases = {name: settings.also for name, settings in mapping.columns.items() if settings.also}
    by_header = signature(*mapping.recognise.columns, forbids=mapping.recognise.forbids, aliases=aliases)

    def confidence(sighting: Sighting) -> float:
        if mapping.file.sheet is not None and sighting.sheet not in (None, mapping.file.sheet):
            return 0.0
        return by_header(_as_told(sighting, mapping)) if mapping.file.header_line else by_header(sighting)

    return confidence


def _as_told(sighting: Sighting, mapping: Mapping) -> Sighting:
    """The sighting read as the mapping says, where it says anything about the file's form."""
    told = mapping.file
    if not (told.encoding or told.delimiter or told.header_line):
        return sighting
    line = told.header_line - 1 if told.header_line else None
    return look_again(sighting, encoding=told.encoding, delimiter=told.delimiter, header_line=line)


def _mapped(planned: Plan, connection: Connection, context: Context) -> Mapped:
    mapping = planned.mapping
    stored = vendor_columns(connection)
    found = _find_columns(planned, list(stored))
    zone = mapping.store.time_zone if mapping.store else context.time_zone
    setting = Setting(mapping.file, zone, context.time_zone)
    typed = {}
    for name, settings in planned.settings.items():
        vendor_name = found.get(name)
        kind = settings.type
        known = words_of(connection, kind, vendor_name, settings) if kind in ("country", "currency") else None
        told = settings if vendor_name else ColumnSettings(type=kind, optional=True)
        typed[name] = typed_column(name, vendor_name, stored.get(vendor_name or "", "VARCHAR"), told, setting, known)
    cells = TypedCells(
        typed, planned.settings, context.time_zone, has_excess(connection), _facts(context), planned.groups
    )
    judged = Judged(planned, cells, context)
    if not planned.streams:  # many SELECTs read the rows: judge them once
        connection.execute(f"CREATE OR REPLACE TABLE {ROWS} AS {judged.sql()}")
        judged = replace(judged, relation=ROWS)
    return _assembled(judged)


def _facts(context: Context) -> dict[str, str | None]:
    """What {store: ...} can ask for."""
    return {"id": context.store_id, "channel": context.channel, "market": context.market, "currency": context.currency}


def _assembled(judged: Judged) -> Mapped:
    planned = judged.plan
    made = {**selects(judged), **derived_selects(judged)}
    carried = {rule.table.name for rule in planned.rules if rule.table}
    money_out = {table: sql for table in sorted(carried) if (sql := arrives(planned.mapping, table))}
    return Mapped(
        selects=made,
        money_out=money_out if planned.money else {},
        reasons=_reasons(judged),
        remarks=_remarks(judged),
        streaming=planned.streams,
    )


def _find_columns(planned: Plan, names: list[str]) -> dict[str, str]:
    """Column of the mapping to column of the file, also under another spelling; a required one that is missing is told with the closest."""
    by_key = {header_key(name): name for name in reversed(names)}
    found: dict[str, str] = {}
    for name, settings in planned.settings.items():
        match = next((by_key[header_key(one)] for one in (name, *settings.also) if header_key(one) in by_key), None)
        if match is not None:
            found[name] = match
        elif not settings.optional:
            raise _missing_column(name, by_key, planned.mapping.name)
    return found


def _missing_column(name: str, by_key: dict[str, str], mapping: str) -> DataError:
    """The sentence for a required column the file does not have."""
    columns = ", ".join(reversed(by_key.values()))
    close = difflib.get_close_matches(header_key(name), by_key, 1, 0.6)
    if close:
        return DataError(
            "Column {column} is missing (closest: {closest}); the file has {columns}. Export it again with that column, or change"
            " the mapping {mapping}.",
            column=name,
            closest=by_key[close[0]],
            columns=columns,
            mapping=mapping,
        )
    return DataError(
        "Column {column} is missing; the file has {columns}. Export it again with that column, or change the mapping {mapping}.",
        column=name,
        columns=columns,
        mapping=mapping,
    )


def _reasons(judged: Judged) -> dict[str, str]:
    codes = [problem.code for problem in judged.cells.problems(judged.cells.columns)]
    codes += [TOO_MANY_CELLS, NO_RULE, MONEY_WITHOUT_PLACE]
    for rule in judged.plan.rules:
        codes += [problem.code for node in rule.nodes.values() for problem in unknown_words(node, judged.cells)]
        codes += [f"missing:{name}" for name in rule.nodes] + [f"too_large:{name}" for name in rule.nodes]
    reasons = {code: sentence(code) for code in dict.fromkeys(codes)}
    for rule in judged.plan.rules:
        if told := rule.rule.keep_apart or rule.rule.ignore:
            reasons[rule.rule.name] = told
    return reasons


def _remarks(judged: Judged) -> dict[str, str]:
    """Sentences with {count} to the SELECT that counts: what each rule found, conditions, exact repeats."""
    found: dict[str, str] = {}
    for rule in judged.plan.rules:
        if rule.rule.remark:
            found[rule.rule.remark] = f"SELECT count(*) FROM {judged.rows} WHERE rule_number = {rule.number}"
    for text, predicate in judged.plan.remarks:
        if predicate:
            found[text] = f"SELECT count(*) FROM {judged.rows} WHERE {predicate_sql(predicate, judged.cells)}"
        else:
            found[text] = (
                "SELECT coalesce(sum(n - 1), 0) FROM (SELECT *, count(*) AS n FROM"
                " (SELECT * EXCLUDE (source_line) FROM vendor) GROUP BY ALL HAVING count(*) > 1)"
            )
    return found


def _try_out(planned: Plan) -> None:
    """Bind every SELECT over an empty file that has all columns."""
    import duckdb

    connection = duckdb.connect()
    columns = "".join(f"NULL::VARCHAR AS {identifier(name)}, " for name in planned.settings)
    connection.execute(f"CREATE VIEW vendor AS SELECT {columns} 1::BIGINT AS source_line")
    mapped = _mapped(planned, connection, Context("store", "channel"))
    try:
        for select in (*mapped.selects.values(), *mapped.remarks.values()):
            connection.execute(f"DESCRIBE {select}")
    except duckdb.Error as error:
        raise ConfigurationError(
            "Mapping {mapping} does not hold together: {why}.",
            mapping=planned.mapping.name,
            why=str(error).splitlines()[0].rstrip("."),
        ) from error
