"""Labels known by examples, and how much a text is like the examples of each label.

The likeness of a text and an example is the cosine of their TF-IDF vectors (words and pairs of words), plus a share of the cosine over
runs of three to five letters, which forgives spelling. Of the examples of a label the likest count most: the score is a power mean
without the division, so that many fairly like examples also speak for a label.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from argosy.core.errors import FaultError
from argosy.methods.classification.tokens import words

LETTERS_SHARE = 0.3
POWER = 5.0
_AT_ONCE = 64  # texts compared in one go: 64 x 35,000 examples are 18 MB

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A short text that belongs to a label.

    `weight` says how much it counts beside others; `by_letters` whether it is also compared by runs of letters, which is for names that
    people spell in several ways.
    """

    label: str
    text: str
    weight: float = 1.0
    by_letters: bool = True


@dataclass(frozen=True)
class Part:
    """A part of a text to be labelled, and how much it counts (1 for what names the thing)."""

    text: str
    weight: float = 1.0


class LabelIndex:
    """The examples of all labels, ready to be compared with texts. `labels` are sorted, each once."""

    def __init__(self, examples: Iterable[Example]) -> None:
        from sklearn.feature_extraction.text import CountVectorizer

        ordered = sorted(examples, key=lambda one: one.label)
        if not ordered:
            raise FaultError("A label index needs at least one example.")
        labels, starts = np.unique([one.label for one in ordered], return_index=True)
        self.labels: tuple[str, ...] = tuple(map(str, labels))
        self._starts = starts
        self._weights = np.array([one.weight for one in ordered])
        self._spelt = np.array([one.by_letters for one in ordered])
        by_words = CountVectorizer(analyzer=words, binary=True, dtype=np.float64)
        by_letters = CountVectorizer(analyzer="char_wb", ngram_range=(3, 5), binary=True, dtype=np.float64)
        self._words = _View(by_words, [one.text for one in ordered])
        self._letters = _View(by_letters, [one.text for one in ordered if one.by_letters] or ["   "])

    def scores(self, texts: Sequence[Sequence[Part]]) -> Floats:
        """The score of every label for every text: an array of texts x labels, 0 where nothing is alike."""
        if not texts:
            return np.zeros((0, len(self.labels)))
        return np.vstack([self._some(texts[at : at + _AT_ONCE]) for at in range(0, len(texts), _AT_ONCE)])

    def _some(self, texts: Sequence[Sequence[Part]]) -> Floats:
        alike = self._words.likeness(texts)
        if self._spelt.any():
            alike[:, self._spelt] += LETTERS_SHARE * self._letters.likeness(texts)
        alike *= self._weights
        summed: Floats = np.add.reduceat(alike**POWER, self._starts, axis=1)
        return summed ** (1 / POWER)


class _View:
    """One way to take texts apart: a vocabulary, how telling each feature is, and the examples in it."""

    def __init__(self, vectorizer: Any, examples: Sequence[str]) -> None:
        from sklearn.preprocessing import normalize

        counted = vectorizer.fit_transform(examples)
        seen = np.asarray(counted.sum(axis=0)).ravel()
        self._vectorizer = vectorizer
        self._telling = np.log((1 + len(examples)) / (1 + seen)) + 1
        self._examples = normalize(counted.multiply(self._telling).tocsr()).T.tocsr()

    def likeness(self, texts: Sequence[Sequence[Part]]) -> Floats:
        """Cosine of every text with every example; a feature counts by the heaviest part that has it."""
        from sklearn.preprocessing import normalize

        length = max(map(len, texts))
        present = self._weighted(texts, 0)
        for at in range(1, length):
            present = present.maximum(self._weighted(texts, at))
        asked = normalize(present.multiply(self._telling).tocsr())
        alike: Floats = (asked @ self._examples).toarray()
        return alike

    def _weighted(self, texts: Sequence[Sequence[Part]], at: int) -> Any:
        """The features of the part in place `at` of every text, each with the weight of that part."""
        parts = [text[at] if at < len(text) else Part("", 0.0) for text in texts]
        found = self._vectorizer.transform([part.text for part in parts])
        return found.multiply(np.array([[part.weight] for part in parts])).tocsr()
