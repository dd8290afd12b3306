"""Tests of the sources themselves: sizes, names, docstrings, and nothing that betrays where they were written.

The ratchet names what is too large today; it may only shrink.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "argosy"
FILES = sorted(SOURCE.rglob("*.py"))
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 45
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base2", "lib"}
RATCHET: dict[str, int] = {"interfaces/cli/commands/measure.py:command": 52}
"""`file` or `file:function` to the size it may still have."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: Function) -> int:
    """Lines of a function without its docstring: documentation is not what makes code long."""
    docstring = function.body[0] if ast.get_docstring(function) else None
    long = (docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - long


def test_files_are_short() -> None:
    sizes = {str(path.relative_to(SOURCE)): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name: size for name, size in sizes.items() if size > RATCHET.get(name, MOST_LINES_OF_A_FILE)} == {}


def test_functions_are_short() -> None:
    found = {}
    for path in FILES:
        for function in functions(ast.parse(path.read_text(encoding="utf-8"))):
            name = f"{path.relative_to(SOURCE)}:{function.name}"
            if body_lines(function) > RATCHET.get(name, MOST_LINES_OF_A_FUNCTION):
                found[name] = body_lines(function)
    assert found == {}


def test_the_ratchet_holds_nothing_that_has_shrunk() -> None:
    named = {str(path.relative_to(SOURCE)) for path in FILES}
    assert {name for name in RATCHET if name.partition(":")[0] not in named} == set()


def test_modules_are_nouns_of_the_trade() -> None:
    assert [path for path in FILES if path.stem in FORBIDDEN_NAMES or path.parent.name in FORBIDDEN_NAMES] == []


def test_every_function_says_what_it_returns() -> None:
    silent = [
        f"{path.relative_to(SOURCE)}:{function.name}"
        for path in FILES
        for function in functions(ast.parse(path.read_text(encoding="utf-8")))
        if function.returns is None
    ]
    assert silent == []


def test_nothing_is_left_for_later() -> None:
    unfinished = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b")
    assert [str(path) for path in FILES if unfinished.search(path.read_text(encoding="utf-8"))] == []


def test_silenced_checks_give_a_reason() -> None:
    """`# noqa: X` and `# type: ignore[x]` need a reason behind them on the same line."""
    silenced = re.compile(r"#\s*(noqa(: [A-Z0-9, ]+)?|type: ignore(\[[a-z-, ]+\])?)\s*$")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in FILES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if silenced.search(line)
    ]
    assert found == []


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """Every text file git knows, small enough to be written by hand."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this copy of the sources is no git checkout, so what is tracked cannot be listed")
    names = [ROOT / name for name in listed.split("\0") if name]
    return [
        path
        for path in names
        if path.is_file()
        and path.suffix in {".py", ".md", ".toml", ".yaml", ".yml", ".txt", ".cfg", ".lock", ".po", ""}
    ]


def test_no_path_or_host_of_anybodys_machine_is_in_the_repository(tracked: list[Path]) -> None:
    betrays = re.compile(
        r"/opt/(pypi|wheels)|/home/\w+/|/Users/\w+/|/"
        + r"work/(main|shared)|files\.pythonhosted|--index-url http|find-links"
    )
    found = [
        str(path.relative_to(ROOT))
        for path in tracked
        if path != Path(__file__) and betrays.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []
