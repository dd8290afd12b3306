"""What buyers ordered and what was given back."""

from __future__ import annotations

from argosy.canonical.schema import Table, boolean, date, instant, integer, money, text

ORDER_STATUS = ("pending", "ordered", "shipped", "delivered", "cancelled")
"""`pending` also stands for a vendor's status we do not know: never success by default."""

PLACE_COLUMNS = (
    text("store_id", "The seller's store (an account on a channel), as named in argosy.toml.", required=True),
    text("channel", "The selling channel: amazon, shopify, tiktok_shop, own_store ...", required=True),
    text("market", "Country the buyer is in, ISO 3166-1 alpha-2; empty where the file does not say."),
)

ORDERS = Table(
    name="orders",
    subject="orders",
    grain="One row per order a buyer placed.",
    key=("store_id", "order_id"),
    partition_on="ordered_on",
    columns=(
        *PLACE_COLUMNS,
        text("order_id", "The channel's own order number.", required=True),
        instant("ordered_at", "When the buyer placed the order, UTC.", required=True),
        date("ordered_on", "Day of the order in the store's time zone.", required=True),
        text("customer_id", "The channel's identifier of the buyer.", personal=True),
        text("status", "Where the order stands.", required=True, values=ORDER_STATUS),
        text("currency", "ISO 4217 currency of the amounts.", required=True),
        money("goods_amount", "Goods before discounts, as shown to the buyer."),
        money("discount_amount", "Discounts on goods and shipping, positive."),
        money("shipping_amount", "Shipping charged to the buyer."),
        money("tax_amount", "Tax charged to the buyer (or contained, see tax_included)."),
        money("total_amount", "What the buyer owed in all."),
        boolean("tax_included", "True where the amounts contain the tax."),
        text("payment_method", "How the buyer paid (card, wallet, boleto, cod ...)."),
        text("sales_source", "Where the order came from inside the channel (live, affiliate, search ...)."),
        text("ship_postcode", "Postal code of the delivery address.", personal=True),
        text("ship_region", "State, province or region of the delivery address."),
        text("fulfilment", "Who fulfils: seller, platform, third_party.", values=("seller", "platform", "third_party")),
        instant("paid_at", "When it was paid, UTC."),
        instant("shipped_at", "When it left, UTC."),
        instant("delivered_at", "When it arrived, UTC."),
        instant("cancelled_at", "When it was cancelled, UTC."),
    ),
)

ORDER_LINES = Table(
    name="order_lines",
    subject="orders",
    grain="One row per line of an order: a SKU, its quantity and price.",
    key=("store_id", "order_id", "line_no"),
    replaces=("store_id", "order_id"),
    partition_on="ordered_on",
    columns=(
        *PLACE_COLUMNS,
        text("order_id", "The channel's own order number.", required=True),
        text("line_no", "The channel's own line id, or the line's place within the order in its file.", required=True),
        instant("ordered_at", "When the buyer placed the order, UTC.", required=True),
        date("ordered_on", "Day of the order in the store's time zone.", required=True),
        text("customer_id", "The channel's identifier of the buyer; empty for a guest.", personal=True),
        text("sku", "The seller's SKU as the channel knows it.", required=True),
        text("title", "Product title at the time of the order."),
        integer("quantity", "Units ordered.", required=True),
        text("currency", "ISO 4217 currency of the amounts.", required=True),
        money("unit_price", "Price of one unit before discounts."),
        money("gross_amount", "Quantity times unit price, before discounts, without shipping.", required=True),
        money("discount_amount", "Discounts on the line, positive."),
        money("tax_amount", "Tax on the line."),
        money("shipping_amount", "Shipping charged for the line."),
        boolean("tax_included", "True where gross_amount contains the tax."),
        text("status", "Where the line stands.", required=True, values=ORDER_STATUS),
        text(
            "kind",
            "What the line is: goods, sample (given away), or gift_card.",
            values=("goods", "sample", "gift_card"),
        ),
        text("fulfilment", "Who fulfils: seller, platform, third_party.", values=("seller", "platform", "third_party")),
    ),
)

REFUNDS = Table(
    name="refunds",
    subject="orders",
    grain="One row per line of a refund or cancellation credit given to a buyer.",
    key=("store_id", "refund_id", "line_no"),
    replaces=("store_id", "refund_id"),
    partition_on="refunded_on",
    columns=(
        *PLACE_COLUMNS,
        text("refund_id", "The channel's own refund or credit-note number.", required=True),
        text("line_no", "The channel's own line id, or the line's place within the refund in its file.", required=True),
        text("order_id", "The order that is refunded; empty where the file does not say."),
        instant("refunded_at", "When the refund was booked, UTC.", required=True),
        date("refunded_on", "Day of the refund in the store's time zone.", required=True),
        text("customer_id", "The channel's identifier of the buyer.", personal=True),
        text("sku", "The SKU refunded; empty for money that belongs to no SKU."),
        text("title", "Product title."),
        integer("quantity", "Units taken back or credited, positive; 0 for money only."),
        text("currency", "ISO 4217 currency of the amounts.", required=True),
        money("refund_amount", "Money given back for goods, positive.", required=True),
        money("tax_amount", "Tax given back, positive."),
        money("shipping_amount", "Shipping given back, positive."),
        text(
            "reason",
            "Reason in canonical words (see vocabulary): cancelled, returned, damaged, not_received, discount, write_off ...",
        ),
    ),
)

RETURNS = Table(
    name="returns",
    subject="orders",
    grain="One row per unit group a buyer sent back.",
    key=("store_id", "return_id", "sku", "disposition"),
    replaces=("store_id", "return_id"),
    partition_on="returned_on",
    columns=(
        *PLACE_COLUMNS,
        text("return_id", "The channel's own return number (or order number where there is none).", required=True),
        text("order_id", "The order the units came from."),
        date(
            "returned_on",
            "Day the units were received back (or the return was opened, where the file has only that).",
            required=True,
        ),
        text("sku", "The SKU returned.", required=True),
        integer("quantity", "Units returned.", required=True),
        text("disposition", "State of the units: sellable, damaged, defective, unknown.", required=True),
        text("reason", "Why, in canonical words."),
        text("comment", "What the buyer wrote.", personal=True),
        text("license_plate", "The platform's tracking number of the unit."),
    ),
)

TABLES = (ORDERS, ORDER_LINES, REFUNDS, RETURNS)
