"""`argosy serve`: the cockpit and the API."""

from __future__ import annotations

from typing import Annotated

import typer

from argosy.core.text import Text
from argosy.interfaces.cli.session import Session

ANSWERS = ()


def command(
    session: Session,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; 0.0.0.0 for other machines too.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=1, max=65535, help="The port.")] = 8400,
    workers: Annotated[
        int,
        typer.Option("--workers", metavar="N", min=0, max=64, help="Processes; 0 for as many as the machine bears."),
    ] = 0,
    https: Annotated[
        bool, typer.Option("--https", help="Behind a proxy that speaks https: cookies travel by it only.")
    ] = False,
    proxies: Annotated[
        str, typer.Option("--proxies", metavar="ADDRESS,...", help="Proxies whose forwarded addresses are believed.")
    ] = "127.0.0.1",
) -> None:
    """Serve the cockpit and the API; the first start prints a one-time link for the owner."""
    from argosy.interfaces.server.running import Serving, first_link, run, usual_workers

    workspace = session.argosy.workspace
    serving = Serving(host, port, workers or usual_workers(), https, proxies)
    link = first_link(workspace, serving, session.language)

    def started() -> None:
        session.say(Text("The cockpit: {address}", {"address": serving.address}), "bold")
        if link:
            session.say(
                Text("Nobody can log in yet. Open this link within a day and choose a password: {link}", {"link": link})
            )

    run(workspace, serving, started)
