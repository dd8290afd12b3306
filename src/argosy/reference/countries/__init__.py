"""Countries of ISO 3166-1, and the recognition of a country from whatever a file calls it."""

from argosy.reference.countries.catalogue import Country, countries, country, is_country
from argosy.reference.countries.recognition import (
    country_aliases,
    normalised_name,
    recognise_country,
    why_no_country,
)

__all__ = [
    "Country",
    "countries",
    "country",
    "country_aliases",
    "is_country",
    "normalised_name",
    "recognise_country",
    "why_no_country",
]
