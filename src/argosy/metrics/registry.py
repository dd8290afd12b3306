"""Finds every metric and dataset by walking this package: a module's `METRICS` or `DATASETS` is all it takes; no list to edit."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from typing import Any

import argosy.metrics as package
from argosy.core.errors import FaultError, RequestError
from argosy.metrics.contract import Metric


@cache
def metrics() -> dict[str, Metric]:
    """All metrics by slug, family by family."""
    found: dict[str, Metric] = {}
    for family, members in families().items():
        for metric in members:
            if metric.slug in found:
                raise FaultError(
                    "Metric {metric} is defined twice, again in {family}.", metric=metric.slug, family=family
                )
            found[metric.slug] = metric
    return found


@cache
def families() -> dict[str, tuple[Metric, ...]]:
    """Metrics by family (the module that defines them)."""
    found = {}
    for module in pkgutil.iter_modules(package.__path__):
        members = getattr(importlib.import_module(f"{package.__name__}.{module.name}"), "METRICS", ())
        if members:
            found[module.name] = tuple(members)
    return found


@cache
def datasets() -> dict[str, Callable[..., Any]]:
    """Derived tables by name, as the `DATASETS` of the modules say: each takes engine, home currency and its own parameters."""
    found: dict[str, Callable[..., Any]] = {}
    for module in pkgutil.iter_modules(package.__path__):
        members = getattr(importlib.import_module(f"{package.__name__}.{module.name}"), "DATASETS", {})
        for name in members.keys() & found.keys():
            raise FaultError("Dataset {dataset} is defined twice, again in {module}.", dataset=name, module=module.name)
        found.update(members)
    return found


def metric(slug: str) -> Metric:
    """The metric of that slug; `RequestError` names the closest ones where there is none."""
    known = metrics()
    if slug in known:
        return known[slug]
    from rapidfuzz import process

    close = ", ".join(name for name, _, _ in process.extract(slug, list(known), limit=3))
    raise RequestError("There is no metric {metric}; did you mean one of: {close}?", metric=slug, close=close)


def needed(slugs: tuple[str, ...]) -> tuple[Metric, ...]:
    """The metrics asked for and those they are made of, parts before wholes."""
    ordered: dict[str, Metric] = {}

    def visit(slug: str) -> None:
        if slug in ordered:
            return
        one = metric(slug)
        for part in (*(name for name, _ in one.parts), one.numerator, one.denominator, *one.costed_by):
            if part:
                visit(part)
        ordered[slug] = one

    for slug in slugs:
        visit(slug)
    return tuple(ordered.values())
