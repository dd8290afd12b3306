"""AliExpress orders and settlement (放款), in Chinese and English headings, as far as sellers' own texts tell them."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Part, Tabular, orders_and_lines
from argosy.connectors.tabular_report import report

FOLDER = Path(__file__).parent
TIMES = (*ISO, *SLASHED)
SOURCES = ("Headings of the exports from general knowledge (unverified)",)

ORDERS = report(
    Tabular(
        id="orders",
        label="订单 (orders)",
        grain="One row per item of an order.",
        where="AliExpress Seller Center: 交易 > 订单导出 (Orders > Export).",
        folder=FOLDER,
        fields=(
            Field("order_id", "订单号", Kind.ID, filled=True, aliases=(("Order ID", "en"), ("Order No.", "en"))),
            Field("status", "订单状态", Kind.WORD, otherwise="pending", aliases=(("Order Status", "en"),)),
            Field("buyer", "买家名称", required=False, aliases=(("Buyer Name", "en"),)),
            Field("ordered_at", "下单时间", Kind.INSTANT, filled=True, formats=TIMES, aliases=(("Order Time", "en"),)),
            Field("paid_at", "付款时间", Kind.INSTANT, formats=TIMES, aliases=(("Payment Time", "en"),)),
            Field("goods", "产品总金额", Kind.AMOUNT, aliases=(("Product Total", "en"),)),
            Field("shipping", "物流费用", Kind.AMOUNT, aliases=(("Shipping Cost", "en"),)),
            Field("total", "订单金额", Kind.AMOUNT, aliases=(("Order Amount", "en"),)),
            Field("discount", "店铺优惠金额", Kind.AMOUNT, required=False, aliases=(("Store Discount", "en"),)),
            Field("title", "产品信息", aliases=(("Product Name", "en"),)),
            Field("sku", "商品编码", Kind.ID, aliases=(("SKU Code", "en"),)),
            Field("listing_id", "商品ID", Kind.ID, required=False, aliases=(("Product ID", "en"),)),
            Field("price", "商品单价", Kind.AMOUNT, filled=True, aliases=(("Unit Price", "en"),)),
            Field("quantity", "商品数量", Kind.WHOLE, filled=True, aliases=(("Quantity", "en"),)),
            Field("currency", "币种", Kind.CURRENCY, required=False, aliases=(("Currency", "en"),)),
            Field("country", "收货国家", Kind.COUNTRY, aliases=(("Ship To Country", "en"),)),
            Field("region", "州/省", required=False, aliases=(("State/Province", "en"),)),
            Field("postcode", "邮编", required=False, aliases=(("Zip Code", "en"),)),
            Field(
                "shipped_at",
                "实际发货时间",
                Kind.INSTANT,
                required=False,
                formats=TIMES,
                aliases=(("Shipping Time", "en"),),
            ),
        ),
        into=orders_and_lines(
            {
                "order_id": "order_id",
                "ordered_at": "ordered_at",
                "market": "coalesce(country, own_market)",
                "customer_id": "buyer",
                "currency": "currency",
                "status": "status",
            },
            {
                "discount_amount": "discount",
                "shipping_amount": "shipping",
                "total_amount": "total",
                "paid_at": "paid_at",
                "shipped_at": "shipped_at",
                "ship_region": "region",
                "ship_postcode": "postcode",
            },
            {
                "sku": "coalesce(sku, listing_id, title)",
                "title": "title",
                "quantity": "quantity",
                "unit_price": "price",
                "listing_id": "listing_id",
            },
            gross="quantity * price",
        ),
        money="quantity * price",
        money_out={"order_lines": "gross_amount"},
        checks={"unknown_currency:币种": "currency IS NULL"},
        known=(
            "买家邮箱",
            "收货人名称",
            "收货地址",
            "城市",
            "联系电话",
            "手机",
            "买家选择物流",
            "发货期限",
            "订单备注",
            "负责人",
        ),
        status=Status.INFERRED,
        sources=SOURCES,
    )
)

FEES = (
    ("commission", "平台佣金", "referral_fee", "Commission"),
    ("affiliate", "联盟佣金", "affiliate_commission", "Affiliate Commission"),
    ("payment_fee", "支付手续费", "payment_fee", "Transaction Fee"),
    ("cashback", "营销费用", "programme_fee", "Promotion Fee"),
    ("logistics", "物流扣款", "platform_shipping_fee", "Logistics Fee"),
    ("refund", "退款金额", "refund_product", "Refund Amount"),
)
"""Name, heading, fee type, English heading: what is taken from an order, written without a sign."""

SETTLEMENT = report(
    Tabular(
        id="settlement",
        label="放款明细 (settlement details)",
        grain="One row per release of an order's money.",
        where="AliExpress Seller Center: 资金 > 放款查询 > 导出 (Finance > Settlement > Export).",
        folder=FOLDER,
        fields=(
            Field("order_id", "订单号", Kind.ID, filled=True, aliases=(("Order ID", "en"),)),
            Field(
                "posted_at", "放款时间", Kind.INSTANT, filled=True, formats=TIMES, aliases=(("Settlement Time", "en"),)
            ),
            Field("gross", "订单金额", Kind.AMOUNT, filled=True, aliases=(("Order Amount", "en"),)),
            *(
                Field(name, heading, Kind.AMOUNT, name == "commission", aliases=((english, "en"),))
                for name, heading, _, english in FEES
            ),
            Field("net", "放款金额", Kind.AMOUNT, filled=True, aliases=(("Settlement Amount", "en"),)),
            Field("currency", "币种", Kind.CURRENCY, filled=True, aliases=(("Currency", "en"),)),
        ),
        into=(
            Into(
                "settlement_lines",
                {
                    "settlement_id": "order_id",
                    "posted_at": "posted_at",
                    "market": "own_market",
                    "order_id": "order_id",
                    "currency": "currency",
                    "state": "'released'",
                    "vendor_type": "'放款'",
                },
                parts=(
                    Part("product_charge", "gross"),
                    *(Part(fee_type, f"-abs({name})") for name, _, fee_type, _ in FEES),
                ),
                told="net",
            ),
        ),
        money="net",
        money_out={"settlement_lines": "amount"},
        status=Status.INFERRED,
        sources=SOURCES,
    )
)
