"""The report a shop owner wants to look at: numbers, trend, markets, customers, decisions, and where each number comes from."""

from argosy.app.report.compose import compose
from argosy.app.report.contents import Report

__all__ = ["Report", "compose"]
