"""The numbers of the report as the page lays them out: tiles, charts by month, tables with bars, the curve of customers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from markupsafe import Markup

from argosy.app.report.contents import Breakdown, Concentration, Figure, Report, Slice, Source, Window
from argosy.core.text import Text
from argosy.interfaces.presentation import words
from argosy.interfaces.presentation.report.bilingual import SHORTENED_FROM, Both, Delta, Voice
from argosy.interfaces.presentation.report.charts import Column, columns, curve
from argosy.metrics.contract import Unit, Value

TALL, LOW, CURVE = 210, 150, 290  # heights of the charts in pixels
MARKED_SHARES = (0.01, 0.1, 0.2, 0.5)
MISSING_REASONS = {
    "refund_rate": "missing_refunds",
    "customers": "missing_buyers",
    "repeat_purchase_rate": "missing_buyers",
    "orders_per_customer": "missing_buyers",
    "spend_per_customer": "missing_buyers",
    "orders": "missing_orders",
    "average_order_value": "missing_orders",
    "average_unit_price": "missing_orders",
    "units": "missing_orders",
}


@dataclass(frozen=True)
class Tile:
    """A headline number."""

    title: Both
    short: Both
    full: Both | None
    original: Both | None
    source: str
    delta: Delta | None
    later: Both
    earlier: Both


@dataclass(frozen=True)
class BarRow:
    """A row of a table with a bar: `bar` is its length (0 to 1) beside the longest, None for a row that is told apart."""

    name: Both
    slice: Slice
    bar: float | None
    delta: Delta | None
    tone: str = ""


def tiles(report: Report, voice: Voice) -> list[Tile]:
    """The headline numbers."""
    return [_tile(figure, report, voice) for figure in report.headline]


def _tile(figure: Figure, report: Report, voice: Voice) -> Tile:
    slug = figure.metric
    is_large = abs(_float(figure.value)) >= SHORTENED_FROM
    original = figure.original
    return Tile(
        title=voice.heading(slug),
        short=brief(slug, figure.value, voice),
        full=voice.full(slug, figure.value) if is_large else None,
        original=None if original is None else voice.full(slug, original, report.order_currencies[0]),
        source=figure.source,
        delta=voice.delta(figure.change, slug),
        later=brief(slug, figure.change.later, voice) if figure.change else voice.say("nothing"),
        earlier=brief(slug, figure.change.earlier, voice) if figure.change else voice.say("nothing"),
    )


def brief(slug: str, value: Value, voice: Voice) -> Both:
    """A figure shortened where it is large; its currency stands in the title."""
    is_long = voice.metrics[slug].unit in (Unit.MONEY, Unit.COUNT) and abs(_float(value)) >= SHORTENED_FROM
    if is_long and isinstance(value, int | float | Decimal):
        return voice.short(value)
    return voice.full(slug, value, with_currency=False)


def amounts(report: Report, voice: Voice) -> Both:
    """In which currency amounts are, and which ones the orders have."""
    others = [code for code in report.order_currencies if code != report.home_currency]
    if not others:
        return voice.say("amounts_in", currency=report.home_currency)
    listed = ", ".join(report.order_currencies)
    return voice.say("amounts_converted", currency=report.home_currency, original=listed)


def compared(window: Window, voice: Voice) -> Both:
    """Which stretches the arrows compare."""
    if window.compared is None:
        return voice.say("compared_nothing")
    later, earlier = voice.days(window.compared.later), voice.days(window.compared.earlier)
    return voice.say("compared", later=later, earlier=earlier)


def source_title(source: Source, voice: Voice) -> Both:
    """What a source is about; the place in its title is named as in the tables."""
    key = source.title.values.get("name")
    if source.id == "market-others":
        return voice.text(Text(source.title.template, {"name": voice.place(str(key))}))
    if key is None:
        return voice.text(source.title)
    dimension = next(iter(source.query.where), "month")
    return voice.text(Text(source.title.template, {"name": slice_name(dimension, str(key) or None, voice)}))


def month_notes(report: Report, voice: Voice) -> list[Both]:
    """What is to be known of the charts: months cut short, the first months, the marks of the year before."""
    if report.window is None or report.months is None:
        return []
    period, notes = report.window.period, []
    for one, key, day in (
        (report.months.slices[-1], "partial_month", period.last_day),
        (report.months.slices[0], "partial_first_month", period.start),
    ):
        if not one.is_complete:
            notes.append(voice.say(key, month=voice.month(str(one.key)), day=voice.date(day)))
    if any(one.change for one in report.months.slices):
        notes.append(voice.say("year_before_mark"))
    if not report.window.complete_months or period.start <= report.window.complete_months[0]:
        notes.append(voice.say("first_months"))
    return notes


def month_chart(
    months: Breakdown, slugs: Sequence[str], tones: Sequence[str], voice: Voice, *, is_tall: bool
) -> Markup:
    """Metrics month by month, stacked; the highest month and the last complete one keep their label on a phone."""
    totals = [sum(_float(one.values[slug]) for slug in slugs) for one in months.slices]
    complete = [number for number, one in enumerate(months.slices) if one.is_complete]
    kept = {totals.index(max(totals)) if totals else -1, complete[-1] if complete else -1}
    is_cramped = len(months.slices) > 1 and str(months.slices[1].key).endswith("-01")
    first_year = -1 if is_cramped else 0  # two years below one another would touch on a phone
    bands = []
    for number, one in enumerate(months.slices):
        label = str(one.key)
        year = label[:4] if label.endswith("-01") or number == first_year else ""
        before = None if one.change is None or one.change.earlier is None else _float(one.change.earlier)
        bands.append(
            Column(
                name=voice.month_name(label),
                below=year,
                parts=tuple(_float(one.values[slug]) for slug in slugs),
                label=voice.short(totals[number]),
                is_whole=one.is_complete,
                is_minor=number not in kept,
                mark=before if slugs == ("net_sales",) else None,
            )
        )
    return columns(bands, TALL if is_tall else LOW, tones)


def bar_rows(breakdown: Breakdown, voice: Voice, apart: str | None = None) -> list[BarRow]:
    """Rows with bars as long as their net sales; the one told apart comes first and has none."""
    others = [one for one in breakdown.slices if apart is None or one.key != apart]
    longest = max((_float(one.values["net_sales"]) for one in others), default=0.0)
    rows = [_row(breakdown, one, None, voice) for one in breakdown.slices if apart is not None and one.key == apart]
    for one in others:
        length = max(_float(one.values["net_sales"]), 0.0) / longest if longest > 0 else 0.0
        rows.append(_row(breakdown, one, length, voice))
    return rows


def _row(breakdown: Breakdown, one: Slice, bar: float | None, voice: Voice) -> BarRow:
    return BarRow(slice_name(breakdown.dimension, one.key, voice), one, bar, voice.delta(one.change, "net_sales"))


def slice_name(dimension: str, key: str | None, voice: Voice) -> Both:
    """What a slice is called."""
    if key is None:
        return voice.say("not_stated")
    match dimension:
        case "market":
            return voice.place(key)
        case "month":
            return voice.month(key)
        case "customer_segment":
            return voice.say("segment_no_order") if key == "no_order" else voice.word(words.SEGMENTS, key)
        case _:
            return Both(key, key)


def market_rows(report: Report, voice: Voice) -> list[BarRow]:
    """All markets together, the main one, the others together, then each of the others with its bar."""
    if report.markets is None:
        return []
    rows = bar_rows(report.markets, voice, report.main_market)
    main = [replace(row, tone="main") for row in rows[:1]] if report.main_market else []
    if report.other_markets is not None:
        name = voice.say("other_markets", count=voice.count(len(report.markets.slices) - 1))
        delta = voice.delta(report.other_markets.change, "net_sales")
        main.append(BarRow(name, report.other_markets, None, delta, "main last"))
    return [*main, *rows[1 if report.main_market else 0 :]]


def market_sentence(report: Report, voice: Voice) -> Both | None:
    """What the market told apart brings, and what all others bring together; None where none is told apart."""
    if report.markets is None or report.main_market is None:
        return None
    main = next(one for one in report.markets.slices if one.key == report.main_market)
    others = [one for one in report.markets.slices if one.key != report.main_market]
    rest = sum(_float(one.values["net_sales"]) for one in others)
    first = sum(_float(one.values["net_sales"]) for one in others[:5])
    if not others or rest <= 0:
        return None
    return voice.say(
        "markets_sentence",
        market=voice.place(report.main_market),
        share=voice.percent(main.share),
        count=voice.count(len(others)),
        rest=voice.each(lambda formats: f"{voice.currency} {voice.short(rest).of(formats.language)}"),
        rest_share=voice.percent(1 - (main.share or 0.0)),
        first=voice.percent(first / rest, 0),
    )


def customer_curve(found: Concentration, voice: Voice) -> Markup:
    """The curve of the customers, named at 1, 10, 20 and 50 percent of them."""
    marked = []
    for share in MARKED_SHARES:
        x, y = min(found.curve, key=lambda point: abs(point[0] - share))
        said = voice.say("curve_point", share=voice.percent(share, 0), brought=voice.percent(y, 0))
        if x > 0:
            marked.append((x, y, said))
    return curve(found.curve, marked if found.customers >= 100 else marked[-1:], CURVE)


def concentration_sentence(found: Concentration, voice: Voice) -> Both:
    """How few customers bring half."""
    return voice.say(
        "concentration_sentence",
        half=voice.count(found.half),
        customers=voice.count(found.customers),
        share=voice.percent(found.half / found.customers),
        known=voice.percent(found.known_share),
    )


def missing_notes(breakdown: Breakdown, voice: Voice, *, has_changes: bool = True) -> list[Both]:
    """Why there is a dash in a table: one sentence per reason."""
    reasons: dict[str, dict[str, None]] = {}
    for one in breakdown.slices:
        for slug in breakdown.metrics:
            if one.values[slug] is None:
                reason = MISSING_REASONS.get(slug, "missing_other")
                has_refunds_only = "orders" in one.values and one.values["orders"] is None
                reasons.setdefault("missing_orders" if has_refunds_only else reason, {})[slug] = None
    notes = [
        voice.say(reason, metrics=_joined(voice.label(slug) for slug in slugs)) for reason, slugs in reasons.items()
    ]
    if has_changes and any(voice.delta(one.change, "net_sales") is None for one in breakdown.slices):
        notes.append(voice.say("missing_change"))
    return notes


def _joined(parts: Iterable[Both]) -> Both:
    listed = list(parts)
    return Both(", ".join(part.en for part in listed), "、".join(part.zh for part in listed))


def _float(value: Value) -> float:
    return float(value) if isinstance(value, int | float | Decimal) else 0.0
