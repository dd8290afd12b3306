"""What is known of how buyers pay and fail to: the only reader of this domain."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from argosy.core.errors import RequestError
from argosy.decision.freezing import fixed
from argosy.decision.parameters import SHARED, load_parameters
from argosy.decision.wording import cited
from argosy.domains.payment.history import DIMENSIONS, Array, Cells, PaymentFacts
from argosy.metrics.contract import Measures

PARAMETERS = Path(__file__).with_name("parameters.yaml")
LOCAL_KINDS = ("wallet", "real_time", "bank_redirect", "bank_transfer", "voucher")


def load(measures: Measures, as_of: date) -> PaymentFacts:
    """Read the facts as they were known at the end of `as_of`."""
    from argosy.reference.payment_methods import file_version

    span = measures.span("payment_attempts")
    window = load_parameters(PARAMETERS, SHARED).count("window_days")
    table = measures.dataset("checkout_cells", until=as_of, days=window)
    known_to = min(span[1], as_of) if span and span[0] <= as_of else None
    days = (as_of - max(span[0], date.fromordinal(as_of.toordinal() - window + 1))).days + 1 if span and known_to else 0
    values = {name: np.array([str(value) for value in table[name].to_pylist()], dtype=str) for name in DIMENSIONS}
    countries = np.unique(values["issuer_country"]).tolist()
    bands = zip(values["band"].tolist(), table["band_from"].to_pylist(), strict=True)
    return PaymentFacts(
        as_of=as_of,
        currency=measures.home_currency,
        snapshot=measures.snapshot_number,
        source=cited(measures.sources("payment_attempts"), "payment_attempts", measures.snapshot_number),
        last_on=known_to,
        days=days,
        cells=Cells(
            values=values,
            checkouts=fixed(_numbers(table, "checkouts") - _numbers(table, "refused")),
            lost=_numbers(table, "lost"),
            refused=_numbers(table, "refused"),
            authentication=_numbers(table, "lost_to_authentication"),
            amount=_numbers(table, "amount_home"),
        ),
        band_from={band: float(start) for band, start in bands},
        local_methods={country: _local_methods(country) for country in countries if country},
        methods_source=file_version(),
    )


def _numbers(table: Any, name: str) -> Array:
    return fixed(np.nan_to_num(np.array(table[name].to_numpy(zero_copy_only=False), dtype=np.float64)))


def _local_methods(country: str) -> tuple[str, ...]:
    """Labels of the methods of a country that are no cards; none for a code the reference does not know."""
    from argosy.reference.payment_methods import methods_for

    try:
        found = methods_for(country)
    except RequestError:
        return ()
    ranked = sorted((len(providers), method.label) for method, providers in found.items() if method.kind in LOCAL_KINDS)
    return tuple(label for _, label in reversed(ranked))
