"""Mercado Pago's two reports. The settlement report (account money) has every transaction with its fees: it goes to the ledger. The
released-money report is the statement of the wallet those transactions end in: it goes to the bank lines, so that loading both counts
nothing twice.

A transaction is booked under its id and type. Where the file splits the fee (Mercado Pago, financing, shipping, taxes) the parts are
booked, else the whole.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Part, Tabular
from argosy.connectors.tabular_report import report
from argosy.connectors.vocabulary import by_sign
from argosy.core.text import mark

FOLDER = Path(__file__).parent
GROSS_TYPE = by_sign("kind", "gross")

SETTLEMENT = report(
    Tabular(
        id="settlement",
        label="Account money / settlement report",
        grain="One row per transaction.",
        where="Mercado Pago: Reports > Account balance (settlement_report) > Download CSV.",
        folder=FOLDER,
        fields=(
            Field("reference", "EXTERNAL_REFERENCE", Kind.ID, required=False),
            Field("source_id", "SOURCE_ID", Kind.ID, filled=True),
            Field("kind", "TRANSACTION_TYPE", Kind.WORD, filled=True),
            Field("gross", "TRANSACTION_AMOUNT", Kind.AMOUNT, filled=True),
            Field("shown_currency", "TRANSACTION_CURRENCY", Kind.CURRENCY, required=False),
            Field("transacted_at", "TRANSACTION_DATE", Kind.INSTANT),
            Field("fee", "FEE_AMOUNT", Kind.AMOUNT, required=False),
            Field("mp_fee", "MP_FEE_AMOUNT", Kind.AMOUNT, required=False),
            Field("financing", "FINANCING_FEE_AMOUNT", Kind.AMOUNT, required=False),
            Field("shipping", "SHIPPING_FEE_AMOUNT", Kind.AMOUNT, required=False),
            Field("taxes", "TAXES_AMOUNT", Kind.AMOUNT, required=False),
            Field("net", "SETTLEMENT_NET_AMOUNT", Kind.AMOUNT, filled=True),
            Field("settled_currency", "SETTLEMENT_CURRENCY", Kind.CURRENCY, required=False),
            Field("settled_at", "SETTLEMENT_DATE", Kind.INSTANT),
            Field("order_id", "ORDER_ID", Kind.ID, required=False),
            Field("shipping_id", "SHIPPING_ID", Kind.ID, required=False),
            Field("method", "PAYMENT_METHOD", required=False),
        ),
        into=(
            Into(
                "settlement_lines",
                {
                    "settlement_id": "source_id || ' ' || lower(kind_told)",
                    "posted_at": "coalesce(settled_at, transacted_at)",
                    "order_id": "coalesce(order_id, reference)",
                    "payment_id": "source_id",
                    "shipment_id": "shipping_id",
                    "currency": "money",
                    "state": "'released'",
                    "settled_at": "settled_at",
                    "payout_id": "CASE WHEN kind = 'payout' THEN source_id END",
                    "vendor_type": "kind_told",
                    "vendor_description": "method",
                },
                parts=(
                    Part(GROSS_TYPE, "gross"),
                    Part(
                        "CASE WHEN fee > 0 THEN 'refund_payment_fee' ELSE 'payment_fee' END",
                        "CASE WHEN is_split THEN 0 ELSE fee END",
                    ),
                    Part("CASE WHEN mp_fee > 0 THEN 'refund_payment_fee' ELSE 'payment_fee' END", "mp_fee"),
                    Part("instalment_fee", "financing"),
                    Part("platform_shipping_fee", "shipping"),
                    Part("income_tax_withheld", "taxes"),
                ),
                told="net",
            ),
            Into(
                "payouts",
                {
                    "payout_id": "source_id",
                    "paid_at": "coalesce(settled_at, transacted_at)",
                    "status": "'sent'",
                    "currency": "money",
                    "payout_amount": "-gross",
                    "fee_amount": "nullif(gross - net, 0)",
                    "reference": "source_id",
                },
                where="kind = 'payout' AND gross < 0",
            ),
        ),
        money="net",
        currency="money",
        money_out={"settlement_lines": "amount"},
        derived={
            "money": "coalesce(settled_currency, shown_currency, own_currency)",
            "is_split": "mp_fee IS NOT NULL",
        },
        checks={
            "not_an_instant:SETTLEMENT_DATE": "coalesce(settled_at, transacted_at) IS NULL",
            "unknown_currency:SETTLEMENT_CURRENCY": "money IS NULL",
        },
        known=(
            *(
                "USER_ID",
                "PAYMENT_METHOD_TYPE",
                "SITE",
                "REAL_AMOUNT",
                "COUPON_AMOUNT",
                "METADATA",
                "TAX_DETAIL",
                "PACK_ID",
            ),
            *(
                "TAXES_DISAGGREGATED",
                "SHIPMENT_MODE",
                "INSTALLMENTS",
                "DESCRIPTION",
                "OPERATION_TAGS",
                "SUB_UNIT",
                "POS_ID",
            ),
            *("STORE_ID", "POI_ID", "PAYER_ID_TYPE", "PAYER_ID_NUMBER", "BUSINESS_UNIT"),
        ),
        status=Status.PARTIAL,
        sources=("https://www.mercadopago.com.mx/developers/en/docs/reports/account-money/how-to-use",),
    )
)

RELEASED_MONEY = report(
    Tabular(
        id="released_money",
        label="Released money report",
        grain="One row per movement of the available balance.",
        where="Mercado Pago: Reports > Released money (release_report) > Download CSV.",
        folder=FOLDER,
        fields=(
            Field("booked_at", "DATE", Kind.INSTANT, filled=True),
            Field("source_id", "SOURCE_ID", Kind.ID),
            Field("reference", "EXTERNAL_REFERENCE", Kind.ID, required=False),
            Field("record", "RECORD_TYPE", filled=True),
            Field("description", "DESCRIPTION"),
            Field("credit", "NET_CREDIT_AMOUNT", Kind.AMOUNT),
            Field("debit", "NET_DEBIT_AMOUNT", Kind.AMOUNT),
            Field("gross", "GROSS_AMOUNT", Kind.AMOUNT, required=False),
            Field("balance", "BALANCE_AMOUNT", Kind.AMOUNT, required=False),
            Field("currency", "CURRENCY", Kind.CURRENCY, required=False, aliases=(("SETTLEMENT_CURRENCY", ""),)),
        ),
        into=(
            Into(
                "bank_lines",
                {
                    "account_id": "own_store || ' mercado pago'",
                    "booked_on": "CAST(booked_at AS DATE)",
                    "currency": "money",
                    "amount": "moved",
                    "balance_amount": "balance",
                    "fee_amount": "CASE WHEN gross > credit AND credit > 0 THEN gross - credit END",
                    "category": "CASE WHEN reference LIKE 'PADS%' OR description = 'advertising' THEN 'advertising'"
                    " WHEN description IN ('withdrawal', 'payout') THEN 'transfer' WHEN lower(record) = 'release' THEN 'payout' END",
                    "reference": "coalesce(source_id, reference)",
                    "description": "concat_ws(' ', record, description)",
                },
                money_in="moved",
            ),
        ),
        money="moved",
        currency="money",
        money_out={"bank_lines": "amount"},
        derived={
            "moved": "coalesce(credit, 0) - coalesce(debit, 0)",
            "money": "coalesce(currency, own_currency)",
            "before": "sum(CASE WHEN lower(record) NOT IN ('total', 'subtotal', 'available_balance')"
            " THEN coalesce(credit, 0) - coalesce(debit, 0) END) OVER (ORDER BY source_line)",
        },
        checks={"unknown_currency:CURRENCY": "money IS NULL"},
        ignored={
            "balance_or_total": "lower(record) IN ('initial_available_balance', 'available_balance', 'total', 'subtotal')",
        },
        remarks={
            mark("{count} lines do not lead from one balance to the next: a line may be missing"): "balance <> before"
        },
        known=(
            *(
                "MP_FEE_AMOUNT",
                "FINANCING_FEE_AMOUNT",
                "SHIPPING_FEE_AMOUNT",
                "TAXES_AMOUNT",
                "COUPON_AMOUNT",
                "INSTALLMENTS",
            ),
            *(
                "PAYMENT_METHOD",
                "PAYMENT_METHOD_TYPE",
                "TAX_DETAIL",
                "ORDER_ID",
                "PACK_ID",
                "TRANSACTION_APPROVAL_DATE",
                "POS_ID",
            ),
            *("SELLER_AMOUNT", "EFFECTIVE_COUPON_AMOUNT", "TAXES_DISAGGREGATED", "STORE_ID", "STORE_NAME", "METADATA"),
        ),
        status=Status.PARTIAL,
        sources=("https://www.mercadopago.com.mx/developers/en/docs/reports/released-money/how-to-use",),
    )
)
