"""Numbers: the board of KPIs, the pivot, the rows behind a number, comparison, notes, saved views, export of exactly what is seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi import Query as Parameter
from fastapi.responses import RedirectResponse
from markupsafe import Markup

from argosy.app.desk import board, notes
from argosy.app.desk.desk import Desk
from argosy.app.desk.outlook import Outlook, may_be_forecast, outlook
from argosy.app.desk.warming import ENTRANCE
from argosy.app.door.roles import Permission
from argosy.core.errors import RequestError
from argosy.interfaces.cockpit.figures import over_time
from argosy.interfaces.cockpit.forms import Filled
from argosy.interfaces.cockpit.managing import target_figure
from argosy.interfaces.cockpit.rendering import Voice, link, render, voice_of
from argosy.interfaces.cockpit.today import Reader
from argosy.interfaces.presentation import words
from argosy.interfaces.presentation.csv_file import csv_text
from argosy.interfaces.presentation.measured import measured_table, trimmed
from argosy.interfaces.presentation.questions import query
from argosy.interfaces.presentation.sources import sources_table
from argosy.interfaces.presentation.tables import Table
from argosy.interfaces.web.entry import allowed
from argosy.metrics.contract import Measured, Metric, Query
from argosy.metrics.dimensions import TIME

router = APIRouter()
Exporter = Annotated[Desk, Depends(allowed(Permission.EXPORT))]
SHOWN = 500
MOST_EXPORTED = 100_000
DEFAULT_METRICS = ("net_sales", "orders", "average_order_value", "refund_rate")
Long = Annotated[str, Parameter(max_length=2000)]
Short = Annotated[str, Parameter(max_length=100)]


@dataclass(frozen=True)
class Asked:
    """What the address asks; it can be sent to a colleague."""

    metrics: Annotated[list[str] | None, Parameter(max_length=40)] = None
    by: Annotated[list[str] | None, Parameter(max_length=6)] = None
    first: Annotated[str, Parameter(alias="from", max_length=20)] = ""
    last: Annotated[str, Parameter(alias="to", max_length=20)] = ""
    where: Annotated[list[str] | None, Parameter(max_length=20)] = None
    currency: Annotated[str, Parameter(max_length=3)] = ""
    compare: Annotated[list[str] | None, Parameter(max_length=2)] = None
    sort: Short = ""
    ascending: bool = False
    forecast: bool = False

    def query(self, desk: Desk) -> Query:
        """The question; without metrics the usual ones the person sees."""
        known = {metric.slug for metric in desk.metrics()}
        chosen = self.metrics or [slug for slug in DEFAULT_METRICS if slug in known]
        filters = [one for one in self.where or () if one.strip() and not one.endswith("=")]
        return query(
            chosen,
            self.by or (),
            self.first or None,
            self.last or None,
            filters,
            self.currency or None,
            self.compare or (),
        )

    def address(self, path: str, **more: object) -> str:
        """The same question at another address."""
        own = {
            "metrics": self.metrics,
            "by": self.by,
            "from": self.first,
            "to": self.last,
            "where": self.where,
            "currency": self.currency,
            "compare": self.compare,
            "sort": self.sort,
            "ascending": "true" if self.ascending else "",
            "forecast": "true" if self.forecast else "",
        }
        return link(path, **{name: value for name, value in {**own, **more}.items() if value})


Question = Annotated[Asked, Depends(Asked)]


@router.get("/numbers")
def numbers(request: Request, desk: Reader, asked: Question) -> Response:
    """The board where nothing is asked, else the pivot."""
    voice = voice_of(request)
    values: dict[str, Any] = {
        "asked": asked,
        "families": board.families(desk),
        "dimensions": desk.dimensions(),
        "times": tuple(TIME),
        "views": notes.views(desk),
        "notes": notes.notes(desk, "numbers"),
        "span": desk.span(),
        "board": None,
        "pivot": None,
        "chart": Markup(""),
        "may_forecast": False,
        "target_figure": target_figure,
    }
    if asked.metrics or asked.by:
        values |= _pivot(desk, asked, voice)
    elif desk.span():
        values |= {"board": board.board(desk), "chart": _first_look(desk, voice)}
    shown = values["board"]
    is_whole = shown is None or all(tiles is not None for _, tiles in shown.families)
    return render(request, "numbers.html", values, stands=is_whole)


def _pivot(desk: Desk, asked: Asked, voice: Voice) -> dict[str, Any]:
    question = asked.query(desk)
    whole = desk.measure(question)
    answer, left_out = trimmed(whole, asked.sort or None, asked.ascending, SHOWN)
    if not asked.sort and question.by and question.by[0] in TIME:
        answer, left_out = replace(whole, rows=whole.rows[-SHOWN:]), max(0, len(whole.rows) - SHOWN)
    definitions = {metric.slug: metric for metric in desk.metrics()}
    table = measured_table(answer, definitions)
    total = measured_table(desk.measure(replace(question, by=())), definitions) if question.by and answer.rows else None
    return {
        "pivot": table,
        "total": total,
        "answer": answer,
        "definitions": definitions,
        "left_out": left_out,
        "drills": [_drill(asked, question, row) for row in answer.rows],
        "changes": _changes(answer, definitions),
        "may_forecast": may_be_forecast(desk, question),
        "chart": _chart(desk, answer, question, outlook(desk, question) if asked.forecast else None, voice),
    }


def _chart(desk: Desk, answer: Measured, question: Query, ahead: Outlook | None, voice: Voice) -> Markup:
    metric = next(one for one in desk.metrics() if one.slug == question.metrics[0])
    return over_time(answer, question, metric, voice, (desk.span() or (None, None))[1], ahead)


def _first_look(desk: Desk, voice: Voice) -> Markup:
    """The chart above the board: sales by month, the year before behind them."""
    known = {metric.slug for metric in desk.metrics()}
    if ENTRANCE[0][0] not in known:
        return Markup("")
    question = Query(tuple(slug for slug in ENTRANCE[0] if slug in known), ENTRANCE[1], compare=("year_before",))
    return _chart(desk, desk.measure(question), question, None, voice)


def _drill(asked: Asked, question: Query, row: Any) -> str:
    """Where the rows behind a row of the pivot are: the same question, narrowed to its members."""
    where = [
        *(asked.where or ()),
        *(f"{name}={row[name]}" for name in question.by if name not in TIME and row[name] is not None),
    ]
    period = next((str(row[name]) for name in question.by if name in TIME), "")
    days = {"from": period, "to": period} if period else {}
    return asked.address("/numbers/rows", metrics=list(question.metrics), by=(), where=where, **days)


def _changes(answer: Measured, definitions: dict[str, Metric]) -> dict[str, str]:
    """Per metric column the direction that pleases."""
    return {slug: definitions[slug].better.value for slug in answer.metrics}


@router.get("/numbers/board/{family}")
def family_tiles(request: Request, desk: Reader, family: Annotated[str, Path(max_length=60)]) -> Response:
    """The tiles of one family, measured when they are first asked for."""
    values = {"family": family, "tiles": board.tiles_by_now(desk, family), "currency": desk.home_currency}
    template = "tiles_wait.html" if values["tiles"] is None else "tiles.html"
    return render(
        request, template, {**values, "delay": "2s", "target_figure": target_figure}, stands=values["tiles"] is not None
    )


@router.get("/numbers/rows")
def rows(request: Request, desk: Reader, asked: Question) -> Response:
    """The rows of files behind a number."""
    found = desk.trace(asked.query(desk), 100)
    table = sources_table(found)
    return render(
        request, "rows.html", {"table": table, "asked": asked, "voice_table": table, "question": asked.query(desk)}
    )


@router.get("/numbers/export.csv")
def export_csv(desk: Exporter, asked: Question) -> Response:
    """What is seen, as CSV that spreadsheets read right."""
    table = _exported(desk, asked)
    headers = {"content-disposition": 'attachment; filename="numbers.csv"'}
    return Response(csv_text(table).encode("utf-8-sig"), headers=headers, media_type="text/csv; charset=utf-8")


@router.get("/numbers/export.xlsx")
def export_xlsx(request: Request, desk: Exporter, asked: Question) -> Response:
    """What is seen, as a workbook."""
    import pathlib
    import tempfile

    from argosy.interfaces.presentation.spreadsheet import write_workbook

    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "numbers.xlsx"
        write_workbook(path, [_exported(desk, asked)], voice_of(request).language, ())
        body = path.read_bytes()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Response(body, headers={"content-disposition": 'attachment; filename="numbers.xlsx"'}, media_type=kind)


def _exported(desk: Desk, asked: Asked) -> Table:
    question = asked.query(desk)
    answer, _ = trimmed(desk.measure(question), asked.sort or None, asked.ascending, MOST_EXPORTED)
    desk.note("numbers.export", ", ".join(question.metrics), {"by": list(question.by), "rows": len(answer.rows)})
    return measured_table(answer, {metric.slug: metric for metric in desk.metrics()})


@router.post("/numbers/views")
def save_view(filled: Filled, desk: Reader) -> Response:
    """Keep the question under a name."""
    address = filled.text("address")
    if not address.startswith("/numbers"):
        raise RequestError("Only a question of the numbers can be kept.")
    notes.save_view(desk, filled.text("name"), address)
    return RedirectResponse(address, 303)


@router.post("/numbers/notes")
def annotate(filled: Filled, desk: Annotated[Desk, Depends(allowed(Permission.ACT))]) -> Response:
    """Write a note on a day, for everybody."""
    notes.annotate(desk, "numbers", filled.text("day"), filled.text("text"))
    return RedirectResponse("/numbers", 303)


def last_day(answer: Measured) -> Any:
    """The last day that is in."""
    return answer.end - timedelta(days=1) if answer.end else None


def dimension_word(name: str, voice: Voice) -> str:
    """A dimension as people read it."""
    return words.word(words.DIMENSIONS, name, voice.language)
