"""`argosy mcp`: the verbs for assistants."""

from __future__ import annotations

from argosy.interfaces.cli.session import Session

ANSWERS = ()


def command(session: Session) -> None:
    """Serve the five verbs to assistants by MCP, on standard input and output; read-only unless granted."""
    from argosy.interfaces.mcp.serving import serve

    serve(session.argosy.workspace)
