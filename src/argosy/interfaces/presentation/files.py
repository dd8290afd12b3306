"""What became of each file: one line per file, below it what is kept apart and why, and whether the money adds up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from argosy.core.text import Text
from argosy.interfaces.presentation import words
from argosy.interfaces.presentation.formatting import Formats
from argosy.interfaces.presentation.tables import Column, Kind, Table, definition

if TYPE_CHECKING:
    from argosy.app.results import FileResult

SIGNS = {"loaded": "✓", "already_loaded": "=", "unknown": "?", "ambiguous": "?", "rejected": "✗"}


def file_json(result: FileResult, language: str) -> dict[str, object]:
    """What `argosy ingest --json` prints per file: the contract's ten keys, then tables, reasons, money and the load."""
    return {
        "file": result.file,
        "connector": result.connector,
        "report": result.report,
        "rows": result.rows,
        "loaded": result.loaded,
        "kept_apart": sum(result.kept_apart.values()),
        "rejected": result.is_rejected,
        "residual": result.residual,
        "currency": result.currency,
        "message": result.message.render(language),
        "outcome": result.outcome.value,
        "load_id": result.load_id,
        "snapshot": result.snapshot,
        "tables": dict(result.tables),
        "replaced": dict(result.replaced),
        "reasons": {
            reason: {"rows": count, "why": words.reason(reason, result.reasons.get(reason, ""), language)}
            for reason, count in result.kept_apart.items()
        },
        "ignored": dict(result.ignored),
        "remarks": [Text(remark, {"count": count}).render(language) for remark, count in result.remarks.items()],
        "money": [
            {
                "currency": check.currency,
                "in": check.in_amount,
                "out": check.out_amount,
                "kept_apart": check.kept_apart_amount,
                "residual": check.residual,
            }
            for check in result.money
        ],
        "draft": result.draft,
    }


def files_table(results: Sequence[FileResult], language: str) -> Table:
    """One row per file."""
    columns = (
        *definition([("file", Text("File"), Kind.TEXT)]),
        Column("outcome", Text("What became of it"), Kind.WORD, words=words.OUTCOMES),
        *definition(
            [
                ("connector", Text("System"), Kind.TEXT),
                ("report", Text("Report"), Kind.TEXT),
                ("rows", Text("Rows"), Kind.COUNT),
                ("loaded", Text("Loaded"), Kind.COUNT),
                ("kept_apart", Text("Kept apart"), Kind.COUNT),
                ("residual", Text("Residual"), Kind.MONEY),
                ("currency", Text("Currency"), Kind.TEXT),
                ("message", Text("Message"), Kind.TEXT),
            ]
        ),
    )
    rows = [
        [
            result.file,
            result.outcome.value,
            result.connector or None,
            result.report or None,
            result.rows,
            result.loaded,
            sum(result.kept_apart.values()),
            result.residual,
            result.currency,
            result.message.render(language),
        ]
        for result in results
    ]
    return Table("files", Text("Files"), columns, rows)


def file_lines(result: FileResult, formats: Formats) -> Iterator[str]:
    """The file's line, and indented below it: tables, what is kept apart and why, remarks, the money's residual."""
    language = formats.language
    sign = SIGNS.get(result.outcome.value, "·")
    what = f"  {result.connector}.{result.report}" if result.connector else ""
    yield f"{sign} {result.file}{what}  {_message(result, formats)}"
    if filled := {name: count for name, count in result.tables.items() if count}:
        listed = ", ".join(f"{name} {formats.count(count)}" for name, count in filled.items())
        yield "    " + Text("into: {tables}", {"tables": listed}).render(language)
    for reason, count in sorted(result.kept_apart.items(), key=lambda pair: -pair[1]):
        why = words.reason(reason, result.reasons.get(reason, ""), language)
        yield "    " + Text("kept apart: {count} × {why}", {"count": formats.count(count), "why": why}).render(language)
    if ignored := sum(result.ignored.values()):
        listed = "; ".join(
            f"{formats.count(count)} × {words.reason(reason, result.reasons.get(reason, ''), language)}"
            for reason, count in result.ignored.items()
        )
        said = Text("left out, nothing lost: {count} ({why})", {"count": formats.count(ignored), "why": listed})
        yield "    " + said.render(language)
    for remark, count in result.remarks.items():
        said = Text("note: {remark}", {"remark": Text(remark, {"count": formats.count(count)})})
        yield "    " + said.render(language)
    for name, count in result.replaced.items():
        said = Text("replaced: {count} rows of {table}", {"count": formats.count(count), "table": name})
        yield "    " + said.render(language)
    for check in result.money:
        yield "    " + _money(check.currency, result, formats)


def _message(result: FileResult, formats: Formats) -> str:
    """The message with its counts grouped."""
    values = {
        name: formats.count(value) if isinstance(value, int) and not isinstance(value, bool) else value
        for name, value in result.message.values.items()
    }
    return Text(result.message.template, values).render(formats.language)


def _money(currency: str, result: FileResult, formats: Formats) -> str:
    check = next(one for one in result.money if one.currency == currency)
    values = {
        "entered": formats.money(check.in_amount, currency),
        "out": formats.amount(check.out_amount, currency),
        "kept": formats.amount(check.kept_apart_amount, currency),
        "residual": formats.amount(check.residual, currency),
    }
    if check.kept_apart_amount:
        said = Text("money: {entered} in the file = {out} loaded + {kept} kept apart, residual {residual}", values)
    else:
        said = Text("money: {entered} in the file = {out} loaded, residual {residual}", values)
    return said.render(formats.language)
