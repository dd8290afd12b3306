"""What sellers and buyers call the goods of a subheading, in English and Chinese; kept by hand.

A line is a subheading and its terms; `[jewel]` in a term stands for each word of that group (word_groups.csv), so that
`[jewel] [silver]` makes every piece of jewellery of silver an example.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

from argosy.core.errors import FaultError

TERMS_FILE = Path(__file__).resolve().parent / "trade_terms.csv"
GROUPS_FILE = TERMS_FILE.with_name("word_groups.csv")
_GROUP = re.compile(r"(\[\w+\])")


@cache
def trade_terms() -> tuple[tuple[str, str], ...]:
    """Subheading and term, every group spelt out."""
    groups = {row["name"]: row["words"].split("|") for row in _rows(GROUPS_FILE)}
    return tuple(
        (row["hs_code"], spelt)
        for row in _rows(TERMS_FILE)
        for term in row["terms"].split("|")
        for spelt in spelt_out(term, groups)
    )


def spelt_out(term: str, groups: dict[str, list[str]]) -> Iterator[str]:
    """A term with each of its groups replaced by each of the group's words.

    >>> list(spelt_out("[metal] ring", {"metal": ["gold", "silver"]}))
    ['gold ring', 'silver ring']
    """
    choices = []
    for piece in _GROUP.split(term):
        name = piece[1:-1]
        if piece.startswith("[") and name not in groups:
            raise FaultError("trade_terms.csv names a group {name} that word_groups.csv has not.", name=name)
        choices.append(groups[name] if piece.startswith("[") else [piece])
    for chosen in product(*choices):
        yield "".join(chosen)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
