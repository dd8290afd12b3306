"""What a reference table consists of: dated values, each with unit, source, status and the day it was checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from argosy.core.errors import FaultError
from argosy.core.evidence import Evidence

Value = Decimal | str | bool | tuple[Decimal | str, ...]


class Status(StrEnum):
    """How far a value can be trusted.

    Verified: the issuer itself says so, or two sources that do not copy one another agree. Unverified: one source at second hand,
    or knowledge that has not been compared with a publication.
    """

    VERIFIED = "verified"
    UNVERIFIED = "unverified"


@dataclass(frozen=True)
class Source:
    """Where a value comes from: the publication, its address, the day of the copy that was read; `id` is its name in the table."""

    title: str
    href: str = ""
    retrieved: date | None = None
    licence: str = ""
    id: str = ""

    def __str__(self) -> str:
        return f"{self.title}, {self.href}" if self.href else self.title


@dataclass(frozen=True)
class Reference:
    """One fact about the world: `name` of `topic` in `place` is `value` in `unit` from `valid_from` on.

    `file_version` (`vat/DE.yaml@3f2a51c0`) is what evidence cites: the table and a hash of its content. `checked_on` is the day
    the table was last compared with its sources.
    """

    topic: str
    place: str
    name: str
    value: Value
    unit: str
    source: Source
    file_version: str
    valid_from: date
    checked_on: date
    status: Status
    note: str = ""

    @property
    def number(self) -> Decimal:
        """The value as a number; `FaultError` where it is text."""
        if not isinstance(self.value, Decimal):
            raise FaultError("{name} in {file} is not a number.", name=self.name, file=self.file_version)
        return self.value

    @property
    def text(self) -> str:
        """The value as text; `FaultError` where it is not."""
        if not isinstance(self.value, str):
            raise FaultError("{name} in {file} is not text.", name=self.name, file=self.file_version)
        return self.value

    def evidence(self, name: str = "") -> Evidence:
        """The fact as evidence of a decision; `as_of` is the day it was checked."""
        plain = ", ".join(map(str, self.value)) if isinstance(self.value, tuple) else self.value
        return Evidence(name or f"{self.topic}.{self.name}", plain, self.checked_on, self.file_version)


@dataclass(frozen=True)
class Table:
    """One file of reference data.

    A table of *values* is looked up by place, name and day. A *list* (countries, exchange rates) is read by its own module and
    only described here; its `history` is empty.
    """

    topic: str
    file: str
    file_version: str
    description: str
    unit: str
    sources: tuple[Source, ...]
    checked_on: date
    status: Status
    updater: str = ""
    history: dict[tuple[str, str], tuple[Reference | Ended, ...]] = field(default_factory=dict, repr=False, hash=False)

    @property
    def is_list(self) -> bool:
        """Whether the table is read by a module of its own."""
        return not self.history

    @property
    def places(self) -> tuple[str, ...]:
        """The places it has values for, sorted."""
        return tuple(sorted({place for place, _ in self.history}))


@dataclass(frozen=True)
class Ended:
    """From `valid_from` on there is no such value any more (written as `null`)."""

    valid_from: date
