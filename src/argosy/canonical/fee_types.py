"""Every kind of money a channel or payment provider books, in one vocabulary: what it is and which step of the ledger it belongs to.

A vendor's word that fits none of these is kept apart (table `kept_apart`), never booked under the nearest one.
"""

from __future__ import annotations

from dataclasses import dataclass

LEDGER_STEPS = {
    "sales": "What buyers paid for goods and services of the seller.",
    "sales_tax": "Tax that goes through the seller's account; no income and no cost.",
    "promotion": "Price reductions the seller or the channel bears.",
    "refund": "Money given back to buyers.",
    "selling_fee": "What the channel takes for selling.",
    "fulfilment": "Picking, packing and sending to the buyer.",
    "storage": "Keeping stock in the channel's warehouses.",
    "inbound": "Bringing stock into the channel's warehouses.",
    "removal": "Taking stock out of them without a sale.",
    "advertising": "Advertising paid out of the settlement.",
    "payment_fee": "What it costs to be paid.",
    "reimbursement": "What the channel pays for its own errors, and takes back again.",
    "dispute": "Disputed payments.",
    "fee_tax": "Tax on the channel's fees, mostly recoverable.",
    "income_tax": "Tax on the seller's income kept back by the channel.",
    "adjustment": "Corrections that the channel does not explain further.",
    "transfer": "Money moved between balances of the seller; no income and no cost.",
}


@dataclass(frozen=True)
class FeeType:
    """One canonical fee type: its name, its step of the ledger (a key of `LEDGER_STEPS`), and what it means."""

    name: str
    step: str
    meaning: str


