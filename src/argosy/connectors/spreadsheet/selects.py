"""The SELECTs of a mapping: rows judged by the first rule that holds, then one SELECT per canonical table."""

from __future__ import annotations

from dataclasses import dataclass

from argosy.canonical.places import ALL
from argosy.canonical.schema import Kind, Table
from argosy.connectors.contract import IGNORED, KEPT_APART, Context
from argosy.connectors.reading import text_literal
from argosy.connectors.spreadsheet.cells import TypedCells
from argosy.connectors.spreadsheet.expressions import Node, node_sql, unknown_words
from argosy.connectors.spreadsheet.mapping import CurrencyColumn
from argosy.connectors.spreadsheet.plan import STORE_COLUMNS, Plan, PlannedRule, arrives
from argosy.connectors.spreadsheet.predicates import predicate_sql
from argosy.connectors.spreadsheet.problems import MONEY_WITHOUT_PLACE, NO_RULE, Problem, reason_sql

BROKEN = -1
"""Number of the rule for rows with a cell that does not cast in a column that decides."""


@dataclass(frozen=True)
class Judged:
    """The relation of typed rows with their rule, and what is known around it."""

    plan: Plan
    cells: TypedCells
    context: Context
    relation: str = ""
    """Name of the table the rows were put in; empty where they are read in one stream."""

    @property
    def rows(self) -> str:
        """What a SELECT reads: the table, or the file itself."""
        return self.relation or f"({self.sql()})"

    @property
    def guards(self) -> list[Problem]:
        """Checks of the columns that decide what a row is, or say its money."""
        return self.cells.problems(self.plan.guarded)

    def sql(self) -> str:
        """Typed cells and, per row, `rule_number` (0: no rule holds), `money_in` and `money_currency`."""
        cases = []
        if self.guards:
            fine = " AND ".join(problem.fine for problem in self.guards)
            cases.append(f"WHEN NOT ({fine}) THEN {BROKEN}")
        for rule in self.plan.rules:
            condition = predicate_sql(rule.predicate, self.cells) if rule.predicate else "TRUE"
            cases.append(f"WHEN {condition} THEN {rule.number}")
        amount, currency = self.money()
        number = f"CASE {' '.join(cases)} ELSE 0 END AS rule_number"
        chosen = ["*", number, f"{amount} AS money_in", f"{currency} AS money_currency", *self.cells.places()]
        return f"SELECT {', '.join(chosen)} FROM ({self.cells.sql()})"

    def money(self) -> tuple[str, str]:
        """SQL of the row's money and of its currency."""
        money = self.plan.mapping.money
        if money is None or self.plan.money is None:
            return "NULL::DECIMAL(18,4)", "NULL::VARCHAR"
        amount = node_sql(self.plan.money, Kind.MONEY, self.cells, "money.amount")
        if isinstance(money.currency, CurrencyColumn):
            return amount, self.cells.measure(money.currency.column)
        currency = money.currency or self.context.currency
        return amount, "NULL::VARCHAR" if currency is None else text_literal(currency)


def selects(judged: Judged) -> dict[str, str]:
    """Canonical and pseudo tables to their SELECTs, derived tables not among them."""
    if judged.plan.streams:
        return {rule.table.name: streamed(judged, rule) for rule in judged.plan.rules if rule.table}
    by_table: dict[str, list[str]] = {}
    for rule in judged.plan.rules:
        if rule.table:
            by_table.setdefault(rule.table.name, []).append(of_rule(judged, rule))
    found = {name: " UNION ALL BY NAME ".join(parts) for name, parts in by_table.items()}
    found[KEPT_APART] = _kept_apart(judged)
    if ignored := _ignored(judged):
        found[IGNORED] = ignored
    return found


def of_rule(judged: Judged, rule: PlannedRule) -> str:
    """The rows of one rule as rows of its table."""
    return f"{_with_reason(judged, rule, [])} WHERE rule_number = {rule.number}"


def streamed(judged: Judged, rule: PlannedRule) -> str:
    """Every row of the file in one pass: the rows of the only table, the others with the reason why they are kept apart."""
    fates = list(judged.guards)
    fates += [Problem(f"rule_number <> {one.number}", one.rule.name) for one in judged.plan.rules if one.table is None]
    if all(one.predicate for one in judged.plan.rules):
        fates.append(Problem("rule_number <> 0", NO_RULE))
    return _with_reason(judged, rule, fates)


