"""Facts of the daily business beside the ledger: advertising, traffic, stock, service, cash. Each chooses one level of detail, so that
nothing is counted twice."""

from __future__ import annotations

from typing import Any

from argosy.metrics.contract import Query
from argosy.metrics.dimensions import TIME, finest_time
from argosy.metrics.fact import Fact
from argosy.metrics.grain import has_periods, told_once
from argosy.metrics.ledger.costs import standard_costs
from argosy.metrics.lines import is_loaded, sold_lines, with_product

AD_LEVELS = (
    "product",
    "campaign",
    "ad_group",
    "target",
    "search_term",
    "creative",
    "placement",
    "device",
    "audience",
    "account",
)
WHOLE_SHARE = 0.995
"""A level stands for its account where it holds this share of the largest level's spend."""

TELLERS = ("amazon", "shopify", "google_analytics", "yandex_metrica")
"""Who counts visits, the nearest to the shop first: of one store and day one count is taken."""
NOT_VISITS = ("search_console",)
"""Counts of what a search engine shows; they stand beside visits and are none."""

TRAFFIC_LEVELS = {
    "listing": ("listing", "family", "store", "source", "page"),
    "source": ("source", "store", "listing", "family", "page"),
    "store": ("store", "source", "listing", "family", "page"),
}
SLOW_DAYS = 60


def _rank(column: Any, words: tuple[str, ...]) -> Any:
    import ibis

    return ibis.cases(*((column == word, place) for place, word in enumerate(words)), else_=len(words))


def ad_rows(engine: Any, _query: Query) -> Any:
    """Rows of an advertising account at one level per day: the most detailed that holds all of its spend."""
    rows = engine.table("ad_performance")
    keys = ["platform", "account_id", "market", "performed_on", "days"]
    sums = rows.group_by(*keys, "level").aggregate(spent=rows.spend_amount.sum())
    import ibis

    whole = sums.mutate(whole=sums.spent.max().over(ibis.window(group_by=[sums[key] for key in keys])))
    full = whole.filter(whole.spent.cast("float64") >= whole.whole.cast("float64") * WHOLE_SHARE)
    chosen = full.group_by(*keys).aggregate(place=_rank(full.level, AD_LEVELS).min())
    joined = rows.join(chosen, keys)
    joined = joined.filter(_rank(joined.level, AD_LEVELS) == joined.place)
    if has_periods(engine, "ad_performance"):
        joined = told_once(joined, ["platform", "account_id", "market"], "performed_on", "spend_amount")
    return joined.mutate(
        sku=joined.sku.nullif("*"), market=joined.market.nullif("*"), product_id=joined.sku.nullif("*")
    )


def traffic_level(query: Query) -> str:
    """The level of detail a query of traffic wants."""
    names = {*query.by, *query.where}
    return (
        "listing"
        if names & {"sku", "product", "parent", "brand", "category", "owner"}
        else "source"
        if "source" in names
        else "store"
    )


def traffic_rows(engine: Any, query: Query) -> Any:
    """Visits as one tool counts them, at one level per store, market and day: the one wanted where a report has it, else the next best."""
    import ibis

    rows = engine.table("traffic")
    rows = rows.filter(~rows.told_by.isin(NOT_VISITS))
    rows = rows.mutate(
        place=_rank(rows.level, TRAFFIC_LEVELS[traffic_level(query)]), teller=_rank(rows.told_by, TELLERS)
    )
    score = rows.place * 10 + rows.teller
    first = score.min().over(ibis.window(group_by=[rows.store_id, rows.visited_on])) % 10
    rows = rows.mutate(first=first)
    rows = rows.filter(rows.teller == rows["first"])
    best = rows.place.min().over(ibis.window(group_by=[rows.store_id, rows.market, rows.visited_on]))
    rows = rows.mutate(best=best)
    rows = rows.filter(rows.place == rows.best)
    if has_periods(engine, "traffic"):
        rows = told_once(rows, ["store_id", "market"], "visited_on", "sessions", "place")
    return rows.mutate(sku=rows.sku.nullif("*"), market=rows.market.nullif("*"), product_id=rows.sku.nullif("*"))


def last_word(query: Query) -> str:
    """What the last stock of a period depends on."""
    return "_".join(str(part).replace("-", "") for part in (finest_time(query.by) or "end", query.start, query.end))


def stock_rows(engine: Any, query: Query) -> Any:
    """Stock of every warehouse at its last count within the period (of the finest time word), with units that did not sell for 60 days."""
    import ibis

    rows = engine.table("inventory_levels")
    if query.start is not None:
        rows = rows.filter(rows.snapshot_on >= query.start)
    if query.end is not None:
        rows = rows.filter(rows.snapshot_on < query.end)
    time = finest_time(query.by)
    rows = rows.mutate(period=TIME[time][1](rows.snapshot_on) if time else ibis.literal("all"), market=rows.country)
    keys = [rows.store_id, rows.location_id, rows.period]
    rows = rows.mutate(last_on=rows.snapshot_on.max().over(ibis.window(group_by=keys)))
    rows = with_product(engine, rows.filter(rows.snapshot_on == rows.last_on))
    if not is_loaded(engine, "order_lines"):
        return rows.mutate(is_slow=ibis.literal(True), channel=ibis.null("string"))
    lines = sold_lines(engine)
    sold = lines.group_by(sold_sku=lines.sku).aggregate(sold_on=lines.ordered_on.max())
    joined = rows.left_join(sold, rows.sku == sold.sold_sku)
    idle = joined.snapshot_on.delta(joined.sold_on, unit="day") > SLOW_DAYS
    return joined.mutate(is_slow=joined.sold_on.isnull() | idle, channel=ibis.null("string"))


