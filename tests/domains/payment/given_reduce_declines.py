"""Makes the seller of a case of `payment.reduce_declines`: checkouts by slice with a share that is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
from memory_measures import at, measures_of

from argosy.metrics.measures import WarehouseMeasures


def measures(case: Mapping[str, Any]) -> WarehouseMeasures:
    """Per slice: `checkouts`, `refused` (share), and any columns of payment_attempts; `code` of the refusals, `days` back."""
    last_on: date = case.get("last_on", case["as_of"])
    generator = np.random.default_rng(7)
    rows = []
    for number, given in enumerate(case["slices"]):
        spec = dict(given)
        checkouts, refused = spec.pop("checkouts"), spec.pop("refused")
        code, days, mended = spec.pop("code", "do_not_honour"), spec.pop("days", 150), spec.pop("mended", 0.0)
        for one in range(checkouts):
            day = last_on - timedelta(days=int(generator.integers(0, days)))
            known = {
                "provider": "stripe",
                "method": "card",
                "attempt_id": f"{number}-{one}",
                "order_id": f"o{number}-{one}",
                "attempted_at": at(day),
                "attempted_on": day,
                "currency": "EUR",
                "attempt_amount": float(np.round(generator.gamma(4, 12), 2)),
                **spec,
            }
            if one < checkouts * refused:
                rows.append({**known, "outcome": "declined", "decline_code": code})
                if one < checkouts * refused * mended:
                    again = {"attempt_id": f"{number}-{one}b", "attempted_at": at(day, 13), "outcome": "approved"}
                    rows.append({**known, **again, "decline_code": None})
            else:
                rows.append({**known, "outcome": "approved", "decline_code": None})
    return measures_of({"payment_attempts": rows})
