"""A mapping understood: its rules as expressions against the canonical tables, every name checked before a file is touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from argosy.canonical.catalogue import tables
from argosy.canonical.schema import Column as CanonicalColumn
from argosy.canonical.schema import Kind, Table
from argosy.connectors.spreadsheet.expressions import NATURAL_TYPES, Node, read_node
from argosy.connectors.spreadsheet.mapping import ColumnSettings, ColumnType, CurrencyColumn, Mapping, Rule
from argosy.connectors.spreadsheet.predicates import ORDERS, Predicate, read_predicate
from argosy.connectors.spreadsheet.problems import broken

STORE_COLUMNS = ("store_id", "channel", "market")
"""Columns a row gets from its store where the mapping does not set them."""

ARRIVES = {
    "order_lines": ("gross_amount",),
    "refunds": ("-refund_amount",),
    "settlement_lines": ("amount",),
    "payouts": ("payout_amount",),
    "bank_lines": ("amount",),
    "ad_performance": ("spend_amount",),
}
"""Where money arrives in a table, signed, unless the mapping says otherwise."""


@dataclass(frozen=True)
class PlannedRule:
    """A rule ready to be compiled; `number` counts from 1."""

    rule: Rule
    number: int
    predicate: Predicate | None
    table: Table | None
    nodes: dict[str, Node]

    @property
    def columns(self) -> frozenset[str]:
        """Columns of the file its values read."""
        return frozenset().union(*(node.all_columns for node in self.nodes.values()))

    def canonical(self, name: str) -> CanonicalColumn:
        """A column of its table."""
        if self.table is None:
            raise broken(f"rows.{self.rule.name}", "it has no table")
        return self.table.column(name)


@dataclass(frozen=True)
class Plan:
    """Everything the compiler needs of a mapping."""

    mapping: Mapping
    rules: tuple[PlannedRule, ...]
    money: Node | None
    remarks: tuple[tuple[str, Predicate | None], ...]
    settings: dict[str, ColumnSettings]

    @property
    def guarded(self) -> frozenset[str]:
        """Columns that decide the fate of a row, or say its money: a cell that does not cast keeps the row apart before any rule."""
        names = set(self.money.all_columns if self.money else ())
        if self.mapping.money and isinstance(self.mapping.money.currency, CurrencyColumn):
            names.add(self.mapping.money.currency.column)
        for rule in self.rules:
            names |= rule.predicate.columns if rule.predicate else set()
        return frozenset(names)

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Groups of columns within which some value needs the row's place."""
        return tuple(sorted({group for rule in self.rules for node in rule.nodes.values() for group in node.groups}))

    @property
    def streams(self) -> bool:
        """True where one SELECT in one pass covers every row."""
        targets = [rule for rule in self.rules if rule.table is not None]
        ignores = any(rule.rule.ignore is not None for rule in self.rules)
        return len(targets) == 1 and not ignores and not self.mapping.derive and not self.groups

    @property
    def target_tables(self) -> tuple[str, ...]:
        """Canonical tables it fills, in order of first mention."""
        named = [rule.table.name for rule in self.rules if rule.table]
        return tuple(dict.fromkeys([*named, *self.mapping.derive]))


def plan(mapping: Mapping) -> Plan:
    """Check a mapping against the canonical tables; `ConfigurationError` names the key that does not fit."""
    rules = tuple(_planned(mapping, rule, number) for number, rule in enumerate(mapping.rows, start=1))
    money = read_node(mapping.money.amount, "money.amount") if mapping.money else None
    remarks = tuple(
        (remark.text, read_predicate(remark.rows_where, f"remarks.{place}.rows_where") if remark.rows_where else None)
        for place, remark in enumerate(mapping.remarks, start=1)
    )
    for name in mapping.derive:
        _canonical(name, f"derive.{name}")
    settings = dict(mapping.columns)
    for column, inferred in _inferred(mapping, rules, money, remarks):
        settings.setdefault(column, ColumnSettings(type=inferred))
    return Plan(mapping, rules, money, remarks, settings)


def arrives(mapping: Mapping, table: str) -> str | None:
    """The signed SQL over a table's columns that carries the vendor's money; None where it carries none."""
    own = mapping.money.arrives if mapping.money else {}
    names = own.get(table, ARRIVES.get(table))
    if not mapping.money or not names:
        return None
    known = tables()[table]
    parts = []
    for name in names:
        bare = name.removeprefix("-")
        if bare not in known.column_names or known.column(bare).kind is not Kind.MONEY:
            raise broken(f"money.arrives.{table}", f"{bare} is no amount of that table")
        parts.append(f"{'-' if name.startswith('-') else '+'} coalesce({bare}, 0)")
    return " ".join(parts).removeprefix("+ ")


