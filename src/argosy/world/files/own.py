"""Which sheets the seller keeps itself, because no platform knows what is in them."""

from __future__ import annotations

from argosy.world.sheets import CURRENCY, Sheet

WHOLE, DAY, MONEY, INSTANT = "integer", "date", "money", "instant"

PRODUCTS = Sheet(
    "erp_products",
    "products",
    "商品档案",
    {
        "product_id": "商品编码",
        "title": "商品名称",
        "brand": "品牌",
        "category": "类目",
        "status": "状态",
        "packed_weight_g": "包装重量(g)",
        "battery_kind": "电池类型",
        "is_electric": "是否带电",
        "has_radio": "是否无线",
        "is_for_children": "是否儿童用品",
        "touches_food": "是否接触食品",
        "touches_skin": "是否接触皮肤",
        "main_supplier_id": "主供应商",
        "minimum_order_quantity": "起订量",
        "order_multiple_quantity": "装箱数",
        "lead_time_days": "交期(天)",
    },
    {
        "packed_weight_g": WHOLE,
        "minimum_order_quantity": WHOLE,
        "order_multiple_quantity": WHOLE,
        "lead_time_days": WHOLE,
        **dict.fromkeys(("is_electric", "has_radio", "is_for_children", "touches_food", "touches_skin"), "boolean"),
    },
    words={"status": {"active": "在售"}, "battery_kind": {"none": "无", "lithium_ion": "锂离子"}},
)
COSTS = Sheet(
    "erp_costs",
    "product_costs",
    "成本表",
    {
        "product_id": "产品编码",
        "component": "成本项目",
        "effective_on": "生效日期",
        "currency": CURRENCY,
        "unit_cost_amount": "单位成本",
    },
    {"effective_on": DAY, "unit_cost_amount": MONEY},
    {"market": "*", "batch_id": "*"},
    words={"component": {"purchase": "采购", "first_leg": "头程"}},
    is_template=True,
)
SUPPLIERS = Sheet(
    "erp_suppliers",
    "suppliers",
    "供应商",
    {"supplier_id": "供应商编码", "name": "供应商名称", "city": "城市", "lead_time_days": "交期（天）"},
    {"lead_time_days": WHOLE},
    {"country": "CN"},
    is_template=True,
)
PURCHASES = Sheet(
    "erp_purchases",
    "purchase_orders",
    "采购单",
    {
        "purchase_order_id": "采购单号",
        "line_no": "行号",
        "ordered_on": "下单日期",
        "supplier_id": "供应商编码",
        "product_id": "产品编码",
        "market": "适用市场",
        "status": "订单状态",
        "quantity": "采购数量",
        "received_quantity": "已收数量",
        "currency": CURRENCY,
        "unit_price": "采购单价",
        "line_amount": "采购金额",
        "paid_amount": "已付金额",
        "balance_due_on": "尾款应付日",
        "promised_on": "承诺交货日",
        "shipped_on": "发货日期",
        "received_on": "收货日期",
    },
    {
        **dict.fromkeys(("quantity", "received_quantity"), WHOLE),
        **dict.fromkeys(("unit_price", "line_amount", "paid_amount"), MONEY),
        **dict.fromkeys(("ordered_on", "balance_due_on", "promised_on", "shipped_on", "received_on"), DAY),
    },
    words={"status": {"received": "已收货", "shipped": "已发货", "in_production": "生产中"}},
    is_template=True,
)
STOCK = Sheet(
    "erp_stock",
    "inventory_levels",
    "库存快照",
    {
        "store_id": "店铺",
        "location_id": "仓库",
        "location_kind": "仓库类型",
        "country": "国家",
        "sku": "SKU",
        "snapshot_on": "日期",
        "available_quantity": "可售",
        "on_hand_quantity": "在库",
        "inbound_quantity": "在途",
    },
    {"snapshot_on": DAY, **dict.fromkeys(("available_quantity", "on_hand_quantity", "inbound_quantity"), WHOLE)},
    words={"location_kind": {"platform": "平台仓", "home": "国内仓"}},
)
STOCK_EVENTS = Sheet(
    "erp_stock_events",
    "inventory_events",
    "库存异动",
    {
        "store_id": "店铺",
        "location_id": "仓库",
        "event_id": "流水号",
        "happened_on": "日期",
        "kind": "类型",
        "sku": "SKU",
        "quantity": "数量",
    },
    {"happened_on": DAY, "quantity": WHOLE},
    words={"kind": {"lost": "丢失", "found": "找回"}},
)
BALANCES = Sheet(
    "erp_balances",
    "bank_balances",
    "账户余额",
    {
        "account_id": "账户名称",
        "kind": "账户类型",
        "balance_on": "余额日期",
        "currency": CURRENCY,
        "balance_amount": "余额",
    },
    {"balance_on": DAY, "balance_amount": MONEY},
    words={"kind": {"bank": "银行"}},
    is_template=True,
)
BANK_LINES = Sheet(
    "erp_bank_lines",
    "bank_lines",
    "银行流水",
    {
        "account_id": "账户",
        "line_no": "行号",
        "booked_on": "日期",
        "currency": CURRENCY,
        "amount": "金额",
        "category": "类别",
        "reference": "摘要",
    },
    {"booked_on": DAY, "amount": MONEY},
    words={
        "category": {
            "payout": "平台回款",
            "exchange": "结汇",
            "supplier": "货款",
            "payroll": "工资",
            "overhead": "管理费",
            "logistics": "物流费",
            "financing": "股东往来",
        }
    },
)
PARCELS = Sheet(
    "erp_parcels",
    "shipments",
    "发货单",
    {
        "shipment_id": "运单号",
        "created_on": "发货日期",
        "order_id": "订单号",
        "carrier": "承运商",
        "service": "渠道",
        "route_kind": "运输方式",
        "destination_country": "目的国",
        "currency": CURRENCY,
        "declared_value_amount": "申报价值",
        "freight_amount": "运费",
        "status": "状态",
        "shipped_at": "交运时间(UTC)",
        "promised_at": "承诺送达(UTC)",
        "delivered_at": "签收时间(UTC)",
    },
    {
        "created_on": DAY,
        **dict.fromkeys(("declared_value_amount", "freight_amount"), MONEY),
        **dict.fromkeys(("shipped_at", "promised_at", "delivered_at"), INSTANT),
    },
    {"store_id": "shopify", "purpose": "order", "origin_country": "CN", "claim_status": "none"},
    words={
        "route_kind": {"local": "本地派送", "dedicated_line": "专线"},
        "status": {"delivered": "已签收", "in_transit": "运输中"},
    },
)
