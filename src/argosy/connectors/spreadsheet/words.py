"""Words for countries and currencies as SQL without a join: a join might turn round and hold the whole file in memory.

What the first rows of the file say is known beforehand and becomes a short CASE. A word that appears later is looked for in the list of
all known words, which is slow (some microseconds) and rare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from argosy.connectors.contract import VENDOR, Connection
from argosy.connectors.reading import identifier, text_literal
from argosy.connectors.spreadsheet.mapping import ColumnSettings
from argosy.core.ids import content_hash
from argosy.reference.countries.recognition import country_aliases, normalised_name
from argosy.reference.currencies.catalogue import currencies, recognise_currency

FIRST_ROWS = 50_000
MOST_WORDS = 60
"""So many of the most frequent words become a CASE; more of them would make every row pay."""
MOST_IN_WHOLE = 1_000
"""So many where the first rows are the whole file; no file names more countries."""


@dataclass(frozen=True)
class Words:
    """The words of one column: `seen` in the first rows with their codes, all `known` ones (none where the first rows are the whole file),
    and those that mean nothing on purpose.
    """

    kind: str
    seen: Mapping[str, str | None]
    known: Mapping[str, str]
    nothing: tuple[str, ...]
    variable: str = ""
    """Names the connection's variables that hold the known words: thousands of them in the query's own text would be parsed every time."""

    def code_sql(self, cell: str) -> str:
        """SQL of the code a cell means; NULL where it means none."""
        key = _country_key(cell) if self.kind == "country" else cell
        late = f"getvariable('{self.variable}_codes')[list_position(getvariable('{self.variable}_words'), {key})]"
        cases = " ".join(f"WHEN {text_literal(word)} THEN {_code(code)}" for word, code in self.seen.items())
        return f"CASE {cell} {cases} WHEN NULL THEN NULL ELSE {late if self.known else 'NULL'} END"

    def fine_sql(self, cell: str, code: str) -> str:
        """SQL that is true where a cell is empty, known, or known to mean nothing."""
        told = f" OR {cell} IN ({', '.join(map(text_literal, self.nothing))})" if self.nothing else ""
        return f"({cell} IS NULL OR {code} IS NOT NULL{told})"


def words_of(connection: Connection, kind: str, vendor_name: str | None, settings: ColumnSettings) -> Words:
    """The words of a country or currency column, the mapping's own before everybody's."""
    own = {word: None if value is None else str(value) for word, value in settings.values.items()}
    seen, is_whole = _first_words(connection, vendor_name) if vendor_name else ([], True)
    if kind == "country":
        keyed = {normalised_name(word): code for word, code in own.items()}
        known: dict[str, str | None] = {**country_aliases(), **keyed}
        told = {word: known[normalised_name(word)] for word in seen if normalised_name(word) in known}
    else:
        known = {**_currency_words(), **own}
        told = {word: known[word] for word in seen if word in known}
    nothing = dict.fromkeys(
        [*(word for word, code in own.items() if code is None), *(word for word, code in told.items() if code is None)]
    )
    late = {} if is_whole else {word: code for word, code in known.items() if code}
    return Words(kind, told, late, tuple(nothing), _kept(connection, kind, late) if late else "")


def _kept(connection: Connection, kind: str, known: Mapping[str, str]) -> str:
    """The known words put into variables of the connection; returns their name, which the same words share."""
    words, codes = ("\n".join(values) for values in (known, known.values()))  # no word has two lines
    name = f"{kind}_{content_hash(words, codes)[:12]}"
    for what, text in (
        ("words", words),
        ("codes", codes),
    ):  # one long text is parsed a hundred times as fast as a list of them
        connection.execute(f"SET VARIABLE {name}_{what} = string_split({text_literal(text)}, chr(10))")
    return name


def _first_words(connection: Connection, vendor_name: str) -> tuple[list[str], bool]:
    """The most frequent words of the first rows, the most frequent first, and whether the file has no other."""
    cell = identifier(vendor_name)
    rows = connection.execute(
        f"SELECT word, count(*) FROM (SELECT CAST({cell} AS VARCHAR) AS word FROM {VENDOR} LIMIT {FIRST_ROWS})"
        f" GROUP BY word ORDER BY count(*) DESC, word"
    ).fetchall()
    words = [word for word, _ in rows if word is not None]
    is_whole = sum(count for _, count in rows) < FIRST_ROWS and len(words) <= MOST_IN_WHOLE
    return (words, True) if is_whole else (words[:MOST_WORDS], False)


@cache
def _currency_words() -> dict[str, str]:
    """Codes, names and signs that mean one currency."""
    spellings = ["RMB", "US$"]
    for one in currencies():
        spellings += [one.code, one.code.lower(), one.name, one.name_zh, one.symbol]
    return {word: code for word in spellings if word and (code := recognise_currency(word))}


def _country_key(cell: str) -> str:
    """The cell as the table of country names spells its names: small, without accents, dots and articles."""
    plain = f"regexp_replace(replace(lower(strip_accents({cell})), '&', ' and '), '[.''’`]', '', 'g')"
    words = f"trim(regexp_replace({plain}, '[^\\p{{L}}\\p{{M}}\\p{{N}}]+', ' ', 'g'))"
    bare = f"regexp_replace({words}, '^(the )+|( the)+$', '')"
    return f"CASE WHEN strlen({cell}) <= 3 THEN lower({cell}) ELSE {bare} END"


def _code(code: str | None) -> str:
    return "NULL" if code is None else text_literal(code)