FEE_TYPES: tuple[FeeType, ...] = (
    FeeType("product_charge", "sales", "Price of the goods, as the buyer paid it."),
    FeeType("shipping_charge", "sales", "Shipping the buyer paid."),
    FeeType("gift_wrap_charge", "sales", "Gift wrapping the buyer paid."),
    FeeType("cod_charge", "sales", "Surcharge the buyer paid for cash on delivery."),
    FeeType("restocking_charge", "sales", "Part of a refund the seller may keep."),
    FeeType("shipping_subsidy", "sales", "Shipping the channel pays in place of the buyer."),
    FeeType("liquidation_proceeds", "sales", "Price of stock sold off to a liquidator."),
    FeeType("tax_collected", "sales_tax", "Tax the buyer paid, passed to the seller."),
    FeeType("tax_withheld", "sales_tax", "Buyer's tax that the channel pays to the authority itself, negative."),
    FeeType(
        "regulatory_charge", "sales_tax", "Statutory charges on the sale passed through (recycling, bottle deposit)."
    ),
    FeeType("promotion", "promotion", "Discount on goods the seller bears, negative."),
    FeeType("shipping_promotion", "promotion", "Discount on shipping the seller bears, negative."),
    FeeType("promotion_tax", "promotion", "Tax effect of a discount."),
    FeeType("platform_promotion", "promotion", "Discount the channel bears and pays to the seller, positive."),
    FeeType("points_granted", "promotion", "Points granted to buyers at the seller's expense."),
    FeeType("goodwill", "refund", "Money given to a buyer beyond the price of the goods."),
    FeeType("refund_product", "refund", "Price of the goods given back, negative."),
    FeeType("refund_shipping", "refund", "Shipping given back, negative."),
    FeeType("refund_gift_wrap", "refund", "Gift wrapping given back, negative."),
    FeeType("refund_tax", "refund", "Tax given back to the buyer, negative."),
    FeeType("refund_tax_withheld", "refund", "Tax the channel had withheld and takes over on the refund, positive."),
    FeeType("refund_promotion", "refund", "Discount that a refund takes back, positive."),
    FeeType("refund_referral_fee", "refund", "Referral fee given back to the seller with a refund, positive."),
    FeeType("refund_fulfilment_fee", "refund", "Fulfilment fee given back with a refund, positive."),
    FeeType("refund_payment_fee", "refund", "Payment fee given back with a refund, positive."),
    FeeType("refund_affiliate_commission", "refund", "Affiliate commission given back with a refund, positive."),
    FeeType("refund_administration_fee", "refund", "What the channel keeps of the referral fee on a refund, negative."),
    FeeType("return_processing_fee", "refund", "Handling of a return in the channel's warehouse."),
    FeeType("return_shipping_fee", "refund", "Carriage of a return the seller bears."),
    FeeType("referral_fee", "selling_fee", "The channel's commission on a sale."),
    FeeType("closing_fee", "selling_fee", "Fixed or category fee per item sold."),
    FeeType("transaction_fee", "selling_fee", "Fee per order of the channel that is not a payment provider's."),
    FeeType("listing_fee", "selling_fee", "Fee for offering an item or many items."),
    FeeType("international_fee", "selling_fee", "Surcharge for selling to another country."),
    FeeType("regulatory_fee", "selling_fee", "What the channel charges to cover digital services taxes and the like."),
    FeeType("subscription_fee", "selling_fee", "Monthly fee of the account."),
    FeeType("programme_fee", "selling_fee", "Fee of a sales programme joined by the seller (free shipping, cashback)."),
    FeeType(
        "service_fee", "selling_fee", "Paid service of the channel told by name (account manager, catalogue imaging)."
    ),
    FeeType("affiliate_commission", "advertising", "Commission to creators, affiliates and their agencies."),
    FeeType("advertising_fee", "advertising", "Advertising settled against sales."),
    FeeType("coupon_fee", "advertising", "Fee for coupons redeemed."),
    FeeType("deal_fee", "advertising", "Fee for a limited-time deal."),
    FeeType("review_programme_fee", "advertising", "Fee for giving samples to reviewers."),
    FeeType("fulfilment_fee", "fulfilment", "Pick, pack and deliver by the channel."),
    FeeType("multichannel_fulfilment_fee", "fulfilment", "The channel delivers an order from elsewhere."),
    FeeType("shipping_label_fee", "fulfilment", "Label bought through the channel."),
    FeeType(
        "shipping_holdback", "fulfilment", "Shipping paid by the buyer that the channel keeps because it delivers."
    ),
    FeeType(
        "gift_wrap_holdback", "fulfilment", "Gift wrapping paid by the buyer that the channel keeps because it wraps."
    ),
    FeeType("platform_shipping_fee", "fulfilment", "Carriage by the channel's own logistics."),
    FeeType("low_inventory_fee", "fulfilment", "Surcharge for holding too little stock."),
    FeeType("storage_fee", "storage", "Monthly storage."),
    FeeType("aged_storage_fee", "storage", "Surcharge for stock that lies too long."),
    FeeType("storage_overage_fee", "storage", "Surcharge for more stock than the limit."),
    FeeType("inbound_fee", "inbound", "Receiving, placement and defects of deliveries to the channel."),
    FeeType("inbound_freight", "inbound", "Carriage to the channel's warehouse, booked through it."),
    FeeType("inbound_duty", "inbound", "Duty and tax of that carriage."),
    FeeType("preparation_fee", "inbound", "Labelling, bagging and other preparation."),
    FeeType("removal_fee", "removal", "Stock sent back to the seller."),
    FeeType("disposal_fee", "removal", "Stock destroyed."),
    FeeType("liquidation_fee", "removal", "Brokerage and handling of a liquidation; grading and reselling returns."),
    FeeType("payment_fee", "payment_fee", "Processing of a payment."),
    FeeType("instalment_fee", "payment_fee", "Cost of letting the buyer pay in instalments."),
    FeeType("cod_fee", "payment_fee", "Collecting cash on delivery."),
    FeeType("currency_conversion_fee", "payment_fee", "Mark-up for changing the currency."),
    FeeType("withdrawal_fee", "payment_fee", "Fee for paying out."),
    FeeType("fraud_protection_fee", "payment_fee", "Screening of payments and cover against chargebacks."),
    FeeType(
        "reimbursement", "reimbursement", "Stock lost or damaged by the channel, or a fee it got wrong, paid back."
    ),
    FeeType("reimbursement_reversed", "reimbursement", "A reimbursement taken back."),
    FeeType("chargeback", "dispute", "Payment taken back through the buyer's bank."),
    FeeType("chargeback_reversed", "dispute", "A chargeback the seller won."),
    FeeType("chargeback_fee", "dispute", "Fee for a disputed payment."),
    FeeType("guarantee_claim", "dispute", "Claim under the channel's buyer guarantee."),
    FeeType("guarantee_claim_reversed", "dispute", "Such a claim the seller won."),
    FeeType("fee_tax", "fee_tax", "VAT or GST on the channel's fees."),
    FeeType("income_tax_withheld", "income_tax", "Income or turnover tax kept back on account."),
    FeeType("adjustment", "adjustment", "A correction the channel itself calls only that."),
    FeeType("reserve_held", "transfer", "Kept back until later, negative."),
    FeeType("reserve_released", "transfer", "Kept back before, now paid, positive."),
    FeeType("balance_carried", "transfer", "Debt or credit carried from or to another settlement."),
    FeeType("payout", "transfer", "Paid out to the seller, negative."),
    FeeType("payout_returned", "transfer", "A payout that failed and came back, positive."),
    FeeType("top_up", "transfer", "Paid in by the seller, positive."),
    FeeType("currency_conversion", "transfer", "One side of changing one balance into another currency."),
    FeeType("loan_received", "transfer", "Loan paid out by the channel, positive."),
    FeeType("loan_repaid", "transfer", "Loan repaid out of sales, negative."),
    FeeType("financing_fee", "payment_fee", "Interest and fees of such a loan or of being paid early."),
)
"""All fee types; money of the steps `sales` to `adjustment` makes the result, money of the step `transfer` only moves."""

FEE_TYPE_NAMES = tuple(fee.name for fee in FEE_TYPES)

FEE_MEANINGS = {fee.name: fee.meaning for fee in FEE_TYPES}

STEP_OF_FEE = {fee.name: fee.step for fee in FEE_TYPES}
"""Step of the ledger for every fee type."""
