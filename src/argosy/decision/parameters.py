"""A domain's own choices (service levels, smallest samples, weights, assumptions), read from `parameters.yaml`, never from code.

The file has one section per kind and, where several kinds share a choice, a section `shared`. Every entry has `value`, `unit`,
`reason` and `dated`; `assumed: true` marks what nobody has measured yet, which keeps a decision from being sure of itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from argosy.core.errors import ConfigurationError, FaultError
from argosy.core.ids import content_hash

SHARED = "shared"
_FIELDS = {"value", "unit", "reason", "dated", "assumed"}

Scalar = int | float | str | bool
Value = Scalar | Mapping[str, float]


@dataclass(frozen=True)
class Parameter:
    """One choice: its value in `unit` (`/1` for a fraction), why it is so, since when, and whether it is only assumed."""

    name: str
    value: Value
    unit: str
    reason: str
    dated: date
    assumed: bool = False


@dataclass(frozen=True)
class Parameters(Mapping[str, Parameter]):
    """The choices of one kind, read-only. `source` is `file@version`, the version being a hash of the file's content."""

    entries: Mapping[str, Parameter]
    source: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "entries", MappingProxyType(dict(self.entries)))

    def __getitem__(self, name: str) -> Parameter:
        try:
            return self.entries[name]
        except KeyError:
            raise FaultError("There is no parameter {name} in {source}.", name=name, source=self.source) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def number(self, name: str) -> float:
        """The value as a number."""
        value = self[name].value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise FaultError("The parameter {name} in {source} is not a number.", name=name, source=self.source)
        return float(value)

    def count(self, name: str) -> int:
        """The value as a whole number."""
        value = self[name].value
        if isinstance(value, bool) or not isinstance(value, int):
            raise FaultError("The parameter {name} in {source} is not a whole number.", name=name, source=self.source)
        return value

    def numbers(self, name: str) -> Mapping[str, float]:
        """The value as names with numbers, such as weights or the ends of a range."""
        value = self[name].value
        if not isinstance(value, Mapping):
            raise FaultError(
                "The parameter {name} in {source} is not a set of named numbers.", name=name, source=self.source
            )
        return value

    def replaced(self, values: Mapping[str, object], source: str, *, assumed: bool = False) -> Parameters:
        """The same choices with some values of the seller's own; `ConfigurationError` for a name or shape that does not exist."""
        entries = dict(self.entries)
        for name, value in values.items():
            known = entries.get(name)
            if known is None:
                raise ConfigurationError(
                    "There is no parameter {name}; known are {known}. Correct it in {source}.",
                    name=name,
                    known=", ".join(sorted(entries)),
                    source=source,
                )
            entries[name] = replace(known, value=_fitting(known, value, source), assumed=assumed)
        return Parameters(entries, f"{self.source} with {source}@{content_hash(dict(values), length=8)}")


def load_parameters(file: Path, section: str) -> Parameters:
    """The choices of one section of a `parameters.yaml` with those of `shared`; none where there is no such file."""
    import yaml

    if not file.is_file():
        return Parameters({}, f"{file.parent.name}/{file.name}@none")
    text = file.read_text(encoding="utf-8")
    document = yaml.safe_load(text) or {}
    source = f"{file.parent.name}/{file.name}@{content_hash(text, length=8)}"
    entries = {**document.get(SHARED, {}), **document.get(section, {})}
    return Parameters({name: _parameter(name, entry, source) for name, entry in entries.items()}, source)


def _parameter(name: str, entry: object, source: str) -> Parameter:
    if not isinstance(entry, Mapping) or not {"value", "unit", "reason", "dated"} <= set(entry) <= _FIELDS:
        raise FaultError(
            "The parameter {name} in {source} must have value, unit, reason and dated, and nothing but assumed besides.",
            name=name,
            source=source,
        )
    dated = entry["dated"]
    if not isinstance(dated, date) or not str(entry["reason"]).strip():
        raise FaultError("The parameter {name} in {source} has no day or no reason.", name=name, source=source)
    value = _value(name, entry["value"], source)
    return Parameter(
        name, value, str(entry["unit"]), str(entry["reason"]).strip(), dated, bool(entry.get("assumed", False))
    )


def _value(name: str, value: object, source: str) -> Value:
    if isinstance(value, Mapping) and all(_is_number(item) for item in value.values()):
        return MappingProxyType({str(key): float(item) for key, item in value.items()})
    if isinstance(value, int | float | str | bool):
        return value
    raise FaultError("The parameter {name} in {source} is neither a value nor named numbers.", name=name, source=source)


def _fitting(known: Parameter, value: object, source: str) -> Value:
    old = known.value
    fits = type(value) is type(old) or (isinstance(old, float) and _is_number(value))
    if isinstance(old, Mapping):
        fits = isinstance(value, Mapping) and set(value) == set(old)
    if not fits:
        raise ConfigurationError(
            "The parameter {name} cannot be {value}; give it in the form of {old}. Correct it in {source}.",
            name=known.name,
            value=value,
            old=dict(old) if isinstance(old, Mapping) else old,
            source=source,
        )
    return _value(known.name, value, source)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
