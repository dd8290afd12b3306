"""What a mapping file may say, and how one is read: every mistake is told in one sentence that names the key.

The grammar is described for people in docs/mapping.md; the models below are its only definition in code.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, field_validator, model_validator

from argosy.core.errors import ConfigurationError

ColumnType = Literal["text", "integer", "decimal", "money", "rate", "date", "instant", "boolean", "country", "currency"]
Scalar = str | int | float | bool | None


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=False)


class Recognise(_Part):
    """How a file shows that this mapping is for it: columns its header has, and columns it must not have."""

    columns: tuple[str, ...] = Field(min_length=1)
    forbids: tuple[str, ...] = ()


class FileFormat(_Part):
    """What the first look cannot know or may guess wrong. `header_line` counts from 1, as editors do."""

    encoding: str | None = None
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    decimal: Literal[".", ","] = "."
    thousands: Literal[".", ",", " ", "'", "’"] | None = None
    sheet: str | None = None
    header_line: int | None = Field(default=None, ge=1)
    null_values: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _separators_differ(self) -> FileFormat:
        if self.decimal == self.thousands:
            raise ValueError("decimal and thousands cannot be the same sign")
        return self


class StoreSettings(_Part):
    """The store the file belongs to and the zone of its clock; without it the workspace's store is taken."""

    id: str
    channel: str
    time_zone: str = "UTC"
    market: str | None = None
    currency: str | None = None

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{name!r} is no time zone; write it like Europe/London or Asia/Shanghai") from error
        return name


class CurrencyColumn(_Part):
    """The currency stands in another column of the row."""

    column: str


class ColumnSettings(_Part):
    """How the cells of one column of the file are to be read."""

    type: ColumnType = "text"
    format: str | tuple[str, ...] = ()
    day_first: bool | None = None
    zone: str | None = None
    decimal: Literal[".", ","] | None = None
    thousands: Literal[".", ",", " ", "'", "’"] | None = None
    currency: str | CurrencyColumn | None = None
    percent: bool = False
    values: dict[str, Scalar] = Field(default_factory=dict)
    null_values: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    optional: bool = False
    description: str = ""

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats to try, in order."""
        return (self.format,) if isinstance(self.format, str) else self.format


class Rule(_Part):
    """What a row of the file is: the first rule whose `when` holds decides; one of `to`, `keep_apart`, `ignore`."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    description: str = ""
    when: dict[str, Any] = Field(default_factory=dict)
    to: str | None = None
    set: dict[str, Any] = Field(default_factory=dict)
    keep_apart: str | None = None
    ignore: str | None = None
    remark: str | None = None

    @model_validator(mode="after")
    def _one_fate(self) -> Rule:
        if sum(one is not None for one in (self.to, self.keep_apart, self.ignore)) != 1:
            raise ValueError("a rule needs exactly one of to, keep_apart and ignore")
        if self.to is None and self.set:
            raise ValueError("set needs a table to set: add to, or take set away")
        return self


