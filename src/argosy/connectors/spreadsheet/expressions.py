"""What a rule sets a canonical column to: a column of the file, a constant, or one of a few operations, compiled to SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from argosy.canonical.schema import Kind
from argosy.connectors.reading import text_literal
from argosy.connectors.spreadsheet.mapping import ColumnType
from argosy.connectors.spreadsheet.predicates import Cells, Predicate, predicate_sql, read_predicate
from argosy.connectors.spreadsheet.problems import Problem, broken, runs
from argosy.connectors.spreadsheet.values import EXACT, NUMBER_TYPES

SIGNS = {"keep": "{}", "negate": "-({})", "absolute": "abs({})"}

SQL_TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.INTEGER: "BIGINT",
    Kind.MONEY: "DECIMAL(18,4)",
    Kind.DECIMAL: EXACT,
    Kind.RATE: "DOUBLE",
    Kind.DATE: "DATE",
    Kind.INSTANT: "TIMESTAMP",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.JSON: "VARCHAR",
}

NATURAL_TYPES: dict[Kind, ColumnType] = {
    Kind.TEXT: "text",
    Kind.INTEGER: "integer",
    Kind.MONEY: "money",
    Kind.DECIMAL: "decimal",
    Kind.RATE: "rate",
    Kind.DATE: "date",
    Kind.INSTANT: "instant",
    Kind.BOOLEAN: "boolean",
    Kind.JSON: "text",
}
"""How a column of the file is read that the mapping does not describe: as what it is set to."""

KEEP_APART = "keep_apart"

STORE_FACTS = ("id", "channel", "market", "currency")


@dataclass(frozen=True)
class Node:
    """An expression as a tree. `operation` is a key of OPERATIONS; `problem_value` a vocabulary's way with unknown words."""

    operation: str
    columns: tuple[str, ...] = ()
    parts: tuple[Node, ...] = ()
    value: Any = None
    sign: str = "keep"
    words: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[tuple[Predicate, Node], ...] = ()

    @property
    def all_columns(self) -> frozenset[str]:
        """Every column of the file the expression reads."""
        inner = [part.all_columns for part in self.parts]
        inner += [predicate.columns | node.all_columns for predicate, node in self.choices]
        return frozenset(self.columns).union(*inner)

    @property
    def groups(self) -> frozenset[tuple[str, ...]]:
        """Groups of columns within which the value needs the row's place: it depends on other rows of the file."""
        own = frozenset((self.columns,)) if self.operation in ("ordinal_within", "identity_of") else frozenset()
        return own.union(*(part.groups for part in (*self.parts, *(node for _, node in self.choices))))

    @property
    def is_constant(self) -> bool:
        """True where the value is the same in every row and not empty."""
        return self.operation == "constant" and self.value is not None


class Source(Cells, Protocol):
    """What expressions read: the typed cells of the file."""

    def kind(self, column: str) -> str:
        """The column's declared type."""
        ...

    def local(self, column: str) -> str:
        """The wall-clock time of an instant in the store's zone."""
        ...

    def day_start(self, column: str) -> str:
        """The UTC instant at which a date begins in the store's zone."""
        ...

    def store(self, fact: str) -> str | None:
        """What the workspace knows of the store: a fact of STORE_FACTS."""
        ...

    def place(self, columns: tuple[str, ...]) -> str:
        """The row's place, in file order, among the rows that have the same text in these columns."""
        ...


def read_node(raw: Any, key: str) -> Node:
    """The expression written in a mapping: a column's name, or one operation with its arguments."""
    if isinstance(raw, str):
        return Node("column", columns=(raw,))
    if isinstance(raw, list | tuple) or not isinstance(raw, Mapping):
        raise broken(key, "a value is a column's name or an operation such as {constant: ordered}")
    body = dict(raw)
    sign = body.pop("sign", "keep")
    if sign not in SIGNS:
        raise broken(key, f"sign is one of {', '.join(SIGNS)}")
    operations = [name for name in body if name in OPERATIONS]
    if len(operations) != 1:
        raise broken(key, f"exactly one operation is needed, one of {', '.join(OPERATIONS)}")
    name = operations[0]
    argument = body.pop(name)
    node = OPERATIONS[name](argument, body, f"{key}.{name}")
    if body:
        raise broken(key, f"{next(iter(body))} does not belong to {name}")
    return replace(node, sign=sign)


