"""Uploads that mean harm or break off: nothing is left of them."""

from __future__ import annotations

import asyncio
import zipfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from argosy.core.errors import DataError
from argosy.interfaces.web.limits import LOGIN, Limits, TooManyError
from argosy.interfaces.web.uploads import clear_abandoned, received, refuse_bomb, safe_name


async def chunks(*parts: bytes | Exception) -> AsyncIterator[bytes]:
    for part in parts:
        if isinstance(part, Exception):
            raise part
        yield part


def test_an_upload_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ConnectionError):
        asyncio.run(received(tmp_path, "big.csv", chunks(b"a" * 1000, ConnectionError("gone"))))
    assert list((tmp_path / "uploads").iterdir()) == []


def test_what_a_killed_server_left_is_cleared_at_the_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "uploads" / "half"
    folder.mkdir(parents=True)
    (folder / ".partial").write_bytes(b"half a file")
    clear_abandoned(tmp_path)
    assert not folder.exists()


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    bomb = tmp_path / "report.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 80_000_000)
    with pytest.raises(DataError, match="would unpack to 76 MB"):
        refuse_bomb(bomb)
    with pytest.raises(DataError):
        asyncio.run(received(tmp_path, "report.xlsx", chunks(bomb.read_bytes())))
    assert list((tmp_path / "uploads").iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        "../../x.csv",
        "..\\..\\x.csv",
        "/etc/x.csv",
        "C:\\x.csv",
        "x.csv\x00",
        "....//x.csv",
        ".",
        "",
        "CON",
        "nul.csv",
        "a" * 500,
    ],
)
def test_no_name_leaves_its_folder(tmp_path: Path, name: str) -> None:
    path = asyncio.run(received(tmp_path, name, chunks(b"a,b\n1,2\n")))
    assert path.resolve().parent.parent == (tmp_path / "uploads").resolve()
    assert len(path.name) <= 120
    assert not path.name.startswith(".")
    assert safe_name(path.name) == path.name


def test_a_bomb_over_http_is_a_problem_that_says_so(ask: Callable[..., Any], tmp_path: Path) -> None:
    bomb = tmp_path / "b.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.csv", b"0" * 80_000_000)
    answer = ask("owner", "POST", "/api/v1/files?name=b.zip", content=bomb.read_bytes())
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:argosy:problem:data")


def test_who_asks_too_often_waits() -> None:
    now = [0.0]
    limits = Limits(lambda: now[0])
    for _ in range(LOGIN.burst):
        limits.take("login:1.2.3.4", LOGIN)
    with pytest.raises(TooManyError) as refused:
        limits.take("login:1.2.3.4", LOGIN)
    limits.take("login:5.6.7.8", LOGIN)
    now[0] += refused.value.wait_seconds
    limits.take("login:1.2.3.4", LOGIN)
