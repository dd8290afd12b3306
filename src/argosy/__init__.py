"""Argosy: the open-source operating system for cross-border sellers.

One ledger, one metric store, one decision register; five verbs: ingest, measure, decide, act, learn.
"""

__version__ = "0.1.0"