def node_sql(node: Node, kind: Kind, source: Source, key: str) -> str:
    """The SQL of an expression as a canonical kind; `ConfigurationError` where the kinds cannot meet."""
    plain = _plain_sql(node, kind, source, key)
    return plain if node.sign == "keep" else SIGNS[node.sign].format(plain)


def unknown_words(node: Node, source: Source) -> list[Problem]:
    """Checks that the words of a row are in the vocabularies the expression uses."""
    found = [problem for part in node.parts for problem in unknown_words(part, source)]
    if node.operation == "vocabulary" and node.value == KEEP_APART:
        column = node.columns[0]
        text = source.text(column)
        exact = ", ".join(text_literal(word) for word in node.words)
        folded = ", ".join(text_literal(word.lower()) for word in node.words)
        fine = f"({text} IS NULL OR {text} IN ({exact}) OR lower({text}) IN ({folded}))"
        found.append(Problem(fine, f"unknown_value:{column}"))
    for predicate, inner in node.choices:
        condition = predicate_sql(predicate, source)
        found += [Problem(f"(NOT {condition} OR {one.fine})", one.code) for one in unknown_words(inner, source)]
    return found


def number_sql(node: Node, source: Source, key: str) -> str:
    """An exact number for arithmetic: whole numbers without decimals, because a product of two wide decimals is slow."""
    if _is_whole(node, source):
        return SIGNS[node.sign].format(f"TRY_CAST({source.measure(node.columns[0])} AS DECIMAL(18,0))")
    return node_sql(node, Kind.DECIMAL, source, key)


def _plain_sql(node: Node, kind: Kind, source: Source, key: str) -> str:
    target = SQL_TYPES[kind]
    if node.operation == "column":
        return _column_sql(node.columns[0], kind, source, key)
    if node.operation == "constant":
        return _constant_sql(node.value, target, key)
    if node.operation == "store":
        fact = source.store(node.value)
        return f"CAST({'NULL' if fact is None else text_literal(fact)} AS {target})"
    if node.operation == "vocabulary":
        return f"CAST({_vocabulary_sql(node, source)} AS {target})"
    if node.operation in ARITHMETIC:
        _require(kind in (Kind.MONEY, Kind.DECIMAL, Kind.INTEGER, Kind.RATE), key, node.operation, kind)
        return ARITHMETIC[node.operation](node, source, key, target)
    if node.operation == "first_of":
        return f"coalesce({', '.join(node_sql(part, kind, source, key) for part in node.parts)})"
    if node.operation == "choose":
        cases = " ".join(
            f"WHEN {predicate_sql(predicate, source)} THEN {node_sql(inner, kind, source, key)}"
            for predicate, inner in node.choices
        )
        otherwise = node_sql(node.parts[0], kind, source, key) if node.parts else "NULL"
        return f"CAST(CASE {cases} ELSE {otherwise} END AS {target})"
    _require(kind in (Kind.TEXT, Kind.INTEGER), key, node.operation, kind)
    return f"CAST({_text_sql(node, source, key)} AS {target})"


def _text_sql(node: Node, source: Source, key: str) -> str:
    if node.operation == "concat":
        parts = ", ".join(node_sql(part, Kind.TEXT, source, key) for part in node.parts)
        return f"concat_ws({text_literal(node.value)}, {parts})"
    place = source.place(node.columns)
    if node.operation == "ordinal_within":
        return place
    cells = ", ".join(f"coalesce({source.text(column)}, '')" for column in node.columns)
    return f"left(md5(concat_ws('\u001f', {cells})), 16) || '-' || {place}"


