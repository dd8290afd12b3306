"""Evidence comes back from JSON as it was."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.core.errors import FaultError
from argosy.core.evidence import Evidence, Value
from argosy.core.money import Money

values = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.dates()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.builds(Money, st.decimals(allow_nan=False, allow_infinity=False, places=2), st.just("EUR"))
)


@given(values, st.dates())
def test_json_round_trip(value: Value, as_of: date) -> None:
    evidence = Evidence("rate", value, as_of, "load:1")
    back = Evidence.from_json(json.loads(json.dumps(evidence.to_json())))
    assert back == evidence
    assert type(back.value) is type(value)


@pytest.mark.parametrize(("name", "source"), [("", "load:1"), ("rate", "")])
def test_nothing_without_name_and_source(name: str, source: str) -> None:
    with pytest.raises(FaultError, match="no name or no source"):
        Evidence(name, Decimal(1), date(2026, 1, 1), source)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_missing_number_is_not_evidence(value: float) -> None:
    with pytest.raises(FaultError, match="not a finite number"):
        Evidence("rate", value, date(2026, 1, 1), "load:1")


def test_a_value_of_another_shape_is_refused() -> None:
    with pytest.raises(FaultError, match="cannot be read back"):
        Evidence.from_json({"name": "a", "value": [1], "as_of": "2026-01-01", "source": "s"})
