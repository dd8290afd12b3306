"""Writes the report into a folder and says where it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from argosy.core.errors import ConfigurationError
from argosy.core.text import Text
from argosy.interfaces.cli.session import Session

if TYPE_CHECKING:
    from argosy.app.report import Report

NAME = "report"


@dataclass(frozen=True)
class WrittenReport:
    """Where the report lies."""

    html: Path
    xlsx: Path


def write_report(report: Report, folder: Path, language: str) -> WrittenReport:
    """Write `report.html` and `report.xlsx` into the folder; `ConfigurationError` where that cannot be."""
    from argosy.interfaces.presentation.report import render_html, write_xlsx

    written = WrittenReport(folder.absolute() / f"{NAME}.html", folder.absolute() / f"{NAME}.xlsx")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written.html.write_text(render_html(report, language), encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(
            "{file} cannot be written: {why}; close it where it is open, or name another file.",
            file=written.html,
            why=error.strerror or error,
        ) from error
    write_xlsx(report, written.xlsx, language)
    return written


def show_report(session: Session, written: WrittenReport) -> None:
    """Where the report is, and how to look at it."""
    session.say(Text("Report: {page} (open it in a browser)", {"page": written.html.as_uri()}), "bold")
    session.say(Text("Workbook: {file}", {"file": written.xlsx}))
