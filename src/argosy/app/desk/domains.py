"""A domain as its page shows it, found from its package: kinds, parameters, decisions, and the metrics and tables its code names."""

from __future__ import annotations

import ast
import importlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from argosy.app.desk.desk import Desk
from argosy.app.desk.live import GuardedMeasures
from argosy.app.desk.sensitivity import sees
from argosy.app.desk.shown import ShownDecision
from argosy.canonical.catalogue import tables
from argosy.core.errors import ArgosyError, RequestError
from argosy.decision.domain import PACKAGE, Domain, Kind, domains, kinds
from argosy.decision.panel import Panel, panel_of
from argosy.metrics.contract import Metric
from argosy.metrics.registry import metrics


@dataclass(frozen=True)
class TableFill:
    """A canonical table the domain reads, and how many rows there are."""

    name: str
    grain: str
    rows: int


@dataclass(frozen=True)
class DomainView:
    """Everything a domain's page shows."""

    domain: Domain
    kinds: tuple[Kind, ...]
    decisions: tuple[ShownDecision, ...]
    metrics: tuple[Metric, ...]
    tables: tuple[TableFill, ...]
    panel: Panel | None


def view(desk: Desk, name: str) -> DomainView:
    """The domain as the person may see it; `RequestError` where there is none of that name."""
    known = domains()
    if name not in known:
        raise RequestError("There is no domain {name}.", name=name)
    words = names_in(name)
    decisions = tuple(desk.decisions(name))
    judged = {str((one.evaluation or {}).get("metric", "")) for one in decisions}
    slugs = [slug for slug in metrics() if (slug in words or slug in judged) and sees(desk.person, slug)]
    return DomainView(
        domain=known[name],
        kinds=tuple(kind for kind in kinds().values() if kind.domain.name == name),
        decisions=decisions,
        metrics=tuple(metrics()[slug] for slug in slugs),
        tables=tuple(
            _fill(desk, table) for table in tables() if table in words and table not in ("loads", "kept_apart")
        ),
        panel=_panel(desk, name),
    )


def _panel(desk: Desk, name: str) -> Panel | None:
    """The domain's own panel without the columns the person does not see; none for who sees only some stores, since it is about all."""
    if desk.person.stores is not None:
        return None
    try:
        made = make_panel(desk.live.argosy.shared, name)
    except ArgosyError:
        return None
    if made is None:
        return None
    kept = [place for place, column in enumerate(made.columns) if not column.metric or sees(desk.person, column.metric)]
    return Panel(
        made.title,
        tuple(made.columns[place] for place in kept),
        [[row[place] for place in kept] for row in made.rows],
        made.currency,
        made.notes,
    )


def make_panel(measures: GuardedMeasures, name: str) -> Panel | None:
    """The whole panel of a domain, made once per snapshot; None where it has none, or there are no orders."""
    make, span = panel_of(name), measures.span("order_lines")
    if make is None or span is None:
        return None
    found: Panel | None = measures.kept(f"panel:{name}", lambda: make(measures, span[1]))
    return found


def _fill(desk: Desk, name: str) -> TableFill:
    """How many rows of a table there are, counted once per snapshot."""
    declared, measures = tables()[name], desk.live.argosy.shared
    rows = measures.kept(f"rows:{name}", lambda: measures.table(name, [declared.columns[0].name]).num_rows)
    return TableFill(name, declared.grain, rows)


@cache
def names_in(domain: str) -> frozenset[str]:
    """Every word that stands by itself in the domain's code: the names of tables and metrics it asks for are among them."""
    package = importlib.import_module(f"{PACKAGE}.{domain}")
    found: set[str] = set()
    for folder in package.__path__:
        for path in sorted(Path(folder).glob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found |= {
                node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
    return frozenset(found)
