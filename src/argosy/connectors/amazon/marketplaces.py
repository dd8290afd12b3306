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


CURRENCIES = {
    "amazon.com": "USD",
    "amazon.ca": "CAD",
    "amazon.com.mx": "MXN",
    "amazon.com.br": "BRL",
    "amazon.co.uk": "GBP",
    "amazon.se": "SEK",
    "amazon.pl": "PLN",
    "amazon.com.tr": "TRY",
    "amazon.ae": "AED",
    "amazon.sa": "SAR",
    "amazon.eg": "EGP",
    "amazon.co.za": "ZAR",
    "amazon.in": "INR",
    "amazon.co.jp": "JPY",
    "amazon.com.au": "AUD",
    "amazon.sg": "SGD",
    **{f"amazon.{ending}": "EUR" for ending in ("de", "fr", "it", "es", "nl", "com.be", "ie")},
}

TAX_APART = ("US", "CA")
TAX_WITHIN = ("GB", "DE", "FR", "IT", "ES", "NL", "SE", "PL", "BE", "IE", "JP")
"""Sites whose prices hold the tax, or show it beside them (unverified: from general knowledge; others are left open)."""


def currency_sql(cell: str) -> str:
    """Currency of the site, ISO 4217; NULL where the cell is no Amazon site."""
    cases = " ".join(f"WHEN {text_literal(site)} THEN {text_literal(code)}" for site, code in CURRENCIES.items())
    return f"CASE lower({cell}) {cases} END"


def tax_included_sql(cell: str) -> str:
    """True where the site's prices contain the tax, false where it comes on top, NULL where we do not know."""
    within = ", ".join(text_literal(code) for code in TAX_WITHIN)
    apart = ", ".join(text_literal(code) for code in TAX_APART)
    market = market_sql(cell)
    return f"CASE WHEN {market} IN ({within}) THEN true WHEN {market} IN ({apart}) THEN false END"


NAMES = {
    "united states": "US",
    "canada": "CA",
    "mexico": "MX",
    "brazil": "BR",
    "united kingdom": "GB",
    "germany": "DE",
    "france": "FR",
    "italy": "IT",
    "spain": "ES",
    "netherlands": "NL",
    "sweden": "SE",
    "poland": "PL",
    "belgium": "BE",
    "ireland": "IE",
    "turkey": "TR",
    "türkiye": "TR",
    "united arab emirates": "AE",
    "saudi arabia": "SA",
    "egypt": "EG",
    "south africa": "ZA",
    "india": "IN",
    "japan": "JP",
    "australia": "AU",
    "singapore": "SG",
}
"""Country names as Amazon's English reports write them."""


def place_name_sql(cell: str) -> str:
    """The country of a name (Germany), code (DE, UK) or site (amazon.de), ISO 3166-1 alpha-2; NULL for anything else."""
    known = {**NAMES, **{code.lower(): code for code in COUNTRIES.values()}, "uk": "GB", **COUNTRIES}
    cases = " ".join(f"WHEN {text_literal(name)} THEN {text_literal(code)}" for name, code in known.items())
    return f"CASE lower({cell}) {cases} END"


IDS = {
    "ATVPDKIKX0DER": "US",
    "A2EUQ1WTGCTBG2": "CA",
    "A1AM78C64UM0Y8": "MX",
    "A2Q3Y263D00KWC": "BR",
    "A1F83G8C2ARO7P": "GB",
    "A1PA6795UKMFR9": "DE",
    "A13V1IB3VIYZZH": "FR",
    "APJ6JRA9NG5V4": "IT",
    "A1RKKUPIHCS9HS": "ES",
    "A1805IZSGTT6HS": "NL",
    "A2NODRKZP88ZB9": "SE",
    "A1C3SOZRARQ6R3": "PL",
    "AMEN7PMS3EDWL": "BE",
    "A28R8C7NBKEWEA": "IE",
    "A33AVAJ2PDY3EV": "TR",
    "A2VIGQ35RCS4UG": "AE",
    "A17E79C6D8DWNP": "SA",
    "ARBP9OOSHTCHU": "EG",
    "A21TJRUUN4KGV": "IN",
    "A1VC38T7YXB528": "JP",
    "A39IBJ37TRP1C6": "AU",
    "A19VAU5U5O7RUS": "SG",
}
"""Amazon's ids of its sites to their countries (t_marketplace of wimoor-erp/wimoor, MIT, 2026-06-24)."""
