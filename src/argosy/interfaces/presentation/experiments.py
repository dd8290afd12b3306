"""Experiments started by hand: plans, arms and what was shown, as people and machines read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from argosy.core.text import Text
from argosy.interfaces.presentation.tables import Column, Kind, Table, Value

if TYPE_CHECKING:
    from argosy.app.experiment import Planned, Shown
    from argosy.core.estimate import Estimate

SHORT = 8


def planned_json(planned: Planned) -> dict[str, object]:
    """A plan as JSON types."""
    return {
        "name": planned.wish.name,
        "design": planned.wish.design.value,
        "metric": planned.wish.metric,
        "arms": list(planned.arms),
        "start_on": planned.start_on.isoformat(),
        "days": planned.days,
        "last_on": planned.ends_on.isoformat(),
        "usual_per_day": planned.usual,
        "effect_sought": planned.effect,
        "detectable": planned.detectable,
        "treated": list(_words(planned.terms.get("treated"))),
        "controls": list(_words(planned.terms.get("controls"))),
    }


def planned_table(planned: Planned, language: str) -> Table:
    """A plan: what is run from when to when, and what it can see."""
    columns = (Column("what", Text("What")), Column("value", Text("Value")))
    facts: list[tuple[Text, str]] = [
        (Text("Design"), planned.wish.design.value),
        (Text("Arms (the control first)"), ", ".join(planned.arms)),
        (Text("Metric"), planned.wish.metric),
        (Text("First day"), planned.start_on.isoformat()),
        (Text("Last day"), planned.ends_on.isoformat()),
        (Text("Days"), str(planned.days)),
        (Text("Usual per day"), f"{planned.usual:,.4g}"),
        (Text("Smallest effect that matters, per day"), f"{planned.effect:,.4g}"),
    ]
    if planned.detectable is not None:
        facts.append((Text("Smallest effect it would see, per day"), f"{planned.detectable:,.4g}"))
    for name, title in (("treated", Text("Treated")), ("controls", Text("Not treated"))):
        if _words(planned.terms.get(name)):
            facts.append((title, ", ".join(_words(planned.terms.get(name)))))
    return Table(
        "plan",
        Text("Plan of a test"),
        columns,
        [[title.render(language), value] for title, value in facts],
        planned.notes,
    )


def assigned_table(pairs: Sequence[tuple[str, str]]) -> Table:
    """Which day, member or unit is in which arm."""
    columns = (Column("unit", Text("Unit")), Column("arm", Text("Arm")))
    return Table("arms", Text("Arms"), columns, [list(pair) for pair in pairs])


def shown_json(shown: Shown, language: str) -> dict[str, object]:
    """What an experiment showed, as JSON types."""
    one = shown.kept.experiment
    return {
        "id": one.id,
        "decision_id": one.decision_id,
        "design": one.design.value,
        "metric": one.metric,
        "arms": list(one.arms),
        "start_on": one.start_on.isoformat(),
        "last_on": one.period.last_day.isoformat(),
        "status": shown.status,
        "ruling": shown.ruling or None,
        "rule": shown.rule or None,
        "reason": shown.reason.render(language) if shown.reason else None,
        "found": shown.found.to_json() if shown.found else None,
    }


def shown_table(shown: Shown) -> Table:
    """One row per new arm and metric, then one per effect of a factor."""
    columns = (
        Column("what", Text("Arm or factor")),
        Column("metric", Text("Metric")),
        Column("effect", Text("Effect"), Kind.FIGURE),
        Column("low", Text("At least"), Kind.FIGURE),
        Column("high", Text("At most"), Kind.FIGURE),
        Column("unit", Text("Unit")),
    )
    rows: list[list[Value]] = []
    notes: list[Text] = []
    if shown.found is not None:
        for arm, found in shown.found.arms.items():
            rows += [_row(arm, one) for one in found.values()]
        for factor in shown.found.factors:
            named = " x ".join(f"{name} = {level}" for name, level in zip(factor.factors, factor.levels, strict=True))
            rows.append(_row(named, factor.estimate))
            if factor.aliases:
                values = {"effect": named, "others": ", ".join(" x ".join(alias) for alias in factor.aliases)}
                notes.append(Text("{effect} cannot be told from {others}: not all combinations were run.", values))
    if shown.ruling:
        notes.append(Text("Ruled: {ruling}, by the rule: {rule}.", {"ruling": shown.ruling, "rule": shown.rule}))
    if shown.reason is not None:
        notes.append(shown.reason)
    return Table("experiment", Text("Experiment"), columns, rows, tuple(notes))


def _row(what: str, one: Estimate) -> list[Value]:
    return [what, one.metric, one.point, one.low, one.high, one.unit]


def listed_table(found: Sequence[Mapping[str, object]]) -> Table:
    """Every experiment there ever was."""
    columns = (
        Column("id", Text("Experiment")),
        Column("design", Text("Design")),
        Column("metric", Text("Metric")),
        Column("arms", Text("Arms")),
        Column("start_on", Text("First day")),
        Column("last_on", Text("Last day")),
        Column("status", Text("Status")),
    )
    rows: list[list[Value]] = []
    for one in found:
        told = [str(one[name]) for name in ("start_on", "last_on", "status")]
        named = [str(one["id"])[:SHORT], str(one["design"]), str(one["metric"]), ", ".join(_words(one["arms"]))]
        rows.append([*named, *told])
    return Table("experiments", Text("Experiments"), columns, rows)


def _words(given: object) -> tuple[str, ...]:
    return tuple(str(one) for one in given) if isinstance(given, list | tuple) else ()
