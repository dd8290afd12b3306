"""Conditions of a mapping's rules: plain comparisons of the file's columns, compiled to SQL; no SQL comes from the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from argosy.connectors.reading import text_literal
from argosy.connectors.spreadsheet.problems import broken, runs

TESTS = {
    "equals": "is the value",
    "in": "is one of the values",
    "starts_with": "begins with the text",
    "ends_with": "ends with the text",
    "contains": "contains the text",
    "matches": "matches the regular expression as a whole",
    "less_than": "is smaller",
    "at_most": "is smaller or equal",
    "greater_than": "is greater",
    "at_least": "is greater or equal",
    "is_empty": "is empty (true) or filled (false)",
}
"""The tests a column can be put to, with what each means; docs/mapping.md lists the same."""

ORDERS = {"less_than": "<", "at_most": "<=", "greater_than": ">", "at_least": ">="}
GROUPS = ("all", "any", "not")


class Cells(Protocol):
    """Gives the SQL of a column's cell for a comparison."""

    def text(self, column: str) -> str:
        """The cell as text."""
        ...

    def measure(self, column: str) -> str:
        """The cell as the number, date or instant the column is declared to be."""
        ...

    def is_number(self, column: str) -> bool:
        """True for integer, decimal, money and rate columns."""
        ...


@dataclass(frozen=True)
class Predicate:
    """A condition as a tree: `test` is a test of TESTS on `column`, or `all`, `any`, `not` over `parts`."""

    test: str
    column: str = ""
    value: Any = None
    parts: tuple[Predicate, ...] = ()

    @property
    def columns(self) -> frozenset[str]:
        """Columns of the file it looks at."""
        own = frozenset((self.column,)) if self.column else frozenset()
        return own.union(*(part.columns for part in self.parts))


def read_predicate(raw: Mapping[str, Any], key: str) -> Predicate:
    """The condition written as `{column: {test: value, ...}, all: [...], any: [...], not: {...}}`; all of it must hold."""
    if not isinstance(raw, Mapping):
        raise broken(key, "a condition is written as column: {test: value}")
    parts: list[Predicate] = []
    for name, body in raw.items():
        place = f"{key}.{name}"
        if name in GROUPS:
            several = body if isinstance(body, list) else [body]
            inner = tuple(read_predicate(one, place) for one in several)
            parts.append(Predicate("not", parts=inner) if name == "not" else Predicate(str(name), parts=inner))
        elif isinstance(body, Mapping):
            parts.extend(_test(str(name), str(test), value, place) for test, value in body.items())
        else:
            parts.append(_test(str(name), "equals", body, place))
    return parts[0] if len(parts) == 1 else Predicate("all", parts=tuple(parts))


def predicate_sql(predicate: Predicate, cells: Cells) -> str:
    """The SQL of a condition: never NULL; an empty cell fails every test but is_empty and not."""
    if predicate.test in GROUPS:
        inner = [predicate_sql(part, cells) for part in predicate.parts]
        if predicate.test == "not":
            return f"NOT ({' AND '.join(inner)})"
        word = " AND " if predicate.test == "all" else " OR "
        return f"({word.join(inner)})" if inner else "TRUE"
    column, value = predicate.column, predicate.value
    if predicate.test == "is_empty":
        return f"({cells.text(column)} IS {'' if value else 'NOT '}NULL)"
    if predicate.test in ORDERS:
        return f"coalesce({cells.measure(column)} {ORDERS[predicate.test]} {_bound(value)}, FALSE)"
    if predicate.test in ("equals", "in"):
        return f"coalesce({_is_one_of(cells, column, value if isinstance(value, list) else [value])}, FALSE)"
    if predicate.test == "matches":
        return f"coalesce(regexp_full_match({cells.text(column)}, {text_literal(value)}), FALSE)"
    return f"coalesce({predicate.test}({cells.text(column)}, {text_literal(value)}), FALSE)"


def _test(column: str, test: str, value: Any, key: str) -> Predicate:
    if test not in TESTS:
        raise broken(key, f"there is no test {test}; the tests are {', '.join(TESTS)}")
    if test == "in" and not isinstance(value, list):
        raise broken(key, "in needs a list of values")
    if test == "is_empty" and not isinstance(value, bool):
        raise broken(key, "is_empty needs true or false")
    if test in ("starts_with", "ends_with", "contains", "matches") and not isinstance(value, str):
        raise broken(key, f"{test} needs a text")
    if test == "matches":
        _check_expression(value, key)
    return Predicate(test, column, value)


def _check_expression(pattern: str, key: str) -> None:
    """DuckDB's dialect (RE2) decides what is a regular expression, so DuckDB is asked."""
    if not runs("SELECT regexp_full_match('', ?)", pattern):
        raise broken(key, f"{pattern} is no regular expression we can use")


def _is_one_of(cells: Cells, column: str, values: list[Any]) -> str:
    """Numbers are compared as numbers (0 equals 0.00), everything else as text."""
    if not values:
        return "FALSE"
    if cells.is_number(column) and all(isinstance(one, int | float) for one in values):
        return f"{cells.measure(column)} IN ({', '.join(str(one) for one in values)})"
    return f"{cells.text(column)} IN ({', '.join(_word(one) for one in values)})"


def _word(value: Any) -> str:
    return text_literal(str(value).lower() if isinstance(value, bool) else str(value))


def _bound(value: Any) -> str:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else text_literal(str(value))
