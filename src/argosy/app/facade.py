"""The one door: whatever shows Argosy to people or machines speaks to this class and to nothing below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from argosy.app.workspace import Workspace, create, open_workspace

if TYPE_CHECKING:
    from argosy.app.act import Acted
    from argosy.app.close import Books
    from argosy.app.decide import Decided
    from argosy.app.explain import Explanation
    from argosy.app.learn import Learned
    from argosy.app.plan import Attainment
    from argosy.app.report import Report
    from argosy.app.results import Diagnosis, FileResult, SourceRow
    from argosy.app.statement import Statement
    from argosy.app.watch import Watching
    from argosy.core.money import Money
    from argosy.core.text import Text
    from argosy.loop.register import Register
    from argosy.metrics.contract import Measured, Metric, Query
    from argosy.metrics.measures import WarehouseMeasures
    from argosy.warehouse.closings import Closing

Progress = Callable[[str, int, int], None]
"""What is being done, how many parts are done, how many there are."""


class Argosy:
    """A workspace with its five verbs: ingest, measure, decide, act, learn; and what people need around them."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    @classmethod
    def open(cls, root: Path | None = None) -> Argosy:
        """Open the workspace in `root`, in ARGOSY_WORKSPACE, or in this folder."""
        return cls(open_workspace(root))

    @classmethod
    def new(cls, root: Path, home_currency: str, home_country: str) -> Argosy:
        """Make a workspace and open it."""
        return cls(create(root, home_currency, home_country))

    def ingest(
        self,
        paths: Sequence[Path] = (),
        *,
        report: str | None = None,
        mapping: Path | None = None,
        store: str | None = None,
        again: bool = False,
        progress: Progress | None = None,
    ) -> list[FileResult]:
        """Recognise, load and reconcile files; the inbox where none is named. One result per file, errors among them."""
        from argosy.app.ingest import Request, ingest

        results = ingest(self.workspace, paths, Request(report, mapping, store, again), progress)
        self.__dict__.pop("measures", None)
        return results

    @cached_property
    def measures(self) -> WarehouseMeasures:
        """Numbers of the newest snapshot; it stays the same until this object ingests."""
        from argosy.app.measure import open_measures

        return open_measures(self.workspace)

    def measure(self, query: Query) -> Measured:
        """Answer a query."""
        return self.measures.measure(query)

    def sql(self, query: str, limit: int = 1000) -> Any:
        """The first rows of one SELECT over the newest snapshot, as a `pyarrow.Table`; nothing can be changed."""
        from argosy.app.sql import read_only_sql

        return read_only_sql(self.workspace, query, limit)

    def close(self, month: str, by: str, why: str = "", today: date | None = None) -> Closing:
        """Close the books through a month (2026-05): it stays as it is, later facts count in the next open month."""
        from argosy.app.close import close

        closing = close(self.workspace, month, by, why, today or datetime.now(UTC).date())
        self.__dict__.pop("measures", None)
        return closing

    def reopen(self, month: str, by: str, why: str = "") -> Closing:
        """Take the newest closing back."""
        from argosy.app.close import reopen

        closing = reopen(self.workspace, month, by, why)
        self.__dict__.pop("measures", None)
        return closing

    def statement(self, query: Query) -> Statement:
        """The income statement of a question's days, filters and groups."""
        from argosy.app.statement import statement

        return statement(self.measures, query)

    def plans(self) -> tuple[str, ...]:
        """Names of the plans loaded (budgets and targets)."""
        from argosy.app.plan import plans

        return plans(self.measures)

    def attainments(
        self, plan: str, start: date, end: date, pace: str = "days"
    ) -> tuple[tuple[Attainment, ...], tuple[Text | str, ...]]:
        """The KPIs a plan sets for the whole business: figure, target, attainment and pace; and what is said beside them."""
        from argosy.app.plan import attainments

        return attainments(self.measures, plan, start, end, pace)

    def books(self) -> Books:
        """Which months are closed, what was signed for them, and what has become known since."""
        from argosy.app.close import books

        return books(self.workspace, self.measures)

    def metrics(self) -> list[Metric]:
        """Every metric there is."""
        from argosy.metrics.registry import metrics

        return list(metrics().values())

    def decide(
        self,
        only: str | None = None,
        as_of: date | None = None,
        progress: Progress | None = None,
        cash: Money | None = None,
    ) -> Decided:
        """Propose decisions of all domains, one domain or one kind (`market`, `market.focus`) into the register, ranked by money.

        Conflicts between them are told; with `cash` the best set it pays for is picked.
        """
        from argosy.app.decide import decide
        from argosy.app.shelf import Shelf

        shelf = Shelf(self.workspace, self.measures.snapshot_number)
        try:
            return decide(self.measures, self.register, only, as_of, progress, cash, shelf)
        finally:
            shelf.close()

    def explain(
        self,
        metric: str,
        start: date | None = None,
        end: date | None = None,
        versus: str | None = None,
        by: Sequence[str] = (),
        where: Mapping[str, tuple[str, ...]] | None = None,
    ) -> Explanation:
        """Why a metric moved between two periods (half-open; by default the newest complete month and the one before)."""
        from argosy.app.explain import explain

        return explain(self.measures, metric, start, end, versus, by, where)

    def watch(self, as_of: date | None = None, by_day: bool = False) -> Watching:
        """What left its own season in the week that ended on a day (by default the last with orders), or on that day alone, and why."""
        from argosy.app.watch import watch

        return watch(self.measures, as_of, by_day)

    @cached_property
    def register(self) -> Register:
        """The register of decisions."""
        from argosy.loop.register import Register

        return Register.open(self.workspace.state_url)

    def act(self, decision_id: str, verb: str, why: str, actor: str, on: date | None = None) -> Acted:
        """Record that a decision is accepted, declined, tested, done or undone (on a day, by default today); with its history."""
        from argosy.app.act import act

        return act(self.measures, self.register, decision_id, verb, why, actor, on)

    def learn(self, on: date | None = None) -> Learned:
        """Measure what is due, judge it by the evaluation fixed before, calibrate the kinds."""
        from argosy.app.learn import learn

        return learn(self.measures, self.register, on)

    def trace(self, query: Query, limit: int = 20) -> list[SourceRow]:
        """Rows of files behind a number: the metric's fact rows with file, line and the values as they came."""
        from argosy.app.trace import trace

        return trace(self.measures, query, limit)

    def report(self, decided: Decided | None = None) -> Report:
        """What a shop owner wants to see at once: the numbers, the trend, the markets, the decisions, and where each number comes from."""
        from argosy.app.report import compose

        return compose(self, decided)

    def doctor(self) -> list[Diagnosis]:
        """Check the workspace and the machine."""
        from argosy.app.doctor import examine

        return examine(self.workspace)
