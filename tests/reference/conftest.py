"""What tests of the reference share: a small reference of their own, and the updaters as modules."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from argosy.reference import loader

Writer = Callable[[str, str], Path]


def _forget() -> None:
    for cached in (loader.topics, loader.history, loader._paths_of, loader._read):
        cached.cache_clear()


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Writer]:
    """Writes `topic/file` into an empty reference that the loader reads instead of its own."""

    def _write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        _forget()
        return path

    monkeypatch.setattr(loader, "ROOT", tmp_path)
    _forget()
    yield _write
    _forget()


@pytest.fixture(scope="session")
def updater() -> Callable[[str], ModuleType]:
    """Loads a script of `update/`, which is no part of the package, by its name."""

    def _load(name: str) -> ModuleType:
        path = Path(__file__).resolve().parents[2] / "update" / f"{name}.py"
        spec = importlib.util.spec_from_file_location(f"update_{name}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return _load
