"""Why a number moved, as people and machines read it: sentences, an indented tree, a table, JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from argosy.core.text import Text
from argosy.interfaces.presentation.formatting import Formats
from argosy.interfaces.presentation.tables import Column, Kind, Table, Value

if TYPE_CHECKING:
    from argosy.app.explain import Explanation, Node

NO_FIGURE = ("days", "mix")
SHARES = frozenset({"orders/sessions", "ordered_sales/gross_sales", "refunds/ordered_sales"})


def explained_json(told: Explanation, language: str) -> dict[str, object]:
    """The explanation as JSON types; the effects of every node's children sum exactly to its own."""
    return {
        "metric": told.slug,
        "unit": told.unit.value,
        "currency": told.currency,
        "period": _days(told.period),
        "versus": _days(told.versus),
        "before": told.root.before,
        "after": told.root.after,
        "change": told.change,
        "tree": told.root.to_json(language),
        "happenings": [one.to_json(language) for one in told.happenings],
        "hypotheses": [one.to_json(language) for one in told.hypotheses],
        "notes": [note.render(language) for note in told.notes],
        "snapshot": told.snapshot,
    }


def _days(period: object) -> str:
    return str(period)


def headline(told: Explanation, formats: Formats) -> Text:
    """What moved, from what to what, between which periods."""
    before, after = told.root.before or 0.0, told.root.after or 0.0
    values = {
        "metric": told.root.title,
        "before": shown(told, None, before, formats),
        "after": shown(told, None, after, formats),
        "change": effect(told, float(told.change), formats),
        "versus": told.versus.spoken,
        "period": told.period.spoken,
        "percent": formats.percent(after / before - 1) if before else "–",
    }
    return Text("{metric} went from {before} ({versus}) to {after} ({period}): {change}, {percent}.", values)


def tree_lines(told: Explanation, formats: Formats) -> Iterator[tuple[int, str, str]]:
    """Every node below the whole: how deep it lies, its name with what it went from and to, and its effect."""
    for node, depth in _walked(told.root, 0):
        name = node.title.render(formats.language)
        if node.before is not None and node.after is not None:
            ends = (shown(told, node, value, formats) for value in (node.before, node.after))
            name = f"{name}: {' → '.join(ends)}"
        yield depth, name, effect(told, float(node.effect), formats)


def _walked(node: Node, depth: int) -> Iterator[tuple[Node, int]]:
    for child in node.children:
        yield child, depth
        yield from _walked(child, depth + 1)


def effect(told: Explanation, value: float, formats: Formats) -> str:
    """What a node did, with its sign, in the unit of the metric explained."""
    plus = "+" if value > 0 else ""
    if told.unit.value == "money":
        return plus + formats.money(value, told.currency)
    if told.unit.value == "share":
        return plus + formats.percent(value, 2)
    return plus + formats.significant(value)


def shown(told: Explanation, node: Node | None, value: float, formats: Formats) -> str:
    """A figure of the tree: the metric's own for the whole, else by what it measures."""
    if node is None:
        return effect(told, value, formats).removeprefix("+")
    if node.figure is not None and str(node.figure) in SHARES:
        return formats.percent(value, 2)
    return formats.significant(value, 5)


def explained_table(told: Explanation, formats: Formats) -> Table:
    """The tree as a table, a row per node."""
    money = told.unit.value == "money"
    change = (
        Column("effect", Text("Effect"), Kind.MONEY, told.currency)
        if money
        else Column("effect", Text("Effect"), Kind.FIGURE)
    )
    columns = (
        Column("depth", Text("Level"), Kind.COUNT),
        Column("node", Text("What")),
        Column("before", Text("Before"), Kind.FIGURE),
        Column("after", Text("After"), Kind.FIGURE),
        change,
    )
    rows: list[list[Value]] = [
        [0, told.root.title.render(formats.language), told.root.before, told.root.after, told.change]
    ]
    rows += [
        [depth + 1, node.title.render(formats.language), node.before, node.after, node.effect]
        for node, depth in _walked(told.root, 0)
    ]
    return Table("explanation", Text("Why it moved"), columns, rows, told.notes, told.currency if money else "")


def hypothesis_lines(told: Explanation, formats: Formats) -> Iterator[tuple[str, str]]:
    """Each hypothesis, and what would test or mend it."""
    for one in told.hypotheses:
        said = Text(
            "{statement} ({effect})", {"statement": one.statement, "effect": effect(told, float(one.effect), formats)}
        )
        yield said.render(formats.language), f"→ {one.remedy.decision}: {one.remedy.action.render(formats.language)}"
