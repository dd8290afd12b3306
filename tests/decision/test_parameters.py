"""A domain's own choices and the seller's changes to them."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

import pytest

from argosy.core.errors import ConfigurationError, FaultError
from argosy.decision.parameters import Parameter, Parameters

ENTRIES = {
    "markets": Parameter("markets", 2, "markets", "a small team", date(2026, 1, 1)),
    "share": Parameter("share", 0.2, "/1", "a fifth", date(2026, 1, 1), assumed=True),
    "weights": Parameter("weights", MappingProxyType({"size": 0.4, "growth": 0.6}), "/1", "by feel", date(2026, 1, 1)),
    "mode": Parameter("mode", "calm", "word", "it is", date(2026, 1, 1)),
}
PARAMETERS = Parameters(ENTRIES, "market/parameters.yaml@abc")


def test_values_by_shape() -> None:
    assert PARAMETERS.count("markets") == 2
    assert PARAMETERS.number("markets") == 2.0
    assert PARAMETERS.numbers("weights")["growth"] == 0.6
    assert set(PARAMETERS) == set(ENTRIES)
    for wrong in (
        lambda: PARAMETERS.count("share"),
        lambda: PARAMETERS.number("mode"),
        lambda: PARAMETERS.numbers("share"),
        lambda: PARAMETERS["x"],
    ):
        with pytest.raises(FaultError):
            wrong()


def test_a_sellers_own_values_are_no_assumption_and_change_the_version() -> None:
    own = PARAMETERS.replaced({"share": 0.3, "weights": {"size": 1, "growth": 0}}, "argosy.toml")
    assert own.number("share") == 0.3
    assert not own["share"].assumed
    assert PARAMETERS["share"].assumed
    assert own.numbers("weights") == {"size": 1.0, "growth": 0.0}
    assert own.source != PARAMETERS.source


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"shares": 0.3}, "no parameter shares; known are markets, mode, share, weights"),
        ({"share": "much"}, "share cannot be much"),
        ({"markets": 1.5}, "markets cannot be 1.5"),
        ({"weights": {"size": 1.0}}, "weights cannot be"),
    ],
)
def test_what_does_not_fit_is_refused(values: dict[str, object], sentence: str) -> None:
    with pytest.raises(ConfigurationError, match=sentence):
        PARAMETERS.replaced(values, "argosy.toml")
