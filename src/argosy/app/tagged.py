"""Values of Argosy as JSON and back without loss: exact decimals, days, periods, and frozen dataclasses of ours by their name.

Nothing is ever executed: a name that is no dataclass or enumeration of Argosy's own packages is refused.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from argosy.core.errors import DataError

OWN = "argosy."
TAG = "$"


def to_text(value: object) -> str:
    """The value as JSON text.

    >>> from_text(to_text((Decimal("1.20"), {"day": date(2026, 1, 2)}, None)))
    (Decimal('1.20'), {'day': datetime.date(2026, 1, 2)}, None)
    """
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Any:
    """The inverse of `to_text`; `DataError` where the text is none of it."""
    try:
        return _made(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, ImportError) as error:
        raise DataError("A kept answer cannot be read: {why}.", why=type(error).__name__) from error


def _plain(value: object) -> object:
    match value:
        case Enum():
            return {TAG: "enum", "of": _name(type(value)), "value": value.value}
        case None | bool() | int() | float() | str():
            return value
        case Decimal():
            return {TAG: "decimal", "value": str(value)}
        case datetime():
            return {TAG: "instant", "value": value.isoformat()}
        case date():
            return {TAG: "day", "value": value.isoformat()}
        case tuple():
            return {TAG: "tuple", "items": [_plain(one) for one in value]}
        case list():
            return [_plain(one) for one in value]
        case Mapping():
            return {TAG: "mapping", "pairs": [[_plain(name), _plain(one)] for name, one in value.items()]}
        case _ if dataclasses.is_dataclass(value):
            fields = {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value) if one.init}
            return {TAG: "object", "of": _name(type(value)), "fields": fields}
    raise DataError("A kept answer cannot be written: {what}.", what=type(value).__name__)


def _made(value: Any) -> Any:
    if isinstance(value, list):
        return [_made(one) for one in value]
    if not isinstance(value, dict):
        return value
    match value[TAG]:
        case "decimal":
            return Decimal(value["value"])
        case "instant":
            return datetime.fromisoformat(value["value"])
        case "day":
            return date.fromisoformat(value["value"])
        case "tuple":
            return tuple(_made(one) for one in value["items"])
        case "mapping":
            return {_made(name): _made(one) for name, one in value["pairs"]}
        case "enum":
            return _class(value["of"], is_enum=True)(value["value"])
        case "object":
            return _class(value["of"])(**{name: _made(one) for name, one in value["fields"].items()})
    raise ValueError(value[TAG])


def _name(kind: type) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"


def _class(name: str, is_enum: bool = False) -> Any:
    module, _, qualified = name.partition(":")
    if not module.startswith(OWN) or "." in qualified:
        raise ValueError(name)
    found = getattr(importlib.import_module(module), qualified)
    if not (isinstance(found, type) and (issubclass(found, Enum) if is_enum else dataclasses.is_dataclass(found))):
        raise ValueError(name)
    return found