def _planned(mapping: Mapping, rule: Rule, number: int) -> PlannedRule:
    key = f"rows.{rule.name}"
    predicate = read_predicate(rule.when, f"{key}.when") if rule.when else None
    if rule.to is None:
        return PlannedRule(rule, number, predicate, None, {})
    table = _canonical(rule.to, f"{key}.to")
    nodes = {}
    for name, raw in rule.set.items():
        if name not in table.column_names:
            raise broken(
                f"{key}.set.{name}", f"table {table.name} has no such column; it has {', '.join(table.column_names)}"
            )
        nodes[name] = read_node(raw, f"{key}.set.{name}")
        _check_words(table.column(name), nodes[name], f"{key}.set.{name}")
    if (
        "currency" in table.column_names
        and "currency" not in nodes
        and (mapping.money or table.column("currency").required)
    ):
        nodes["currency"] = _currency(mapping.money.currency if mapping.money else None)
    _add_days(table, nodes)
    given = {*nodes, *(name for name in STORE_COLUMNS if name in table.column_names)}
    missing = [column.name for column in table.columns if column.required and column.name not in given]
    if missing:
        raise broken(f"{key}.set", f"table {table.name} needs {', '.join(missing)} in every row")
    return PlannedRule(rule, number, predicate, table, nodes)


def _currency(currency: str | CurrencyColumn | None) -> Node:
    if currency is None:
        return Node("store", value="currency")
    if isinstance(currency, str):
        return Node("constant", value=currency)
    return Node("column", columns=(currency.column,))


def _add_days(table: Table, nodes: dict[str, Node]) -> None:
    """`ordered_on` follows from `ordered_at`: the day in the store's time zone."""
    for column in table.columns:
        source = nodes.get(column.name.removesuffix("_on") + "_at")
        if (
            column.kind is Kind.DATE
            and column.name not in nodes
            and source
            and source.operation in ("column", "constant")
        ):
            nodes[column.name] = source


def _check_words(column: CanonicalColumn, node: Node, key: str) -> None:
    """A column with fixed words takes constants and vocabularies of these words only."""
    if not column.values:
        return
    for inner in _leaves(node):
        words = [inner.value] if inner.operation == "constant" else list(inner.words.values())
        if inner.operation == "vocabulary" and inner.value not in ("keep_apart", None):
            words.append(inner.value)
        if inner.operation not in ("constant", "vocabulary"):
            raise broken(key, f"use constant or vocabulary; the words are {', '.join(column.values)}")
        for word in words:
            if word is not None and word not in column.values:
                raise broken(key, f"{word} is no word of the column; the words are {', '.join(column.values)}")


def _leaves(node: Node) -> Iterator[Node]:
    if node.operation in ("first_of", "choose"):
        for part in (*node.parts, *(inner for _, inner in node.choices)):
            yield from _leaves(part)
    else:
        yield node


def _canonical(name: str, key: str) -> Table:
    import difflib

    known = tables()
    if name not in known:
        close = difflib.get_close_matches(name, known, 1)
        hint = f"did you mean {close[0]}?" if close else f"the tables are {', '.join(known)}"
        raise broken(key, f"there is no table {name}; {hint}".rstrip("."))
    return known[name]


def _inferred(
    mapping: Mapping,
    rules: tuple[PlannedRule, ...],
    money: Node | None,
    remarks: tuple[tuple[str, Predicate | None], ...],
) -> Iterator[tuple[str, ColumnType]]:
    """(column, type) for columns the mapping uses without describing them; the first use decides."""
    for rule in rules:
        for name, node in rule.nodes.items():
            column = rule.canonical(name)
            yield from _types_of(node, _natural(column))
    if money:
        yield from _types_of(money, "money")
    if mapping.money and isinstance(mapping.money.currency, CurrencyColumn):
        yield mapping.money.currency.column, "currency"
    yield from _types_derived(mapping)
    for predicate in (*(rule.predicate for rule in rules), *(predicate for _, predicate in remarks)):
        if predicate:
            yield from _types_in(predicate)


def _types_derived(mapping: Mapping) -> Iterator[tuple[str, ColumnType]]:
    """Types of columns that only a table derived from the file itself reads."""
    for table, derived in mapping.derive.items():
        known = {column.name: column for column in _canonical(table, f"derive.{table}").columns}
        if derived.from_ != ("file",):
            continue
        raws = {
            name: next(iter(raw.values()))
            for name, raw in derived.set.items()
            if isinstance(raw, dict) and "constant" not in raw
        }
        for name, raw in {**raws, **derived.by}.items():
            if name in known:
                yield from _types_of(read_node(raw, f"derive.{table}.{name}"), _natural(known[name]))


def _natural(column: CanonicalColumn) -> ColumnType:
    if column.kind is Kind.TEXT and (column.name == "market" or column.name.endswith("country")):
        return "country"
    if column.kind is Kind.TEXT and column.name.endswith("currency"):
        return "currency"
    return NATURAL_TYPES[column.kind]


def _types_of(node: Node, natural: ColumnType) -> Iterator[tuple[str, ColumnType]]:
    for predicate, inner in node.choices:
        yield from _types_of(inner, natural)
        yield from _types_in(predicate)
    if node.operation in ("vocabulary", "ordinal_within", "identity_of"):
        natural = "text"
    if node.operation in ("multiply", "add", "divide") and natural not in ("money", "decimal"):
        natural = "decimal"
    for column in node.columns:
        yield column, natural
    for part in node.parts:
        yield from _types_of(part, natural)


def _types_in(predicate: Predicate) -> Iterator[tuple[str, ColumnType]]:
    if predicate.column:
        is_number = predicate.test in ORDERS and isinstance(predicate.value, int | float)
        yield predicate.column, "decimal" if is_number else "text"
    for part in predicate.parts:
        yield from _types_in(part)
