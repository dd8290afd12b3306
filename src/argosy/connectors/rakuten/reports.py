"""Rakuten Ichiba: orders as RMS exports them, in Shift_JIS, one row per item; money of the order stands on each row.

Prices contain the consumption tax unless the item says otherwise. Points and coupons of Rakuten are paid to the shop, so only the
shop's own coupons are a discount.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Kind, Tabular, orders_and_lines
from argosy.connectors.tabular_report import report

ORDERS = report(
    Tabular(
        id="orders",
        label="受注データ (orders)",
        grain="One row per item of an order.",
        where="RMS: 受注・決済管理 > 受注データダウンロード (CSV).",
        folder=Path(__file__).parent,
        fields=(
            Field("order_id", "注文番号", Kind.ID, filled=True, aliases=(("受注番号", "before the RMS of 2019"),)),
            Field(
                "status",
                "ステータス",
                Kind.WORD,
                otherwise="pending",
                aliases=(("受注ステータス", "before the RMS of 2019"),),
            ),
            Field("ordered_at", "注文日時", Kind.INSTANT, filled=True, formats=ISO, zone="Asia/Tokyo"),
            Field("shipped_at", "発送完了報告日時", Kind.INSTANT, required=False, formats=ISO, zone="Asia/Tokyo"),
            Field("payment", "支払方法名", required=False),
            Field("shipping", "送料合計", Kind.AMOUNT),
            Field("cod", "代引料合計", Kind.AMOUNT, required=False),
            Field("tax", "消費税合計", Kind.AMOUNT),
            Field("billed", "請求金額", Kind.AMOUNT, required=False),
            Field("total", "合計金額", Kind.AMOUNT),
            Field("points", "ポイント利用額", Kind.AMOUNT, required=False),
            Field("shop_coupon", "店舗発行クーポン利用額", Kind.AMOUNT, required=False),
            Field("region", "送付先住所都道府県", required=False),
            Field("item_no", "商品明細ID", Kind.ID, required=False),
            Field("listing_id", "商品ID", Kind.ID, required=False),
            Field("title", "商品名"),
            Field("sku", "商品番号", Kind.ID),
            Field("managed_no", "商品管理番号", Kind.ID),
            Field("price", "単価", Kind.AMOUNT, filled=True),
            Field("quantity", "個数", Kind.WHOLE, filled=True),
            Field("tax_rate", "商品税率", Kind.SHARE, required=False),
        ),
        into=orders_and_lines(
            {
                "order_id": "order_id",
                "ordered_at": "ordered_at",
                "market": "'JP'",
                "currency": "'JPY'",
                "status": "status",
            },
            {
                "discount_amount": "shop_coupon",
                "shipping_amount": "shipping",
                "tax_amount": "tax",
                "total_amount": "total",
                "tax_included": "TRUE",
                "payment_method": "payment",
                "shipped_at": "shipped_at",
                "ship_region": "region",
            },
            {
                "line_no": "coalesce(item_no, (row_number() OVER (PARTITION BY order_id ORDER BY source_line))::VARCHAR)",
                "sku": "coalesce(sku, managed_no)",
                "title": "title",
                "quantity": "quantity",
                "unit_price": "price",
                "listing_id": "managed_no",
                "tax_rate": "tax_rate",
                "tax_included": "TRUE",
            },
            gross="quantity * price",
        ),
        money="quantity * price",
        currency="'JPY'",
        money_out={"order_lines": "gross_amount"},
        checks={"missing:商品番号": "coalesce(sku, managed_no) IS NULL"},
        reasons={"missing:商品番号": "The row lacks a value that every row must have."},
        known=(
            *(
                "サブステータスID",
                "サブステータス",
                "注文日",
                "注文時間",
                "キャンセル期限日",
                "注文確認日時",
                "注文確定日時",
            ),
            *(
                "発送指示日時",
                "商品合計金額",
                "クーポン利用総額",
                "楽天発行クーポン利用額",
                "注文者姓",
                "注文者名",
                "送付先姓",
                "送付先名",
            ),
            *(
                "楽天会員フラグ",
                "複数送付先フラグ",
                "送付先一致フラグ",
                "離島フラグ",
                "送付先郵便番号1",
                "送付先郵便番号2",
            ),
        ),
        status=Status.INFERRED,
        sources=("Headings of the RMS order CSV from general knowledge (unverified)",),
    )
)
