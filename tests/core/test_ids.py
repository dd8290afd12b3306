"""One content, one id; another content, another id."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.core.estimate import Estimate
from argosy.core.evidence import Evidence
from argosy.core.ids import canonical_json, content_hash
from argosy.core.money import Money
from argosy.core.period import Grain

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.dates()
    | st.floats(allow_nan=False, allow_infinity=False)
)
contents = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=6)


@given(st.dictionaries(st.text(), contents))
def test_the_order_of_a_mapping_does_not_matter(content: dict[str, object]) -> None:
    assert content_hash(dict(reversed(content.items()))) == content_hash(content)


@given(contents, contents)
def test_same_json_same_id_and_other_json_other_id(left: object, right: object) -> None:
    assert (canonical_json(left) == canonical_json(right)) == (content_hash(left) == content_hash(right))


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4))
def test_trailing_zeros_do_not_matter(number: Decimal) -> None:
    assert content_hash(number) == content_hash(Decimal(f"{number}00") if "E" not in str(number) else number)


def test_known_value_on_every_machine() -> None:
    parts = ("payment.add_method", "market:BR", date(2026, 11, 22), [Decimal("0.190"), 3, "x", 0.5, None, True])
    assert content_hash(*parts) == "ed9151fdc9ed49bf"
    assert len(content_hash(*parts, length=64)) == 64


def test_another_process_with_another_hash_seed_agrees() -> None:
    code = "from argosy.core.ids import content_hash; print(content_hash({'b': {1, 2, 3}, 'a': frozenset('xyz')}))"
    ids = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [(1, "1"), (1, 1.0), (1, Decimal(1)), ("2026-01-01", date(2026, 1, 1)), ([1, [2]], [1, 2]), (None, ""), (1, True)],
)
def test_what_looks_alike_differs(left: object, right: object) -> None:
    assert content_hash(left) != content_hash(right)


def test_values_of_the_core_are_content() -> None:
    evidence = Evidence("rate", Decimal("0.19"), date(2026, 1, 1), "vat/DE.yaml@3f2a")
    same = Evidence("rate", Decimal("0.19"), date(2026, 1, 1), "vat/DE.yaml@3f2a")
    assert content_hash(evidence) == content_hash(same)
    assert content_hash(Money.of(1, "EUR")) != content_hash(Money.of(1, "USD"))
    assert content_hash(Estimate.exact("a", 1, "EUR")) != content_hash(Estimate.exact("a", 2, "EUR"))
    assert content_hash(Grain.DAY) == content_hash("day")
    assert content_hash(np.int64(3), np.float64(0.5)) == content_hash(3, 0.5)
    assert content_hash(b"a") != content_hash("a")


def test_a_frozen_dataclass_is_its_fields() -> None:
    @dataclass(frozen=True)
    class Row:
        a: int
        b: tuple[int, ...]

    assert content_hash(Row(1, (2, 3))) == content_hash({"a": 1, "b": [2, 3]})


def test_one_instant_has_one_id_in_every_zone() -> None:
    instant = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert content_hash(instant) == content_hash(instant.astimezone(timezone(timedelta(hours=8))))


def _nothing() -> None: ...


@pytest.mark.parametrize(
    "make",
    [
        lambda: object(),
        lambda: float("nan"),
        lambda: Decimal("NaN"),
        lambda: datetime.fromisoformat("2026-01-01T00:00"),
        lambda: {1: 2},
        lambda: _nothing,
    ],
)
def test_what_has_no_stable_content_is_refused(make: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        content_hash(make())
