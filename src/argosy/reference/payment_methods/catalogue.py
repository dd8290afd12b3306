"""The payment methods there are."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

AVAILABILITY_FILE = Path(__file__).resolve().parent / "availability.csv"
METHODS_FILE = AVAILABILITY_FILE.with_name("methods.csv")
ANY = "*"  # the provider sets no limit


@dataclass(frozen=True)
class PaymentMethod:
    """One payment method; `kind` is card, wallet, pay_later, bank_debit, bank_redirect, bank_transfer, real_time, voucher ..."""

    method: str
    label: str
    label_zh: str
    kind: str

    def label_in(self, language: str) -> str:
        """The label to show: Chinese for any BCP 47 tag that begins with zh, else English."""
        return self.label_zh if language.lower().startswith("zh") else self.label


@cache
def methods() -> dict[str, PaymentMethod]:
    """The payment methods by name."""
    with METHODS_FILE.open(encoding="utf-8", newline="") as stream:
        return {row["method"]: PaymentMethod(**row) for row in csv.DictReader(stream)}
