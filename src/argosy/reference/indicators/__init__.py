"""Indicators of countries by year: wealth, size, prices, access, trade, logistics."""

from argosy.reference.indicators.catalogue import Indicator, catalogue
from argosy.reference.indicators.lookup import indicator, indicator_table

__all__ = ["Indicator", "catalogue", "indicator", "indicator_table"]
