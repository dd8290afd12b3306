"""Composes the report: asks the numbers, the books and the decisions, and notes for each number where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from argosy.app.decide import Decided, Proposal
from argosy.app.report import breakdowns, window
from argosy.app.report.breakdowns import Question
from argosy.app.report.contents import Breakdown, Change, Figure, Report
from argosy.app.report.intake import read_intake
from argosy.app.report.privacy import without_persons
from argosy.app.report.sources import PROBES, Library
from argosy.app.workspace import Workspace
from argosy.core.text import Text
from argosy.metrics.contract import Measures, Query, Row, Unit, Value
from argosy.metrics.registry import metric, metrics

if TYPE_CHECKING:
    from argosy.app.facade import Argosy

HEADLINE = (
    "net_sales", "orders", "customers", "average_order_value", "repeat_purchase_rate", "refund_rate", "units",
)  # fmt: skip
LARGEST_SHARE = 0.5  # a market that brings more than this is told apart from the others


def compose(argosy: Argosy, decided: Decided | None = None) -> Report:
    """The report of the newest snapshot; `decided` is what was proposed on it, decided anew where it is not given."""
    measures, workspace = argosy.measures, argosy.workspace
    intake = read_intake(measures)
    decided = decided or argosy.decide()
    report = Report(
        shop=_shop(workspace, sorted({file.store for file in intake.files if file.store})),
        home_currency=workspace.home_currency,
        home_country=workspace.home_country,
        order_currencies=(),
        snapshot=measures.snapshot_number,
        lake_version={},
        intake=intake,
        proposals=tuple(_without_persons(decided.proposals)),
        notes=decided.notes,
        kind_titles=_kind_titles(decided.proposals),
        metrics=dict(metrics()),
    )
    days = _days(measures)
    if days is None:
        return report
    library = Library(argosy.trace, window.choose(*days).period)
    return _with_numbers(report, Question(measures, window.choose(*days), library))


def _with_numbers(report: Report, ask: Question) -> Report:
    """The report with every part that needs numbers."""
    period = ask.window.period
    total = ask.measures.measure(Query((*HEADLINE, breakdowns.LINES), (), period.start, period.end))
    currencies = tuple(str(row["currency"]) for row in ask.rows(["net_sales"], "currency") if row["currency"])
    headline = _headline(ask, total.rows[0], currencies)
    markets = breakdowns.markets(ask)
    main_market = _main_market(markets, report.home_country)
    return replace(
        report,
        window=ask.window,
        order_currencies=currencies,
        lake_version=total.lake_version,
        headline=headline,
        months=breakdowns.months(ask),
        markets=markets,
        main_market=main_market,
        other_markets=breakdowns.other_markets(ask, markets, main_market),
        products=breakdowns.products(ask),
        segments=breakdowns.segments(ask),
        concentration=breakdowns.concentration(ask, total.rows[0]["net_sales"]),
        sources=tuple(ask.library.sources.values()),
    )


def _days(measures: Measures) -> tuple[date, date] | None:
    """First and last day with orders or refunds; None where there is no order."""
    orders, refunds = measures.span("order_lines"), measures.span("refunds")
    if orders is None:
        return None
    return (min(orders[0], refunds[0]), max(orders[1], refunds[1])) if refunds else orders


def _headline(ask: Question, whole: Row, currencies: tuple[str, ...]) -> tuple[Figure, ...]:
    changes = _changes(ask)
    originals = _originals(ask, currencies)
    lines = whole[breakdowns.LINES]
    figures = []
    for slug in HEADLINE:
        title = Text(metric(slug).title)
        total = lines if isinstance(lines, int) else None
        query, values = Query((slug,)), {slug: whole[slug]}
        source = ask.library.add(f"total-{slug}", title, "headline", query, values, traced=tuple(PROBES), total=total)
        figures.append(Figure(slug, whole[slug], source, changes.get(slug), originals.get(slug)))
    return tuple(figures)


def _changes(ask: Question) -> dict[str, Change]:
    compared = ask.window.compared
    if compared is None:
        return {}
    later, earlier = (
        ask.measures.measure(Query(HEADLINE, (), period.start, period.end)).rows[0]
        for period in (compared.later, compared.earlier)
    )
    return {slug: Change(later[slug], earlier[slug]) for slug in HEADLINE}


def _originals(ask: Question, currencies: tuple[str, ...]) -> Mapping[str, Value]:
    """The money of the headline in the orders' own currency, where that is one currency and not the home currency."""
    if len(currencies) != 1 or currencies[0] == ask.measures.home_currency:
        return {}
    slugs = tuple(slug for slug in HEADLINE if metric(slug).unit is Unit.MONEY)
    period = ask.window.period
    return ask.measures.measure(Query(slugs, (), period.start, period.end, currency=currencies[0])).rows[0]


def _main_market(markets: Breakdown, home_country: str) -> str | None:
    """The market told apart from the others: the home country where it buys, else one that outweighs all others."""
    known = [one for one in markets.slices if one.key]
    if any(one.key == home_country and (one.share or 0) > 0 for one in known):
        return home_country
    return next((one.key for one in known if (one.share or 0) > LARGEST_SHARE), None)


def _shop(workspace: Workspace, stores: Sequence[str]) -> str:
    """What the shop is called: its stores, as argosy.toml or the loads name them, else the workspace's folder."""
    names = list(workspace.stores) or list(stores)
    return ", ".join(names) if names else workspace.root.name


def _without_persons(proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    for one in proposals:
        yield replace(one, decision=without_persons(one.decision))


def _kind_titles(proposals: Sequence[Proposal]) -> dict[str, Text]:
    from argosy.decision.domain import kinds

    known = kinds()
    return {one.decision.kind: known[one.decision.kind].title for one in proposals if one.decision.kind in known}
