"""Words of a text: Latin words in the singular with the pairs they stand in, and two or three Chinese characters in a row."""

from __future__ import annotations

import re

_WORD = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]+")
_POSSESSIVE = re.compile(r"['’]s\b")
_HISSING = ("sses", "shes", "ches", "xes")


def words(text: str) -> list[str]:
    """The features of a text, in its order, repeats kept.

    >>> words("Women's Hair Clips")
    ['women', 'hair', 'women hair', 'clip', 'hair clip']
    >>> words("手机壳")
    ['手机', '机壳', '手机壳']
    """
    found: list[str] = []
    before = ""
    for word in _WORD.findall(_POSSESSIVE.sub("", text.lower())):
        if word[0] >= "\u4e00":
            found += _runs(word)
            before = ""
        else:
            plain = singular(word)
            found.append(plain)
            if before:
                found.append(f"{before} {plain}")
            before = plain
    return found


def _runs(word: str) -> list[str]:
    if len(word) == 1:
        return [word]
    return [word[at : at + size] for size in (2, 3) for at in range(len(word) - size + 1)]


def singular(word: str) -> str:
    """An English noun in the singular, by its ending alone.

    >>> [singular(word) for word in ("watches", "batteries", "glass", "rings")]
    ['watch', 'battery', 'glass', 'ring']
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(_HISSING):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
