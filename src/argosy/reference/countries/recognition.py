"""Which country does a file mean by "EIRE", "U.S.A.", "德国" or "Tschechien"?

One table of names holds ISO codes of two and three letters, English and Chinese names, the names of each country in its own
languages and in those of the large marketplaces (Unicode CLDR), and what sellers' files really say. For a column of millions, take
its distinct values, recognise those, and join.

What is no single country is not guessed. "Channel Islands" are two places in ISO 3166 (Jersey JE and Guernsey GG), "European
Community" is a union, "Unspecified" says nothing: all three give None, and `why_no_country` says why, so that a load report can.
Where a name is ambiguous between countries (Congo, Virgin Islands) it is in that list as well.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from argosy.core.text import Text, mark

ALIASES_FILE = Path(__file__).resolve().parent / "aliases.csv"
_ACCENTS = re.compile("[\u0300-\u036f]")  # of Latin, Greek and Cyrillic; the marks of other scripts are letters
_ARTICLES = re.compile(r"^(the )+|( the)+$")
_SILENT = re.compile("[.'’`]")
REASONS = {
    "several": mark("{name} is more than one country: {codes}."),
    "union": mark("{name} is a union of countries, not one."),
    "nothing": mark("{name} names no country."),
    "former": mark("{name} no longer exists; today it is {codes}."),
}


def normalised_name(text: str) -> str:
    """A name as the table of names holds it: small letters without accents, words parted by one blank, no leading "the".

    >>> normalised_name("  The U.S.A. "), normalised_name("Côte d’Ivoire"), normalised_name("Bosnia & Herzegovina")
    ('usa', 'cote divoire', 'bosnia and herzegovina')
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    spelled = _ACCENTS.sub("", decomposed).replace("&", " and ")
    kept = (letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in _SILENT.sub("", spelled))
    words = " ".join(unicodedata.normalize("NFC", "".join(kept)).split())
    return _ARTICLES.sub("", words)


@cache
def _entries() -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """Names that mean one country, and names that mean none with reason and codes."""
    known: dict[str, str] = {}
    unknown: dict[str, tuple[str, str]] = {}
    with ALIASES_FILE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["reason"]:
                unknown[row["alias"]] = (row["reason"], row["code"])
            else:
                known[row["alias"]] = row["code"]
    return known, unknown


@cache
def country_aliases() -> Mapping[str, str]:
    """Every normalised name that means one country, with its ISO 3166-1 alpha-2 code."""
    return MappingProxyType(_entries()[0])


def recognise_country(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of the country that the text names; None where it names none, or more than one.

    >>> [recognise_country(text) for text in ("EIRE", "United Kingdom", "usa", "RSA", "德国", "Czech Republic", "deu")]
    ['IE', 'GB', 'US', 'ZA', 'DE', 'CZ', 'DE']
    >>> [recognise_country(text) for text in ("Channel Islands", "European Community", "Unspecified", "Atlantis")]
    [None, None, None, None]
    """
    return _entries()[0].get(normalised_name(text))


def why_no_country(text: str) -> Text | None:
    """Why a text that is known means no single country; None where it does mean one, or is not known at all.

    >>> str(why_no_country("Channel Islands"))
    'Channel Islands is more than one country: GG, JE.'
    """
    found = _entries()[1].get(normalised_name(text))
    if found is None:
        return None
    reason, codes = found
    return Text(REASONS[reason], {"name": text.strip(), "codes": ", ".join(codes.split())})
