"""Shopline's order report, one row per item, in English and Chinese headings, as far as sellers' own texts tell them."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Kind, Tabular, orders_and_lines
from argosy.connectors.tabular_report import report

ORDERS = report(
    Tabular(
        id="orders",
        label="Orders",
        grain="One row per item of an order.",
        where="Shopline admin: Orders > Export.",
        folder=Path(__file__).parent,
        fields=(
            Field(
                "order_id", "Order Number", Kind.ID, filled=True, aliases=(("訂單號碼", "zh-Hant"), ("订单号", "zh"))
            ),
            Field(
                "ordered_at",
                "Order Date",
                Kind.INSTANT,
                filled=True,
                formats=(*ISO, *SLASHED),
                aliases=(("訂單日期", "zh-Hant"), ("订单创建时间", "zh")),
            ),
            Field(
                "status",
                "Order Status",
                Kind.WORD,
                otherwise="pending",
                aliases=(("訂單狀態", "zh-Hant"), ("订单状态", "zh")),
            ),
            Field("payment_status", "Payment Status", aliases=(("付款狀態", "zh-Hant"), ("支付状态", "zh"))),
            Field(
                "delivery_status",
                "Delivery Status",
                Kind.WORD,
                otherwise="ordered",
                aliases=(("送貨狀態", "zh-Hant"), ("发货状态", "zh")),
            ),
            Field("email", "Email", required=False, aliases=(("電郵", "zh-Hant"), ("邮箱", "zh"))),
            Field("currency", "Currency", Kind.CURRENCY, filled=True, aliases=(("貨幣", "zh-Hant"), ("币种", "zh"))),
            Field(
                "discount",
                "Order Discount",
                Kind.AMOUNT,
                required=False,
                aliases=(("優惠折扣", "zh-Hant"), ("优惠金额", "zh")),
            ),
            Field(
                "shipping", "Delivery Fee", Kind.AMOUNT, required=False, aliases=(("運費", "zh-Hant"), ("运费", "zh"))
            ),
            Field("total", "Order Total", Kind.AMOUNT, aliases=(("訂單合計", "zh-Hant"), ("订单总额", "zh"))),
            Field("payment", "Payment Method", required=False, aliases=(("付款方式", "zh-Hant"), ("支付方式", "zh"))),
            Field("title", "Product Name", aliases=(("商品名稱", "zh-Hant"), ("商品名称", "zh"))),
            Field("variation", "Options", required=False, aliases=(("選項", "zh-Hant"), ("商品规格", "zh"))),
            Field("sku", "Product SKU", Kind.ID, aliases=(("商品貨號", "zh-Hant"), ("商品SKU", "zh"))),
            Field(
                "price",
                "Product Price",
                Kind.AMOUNT,
                filled=True,
                aliases=(("商品結帳價", "zh-Hant"), ("商品价格", "zh")),
            ),
            Field("quantity", "Quantity", Kind.WHOLE, filled=True, aliases=(("數量", "zh-Hant"), ("数量", "zh"))),
            Field(
                "country",
                "Delivery Country",
                Kind.COUNTRY,
                required=False,
                aliases=(("送貨國家", "zh-Hant"), ("收货国家", "zh")),
            ),
        ),
        into=orders_and_lines(
            {
                "order_id": "order_id",
                "ordered_at": "ordered_at",
                "market": "coalesce(country, own_market)",
                "customer_id": "sha256(lower(email))",
                "currency": "currency",
                "status": "CASE WHEN status IN ('cancelled', 'pending') THEN status ELSE delivery_status END",
            },
            {
                "discount_amount": "abs(discount)",
                "shipping_amount": "shipping",
                "total_amount": "total",
                "payment_method": "payment",
            },
            {
                "sku": "coalesce(sku, title)",
                "title": "concat_ws(' - ', title, variation)",
                "quantity": "quantity",
                "unit_price": "price",
            },
            gross="quantity * price",
        ),
        money="quantity * price",
        money_out={"order_lines": "gross_amount"},
        known=("Customer", "Phone Number", "Recipient", "Address", "Order Remarks", "Tracking Number", "Coupon Code"),
        status=Status.INFERRED,
        sources=("Headings of the export from general knowledge (unverified)",),
    )
)