def stock_values(engine: Any, query: Query) -> Any:
    """The same stock at its standard cost, one row per currency of the cost."""
    rows = stock_rows(engine, query)
    costed = standard_costs(engine, rows.mutate(sold_on=rows.snapshot_on))
    value = costed.on_hand_quantity.coalesce(costed.available_quantity, 0) * costed.step_amount
    return costed.mutate(amount=value.cast("decimal(38, 4)"), currency=costed.step_currency)


def stock_days(engine: Any, _query: Query) -> Any:
    """Every count of stock: a SKU on a day."""
    import ibis

    rows = engine.table("inventory_levels")
    return with_product(engine, rows.mutate(market=rows.country, channel=ibis.null("string")))


def message_answers(engine: Any, _query: Query) -> Any:
    """Messages of buyers with the hours until the first answer by a person of the seller (empty while there is none)."""
    rows = engine.table("messages")
    asked = rows.filter((rows.direction == "in") & ~rows.kind.coalesce("question").isin(("internal", "automatic")))
    answers = rows.filter((rows.direction == "out") & (rows.kind.coalesce("answer") == "answer"))
    answers = answers.select(n_store="store_id", n_talk="conversation_id", n_at="sent_at")
    joined = asked.left_join(
        answers,
        (asked.store_id == answers.n_store)
        & (asked.conversation_id == answers.n_talk)
        & (answers.n_at >= asked.sent_at),
    )
    names = ["store_id", "channel", "market", "message_id", "sku", "sent_on", "sent_at", "load_id", "source_line"]
    first = joined.group_by(*names).aggregate(answered_at=joined.n_at.min())
    hours = first.answered_at.delta(first.sent_at, unit="second") / 3600
    return first.mutate(hours=hours)


def survey_scores(engine: Any, _query: Query) -> Any:
    """Answers to the question how likely one recommends, 0 to 10."""
    import ibis

    rows = engine.table("survey_responses")
    return rows.filter((rows.kind == "nps") & rows.score.notnull()).mutate(channel=ibis.null("string"))


def bad_orders(engine: Any, _query: Query) -> Any:
    """Orders with a claim, a chargeback or feedback of one or two stars, each once, on the first such day."""
    import ibis

    parts = []
    if is_loaded(engine, "disputes"):
        rows = engine.table("disputes")
        parts.append(rows.select("store_id", "channel", "market", "order_id", day=rows.opened_on))
    if is_loaded(engine, "reviews"):
        rows = engine.table("reviews")
        rows = rows.filter((rows.kind == "seller") & (rows.rating <= 2))
        parts.append(rows.select("store_id", "channel", "market", "order_id", day=rows.written_on))
    stacked = ibis.union(*parts) if len(parts) > 1 else parts[0]
    known = stacked.filter(stacked.order_id.notnull())
    return known.group_by("store_id", "channel", "order_id").aggregate(market=known.market.max(), day=known.day.min())


def last_reserves(engine: Any, query: Query) -> Any:
    """What channels held back after their last payout of the period, per store and currency."""
    import ibis

    rows = engine.table("payouts")
    rows = rows.filter(rows.paid_on < query.end) if query.end else rows
    time = finest_time(query.by)
    rows = rows.mutate(period=TIME[time][1](rows.paid_on) if time else ibis.literal("all"))
    keys = [rows.store_id, rows.currency, rows.period]
    rows = rows.mutate(last_on=rows.paid_on.max().over(ibis.window(group_by=keys)))
    return rows.filter(rows.paid_on == rows.last_on)


OPERATING_FACTS = (
    Fact("ad_rows", "ad_performance", "performed_on", ad_rows, shape=lambda _: "all"),
    Fact("traffic", "traffic", "visited_on", traffic_rows, shape=traffic_level),
    Fact("stock", "inventory_levels", "snapshot_on", stock_rows, shape=last_word),
    Fact(
        "stock_values",
        "inventory_levels",
        "snapshot_on",
        stock_values,
        "step_on",
        ("inventory_levels", "product_costs"),
        last_word,
    ),
    Fact("stock_days", "inventory_levels", "snapshot_on", stock_days, shape=lambda _: "all"),
    Fact("messages", "messages", "sent_on", message_answers, shape=lambda _: "all"),
    Fact("survey_scores", "survey_responses", "answered_on", survey_scores, shape=lambda _: "all"),
    Fact("bad_orders", "disputes", "day", bad_orders, needs=("disputes", "reviews"), shape=lambda _: "all"),
    Fact("payouts", "payouts", "paid_on"),
    Fact("reserves", "payouts", "paid_on", last_reserves, shape=last_word),
    Fact("bank_lines", "bank_lines", "booked_on"),
    Fact("orders", "orders", "ordered_on"),
    Fact("returns", "returns", "returned_on"),
    Fact("purchases", "purchase_orders", "ordered_on"),
    Fact("account_health", "account_health", "measured_on"),
    Fact("reviews", "reviews", "written_on"),
    Fact("payment_attempts", "payment_attempts", "attempted_on"),
    Fact("privacy_requests", "privacy_requests", "received_on"),
)
