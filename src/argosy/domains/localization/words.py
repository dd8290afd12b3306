"""Which language a short title is in, by the seller's own pages: its words stand on pages of another language, on none of its own."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from argosy.domains.localization.pages import Page

LEAST_PAGES = 5
"""Other pages of the language a page should be in; with fewer nobody knows which words belong there."""
LEAST_WORDS, LEAST_SHARE = 2, 0.5
"""Words of another language a title must have, and their part of all its words that any page knows."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_OWN_LETTERS: Mapping[str, re.Pattern[str]] = {
    "ja": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"),
    "ko": re.compile(r"[\uac00-\ud7af]"),
    "zh": re.compile(r"[\u4e00-\u9fff]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "th": re.compile(r"[\u0e00-\u0e7f]"),
    "he": re.compile(r"[\u0590-\u05ff]"),
    "el": re.compile(r"[\u0370-\u03ff]"),
}


@dataclass(frozen=True)
class Words:
    """On how many pages of each language a word of titles stands, and how many pages a language has."""

    pages: Mapping[str, Counter[str]]
    count: Mapping[str, int]

    @classmethod
    def of(cls, pages: Iterable[Page]) -> Words:
        """The words of all titles, by the main language of each page's market."""
        words: dict[str, Counter[str]] = defaultdict(Counter)
        count: Counter[str] = Counter()
        for page in pages:
            if page.languages:
                count[page.languages[0]] += 1
                for word in words_of(page.title):
                    words[word][page.languages[0]] += 1
        return cls(words, count)

    def foreign(self, page: Page) -> str:
        """The language a title is in where that is not one of its market; "" where it is, or nobody can tell."""
        if not page.languages:
            return ""
        own, title = page.languages[0], words_of(page.title)
        told: Counter[str] = Counter()
        native = 0
        for word in title:
            seen = self.pages.get(word, Counter())
            if sum(seen[language] for language in page.languages) > 1:  # on another page than this one
                native += 1
            else:
                told.update(language for language in seen if language not in page.languages)
        if own in _OWN_LETTERS and title and not _OWN_LETTERS[own].search(page.title) and len(title) >= LEAST_WORDS:
            return _most(told) or "en"
        best = _most(told)
        is_known = self.count.get(own, 0) > LEAST_PAGES
        is_foreign = told[best] >= LEAST_WORDS and told[best] >= LEAST_SHARE * (told[best] + native)
        return best if best and is_known and is_foreign else ""


def words_of(title: str) -> set[str]:
    """Words of at least three letters, lower case.

    >>> sorted(words_of("Lamp, 12V LED: warm"))
    ['lamp', 'led', 'warm']
    """
    return {word.lower() for word in _WORD.findall(title)}


def _most(told: Counter[str]) -> str:
    return min(told, key=lambda language: (-told[language], language), default="")
