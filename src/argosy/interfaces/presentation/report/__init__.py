"""The report as a page and as a workbook."""

from argosy.interfaces.presentation.report.page import render_html
from argosy.interfaces.presentation.report.workbook import write_xlsx

__all__ = ["render_html", "write_xlsx"]
