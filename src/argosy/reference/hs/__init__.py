"""The Harmonized System, 2022 edition: codes, their wording, and what the trade calls the goods in them."""

from argosy.reference.hs.nomenclature import described, national_lines, nomenclature
from argosy.reference.hs.trade_terms import trade_terms

__all__ = ["described", "national_lines", "nomenclature", "trade_terms"]
