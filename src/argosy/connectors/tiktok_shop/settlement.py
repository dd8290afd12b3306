"""TikTok Shop's settlement export: a workbook whose sheets hold the lines per order, the statements, reserves and adjustments.

The sheet of orders shows every amount twice or three times: components (subtotal, discounts, each fee), their totals (Net sales, Shipping,
Fees, Total Revenue, Total Fees) and what the buyer paid. Only components are booked; they must make `Total settlement amount`, and what
they leave of it is kept apart with its sum, so that a fee of tomorrow is seen and nothing is counted twice. An adjustment is booked under
its own id, so that it may stand in two sheets.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Part, Tabular
from argosy.connectors.tabular_report import report
from argosy.connectors.vocabulary import by_sign

FOLDER = Path(__file__).parent
WHERE = "TikTok Shop Seller Center: Finance > Statements > Export (workbook with all sheets)."
SOURCES = ("Headings of the export in public parsers (English, Portuguese), checked 2026-11",)
DAYS = (*ISO, *SLASHED)

COMPONENTS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("goods", "Subtotal before discounts", "product_charge", ("Subtotal antes dos descontos",)),
    ("discounts", "Seller discounts", "promotion", ("Descontos do vendedor",)),
    ("co_funded", "Seller co-funded voucher discount", "promotion", ()),
    (
        "refunds",
        "Refund subtotal before seller discounts",
        "refund_product",
        ("Refund subtotal before discounts", "Subtotal de reembolso"),
    ),
    ("refund_discounts", "Refund of seller discounts", "refund_promotion", ("Reembolso de descontos do vendedor",)),
    ("refund_co_funded", "Seller co-funded voucher discount refund", "refund_promotion", ()),
    (
        "commission",
        "TikTok Shop commission fee",
        "referral_fee",
        ("Referral fee", "Commission fee", "Platform commission fee"),
    ),
    ("refund_fee", "Refund administration fee", "refund_administration_fee", ()),
    ("payment", "Transaction fee", "payment_fee", ("Credit card handling fee", "Payment fee")),
    ("affiliate", "Affiliate commission", "affiliate_commission", ("Comissão de afiliado",)),
    ("affiliate_partner", "Affiliate partner commission", "affiliate_commission", ()),
    ("affiliate_ads", "Affiliate Shop Ads commission", "affiliate_commission", ("Comissão de anúncios de afiliados",)),
    ("sfp", "SFP service fee", "programme_fee", ("Taxa de serviço SFP",)),
    ("per_item", "Fee per item sold", "closing_fee", ("Taxa por item vendido", "Fee per item")),
    ("live_specials", "LIVE Specials service fee", "programme_fee", ("LIVE Specials",)),
    ("voucher_xtra", "Voucher Xtra service fee", "programme_fee", ("Voucher Xtra",)),
    ("cashback", "Bonus cashback service fee", "programme_fee", ("Bonus cashback",)),
    ("shipping_fee", "TikTok Shop shipping fee", "platform_shipping_fee", ("Actual shipping fee",)),
    ("fbt", "FBT fulfillment fee", "fulfilment_fee", ("Fulfilled by TikTok Shop fulfillment fee",)),
    (
        "customer_shipping",
        "Customer shipping fee",
        "shipping_charge",
        ("Customer-paid shipping fee", "Frete do cliente"),
    ),
    ("refund_shipping", "Refunded customer shipping fee", "refund_shipping", ("Customer shipping fee refund",)),
    ("incentive", "TikTok Shop shipping incentive", "shipping_subsidy", ("Platform shipping fee discount",)),
    ("incentive_refund", "TikTok Shop shipping incentive refund", "shipping_subsidy", ()),
    ("subsidy", "Shipping subsidy", "shipping_subsidy", ("Shipping fee subsidy", "Subsídio de frete")),
    ("return_shipping", "Actual return shipping fee", "return_shipping_fee", ()),
    ("difal", "ICMS DIFAL", "tax_withheld", ()),
    ("difal_penalty", "ICMS penalty", "tax_withheld", ()),
    ("sales_tax", "Sales tax", "tax_collected", ()),
    ("fee_tax", "VAT on fees", "fee_tax", ()),
    ("ads", "GMV Max ad fee", "advertising_fee", ("GMV payment for TikTok Ads",)),
)
"""Name, heading, fee type, other headings of every component. Amounts carry their sign in the file."""

STATEMENT = (
    Field("stated_on", "Statement date", Kind.DAY, filled=True, formats=DAYS, aliases=(("Data do extrato", "pt"),)),
    Field("statement_id", "Statement ID", Kind.ID, filled=True, aliases=(("ID do extrato", "pt"),)),
    Field("payment_id", "Payment ID", Kind.ID, required=False, aliases=(("ID do pagamento", "pt"),)),
    Field("status", "Status", required=False),
    Field("currency", "Currency", Kind.CURRENCY, filled=True, aliases=(("Moeda", "pt"),)),
)
LINE = {"posted_on": "stated_on", "currency": "currency", "payout_id": "payment_id", "vendor_type": "kind_told"}

ORDER_DETAILS = report(
    Tabular(
        id="settlement_orders",
        label="Settlement, sheet Order details",
        grain="One row per SKU of an order, or per adjustment, in a statement.",
        where=WHERE,
        folder=FOLDER,
        fields=(
            *STATEMENT,
            Field("kind", "Type", Kind.WORD, filled=True, aliases=(("Tipo", "pt"),)),
            Field("order_id", "Order/adjustment ID", Kind.ID, filled=True, aliases=(("ID do pedido/ajuste", "pt"),)),
            Field("related_id", "Related order ID", Kind.ID, required=False),
            Field("sku", "SKU ID", Kind.ID, required=False, aliases=(("ID do SKU", "pt"),)),
            Field("quantity", "Quantity", Kind.WHOLE, required=False, aliases=(("Quantidade", "pt"),)),
            Field(
                "total",
                "Total settlement amount",
                Kind.AMOUNT,
                filled=True,
                aliases=(("Valor total de liquidação", "pt"),),
            ),
            Field("adjusted", "Adjustment amount", Kind.AMOUNT, required=False, aliases=(("Valor de ajuste", "pt"),)),
            Field("reason", "Adjustment reason", required=False, aliases=(("Adjustment reasons", ""),)),
            *(
                Field(name, heading, Kind.AMOUNT, name == "goods", aliases=tuple((other, "") for other in others))
                for name, heading, _, others in COMPONENTS
            ),
        ),
        into=(
            Into(
                "settlement_lines",
                {
                    **LINE,
                    "settlement_id": "CASE WHEN kind = 'product_charge' THEN statement_id ELSE order_id END",
                    "order_id": "CASE WHEN kind = 'product_charge' THEN order_id ELSE related_id END",
                    "sku": "sku",
                    "quantity": "CASE WHEN goods > 0 THEN quantity END",
                    "vendor_description": "reason",
                },
                parts=(
                    *(Part(fee_type, name) for name, _, fee_type, _ in COMPONENTS),
                    Part(
                        by_sign(
                            "CASE WHEN kind = 'product_charge' THEN 'adjustment' ELSE kind END", "adjustment_total"
                        ),
                        "adjustment_total",
                    ),
                ),
                told="total",
            ),
        ),
        money="total",
        money_out={"settlement_lines": "amount"},
        derived={
            "adjustment_total": "CASE WHEN kind = 'product_charge' THEN adjusted ELSE coalesce(adjusted, total) END"
        },
        known=(
            *(
                "SKU name",
                "Product name",
                "Order created date",
                "Order delivery date",
                "Total Revenue",
                "Total Fees",
                "Net sales",
            ),
            *(
                "Customer payment",
                "Customer refund",
                "Shipping",
                "Fees",
                "Platform discounts",
                "Platform discounts refund",
            ),
            *(
                "Platform co-funded voucher discounts",
                "Chargeable package weight",
                "Delivery option",
                "Collection methods",
            ),
            *("Subtotal after seller discounts", "Refund subtotal after seller discounts"),
        ),
        status=Status.PARTIAL,
        sources=SOURCES,
    )
)

STATEMENTS = report(
    Tabular(
        id="settlement_statements",
        label="Settlement, sheet Summary (statements)",
        grain="One row per statement; a payment may pay several.",
        where=WHERE,
        folder=FOLDER,
        fields=(
            *(one for one in STATEMENT if one.name not in ("payment_id", "status")),
            Field("payment_id", "Payment ID", Kind.ID, aliases=(("ID do pagamento", "pt"),)),
            Field("status", "Status", Kind.WORD, otherwise="pending"),
            Field(
                "total",
                "Total settlement amount",
                Kind.AMOUNT,
                filled=True,
                aliases=(("Valor total de liquidação", "pt"),),
            ),
            Field("reserve", "Reserve amount", Kind.AMOUNT, required=False),
            Field("paid", "Payment amount", Kind.AMOUNT, required=False),
        ),
        into=(
            Into(
                "payouts",
                {
                    "payout_id": "coalesce(payment_id, statement_id)",
                    "status": "status",
                    "currency": "currency",
                    "settlement_id": "CASE WHEN payment_id IS NULL THEN statement_id END",
                },
                per=("payout_id",),
                totals={
                    "paid_on": "max(stated_on)",
                    "payout_amount": "sum(total + coalesce(reserve, 0))",
                    "reserve_amount": "nullif(-sum(coalesce(reserve, 0)), 0)",
                    "from_on": "min(stated_on)",
                    "to_on": "max(stated_on) + 1",
                },
                money_in="sum(total + coalesce(reserve, 0))",
                joined="added_to_same_payment",
            ),
        ),
        money="total + coalesce(reserve, 0)",
        money_out={"payouts": "payout_amount"},
        forbids=("Order/adjustment ID", "Adjustment ID", "Order ID"),
        known=("Net sales", "Total Revenue", "Total Fees", "Shipping", "Fees", "Adjustment amount"),
        status=Status.INFERRED,
        sources=SOURCES,
    )
)

RESERVES = report(
    Tabular(
        id="settlement_reserves",
        label="Settlement, sheet Reserve details",
        grain="One row per amount held back or released.",
        where=WHERE,
        folder=FOLDER,
        fields=(
            *STATEMENT,
            Field("kind", "Type", required=False),
            Field("order_id", "Order ID", Kind.ID, required=False),
            Field("amount", "Reserve amount", Kind.AMOUNT, filled=True),
        ),
        into=(
            Into(
                "settlement_lines",
                {
                    **LINE,
                    "settlement_id": "statement_id || ' reserve'",
                    "order_id": "order_id",
                    "state": "CASE WHEN amount < 0 THEN 'deferred' ELSE 'released' END",
                    "fee_type": "CASE WHEN amount < 0 THEN 'reserve_held' ELSE 'reserve_released' END",
                    "amount": "amount",
                },
                money_in="amount",
            ),
        ),
        money="amount",
        money_out={"settlement_lines": "amount"},
        forbids=("Total settlement amount", "Order/adjustment ID"),
        status=Status.INFERRED,
        sources=SOURCES,
    )
)

ADJUSTMENTS = report(
    Tabular(
        id="settlement_adjustments",
        label="Settlement, sheet Adjustments",
        grain="One row per adjustment.",
        where=WHERE,
        folder=FOLDER,
        fields=(
            *STATEMENT,
            Field("kind", "Type", Kind.WORD, filled=True),
            Field("adjustment_id", "Adjustment ID", Kind.ID, filled=True),
            Field("related_id", "Related order ID", Kind.ID, required=False),
            Field("adjusted", "Adjustment amount", Kind.AMOUNT, filled=True),
            Field("reason", "Adjustment reason", required=False, aliases=(("Adjustment reasons", ""),)),
        ),
        into=(
            Into(
                "settlement_lines",
                {
                    **LINE,
                    "settlement_id": "adjustment_id",
                    "order_id": "related_id",
                    "fee_type": by_sign("kind", "adjusted"),
                    "amount": "adjusted",
                    "vendor_description": "reason",
                },
                money_in="adjusted",
            ),
        ),
        money="adjusted",
        money_out={"settlement_lines": "amount"},
        forbids=("Order/adjustment ID",),
        status=Status.INFERRED,
        sources=SOURCES,
    )
)
