"""Search (Ctrl-K), and the page of one order it leads to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi import Query as Parameter

from argosy.app.desk.search import order_lines, search
from argosy.interfaces.cockpit.rendering import render, voice_of
from argosy.interfaces.cockpit.today import Reader
from argosy.interfaces.web.problems import NotFoundError

router = APIRouter()


@router.get("/search")
def search_page(request: Request, desk: Reader, q: Annotated[str, Parameter(max_length=200)] = "") -> Response:
    """What fits, as a page or as the list in the dialog."""
    hits = search(desk, q, voice_of(request).language)
    template = "hits.html" if request.headers.get("hx-request") else "search.html"
    return render(request, template, {"hits": hits, "q": q})


@router.get("/orders/{order_id}")
def order(request: Request, desk: Reader, order_id: Annotated[str, Path(max_length=200)]) -> Response:
    """The lines of an order, each with its file and line."""
    lines = order_lines(desk, order_id)
    if not lines:
        raise NotFoundError("There is no order {order}.", order=order_id)
    columns = list(dict.fromkeys(name for line in lines for name in line))
    return render(request, "order.html", {"order_id": order_id, "lines": lines, "columns": columns})
