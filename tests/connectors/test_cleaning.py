"""A large file is looked through in parts side by side: what is found must not depend on where it was cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from argosy.connectors import cleaning
from argosy.connectors.sighting import look
from argosy.core.errors import DataError

LINES = ["sku;name;preis\n", *(f"A-{number};Größe {number} für Ærø;1,50\n" for number in range(4000))]


def seen(folder: Path, content: bytes) -> cleaning.Bytes:
    path = folder / "orders.csv"
    path.write_text("".join(LINES[:50]), encoding="utf-8")
    sighting = look(path)[0]
    path.write_bytes(content)
    return cleaning.look_through(sighting)


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "LOOK_BYTES", 1000)


@pytest.mark.usefixtures("in_parts")
def test_parts_meet_at_ends_of_lines(tmp_path: Path) -> None:
    content = "".join(LINES).encode()
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    parts = cleaning._parts(path)
    assert len(parts) == cleaning.LOOKERS
    assert [start for start, _ in parts[1:]] == [stop for _, stop in parts[:-1]]
    assert all(content[start - 1 : start] == b"\n" for start, _ in parts[1:])
    assert seen(tmp_path, content) == cleaning.Bytes(None, False)


@pytest.mark.usefixtures("in_parts")
@pytest.mark.parametrize("place", [0.1, 0.49, 0.5, 0.51, 0.9])
def test_what_is_wrong_is_found_wherever_it_stands(tmp_path: Path, place: float) -> None:
    lines = [line.encode() for line in LINES]
    at = int(len(lines) * place)
    padded = [*lines[:at], b"B-1; blank;1,50\n", *lines[at:]]
    assert seen(tmp_path, b"".join(padded)).has_padding
    other = b"".join([*lines[:at], "B-2;Gr\u00f6\u00dfe;1,50\n".encode("cp1252"), *lines[at:]])
    found = seen(tmp_path, other).not_utf8_from
    broken = len(b"".join(lines[:at])) + len("B-2;Gr")
    assert found is not None
    assert broken - 1024 <= found <= broken
    with pytest.raises(DataError, match="zero byte"):
        seen(tmp_path, b"".join([*lines[:at], b"B-3;\x00;1\n", *lines[at:]]))


def test_one_endless_line_is_one_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "LOOK_BYTES", 1000)
    path = tmp_path / "one.csv"
    path.write_bytes(b"a,b\n" + b"x" * 100_000)
    assert cleaning._parts(path) == [(0, None)]
