"""The questions put to DuckDB: which stamps, which leaves, what sums. The rows of the table never reach Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa

from argosy.core.errors import DataError, RequestError
from argosy.methods.slices.stamps import stamps_until

if TYPE_CHECKING:
    import duckdb

    Source: TypeAlias = pa.Table | duckdb.DuckDBPyRelation

NUMERIC = ("INT", "DECIMAL", "DOUBLE", "FLOAT", "REAL", "BOOLEAN")

REST_LABEL = "\x01rest"
"""Stands for members that were pooled; no text that is typed begins with this character."""


@dataclass(frozen=True)
class Question:
    """A table and the roles of its columns; `kinds` are the columns' types as DuckDB writes them."""

    facts: duckdb.DuckDBPyRelation
    kinds: Mapping[str, str]
    value: str
    per: str | None
    time: str
    by: tuple[str, ...]

    def ask(self, sql: str) -> duckdb.DuckDBPyRelation:
        """The relation that `sql` makes of the table, which it calls `facts`."""
        return self.facts.query("facts", sql)


def pose(source: Source, *, value: str, per: str | None, time: str, by: Sequence[str]) -> Question:
    """The question, once the columns it names are there and fit their roles.

    Raises `RequestError` for unknown or repeated columns, `DataError` for a value that is not a number.
    """
    import duckdb

    facts = source
    if isinstance(source, pa.Table):
        connection = duckdb.connect()
        connection.execute("SET enable_progress_bar = false")
        facts = connection.from_arrow(source)
    question = Question(
        facts, dict(zip(facts.columns, map(str, facts.types), strict=True)), value, per, time, tuple(by)
    )
    named = [value, *((per,) if per is not None else ()), time, *by]
    for column in named:
        if column not in question.kinds:
            raise RequestError(
                "Column {column} is not in the table; it has {columns}.",
                column=column,
                columns=", ".join(question.kinds),
            )
        if named.count(column) > 1:
            raise RequestError("Column {column} is named twice; give each column one role.", column=column)
    if not by:
        raise RequestError("Name at least one column to look along (by).")
    for column in (value, per) if per is not None else (value,):
        if not any(kind in question.kinds[column] for kind in NUMERIC):
            raise DataError(
                "Column {column} holds {kind}, not numbers; turn it into numbers first.",
                column=column,
                kind=question.kinds[column],
            )
    return question


def find_stamps(question: Question, at: object, *, history: int, season: int) -> tuple[str, ...]:
    """The stamps to compare, oldest first, `at` last, as DuckDB writes them.

    Raises `RequestError` where `at` cannot be read as the column's type, `DataError` where nothing is at that moment or before it.
    """
    kind, column = question.kinds[question.time], _name(question.time)
    if kind == "VARCHAR":
        return _compared(question, str(at).strip(), _text_stamps(question, str(at).strip()), season)[: history + 1][
            ::-1
        ]
    moment = f"TRY_CAST({_text(at)} AS {kind})"
    ((wanted,),) = question.ask(f"SELECT CAST({moment} AS VARCHAR)").fetchall()
    if wanted is None:
        raise RequestError(
            "{at} is not a moment of column {column}; write it like {example}.",
            at=at,
            column=question.time,
            example=_first_stamp(question),
        )
    found = question.ask(
        f"SELECT CAST(stamp AS VARCHAR) FROM (SELECT DISTINCT {column} AS stamp FROM facts WHERE {column} <= {moment}) "
        f"ORDER BY stamp DESC LIMIT {history * season + 1}"
    ).fetchall()
    return _compared(question, wanted, [stamp for (stamp,) in found], season)[::-1]


def _text_stamps(question: Question, at: str) -> list[str]:
    """The stamps of a text column up to `at`, the newest first, in the order of what they say: 1/10/2024 after 30/9/2024."""
    column = _name(question.time)
    found = question.ask(f"SELECT DISTINCT {column} AS stamp FROM facts WHERE {column} IS NOT NULL").fetchall()
    if not found:
        raise DataError("Column {column} is empty; there is no time to compare with.", column=question.time)
    return stamps_until([stamp for (stamp,) in found], at)


def _compared(question: Question, wanted: str, stamps: Sequence[str], season: int) -> tuple[str, ...]:
    """Every `season`-th of the stamps (newest first) where the newest is the one wanted and something is before it."""
    if not stamps or stamps[0] != wanted:
        raise DataError(
            "There are no rows at {at} in column {column}; choose a moment that is there.",
            at=wanted,
            column=question.time,
        )
    compared = stamps[::season]
    if len(compared) < 2:
        raise DataError(
            "There is nothing before {at} to compare it with; add rows from earlier than that to column {column}.",
            at=wanted,
            column=question.time,
        )
    return tuple(compared)


def _first_stamp(question: Question) -> str:
    ((first,),) = question.ask(f"SELECT CAST(min({_name(question.time)}) AS VARCHAR) FROM facts").fetchall()
    if first is None:
        raise DataError("Column {column} is empty; there is no time to compare with.", column=question.time)
    return str(first)


