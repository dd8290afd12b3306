"""`localization.fix_listing`: which live pages a native would stumble over, and what correcting them may bring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from argosy.core.evidence import Evidence
from argosy.core.text import Text, mark
from argosy.decision.contract import Decision, Option, Term, Verdict
from argosy.decision.drafting import Draft
from argosy.decision.evaluation import Evaluation
from argosy.decision.parameters import Parameters
from argosy.decision.wording import count, money, money_range, percent, place
from argosy.domains.localization.checks import Flaw
from argosy.domains.localization.model import Compared, Flawed, compared, flawed, kinds_of, prior_of, together
from argosy.domains.localization.pages import LocalizationFacts
from argosy.methods.uncertainty import summary

KIND = "localization.fix_listing"
TITLE = Text("Correct listings a native speaker would stumble over")
MARGIN = "contribution_margin_3"

NAMES = (
    mark("Correct page"),
    mark("Flaws"),
    mark("Language found"),
    mark("Sessions"),
    mark("Conversion there"),
    mark("Conversion in other markets"),
    mark("Likely to convert worse than elsewhere"),
    mark("Net sales of the year there"),
    mark("Listings looked at"),
    mark("Listings without text"),
    mark("Listings with flaws"),
)
"""Names of evidence and options as they are shown: the name with blanks and a capital."""

WORDS = {
    "wrong_language": Text("it is written in another language than its buyers speak"),
    "untranslated": Text("words of the original are left in it"),
    "markup": Text("code of a program shows"),
    "units": Text("units its buyers do not use"),
    "currency": Text("a price in another currency"),
    "length": Text("a title that is too long or too short"),
    "forbidden_words": Text("words channels forbid"),
    "shouting": Text("capitals or the same word again and again"),
}


def propose(facts: LocalizationFacts, parameters: Parameters) -> Iterable[Decision]:
    """Correct listings a native speaker would stumble over.

    Question:
        Which live pages are in the wrong language, keep words of the original, show units, prices or code that its buyers do not use, and
        which of them is worth correcting first?

    Why it pays:
        A buyer who stumbles over the title does not read on. The same product sells in the next market with the same price and pictures,
        so the difference in orders per visit shows what the page costs.

    Evidence:
        The flaws found and where; the language found; visits, orders per visit there and of the same product in the other markets, and
        how sure the difference is; what the page sells.

    Options:
        Correct the page; the option lists every flaw, with the corrected text where it can be computed (units, code, forbidden words,
        capitals). Hold: leave it as it is.

    Holds when:
        No live page shows any of the flaws.

    Not enough data when:
        No live listing with a title and a country is loaded. The decision says what to export.

    Method:
        The language of a page is told by its script and its small words and compared with the languages of the country (Unicode CLDR);
        a short title by whether its words stand on your pages of other languages and on none of this one.
        Other flaws are found by patterns. Orders per visit are shrunk by a beta prior that all pages together give (Kleinman 1973);
        the gap to the same product elsewhere, times an assumed share that a good page closes, visits, the worth of an order and the
        margin, is the effect. Without visits an assumed small share of sales takes its place.

    Limits:
        Patterns find what is plainly wrong, not what merely sounds foreign: let a native read what sells most. Short titles without
        words that your other pages hold have no language that could be told. The gap has other causes too (price, trust, season), so
        only grave flaws with a sure gap are act; everything else is test. Limits of titles are from memory. A unit in a name (a 10
        inch pan) may be meant.
    """
    draft = Draft(
        kind=KIND,
        as_of=facts.as_of,
        snapshot=facts.snapshot,
        currency=facts.currency,
        source=facts.source,
        expires_after_days=parameters.count("expires_after_days"),
        metric=MARGIN,
    )
    if not facts.pages:
        needs = (Text("Load your active listings with country, title, bullet points and description."),)
        yield draft.unknown("listing:all", Text("Without the texts of the pages nobody can say how they read."), needs)
        return
    prior = prior_of(facts)
    found = flawed(facts, prior, parameters)
    most = parameters.count("most_decisions")
    by_page: dict[str, list[Flawed]] = {}
    for one in found:
        by_page.setdefault(f"listing:{one.page.product}/{one.page.market}", []).append(one)
    pages = list(by_page.items())
    for subject, same in pages[:most]:
        beside = [compared(facts, one, prior, parameters) for one in same]
        yield _page(draft, facts, subject, same, beside, parameters)
    if len(pages) > most:
        yield _rest(draft, [one for _, same in pages[most:] for one in same], parameters)
    if not found:
        yield _clean(draft, facts)


def _page(
    draft: Draft,
    facts: LocalizationFacts,
    subject: str,
    same: Sequence[Flawed],
    beside: Sequence[Compared],
    parameters: Parameters,
) -> Decision:
    """One decision for a product in a market, which may have several pages there."""
    first = same[0]
    option = _option(draft, same, beside)
    is_sure = first.is_grave and beside[0].is_lower >= parameters.number("sure")
    page = first.page
    return draft.decided(
        subject,
        Verdict.ACT if is_sure else Verdict.TEST,
        (option, draft.hold(Text("Hold: leave the page as it is."))),
        _evidence(draft, facts, first, beside[0]),
        _rationale(facts, first, beside[0], option),
        Evaluation(
            metric="net_sales",
            window_days=parameters.count("window_days"),
            minimum_effect=0.0,
            where={"product": (page.product,), "market": (page.market,)},
        ),
        tuple(_asks(beside[0])),
    )


def _option(draft: Draft, same: Sequence[Flawed], beside: Sequence[Compared]) -> Option:
    point, low, high = summary(sum((one.worth for one in beside[1:]), beside[0].worth))
    page = same[0].page
    values = {"product": page.product, "market": place(page.market), "flaws": _named(same[0].flaws)}
    terms: dict[str, Term] = {
        "product": page.product,
        "market": page.market,
        "flaws": tuple(
            {
                "listing_id": one.page.listing,
                "channel": one.page.channel,
                "flaw": flaw.kind,
                "place": flaw.place,
                "found": flaw.found,
                "corrected": flaw.corrected or None,
            }
            for one in same
            for flaw in one.flaws
        ),
    }
    action = Text("Correct the page of {product} in {market}: {flaws}.", values)
    return Option("correct_page", action, draft.effect(point, low, high), terms)


def _named(found: Sequence[Flaw]) -> Text:
    """The flaws in words, at most three of them.

    >>> str(_named([Flaw("units", "title", "10 inch"), Flaw("length", "title", "12")]))
    'units its buyers do not use; a title that is too long or too short'
    """
    kinds = kinds_of(found)[:3]
    parts = {f"part_{number}": WORDS[kind] for number, kind in enumerate(kinds)}
    return Text(TEMPLATES[len(kinds) - 1], parts)


TEMPLATES = (mark("{part_0}"), mark("{part_0}; {part_1}"), mark("{part_0}; {part_1}; {part_2}"))


def _evidence(draft: Draft, facts: LocalizationFacts, one: Flawed, beside: Compared) -> list[Evidence]:
    page = one.page
    spoken = next((flaw.found for flaw in one.flaws if flaw.kind == "wrong_language"), None)
    found = draft.evidence([("flaws", ", ".join(kinds_of(one.flaws))), ("language_found", spoken)])
    visits = draft.evidence(
        [
            ("sessions", page.sessions or None),
            ("conversion_there", beside.conversion),
            ("conversion_in_other_markets", beside.sibling),
            ("likely_to_convert_worse_than_elsewhere", beside.is_lower or None),
        ],
        facts.visit_source,
    )
    return [*found, *visits, *draft.evidence([("net_sales_of_the_year_there", page.net_sales)])]


def _rationale(facts: LocalizationFacts, one: Flawed, beside: Compared, option: Option) -> Text:
    page = one.page
    values: dict[str, object] = {
        "product": page.product,
        "market": place(page.market),
        "flaws": _named(one.flaws),
    }
    parts: dict[str, object] = {"what": Text("The page of {product} in {market}: {flaws}.", values)}
    if beside.conversion is not None and beside.sibling is not None:
        numbers = {
            "sessions": count(page.sessions),
            "here": percent(beside.conversion),
            "there": percent(beside.sibling),
            "days": facts.visit_days,
        }
        parts["gap"] = Text(
            "Of {sessions} visits in {days} days {here} buy, in the other markets {there}.",
            numbers,
        )
    else:
        parts["gap"] = Text("How it converts beside the other markets is not known.")
    if option.effect is None or option.effect.point <= 0:
        return Text("{what} {gap}", parts)
    worth = {"effect": money(option.effect.point, facts.currency), "range": money_range(option.effect)}
    parts["worth"] = Text("It may bring about {effect} a year ({range}, assumed).", worth)
    return Text("{what} {gap} {worth}", parts)


def _asks(beside: Compared) -> Iterator[Text]:
    if beside.conversion is None:
        yield Text("Visits and orders of the listings by country (Amazon: detail page sales and traffic).")


def _rest(draft: Draft, rest: Sequence[Flawed], parameters: Parameters) -> Decision:
    point, low, high = summary(together(rest, parameters))
    kinds = Counter(kind for one in rest for kind in kinds_of(one.flaws))
    listed = tuple(
        {"product": one.page.product, "market": one.page.market, "flaws": ", ".join(kinds_of(one.flaws))}
        for one in rest[: parameters.count("listed")]
    )
    values = {"listings": count(len(rest))}
    terms: dict[str, Term] = {"listings": listed}
    option = Option(
        "correct_page", Text("Correct {listings} further pages.", values), draft.effect(point, low, high), terms
    )
    markets = tuple(sorted({one.page.market for one in rest}))
    return draft.decided(
        "listing:all/rest",
        Verdict.TEST,
        (option, draft.hold(Text("Hold: leave the page as it is."))),
        draft.evidence(
            [
                ("listings_with_flaws", len(rest)),
                ("flaws", ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))),
            ]
        ),
        Text("{listings} further pages show flaws of less weight.", values),
        Evaluation("net_sales", parameters.count("window_days"), 0.0, where={"market": markets}),
    )


def _clean(draft: Draft, facts: LocalizationFacts) -> Decision:
    values = {"listings": count(len(facts.pages))}
    reason = Text(
        "None of {listings} live pages shows what a pattern can find; let a native read what sells most.", values
    )
    evidence = draft.evidence(
        [("listings_looked_at", len(facts.pages)), ("listings_without_text", facts.without_text or None)]
    )
    stay = draft.hold(Text("Hold: leave the page as it is."))
    return draft.decided("listing:all", Verdict.HOLD, (stay,), evidence, reason)
