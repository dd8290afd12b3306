"""`argosy demo`: the main job on a real shop's year of orders."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from argosy.core.text import Text
from argosy.interfaces.cli.listing import show_decisions
from argosy.interfaces.cli.reporting import WrittenReport, show_report, write_report
from argosy.interfaces.cli.session import Session

if TYPE_CHECKING:
    from argosy.app.demo import Demo
    from argosy.app.results import FileResult

ANSWERS = ("json",)
FOLDER = Path("demo-workspace")
SIMULATED_FOLDER = Path("simulated-workspace")
MARKETS_SHOWN = 10
DECISIONS_SHOWN = 4
USUAL_PORT = 8400


def command(
    session: Session,
    simulated: Annotated[
        bool,
        typer.Option("--simulated", help="A simulated seller of many stores and markets instead of the real shop."),
    ] = False,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Which simulated seller.")] = 1,
    lines: Annotated[
        int, typer.Option("--lines", metavar="N", help="How many order lines it has in two years.")
    ] = 60_000,
) -> None:
    """Take in a shop's orders, measure them, decide and write the report, in ./demo-workspace (or ./simulated-workspace)."""
    root = session.options.workspace or (SIMULATED_FOLDER if simulated else FOLDER)
    with session.progress() as progress:
        if simulated:
            from argosy.app.demo import run_simulated

            demo = run_simulated(root, seed, lines, progress=progress)
        else:
            from argosy.app.demo import run_demo

            demo = run_demo(root, progress)
    session.argosy = demo.argosy
    written = write_report(demo.report, demo.argosy.workspace.root, session.language)
    session.answer(
        machine=lambda: _json(session, demo, written), tables=tuple, people=lambda: _print(session, demo, written, root)
    )
    if serves(session.is_talking and session.screen.is_terminal):
        from argosy.interfaces.cli.commands.serve import command as serve

        serve(session, port=_free_port())


def serves(is_watched: bool) -> bool:
    """Whether the demo goes on to serve the cockpit: only where somebody sits at a terminal, never in a pipe or a build."""
    return is_watched and not os.environ.get("CI")


def _free_port() -> int:
    """The usual port of the cockpit, or any other where that one is taken."""
    import socket

    with socket.socket() as tried:
        try:
            tried.bind(("127.0.0.1", USUAL_PORT))
        except OSError:
            tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _json(session: Session, demo: Demo, written: WrittenReport) -> dict[str, object]:
    from argosy.interfaces.presentation.decisions import decision_json
    from argosy.interfaces.presentation.files import file_json
    from argosy.interfaces.presentation.measured import measured_json

    return {
        "workspace": demo.argosy.workspace.root,
        "files": [file_json(result, session.language) for result in demo.files],
        "measured": measured_json(demo.measured),
        "decisions": [decision_json(one, session.language) for one in demo.decided.proposals],
        "report": {"html": written.html, "xlsx": written.xlsx},
    }


def _print(session: Session, demo: Demo, written: WrittenReport, root: Path) -> None:
    from argosy.interfaces.presentation.files import file_lines

    if not demo.is_simulated:
        session.say(Text("1. Taken in: a real shop's year of orders (Online Retail, UCI, CC BY 4.0)"), "bold")
        for result in demo.files:
            for line in file_lines(result, session.formats):
                session.say(line)
    else:
        session.say(
            Text(
                "1. Taken in: {count} files of a simulated seller (nothing in them is real)", {"count": len(demo.files)}
            ),
            "bold",
        )
        _print_reports(session, demo)
    session.say(Text("2. Measured: the ten largest of {count} markets", {"count": len(demo.measured.rows)}), "bold")
    _print_markets(session, demo)
    session.say(Text("3. Decided: what to do next, by money a year"), "bold")
    shown = demo.decided.proposals[:DECISIONS_SHOWN]
    show_decisions(session, shown)
    if left := len(demo.decided.proposals) - len(shown):
        values = {"count": left, "command": f"argosy decide --workspace {root}"}
        session.say(Text("… and {count} more: {command}", values))
    for note in demo.decided.notes:
        session.explain(note, indent=0)
    session.say(Text("4. Written"), "bold")
    show_report(session, written)
    command = f"argosy measure net_sales,orders --by month --workspace {root}"
    session.say(Text("Look around, for example: {command}", {"command": command}))
    values = {"command": f"argosy serve --workspace {root}", "address": f"http://localhost:{USUAL_PORT}"}
    session.say(Text("The cockpit, in a browser: {command}, then {address}", values))


def _print_reports(session: Session, demo: Demo) -> None:
    """One line per kind of file, since a seller of many stores has many of each; files that were not loaded by themselves."""
    groups: dict[str, list[FileResult]] = {}
    for result in demo.files:
        groups.setdefault(f"{result.connector}.{result.report}" if result.load_id else "", []).append(result)
    for name, results in sorted(groups.items()):
        if name:
            values = {
                "report": name,
                "files": len(results),
                "rows": session.formats.count(sum(one.rows for one in results)),
                "kept": session.formats.count(sum(sum(one.kept_apart.values()) for one in results)),
                "residual": f"{sum((abs(check.residual) for one in results for check in one.money), Decimal()):.2f}",
            }
            session.say(Text("✓ {report}: {files} files, {rows} rows, {kept} kept apart, residual {residual}", values))
        for one in () if name else results:
            session.say(Text("✗ {file}: {why}", {"file": Path(one.file).name, "why": one.message}))


def _print_markets(session: Session, demo: Demo) -> None:
    from argosy.interfaces.presentation.measured import measured_table, trimmed

    definitions = {metric.slug: metric for metric in demo.argosy.metrics()}
    largest, _ = trimmed(demo.measured, None, False, MARKETS_SHOWN)
    session.screen.aligned(measured_table(largest, definitions), session.formats)
