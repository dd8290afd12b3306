"""Amazon's sites and the country each sells to (Amazon's marketplace list, checked 2026-11-22)."""

from __future__ import annotations

from argosy.connectors.reading import text_literal

COUNTRIES = {
    "amazon.com": "US",
    "amazon.ca": "CA",
    "amazon.com.mx": "MX",
    "amazon.com.br": "BR",
    "amazon.co.uk": "GB",
    "amazon.de": "DE",
    "amazon.fr": "FR",
    "amazon.it": "IT",
    "amazon.es": "ES",
    "amazon.nl": "NL",
    "amazon.se": "SE",
    "amazon.pl": "PL",
    "amazon.com.be": "BE",
    "amazon.ie": "IE",
    "amazon.com.tr": "TR",
    "amazon.ae": "AE",
    "amazon.sa": "SA",
    "amazon.eg": "EG",
    "amazon.co.za": "ZA",
    "amazon.in": "IN",
    "amazon.co.jp": "JP",
    "amazon.com.au": "AU",
    "amazon.sg": "SG",
}

CODES = {code: site for site, code in COUNTRIES.items()} | {"UK": "amazon.co.uk"}
"""Country code, as some reports write the marketplace, to site."""


def site_sql(cell: str) -> str:
    """The site in lower case, as in `amazon.de`; other channels such as `Non-Amazon` keep their name."""
    return f"lower({cell})"


def market_sql(cell: str) -> str:
    """Country of the site, ISO 3166-1 alpha-2; NULL where the cell is no Amazon site."""
    cases = " ".join(f"WHEN {text_literal(site)} THEN {text_literal(code)}" for site, code in COUNTRIES.items())
    return f"CASE lower({cell}) {cases} END"


def country_sql(cell: str) -> str:
    """A country code as Amazon writes it, in ISO 3166-1 alpha-2 (UK is GB)."""
    return f"CASE upper({cell}) WHEN 'UK' THEN 'GB' ELSE upper({cell}) END"
