"""The numbers of the report by month, market, product, segment and customer; each slice with its source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from argosy.app.report.contents import Breakdown, Change, Concentration, Slice, Window
from argosy.app.report.privacy import masked
from argosy.app.report.sources import Library
from argosy.core.period import Period, add_months
from argosy.core.text import Text, mark
from argosy.metrics.contract import Measures, Query, Row, Value

MONTH_METRICS = ("net_sales", "orders", "customers", "new_customers", "returning_customers")
MARKET_METRICS = (
    "net_sales", "orders", "customers", "average_order_value", "repeat_purchase_rate", "refund_rate",
)  # fmt: skip
PRODUCT_METRICS = ("net_sales", "units", "orders", "customers", "average_unit_price", "refund_rate")
SEGMENT_METRICS = (
    "net_sales", "customers", "orders", "average_order_value", "orders_per_customer", "spend_per_customer", "refund_rate",
)  # fmt: skip
CUSTOMER_METRICS = ("net_sales", "orders")
SEGMENTS = ("loyal", "repeat", "one_time", "guest", "no_order")
LINES = "order_line_count"
PRODUCTS_LISTED = 20
CUSTOMERS_LISTED = 10
TRACED_SLICES = 12  # rows are traced for so many slices of a breakdown; of the others the commands lead to them
CURVE_POINTS = 100
YEAR_MONTHS = 12
TITLES = {
    "month": mark("Month {name}"),
    "market": mark("Market {name}"),
    "sku": mark("Product {name}"),
    "customer_segment": mark("Customers: {name}"),
}


@dataclass(frozen=True)
class Question:
    """What every breakdown needs to ask: the reader of numbers, the days, and where sources are gathered."""

    measures: Measures
    window: Window
    library: Library

    def rows(self, metrics: Sequence[str], dimension: str, period: Period | None = None) -> Sequence[Row]:
        """Rows of the metrics by the dimension, over the report's days or the period given."""
        days = period or self.window.period
        return self.measures.measure(Query(tuple(metrics), (dimension,), days.start, days.end)).rows

    def changes(self, dimension: str, keys: Sequence[Value]) -> dict[Value, Change]:
        """Net sales of the slices in the two stretches compared; nothing where nothing can be compared."""
        compared = self.window.compared
        if compared is None or not keys:
            return {}
        where = {dimension: tuple("" if key is None else str(key) for key in keys)}
        asked = Query(("net_sales",), (dimension, "month"), compared.earlier.start, compared.later.end, where)
        sums: dict[Value, list[Decimal | None]] = {key: [None, None] for key in keys}
        for row in self.measures.measure(asked).rows:
            month = date.fromisoformat(f"{row['month']}-01")
            for place, stretch in enumerate((compared.later, compared.earlier)):
                if month in stretch and row["net_sales"] is not None:
                    known = sums[row[dimension]]
                    known[place] = (known[place] or Decimal(0)) + _number(row["net_sales"])
        return {key: Change(later, earlier) for key, (later, earlier) in sums.items()}


def months(ask: Question) -> Breakdown:
    """Month by month, in their order; a month the data ends in is not complete."""
    metrics, period = MONTH_METRICS, ask.window.period
    year_before = _year_before(ask)
    slices = []
    for row in ask.rows((*metrics, LINES), "month"):
        first = date.fromisoformat(f"{row['month']}-01")
        days = Period(first, add_months(first, 1)).overlap(period)
        if days is None:
            continue
        query = Query(metrics, start=days.start, end=days.end)
        source = _source(ask.library, "month", str(row["month"]), query, "months", row, is_traced=True)
        is_complete = first in ask.window.complete_months
        before = year_before.get(add_months(first, -YEAR_MONTHS)) if is_complete else None
        change = None if before is None else Change(row["net_sales"], before)
        slices.append(replace(_slice(row, "month", metrics, source), change=change, is_complete=is_complete))
    return Breakdown("month", metrics, tuple(slices))


def _year_before(ask: Question) -> dict[date, Value]:
    """Net sales of the complete months a year before the report's days, by their first day."""
    period, complete = ask.window.period, ask.window.complete_months
    earlier = Period(add_months(period.start, -YEAR_MONTHS), period.start)
    if not complete or complete[0] >= earlier.end:
        return {}
    rows = {
        date.fromisoformat(f"{row['month']}-01"): row["net_sales"] for row in ask.rows(["net_sales"], "month", earlier)
    }
    return {month: amount for month, amount in rows.items() if month in complete}


def markets(ask: Question) -> Breakdown:
    """Every market, the largest first."""
    return _ranked(ask, "market", MARKET_METRICS, "markets")


def other_markets(ask: Question, found: Breakdown, main: str | None) -> Slice | None:
    """All markets but the main one together, ratios and distinct counts measured anew; None where there is no main one."""
    others = [one for one in found.slices if one.key != main]
    if main is None or not others:
        return None
    period = ask.window.period
    where = {"market": tuple(one.key or "" for one in others)}
    query = Query(MARKET_METRICS, (), period.start, period.end, where)
    row = ask.measures.measure(query).rows[0]
    source = ask.library.add(
        "market-others", Text("All markets but {name}", {"name": main}), "markets", query, dict(row)
    )
    changes = [one.change for one in others if one.change]
    change = Change(_sum(one.later for one in changes), _sum(one.earlier for one in changes)) if changes else None
    share = sum(one.share or 0.0 for one in others)
    return Slice(None, {name: row[name] for name in MARKET_METRICS}, source, share=share, change=change)


