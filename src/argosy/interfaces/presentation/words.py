"""Words of the code as people read them: verdicts, states, columns, dimensions. Every word is marked, so that catalogues hold it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from argosy.core.text import Text, mark


def _words(pairs: dict[str, str]) -> Mapping[str, str]:
    return MappingProxyType(pairs)


VERDICTS = _words(
    {
        "act": mark("Act"),
        "test": mark("Test first"),
        "hold": mark("Hold"),
        "not_enough_data": mark("Not enough data"),
    }
)

STATUSES = _words(
    {
        "proposed": mark("proposed"),
        "revised": mark("revised"),
        "accepted": mark("accepted"),
        "declined": mark("declined"),
        "testing": mark("being tested"),
        "tested": mark("being tested"),
        "done": mark("done"),
        "undone": mark("undone"),
        "measured": mark("measured"),
        "closed": mark("closed"),
        "expired": mark("expired"),
    }
)

OUTCOMES = _words(
    {
        "loaded": mark("loaded"),
        "already_loaded": mark("already loaded"),
        "unknown": mark("not recognised"),
        "ambiguous": mark("ambiguous"),
        "rejected": mark("rejected"),
    }
)

REASONS = _words(
    {
        "not_a_number": mark("Column {column} holds something that is not a number."),
        "not_whole": mark("Column {column} holds something that is not a whole number."),
        "not_a_date": mark("Column {column} holds something that is no date in the format of the mapping."),
        "not_an_instant": mark(
            "Column {column} holds something that is no date and time in the format of the mapping."
        ),
        "not_yes_or_no": mark("Column {column} holds something that is neither yes nor no."),
        "other_currency": mark("Column {column} holds an amount in another currency than the mapping says."),
        "unknown_country": mark("Column {column} names a country that is not known; add it to the mapping's values."),
        "unknown_currency": mark(
            "Column {column} holds something that is no currency code; add it to the mapping's values."
        ),
        "unknown_value": mark(
            "Column {column} holds a word that the mapping's vocabulary does not have; add it there."
        ),
        "missing": mark("The row gives no value for {column}, which every row must have."),
        "too_large": mark("The amount for {column} is larger than the ledger can hold."),
        "too_many_cells": mark(
            "The row has more cells than the header; a cell may contain the delimiter without quotes."
        ),
        "no_rule": mark("No rule says what the row is."),
        "money_without_place": mark("The row carries money, but the table it belongs to has no place for money."),
        "same_key_again": mark(
            "The row claims the same key as a later row but says something else; the later one counts."
        ),
        "repeated_row": mark("The row repeats another one exactly; it counts once."),
    }
)
"""Why rows are kept apart or left out, by reason code (`code:column`); a connector's own codes bring their own sentences."""

RULINGS = _words({"ship": mark("keep it"), "rollback": mark("take it back"), "review": mark("a person looks")})

BETTER = _words({"up": mark("more is better"), "down": mark("less is better"), "neither": mark("neither")})

ACCUMULATES = _words({"sum": mark("added up"), "last": mark("the last value"), "recompute": mark("computed anew")})

UNITS = _words(
    {
        "money": mark("money"),
        "count": mark("count"),
        "share": mark("share"),
        "ratio": mark("ratio"),
        "days": mark("days"),
    }
)

DIMENSIONS = _words(
    {
        "store": mark("Store"),
        "channel": mark("Channel"),
        "market": mark("Market"),
        "currency": mark("Currency"),
        "sku": mark("SKU"),
        "product": mark("Product"),
        "parent": mark("Parent product"),
        "brand": mark("Brand"),
        "category": mark("Category"),
        "customer": mark("Customer"),
        "order": mark("Order"),
        "owner": mark("Person in charge"),
        "tag": mark("Tag"),
        "cohort": mark("Month of the first order"),
        "source": mark("Source of the visit"),
        "campaign": mark("Campaign"),
        "platform": mark("Advertising platform"),
        "reason": mark("Reason"),
        "age": mark("Age in days"),
        "payout": mark("Payout"),
        "location": mark("Warehouse"),
        "provider": mark("Provider"),
        "pair": mark("Currencies exchanged"),
        "supplier": mark("Supplier"),
        "customer_segment": mark("Customer segment"),
        "segment": mark("Segment"),
        "country": mark("Country"),
        "shop": mark("Shop"),
        "day": mark("Day"),
        "week": mark("Week from"),
        "month": mark("Month"),
        "quarter": mark("Quarter"),
        "year": mark("Year"),
    }
)

SEGMENTS = _words(
    {
        "one_time": mark("one order"),
        "repeat": mark("two to four orders"),
        "loyal": mark("five orders and more"),
        "guest": mark("guest"),
    }
)

FAMILIES = _words(
    {
        "sales": mark("Sales"),
        "customers": mark("Customers"),
        "conversion": mark("Traffic and conversion"),
        "traffic": mark("Traffic and conversion"),
        "advertising": mark("Advertising"),
        "profit": mark("Profit as booked"),
        "profit_after_overhead": mark("Profit after overhead"),
        "settled_profit": mark("Profit as settled"),
        "stock": mark("Stock"),
        "cash": mark("Cash"),
        "closed_months": mark("Closed months"),
        "exchange_cost": mark("Cost of exchange"),
        "lifetime": mark("Value of a customer"),
        "reconciliation": mark("Reconciliation"),
        "service": mark("Service and accounts"),
        "inventory": mark("Stock"),
    }
)
"""Families of metrics by the module that defines them; one nobody named is shown by its own word."""

COMPARISONS = _words({"previous": mark("period before"), "year_before": mark("year before")})
PLANNED = _words({"target": mark("target"), "attainment": mark("attainment"), "pace": mark("pace")})


def word(words: Mapping[str, str], key: str, language: str) -> str:
    """The word for a key in a language; a key nobody named is shown with its underscores as blanks.

    >>> word(VERDICTS, "test", "en"), word(DIMENSIONS, "ad_group", "en")
    ('Test first', 'Ad group')
    """
    if key in words:
        return Text(words[key]).render(language)
    return key.replace("_", " ").capitalize()


def reason(code: str, told: str, language: str) -> str:
    """Why a row is kept apart: by its reason code, else as the connector told it.

    >>> reason("not_a_number:Preis", "", "en"), reason("odd_fee", "A fee nobody knows.", "en")
    ('Column Preis holds something that is not a number.', 'A fee nobody knows.')
    """
    cause, _, column = code.partition(":")
    if cause in REASONS:
        return Text(REASONS[cause], {"column": column}).render(language)
    return Text(told or code).render(language)
