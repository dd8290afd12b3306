"""Marks and papers markets require of kinds of products: CE, RoHS, REACH, FCC, FDA, CPSC, PSE, KC, RCM and their like."""

from argosy.reference.market_access.rules import CATEGORIES, SINGLE_MARKET, Rule, rules

__all__ = ["CATEGORIES", "SINGLE_MARKET", "Rule", "rules"]
