"""A report that is one table with a header of its own: the steps every such report shares, so that its module holds only its meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from argosy.connectors.amazon.cells import Cells, cells_of, prepare, unknown_columns
from argosy.connectors.contract import Connection, Context, Mapped, Report, Sighting, Status, VendorColumn
from argosy.connectors.recognition import signature

Selects = Callable[[Cells, Context], Mapping[str, str]]
"""Gives a SELECT per canonical table (and pseudo table) over `vendor`."""


@dataclass(frozen=True)
class Plain:
    """What is particular about a report of one table.

    `needed` are the columns that give the report away (by default the required ones), `share` how many of them must be there, `amounts`
    those that show which decimal sign the file writes; `aliases` a column's other names with the day of the renaming ('' where unknown).
    """

    id: str
    label: str
    grain: str
    where: str
    required: Sequence[str]
    optional: Sequence[str]
    selects: Selects
    tables: Sequence[str]
    reasons: Mapping[str, str]
    money_out: Mapping[str, str] = field(default_factory=dict)
    amounts: Sequence[str] = ()
    aliases: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    needed: Sequence[str] = ()
    any_of: Sequence[str] = ()
    forbids: Sequence[str] = ()
    share: float = 0.8
    status: Status = Status.PARTIAL
    sources: tuple[str, ...] = ()
    remarks: Callable[[Cells, Context], Mapping[str, str]] | None = None
    check: Callable[[Sighting, Connection, Context], None] | None = None

    def columns(self) -> tuple[VendorColumn, ...]:
        """The columns, required ones first."""
        return tuple(
            VendorColumn(name, required=name in self.required, aliases=self.aliases.get(name, ()))
            for name in (*self.required, *self.optional)
        )

    def names(self) -> dict[str, tuple[str, ...]]:
        """Column to its other names."""
        return {name: tuple(one for one, _ in pairs) for name, pairs in self.aliases.items()}


def plain_report(plain: Plain) -> Report:
    """The report, with its steps."""
    columns = plain.columns()

    def parse(sighting: Sighting, connection: Connection, context: Context) -> None:
        """Every cell as it came, with its line; `DataError` where a column is missing that the report cannot do without."""
        prepare(connection, sighting, columns)
        if plain.check:
            plain.check(sighting, connection, context)

    def mapped(connection: Connection, context: Context) -> Mapped:
        """The SELECTs of the report."""
        cells = cells_of(connection, plain.amounts, plain.names())
        own = plain.remarks(cells, context) if plain.remarks else {}
        return Mapped(
            selects=plain.selects(cells, context),
            money_out=plain.money_out,
            reasons=plain.reasons,
            remarks={**own, **unknown_columns(connection, columns)},
        )

    return Report(
        id=plain.id,
        label=plain.label,
        grain=plain.grain,
        where=plain.where,
        tables=tuple(plain.tables),
        columns=columns,
        recognise=signature(
            *(plain.needed or plain.required),
            any_of=plain.any_of,
            forbids=plain.forbids,
            aliases=plain.names(),
            share=plain.share,
        ),
        parse=parse,
        map=mapped,
        status=plain.status,
        sources=plain.sources,
    )
