"""The report as a workbook: one sheet per section, figures as figures, ready to be filtered and added up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from argosy.app.report.contents import Breakdown, Change, Report, Slice, Source
from argosy.core.text import Text
from argosy.interfaces.presentation.decisions import decision_tables
from argosy.interfaces.presentation.measured import KINDS
from argosy.interfaces.presentation.report import intake
from argosy.interfaces.presentation.report.bilingual import Both, Voice
from argosy.interfaces.presentation.report.numbers import slice_name, source_title
from argosy.interfaces.presentation.report.wording import TEXTS
from argosy.interfaces.presentation.spreadsheet import About, write_workbook
from argosy.interfaces.presentation.tables import Column, Kind, Table, Value
from argosy.metrics.contract import Unit
from argosy.metrics.registry import needed

ROW_COLUMNS = (
    ("order_id", Kind.TEXT), ("refund_id", Kind.TEXT), ("ordered_on", Kind.DATE), ("refunded_on", Kind.DATE),
    ("market", Kind.TEXT), ("sku", Kind.TEXT), ("title", Kind.TEXT), ("quantity", Kind.COUNT),
    ("unit_price", Kind.NUMBER), ("gross_amount", Kind.NUMBER), ("discount_amount", Kind.NUMBER),
    ("refund_amount", Kind.NUMBER), ("currency", Kind.TEXT),
)  # fmt: skip


def write_xlsx(report: Report, path: Path, language: str) -> None:
    """Write the workbook in one language; `ConfigurationError` where the file cannot be written."""
    sheets = _Sheets(report, Voice(report.home_currency, report.metrics or {}), language)
    write_workbook(path, list(sheets.tables()), language, sheets.about())


class _Sheets:
    """Makes the tables of one report in one language."""

    def __init__(self, report: Report, voice: Voice, language: str) -> None:
        self.report = report
        self.voice = voice
        self.language = language
        self.shown = "zh" if language.lower().startswith("zh") else "en"

    def tables(self) -> Iterator[Table]:
        """Every sheet, in the order of the page."""
        report = self.report
        if report.window is not None:
            yield self._overview()
        for key, breakdown in (
            ("sheet_months", report.months),
            ("markets", report.markets),
            ("products", report.products),
            ("sheet_customers", report.segments),
        ):
            if breakdown is not None and breakdown.slices:
                yield self._breakdown(key, breakdown)
        if report.concentration is not None:
            largest = Breakdown("customer", ("net_sales", "orders"), report.concentration.largest)
            yield self._breakdown("largest", largest)
        yield from decision_tables(report.proposals, self.language)
        yield self._files()
        yield self._kept_apart()
        if report.sources:
            yield self._definitions()
            yield self._sources()

    def about(self) -> About:
        """What the workbook was made from."""
        report = self.report
        days = report.window.period if report.window else None
        residuals = [f"{currency} {amount:f}" for currency, amount in intake.residuals(report).items()]
        return (
            (_text("shop"), report.shop),
            (_text("period"), f"{days.start} – {days.last_day}" if days else None),
            (_text("home_currency"), report.home_currency),
            (_text("order_currencies"), ", ".join(report.order_currencies) or None),
            (Text(TEXTS["lake_version"], {"number": report.snapshot}), _versions(report)),
            (_text("residual"), ", ".join(residuals) or None),
        )

    def _overview(self) -> Table:
        """The headline numbers: the whole period, and the two stretches compared below it."""
        report = self.report
        columns = [
            _column("period", Kind.TEXT),
            Column("first_day", Text("First day"), Kind.DATE),
            Column("last_day", Text("Last day"), Kind.DATE),
            *(self._metric(figure.metric) for figure in report.headline),
        ]
        window = report.window
        if window is None:
            return Table("overview", _text("sheet_overview"), tuple(columns), [])
        stretches = [("whole_period", window.period, [figure.value for figure in report.headline])]
        if window.compared is not None:
            changes = [figure.change or Change(None, None) for figure in report.headline]
            stretches.append(("later", window.compared.later, [change.later for change in changes]))
            stretches.append(("earlier", window.compared.earlier, [change.earlier for change in changes]))
        rows = [[self._said(key), days.start, days.last_day, *values] for key, days, values in stretches]
        return Table("overview", _text("sheet_overview"), tuple(columns), rows)

    def _breakdown(self, key: str, found: Breakdown) -> Table:
        has_share = any(one.share is not None for one in found.slices)
        has_change = any(one.change is not None for one in found.slices)
        columns = [_NAMES.get(found.dimension, _column("name", Kind.TEXT))]
        if found.dimension in NAMED:
            columns.append(_column("name", Kind.TEXT))
        columns += [self._metric(slug) for slug in found.metrics]
        columns += [_column("share", Kind.SHARE)] if has_share else []
        if has_change:
            columns += [_column(name, Kind.MONEY, self.report.home_currency) for name in ("earlier", "later")]
            columns.append(_column("change", Kind.SHARE))
        if found.dimension == "month":
            columns.append(_column("is_complete", Kind.TEXT))
        rows = [self._row(found, one, has_share=has_share, has_change=has_change) for one in found.slices]
        return Table(found.dimension, _text(key), tuple(columns), rows)

    def _row(self, found: Breakdown, one: Slice, *, has_share: bool, has_change: bool) -> list[Value]:
        name = self._of(slice_name(found.dimension, one.key, self.voice))
        row: list[Value] = [one.key if found.dimension in (*NAMED, "month") else name]
        if found.dimension in NAMED:
            row.append(one.label or name)
        row += [one.values[slug] for slug in found.metrics]
        row += [one.share] if has_share else []
        if has_change:
            change = one.change or Change(None, None)
            row += [change.earlier, change.later, change.amount(Unit.MONEY)]
        if found.dimension == "month":
            row.append(one.is_complete)
        return row

    def _files(self) -> Table:
        columns = (
            _column("file", Kind.TEXT),
            _column("recognised_as", Kind.TEXT),
            *(_column(key, Kind.COUNT) for key in ("rows", "loaded", "apart", "ignored")),
            _column("currency", Kind.TEXT),
            *(_column(key, Kind.NUMBER) for key in ("money_in", "money_out", "money_apart", "residual")),
            _column("loaded_at", Kind.TEXT),
            _column("load", Kind.TEXT),
            _column("sha256", Kind.TEXT),
        )
        rows: list[list[Value]] = []
        for file in self.report.intake.files:
            counts: list[Value] = [file.rows_read, file.rows_loaded, file.rows_kept_apart, file.rows_ignored]
            at = file.finished_at.strftime("%Y-%m-%d %H:%M UTC") if file.finished_at else None
            money: list[list[Value]] = [
                [one.currency, one.in_amount, one.out_amount, one.kept_apart_amount, one.residual] for one in file.money
            ]
            for amounts in money or [[None] * 5]:
                rows.append(
                    [file.file, f"{file.connector}.{file.report}", *counts, *amounts, at, file.load_id, file.sha256]
                )
                counts = [None] * 4  # a file of several currencies has its rows counted once
        return Table("files", _text("sheet_quality"), columns, rows)

    def _kept_apart(self) -> Table:
        columns = (
            _column("reason", Kind.TEXT),
            Column("code", Text("Code"), Kind.TEXT),
            _column("rows", Kind.COUNT),
            _column("currency", Kind.TEXT),
            _column("money", Kind.NUMBER),
            _column("first_row", Kind.TEXT),
        )
        rows: list[list[Value]] = []
        for one in self.report.intake.kept_apart:
            said = self._of(self.voice.text(Text(one.reason)))
            first = f"{one.first[0]}:{one.first[1]}"
            amounts: list[tuple[str | None, Decimal | None]] = [*one.amounts.items()]
            for number, (currency, amount) in enumerate(amounts or [(None, None)]):
                rows.append([said, one.code, None if number else one.rows, currency or None, amount, first])
        for code, count in intake.ignored(self.report).items():
            reason = f"{self._said('ignored')}: {self._of(self.voice.reason(code))}"
            rows.append([reason, code, count, None, None, None])
        return Table("kept_apart", _text("apart"), columns, rows)

    def _definitions(self) -> Table:
        columns = (
            _column("name", Kind.TEXT),
            Column("slug", Text("Code"), Kind.TEXT),
            _column("formula", Kind.TEXT),
            _column("definition_source", Kind.TEXT),
        )
        slugs = dict.fromkeys(slug for source in self.report.sources for slug in source.query.metrics)
        rows = [
            [self._of(self.voice.label(one.slug)), one.slug, self._of(self.voice.formula(one)), one.source]
            for one in needed(tuple(slugs))
        ]
        return Table("definitions", _text("definitions"), columns, rows)

    def _sources(self) -> Table:
        """A row per row of a file behind a number; a number whose rows are not in the report has its commands alone."""
        columns = (
            _column("name", Kind.TEXT),
            Column("table", Text("Table"), Kind.TEXT),
            _column("file", Kind.TEXT),
            Column("line", Text("Line"), Kind.COUNT),
            _column("load", Kind.TEXT),
            *(Column(name, Text(name), kind) for name, kind in ROW_COLUMNS),
            _column("command", Kind.TEXT),
        )
        rows = [row for source in self.report.sources for row in self._source_rows(source)]
        return Table("sources", _text("sources"), columns, rows)

    def _source_rows(self, source: Source) -> Iterator[list[Value]]:
        title = self._of(source_title(source, self.voice))
        commands = "\n".join((source.measure_command, *source.trace_commands))
        yield [title, *[None] * (4 + len(ROW_COLUMNS)), commands]
        for group in source.groups:
            for row in group.rows:
                values = [_plain(row.values.get(name)) for name, _ in ROW_COLUMNS]
                yield [title, group.table, row.file, row.line, row.load_id, *values, None]

    def _metric(self, slug: str) -> Column:
        metric = self.voice.metrics[slug]
        kind = KINDS[metric.unit]
        return Column(slug, Text(metric.title), kind, self.report.home_currency if kind is Kind.MONEY else "")

    def _said(self, key: str) -> str:
        return self._of(self.voice.say(key))

    def _of(self, both: Both) -> str:
        return both.of(self.shown)


def _text(key: str) -> Text:
    return Text(TEXTS[key])


def _column(key: str, kind: Kind, currency: str = "") -> Column:
    return Column(key, _text(key), kind, currency)


def _plain(value: object) -> Value:
    return value if value is None or isinstance(value, str | int | float | Decimal) else str(value)


def _versions(report: Report) -> str:
    return ", ".join(f"{name}@{version}" for name, version in report.lake_version.items())


NAMED = ("market", "sku")  # dimensions whose code and name have a column each
_NAMES = {
    "month": _column("month", Kind.MONTH),
    "market": _column("market", Kind.TEXT),
    "sku": _column("product", Kind.TEXT),
    "customer_segment": _column("segment", Kind.TEXT),
    "customer": _column("customer", Kind.TEXT),
}
"""The first column of a breakdown, by its dimension."""
