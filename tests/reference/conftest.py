"""A small reference of its own, so that the loader's rules are tested without the facts that ship."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

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
