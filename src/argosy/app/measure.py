"""Measure: the reader of numbers over the workspace's newest snapshot."""

from __future__ import annotations

from collections.abc import Callable

from argosy.app.workspace import Workspace
from argosy.core.errors import ConfigurationError
from argosy.metrics.measures import WarehouseMeasures
from argosy.warehouse.engine import DuckDBEngine, Engine
from argosy.warehouse.lake import Lake
from argosy.warehouse.snapshots import Snapshot
from argosy.warehouse.spark import SparkEngine

COST_METHODS = ("fifo", "moving_average")
ENGINES: dict[str, Callable[[Lake, Snapshot, str], Engine]] = {"duckdb": DuckDBEngine, "spark": SparkEngine}


def open_measures(workspace: Workspace, snapshot: int | None = None) -> WarehouseMeasures:
    """Measures of the newest snapshot, or of an older one (time travel), whose answers are kept in the workspace."""
    from argosy.app.shelf import Shelf

    lake = workspace.lake
    chosen = lake.latest() if snapshot is None else lake.at(snapshot)
    shelf = Shelf(workspace, chosen.number) if chosen.number else None
    return WarehouseMeasures(open_engine(workspace, chosen), workspace.home_currency, shelf)


def fresh_measures(workspace: Workspace) -> WarehouseMeasures:
    """The same of the newest snapshot, everything measured anew and nothing kept: for benchmarks and for checking what was kept."""
    return WarehouseMeasures(open_engine(workspace, workspace.lake.latest()), workspace.home_currency)


def open_engine(workspace: Workspace, snapshot: Snapshot) -> Engine:
    """The engine that `argosy.toml` names, on a snapshot."""
    if workspace.engine not in ENGINES:
        raise ConfigurationError(
            "argosy.toml names the engine {engine}; the engines are: {known}.",
            engine=workspace.engine,
            known=", ".join(ENGINES),
        )
    if workspace.cost_method not in COST_METHODS:
        raise ConfigurationError(
            "argosy.toml names the cost method {method}; the methods are: {known}.",
            method=workspace.cost_method,
            known=", ".join(COST_METHODS),
        )
    return ENGINES[workspace.engine](workspace.lake, snapshot, workspace.cost_method)
