"""Which language a short text is written in, by its script and its small words; silence where neither tells.

A text of another script than Latin is told by its characters. Latin texts are told by function words, of which every language has its
own; words that two languages share count for both. A name or a list of nouns has none, and then the answer is "".
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_WORD = re.compile(r"[^\W\d_]+")
SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
)
_SPELT = {
    "en": "the and with for of your you is are this that from without can not our it we it's to made",
    "de": "der die das und mit für von ist sind ein eine einen nicht auch auf aus bei zum zur ohne sie ihr ihre oder im",
    "fr": "le la les et avec pour de des du est une un vous votre sans sur dans pas ou qui aux cette son en",
    "es": "el la los las y con para de del es una un su sin sobre en por que no o al esta más",
    "it": "il lo la gli le e con per di del della è una un senza su in che non o al alla questo sono dei",
    "nl": "de het een en met voor van is zijn niet op uit bij zonder uw je of te dit die ook aan",
    "pt": "o a os as e com para de do da é uma um seu sem sobre em por que não ou ao esta mais",
    "pl": "i z do na w nie jest dla od bez lub to oraz się przez po o że jak",
    "sv": "och med för av är en ett inte på från utan din eller som till den det kan",
}
SMALL_WORDS: Mapping[str, frozenset[str]] = {language: frozenset(words.split()) for language, words in _SPELT.items()}
"""Function words by language: articles, prepositions, pronouns; our own list."""

_SPOKEN_WITH: dict[str, tuple[str, ...]] = {
    word: tuple(language for language, words in SMALL_WORDS.items() if word in words)
    for word in sorted(set().union(*SMALL_WORDS.values()))
}

FAR_ENOUGH = 1000  # characters; a language shows in the first sentences
LEAST_WORDS = 3
LEAST_SHARE = 0.08  # of the words of a Latin text that have to be small words of the language
LEAST_LETTERS = 0.2  # of the letters that have to be of a script


def language_of(text: str) -> str:
    """The language (BCP 47, without region) or "" where it cannot be told.

    >>> language_of("Lampe für das Bad mit Schalter und Stecker"), language_of("LED lamp for your home with a switch and plug")
    ('de', 'en')
    >>> language_of("LED 12V 5m RGB"), language_of("台灯 护眼"), language_of("デスクライト 明るい")
    ('', 'zh', 'ja')
    """
    text = text[:FAR_ENOUGH]
    letters = sum(map(len, _WORD.findall(text)))
    if not letters:
        return ""
    for language, pattern in SCRIPTS:
        if len(pattern.findall(text)) / letters >= LEAST_LETTERS:
            return language
    words = _WORD.findall(text.lower())
    counts = dict.fromkeys(SMALL_WORDS, 0)
    for word in words:
        for language in _SPOKEN_WITH.get(word, ()):
            counts[language] += 1
    ordered = sorted(counts, key=lambda language: (-counts[language], language))
    best, second = ordered[0], ordered[1]
    is_told = counts[best] >= LEAST_WORDS and counts[best] / len(words) >= LEAST_SHARE
    return best if is_told and counts[best] >= 1.3 * counts[second] else ""
