"""Which provider can take which payment method from where.

The facts are what one open payment switch can do with each provider: they show that a method exists for a country, not that a
contract with the provider includes it, nor what it costs.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from argosy.core.errors import RequestError
from argosy.reference.countries import country as known_country
from argosy.reference.loader import describe
from argosy.reference.payment_methods.catalogue import ANY, AVAILABILITY_FILE, PaymentMethod, methods


@dataclass(frozen=True)
class Availability:
    """A provider takes a method from these countries in these currencies; None where the provider sets no limit."""

    provider: str
    method: str
    countries: frozenset[str] | None
    currencies: frozenset[str] | None

    def takes(self, country: str, currency: str | None = None) -> bool:
        """Whether it takes the method from that country, and in that currency where one is given."""
        here = self.countries is None or country in self.countries
        return here and (currency is None or self.currencies is None or currency in self.currencies)


@cache
def availability() -> tuple[Availability, ...]:
    """Every provider with every method, by provider and method."""
    with AVAILABILITY_FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Availability(row["provider"], row["method"], _codes(row["countries"]), _codes(row["currencies"]))
            for row in csv.DictReader(stream)
        )


def _codes(text: str) -> frozenset[str] | None:
    return None if text == ANY else frozenset(text.split())


def providers() -> tuple[str, ...]:
    """The providers, sorted."""
    return tuple(sorted({each.provider for each in availability()}))


def methods_for(
    country: str, currency: str | None = None, provider: str | None = None
) -> dict[PaymentMethod, tuple[str, ...]]:
    """The methods that buyers of a country can pay with, each with the providers that take it; `RequestError` for unknown names.

    A method without any limit of country is left out unless the provider is given: that nobody forbids it does not show that
    buyers there use it.

    >>> sorted(each.method for each in methods_for("NL", "EUR", "mollie"))
    ['ideal', 'klarna']
    """
    known_country(country)
    if provider is not None and provider not in providers():
        raise RequestError(
            "There is no payment provider {provider}; there are {known}.",
            provider=provider,
            known=", ".join(providers()),
        )
    found: dict[PaymentMethod, list[str]] = {}
    for each in availability():
        chosen = each.provider == provider if provider else each.countries is not None
        if chosen and each.takes(country, currency):
            found.setdefault(methods()[each.method], []).append(each.provider)
    return {method: tuple(found[method]) for method in sorted(found, key=lambda method: (method.kind, method.method))}


def file_version() -> str:
    """What evidence cites: the table of availability with a hash of its content."""
    return describe("payment_methods", AVAILABILITY_FILE.name).file_version
