"""The income statement as a table: steps down, groups across; in a workbook sums and margins are formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from argosy.core.text import Text
from argosy.interfaces.presentation.letters import letters
from argosy.interfaces.presentation.tables import Column, Kind, Table

if TYPE_CHECKING:
    from argosy.app.statement import Statement
    from argosy.metrics.contract import Metric

FIRST_GROUP = 2
SIGN_WORDS = {1: "+", -1: "−", 0: "="}
MARGIN_OF = {
    "gross_margin": "gross_profit",
    "contribution_margin_rate": "contribution_margin_3",
    "net_margin": "net_profit",
}


def statement_table(told: Statement, metrics: Mapping[str, Metric], signs: Mapping[str, int], language: str) -> Table:
    """A row per step and margin, titled in a language, a column per group and, as the last one, the whole."""
    names = list(told.amounts)
    columns = (
        Column("step", Text("Step")),
        Column("sign", Text("Sign")),
        *(
            Column(_name(group), _title(group, has_groups=bool(told.by)), Kind.MONEY, told.currency)
            for group in told.groups
        ),
    )
    rows = [
        [Text(metrics[name].title).render(language), SIGN_WORDS.get(signs.get(name, 2), ""), *told.amounts[name]]
        for name in names
    ]
    return Table(
        name="statement",
        title=Text("Income statement"),
        columns=columns,
        rows=rows,
        notes=tuple(note if isinstance(note, Text) else Text(note) for note in told.notes),
        currency=told.currency,
        row_kinds={names.index(name): Kind.SHARE for name in MARGIN_OF},
        formulas=_formulas(told, names, signs),
    )


def _name(group: Sequence[object]) -> str:
    return "/".join(str(label) for label in group) or "whole"


def _title(group: Sequence[object], *, has_groups: bool) -> Text:
    if group:
        return Text(" / ".join("–" if label is None else str(label) for label in group))
    return Text("In all") if has_groups else Text("Amount")


def _formulas(told: Statement, names: Sequence[str], signs: Mapping[str, int]) -> dict[tuple[int, int], str]:
    """Subtotals as sums of the steps above, margins as shares of net revenue, the whole as the sum of its groups."""
    found: dict[tuple[int, int], str] = {}
    groups = len(told.groups) - 1
    for place in range(len(told.groups)):
        column, letter = place + FIRST_GROUP, letters(place + FIRST_GROUP)
        revenue = f"{letter}{names.index('net_revenue') + 2}"
        terms: list[str] = []
        for row, name in enumerate(names):
            cell = f"{letter}{row + 2}"
            if name in MARGIN_OF:
                found[row, column] = f'IF({revenue}=0,"",{letter}{names.index(MARGIN_OF[name]) + 2}/{revenue})'
            elif signs[name] == 0:
                found[row, column] = "".join(terms).removeprefix("+") or "0"
                terms = [f"+{cell}"]
            else:
                terms.append(f"{'+' if signs[name] > 0 else '-'}{cell}")
                if place == groups and groups > 0:
                    found[row, column] = (
                        f"SUM({letters(FIRST_GROUP)}{row + 2}:{letters(FIRST_GROUP + groups - 1)}{row + 2})"
                    )
    return found


def statement_json(told: Statement) -> dict[str, object]:
    """What `argosy statement --json` prints: a document per group, the whole last."""
    columns = [
        {
            **dict(zip(told.by, group, strict=False)),
            **{name: values[place] for name, values in told.amounts.items()},
        }
        for place, group in enumerate(told.groups)
    ]
    return {
        "by": list(told.by),
        "currency": told.currency,
        "lake_version": dict(told.lake_version),
        "groups": columns[:-1],
        "whole": columns[-1] if columns else None,
        "notes": [str(note) for note in told.notes],
    }