def products(ask: Question) -> Breakdown:
    """The products that bring most, with their titles."""
    found = _ranked(ask, "sku", PRODUCT_METRICS, "products", PRODUCTS_LISTED)
    titles = _titles(ask.measures, [one.key for one in found.slices if one.key])
    return replace(found, slices=tuple(replace(one, label=titles.get(one.key or "", "")) for one in found.slices))


def segments(ask: Question) -> Breakdown:
    """Customers by how often they ordered, the most loyal first.

    Nothing is compared: a segment is known at the end only, and who came often later would be counted as loyal before.
    """
    found = _ranked(ask, "customer_segment", SEGMENT_METRICS, "customers", has_changes=False)
    ordered = sorted(found.slices, key=lambda one: SEGMENTS.index(one.key) if one.key in SEGMENTS else len(SEGMENTS))
    return replace(found, slices=tuple(ordered))


def concentration(ask: Question, net_sales: Value) -> Concentration | None:
    """How much of the net sales hangs on how few customers; None where no customer is known."""
    rows = ask.rows(CUSTOMER_METRICS, "customer")
    known = [row for row in rows if row["customer"] is not None and _number(row["net_sales"]) > 0]
    if not known:
        return None
    known.sort(key=lambda row: (-_number(row["net_sales"]), str(row["customer"])))
    amounts = [_number(row["net_sales"]) for row in known]
    total = sum(amounts, Decimal(0))
    source = ask.library.add(
        "customers", Text("Customers, the largest first"), "customers",
        Query(CUSTOMER_METRICS, ("customer",)), {},
    )  # fmt: skip
    largest = [
        Slice(
            masked(str(row["customer"])),
            {name: row[name] for name in CUSTOMER_METRICS},
            source,
            share=_share(row["net_sales"], net_sales),
        )
        for row in known[:CUSTOMERS_LISTED]
    ]
    curve = _curve(amounts, total)
    half = next(count for count, brought in _cumulated(amounts) if brought * 2 >= total)
    return Concentration(len(known), half, _share(total, net_sales), curve, tuple(largest), source)


def _ranked(
    ask: Question,
    dimension: str,
    metrics: tuple[str, ...],
    place: str,
    limit: int | None = None,
    *,
    has_changes: bool = True,
) -> Breakdown:
    """Slices by net sales, the largest first."""
    rows = sorted(
        ask.rows((*metrics, LINES), dimension), key=lambda row: (-_number(row["net_sales"]), str(row[dimension]))
    )
    listed = rows[:limit]
    changes = ask.changes(dimension, [row[dimension] for row in listed]) if has_changes else {}
    total = sum((_number(row["net_sales"]) for row in rows), Decimal(0))
    slices = []
    for position, row in enumerate(listed):
        key = row[dimension]
        query = Query(metrics, where={dimension: ("" if key is None else str(key),)})
        name = "" if key is None else str(key)
        source = _source(ask.library, dimension, name, query, place, row, is_traced=position < TRACED_SLICES)
        slice_ = _slice(row, dimension, metrics, source)
        slices.append(replace(slice_, share=_share(row["net_sales"], total), change=changes.get(key)))
    return Breakdown(dimension, metrics, tuple(slices), len(rows) - len(slices))


def _slice(row: Row, dimension: str, metrics: tuple[str, ...], source: str) -> Slice:
    key = row[dimension]
    return Slice(None if key is None else str(key), {name: row[name] for name in metrics}, source)


def _source(library: Library, dimension: str, name: str, query: Query, place: str, row: Row, *, is_traced: bool) -> str:
    lines = row[LINES]
    title = Text(TITLES[dimension], {"name": name})
    values = {slug: row[slug] for slug in query.metrics}
    total = lines if isinstance(lines, int) else None
    traced = ("order_lines",) if is_traced else ()
    return library.add(f"{dimension}-{name or 'none'}", title, place, query, values, traced=traced, total=total)


def _titles(measures: Measures, skus: list[str]) -> dict[str, str]:
    """Titles of products: from the seller's own catalogue, else as they stood in the orders (the one seen most often)."""
    wanted = {"product_id": tuple(skus)}
    own = measures.table("products", ["product_id", "title"], wanted).to_pylist()
    titles = {row["product_id"]: row["title"] for row in own if row["title"]}
    missing = tuple(sku for sku in skus if sku not in titles)
    if missing:
        seen: dict[tuple[str, str], int] = {}
        for row in measures.table("order_lines", ["sku", "title"], {"sku": missing}).to_pylist():
            if row["title"]:
                seen[row["sku"], row["title"]] = seen.get((row["sku"], row["title"]), 0) + 1
        for (sku, title), _ in sorted(seen.items(), key=lambda pair: (pair[1], pair[0])):
            titles[sku] = title
    return titles


def _cumulated(amounts: Sequence[Decimal]) -> Sequence[tuple[int, Decimal]]:
    found, so_far = [], Decimal(0)
    for count, amount in enumerate(amounts, start=1):
        so_far += amount
        found.append((count, so_far))
    return found


def _curve(amounts: Sequence[Decimal], total: Decimal) -> tuple[tuple[float, float], ...]:
    """At most a hundred points of the cumulated share, from (0, 0) to (1, 1)."""
    step = max(1, len(amounts) // CURVE_POINTS)
    points = [
        (count / len(amounts), float(brought / total))
        for count, brought in _cumulated(amounts)
        if count % step == 0 or count == len(amounts)
    ]
    return ((0.0, 0.0), *points)


def _share(part: Value, whole: Value) -> float | None:
    total = _number(whole)
    return float(_number(part) / total) if total > 0 and part is not None else None


def _sum(values: Iterable[Value]) -> Decimal | None:
    known = [_number(value) for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _number(value: Value) -> Decimal:
    return Decimal(str(value)) if isinstance(value, int | float | Decimal) else Decimal(0)
