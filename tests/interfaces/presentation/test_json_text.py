"""JSON keeps every digit."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.core.text import Text
from argosy.interfaces.presentation.json_text import json_text

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(ANYTHING, st.booleans())
def test_what_is_written_reads_back(value: object, ascii_only: bool) -> None:
    assert json.loads(json_text(value, ascii_only=ascii_only)) == value


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_is_a_number_with_all_its_digits(value: Decimal) -> None:
    text = json_text([value])
    assert json.loads(text, parse_float=Decimal, parse_int=Decimal) == [value]
    assert '"' not in text


def test_what_is_not_finite_is_null_and_texts_are_spoken() -> None:
    assert json_text([float("nan"), Decimal("Infinity"), date(2026, 1, 2)]) == '[null, null, "2026-01-02"]'
    assert json_text([Text("Net sales")], language="zh") == '["净销售额"]'
    assert json_text(["净"], ascii_only=True) == '["\\u51c0"]'


def test_what_has_no_form_is_a_fault() -> None:
    with pytest.raises(TypeError):
        json_text({"x": object()})
