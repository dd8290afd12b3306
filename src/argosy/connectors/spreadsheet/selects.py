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
from argosy.connectors.spreadsheet.problems import MONEY_WITHOUT_PLACE, NO_RULE

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
    def needed_problems(self) -> list[tuple[str, str]]:
        """Problems of the columns that decide."""
        return self.cells.problems(self.plan.guarded)

    def sql(self) -> str:
        """Typed cells and, per row, `rule` (0: none holds), `money_in` and `money_currency`."""
        cases = []
        problem = _case(self.needed_problems)
        if problem:
            cases.append(f"WHEN ({problem}) IS NOT NULL THEN {BROKEN}")
        for rule in self.plan.rules:
            condition = predicate_sql(rule.predicate, self.cells) if rule.predicate else "TRUE"
            cases.append(f"WHEN {condition} THEN {rule.number}")
        amount, currency = self.money()
        return (
            f"SELECT *, CASE {' '.join(cases)} ELSE 0 END AS rule, {amount} AS money_in, {currency} AS money_currency"
            f" FROM ({self.cells.sql()})"
        )

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
    """The rows of one rule as rows of its table; a window looks at all rows of the file, so the rule is asked outside it."""
    chosen, names = _columns(judged, rule)
    if not rule.needs_order:
        return f"SELECT {', '.join(chosen)} FROM {judged.rows} WHERE rule = {rule.number}"
    return f"SELECT {', '.join(names)} FROM (SELECT rule, {', '.join(chosen)} FROM {judged.rows}) WHERE rule = {rule.number}"


def streamed(judged: Judged, rule: PlannedRule) -> str:
    """Every row of the file in one pass: the rows of the only table, the others with the reason why they are kept apart."""
    fates = []
    if problem := _case(judged.needed_problems):
        fates.append(f"WHEN rule = {BROKEN} THEN {problem}")
    fates += [
        f"WHEN rule = {one.number} THEN {text_literal(one.rule.name)}" for one in judged.plan.rules if one.table is None
    ]
    if all(one.predicate for one in judged.plan.rules):
        fates.append(f"WHEN rule = 0 THEN {text_literal(NO_RULE)}")
    chosen, _ = _columns(judged, rule, fates)
    return f"SELECT {', '.join(chosen)} FROM {judged.rows}"


def _columns(judged: Judged, rule: PlannedRule, fates: list[str] | None = None) -> tuple[list[str], list[str]]:
    """The expressions of a rule's SELECT with their names, and the names alone."""
    table = rule.table
    assert table is not None
    values = {name: _value(judged, rule, name, node) for name, node in rule.nodes.items()}
    for name in STORE_COLUMNS:
        if name in table.column_names and name not in values:
            values[name] = store_value(judged, table, name)
    problems = _problems(judged, rule, values)
    carries_money = judged.plan.money is not None and arrives(judged.plan.mapping, table.name) is not None
    if judged.plan.money is not None and not carries_money:
        problems.append(("money_in <> 0", MONEY_WITHOUT_PLACE))
    reason = f"CASE {' '.join(fates)} ELSE {_case(problems) or 'NULL'} END" if fates else _case(problems) or "NULL"
    chosen = {**values, "source_line": "source_line", KEPT_APART: f"CAST({reason} AS VARCHAR)"}
    if carries_money:
        chosen["money_in"] = "money_in"
    return [f"{sql} AS {name}" for name, sql in chosen.items()], list(chosen)


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
    return node_sql(node, rule.canonical(name).kind, judged.cells, f"rows.{rule.rule.name}.set.{name}")


def _problems(judged: Judged, rule: PlannedRule, values: dict[str, str]) -> list[tuple[str, str]]:
    """What keeps a row of this rule apart: cells that do not cast, unknown words, amounts too large, required values missing."""
    table: Table | None = rule.table
    assert table is not None
    found = judged.cells.problems(rule.columns)
    for node in rule.nodes.values():
        found += [pair for pair in unknown_words(node, judged.cells) if pair not in found]
    for name, node in rule.nodes.items():
        if node.operation == "multiply":
            inputs = [f"{judged.cells.measure(column)} IS NOT NULL" for column in sorted(node.all_columns)]
            found.append((f"{values[name]} IS NULL AND {' AND '.join(inputs)}", f"too_large:{name}"))
    for name, sql in values.items():
        node_here = rule.nodes.get(name)
        if table.column(name).required and not (node_here and node_here.is_constant) and not sql.startswith("'"):
            found.append((f"{sql} IS NULL", f"missing:{name}"))
    return found


def _case(problems: list[tuple[str, str]]) -> str:
    cases = " ".join(f"WHEN {condition} THEN {text_literal(code)}" for condition, code in problems)
    return f"CASE {cases} END" if cases else ""


def _kept_apart(judged: Judged) -> str:
    """Rows that belong to no table: a deciding cell that does not cast, a rule that keeps them apart, no rule at all."""
    fates = [
        f"WHEN rule = {rule.number} THEN {text_literal(rule.rule.name)}"
        for rule in judged.plan.rules
        if rule.rule.keep_apart
    ]
    if problem := _case(judged.needed_problems):
        fates.append(f"WHEN rule = {BROKEN} THEN {problem}")
    code = f"CASE {' '.join(fates)} ELSE {text_literal(NO_RULE)} END"
    numbers = ["0", str(BROKEN), *(str(rule.number) for rule in judged.plan.rules if rule.rule.keep_apart)]
    return (
        f"SELECT source_line, {code} AS reason_code, money_currency AS currency, money_in"
        f" FROM {judged.rows} WHERE rule IN ({', '.join(numbers)})"
    )


def _ignored(judged: Judged) -> str | None:
    fates = {rule.number: rule.rule.name for rule in judged.plan.rules if rule.rule.ignore}
    if not fates:
        return None
    code = " ".join(f"WHEN {number} THEN {text_literal(name)}" for number, name in fates.items())
    numbers = ", ".join(map(str, fates))
    return f"SELECT source_line, CASE rule {code} END AS reason_code FROM {judged.rows} WHERE rule IN ({numbers})"
