"""Tables made from mapped rows: one row per group, such as an order from its lines or a customer from their orders."""

from __future__ import annotations

from collections.abc import Mapping as Names
from typing import Any

from argosy.canonical.catalogue import tables
from argosy.canonical.schema import Table
from argosy.connectors.contract import KEPT_APART
from argosy.connectors.reading import text_literal
from argosy.connectors.spreadsheet.expressions import SQL_TYPES, node_sql, read_node
from argosy.connectors.spreadsheet.mapping import Derived
from argosy.connectors.spreadsheet.plan import STORE_COLUMNS
from argosy.connectors.spreadsheet.problems import broken
from argosy.connectors.spreadsheet.selects import BROKEN, Judged, of_rule, store_value

FROM_FILE = "file"
"""Source of a table that is made from the rows of the file itself, whatever their rule."""

AGGREGATES = {
    "sum": "sum({})",
    "min": "min({})",
    "max": "max({})",
    "first": "arg_min({0}, source_line) FILTER ({0} IS NOT NULL)",
    "last": "arg_max({0}, source_line) FILTER ({0} IS NOT NULL)",
    "most_common": "mode({} ORDER BY source_line)",
    "count": "count({})",
    "count_distinct": "count(DISTINCT {})",
}
"""How the rows of a group make one value; docs/mapping.md lists the same. `first` and `last` go by the order of the file."""


def derived_selects(judged: Judged) -> dict[str, str]:
    """The SELECT of every derived table of the mapping."""
    return {name: _derived(judged, tables()[name], derived) for name, derived in judged.plan.mapping.derive.items()}


def _derived(judged: Judged, table: Table, derived: Derived) -> str:
    key = f"derive.{table.name}"
    is_file = derived.from_ == (FROM_FILE,)
    parts, known = (_file(judged, table, derived, key), None) if is_file else _parts(judged, derived, key)
    _check(table, derived, known, key)
    chosen = {target: target if is_file else source for target, source in derived.by.items()}
    groups = list(chosen.values())
    for name, raw in derived.set.items():
        value = _aggregate(raw, known, f"{key}.set.{name}", name if is_file else None)
        chosen[name] = f"TRY_CAST({value} AS {SQL_TYPES[table.column(name).kind]})"
    for name in STORE_COLUMNS:
        if name in table.column_names and name not in chosen:
            chosen[name] = store_value(judged, table, name)
    missing = [column.name for column in table.columns if column.required and column.name not in chosen]
    if missing:
        raise broken(key, f"table {table.name} needs {', '.join(missing)} in every row")
    filled = " AND ".join(f"{group} IS NOT NULL" for group in groups)
    columns = ", ".join(f"{sql} AS {name}" for name, sql in chosen.items())
    return (
        f"SELECT {columns}, CAST(NULL AS BIGINT) AS source_line FROM ({parts})"
        f" WHERE {KEPT_APART} IS NULL AND {filled} GROUP BY {', '.join(groups)}"
    )


def _file(judged: Judged, table: Table, derived: Derived, key: str) -> str:
    """The rows of the file itself, with the columns a derived table groups by and aggregates under the table's own names."""
    raws = {**derived.by, **{name: next(iter(raw.values())) for name, raw in derived.set.items() if is_aggregate(raw)}}
    values = {
        name: node_sql(read_node(raw, f"{key}.{name}"), table.column(name).kind, judged.cells, f"{key}.{name}")
        for name, raw in raws.items()
        if name in table.column_names
    }
    chosen = ", ".join(f"{sql} AS {name}" for name, sql in values.items())
    return f"SELECT source_line, NULL AS {KEPT_APART}, {chosen} FROM {judged.rows} WHERE rule_number <> {BROKEN}"


def _parts(judged: Judged, derived: Derived, key: str) -> tuple[str, set[str]]:
    """The rows a derived table is made from, and the columns they have; `from` names tables of this mapping, or single rules."""
    found, known = [], set()
    for source in derived.from_:
        rules = [rule for rule in judged.plan.rules if rule.table and source in (rule.table.name, rule.rule.name)]
        if not rules:
            raise broken(f"{key}.from", f"{source} is neither a table nor a rule of this mapping")
        for rule in rules:
            found.append(of_rule(judged, rule))
            known |= {*rule.nodes, *(name for name in STORE_COLUMNS if rule.table and name in rule.table.column_names)}
    return " UNION ALL BY NAME ".join(dict.fromkeys(found)), known


def _check(table: Table, derived: Derived, known: set[str] | None, key: str) -> None:
    for name in (*derived.by, *derived.set):
        if name not in table.column_names:
            raise broken(
                f"{key}.{name}", f"table {table.name} has no such column; it has {', '.join(table.column_names)}"
            )
    for source in derived.by.values():
        if known is not None and source not in known:
            raise broken(f"{key}.by", f"{source} is set by no rule it is made from")
    if missing := [name for name in table.key if name not in (*derived.by, *derived.set, *STORE_COLUMNS)]:
        raise broken(key, f"the key of {table.name} lacks {', '.join(missing)}")


def is_aggregate(raw: Any) -> bool:
    """True for {sum: ...} and the like, false for a constant."""
    return isinstance(raw, Names) and len(raw) == 1 and next(iter(raw)) in AGGREGATES


def _aggregate(raw: Any, known: set[str] | None, key: str, own_name: str | None) -> str:
    """The SQL of one value of a group. Of several columns the first filled one counts.

    `known` are the columns of the rows; None for the file's own rows, whose value stands under `own_name` already.
    """
    choices = ", ".join((*AGGREGATES, "constant", "add"))
    if not isinstance(raw, Names) or len(raw) != 1:
        raise broken(key, f"a value of a group is one of {choices} with a column")
    name, argument = next(iter(raw.items()))
    if name == "constant":
        return (
            "NULL"
            if argument is None
            else text_literal(str(argument).lower() if isinstance(argument, bool) else str(argument))
        )
    if name == "add" and own_name is None:
        return " + ".join(f"coalesce({_aggregate(part, known, key, None)}, 0)" for part in argument)
    if name not in AGGREGATES:
        raise broken(key, f"there is no aggregate {name} here; there are {choices}")
    if known is None:
        return AGGREGATES[name].format(own_name)
    columns = [argument] if isinstance(argument, str) else argument
    if not isinstance(columns, list) or not columns or not all(isinstance(one, str) for one in columns):
        raise broken(key, "a column or a list of columns is needed")
    if unknown := [column for column in columns if column not in known]:
        raise broken(key, f"{unknown[0]} is set by no rule it is made from")
    return AGGREGATES[name].format(columns[0] if len(columns) == 1 else f"coalesce({', '.join(columns)})")
