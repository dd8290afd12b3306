"""A filled template as a report: every heading is known in both languages, so that it loads without a mapping.

A list in one cell is parted by commas; an empty market, batch, product, store, SKU or person stands for all of them; rows without a
single value are left out.
"""

from __future__ import annotations

from argosy.canonical.schema import Kind as ColumnKind
from argosy.connectors.argosy_templates.headings import FOLDER, Heading, Template
from argosy.connectors.cells import DOTTED, ISO, SLASHED
from argosy.connectors.contract import Report, Status
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import report
from argosy.core.text import mark

DAYS = (*ISO, *SLASHED, *DOTTED, "%Y年%m月%d日", "%Y.%m.%d")
KINDS = {
    ColumnKind.INTEGER: Kind.WHOLE,
    ColumnKind.MONEY: Kind.AMOUNT,
    ColumnKind.DECIMAL: Kind.AMOUNT,
    ColumnKind.RATE: Kind.SHARE,
    ColumnKind.DATE: Kind.DAY,
    ColumnKind.BOOLEAN: Kind.FLAG,
}
COUNTRIES = ("country", "market", "origin_country")
MONEY_COLUMN = {
    "product_costs": "unit_cost_amount",
    "bank_balances": "balance_amount",
    "budgets": "target_amount",
    "expenses": "cost_amount",
}
"""Tables whose money is proved: what the sheet's cells say is what arrived."""


def read_back(template: Template) -> Report:
    """The report that loads a filled template."""
    name = template.table.name
    money = MONEY_COLUMN.get(name, "")
    into = Into(
        name,
        {heading.column.name: _value(heading, template) for heading in template.headings},
        money_in=f"c_{money}" if money else "",
    )
    return report(
        Tabular(
            id=name,
            label=f"{template.title_en} ({template.title_zh})",
            grain=template.table.grain,
            where="argosy templates writes the empty workbook; fill it in and put it into the inbox.",
            folder=FOLDER,
            fields=tuple(_field(heading, template) for heading in template.headings),
            into=(into,),
            money=f"c_{money}" if money else "",
            currency="c_currency",
            money_out={name: money} if money else {},
            checks={
                f"unknown_country:{heading.en}": f"c_{heading.column.name}_told IS NOT NULL AND ({_value(heading, template)}) IS NULL"
                for heading in template.headings
                if heading.column.name in COUNTRIES
            },
            reasons={
                f"unknown_country:{heading.en}": mark("Nobody knows a country of that name.")
                for heading in template.headings
                if heading.column.name in COUNTRIES
            },
            ignored={"empty_row": " AND ".join(f"c_{one.column.name}_told IS NULL" for one in template.headings)},
            status=Status.VERIFIED,
            sources=("Written by `argosy templates`.",),
        )
    )


def _field(heading: Heading, template: Template) -> Field:
    column, needed = heading.column, template.needs(heading)
    return Field(
        f"c_{column.name}",
        heading.en,
        _kind(heading),
        required=needed,
        filled=needed,
        aliases=((heading.zh, "zh"),),
        formats=DAYS,
    )


def _kind(heading: Heading) -> Kind:
    column = heading.column
    if column.values:
        return Kind.WORD
    if column.name == "currency":
        return Kind.CURRENCY
    if column.name in COUNTRIES:
        return Kind.COUNTRY
    if column.kind is ColumnKind.TEXT and column.name.endswith("_id"):
        return Kind.ID
    return KINDS.get(column.kind, Kind.TEXT)


def _value(heading: Heading, template: Template) -> str:
    column = heading.column
    cell = f"c_{column.name}"
    if column.name == "line_no":
        place = f"row_number() OVER (PARTITION BY c_{template.table.replaces[0]} ORDER BY source_line)"
        return f"coalesce({cell}, ({place})::VARCHAR)"
    if column.name in COUNTRIES:
        cell = f"coalesce({cell}, CASE WHEN upper({cell}_told) IN ('EU', '*') THEN upper({cell}_told) END)"
    if column.kind is ColumnKind.JSON:
        items = f"list_transform(regexp_split_to_array({cell}, '[,;，；、]'), lambda item: trim(item))"
        return f"CASE WHEN {cell} IS NOT NULL THEN to_json({items})::VARCHAR END"
    if column.required and not template.needs(heading):
        return f"CASE WHEN c_{column.name}_told IS NULL THEN '*' ELSE {cell} END"
    if column.name == "line_amount":
        return f"coalesce({cell}, c_quantity * c_unit_price)"
    return cell
