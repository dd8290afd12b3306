"""The domains and the kinds of decision in them, found by walking a package: no list to edit.

A domain is a package with `DOMAIN` in its `__init__`; every module of it that has `propose` (and `TITLE`) is a kind, named
`<domain>.<module>`; its `facts` module has `load(measures, as_of)`, its `parameters.yaml` the domain's own choices.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

from argosy.core.errors import FaultError, RequestError
from argosy.core.text import Text
from argosy.decision.contract import Decision
from argosy.decision.parameters import Parameters, load_parameters

PACKAGE = "argosy.domains"
_NOT_KINDS = {"facts", "model"}


@dataclass(frozen=True)
class Domain:
    """A chapter of the mission: `planned` names the kinds it is to have (word of the code, title), there or not."""

    name: str
    chapter: int
    title: Text
    question: Text
    planned: Mapping[str, Text] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        object.__setattr__(self, "planned", MappingProxyType(dict(self.planned)))


@dataclass(frozen=True)
class Kind:
    """One kind of decision, with what is needed to make it."""

    slug: str
    title: Text
    domain: Domain
    documentation: str
    parameters: Parameters
    load: Callable[[Any, date], Any]
    propose: Callable[[Any, Parameters], Iterable[Decision]]

    def decide(self, facts: object, parameters: Parameters | None = None) -> tuple[Decision, ...]:
        """What this kind proposes on these facts, by subject; `FaultError` where it speaks for another kind or twice."""
        chosen = self.parameters if parameters is None else parameters
        decisions = sorted(self.propose(facts, chosen), key=lambda decision: decision.subject)
        subjects = [decision.subject for decision in decisions]
        if any(decision.kind != self.slug for decision in decisions) or len(set(subjects)) != len(subjects):
            raise FaultError("{kind} proposed twice on one subject, or for another kind.", kind=self.slug)
        return tuple(decisions)


@cache
def domains(package: str = PACKAGE) -> Mapping[str, Domain]:
    """All domains by name, in the order of their chapters."""
    found = [_domain(module) for module in _modules(importlib.import_module(package))]
    return MappingProxyType({domain.name: domain for domain in sorted(found, key=lambda domain: domain.chapter)})


@cache
def kinds(package: str = PACKAGE) -> Mapping[str, Kind]:
    """All kinds by slug, in the order of their domains' chapters, then by name."""
    found: dict[str, Kind] = {}
    for name, domain in domains(package).items():
        home = importlib.import_module(f"{package}.{name}")
        for module in _modules(home):
            if hasattr(module, "propose"):
                kind = _kind(home, domain, module)
                found[kind.slug] = kind
    return MappingProxyType(found)


def find_kinds(name: str = "", package: str = PACKAGE) -> tuple[Kind, ...]:
    """The kinds of `<domain>`, the one kind `<domain>.<kind>`, or all where nothing is named; `RequestError` names the known ones."""
    known = kinds(package)
    chosen = tuple(kind for slug, kind in known.items() if name in ("", slug, kind.domain.name))
    if not chosen and name not in domains(package):
        raise RequestError(
            "There is no domain or kind {name}; domains: {domains}; kinds: {kinds}.",
            name=name,
            domains=", ".join(domains(package)),
            kinds=", ".join(known),
        )
    return chosen


def decide(
    chosen: Iterable[Kind],
    measures: object,
    as_of: date,
    parameters: Mapping[str, Parameters] | None = None,
    started: Callable[[Kind], None] | None = None,
) -> Iterator[Decision]:
    """What the kinds propose; the facts of a domain are loaded once. `started` is told of each kind before it works (progress)."""
    loaded: dict[str, object] = {}
    for kind in chosen:
        if started is not None:
            started(kind)
        if kind.domain.name not in loaded:
            loaded[kind.domain.name] = kind.load(measures, as_of)
        yield from kind.decide(loaded[kind.domain.name], (parameters or {}).get(kind.slug))


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(package.__path__):
        if found.name not in _NOT_KINDS:
            yield importlib.import_module(f"{package.__name__}.{found.name}")


def _domain(module: ModuleType) -> Domain:
    domain = getattr(module, "DOMAIN", None)
    name = module.__name__.rpartition(".")[2]
    if not isinstance(domain, Domain) or domain.name != name:
        raise FaultError("Package domains/{name} has no DOMAIN of that name in its __init__.", name=name)
    return domain


def _kind(home: ModuleType, domain: Domain, module: ModuleType) -> Kind:
    name = module.__name__.rpartition(".")[2]
    title = getattr(module, "TITLE", None)
    if not isinstance(title, Text):
        raise FaultError("The kind {domain}.{name} has no TITLE.", domain=domain.name, name=name)
    facts = importlib.import_module(f"{home.__name__}.facts")
    parameters = load_parameters(Path(str(home.__file__)).parent / "parameters.yaml", name)
    documentation = module.propose.__doc__ or ""
    return Kind(f"{domain.name}.{name}", title, domain, documentation, parameters, facts.load, module.propose)
