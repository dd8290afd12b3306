"""JSON with exact figures: a Decimal is written as a number with all its digits, never as text and never by way of a float."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from json.encoder import encode_basestring, encode_basestring_ascii
from pathlib import PurePath

from argosy.core.text import Text

INDENT = "  "
_FLAT_LENGTH = 100  # a list or an object that fits is written on one line


def json_text(value: object, *, ascii_only: bool = False, language: str = "en") -> str:
    """The JSON text of a value, two blanks per level, short objects on one line; days by ISO 8601, what is not finite as null.

    >>> print(json_text({"net_sales": Decimal("9747747.9300"), "on": date(2011, 12, 9), "no": None}))
    {"net_sales": 9747747.9300, "on": "2011-12-09", "no": null}
    """
    quote: Callable[[str], str] = encode_basestring_ascii if ascii_only else encode_basestring
    return _written(value, "", quote, language)


def _written(value: object, margin: str, quote: Callable[[str], str], language: str) -> str:
    if isinstance(value, Mapping):
        parts = [
            f"{quote(str(name))}: {_written(item, margin + INDENT, quote, language)}" for name, item in value.items()
        ]
        return _joined("{", parts, "}", margin)
    if isinstance(value, list | tuple):
        return _joined("[", [_written(item, margin + INDENT, quote, language) for item in value], "]", margin)
    return _scalar(value, quote, language)


def _scalar(value: object, quote: Callable[[str], str], language: str) -> str:
    match value:
        case None | bool():
            return {None: "null", True: "true", False: "false"}[value]
        case Enum():
            return quote(str(value.value))
        case str():
            return quote(value)
        case int():
            return repr(value)
        case float():
            return repr(value) if value - value == 0 else "null"
        case Decimal():
            return format(value, "f") if value.is_finite() else "null"
        case date() | datetime():
            return quote(value.isoformat())
        case Text():
            return quote(value.render(language))
        case PurePath():
            return quote(str(value))
        case _:
            raise TypeError(f"{type(value).__name__} has no form in JSON")


def _joined(opening: str, parts: list[str], closing: str, margin: str) -> str:
    flat = opening + ", ".join(parts) + closing
    if len(flat) <= _FLAT_LENGTH and "\n" not in flat:
        return flat
    inner = f",\n{margin}{INDENT}".join(parts)
    return f"{opening}\n{margin}{INDENT}{inner}\n{margin}{closing}"
