"""The sheets of buying and stock: products, costs, suppliers, purchase orders, stock by week, what warehouses lost."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from argosy.world.catalogue import assortment
from argosy.world.exports import Exports, money
from argosy.world.files import own
from argosy.world.planting import Ground
from argosy.world.supply import FBA, POOLS, Supply, supply

COST_CHANGES = 2
ELECTRIC, RADIO, CHILDREN, FOOD, SKIN = (
    ("kitchen_electric", "lighting", "electronics"),
    ("EARB",),
    ("toys",),
    ("kitchen", "kitchen_electric", "pet"),
    ("cosmetics", "textile", "sports"),
)
CITIES = ("深圳", "宁波", "义乌", "东莞", "佛山", "泉州")
SUPPLIER = "'GYS' || lpad((supplier + 1)::VARCHAR, 2, '0')"


def count_weeks(exports: Exports) -> None:
    """Units of the span by product, warehouse and week of the world, added to those before."""
    pools = " ".join(f"WHEN '{code}' THEN {number}" for number, code in enumerate(POOLS))
    exports.connection.execute(f"""
        INSERT INTO weekly SELECT product, pool, day // 7, sum(quantity) FROM (
            SELECT product, day, quantity, CASE country.code {pools} ELSE {len(POOLS) - 1} END AS pool
            FROM lines JOIN country USING (country) WHERE NOT cancelled
        ) GROUP BY ALL
    """)


def plan_supply(exports: Exports, ground: Ground) -> Supply:
    """Stock and purchases behind everything that was sold."""
    demand = ground.demand
    found = exports.connection.execute(
        "SELECT product, pool, week, sum(units)::BIGINT AS units FROM weekly GROUP BY ALL ORDER BY product, pool, week"
    ).fetchnumpy()
    product, pool, week, units = (np.asarray(found[name]) for name in ("product", "pool", "week", "units"))
    pairs, row = np.unique(product * len(POOLS) + pool, return_inverse=True)
    sold = np.zeros((len(pairs), demand.seller.day_count // 7 + 1), np.int64)
    sold[row, week] = units
    starved = ground.levers.get("starved", set())
    slow = ground.levers.get("slow_supplier", {})
    assert isinstance(starved, set)
    assert isinstance(slow, dict)
    return supply(
        demand, pairs // len(POOLS), pairs % len(POOLS), sold[:, : demand.seller.day_count // 7], starved, slow
    )


def write_buying(exports: Exports, ground: Ground, planned: Supply) -> None:
    """All sheets of buying and stock."""
    demand, first = ground.demand, f"DATE '{ground.demand.seller.first_on}'"
    own.PRODUCTS.write(exports, _products())
    own.COSTS.write(
        exports,
        f"""SELECT sku AS product_id, component, {first} AS effective_on, 'CNY' AS currency, {money("amount")} AS unit_cost_amount FROM (
            SELECT product, sku, 'purchase' AS component, cost AS amount FROM product
            UNION ALL SELECT product, sku, 'first_leg', freight FROM product) ORDER BY product, component DESC""",
    )
    suppliers = ", ".join(f"({n}, '{city}')" for n, city in enumerate(CITIES))
    own.SUPPLIERS.write(
        exports,
        f"""SELECT {SUPPLIER} AS supplier_id, city || '第' || (supplier + 1) || '供应厂' AS name, city, 28 AS lead_time_days
            FROM (VALUES {suppliers}) AS s(supplier, city) ORDER BY supplier""",
    )
    _register(exports, "purchase", planned.purchases)
    if weeks := ground.levers.get("great_order"):
        _order_greatly(exports, demand.seller.day_count, float(str(weeks)))
    own.PURCHASES.write(exports, _purchases(first, demand.seller.day_count))
    _register(exports, "level", _levels(planned, demand.seller.day_count))
    stores = " ".join(f"WHEN {POOLS.index(code)} THEN '{store}'" for code, store in FBA.items())
    networks = " ".join(f"WHEN {POOLS.index(code)} THEN 'fba_{code.lower()}'" for code in FBA)
    own.STOCK.write(
        exports,
        f"""SELECT CASE pool {stores} ELSE '*' END AS store_id, CASE pool {networks} ELSE 'cn_home' END AS location_id,
            CASE WHEN pool < {len(FBA)} THEN 'platform' ELSE 'home' END AS location_kind, list_extract({list(POOLS)}, pool + 1) AS country,
            sku, {first} + day AS snapshot_on, stock AS available_quantity, stock AS on_hand_quantity, inbound AS inbound_quantity
            FROM level JOIN product USING (product) ORDER BY day, pool, product""",
    )
    _write_lost(exports, ground, first)


def _order_greatly(exports: Exports, end: int, weeks: float) -> None:
    """One order as dear as all orders of some weeks, placed lately, to be paid in five weeks."""
    exports.connection.execute(f"""
        INSERT INTO purchase SELECT any_value(product), any_value(pool), any_value(supplier), {end} - 12, {end} + 35,
            {end} + 35, {end} + 63,
            'in_production', q, q * price, price, 0, {end} + 35
        FROM (SELECT arg_max(product, unit_price) AS product,
            arg_max(pool, unit_price) AS pool, arg_max(supplier, unit_price) AS supplier,
            max(unit_price) AS price, (sum(amount) / {end / 7} * {weeks} / max(unit_price))::BIGINT AS q FROM purchase) GROUP BY q, price
    """)


def _register(exports: Exports, name: str, table: pa.Table) -> None:
    exports.connection.register("incoming", table)
    exports.connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM incoming")
    exports.connection.unregister("incoming")


def _products() -> str:
    kinds = assortment()["products"]
    words = ", ".join(
        f"({n}, '{one['noun']['zh']}', '{one['category']}', {one['battery']}, {one['category'] in ELECTRIC}, {one['key'] in RADIO},"
        f" {one['category'] in CHILDREN}, {one['category'] in FOOD}, {one['category'] in SKIN})"
        for n, one in enumerate(kinds)
    )
    colours = ", ".join(f"({n}, '{one['zh']}')" for n, one in enumerate(assortment()["colours"]))
    yes_no = ", ".join(
        f"CASE WHEN {name} THEN 'true' ELSE 'false' END AS {name}"
        for name in ("is_electric", "has_radio", "is_for_children", "touches_food", "touches_skin")
    )
    return f"""
        SELECT sku AS product_id, noun || ' ' || tint || ' ' || right(sku, 2) AS title, '{assortment()["brand"]}' AS brand, category,
            'active' AS status, weight_g AS packed_weight_g, CASE WHEN battery THEN 'lithium_ion' ELSE 'none' END AS battery_kind,
            {yes_no}, {SUPPLIER} AS main_supplier_id, 20 AS minimum_order_quantity, 10 AS order_multiple_quantity, 28 AS lead_time_days
        FROM product JOIN (VALUES {words})
            AS k(kind, noun, category, battery, is_electric, has_radio, is_for_children, touches_food, touches_skin) USING (kind)
        JOIN (VALUES {colours}) AS c(colour, tint) USING (colour) ORDER BY product
    """


def _purchases(first: str, days: int) -> str:
    """Orders placed by the end; what has not happened by then is not in the sheet."""
    known = f"CASE WHEN {{0}} < {days} THEN {first} + {{0}}::INTEGER END".format
    return f"""
        SELECT 'PO' || lpad(row_number() OVER (ORDER BY ordered, product, pool)::VARCHAR, 7, '0') AS purchase_order_id, '1' AS line_no,
            {first} + ordered::INTEGER AS ordered_on, {SUPPLIER.replace("supplier", "purchase.supplier")} AS supplier_id,
            sku AS product_id, list_extract({list(POOLS)}, pool + 1) AS market, status, quantity,
            CASE WHEN status = 'received' THEN quantity ELSE 0 END AS received_quantity, 'CNY' AS currency,
            {money("unit_price")} AS unit_price,
            {money("amount")} AS line_amount, {money("paid")} AS paid_amount, {first} + balance_due::INTEGER AS balance_due_on,
            {first} + promised::INTEGER AS promised_on, {known("shipped")} AS shipped_on, {known("received")} AS received_on
        FROM purchase JOIN product USING (product) ORDER BY ordered, product, pool
    """


def _levels(planned: Supply, days: int) -> pa.Table:
    rows, weeks = planned.stock.shape
    return pa.table(
        {
            "product": np.repeat(planned.product, weeks),
            "pool": np.repeat(planned.pool, weeks),
            "day": np.tile(np.minimum(np.arange(weeks) * 7 + 6, days - 1), rows).astype(np.int32),
            "stock": planned.stock.reshape(-1),
            "inbound": planned.inbound.reshape(-1),
        }
    )


def _write_lost(exports: Exports, ground: Ground, first: str) -> None:
    """Units the platform's warehouses lost: found again within weeks, except where a cause says that nobody found them."""
    lost = ground.levers.get("lost_units", [])
    assert isinstance(lost, list)
    rows = [
        f"('{store}', 'fba_{country.lower()}', 'L{n}', {first} + {day}, 'lost', '{sku}', {-units})"
        for n, (store, country, day, sku, units) in enumerate(lost)
    ]
    usual = f"""
        SELECT list_extract({list(FBA.values())}, pool + 1) AS store_id,
            'fba_' || lower(list_extract({list(POOLS)}, pool + 1)) AS location_id,
            what[1:1] || day || '-' || product || '-' || pool AS event_id, {first} + (day + wait)::INTEGER AS happened_on,
            what AS kind, sku,
            sign * (1 + (product + day) % 3) AS quantity
        FROM level JOIN product USING (product)
        CROSS JOIN (VALUES ('lost', -1, 0), ('found', 1, 12)) AS t(what, sign, wait)
        WHERE pool < {len(FBA)} AND (product * 31 + day * 17 + pool * 7) % 997 < 4 AND stock > 20 AND day + 12 < {ground.end}
    """
    named = "t(store_id, location_id, event_id, happened_on, kind, sku, quantity)"
    planted = f" UNION ALL SELECT * FROM (VALUES {', '.join(rows)}) AS {named}" if rows else ""
    own.STOCK_EVENTS.write(exports, f"SELECT * FROM ({usual}{planted}) ORDER BY happened_on, event_id")
