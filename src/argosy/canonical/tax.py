"""Where the seller is registered for tax, and every movement a tax authority may ask about."""

from __future__ import annotations

from argosy.canonical.places import STORE
from argosy.canonical.schema import Table, boolean, date, instant, integer, json_text, money, rate, text

TAX_SCHEMES = {
    "vat": "Value added tax of a country.",
    "union_oss": "One-stop shop for sales between states of the union.",
    "non_union_oss": "One-stop shop for services from outside the union.",
    "ioss": "Import one-stop shop for small consignments.",
    "gst": "Goods and services tax.",
    "sales_tax": "Sales tax of a state.",
    "consumption_tax": "Consumption tax (Japan).",
    "income_tax": "Tax on profit.",
    "customs": "Customs identity (EORI and the like).",
    "producer": "Producer responsibility: packaging, electronics, batteries, textiles.",
}

TAX_TRANSACTION_KINDS = {
    "sale": "Goods sold to a buyer.",
    "refund": "Money given back; amounts negative.",
    "return": "Goods came back.",
    "stock_transfer": "Own goods moved between warehouses.",
    "inbound": "Own goods brought into a warehouse.",
    "import": "Goods brought into the territory.",
    "export": "Goods sent out of the territory.",
    "commingling_bought": "Equal goods taken from another seller's stock.",
    "commingling_sold": "Equal goods given to another seller.",
    "liquidation": "Sold off to a liquidator.",
    "donation": "Given away.",
    "destruction": "Destroyed.",
    "fee": "Services of the channel with tax on them; the seller is the buyer.",
}

TAX_COLLECTORS = {
    "seller": "The seller owes it.",
    "channel": "The channel owes it as deemed supplier or facilitator.",
    "buyer": "The business buyer owes it (reverse charge).",
    "carrier": "Collected by carrier or customs on import.",
    "none": "No tax arises.",
}

TAX_REGISTRATIONS = Table(
    name="tax_registrations",
    subject="tax",
    grain="One row per registration of the seller with a tax or similar authority.",
    key=("country", "region", "scheme", "number"),
    columns=(
        text("country", "Country, ISO 3166-1 alpha-2.", required=True),
        text("region", "State or province, ISO 3166-2; '*' for the whole country.", required=True),
        text("scheme", "What for.", required=True, values=tuple(TAX_SCHEMES)),
        text("number", "Number given; '*' while applied for.", required=True),
        text("company", "Company registered."),
        json_text("store_ids", "Stores it covers, a JSON list; empty for all."),
        date("from_on", "First day it holds."),
        date("to_on", "Day after its last day; empty while it holds."),
        text("status", "Where it stands.", values=("applied", "active", "suspended", "closed")),
        text(
            "filing_period",
            "How often to file.",
            values=("month", "two_months", "quarter", "half_year", "year", "event"),
        ),
        date("next_due_on", "Day the next return is due."),
        text("agent", "Agent or fiscal representative."),
        text("currency", "ISO 4217 currency of the amounts; empty where there are none."),
        money("agent_fee_amount", "What the agent costs in a year, positive."),
        money("guarantee_amount", "Security deposited, positive."),
        text("note", "Remark."),
    ),
)

TAX_TRANSACTIONS = Table(
    name="tax_transactions",
    subject="tax",
    grain="One row per taxable movement of goods or service, with its tax as the channel or the seller reckoned it.",
    key=("store_id", "transaction_id", "line_no"),
    replaces=("store_id", "transaction_id"),
    partition_on="taxed_on",
    columns=(
        STORE,
        text("channel", "The selling channel.", required=True),
        text("marketplace", "The channel's site, such as amazon.de."),
        text("transaction_id", "The channel's id of the movement.", required=True),
        text("line_no", "Place of the line within it.", required=True),
        text("kind", "What moved.", required=True, values=tuple(TAX_TRANSACTION_KINDS)),
        date("taxed_on", "Day that decides rate and period.", required=True),
        date("departed_on", "Day the goods left."),
        date("completed_on", "Day the goods arrived or the movement ended."),
        text("period", "Period the channel reports it in, YYYY-MM or YYYY-Qn."),
        text("order_id", "The order."),
        text("sku", "The SKU."),
        text("product_id", "The product (see products); the SKU itself where empty."),
        integer("quantity", "Units."),
        text("departure_country", "Country the goods left, ISO 3166-1 alpha-2."),
        text("arrival_country", "Country the goods went to, ISO 3166-1 alpha-2."),
        text("arrival_region", "State or region they went to, ISO 3166-2 where it can be told."),
        text("arrival_postcode", "Postal code they went to; some rates depend on it.", personal=True),
        text("tax_country", "Country whose tax it is, ISO 3166-1 alpha-2."),
        text("tax_region", "State or region whose tax it is."),
        text("scheme", "Scheme it is reported under.", values=tuple(TAX_SCHEMES)),
        text("collected_by", "Who owes it to the authority.", values=tuple(TAX_COLLECTORS)),
        text("buyer_kind", "Who bought.", values=("consumer", "business", "unknown")),
        text("buyer_vat_number", "VAT number of the buyer.", personal=True),
        text("seller_vat_number", "VAT number the seller used."),
        text("currency", "ISO 4217 currency of the amounts.", required=True),
        money("goods_net_amount", "Goods without tax."),
        money("goods_tax_amount", "Tax on the goods."),
        money("shipping_net_amount", "Shipping without tax."),
        money("shipping_tax_amount", "Tax on shipping."),
        money("gift_wrap_net_amount", "Gift wrapping without tax."),
        money("gift_wrap_tax_amount", "Tax on gift wrapping."),
        money("discount_net_amount", "Discounts without tax, negative."),
        money("discount_tax_amount", "Tax effect of discounts, negative."),
        money("net_amount", "All together without tax; negative for a refund."),
        money("tax_amount", "Tax, all together; negative for a refund."),
        money("gross_amount", "All together with tax; negative for a refund."),
        rate("tax_rate", "Rate applied to the goods, a fraction."),
        money("cost_amount", "Cost price the seller told the channel, for stock transfers."),
        rate("fx_rate", "Units of the tax country's currency for one unit of currency, as the channel applied it."),
        date("fx_on", "Day of that rate."),
        text("invoice_number", "Invoice."),
        text("invoice_url", "Address of the invoice."),
        boolean("is_export", "True where the goods left the customs union."),
        instant("calculated_at", "When the channel reckoned it, UTC."),
        text("vendor_type", "The channel's own type of the row, as it stands in the file."),
    ),
)

TABLES = (TAX_REGISTRATIONS, TAX_TRANSACTIONS)

VOCABULARIES = {
    "tax_registrations.scheme": TAX_SCHEMES,
    "tax_transactions.kind": TAX_TRANSACTION_KINDS,
    "tax_transactions.scheme": TAX_SCHEMES,
    "tax_transactions.collected_by": TAX_COLLECTORS,
}