def _with_reason(judged: Judged, rule: PlannedRule, fates: list[Problem]) -> str:
    """A rule's SELECT over all rows: its values in an inner layer, so that each is worked out once, and the reason over them."""
    table = rule.table
    assert table is not None
    values = {name: _value(judged, rule, name, node) for name, node in rule.nodes.items()}
    for name in STORE_COLUMNS:
        if name in table.column_names and name not in values:
            values[name] = store_value(judged, table, name)
    problems = [*fates, *_problems(judged, rule, table, values)]
    carries_money = judged.plan.money is not None and arrives(judged.plan.mapping, table.name) is not None
    if judged.plan.money is not None and not carries_money:
        problems.append(Problem("coalesce(money_in, 0) = 0", MONEY_WITHOUT_PLACE))
    chosen = [
        *values,
        "source_line",
        f"{reason_sql(problems)} AS {KEPT_APART}",
        *(("money_in",) if carries_money else ()),
    ]
    inner = ", ".join(f"{sql} AS {name}" for name, sql in values.items())
    return f"SELECT {', '.join(chosen)} FROM (SELECT *, {inner} FROM {judged.rows})"


def store_value(judged: Judged, table: Table, name: str) -> str:
    """What a row gets from its store; whoever calls has put the mapping's store into the context, or the one the person told.

    A market that is part of a key is never empty: `*` stands for all.
    """
    context = judged.context
    value = {"store_id": context.store_id, "channel": context.channel, "market": context.market}[name]
    if value is None:
        return text_literal(ALL) if table.column(name).required else "CAST(NULL AS VARCHAR)"
    return text_literal(value)


def _value(judged: Judged, rule: PlannedRule, name: str, node: Node) -> str:
    kind = rule.canonical(name).kind
    if kind is Kind.MONEY and node == judged.plan.money:
        return "money_in"
    return node_sql(node, kind, judged.cells, f"rows.{rule.rule.name}.set.{name}")


def _problems(judged: Judged, rule: PlannedRule, table: Table, values: dict[str, str]) -> list[Problem]:
    """What keeps a row of this rule apart: cells that do not cast, unknown words, amounts too large, required values missing."""
    found = judged.cells.problems(rule.columns)
    for node in rule.nodes.values():
        found += unknown_words(node, judged.cells)
    for name, node in rule.nodes.items():
        if node.operation == "multiply":
            empty = " OR ".join(f"{judged.cells.measure(column)} IS NULL" for column in sorted(node.all_columns))
            found.append(Problem(f"({name} IS NOT NULL OR {empty})", f"too_large:{name}"))
    for name, sql in values.items():
        node_here = rule.nodes.get(name)
        if table.column(name).required and not (node_here and node_here.is_constant) and not sql.startswith("'"):
            found.append(Problem(f"{name} IS NOT NULL", f"missing:{name}"))
    return list(dict.fromkeys(found))


def _kept_apart(judged: Judged) -> str:
    """Rows that belong to no table: a deciding cell that does not cast, a rule that keeps them apart, no rule at all."""
    rules = [rule for rule in judged.plan.rules if rule.rule.keep_apart]
    fates = " ".join(f"WHEN rule_number = {rule.number} THEN {text_literal(rule.rule.name)}" for rule in rules)
    broken = f"WHEN rule_number = {BROKEN} THEN {reason_sql(judged.guards)}"
    numbers = ", ".join(["0", str(BROKEN), *(str(rule.number) for rule in rules)])
    return (
        f"SELECT source_line, CASE {fates} {broken} ELSE {text_literal(NO_RULE)} END AS reason_code,"
        f" money_currency AS currency, money_in FROM {judged.rows} WHERE rule_number IN ({numbers})"
    )


def _ignored(judged: Judged) -> str | None:
    fates = {rule.number: rule.rule.name for rule in judged.plan.rules if rule.rule.ignore}
    if not fates:
        return None
    code = " ".join(f"WHEN {number} THEN {text_literal(name)}" for number, name in fates.items())
    numbers = ", ".join(map(str, fates))
    return f"SELECT source_line, CASE rule_number {code} END AS reason_code FROM {judged.rows} WHERE rule_number IN ({numbers})"
