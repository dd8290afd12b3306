"""The fee vocabulary covers what settlements book, each type in one step of the ledger."""

from __future__ import annotations

import pytest

from argosy.canonical.fee_types import FEE_TYPE_NAMES, FEE_TYPES, LEDGER_STEPS, STEP_OF_FEE

BOOKED_BY_CHANNELS = [
    "product_charge",
    "shipping_charge",
    "gift_wrap_charge",
    "tax_collected",
    "tax_withheld",
    "promotion",
    "referral_fee",
    "fulfilment_fee",
    "storage_fee",
    "aged_storage_fee",
    "inbound_fee",
    "removal_fee",
    "advertising_fee",
    "subscription_fee",
    "payment_fee",
    "refund_product",
    "refund_administration_fee",
    "reimbursement",
    "chargeback",
    "reserve_held",
    "reserve_released",
    "adjustment",
    "payout",
    "affiliate_commission",
    "shipping_label_fee",
    "coupon_fee",
    "deal_fee",
]


@pytest.mark.parametrize("name", BOOKED_BY_CHANNELS)
def test_known_kinds_of_money_have_a_type(name: str) -> None:
    assert name in FEE_TYPE_NAMES


def test_every_type_belongs_to_a_step_and_every_step_has_types() -> None:
    assert len(set(FEE_TYPE_NAMES)) == len(FEE_TYPES)
    assert {fee.step for fee in FEE_TYPES} == set(LEDGER_STEPS)


def test_money_that_only_moves_is_no_result() -> None:
    moves = {name for name, step in STEP_OF_FEE.items() if step == "transfer"}
    assert {"payout", "reserve_held", "reserve_released", "loan_repaid"} <= moves
    assert STEP_OF_FEE["financing_fee"] != "transfer", "interest is a cost, the loan is not"
    assert STEP_OF_FEE["tax_collected"] == STEP_OF_FEE["tax_withheld"] == "sales_tax"
