"""Finds every vendor by walking this package: a folder whose `__init__` has `METADATA` is a connector; no list to edit."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import argosy.connectors as package
from argosy.connectors.contract import Connector, Report
from argosy.core.errors import FaultError, RequestError


@cache
def connectors() -> dict[str, Connector]:
    """All connectors by id, sorted."""
    found: dict[str, Connector] = {}
    for module in pkgutil.iter_modules(package.__path__):
        if not module.ispkg:
            continue
        connector = getattr(importlib.import_module(f"{package.__name__}.{module.name}"), "METADATA", None)
        if not isinstance(connector, Connector):
            raise FaultError(
                "Package connectors/{package} has no METADATA: Connector in its __init__.", package=module.name
            )
        found[connector.id] = connector
    return dict(sorted(found.items()))


def find_report(name: str) -> tuple[Connector, Report]:
    """The report named `connector.report`; `RequestError` lists the known ones."""
    connector_id, _, report_id = name.partition(".")
    connector = connectors().get(connector_id)
    report = connector.report(report_id) if connector else None
    if connector is None or report is None:
        known = ", ".join(f"{one.id}.{report.id}" for one in connectors().values() for report in one.reports)
        raise RequestError("There is no report {name}; known reports: {known}.", name=name, known=known)
    return connector, report
