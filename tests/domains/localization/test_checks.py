from __future__ import annotations

import pytest

from argosy.decision.domain import kinds
from argosy.domains.localization.checks import flaws, in_units_of, without_forbidden
from argosy.domains.localization.pages import Page
from argosy.domains.localization.words import Words
from argosy.methods.language import language_of

PARAMETERS = kinds()["localization.fix_listing"].parameters


def page(title: str, market: str = "DE", languages: tuple[str, ...] = ("de",), currency: str = "EUR") -> Page:
    return Page("lamp", market, "amazon", "B1", title, (), "", languages, currency, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("title", "kind", "corrected"),
    [
        ("Schreibtischlampe 10 inch für das Büro", "units", "Schreibtischlampe 25,4 cm für das Büro"),
        ("Warme Socken &amp; weiche Mützen für den Winter", "markup", "Warme Socken & weiche Mützen für den Winter"),
        ("Best Seller Schreibtischlampe für das Büro", "forbidden_words", "Schreibtischlampe für das Büro"),
        ("Schreibtischlampe 护眼台灯 für das Büro", "untranslated", ""),
        ("Schreibtischlampe nur $20 für das Büro", "currency", ""),
        ("SCHREIBTISCHLAMPE DIMMBAR BÜRO WEISS", "shouting", "Schreibtischlampe dimmbar büro weiss"),
        ("x" * 201, "length", ""),
        ("The lamp for your home with a dimmer and the plug for you", "wrong_language", ""),
    ],
)
def test_each_flaw_is_found_and_corrected_where_that_can_be_computed(title: str, kind: str, corrected: str) -> None:
    found = {flaw.kind: flaw.corrected for flaw in flaws(page(title), PARAMETERS)}
    assert found[kind] == corrected


@pytest.mark.parametrize(
    ("title", "market", "languages", "currency"),
    [
        ("Schreibtischlampe 25 cm für das Büro, weiß", "DE", ("de",), "EUR"),
        ("Desk lamp 10 inch for your home and office", "US", ("en",), "USD"),
        ("Desk lamp 10 inch for your home and office", "GB", ("en",), "GBP"),
        ("デスクライト 調光 可能 勉強 読書 用 ライト", "JP", ("ja",), "JPY"),
        ("Lampe de bureau avec variateur pour la maison", "BE", ("nl", "fr", "de"), "EUR"),
    ],
)
def test_what_reads_well_is_left_alone(title: str, market: str, languages: tuple[str, ...], currency: str) -> None:
    assert flaws(page(title, market, languages, currency), PARAMETERS) == ()


def test_units_there_and_back() -> None:
    assert in_units_of("98.6 °F", "DE", ("de",)) == "37 °C"
    assert in_units_of("1.5 kg", "US") == "3.31 lb"
    assert without_forbidden("包邮 台灯") == "台灯"


@pytest.mark.parametrize("text", ["", "123 456", "LED RGB USB", "!!!"])
def test_a_text_without_small_words_has_no_language(text: str) -> None:
    assert language_of(text) == ""


def test_a_short_title_is_foreign_where_its_words_stand_only_on_pages_of_another_language() -> None:
    """English nouns on a German page, and Latin letters alone on a Japanese one; Chinese characters alone may be Japanese."""
    german = [page(f"Hoki Schreibtischlampe, {colour}") for colour in ("rot", "blau", "weiss", "gelb", "braun", "rosa")]
    english = [page(f"Hoki desk lamp, {colour}", "US", ("en",), "USD") for colour in ("red", "blue", "white")]
    japanese = [page(f"Hoki 犬用寝床, {colour}", "JP", ("ja",), "JPY") for colour in ("青", "白")]
    left_english = [page("Hoki desk lamp, red"), page("Hoki desk lamp, blue", "JP", ("ja",), "JPY")]
    words = Words.of([*german, *english, *japanese, *left_english])
    assert [words.foreign(one) for one in left_english] == ["en", "en"]
    assert {words.foreign(one) for one in (*german, *english, *japanese)} == {""}
    kinds_found = [[flaw.kind for flaw in flaws(one, PARAMETERS, words)] for one in (left_english[0], *japanese)]
    assert [found[:1] == ["wrong_language"] for found in kinds_found] == [True, False, False]
