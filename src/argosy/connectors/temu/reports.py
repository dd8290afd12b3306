"""Temu's order list and settlement details (账务明细), in Chinese and English headings, as far as sellers' own texts tell them.

Temu sets the price the buyer sees; what counts for the seller is the declared price of the goods. The sites (US, EU, global) have a
seller centre and files of their own.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Tabular, orders_and_lines
from argosy.connectors.tabular_report import report
from argosy.connectors.vocabulary import by_sign

FOLDER = Path(__file__).parent
TIMES = (*ISO, *SLASHED, "%b %d, %Y, %I:%M %p", "%b %d, %Y %H:%M")
SOURCES = ("Headings of the exports from general knowledge (unverified)",)

ORDERS = report(
    Tabular(
        id="orders",
        label="订单 (orders)",
        grain="One row per item of an order.",
        where="Temu Seller Central: 订单管理 > 导出 (Orders > Export).",
        folder=FOLDER,
        fields=(
            Field("order_id", "订单号", Kind.ID, filled=True, aliases=(("Order ID", "en"),)),
            Field("line_no", "子订单号", Kind.ID, filled=True, aliases=(("Order item ID", "en"),)),
            Field(
                "status",
                "订单状态",
                Kind.WORD,
                otherwise="pending",
                aliases=(("Order status", "en"), ("Order item status", "en")),
            ),
            Field("title", "商品名称", aliases=(("Product name", "en"),)),
            Field("variation", "商品属性", required=False, aliases=(("Variation", "en"),)),
            Field("sku", "SKU货号", Kind.ID, filled=True, aliases=(("Contribution SKU", "en"),)),
            Field("sku_id", "SKU ID", Kind.ID),
            Field(
                "quantity",
                "应履约件数",
                Kind.WHOLE,
                filled=True,
                aliases=(("Quantity to ship", "en"), ("quantity purchased", "en")),
            ),
            Field(
                "price",
                "申报价格",
                Kind.AMOUNT,
                filled=True,
                aliases=(("Base price", "en"), ("Activity goods base price", "en")),
            ),
            Field("currency", "币种", Kind.CURRENCY, required=False, aliases=(("Currency", "en"),)),
            Field("country", "收货国家", Kind.COUNTRY, required=False, aliases=(("Ship country", "en"),)),
            Field("region", "收货省份", required=False, aliases=(("Ship state", "en"),)),
            Field(
                "ordered_at",
                "订单创建时间",
                Kind.INSTANT,
                filled=True,
                formats=TIMES,
                aliases=(("Purchase date", "en"),),
            ),
            Field(
                "ship_by",
                "要求最晚发货时间",
                Kind.INSTANT,
                required=False,
                formats=TIMES,
                aliases=(("Latest shipping time", "en"),),
            ),
            Field(
                "shipped_at",
                "实际发货时间",
                Kind.INSTANT,
                required=False,
                formats=TIMES,
                aliases=(("Shipped time", "en"),),
            ),
        ),
        into=orders_and_lines(
            {
                "order_id": "order_id",
                "ordered_at": "ordered_at",
                "market": "coalesce(country, own_market)",
                "currency": "currency",
                "status": "status",
            },
            {"ship_region": "region", "handed_over_by_at": "ship_by", "shipped_at": "shipped_at"},
            {
                "line_no": "line_no",
                "sku": "sku",
                "title": "concat_ws(' - ', title, variation)",
                "quantity": "quantity",
                "unit_price": "price",
                "listing_id": "sku_id",
                "shipped_at": "shipped_at",
            },
            gross="quantity * price",
        ),
        money="quantity * price",
        money_out={"order_lines": "gross_amount"},
        checks={"unknown_currency:币种": "currency IS NULL"},
        known=(
            "收货人姓名",
            "收货人电话",
            "收货地址",
            "邮编",
            "物流单号",
            "物流公司",
            "Recipient name",
            "Tracking number",
            "Carrier",
        ),
        status=Status.INFERRED,
        sources=SOURCES,
    )
)

SETTLEMENT = report(
    Tabular(
        id="settlement",
        label="账务明细 (settlement details)",
        grain="One row per amount booked.",
        where="Temu Seller Central: 对账中心 > 账务明细 > 导出 (Finance > Transaction details > Export).",
        folder=FOLDER,
        fields=(
            Field("id", "账务流水号", Kind.ID, filled=True, aliases=(("Transaction ID", "en"),)),
            Field(
                "posted_at", "账务时间", Kind.INSTANT, filled=True, formats=TIMES, aliases=(("Transaction time", "en"),)
            ),
            Field("kind", "账务类型", Kind.WORD, filled=True, aliases=(("Transaction type", "en"),)),
            Field("order_id", "订单号", Kind.ID, aliases=(("Order ID", "en"),)),
            Field("sku", "SKU货号", Kind.ID, required=False, aliases=(("Contribution SKU", "en"),)),
            Field("quantity", "数量", Kind.WHOLE, required=False, aliases=(("Quantity", "en"),)),
            Field("amount", "金额", Kind.AMOUNT, filled=True, aliases=(("Amount", "en"),)),
            Field("currency", "币种", Kind.CURRENCY, filled=True, aliases=(("Currency", "en"),)),
            Field("note", "备注", required=False, aliases=(("Remark", "en"),)),
        ),
        into=(
            Into(
                "settlement_lines",
                {
                    "settlement_id": "id",
                    "posted_at": "posted_at",
                    "market": "own_market",
                    "order_id": "order_id",
                    "sku": "sku",
                    "quantity": "CASE WHEN kind LIKE '%product_charge' AND amount > 0 THEN abs(quantity) END",
                    "fee_type": by_sign("kind", "amount"),
                    "currency": "currency",
                    "amount": "amount",
                    "vendor_type": "kind_told",
                    "vendor_description": "note",
                },
                money_in="amount",
            ),
        ),
        money="amount",
        money_out={"settlement_lines": "amount"},
        status=Status.INFERRED,
        sources=SOURCES,
    )
)