def _column_sql(column: str, kind: Kind, source: Source, key: str) -> str:
    """A column as a canonical kind; text targets take the cell as it is written."""
    given = source.kind(column)
    if kind in (Kind.TEXT, Kind.JSON):
        return source.measure(column) if given in ("country", "currency", "text") else source.text(column)
    if kind in (Kind.MONEY, Kind.DECIMAL, Kind.INTEGER, Kind.RATE):
        _require(given in NUMBER_TYPES, key, f"column {column} ({given})", kind)
        same = (given, kind) in (("integer", Kind.INTEGER), ("rate", Kind.RATE))
        return source.measure(column) if same else f"TRY_CAST({source.measure(column)} AS {SQL_TYPES[kind]})"
    if kind is Kind.DATE and given == "instant":
        return f"CAST({source.local(column)} AS DATE)"
    if kind is Kind.INSTANT and given == "date":
        return source.day_start(column)
    _require(given == NATURAL_TYPES[kind], key, f"column {column} ({given})", kind)
    return source.measure(column)


def _require(holds: bool, key: str, what: str, kind: Kind) -> None:
    if not holds:
        raise broken(key, f"{what} cannot give a value of kind {kind.value}")


def _constant_sql(value: Any, target: str, key: str) -> str:
    if value is None:
        return f"CAST(NULL AS {target})"
    literal = f"CAST({text_literal(str(value).lower() if isinstance(value, bool) else str(value))} AS {target})"
    if target != "VARCHAR" and not runs(f"SELECT {literal}"):
        raise broken(key, f"{value} is no value of the column")
    return literal


def _vocabulary_sql(node: Node, source: Source) -> str:
    """The word as it is written first; without regard to case only where that fails."""
    text = source.text(node.columns[0])
    meanings = {word: "NULL" if value is None else text_literal(str(value)) for word, value in node.words.items()}
    exact = " ".join(f"WHEN {text_literal(word)} THEN {meaning}" for word, meaning in meanings.items())
    folded = " ".join(f"WHEN {text_literal(word.lower())} THEN {meaning}" for word, meaning in meanings.items())
    otherwise = "NULL" if node.value in (KEEP_APART, None) else text_literal(str(node.value))
    unknown = f"CASE WHEN {text} IS NULL THEN NULL ELSE CASE lower({text}) {folded} ELSE {otherwise} END END"
    return f"CASE {text} {exact} ELSE {unknown} END"


def _product(node: Node, source: Source, key: str, target: str) -> str:
    """Factors one after the other. DuckDB multiplies 18 digits quickly and fails beyond them: such rows go through 38 digits."""
    sql, left_is_whole = number_sql(node.parts[0], source, key), _is_whole(node.parts[0], source)
    for place, part in enumerate(node.parts[1:], start=2):
        right, right_is_whole = number_sql(part, source, key), _is_whole(part, source)
        kind = target if place == len(node.parts) else EXACT
        wide = f"TRY_CAST(TRY(CAST({sql} AS DECIMAL(38,6)) * {right}) AS {kind})"
        quick = f"TRY_CAST(TRY({sql} * {right}) AS {kind})"
        # Two fractions would have twelve decimals and leave room for six digits before the point only.
        sql = f"coalesce({quick}, {wide})" if left_is_whole or right_is_whole else wide
        left_is_whole = left_is_whole and right_is_whole
    return sql


def _is_whole(node: Node, source: Source) -> bool:
    """True for a column of whole numbers, which arithmetic takes without decimals."""
    return node.operation == "column" and source.kind(node.columns[0]) == "integer"


def _sum(node: Node, source: Source, key: str, target: str) -> str:
    """An empty cell counts as nothing, but a sum of empty cells only is empty."""
    parts = [number_sql(part, source, key) for part in node.parts]
    total = " + ".join(f"coalesce({part}, 0)" for part in parts)
    return f"TRY_CAST(TRY(CASE WHEN coalesce({', '.join(parts)}) IS NOT NULL THEN {total} END) AS {target})"