def count_leaves(question: Question, stamp: str) -> int:
    """Combinations of members at one stamp."""
    members = ", ".join(_name(column) for column in question.by)
    moment = f"CAST({_text(stamp)} AS {question.kinds[question.time]})"
    ((count,),) = question.ask(
        f"SELECT count(*) FROM (SELECT DISTINCT {members} FROM facts WHERE {_name(question.time)} = {moment})"
    ).fetchall()
    return int(count)


def sum_leaves(
    question: Question, stamps: Sequence[str], kept: Mapping[str, Sequence[str | None]] | None = None
) -> pa.Table:
    """One row per stamp and leaf: `number` of the stamp, members `d0`, `d1`, ... as text, `value` and `weight`.

    With `kept`, members that are not kept are one, `REST_LABEL`.
    """
    inside = [
        f"{_name(column) if kept is None else _pooled(question, column, kept[column])} AS d{index}"
        for index, column in enumerate(question.by)
    ]
    outside = [
        f"{_label(f'd{index}', question.kinds[column]) if kept is None else f'd{index}'} AS d{index}"
        for index, column in enumerate(question.by)
    ]
    return question.ask(
        f"SELECT {_number(question, stamps)} AS number, {', '.join(outside)}, value, weight FROM ("
        f"SELECT {_name(question.time)} AS stamp, {', '.join(inside)}, {_sums(question)} FROM facts "
        f"WHERE {_in_stamps(question, stamps)} GROUP BY ALL)"
    ).to_arrow_table()


def sum_margins(question: Question, stamps: Sequence[str], sets: Sequence[tuple[int, ...]]) -> pa.Table:
    """Sums by the members of each set of dimensions: `place` of the set, members `d0`, `d1`, ... as text, and value and weight before the
    last stamp and at it (`value_before`, `value_at`, `weight_before`, `weight_at`)."""
    raw = [f"d{index}" for index in range(len(question.by))]
    masks = [sum(2 ** (len(raw) - 1 - index) for index in range(len(raw)) if index not in chosen) for chosen in sets]
    places = " ".join(f"WHEN {mask} THEN {place}" for place, mask in enumerate(masks))
    labels = ", ".join(
        f"{_label(name, question.kinds[column])} AS {name}" for name, column in zip(raw, question.by, strict=True)
    )
    columns = ", ".join(f"{_name(column)} AS {name}" for name, column in zip(raw, question.by, strict=True))
    grouped = ", ".join(f"({', '.join(raw[index] for index in chosen)})" for chosen in sets)
    last = f"stamp = {_moments(question, stamps[-1:])}"
    sums = ", ".join(
        f"CAST(coalesce(sum({part}) FILTER ({condition}), 0) AS DOUBLE) AS {name}_{when}"
        for part, name in (("v", "value"), ("w", "weight"))
        for condition, when in ((f"NOT {last}", "before"), (last, "at"))
    )
    weight = _name(question.per) if question.per is not None else "0"
    return question.ask(
        f"SELECT CASE mask {places} END AS place, {labels}, value_before, value_at, weight_before, weight_at FROM ("
        f"SELECT grouping_id({', '.join(raw)}) AS mask, {', '.join(raw)}, {sums} FROM ("
        f"SELECT {_name(question.time)} AS stamp, {columns}, {_name(question.value)} AS v, {weight} AS w FROM facts "
        f"WHERE {_in_stamps(question, stamps)}) GROUP BY GROUPING SETS ({grouped}))"
    ).to_arrow_table()


def _sums(question: Question) -> str:
    weight = f"CAST(sum({_name(question.per)}) AS DOUBLE)" if question.per is not None else "CAST(0 AS DOUBLE)"
    return f"CAST(sum({_name(question.value)}) AS DOUBLE) AS value, {weight} AS weight"


def _moments(question: Question, stamps: Sequence[str]) -> str:
    return ", ".join(f"CAST({_text(stamp)} AS {question.kinds[question.time]})" for stamp in stamps)


def _in_stamps(question: Question, stamps: Sequence[str]) -> str:
    return f"{_name(question.time)} IN ({_moments(question, stamps)})"


def _number(question: Question, stamps: Sequence[str]) -> str:
    return f"list_position([{_moments(question, stamps)}], stamp) - 1"


def _pooled(question: Question, column: str, kept: Sequence[str | None]) -> str:
    label = _label(_name(column), question.kinds[column])
    named = ", ".join(_text(member) for member in kept if member is not None) or "NULL"
    missing = f"{_name(column)} IS NULL" if None in kept else "FALSE"
    return f"CASE WHEN {missing} THEN NULL WHEN {label} IN ({named}) THEN {label} ELSE {_text(REST_LABEL)} END"


def _label(expression: str, kind: str) -> str:
    """A member as text; whole numbers lose the `.0` that a column with gaps gives them."""
    if kind == "VARCHAR":
        return expression
    if kind in ("DOUBLE", "FLOAT"):
        whole = f"CAST(TRY_CAST({expression} AS HUGEINT) AS VARCHAR)"
        return f"CASE WHEN {expression} = trunc({expression}) THEN {whole} ELSE CAST({expression} AS VARCHAR) END"
    return f"CAST({expression} AS VARCHAR)"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
