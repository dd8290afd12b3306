"""Help: complete, in both languages, and quick."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from argosy.interfaces.cli.registration import PANELS, program

BARE = """
import typer
app = typer.Typer()
@app.command()
def one(name: str):
    "Say one."
@app.command()
def two(name: str):
    "Say two."
app()
"""
HEAVY = ("pandas", "pyarrow", "ibis", "duckdb", "numpy", "sqlalchemy", "babel", "yaml", "argosy.app", "argosy.metrics")
COMMANDS = [name for names in PANELS.values() for name in names]


def helped(*arguments: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "argosy.interfaces.cli", *arguments],
        env={**os.environ, "COLUMNS": "160", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def test_every_command_is_a_file_and_every_file_a_command() -> None:
    folder = Path(program.__code__.co_filename).parent / "commands"
    assert sorted(COMMANDS) == sorted(path.stem for path in folder.glob("[a-z]*.py"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_command_and_option_has_help(language: str) -> None:
    root = program(language)
    for name in COMMANDS:
        command = root.commands[name]
        assert command.help, name
        for parameter in command.params:
            assert parameter.help, (name, parameter.name)


def test_no_help_is_left_in_english() -> None:
    english, chinese = program("en"), program("zh")
    for name in COMMANDS:
        pairs = [(english.commands[name].help, chinese.commands[name].help)]
        pairs += [
            (one.help, other.help)
            for one, other in zip(english.commands[name].params, chinese.commands[name].params, strict=True)
        ]
        for before, after in pairs:
            assert before != after
            assert any("\u4e00" <= sign <= "\u9fff" for sign in after), after


def test_help_speaks_the_readers_language() -> None:
    assert "五个动作" in helped("--help", "--lang", "zh")
    assert "用法：" in helped("measure", "--help", LC_ALL="zh_CN.UTF-8")
    assert "The five verbs" in helped("--lang=en", "--help", LC_ALL="zh_CN.UTF-8")


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from argosy.interfaces.cli.registration import program; program('en');"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_version_is_told() -> None:
    assert helped("--version").startswith("argosy ")


@pytest.mark.slow
def test_help_takes_at_most_twice_a_bare_programs(tmp_path: Path) -> None:
    bare = tmp_path / "bare.py"
    bare.write_text(BARE, encoding="utf-8")

    def seconds(*command: str) -> float:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            subprocess.run([sys.executable, *command, "--help"], capture_output=True, check=True)
            times.append(time.perf_counter() - start)
        return min(times)

    assert seconds("-m", "argosy.interfaces.cli") <= 2 * seconds(str(bare))
