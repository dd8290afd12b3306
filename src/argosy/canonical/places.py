"""Where something was sold: the columns that say which store, channel and market a row belongs to."""

from __future__ import annotations

from argosy.canonical.schema import text

ALL = "*"
"""Stands in a key column where the row is not broken down by it: `search_term = '*'` is every search term together.

A key column is never empty, because two empty keys would not be equal and a re-import would double the row.
"""

STORE = text("store_id", "The seller's store (an account on a channel), as named in argosy.toml.", required=True)

CHANNEL = text("channel", "The selling channel: amazon, shopify, tiktok_shop, own_store ...", required=True)

MARKET = text("market", "Country the buyer is in, ISO 3166-1 alpha-2; empty where the file does not say.")

PLACE_COLUMNS = (STORE, CHANNEL, MARKET)
"""Store, channel and (where told) market."""

STORE_OR_ALL = text(
    "store_id", "The seller's store, as named in argosy.toml; '*' where it serves several.", required=True
)

SITE_MARKET = text(
    "market",
    "Country of the channel's site, ISO 3166-1 alpha-2; '*' for a shop that sells to every country.",
    required=True,
)

KEYED_PLACE_COLUMNS = (STORE, CHANNEL, SITE_MARKET)
"""Store, channel and market for tables whose key holds the market."""

FULFILMENT = ("seller", "platform", "third_party")
"""Who stores, packs and sends: the seller, the selling platform, or a warehouse the seller hires."""
