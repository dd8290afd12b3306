"""`brand.answer_review`: which reviews to answer first, what they have in common, and who can mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from argosy.core.evidence import Evidence
from argosy.core.text import Text, mark
from argosy.decision.contract import Decision, Option, Term, Verdict
from argosy.decision.drafting import Draft
from argosy.decision.evaluation import Evaluation
from argosy.decision.parameters import Parameters
from argosy.decision.wording import count, day, decimal, money, money_range, percent
from argosy.domains.brand.model import SAFETY, Cluster, answer, clusters, worth
from argosy.domains.brand.voices import BrandFacts
from argosy.methods.uncertainty import summary

KIND = "brand.answer_review"
TITLE = Text("Answer the reviews that matter first")
MARGIN = "contribution_margin_3"

NAMES = (
    mark("Answer and mend"),
    mark("Answer only"),
    mark("Reviews of the year"),
    mark("Unanswered negative reviews"),
    mark("Buyers who say so"),
    mark("Share of all reviews"),
    mark("Mean rating of them"),
    mark("Newest of them"),
    mark("Theme"),
    mark("Who can mend it"),
    mark("Net sales of the year"),
    mark("In their words"),
    mark("Reviews without stars"),
)
"""Names of evidence and options as they are shown: the name with blanks and a capital."""

THEMES = {
    "safety": Text("harm or danger"),
    "damaged": Text("damage on the way"),
    "late": Text("late or lost parcels"),
    "wrong_item": Text("wrong or incomplete goods"),
    "not_as_described": Text("a page that promises something else"),
    "size": Text("size and fit"),
    "instructions": Text("instructions"),
    "broke": Text("breaking and not working"),
    "material": Text("material and finish"),
    "service": Text("service"),
    "price": Text("price"),
    "other": Text("several things"),
}
BELONGS = {
    "product": Text("the product: tell who answers for it, and look at returns of the same cause"),
    "copy": Text("the page: correct title, pictures, size table or manual"),
    "carrier": Text("carrier and packaging: claim, and pack differently"),
    "supplier": Text("the supplier: inspect the stock and the next batch"),
    "service": Text("support: answer sooner"),
}


def propose(facts: BrandFacts, parameters: Parameters) -> Iterable[Decision]:
    """Answer the reviews that matter first.

    Question:
        Which negative reviews should be answered first, what do several buyers say alike, and where does it belong: to the product, the
        page, the carrier, the supplier or the service?

    Why it pays:
        The newest bad reviews stand on top of the page and everybody who hesitates reads them. An answer calms one; mending what three
        buyers say alike ends a row of them.

    Evidence:
        The reviews of the theme: how many, by how many buyers, their share of all reviews, stars, the newest; who can mend it; a sentence
        in a buyer's words; what the product sells.

    Options:
        Answer and mend the cause. Answer only. Hold: leave them unanswered. The options carry the list, the most harmful first, with a
        draft in the buyer's language. Nothing is ever sent by Argosy.

    Holds when:
        No unanswered review has three stars or fewer.

    Not enough data when:
        Fewer than five own reviews with stars in a year, or none newer than 90 days. The decision says what to export.

    Method:
        Reviews of three stars and fewer without an answer are put into themes by word lists in seven languages, harm to people first. A
        theme is told where three different buyers of one product name it; a single report of harm suffices. Reviews are ordered by
        stars lost, people who found them helpful, age (half as much every 90 days) and what the product sells. What mending brings
        is an assumed loss of sales times the share of reviews of the theme; where visits are loaded, the loss is drawn again by how far
        the product's orders per visit fell in the newest quarter against those of all other products.

    Limits:
        Word lists miss irony and languages they do not hold, and a text of two themes counts for the first. On 5,193 negative reviews of
        clothes (CC0) 43 % got a theme and four were taken for a report of harm, two of them wrongly. How much of its sales a
        product loses to a theme is our own assumption, so what an answer brings is a range and the verdict for single reviews is
        test; themes of several buyers and reports of harm are act, since leaving them costs more than an hour. Some channels allow
        no public answers: there the draft is for the buyer's inbox.
    """
    draft = Draft(
        kind=KIND,
        as_of=facts.as_of,
        snapshot=facts.snapshot,
        currency=facts.currency,
        source=facts.source,
        expires_after_days=parameters.count("expires_after_days"),
        metric=MARGIN,
        reversible=False,
    )
    needs = tuple(_missing(facts, parameters))
    if needs:
        yield draft.unknown(
            "reviews:all", Text("Too few reviews are at hand to say what buyers have in common."), needs
        )
        return
    found, rest = clusters(facts, parameters)
    for cluster in found[: parameters.count("most_decisions")]:
        yield _decided(draft, facts, cluster, Verdict.ACT, parameters)
    if rest is not None:
        yield _decided(draft, facts, rest, Verdict.TEST, parameters)
    if not found and rest is None:
        yield _nothing(draft, facts)


def _missing(facts: BrandFacts, parameters: Parameters) -> Iterator[Text]:
    if facts.last_on is None:
        yield Text(
            "Load the reviews of your own products with SKU or page, day, stars and text (a channel's export or a spreadsheet)."
        )
        return
    if facts.as_of - facts.last_on > timedelta(days=parameters.count("stale_after_days")):
        yield Text("Load the reviews since {day}.", {"day": day(facts.last_on)})
    if len(facts.reviews) < parameters.count("smallest_reviews"):
        values = {"needed": parameters.count("smallest_reviews"), "known": len(facts.reviews)}
        yield Text("At least {needed} reviews with stars within a year (now {known}).", values)


def _decided(draft: Draft, facts: BrandFacts, cluster: Cluster, verdict: Verdict, parameters: Parameters) -> Decision:
    only = _option(draft, facts, cluster, "answer_only", parameters)
    options = [only, draft.hold(Text("Hold: leave them unanswered."))]
    if cluster.product:
        options.insert(0, _option(draft, facts, cluster, "answer_and_mend", parameters))
    products = tuple(sorted({review.product for review in cluster.reviews if review.product}))
    markets = tuple(sorted({review.market for review in cluster.reviews}))
    return draft.decided(
        f"sku:{cluster.product}/{cluster.theme}" if cluster.product else "reviews:all/single",
        verdict,
        options,
        _evidence(draft, facts, cluster),
        _rationale(facts, cluster, options[0]),
        Evaluation(
            metric="net_sales",
            window_days=parameters.count("evaluation_days"),
            minimum_effect=0.0,
            where={"product": products} if products else {"market": markets},
        ),
    )


def _option(draft: Draft, facts: BrandFacts, cluster: Cluster, name: str, parameters: Parameters) -> Option:
    mends = name == "answer_and_mend"
    share = parameters.number("won_by_mending" if mends else "won_by_answer")
    point, low, high = summary(worth(facts, cluster, parameters, share))
    values = {"reviews": count(len(cluster.reviews)), "belongs": BELONGS[cluster.belongs]}
    action = (
        Text("Answer {reviews} reviews and take the cause to {belongs}.", values)
        if mends
        else Text("Answer {reviews} reviews, the most harmful first.", values)
    )
    listed: list[Term] = []
    for review in cluster.reviews[: parameters.count("listed")]:
        language, text = answer(review, cluster.theme)
        listed.append(
            {
                "review_id": review.number,
                "channel": review.channel,
                "market": review.market,
                "product": review.product,
                "written_on": day(review.written_on),
                "rating": review.rating,
                "text": review.text[:280],
                "language": language,
                "draft": text,
            }
        )
    terms: dict[str, Term] = {"theme": cluster.theme, "belongs": cluster.belongs, "reviews": tuple(listed)}
    return Option(name, action, draft.effect(point, low, high), terms)


def _evidence(draft: Draft, facts: BrandFacts, cluster: Cluster) -> list[Evidence]:
    reviews = cluster.reviews
    sales = sum(facts.net_sales.get(product, 0.0) for product in {review.product for review in reviews})
    found = draft.evidence(
        [
            ("reviews_of_the_year", len(facts.reviews)),
            ("unanswered_negative_reviews", len(reviews)),
            ("buyers_who_say_so", cluster.buyers),
            ("share_of_all_reviews", cluster.share),
            ("mean_rating_of_them", sum(review.rating for review in reviews) / len(reviews)),
            ("newest_of_them", day(max(review.written_on for review in reviews))),
            ("theme", cluster.theme),
            ("who_can_mend_it", cluster.belongs),
            ("in_their_words", reviews[0].text[:140] or None),
        ]
    )
    return [*found, *draft.evidence([("net_sales_of_the_year", sales or None)], facts.sales_source)]


def _rationale(facts: BrandFacts, cluster: Cluster, option: Option) -> Text:
    reviews = cluster.reviews
    values = {
        "product": cluster.product,
        "reviews": count(len(reviews)),
        "buyers": count(cluster.buyers),
        "theme": THEMES[cluster.theme],
        "share": percent(cluster.share),
        "rating": decimal(sum(review.rating for review in reviews) / len(reviews)),
        "belongs": BELONGS[cluster.belongs],
    }
    if not cluster.product:
        what = Text(
            "{reviews} negative reviews without an answer ({rating} stars on average) name nothing that three buyers of one product have in"
            " common: answer the most harmful first.",
            values,
        )
    elif cluster.theme == SAFETY:
        what = Text(
            "{buyers} buyers of {product} report {theme}. Answer today, look at the product before more of it ships; it belongs to"
            " {belongs}.",
            values,
        )
    else:
        what = Text(
            "{buyers} buyers of {product} complain of {theme} ({share} of its reviews, {rating} stars) and have no answer. It belongs to"
            " {belongs}.",
            values,
        )
    if option.effect is None or option.effect.point <= 0:
        return what
    worth_it = {"effect": money(option.effect.point, facts.currency), "range": money_range(option.effect)}
    return Text(
        "{what} {worth}",
        {"what": what, "worth": Text("It may bring about {effect} a year ({range}, assumed).", worth_it)},
    )


def _nothing(draft: Draft, facts: BrandFacts) -> Decision:
    reason = Text(
        "Of {reviews} reviews of the last year none with three stars or fewer is without an answer.",
        {"reviews": count(len(facts.reviews))},
    )
    evidence = draft.evidence(
        [("reviews_of_the_year", len(facts.reviews)), ("reviews_without_stars", facts.without_rating or None)]
    )
    stay = draft.hold(Text("Hold: leave them unanswered."))
    return draft.decided("reviews:all", Verdict.HOLD, (stay,), evidence, reason)
