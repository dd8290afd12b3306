"""An in-memory `Measures` for tests: a list of orders and refunds, answered with pandas by the definitions of the metrics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from memory_measures import measures_of

from argosy.core.errors import RequestError
from argosy.metrics.contract import Measured, Query
from argosy.metrics.measures import WarehouseMeasures

COLUMNS = ["day", "store_id", "market", "customer_id", "order_id", "sku", "amount", "is_order"]
KNOWN_METRICS = {
    "net_sales",
    "ordered_sales",
    "gross_sales",
    "refunds",
    "orders",
    "customers",
    "repeat_purchase_rate",
    "refund_rate",
}
DIMENSIONS = {"market": "market", "customer": "customer_id", "day": "day", "sku": "sku", "store": "store_id"}


class FakeMeasures:
    """Numbers of the lines given: one row per order line, and per refund line with a negative amount and `is_order` False."""

    def __init__(
        self, lines: pd.DataFrame | None = None, tables: Mapping[str, pa.Table] | None = None, currency: str = "GBP"
    ) -> None:
        self.home_currency = currency
        self.snapshot_number = 1 if lines is not None else 0
        self.lines = pd.DataFrame({name: [] for name in COLUMNS}) if lines is None else lines.reset_index(drop=True)
        self.lines["day"] = pd.to_datetime(self.lines["day"])
        self.lines["is_order"] = self.lines["is_order"].astype(bool)
        self.tables = dict(tables or {})
        self.queries: list[Query] = []
        self._warehouse: WarehouseMeasures | None = None

    def measure(self, query: Query) -> Measured:
        self.queries.append(query)
        if not set(query.metrics) <= KNOWN_METRICS:
            return self._canonical().measure(query)
        rows = self._rows(query)
        keys = [DIMENSIONS[name] for name in query.by]
        groups = rows.groupby(keys, dropna=False, sort=True) if keys else [((), rows)]
        answer = []
        for key, group in groups:
            values = dict(zip(query.by, key if isinstance(key, tuple) else (key,), strict=True))
            named = {
                name: (str(value.date()) if isinstance(value, pd.Timestamp) else None if pd.isna(value) else value)
                for name, value in values.items()
            }
            answer.append({**named, **{slug: _metric(slug, group) for slug in query.metrics}})
        if not keys and rows.empty:
            answer = []
        return Measured(query.metrics, query.by, self.home_currency, {"order_lines": 1}, answer, query.start, query.end)

    def _rows(self, query: Query) -> pd.DataFrame:
        rows = self.lines
        if query.start is not None:
            rows = rows[rows["day"] >= pd.Timestamp(query.start)]
        if query.end is not None:
            rows = rows[rows["day"] < pd.Timestamp(query.end)]
        for name, values in query.where.items():
            if name not in DIMENSIONS:
                raise RequestError("There is no dimension {name}.", name=name)
            rows = rows[rows[DIMENSIONS[name]].isin(values)]
        return rows

    def table(self, name: str, columns: Sequence[str] = (), where: Mapping[str, tuple[str, ...]] | None = None) -> Any:
        if name in self.tables:
            found = self.tables[name]
            return found.select(list(columns)) if columns else found
        return self._canonical().table(name, columns, where)

    def dataset(self, name: str, **parameters: Any) -> Any:
        if name not in _DATASETS:
            return self._canonical().dataset(name, **parameters)
        until = parameters["until"]
        lines = self.lines[self.lines["day"] <= pd.Timestamp(until)]
        return pa.Table.from_pandas(_DATASETS[name](lines, until), preserve_index=False)

    def _canonical(self) -> WarehouseMeasures:
        """The same lines as canonical tables, for what is not computed here."""
        if self._warehouse is None:
            self._warehouse = measures_of({**canonical_tables(self.lines), **self.tables}, self.home_currency)
        return self._warehouse

    def sources(self, table: str, limit: int = 20) -> Sequence[str]:
        return ["load-1"] if len(self.lines) else []

    def span(self, table: str) -> tuple[date, date] | None:
        if table != "order_lines":
            return self._canonical().span(table)
        if self.lines.empty:
            return None
        return self.lines["day"].min().date(), self.lines["day"].max().date()


def canonical_tables(lines: pd.DataFrame) -> dict[str, pa.Table]:
    """Order lines and refunds as their canonical tables have them."""
    frame = lines.assign(day=lines["day"].dt.date, line_no=[str(number) for number in range(len(lines))])
    found = {}
    for name, is_order, day, amount, number in (
        ("order_lines", True, "ordered_on", "gross_amount", "order_id"),
        ("refunds", False, "refunded_on", "refund_amount", "refund_id"),
    ):
        part = frame[frame["is_order"] == is_order]
        if part.empty:
            continue
        columns = {
            "store_id": part["store_id"],
            "market": part["market"],
            "customer_id": part["customer_id"],
            number: part["order_id"],
            "line_no": part["line_no"],
            "sku": part["sku"],
            day: part["day"],
            amount: part["amount"].abs().round(4),
            "quantity": 1,
            "currency": "GBP",
        }
        found[name] = pa.Table.from_pandas(pd.DataFrame(columns), preserve_index=False)
    return found


def _metric(slug: str, rows: pd.DataFrame) -> Decimal | int | float | None:
    sold, refunded = rows[rows["is_order"]], rows[~rows["is_order"]]
    match slug:
        case "net_sales":
            return Decimal(str(round(float(rows["amount"].sum()), 4)))
        case "ordered_sales" | "gross_sales":
            return Decimal(str(round(float(sold["amount"].sum()), 4)))
        case "refunds":
            return Decimal(str(round(float(-refunded["amount"].sum()), 4)))
        case "orders":
            return int(sold["order_id"].nunique())
        case "customers":
            return int(sold["customer_id"].nunique())
        case "repeat_purchase_rate":
            orders = sold[sold["customer_id"].notna()].groupby("customer_id")["order_id"].nunique()
            return float((orders > 1).mean()) if len(orders) else None
        case "refund_rate":
            total = float(sold["amount"].sum())
            return float(-refunded["amount"].sum()) / total if total else None
        case _:
            raise RequestError("There is no metric {metric}.", metric=slug)


def _customer_histories(lines: pd.DataFrame, until: date) -> pd.DataFrame:
    sold = lines[lines["is_order"] & lines["customer_id"].notna()]
    grouped = sold.groupby(["store_id", "customer_id"])
    net = lines.groupby(["store_id", "customer_id"])["amount"].sum()
    frame = grouped.agg(
        market=("market", "first"), first_on=("day", "min"), last_on=("day", "max"), orders=("day", "nunique")
    )
    frame = frame.assign(ordered_amount_home=grouped["amount"].sum(), net_amount_home=net.reindex(frame.index))
    frame["frequency"] = frame["orders"] - 1
    frame["recency_days"] = (frame["last_on"] - frame["first_on"]).dt.days
    frame["age_days"] = (pd.Timestamp(until) - frame["first_on"]).dt.days
    return frame.reset_index().sort_values(["store_id", "customer_id"])


def _market_months(lines: pd.DataFrame, until: date) -> pd.DataFrame:
    lines = lines.assign(month=lines["day"].dt.to_period("M").dt.start_time.dt.date if len(lines) else [])
    grouped = lines.groupby(["market", "month"], dropna=False)
    sold = lines[lines["is_order"]].groupby(["market", "month"], dropna=False)
    frame = grouped.agg(net_amount_home=("amount", "sum"))
    refunded = lines[~lines["is_order"]].groupby(["market", "month"], dropna=False)["amount"].sum()
    frame["refund_amount_home"] = -refunded.reindex(frame.index).fillna(0.0)
    frame["orders"] = sold["order_id"].nunique().reindex(frame.index).fillna(0)
    frame["customers"] = sold["customer_id"].nunique().reindex(frame.index).fillna(0)
    return frame.reset_index()


def _market_customers(lines: pd.DataFrame, until: date) -> pd.DataFrame:
    known = lines[lines["customer_id"].notna()]
    frame = known.groupby(["market", "customer_id"], dropna=False).agg(net_amount_home=("amount", "sum"))
    orders = known[known["is_order"]].groupby(["market", "customer_id"], dropna=False)["order_id"].nunique()
    frame["orders"] = orders.reindex(frame.index).fillna(0)
    return frame.reset_index()


def _market_skus(lines: pd.DataFrame, until: date) -> pd.DataFrame:
    return lines.groupby(["market", "sku"], dropna=False).agg(net_amount_home=("amount", "sum")).reset_index()


_DATASETS = {
    "customer_histories": _customer_histories,
    "market_months": _market_months,
    "market_customers": _market_customers,
    "market_skus": _market_skus,
}


def seller(markets: Mapping[str, Mapping[str, Any]], last_on: date, months: int = 24, seed: int = 1) -> pd.DataFrame:
    """Order and refund lines of a made-up seller over the months up to `last_on`.

    Per market: `customers`, `orders` (mean per customer), `amount` (mean of an order), `growth` (of sales, per year, 0.5 is half more),
    `refunds` (share of orders refunded whole), `gone` (share of customers who stop at two thirds of the time), `guests` (no customer
    ids), `rhythm` (days between orders; the mean number of orders follows from it).
    """
    generator = np.random.default_rng(seed)
    start = pd.Timestamp(last_on) - pd.DateOffset(months=months) + timedelta(days=1)
    days = (pd.Timestamp(last_on) - start).days
    parts = [_market(code, spec, start, days, generator) for code, spec in sorted(markets.items())]
    lines = pd.concat(parts, ignore_index=True)
    lines["store_id"] = "shop"
    return lines.sort_values(["day", "order_id"])[COLUMNS].reset_index(drop=True)


def _market(
    code: str, spec: Mapping[str, Any], start: pd.Timestamp, days: int, generator: np.random.Generator
) -> pd.DataFrame:
    rate = np.log1p(spec.get("growth", 0.0)) / 365
    ordered: list[tuple[int, str]] = []
    for number in range(spec["customers"]):
        customer = f"{code}-{number:05d}"
        ordered += [(int(day), customer) for day in _days(spec, days, rate, generator)]
    amounts = np.round(generator.gamma(4.0, spec.get("amount", 40.0) / 4.0, len(ordered)), 2)
    sold = pd.DataFrame(
        {"offset": [day for day, _ in ordered], "customer_id": [who for _, who in ordered], "amount": amounts}
    )
    sold["order_id"] = [f"{code}-{number}" for number in range(len(sold))]
    sold["sku"] = [f"sku-{number}" for number in generator.integers(0, 12, len(sold))]
    sold["is_order"] = True
    back = sold[generator.random(len(sold)) < spec.get("refunds", 0.02)].copy()
    back["offset"] = np.minimum(back["offset"] + 7, days)
    back["amount"], back["is_order"] = -back["amount"] * spec.get("refund_factor", 1.0), False
    lines = pd.concat([sold, back], ignore_index=True)
    lines["day"] = start + pd.to_timedelta(lines["offset"], unit="D")
    lines["market"] = code or None
    if spec.get("guests"):
        lines["customer_id"] = None
    return lines


def _days(spec: Mapping[str, Any], days: int, rate: float, generator: np.random.Generator) -> np.ndarray:
    """Days of one customer's orders; more of them late where the market grows."""
    if "rhythm" in spec:
        end = int(days * (2 / 3)) if generator.random() < spec.get("gone", 0.0) else days
        first = generator.uniform(0, days / 2)
        gap = spec["rhythm"] * generator.gamma(4.0, 0.25)
        offsets = first + np.cumsum(generator.exponential(gap, 200))
        return np.unique(np.concatenate([[first], offsets[offsets < end]]).astype(int))
    count = 1 + generator.poisson(max(spec.get("orders", 2.0) - 1, 0.0))
    uniform = generator.random(count)
    offsets = np.log1p(uniform * np.expm1(rate * days)) / rate if abs(rate) > 1e-9 else uniform * days
    return np.sort(offsets.astype(int))
