"""Currencies of ISO 4217, and the recognition of a currency from whatever a file calls it."""

from argosy.reference.currencies.catalogue import (
    CURRENCIES_FILE,
    Currency,
    currencies,
    currency,
    minor_units,
    recognise_currency,
)

__all__ = ["CURRENCIES_FILE", "Currency", "currencies", "currency", "minor_units", "recognise_currency"]
