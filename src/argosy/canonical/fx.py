"""What a currency was worth in another on every calendar day."""

from __future__ import annotations

from argosy.canonical.schema import Table, boolean, date, rate, text

FX_RATES = Table(
    name="fx_rates",
    subject="fx",
    grain="One row per source, pair of currencies and calendar day, weekends and holidays included.",
    key=("source", "base_currency", "quote_currency", "rate_on"),
    columns=(
        text("source", "Who sets the rate: ecb, own, or a provider's name.", required=True),
        text("base_currency", "ISO 4217 currency that is priced.", required=True),
        text("quote_currency", "ISO 4217 currency it is priced in.", required=True),
        date("rate_on", "Calendar day the rate is used for.", required=True),
        rate("fx_rate", "Units of quote_currency for one unit of base_currency.", required=True),
        date(
            "published_on", "Day the source published it; earlier than rate_on on weekends and holidays.", required=True
        ),
        boolean("is_carried", "True where the rate of an earlier day is carried over.", required=True),
    ),
)

TABLES = (FX_RATES,)
