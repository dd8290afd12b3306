"""The page of a domain, by one template for all thirteen."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from argosy.app.desk.domains import view
from argosy.core.errors import RequestError
from argosy.decision.panel import CellKind, Panel
from argosy.interfaces.cockpit.rendering import Voice, render, voice_of
from argosy.interfaces.cockpit.today import PROPOSED, Reader, rows
from argosy.interfaces.web.problems import NotFoundError

router = APIRouter()


@router.get("/domains/{name}")
def domain(request: Request, desk: Reader, name: Annotated[str, Path(max_length=40)]) -> Response:
    """The page."""
    voice = voice_of(request)
    try:
        found = view(desk, name)
    except RequestError as error:
        raise NotFoundError(error.text) from error
    values = {
        "view": found,
        "rows": rows([one for one in found.decisions if one.verdict in PROPOSED], voice),
        "others": rows([one for one in found.decisions if one.verdict not in PROPOSED], voice),
        "panel_rows": [_cells(found.panel, row, voice) for row in found.panel.rows] if found.panel else [],
    }
    return render(request, "domain.html", values, stands=True)


def _cells(panel: Panel, row: Any, voice: Voice) -> list[tuple[str, bool]]:
    """The cells as read, and whether they are figures."""
    return [
        (_cell(value, column.kind, panel.currency, voice), column.kind not in (CellKind.TEXT, CellKind.DATE))
        for value, column in zip(row, panel.columns, strict=True)
    ]


def _cell(value: Any, kind: CellKind, currency: str, voice: Voice) -> str:
    formats = voice.formats
    if value is None:
        return "–"
    match kind:
        case CellKind.MONEY:
            return formats.money(value, currency)
        case CellKind.COUNT:
            return formats.count(value)
        case CellKind.SHARE:
            return formats.percent(value)
        case CellKind.NUMBER:
            return formats.number(value)
        case CellKind.DATE:
            return formats.date(value)
        case _:
            return formats.place(str(value))