def _quotient(node: Node, source: Source, key: str, target: str) -> str:
    """Division by nothing is empty."""
    above, below = (number_sql(part, source, key) for part in node.parts)
    return f"TRY_CAST(round(({above})::DOUBLE / nullif({below}, 0)::DOUBLE, 6) AS {target})"


ARITHMETIC: dict[str, Callable[[Node, Source, str, str], str]] = {
    "multiply": _product,
    "add": _sum,
    "divide": _quotient,
}

Maker = Callable[[Any, dict[str, Any], str], Node]


def _column(argument: Any, _rest: dict[str, Any], key: str) -> Node:
    if not isinstance(argument, str):
        raise broken(key, "a column's name is needed")
    return Node("column", columns=(argument,))


def _constant(argument: Any, _rest: dict[str, Any], key: str) -> Node:
    if isinstance(argument, list | Mapping):
        raise broken(key, "a constant is a single value")
    return Node("constant", value=argument)


def _store(argument: Any, _rest: dict[str, Any], key: str) -> Node:
    if argument not in STORE_FACTS:
        raise broken(key, f"the store is known by {', '.join(STORE_FACTS)}")
    return Node("store", value=argument)


def _several(operation: str, least: int, most: int | None = None) -> Maker:
    def make(argument: Any, _rest: dict[str, Any], key: str) -> Node:
        if not isinstance(argument, list) or len(argument) < least or (most and len(argument) > most):
            raise broken(key, f"a list of {'at least ' if most is None else ''}{least} values is needed")
        return Node(operation, parts=tuple(read_node(one, f"{key}.{place}") for place, one in enumerate(argument, 1)))

    return make


def _concat(argument: Any, rest: dict[str, Any], key: str) -> Node:
    return replace(_several("concat", 1)(argument, rest, key), value=str(rest.pop("separator", "")))


def _columns(operation: str) -> Maker:
    def make(argument: Any, _rest: dict[str, Any], key: str) -> Node:
        names = [argument] if isinstance(argument, str) else argument
        if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
            raise broken(key, "a list of columns is needed")
        return Node(operation, columns=tuple(names))

    return make


def _vocabulary(argument: Any, _rest: dict[str, Any], key: str) -> Node:
    if not isinstance(argument, Mapping) or set(argument) - {"column", "values", "unknown"} or "column" not in argument:
        raise broken(key, "a vocabulary has column, values and, if need be, unknown")
    values = argument.get("values")
    if not isinstance(values, Mapping) or not values:
        raise broken(key, "values gives the file's words and ours, such as Shipped: shipped")
    words = {str(word): value for word, value in values.items()}
    return Node("vocabulary", columns=(argument["column"],), words=words, value=argument.get("unknown", KEEP_APART))


def _choose(argument: Any, rest: dict[str, Any], key: str) -> Node:
    if not isinstance(argument, list) or not all(
        isinstance(one, Mapping) and set(one) == {"when", "value"} for one in argument
    ):
        raise broken(key, "choose is a list of {when: condition, value: value}")
    choices = tuple(
        (read_predicate(one["when"], f"{key}.{place}.when"), read_node(one["value"], f"{key}.{place}.value"))
        for place, one in enumerate(argument, 1)
    )
    otherwise = rest.pop("otherwise", None)
    return Node(
        "choose", choices=choices, parts=(read_node(otherwise, f"{key}.otherwise"),) if otherwise is not None else ()
    )


OPERATIONS: dict[str, Maker] = {
    "column": _column,
    "constant": _constant,
    "store": _store,
    "multiply": _several("multiply", 2),
    "add": _several("add", 2),
    "divide": _several("divide", 2, 2),
    "concat": _concat,
    "first_of": _several("first_of", 1),
    "vocabulary": _vocabulary,
    "choose": _choose,
    "ordinal_within": _columns("ordinal_within"),
    "identity_of": _columns("identity_of"),
}
"""Every operation a mapping can use; docs/mapping.md lists the same."""
