"""Traditional Chinese from simplified: the longest phrase first, then Taiwan's own words and variants. Tables from OpenCC (Apache-2.0)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

TABLES = Path(__file__).with_name("opencc")


def traditional(text: str) -> str:
    """The text in traditional characters as Taiwan writes them; what is not Chinese stays, the places of a template too.

    >>> traditional("后台软件发现 {count} 个头发订单")
    '後臺軟體發現 {count} 個頭髮訂單'
    """
    return _replaced(_replaced(text, _table("phrases.tsv", "characters.tsv")), _table("taiwan.tsv"))


def _replaced(text: str, table: Mapping[str, str]) -> str:
    longest = max(map(len, table))
    made, place = [], 0
    while place < len(text):
        found = next(
            (text[place : place + size] for size in range(longest, 0, -1) if text[place : place + size] in table), ""
        )
        made.append(table[found] if found else text[place])
        place += len(found) or 1
    return "".join(made)


@cache
def _table(*names: str) -> Mapping[str, str]:
    pairs: dict[str, str] = {}
    for name in names:
        for line in (TABLES / name).read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                simplified, _, other = line.partition("\t")
                pairs.setdefault(simplified, other)
    return pairs
