"""`argosy experiment`: plan a test, start it, say who is in which arm, judge it; or list those there are."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from argosy.core.errors import RequestError
from argosy.interfaces.cli.asking import Where, filters, listed
from argosy.interfaces.cli.session import Session

if TYPE_CHECKING:
    from argosy.app.experiment import Wish


class Step(StrEnum):
    """What is done with an experiment."""

    PLAN = "plan"
    START = "start"
    ASSIGN = "assign"
    JUDGE = "judge"
    LIST = "list"


class Kind(StrEnum):
    """How units come into arms."""

    SPLIT = "split"
    SWITCHBACK = "switchback"
    MATCHED = "matched"
    HOLDOUT = "holdout"
    SYNTHETIC = "synthetic"
    PLATFORM = "platform"


Steps = Annotated[Step, typer.Argument(help="plan and start name a new test; assign and judge one that was started.")]
Name = Annotated[
    str | None, typer.Argument(metavar="NAME|ID", help="The new test's name; or the id of one that was started.")
]
Metric = Annotated[str, typer.Option("--metric", metavar="METRIC", help="What it is judged by.")]
How = Annotated[
    Kind, typer.Option("--design", help="switchback: by day; split: by a hash of people; the others: by members.")
]
Arms = Annotated[list[str] | None, typer.Option("--arms", metavar="NAME,...", help="The arms, the control first.")]
Factors = Annotated[
    list[str] | None,
    typer.Option("--factor", metavar="NAME=A,B", help="In place of arms: a factor and its levels. Can be repeated."),
]
Runs = Annotated[int, typer.Option("--runs", metavar="N", min=0, help="Combinations of factors run; 0 for all.")]
Effect = Annotated[
    str, typer.Option("--effect", metavar="E", help="The smallest effect that matters: 5%, or a number per day.")
]
Start = Annotated[str | None, typer.Option("--start", metavar="D", help="The first day; by default the next.")]
Days = Annotated[
    int | None, typer.Option("--days", metavar="N", min=1, help="Its days; by default as many as the effect needs.")
]
Guardrails = Annotated[
    list[str] | None, typer.Option("--guardrail", metavar="METRIC,...", help="Metrics that must not get worse.")
]
Dimension = Annotated[
    str, typer.Option("--dimension", metavar="NAME", help="Whose members are treated: market, sku, region.")
]
Treated = Annotated[list[str] | None, typer.Option("--treated", metavar="MEMBER,...", help="Members treated.")]
Controls = Annotated[list[str] | None, typer.Option("--controls", metavar="MEMBER,...", help="Members not treated.")]
External = Annotated[
    str, typer.Option("--external-id", metavar="ID", help="The platform's or shop's own id of the test.")
]
Unit = Annotated[
    list[str] | None, typer.Option("--unit", metavar="ID,...", help="assign: the units whose arm is asked.")
]
Units = Annotated[
    Path | None, typer.Option("--units", metavar="FILE", help="assign: a file with one unit's id per line.")
]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="Your reason; it is kept.")]
Who = Annotated[
    str | None, typer.Option("--who", metavar="NAME", help="Who decides; by default your name on this machine.")
]


def command(
    session: Session,
    step: Steps,
    name: Name = None,
    metric: Metric = "net_sales",
    design: How = Kind.SWITCHBACK,
    arms: Arms = None,
    factor: Factors = None,
    runs: Runs = 0,
    effect: Effect = "5%",
    start: Start = None,
    days: Days = None,
    guardrail: Guardrails = None,
    where: Where = None,
    dimension: Dimension = "",
    treated: Treated = None,
    controls: Controls = None,
    external_id: External = "",
    unit: Unit = None,
    units: Units = None,
    why: Why = "",
    who: Who = None,
) -> None:
    """Plan an experiment, start it, say who is in which arm, and judge it by what was fixed before."""
    actor = who or getpass.getuser()
    lists = {"arms": arms or ["control,new"], "guardrails": guardrail, "treated": treated, "controls": controls}
    plain = {"runs": runs, "effect": effect, "days": days, "dimension": dimension, "external_id": external_id}
    if step is Step.LIST:
        _list(session)
    elif not name:
        raise RequestError("Name the test: argosy experiment {step} NAME.", step=step.value)
    elif step is Step.ASSIGN:
        _assign(session, name, [*listed(unit or ()), *_lines(units)])
    elif step is Step.JUDGE:
        _judge(session, name, actor)
    else:
        wish = _wish(name, metric, design, start, lists, plain, filters(where or ()), filters(factor or ()))
        _plan(session, wish, actor if step is Step.START else None, why)


def _wish(
    name: str,
    metric: str,
    design: Kind,
    start: str | None,
    lists: Mapping[str, list[str] | None],
    plain: Mapping[str, Any],
    where: Mapping[str, tuple[str, ...]],
    factors: Mapping[str, tuple[str, ...]],
) -> Wish:
    from argosy.app.experiment import Design, Wish
    from argosy.core.period import Period

    words: dict[str, Any] = {field: listed(given or ()) for field, given in lists.items()}
    first = Period.parse(start).start if start else None
    return Wish(name, metric, Design(design.value), start_on=first, where=where, factors=factors, **words, **plain)


def _plan(session: Session, wish: Wish, actor: str | None, why: str) -> None:
    """Show the plan; with an actor, start it."""
    from argosy.app.experiment import plan_experiment, start_experiment
    from argosy.interfaces.presentation.experiments import planned_json, planned_table

    planned = plan_experiment(session.argosy.measures, wish)
    answer = planned_json(planned)
    if actor is not None:
        kept = start_experiment(session.argosy.measures, session.argosy.register, planned, actor, why)
        answer |= {"id": kept.experiment.id, "decision_id": kept.experiment.decision_id}
    shown = planned_table(planned, session.language)
    session.answer(
        machine=lambda: answer,
        tables=lambda: [shown],
        people=lambda: session.screen.table(shown, session.formats),
    )
    if actor is not None:
        from argosy.core.text import Text

        session.say(Text("Started: experiment {id}.", {"id": str(answer["id"])[:8]}), "bold")


def _assign(session: Session, name: str, units: list[str]) -> None:
    from argosy.app.experiment import assigned, found_experiment
    from argosy.interfaces.presentation.experiments import assigned_table

    pairs = assigned(found_experiment(session.argosy.register, name), units)
    shown = assigned_table(pairs)
    session.answer(
        machine=lambda: [{"unit": one, "arm": arm} for one, arm in pairs],
        tables=lambda: [shown],
        people=lambda: session.screen.table(shown, session.formats),
    )


def _judge(session: Session, name: str, actor: str) -> None:
    from argosy.app.experiment import found_experiment, judge_experiment
    from argosy.interfaces.presentation.experiments import shown_json, shown_table

    register = session.argosy.register
    found = judge_experiment(session.argosy.measures, register, found_experiment(register, name), actor)
    shown = shown_table(found)
    session.answer(
        machine=lambda: shown_json(found, session.language),
        tables=lambda: [shown],
        people=lambda: session.screen.table(shown, session.formats),
    )


def _list(session: Session) -> None:
    from argosy.app.experiment import listed_experiments
    from argosy.interfaces.presentation.experiments import listed_table, shown_json

    found = [shown_json(one, session.language) for one in listed_experiments(session.argosy.register)]
    shown = listed_table(found)
    session.answer(
        machine=lambda: found,
        tables=lambda: [shown],
        people=lambda: session.screen.table(shown, session.formats),
    )


def _lines(path: Path | None) -> list[str]:
    if path is None:
        return []
    if not path.is_file():
        raise RequestError("There is no file {file}; name one with a unit's id per line.", file=path)
    return [line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
