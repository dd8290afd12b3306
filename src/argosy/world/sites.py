"""Where the simulated seller sells: stores (accounts), their sites, and what a platform takes there.

Rates and fees are this world's own: plausible, simple, and no fact about any platform or state. What Argosy knows of real fees and taxes
it must read from the files, as with a real seller.
"""

from __future__ import annotations

from dataclasses import dataclass

HOME_CURRENCY, HOME_COUNTRY = "CNY", "CN"


@dataclass(frozen=True)
class Store:
    """A seller's account: its files carry wall-clock days of `time_zone`."""

    id: str
    channel: str
    time_zone: str
    market: str | None = None
    currency: str | None = None


@dataclass(frozen=True)
class Site:
    """One place of a store where buyers order.

    `share` is its part of all order lines, `range_share` the part of the products listed there, `conversion` orders per session,
    `referral_rate` the platform's commission on what the buyer pays, `vat_rate` the tax in (or on) prices, `tax` who bears it:
    `on_top` and `within` are collected and withheld by the platform, `owed` is within prices and the seller's to pay, `none`.
    `handling` is the fulfilment fee of a small parcel in the site's currency, `per_kg` what each kilogram adds.
    """

    key: str
    store: str
    name: str
    market: str
    currency: str
    language: str
    share: float
    range_share: float
    conversion: float
    referral_rate: float
    vat_rate: float
    tax: str
    handling: float
    per_kg: float
    price_level: float = 1.0
    time_zone: str = "UTC"


STORES = (
    Store("amazon_na", "amazon", "America/Los_Angeles", "US", "USD"),
    Store("amazon_eu", "amazon", "Europe/Berlin", "DE", "EUR"),
    Store("amazon_jp", "amazon", "Asia/Tokyo", "JP", "JPY"),
    Store("shopify", "shopify", "America/New_York", None, "USD"),
)

LA, BERLIN, TOKYO, NEW_YORK = "America/Los_Angeles", "Europe/Berlin", "Asia/Tokyo", "America/New_York"

SITES = (
    Site(
        "amazon_us",
        "amazon_na",
        "Amazon.com",
        "US",
        "USD",
        "en",
        0.36,
        1.0,
        0.115,
        0.15,
        0.07,
        "on_top",
        3.1,
        1.1,
        1.0,
        LA,
    ),
    Site(
        "amazon_gb",
        "amazon_eu",
        "Amazon.co.uk",
        "GB",
        "GBP",
        "en",
        0.11,
        0.7,
        0.105,
        0.15,
        0.20,
        "within",
        2.6,
        0.9,
        1.12,
        BERLIN,
    ),
    Site(
        "amazon_de",
        "amazon_eu",
        "Amazon.de",
        "DE",
        "EUR",
        "de",
        0.14,
        0.8,
        0.10,
        0.15,
        0.19,
        "within",
        3.2,
        0.9,
        1.14,
        BERLIN,
    ),
    Site(
        "amazon_fr",
        "amazon_eu",
        "Amazon.fr",
        "FR",
        "EUR",
        "fr",
        0.06,
        0.5,
        0.09,
        0.15,
        0.20,
        "within",
        3.9,
        1.0,
        1.16,
        BERLIN,
    ),
    Site(
        "amazon_jp",
        "amazon_jp",
        "Amazon.co.jp",
        "JP",
        "JPY",
        "ja",
        0.09,
        0.5,
        0.10,
        0.12,
        0.10,
        "owed",
        420.0,
        90.0,
        1.0,
        TOKYO,
    ),
    Site(
        "shopify", "shopify", "Shopify", "US", "USD", "en", 0.24, 0.9, 0.028, 0.0, 0.0, "none", 4.4, 3.2, 1.0, NEW_YORK
    ),
)

OWN_SHOP = "shopify"


@dataclass(frozen=True)
class Destination:
    """A country the own shop ships to: its share of the shop's orders, and the tax the shop's prices contain there."""

    country: str
    share: float
    vat_rate: float


DESTINATIONS = (
    Destination("US", 0.44, 0.0),
    Destination("GB", 0.14, 0.20),
    Destination("CA", 0.12, 0.0),
    Destination("DE", 0.11, 0.19),
    Destination("AU", 0.10, 0.10),
    Destination("FR", 0.06, 0.20),
    Destination("NL", 0.03, 0.21),
    Destination("CH", 0.0, 0.0),
)
UNASKED = "CH"
"""The shop would ship there, but nobody asks unless a cause brings them."""


def store_of(site: Site) -> Store:
    """The account a site belongs to."""
    return next(store for store in STORES if store.id == site.store)


def settings_text() -> str:
    """The stores as blocks of a workspace's settings.

    >>> settings_text().count("[[stores]]") == len(STORES)
    True
    """
    blocks = []
    for store in STORES:
        known = {
            "id": store.id,
            "channel": store.channel,
            "time_zone": store.time_zone,
            "market": store.market,
            "currency": store.currency,
        }
        blocks.append("\n".join(["[[stores]]", *(f'{key} = "{value}"' for key, value in known.items() if value)]))
    return "\n" + "\n\n".join(blocks) + "\n"
