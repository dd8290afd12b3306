"""The page of all canonical tables, made from their declarations; nothing in it is written by hand.

`python -m argosy.canonical.documentation > docs/canonical.md` writes it again.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Mapping
from functools import cache

import argosy.canonical as package
from argosy.canonical.balances import Balance, balances_of
from argosy.canonical.catalogue import tables
from argosy.canonical.fee_types import FEE_TYPES, LEDGER_STEPS
from argosy.canonical.invariants import Invariant, invariants_of
from argosy.canonical.schema import LINEAGE, Column, Kind, Table

UNITS_BY_SUFFIX = {
    "_g": "g",
    "_mm": "mm",
    "_m3": "m³",
    "_days": "days",
    "_minutes": "minutes",
    "_seconds": "seconds",
    "_quantity": "units",
    "_count": "number",
    "_rate": "fraction",
    "_share": "fraction",
    "_probability": "fraction",
}

UNITS_BY_NAME = {
    "days": "days",
    "quantity": "units",
    "units": "units",
    "rating": "stars of 5",
    "seller_rating": "stars of 5",
    "fx_rate": "ratio",
    "probability": "fraction",
    "points": "points",
}

UNITS_BY_KIND = {
    Kind.MONEY: "row's currency",
    Kind.DATE: "day",
    Kind.INSTANT: "UTC",
}

INTRODUCTION = """# The canonical tables

Made from `src/argosy/canonical/` by `python -m argosy.canonical.documentation`; change it there.

Every connector brings its files to these tables, every number is measured from them. *Key* identifies a row; a re-import
*replaces* whole what it covers, so that loading a file twice, or its corrected version, never doubles a row. Tables with a
*partition* hold facts and are stored by month of that day; tables without one hold master data, where a new file fills in and
overwrites what it tells and leaves the rest.

Money is in the row's `currency`. `_at` is an instant in UTC, `_on` a calendar day, `_rate` and `_share` a fraction (0.05, never
5), `_g` and `_mm` whole grams and millimetres. Periods are half-open: the day named `to_on` is the first that no longer belongs.
A key column holds `*` where the row is not broken down by it. **R** marks a column every row has, **P** personal data, which is
masked by role and erased on request.
"""


def unit_of(column: Column) -> str:
    """The unit of a column, by its kind and name; empty for texts and plain numbers.

    >>> unit_of(Column("weight_g", Kind.INTEGER, "Weight, grams."))
    'g'
    """
    if column.kind in UNITS_BY_KIND:
        return UNITS_BY_KIND[column.kind]
    if column.name in UNITS_BY_NAME:
        return UNITS_BY_NAME[column.name]
    return next((unit for suffix, unit in UNITS_BY_SUFFIX.items() if column.name.endswith(suffix)), "")


@cache
def vocabularies() -> Mapping[str, Mapping[str, str]]:
    """Every explained vocabulary: `table.column` to its values with their meaning, from the modules' `VOCABULARIES`."""
    found: dict[str, Mapping[str, str]] = {}
    for module in pkgutil.iter_modules(package.__path__):
        found.update(getattr(importlib.import_module(f"{package.__name__}.{module.name}"), "VOCABULARIES", {}))
    return found


def markdown() -> str:
    """The whole page: an index by subject, then every table with its columns, vocabularies and what must hold."""
    by_subject: dict[str, list[Table]] = {}
    for table in sorted(tables().values(), key=lambda table: table.subject):
        by_subject.setdefault(table.subject, []).append(table)
    parts = [INTRODUCTION, _index(by_subject), _lineage()]
    for subject, members in by_subject.items():
        parts.append(f"## {subject.capitalize()}\n")
        parts.extend(_table(table) for table in members)
    return "\n".join(parts).rstrip() + "\n"


def _index(by_subject: Mapping[str, list[Table]]) -> str:
    lines = ["| subject | tables |", "|---|---|"]
    for subject, members in by_subject.items():
        lines.append(f"| {subject} | {', '.join(f'[{table.name}](#{table.name})' for table in members)} |")
    return "\n".join(lines) + "\n"


def _lineage() -> str:
    lines = ["Behind its own columns every table carries where a row comes from:\n"]
    lines += [f"* `{column.name}`: {column.description}" for column in LINEAGE]
    return "\n".join(lines) + "\n"


def _table(table: Table) -> str:
    lines = [f"### {table.name}\n", f"{table.grain}\n", f"* Key: {_names(table.key)}"]
    if table.replaces != table.key:
        lines.append(f"* A re-import replaces whole: {_names(table.replaces)}")
    lines.append(f"* Partition: {f'month of `{table.partition_on}`' if table.partition_on else 'none'}\n")
    lines += ["| column | kind | unit | | meaning |", "|---|---|---|---|---|"]
    explained = [column for column in table.columns if f"{table.name}.{column.name}" in vocabularies()]
    lines += [_row(column, column in explained) for column in table.columns]
    for column in explained:
        lines += ["", *_vocabulary(table, column)]
    lines += ["", *_invariants(table)]
    return "\n".join(lines).rstrip() + "\n"


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _row(column: Column, is_explained: bool) -> str:
    marks = " ".join(mark for mark, holds in (("R", column.required), ("P", column.personal)) if holds)
    values = f" One of {_names(column.values)}." if column.values and not is_explained else ""
    values = " One of the values below." if is_explained else values
    meaning = (column.description + values).replace("|", "\\|")
    return f"| `{column.name}` | {column.kind.value} | {unit_of(column)} | {marks} | {meaning} |"


def _vocabulary(table: Table, column: Column) -> list[str]:
    name = f"{table.name}.{column.name}"
    if name == "settlement_lines.fee_type":
        return _fee_types()
    return [f"Values of `{column.name}`:\n", *(f"* `{value}`: {text}" for value, text in vocabularies()[name].items())]


def _fee_types() -> list[str]:
    lines = ["Values of `fee_type`, by step of the ledger:\n", "| step | fee type | meaning |", "|---|---|---|"]
    for step, meaning in LEDGER_STEPS.items():
        lines.append(f"| **{step}** | | {meaning} |")
        lines += [f"| | `{fee.name}` | {fee.meaning} |" for fee in FEE_TYPES if fee.step == step]
    return lines


def _invariants(table: Table) -> list[str]:
    rules: list[Invariant | Balance] = [*invariants_of(table.name), *balances_of(table.name)]
    if not rules:
        return []
    return ["Must hold:\n", *(f"* {rule.sentence} (`{rule.name}`)" for rule in rules)]


if __name__ == "__main__":
    sys.stdout.write(markdown())
