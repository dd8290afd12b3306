"""Measure: the reader of numbers over the workspace's newest snapshot."""

from __future__ import annotations

from argosy.app.workspace import Workspace
from argosy.core.errors import ConfigurationError
from argosy.metrics.measures import WarehouseMeasures
from argosy.warehouse.engine import DuckDBEngine

COST_METHODS = ("fifo", "moving_average")
ENGINES = {"duckdb": DuckDBEngine}


def open_measures(workspace: Workspace, snapshot: int | None = None) -> WarehouseMeasures:
    """Measures of the newest snapshot, or of an older one (time travel)."""
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
    lake = workspace.lake
    chosen = lake.latest() if snapshot is None else lake.at(snapshot)
    return WarehouseMeasures(ENGINES[workspace.engine](lake, chosen, workspace.cost_method), workspace.home_currency)
