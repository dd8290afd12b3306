"""Parcels of the own shop: which carrier took them, when they arrived, which never did."""

from __future__ import annotations

from argosy.world.exports import Exports, instant, money
from argosy.world.files import own
from argosy.world.planting import Ground

DAY = 86_400
ROUTES = (
    ("US", 0, "ups", "Ground", "local", 3.2, 0.22, 8),
    ("US", 1, "usps", "Ground Advantage", "local", 4.0, 0.25, 10),
    ("GB", 0, "royal_mail", "Tracked 48", "local", 2.6, 0.25, 7),
    ("GB", 1, "dpd", "Classic", "local", 2.2, 0.25, 7),
    ("DE", 0, "dhl", "Paket", "local", 2.2, 0.22, 7),
    ("DE", 1, "dpd", "Classic", "local", 2.5, 0.25, 7),
    ("FR", 0, "colissimo", "Domicile", "local", 2.8, 0.25, 8),
    ("FR", 1, "dpd", "Classic", "local", 2.9, 0.25, 8),
    ("NL", 0, "yunexpress", "YT Line", "dedicated_line", 8.5, 0.18, 16),
    ("CH", 0, "yunexpress", "YT Line", "dedicated_line", 9.0, 0.18, 17),
    ("CH", 1, "4px", "Link", "dedicated_line", 9.5, 0.18, 17),
    ("NL", 1, "4px", "Link", "dedicated_line", 9.0, 0.18, 16),
    ("CA", 0, "yunexpress", "YT Line", "dedicated_line", 9.5, 0.18, 18),
    ("CA", 1, "yanwen", "Special Line", "dedicated_line", 10.0, 0.18, 18),
    ("AU", 0, "yunexpress", "YT Line", "dedicated_line", 9.0, 0.18, 17),
    ("AU", 1, "yanwen", "Special Line", "dedicated_line", 9.5, 0.18, 17),
)
"""Country, which half of the orders, carrier, service, how it travels, median days, spread (of the logarithm), promised days.
The times are this world's own."""
LOST = 0.003


def write_parcels(exports: Exports, ground: Ground, span: str) -> None:
    """The month's parcels, as the dispatch sheet has them on the day of the export."""
    end = f"epoch(DATE '{ground.demand.seller.last_on}' + 1)"
    lever = _levers(ground)
    routes = ", ".join(f"({', '.join(repr(part) for part in route)})" for route in ROUTES)
    exports.connection.execute(f"""
        CREATE OR REPLACE TABLE parcels AS
        SELECT *, shipped + greatest(14400, (days_now * exp(spread * z) * {DAY}))::BIGINT AS arrives FROM (
            SELECT o.*, r.* EXCLUDE (code, half), {_changed("days", f"days * {lever['slow_factor']}", lever)} AS days_now,
                ((order_luck >> 3) % 100000) / 100000.0 < {_changed(str(LOST), str(lever["lost"]), lever)} AS is_lost,
                sqrt(-2 * ln((order_luck % 32749 + 1) / 32750.0)) * cos(2 * pi() * ((order_luck >> 15) % 32749) / 32749.0) AS z
            FROM shop_orders o JOIN (VALUES {routes}) AS r(code, half, carrier, service, route_kind, days, spread, promised)
                ON r.code = o.destination AND r.half = o.order_luck % 2
            WHERE is_shipped
        )
    """)
    exports.connection.execute(
        "INSERT INTO lost_parcels SELECT carrier, shipped, goods - discount FROM parcels WHERE is_lost"
    )
    own.PARCELS.write(
        exports,
        f"""SELECT upper(carrier[1:2]) || lpad(order_no::VARCHAR, 10, '0') || destination AS shipment_id,
            CAST(to_timestamp(shipped) AS DATE) AS created_on, '#' || (100000 + order_no) AS order_id, carrier, service, route_kind,
            destination AS destination_country, 'USD' AS currency, {money("goods - discount")} AS declared_value_amount,
            {money("400 + goods // 20")} AS freight_amount,
            CASE WHEN NOT is_lost AND arrives < {end} THEN 'delivered' ELSE 'in_transit' END AS status,
            {_at("shipped")} AS shipped_at, {_at(f"shipped + promised * {DAY}")} AS promised_at,
            CASE WHEN NOT is_lost AND arrives < {end} THEN {_at("arrives")} END AS delivered_at
        FROM parcels ORDER BY shipped, order_no""",
        span,
    )


def _at(second: str) -> str:
    return instant(second, "%Y-%m-%d %H:%M:%S")


def _changed(usual: str, now: str, lever: dict[str, object]) -> str:
    since = f"carrier = '{lever['carrier']}' AND code = '{lever['country']}' AND shipped >= {lever['since']}"
    return f"CASE WHEN {since} THEN {now} ELSE {usual} END"


def _levers(ground: Ground) -> dict[str, object]:
    """What a cause did to a carrier; a carrier that does not exist where none did."""
    nothing: dict[str, object] = {"carrier": "-", "country": "-", "since": 0, "slow_factor": 1.0, "lost": LOST}
    chosen = ground.levers.get("carrier", nothing)
    assert isinstance(chosen, dict)
    return nothing | chosen
