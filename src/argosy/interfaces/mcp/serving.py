"""Serves the tools over standard input and output, as the person whose token it is."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from argosy.app.desk.desk import Desk
from argosy.app.desk.jobs import Jobs
from argosy.app.desk.live import Live
from argosy.app.desk.work import perform
from argosy.app.workspace import Workspace
from argosy.core.errors import ArgosyError, ConfigurationError
from argosy.core.text import Text
from argosy.interfaces.mcp.tools import Tool, tools

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

TOKEN_VARIABLE = "ARGOSY_TOKEN"
ABOUT = (
    "Argosy: a cross-border seller's numbers and decisions. Figures are exact; a decision's effect is a range, and is judged by what was "
    "fixed before. Never state a figure that no tool gave. What is null with masked: true is hidden from this token."
)


def desk_of(workspace: Workspace) -> Desk:
    """The desk of the token in the environment; `ConfigurationError` where there is none that is valid."""
    live = Live(workspace)
    person = live.door.token_holder(os.environ.get(TOKEN_VARIABLE, ""))
    if person is None:
        raise ConfigurationError(
            "The assistant needs a token: make one in Settings, API tokens, and set {variable}.",
            variable=TOKEN_VARIABLE,
        )
    jobs = Jobs(live.door.storage, live.door.clock, partial(perform, workspace))
    return Desk(live, jobs, person.at("mcp"))


def server(desk: Desk) -> MCPServer:
    """The server with the tools this desk may use."""
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp.types import ToolAnnotations
    except ImportError as error:
        raise ConfigurationError(
            "The MCP server needs the extra `mcp`; install it with: pip install argosy[mcp]"
        ) from error
    made = MCPServer("argosy", instructions=ABOUT)
    for tool in tools(desk):
        hints = ToolAnnotations(read_only_hint=tool.is_reading, destructive_hint=False, open_world_hint=False)
        made.tool(annotations=hints)(_noted(desk, tool))
    return made


def _noted(desk: Desk, tool: Tool) -> Callable[..., str]:
    """The tool as it is called: the token is looked at again each time, and an error of ours is a sentence."""

    @functools.wraps(tool.run)
    def called(*args: object, **values: object) -> str:
        from mcp.server.mcpserver.exceptions import ToolError

        if desk.live.door.token_holder(os.environ.get(TOKEN_VARIABLE, "")) is None:
            raise ToolError(Text("The token is void now; ask for a new one.").render(desk.person.language))
        try:
            return tool.run(*args, **values)
        except ArgosyError as error:
            raise ToolError(error.text.render(desk.person.language)) from error

    return called


def serve(workspace: Workspace) -> None:
    """Serve until the assistant hangs up."""
    server(desk_of(workspace)).run("stdio")
