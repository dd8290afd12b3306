"""What a draft fills into columns of a table that the file does not have, and what a table needs at the very least."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from argosy.connectors.spreadsheet.draft_text import scalar

Names = Mapping[str, str]
"""Canonical column to the file's column it was matched with."""


@dataclass(frozen=True)
class Filling:
    """A value as YAML, and the comment beside it."""

    yaml: str
    comment: str = ""


Fill = Callable[[Names], Filling | None]

NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "order_lines": (("order_id",), ("ordered_at",), ("sku", "title"), ("quantity",), ("unit_price", "gross_amount")),
    "ad_performance": (("performed_on",), ("impressions",), ("clicks",), ("spend_amount",)),
    "settlement_lines": (("posted_on", "posted_at"), ("amount",), ("settlement_id", "vendor_type", "order_id")),
    "bank_lines": (("booked_on",), ("amount",), ("balance_amount", "counterparty", "description", "reference")),
    "inventory_levels": (("sku",), ("on_hand_quantity", "available_quantity")),
    "product_costs": (("product_id",), ("unit_cost_amount",)),
    "customers": (("customer_id", "email"), ("email", "given_name", "family_name", "phone", "city", "company")),
    "products": (("product_id",), ("title", "brand", "category", "gtin")),
}
"""Per table the groups of columns of which one must be there; the tables a draft is made for."""

MONEY_COLUMNS = {
    "order_lines": ("gross_amount",),
    "settlement_lines": ("amount",),
    "bank_lines": ("amount",),
    "ad_performance": ("spend_amount",),
}
"""Where the money of a row stands."""

FEE_WORDS = {
    "commission": "referral_fee",
    "referral": "referral_fee",
    "佣金": "referral_fee",
    "refund": "refund_product",
    "退款": "refund_product",
    "storage": "storage_fee",
    "仓储": "storage_fee",
    "fulfil": "fulfilment_fee",
    "配送费": "fulfilment_fee",
    "advert": "advertising_fee",
    "广告": "advertising_fee",
    "payout": "payout",
    "transfer": "payout",
    "提现": "payout",
    "shipping": "shipping_charge",
    "运费": "shipping_charge",
    "subscription": "subscription_fee",
    "月租": "subscription_fee",
    "chargeback": "chargeback",
    "拒付": "chargeback",
    "reimburse": "reimbursement",
    "赔偿": "reimbursement",
    "sale": "product_charge",
    "order": "product_charge",
    "销售": "product_charge",
    "订单": "product_charge",
    "fee": "service_fee",
    "adjust": "adjustment",
    "调整": "adjustment",
}
"""Part of a settlement's word to the fee type a draft proposes; the first that fits."""


def _always(yaml: str, comment: str = "") -> Fill:
    return lambda _names: Filling(yaml, comment)


def _line_no(names: Names) -> Filling:
    return Filling(f"{{ordinal_within: [{scalar(names['order_id'])}]}}")


def _sku(names: Names) -> Filling:
    return Filling(scalar(names["title"]), "please confirm: the file has no SKU, the title stands for it")


def _gross(names: Names) -> Filling | None:
    if {"quantity", "unit_price"} <= set(names):
        return Filling(f"{{multiply: [{scalar(names['quantity'])}, {scalar(names['unit_price'])}]}}")
    return None


def _identity(*targets: str) -> Fill:
    """A digest of the row's own cells: the files have no number for such lines."""

    def fill(names: Names) -> Filling:
        columns = [scalar(names[target]) for target in targets if target in names]
        return Filling(f"{{identity_of: [{', '.join(columns)}]}}")

    return fill


def _level(names: Names) -> Filling:
    """The finest thing the file breaks its numbers down by."""
    by = {
        "search_term": "search_term",
        "target": "target",
        "sku": "product",
        "ad_group_id": "ad_group",
        "campaign_id": "campaign",
    }
    found = next((level for column, level in by.items() if column in names), "account")
    return Filling(f"{{constant: {found}}}", "please confirm")


def _posted_on(names: Names) -> Filling | None:
    return Filling(scalar(names["posted_at"])) if "posted_at" in names else None


def _customer_id(names: Names) -> Filling:
    return Filling(
        scalar(names["email"]), "please confirm: the file has no customer number, the e-mail address stands for it"
    )


FILE_DAY = "please write the day of the stock, such as {constant: 2026-05-01}: until then the rows are kept apart"
COST_DAY = (
    "please write the first day the costs hold, such as {constant: 2026-01-01}: until then the rows are kept apart"
)

ALL = '{constant: "*"}'

FILLINGS: dict[str, dict[str, Fill]] = {
    "order_lines": {
        "line_no": _line_no,
        "sku": _sku,
        "gross_amount": _gross,
        "status": _always("{constant: ordered}", "please confirm"),
    },
    "ad_performance": {
        "platform": _always(
            "{constant: unknown}", "please name the platform: amazon_ads, google_ads, meta_ads, tiktok_ads ..."
        ),
        "account_id": _always("{constant: main}", "please confirm"),
        "level": _level,
        "days": _always("{constant: 1}", "please confirm: one row is one day"),
        "match_type": _always(ALL),
        **{
            name: _always(ALL) for name in ("campaign_id", "ad_group_id", "target", "search_term", "sku", "creative_id")
        },
        **{name: _always(ALL) for name in ("placement", "device", "audience")},
    },
    "settlement_lines": {
        "settlement_id": _always(ALL),
        "posted_on": _posted_on,
        "line_no": _identity("settlement_id", "order_id", "posted_on", "posted_at", "vendor_type", "sku", "amount"),
    },
    "bank_lines": {
        "account_id": _always("{constant: main}", "please confirm: the account's name as in argosy.toml"),
        "line_no": _identity("booked_on", "amount", "balance_amount", "counterparty", "reference", "description"),
    },
    "inventory_levels": {
        "location_id": _always("{constant: main}", "please confirm: the warehouse's name as in argosy.toml"),
        "snapshot_on": _always("{constant: null}", FILE_DAY),
    },
    "product_costs": {
        "market": _always(ALL),
        "batch_id": _always(ALL),
        "component": _always("{constant: purchase}", "please confirm"),
        "effective_on": _always("{constant: null}", COST_DAY),
    },
    "customers": {"customer_id": _customer_id},
    "products": {},
}
"""Per table, the columns a draft fills where the file has none."""
