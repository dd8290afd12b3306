"""Mistakes in a mapping (told to its author) and reasons why a row is kept apart (told to the seller)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from argosy.connectors.contract import Connection
from argosy.core.errors import ConfigurationError

SENTENCES = {
    "not_a_number": "Column {column} holds something that is not a number.",
    "not_whole": "Column {column} holds something that is not a whole number.",
    "not_a_date": "Column {column} holds something that is no date in the format of the mapping.",
    "not_an_instant": "Column {column} holds something that is no date and time in the format of the mapping.",
    "not_yes_or_no": "Column {column} holds something that is neither yes nor no.",
    "other_currency": "Column {column} holds an amount in another currency than the mapping says.",
    "unknown_country": "Column {column} names a country that is not known; add it to the mapping's values.",
    "unknown_currency": "Column {column} holds something that is no currency code; add it to the mapping's values.",
    "unknown_value": "Column {column} holds a word that the mapping's vocabulary does not have; add it there.",
    "missing": "The row gives no value for {column}, which every row must have.",
    "too_large": "The amount for {column} is larger than the ledger can hold.",
}
"""Sentence per cause; a reason code is `cause:column`."""

TOO_MANY_CELLS = "too_many_cells"
NO_RULE = "no_rule"
MONEY_WITHOUT_PLACE = "money_without_place"

WHOLE_ROW = {
    TOO_MANY_CELLS: "The row has more cells than the header; a cell may contain the delimiter without quotes.",
    NO_RULE: "No rule of the mapping says what the row is.",
    MONEY_WITHOUT_PLACE: "The row carries money, but the table it belongs to has no place for money.",
}
"""Sentences of the causes that concern a row as a whole."""


def runs(query: str, *parameters: str) -> bool:
    """True where DuckDB takes the query: it alone decides what is a value of a type, or a regular expression (RE2)."""
    import duckdb

    try:
        _trial().cursor().execute(query, list(parameters)).fetchall()
    except duckdb.Error:
        return False
    return True


@cache
def _trial() -> Connection:
    """One empty database for all trials: opening one costs a hundred times what a trial does."""
    import duckdb

    return duckdb.connect()


@dataclass(frozen=True)
class Problem:
    """A check of a row: `fine` is SQL that is true (never NULL) for a sound row, `code` the reason where it is not."""

    fine: str
    code: str


def reason_sql(problems: Sequence[Problem]) -> str:
    """SQL of the first reason that holds, NULL for a sound row.

    Sound rows are the rule: one conjunction lets them pass at once, and only the others go through the checks one by one.
    """
    if not problems:
        return "CAST(NULL AS VARCHAR)"
    unique = list(dict.fromkeys(problem.fine for problem in problems))
    cases = " ".join(
        f"WHEN NOT ({problem.fine}) THEN '{problem.code.replace(chr(39), chr(39) * 2)}'" for problem in problems
    )
    return f"CASE WHEN {' AND '.join(unique)} THEN NULL ELSE CASE {cases} END END"


def sentence(code: str) -> str:
    """The sentence of a reason code.

    >>> sentence("not_a_number:Preis")
    'Column Preis holds something that is not a number.'
    """
    cause, _, column = code.partition(":")
    return WHOLE_ROW[code] if code in WHOLE_ROW else SENTENCES[cause].format(column=column)


def broken(key: str, problem: str) -> ConfigurationError:
    """The error for a mistake in a mapping: which key, and what is wrong with it."""
    return ConfigurationError("Mapping key {key}: {problem}.", key=key, problem=problem)
