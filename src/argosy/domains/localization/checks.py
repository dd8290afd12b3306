"""What a native reader would stumble over in a page, and the corrected text where it can be computed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from argosy.decision.parameters import Parameters
from argosy.domains.localization.pages import Page
from argosy.domains.localization.words import Words
from argosy.methods.language import language_of

WRONG_LANGUAGE, REMAINS, MARKUP = "wrong_language", "untranslated", "markup"
UNITS, CURRENCY, LENGTH, FORBIDDEN, SHOUTING = "units", "currency", "length", "forbidden_words", "shouting"
GRAVE = (WRONG_LANGUAGE, REMAINS)
IMPERIAL_MARKETS = ("US", "LR", "MM")
BOTH_UNITS = ("GB", "CA", "IE")

_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uff01-\uff5e【】「」]+")
_MARKUP = re.compile(r"</?[a-z][a-z0-9]*[^>]*>|&(?:amp|nbsp|quot|lt|gt|#\d+);|\{\{?\w+\}?\}|lorem ipsum", re.IGNORECASE)
_NUMBER = r"(\d+(?:[.,]\d+)?)\s?-?"
_IMPERIAL = re.compile(
    _NUMBER + r"(inches|inch|zoll|feet|foot|ft|pounds|lbs|lb|ounces|oz|fl\.? ?oz|°f|fahrenheit)\b", re.IGNORECASE
)
_METRIC = re.compile(_NUMBER + r"(cm|mm|kg)\b", re.IGNORECASE)
_FACTORS = {
    "inch": (2.54, "cm"),
    "inches": (2.54, "cm"),
    "zoll": (2.54, "cm"),
    "feet": (30.48, "cm"),
    "foot": (30.48, "cm"),
    "ft": (30.48, "cm"),
    "pounds": (0.45359237, "kg"),
    "lbs": (0.45359237, "kg"),
    "lb": (0.45359237, "kg"),
    "ounces": (28.349523, "g"),
    "oz": (28.349523, "g"),
    "fl oz": (29.57353, "ml"),
    "cm": (1 / 2.54, "inch"),
    "mm": (1 / 25.4, "inch"),
    "kg": (1 / 0.45359237, "lb"),
}
_SIGNS = {"$": ("USD", "CAD", "AUD", "MXN", "SGD", "NZD"), "€": ("EUR",), "£": ("GBP",), "¥": ("JPY", "CNY")}
_PRICE = re.compile(r"[$€£¥]\s?\d|\d\s?[€£]")
_FORBIDDEN = re.compile(
    r"\b(?:best ?seller|free shipping|100 ?% (?:guaranteed|quality)|hot sale|top rated|money back|on sale|limited time|cures?"
    r"|anti-?bacterial|versandkostenfrei|livraison gratuite|envío gratis|spedizione gratuita)\b|包邮|热卖|爆款|送料無料",
    re.IGNORECASE,
)
_ONLY_CHINESE = re.compile(r"[这们吗呢说没还样给让从为对个热电红绿蓝黑灯宠净华级质发单双]")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
REPEATS = 3


@dataclass(frozen=True)
class Flaw:
    """One thing wrong with a page: its kind, where, what, and the corrected text of that place ("" where a person has to write it)."""

    kind: str
    place: str
    found: str
    corrected: str = ""


def flaws(page: Page, parameters: Parameters, words: Words | None = None) -> tuple[Flaw, ...]:
    """Everything found wrong with a page, what a native minds most first; `words` are those of all pages."""
    found = [*_language(page, words), *_title(page, parameters)]
    for place, text in (("title", page.title), *((f"bullet {n}", one) for n, one in enumerate(page.bullets, start=1))):
        found += _text(page, place, text)
    if _MARKUP.search(page.description):
        found.append(
            Flaw(MARKUP, "description", _MARKUP.findall(page.description)[0], without_markup(page.description))
        )
    order = (WRONG_LANGUAGE, REMAINS, MARKUP, FORBIDDEN, CURRENCY, UNITS, LENGTH, SHOUTING)
    return tuple(sorted(found, key=lambda flaw: order.index(flaw.kind)))


def _language(page: Page, words: Words | None) -> Iterator[Flaw]:
    whole = " ".join((page.title, *page.bullets, page.description))
    spoken = language_of(whole)
    if spoken == "zh" and "ja" in page.languages and not _ONLY_CHINESE.search(whole):
        return  # a Japanese title may be written in Chinese characters alone
    if spoken and page.languages and spoken not in page.languages:
        yield Flaw(WRONG_LANGUAGE, "page", spoken)
    elif not spoken and words is not None and (foreign := words.foreign(page)):
        yield Flaw(WRONG_LANGUAGE, "title", foreign)


def _title(page: Page, parameters: Parameters) -> Iterator[Flaw]:
    limit = parameters.numbers("title_limits").get(page.channel)
    if limit is not None and len(page.title) > limit:
        yield Flaw(LENGTH, "title", f"{len(page.title)} > {limit:.0f}")
    elif len(page.title) < parameters.count("shortest_title") and not _CJK.search(page.title):
        yield Flaw(LENGTH, "title", str(len(page.title)))
    words = _LONG_WORD.findall(page.title)
    repeated = [word for word, times in Counter(word.lower() for word in words).items() if times > REPEATS]
    if repeated or (len(words) >= REPEATS and all(word.isupper() for word in words)):
        yield Flaw(
            SHOUTING, "title", ", ".join(repeated) or page.title[:40], "" if repeated else page.title.capitalize()
        )


def _text(page: Page, place: str, text: str) -> Iterator[Flaw]:
    if not set(page.languages) & {"zh", "ja", "ko"} and page.languages and (remains := _CJK.findall(text)):
        yield Flaw(REMAINS, place, " ".join(remains)[:60])
    if markup := _MARKUP.findall(text):
        yield Flaw(MARKUP, place, markup[0], without_markup(text))
    if forbidden := _FORBIDDEN.findall(text):
        yield Flaw(
            FORBIDDEN, place, ", ".join(dict.fromkeys(word.lower() for word in forbidden)), without_forbidden(text)
        )
    if (price := _PRICE.search(text)) and not _is_own_currency(price[0], page.currency):
        yield Flaw(CURRENCY, place, price[0])
    if strange := _strange_units(page.market).search(text) if page.market not in BOTH_UNITS else None:
        yield Flaw(UNITS, place, strange[0], in_units_of(text, page.market, page.languages))


def _is_own_currency(price: str, currency: str) -> bool:
    return any(sign in price and (not currency or currency in known) for sign, known in _SIGNS.items())


def _strange_units(market: str) -> re.Pattern[str]:
    return _METRIC if market in IMPERIAL_MARKETS else _IMPERIAL


def in_units_of(text: str, market: str, languages: tuple[str, ...] = ()) -> str:
    """The text with lengths and weights in the units of a market; a decimal comma where its language has one.

    >>> in_units_of("Lamp 10 inch, 2 lb", "DE", ("de",))
    'Lamp 25,4 cm, 0,91 kg'
    >>> in_units_of("Lamp 25,4 cm", "US", ("en",))
    'Lamp 10 inch'
    """

    def change(match: re.Match[str]) -> str:
        unit = match[2].lower().replace(".", "").replace("floz", "fl oz")
        value = float(match[1].replace(",", "."))
        if unit in ("°f", "fahrenheit"):
            return _written((value - 32) * 5 / 9, "°C", languages)
        factor, there = _FACTORS[unit]
        return _written(value * factor, there, languages)

    return _strange_units(market).sub(change, text)


def _written(value: float, unit: str, languages: tuple[str, ...]) -> str:
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    plain = f"{value:.{digits}f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    has_point = not languages or languages[0] in ("en", "zh", "ja", "ko", "he", "th")
    return f"{plain if has_point else plain.replace('.', ',')} {unit}"


def without_markup(text: str) -> str:
    """The text without what only a program should see.

    >>> without_markup("Soft &amp; warm<br>socks")
    'Soft & warm socks'
    """
    import html

    return " ".join(html.unescape(re.sub(r"<[^>]*>|\{\{?\w+\}?\}", " ", text)).split())


def without_forbidden(text: str) -> str:
    """The text without words channels forbid in it.

    >>> without_forbidden("Best Seller: warm socks, free shipping")
    'warm socks'
    """
    return re.sub(r"\s+", " ", _FORBIDDEN.sub("", text)).strip(" :,;-–|!")
