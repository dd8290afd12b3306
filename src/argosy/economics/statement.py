"""The income statement: its steps from gross sales to net profit, and the step every canonical fee type belongs to.

One reading of the ledger for the whole program. `LEDGER_STEPS` (canonical) says what money is; this says where it counts.
"""

from __future__ import annotations

from dataclasses import dataclass

from argosy.canonical.fee_types import FEE_TYPES


@dataclass(frozen=True)
class Step:
    """A line of the statement: `sign` is +1 where its metric adds to the profit, -1 where it takes away; a subtotal has sign 0."""

    name: str
    sign: int
    meaning: str


STATEMENT: tuple[Step, ...] = (
    Step("sales_of_goods", 1, "Goods ordered and not cancelled, at the price before discounts."),
    Step("shipping_income", 1, "Shipping, gift wrapping and surcharges buyers paid."),
    Step("price_reductions", -1, "Price reductions the seller bears."),
    Step("given_back", -1, "Goods and shipping given back to buyers."),
    Step("tax_in_sales", -1, "Tax contained in these amounts that the seller owes."),
    Step("net_revenue", 0, "What is the seller's own of what buyers paid."),
    Step("product_cost", -1, "Landed cost of the units sold, less units that came back to the shelf."),
    Step("gross_profit", 0, "Net revenue less product cost (contribution margin 1)."),
    Step("selling_fees", -1, "What channels take for selling."),
    Step("fulfilment_cost", -1, "Picking, packing and carriage to the buyer."),
    Step("payment_fees", -1, "What it costs to be paid."),
    Step("return_cost", -1, "Handling and carriage of returns, less fees given back."),
    Step("expected_fees", -1, "Fees of orders not settled yet, at the store's own rate of the last settled ones."),
    Step("storage_cost", -1, "Keeping, bringing in and taking out stock at the channel's warehouses."),
    Step("contribution_margin_2", 0, "Gross profit less everything selling, sending and storing takes."),
    Step("advertising_cost", -1, "Advertising, affiliates, coupons and deals."),
    Step("sample_cost", -1, "Goods of samples given to creators and reviewers."),
    Step("contribution_margin_3", 0, "What is left to carry fixed costs."),
    Step("reimbursements", 1, "What channels pay for their own errors."),
    Step("dispute_cost", -1, "Disputed payments and their fees, less those won."),
    Step("other_charges", -1, "Corrections channels do not explain, and tax on fees that cannot be recovered."),
    Step("fixed_costs", -1, "Costs of no order, by the rule of each."),
    Step("fx_difference", 1, "What changes of exchange rates and the conversion itself gave or took."),
    Step("closed_adjustments", 1, "What became known of closed months after they were closed."),
    Step("net_profit", 0, "What remains before tax on profit."),
)

_BY_LEDGER_STEP = {
    "sales": "sales",
    "sales_tax": "tax",
    "promotion": "discounts",
    "refund": "refunds",
    "selling_fee": "selling_fees",
    "fulfilment": "fulfilment_cost",
    "storage": "storage_cost",
    "inbound": "storage_cost",
    "removal": "storage_cost",
    "advertising": "advertising_cost",
    "payment_fee": "payment_fees",
    "reimbursement": "reimbursements",
    "dispute": "dispute_cost",
    "fee_tax": "fee_tax",
    "income_tax": "income_tax",
    "adjustment": "other_charges",
    "transfer": "transfer",
}

_EXCEPTIONS = {
    "product_charge": "gross_sales",
    "shipping_charge": "shipping_income",
    "gift_wrap_charge": "shipping_income",
    "cod_charge": "shipping_income",
    "shipping_subsidy": "shipping_income",
    "restocking_charge": "refunds",
    "liquidation_proceeds": "storage_cost",
    "promotion_tax": "tax",
    "refund_tax": "tax",
    "refund_tax_withheld": "tax",
    "refund_referral_fee": "return_cost",
    "refund_fulfilment_fee": "return_cost",
    "refund_payment_fee": "return_cost",
    "refund_affiliate_commission": "return_cost",
    "refund_administration_fee": "return_cost",
    "return_processing_fee": "return_cost",
    "return_shipping_fee": "return_cost",
}

PLACE_OF_FEE = {fee.name: _EXCEPTIONS.get(fee.name, _BY_LEDGER_STEP[fee.step]) for fee in FEE_TYPES}
"""Where each fee type counts. `tax`, `transfer` and `income_tax` are no step: they pass through or come after the profit."""

OF_THE_ORDER = ("gross_sales", "shipping_income", "discounts", "refunds", "tax")
"""Places whose money an order's own documents tell: the ordered view takes it from there."""


def fees_of(place: str) -> tuple[str, ...]:
    """The fee types that count at a place of the statement.

    >>> fees_of("fee_tax"), len(fees_of("return_cost"))
    (('fee_tax',), 7)
    """
    return tuple(name for name, found in PLACE_OF_FEE.items() if found == place)
