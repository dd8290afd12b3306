"""Search for anything: a page, a metric, a decision, a SKU, an order, a customer; each with where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from argosy.app.desk.desk import Desk
from argosy.app.door.roles import Permission
from argosy.core.text import Text
from argosy.decision.domain import domains
from argosy.metrics.contract import Query

MOST_OF_A_KIND = 6
SHORTEST = 2


@dataclass(frozen=True)
class Hit:
    """Something found: `kind` is a word of the code (`sku`), `target` an address of the cockpit."""

    kind: str
    name: str
    about: str
    target: str


def search(desk: Desk, text: str, language: str) -> list[Hit]:
    """What fits the text, kind by kind; nothing for less than two signs."""
    desk.require(Permission.READ)
    wanted = text.strip().lower()
    if len(wanted) < SHORTEST:
        return []
    return [
        *_metrics(desk, wanted, language),
        *_domains(wanted, language),
        *_decisions(desk, wanted, language),
        *_skus(desk, wanted),
        *_orders(desk, text.strip()),
        *_customers(desk, text.strip()),
    ]


def _metrics(desk: Desk, wanted: str, language: str) -> list[Hit]:
    titled = [(one, Text(one.title).render(language)) for one in desk.metrics()]
    return [
        Hit("metric", title, one.slug, f"/numbers?metrics={one.slug}&by=month&compare=year_before")
        for one, title in titled
        if any(wanted in name for name in (one.slug, title.lower(), one.title.lower()))
    ][:MOST_OF_A_KIND]


def _domains(wanted: str, language: str) -> list[Hit]:
    return [
        Hit("domain", one.title.render(language), one.question.render(language), f"/domains/{name}")
        for name, one in domains().items()
        if wanted in name or wanted in one.title.render(language).lower()
    ][:MOST_OF_A_KIND]


def _decisions(desk: Desk, wanted: str, language: str) -> list[Hit]:
    return [
        Hit("decision", one.subject, one.chosen.action.render(language), f"/decisions/{one.thread_id}")
        for one in desk.decisions()
        if one.id.startswith(wanted) or wanted in one.subject.lower() or wanted in one.kind
    ][:MOST_OF_A_KIND]


def _skus(desk: Desk, wanted: str) -> list[Hit]:
    """The best-selling SKUs whose name holds the text; the list of all is measured once per snapshot."""
    if desk.span() is None:
        return []
    rows = desk.measure(Query(("orders",), ("sku",))).rows
    fitting = [(int(str(row["orders"] or 0)), str(row["sku"])) for row in rows if wanted in str(row["sku"]).lower()]
    best = sorted(fitting, key=lambda pair: (-pair[0], pair[1]))[:MOST_OF_A_KIND]
    address = "/numbers?metrics=net_sales&metrics=orders&by=month&where="
    return [Hit("sku", sku, "", address + quote(f"sku={sku}")) for _, sku in best]


def _orders(desk: Desk, text: str) -> list[Hit]:
    rows = desk.live.argosy.measures.table("order_lines", ["order_id", "store_id"], {"order_id": (text,)}).to_pylist()
    stores = desk.person.stores
    found = {row["order_id"] for row in rows if stores is None or row["store_id"] in stores}
    return [Hit("order", one, "", f"/orders/{quote(one, safe='')}") for one in sorted(found)]


def _customers(desk: Desk, text: str) -> list[Hit]:
    """Buyers by their identifier; only for who sees them, and written into the book."""
    if not desk.person.may(Permission.SEE_PERSONAL):
        return []
    rows = desk.live.argosy.measures.table(
        "order_lines", ["customer_id", "store_id"], {"customer_id": (text,)}
    ).to_pylist()
    stores = desk.person.stores
    found = {row["customer_id"] for row in rows if stores is None or row["store_id"] in stores}
    if found:
        desk.note("personal.read", "search", {"found": len(found)})
    address = "/numbers?metrics=net_sales&metrics=orders&by=month&where="
    return [Hit("customer", one, "", address + quote(f"customer={one}")) for one in sorted(found)]


def order_lines(desk: Desk, order_id: str) -> list[dict[str, object]]:
    """The lines of an order as the person may see them."""
    from argosy.app.desk.sensitivity import hides_column
    from argosy.app.report.privacy import masked

    desk.require(Permission.READ)
    rows = desk.live.argosy.measures.table("order_lines", (), {"order_id": (order_id,)}).to_pylist()
    stores = desk.person.stores
    kept = [row for row in rows if stores is None or row["store_id"] in stores]
    if kept and desk.person.may(Permission.SEE_PERSONAL):
        desk.note("personal.read", f"order:{order_id}")
    return [
        {
            name: masked(str(value)) if value is not None and hides_column(desk.person, name) else value
            for name, value in row.items()
            if value is not None and name != "month"
        }
        for row in kept
    ]
