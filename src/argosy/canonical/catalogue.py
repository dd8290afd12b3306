"""Finds every canonical table by walking this package: a module's `TABLES` tuple is all it takes; no list to edit."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import argosy.canonical as package
from argosy.canonical.schema import Table
from argosy.core.errors import FaultError, RequestError


@cache
def tables() -> dict[str, Table]:
    """All canonical tables by name, in the order of their modules."""
    found: dict[str, Table] = {}
    for module in pkgutil.iter_modules(package.__path__):
        for table in getattr(importlib.import_module(f"{package.__name__}.{module.name}"), "TABLES", ()):
            if table.name in found:
                raise FaultError("Canonical table {table} is declared twice.", table=table.name)
            found[table.name] = table
    return found


def table(name: str) -> Table:
    """The canonical table of that name; `RequestError` naming the close ones where there is none."""
    known = tables()
    if name not in known:
        raise RequestError("There is no table {table}; the tables are: {known}.", table=name, known=", ".join(known))
    return known[name]
