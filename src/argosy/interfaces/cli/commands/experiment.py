"""`argosy experiment`: plan a test, start it, say who is in which arm, judge it; or list those there are."""

from __future__ import annotations

import getpass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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


Words = list[str] | None


def command(
    session: Session,
    step: Annotated[
        Step, typer.Argument(help="plan and start name a new test; assign and judge one that was started.")
    ],
    name: Annotated[
        str | None, typer.Argument(metavar="NAME|ID", help="The new test's name; or the id of one that was started.")
    ] = None,
    metric: Annotated[str, typer.Option("--metric", metavar="METRIC", help="What it is judged by.")] = "net_sales",
    design: Annotated[
        Kind, typer.Option("--design", help="switchback: by day; split: by a hash of people; the others: by members.")
    ] = Kind.SWITCHBACK,
    arms: Annotated[Words, typer.Option("--arms", metavar="NAME,...", help="The arms, the control first.")] = None,
    factor: Annotated[
        Words,
        typer.Option(
            "--factor", metavar="NAME=A,B", help="In place of arms: a factor and its levels. Can be repeated."
        ),
    ] = None,
    runs: Annotated[
        int, typer.Option("--runs", metavar="N", min=0, help="Combinations of factors run; 0 for all.")
    ] = 0,
    effect: Annotated[
        str, typer.Option("--effect", metavar="E", help="The smallest effect that matters: 5%, or a number per day.")
    ] = "5%",
    start: Annotated[
        str | None, typer.Option("--start", metavar="D", help="The first day; by default the next.")
    ] = None,
    days: Annotated[
        int | None, typer.Option("--days", metavar="N", min=1, help="Its days; by default as many as the effect needs.")
    ] = None,
    guardrail: Annotated[
        Words, typer.Option("--guardrail", metavar="METRIC,...", help="Metrics that must not get worse.")
    ] = None,
    where: Where = None,
    dimension: Annotated[
        str, typer.Option("--dimension", metavar="NAME", help="Whose members are treated: market, sku, region.")
    ] = "",
    treated: Annotated[Words, typer.Option("--treated", metavar="MEMBER,...", help="Members treated.")] = None,
    controls: Annotated[Words, typer.Option("--controls", metavar="MEMBER,...", help="Members not treated.")] = None,
    external: Annotated[
        str, typer.Option("--external-id", metavar="ID", help="The platform's or shop's own id of the test.")
    ] = "",
    unit: Annotated[
        Words, typer.Option("--unit", metavar="ID,...", help="assign: the units whose arm is asked.")
    ] = None,
    units: Annotated[
        Path | None, typer.Option("--units", metavar="FILE", help="assign: a file with one unit's id per line.")
    ] = None,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Your reason; it is kept.")] = "",
    who: Annotated[
        str | None, typer.Option("--who", metavar="NAME", help="Who decides; by default your name on this machine.")
    ] = None,
) -> None:
    """Plan an experiment, start it, say who is in which arm, and judge it by what was fixed before."""
    from argosy.app.experiment import Design, Wish
    from argosy.core.period import Period

    actor = who or getpass.getuser()
    if step is Step.LIST:
        _list(session)
        return
    if not name:
        raise RequestError("Name the test: argosy experiment {step} NAME.", step=step.value)
    if step is Step.ASSIGN:
        _assign(session, name, [*listed(unit or ()), *_lines(units)])
        return
    if step is Step.JUDGE:
        _judge(session, name, actor)
        return
    wish = Wish(
        name=name,
        metric=metric,
        design=Design(design.value),
        arms=listed(arms or ()) or ("control", "new"),
        effect=effect,
        start_on=Period.parse(start).start if start else None,
        days=days,
        where=filters(where or ()),
        guardrails=listed(guardrail or ()),
        factors=filters(factor or ()),
        runs=runs,
        dimension=dimension,
        treated=listed(treated or ()),
        controls=listed(controls or ()),
        external_id=external,
    )
    _plan(session, wish, actor if step is Step.START else None, why)


def _plan(session: Session, wish: Wish, actor: str | None, why: str) -> None:
    """Show the plan; with an actor, start it."""
    from argosy.app.experiment import plan_experiment, start_experiment
    from argosy.interfaces.presentation.experiments import planned_json, planned_table

    planned = plan_experiment(session.argosy.measures, wish)
    answer = planned_json(planned)
    if actor is not None:
        kept = start_experiment(session.argosy.measures, session.argosy.register, planned, actor, why)
        answer |= {"id": kept.experiment.id, "decision_id": kept.experiment.decision_id}
    shown = planned_table(planned)
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
