"""Finds every text a person may read, by walking the source: nobody keeps a list of messages.

What counts: the first argument of `Text(...)`, `mark(...)`, `Criterion(...)` and our errors; help of commands; titles of all metrics
and the formulas written with them; what mappings that come with the package say about rows; names of countries (CLDR).
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "argosy"
COMMANDS = SOURCE / "interfaces" / "cli" / "commands"
MAPPINGS = SOURCE / "connectors" / "spreadsheet" / "mappings"
MARKS = {"Text", "mark", "Criterion"}
TITLED = {"Metric": ("title", "formula")}
HELPED = {"Option", "Argument"}
BASE_ERROR = "ArgosyError"
PLACES = "CLDR"


@dataclass(frozen=True)
class Found:
    """A text and the file it stands in."""

    text: str
    file: str


@dataclass(frozen=True)
class Broken:
    """A text that cannot be translated because it is put together before it is marked."""

    file: str
    line: int


def sources(root: Path = SOURCE) -> Iterator[Found | Broken]:
    """Every text of the package, in the order of files and lines."""
    modules = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(root.rglob("*.py"))}
    errors = error_names(modules.values())
    for path, module in modules.items():
        name = path.relative_to(root.parent.parent).as_posix() if root == SOURCE else path.name
        yield from of_module(module, name, errors)
        if path.parent == COMMANDS:
            yield from _command_help(module, name)
    if root == SOURCE:
        yield from _of_metrics()
        yield from _of_mappings()
        yield from _places()


def error_names(modules: Any) -> set[str]:
    """Names of the classes that derive from our base of errors, wherever they are defined."""
    parents: dict[str, set[str]] = {}
    for module in modules:
        for node in ast.walk(module):
            if isinstance(node, ast.ClassDef):
                parents[node.name] = {_name(base) for base in node.bases}
    known = {BASE_ERROR}
    while more := {name for name, bases in parents.items() if bases & known} - known:
        known |= more
    return known


def of_module(module: ast.Module, file: str, errors: set[str]) -> Iterator[Found | Broken]:
    """Texts in the calls of one module."""
    for node in ast.walk(module):
        if not isinstance(node, ast.Call):
            continue
        called = _name(node.func)
        if called in MARKS or called in errors:
            yield from _first_argument(node, file)
        for keyword in node.keywords:
            if (called in HELPED and keyword.arg == "help") or keyword.arg in TITLED.get(called, ()):
                yield from (Found(text, file) for text in _literals(keyword.value))


def _first_argument(call: ast.Call, file: str) -> Iterator[Found | Broken]:
    if not call.args:
        return
    first = call.args[0]
    if isinstance(first, ast.JoinedStr) or (isinstance(first, ast.BinOp) and _literals(first)):
        yield Broken(file, call.lineno)
    yield from (Found(text, file) for text in _literals(first) if text and not isinstance(first, ast.BinOp))


def _literals(node: ast.expr) -> list[str]:
    """The texts an expression can be: a literal, or the branches of a choice."""
    match node:
        case ast.Constant(value=str() as text):
            return [text]
        case ast.IfExp(body=body, orelse=other):
            return [*_literals(body), *_literals(other)]
        case ast.BinOp(left=left, right=right):
            return [*_literals(left), *_literals(right)]
        case _:
            return []


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _command_help(module: ast.Module, file: str) -> Iterator[Found]:
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and node.name == "command" and (said := ast.get_docstring(node)):
            yield Found(inspect.cleandoc(said), file)


def _of_metrics() -> Iterator[Found]:
    """Titles of all metrics, however they were put together: the dictionary is asked, not the source."""
    from argosy.metrics.registry import families

    for family, members in families().items():
        yield from (Found(metric.title, f"src/argosy/metrics/{family}.py") for metric in members)


def _of_mappings() -> Iterator[Found]:
    """What the load report says about the rows of a file that comes with the package."""
    for path in sorted(MAPPINGS.glob("*.yaml")):
        mapping = yaml.safe_load(path.read_text(encoding="utf-8"))
        file = path.relative_to(ROOT).as_posix()
        for row in mapping.get("rows", ()):
            yield from (
                Found(str(row[key]).strip(), file) for key in ("remark", "keep_apart", "ignore") if row.get(key)
            )
        for remark in mapping.get("remarks", ()):
            yield Found(str(remark["text"]).strip(), file)


def _places() -> Iterator[Found]:
    yield from (Found(name, PLACES) for name in place_names("en").values())


def place_names(language: str) -> Mapping[str, str]:
    """Names of countries and territories by their ISO 3166 code, as CLDR has them in a language."""
    from babel import Locale

    names = Locale.parse(language).territories
    return {code: names[code] for code in sorted(names) if len(code) == 2 and code.isalpha()}