class Derived(_Part):
    """A table made from mapped rows, one row per group: `by` are the columns (or target: source) that make a group."""

    from_: tuple[str, ...] = Field(alias="from", min_length=1)
    by: dict[str, str]
    set: dict[str, Any] = Field(default_factory=dict)
    description: str = ""

    @field_validator("from_", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @field_validator("by", mode="before")
    @classmethod
    def _same_name(cls, value: Any) -> Any:
        return {name: name for name in value} if isinstance(value, list | tuple) else value


class Money(_Part):
    """What a row of the file says in money, and where it must arrive: per table the signed columns that carry it.

    Without `currency` it is the store's.
    """

    amount: Any
    currency: str | CurrencyColumn | None = None
    arrives: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class Remark(_Part):
    """A sentence for the load report with `{count}`: rows that fulfil a condition, or rows that repeat another one exactly."""

    text: str
    rows_where: dict[str, Any] | None = None
    repeated_rows: bool = False

    @model_validator(mode="after")
    def _one_count(self) -> Remark:
        if (self.rows_where is not None) == self.repeated_rows:
            raise ValueError("a remark counts either rows_where or repeated_rows: true")
        if "{count}" not in self.text:
            raise ValueError("a remark needs {count} in its text")
        return self


class Mapping(_Part):
    """A whole mapping file."""

    argosy_mapping: Literal[1]
    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    description: str = ""
    label: str = ""
    grain: str = ""
    where: str = ""
    sources: tuple[str, ...] = ()
    recognise: Recognise
    file: FileFormat = FileFormat()
    store: StoreSettings | None = None
    columns: dict[str, ColumnSettings] = Field(default_factory=dict)
    rows: tuple[Rule, ...] = Field(min_length=1)
    derive: dict[str, Derived] = Field(default_factory=dict)
    money: Money | None = None
    remarks: tuple[Remark, ...] = ()
    _text: str = PrivateAttr("")

    @property
    def text(self) -> str:
        """The YAML it was read from: the same text gives the same load."""
        return self._text

    @model_validator(mode="after")
    def _rules_have_names(self) -> Mapping:
        names = [rule.name for rule in self.rows]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"two rules are called {twice[0]}; give each its own name")
        return self


if TYPE_CHECKING:
    from yaml import SafeLoader as _Loader
else:  # the parser in C is ten times faster, where PyYAML was built with it
    _Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _PlainLoader(_Loader):
    """YAML without its surprises: NO stays Norway, 0012 stays an id, 12:30 and 2024-05-01 stay text."""


_PlainLoader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":null", ":merge"))]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _tag, _pattern, _letters in (
    ("bool", r"^(?:true|false|True|False)$", "tfTF"),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
):
    _PlainLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_letters))


def read_mapping(path: Path) -> Mapping:
    """The mapping in a file; `ConfigurationError` where it cannot be read or breaks the grammar."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigurationError("There is no mapping file {file}; check its name and place.", file=path) from error
    except UnicodeDecodeError as error:
        raise ConfigurationError("Mapping {file} is not UTF-8 text; save it as UTF-8.", file=path.name) from error
    except OSError as error:
        raise ConfigurationError("Mapping {file} cannot be read; grant read permission to it.", file=path) from error
    return parse_mapping(text, path.name)


def parse_mapping(text: str, name: str = "mapping.yaml") -> Mapping:
    """The mapping in a YAML text; `name` is what messages call it."""
    try:
        document = yaml.load(text, Loader=_PlainLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ConfigurationError(
            "Mapping {file} is not valid YAML near line {line}: {problem}.",
            file=name,
            line=mark.line + 1 if mark else 1,
            problem=getattr(error, "problem", None) or "it cannot be read",
        ) from error
    if not isinstance(document, dict) or "argosy_mapping" not in document:
        raise ConfigurationError("File {file} is no mapping: it must begin with argosy_mapping: 1.", file=name)
    try:
        mapping = Mapping.model_validate(document)
    except ValidationError as error:
        raise ConfigurationError(
            "Mapping {file}, key {key}: {problem}.", file=name, key=_key(error), problem=_problem(error)
        ) from error
    mapping._text = text
    return mapping


def mappings_in(folder: Path) -> list[Mapping]:
    """The mappings of a folder (*.yaml, *.yml) by name; two of one name are refused."""
    found: dict[str, Mapping] = {}
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
        mapping = read_mapping(path)
        if mapping.name in found:
            raise ConfigurationError(
                "Two mappings in {folder} are called {name}; give one of them another name.",
                folder=folder,
                name=mapping.name,
            )
        found[mapping.name] = mapping
    return [found[name] for name in sorted(found)]


def _key(error: ValidationError) -> str:
    """The place of the first mistake as a person would write it: rows.2.when."""
    place = error.errors()[0]["loc"]
    return ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in place) or "(whole file)"


def _problem(error: ValidationError) -> str:
    first = error.errors()[0]
    if first["type"] == "extra_forbidden":
        return "there is no such key"
    if first["type"] == "missing":
        return "it is missing"
    message = first["msg"].removeprefix("Value error, ")
    return message[0].lower() + message[1:].rstrip(".")
