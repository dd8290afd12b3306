"""The updater of exchange rates, run on local files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from argosy.reference.fx import ecb

FIRST = b"Date,USD,JPY,\n2026-01-05,1.11,N/A,\n2026-01-02,1.1,160.5,\n"


@pytest.fixture(scope="module")
def script(updater: Callable[[str], ModuleType]) -> ModuleType:
    return updater("fx")


def _run(script: ModuleType, folder: Path, content: bytes, *more: str) -> int:
    source = folder / "new.csv"
    source.write_bytes(content)
    code: int = script.main([str(source), "--target", str(folder / "rates.parquet"), *more])
    return code


def test_writes_the_table_and_the_day_it_speaks_of(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "_topic.yaml").write_text("checked_on: 2020-01-01\nsources:\n  - title: x\n    retrieved: 2020-01-01\n")
    assert _run(script, tmp_path, FIRST) == 0
    assert capsys.readouterr().out == "3 quotes of 2 days, 2026-01-02 to 2026-01-05, in rates.parquet\n"
    assert ecb.read_quotes(tmp_path / "rates.parquet")[date(2026, 1, 2)] == {
        "USD": Decimal("1.1"),
        "JPY": Decimal("160.5"),
    }
    assert (tmp_path / "_topic.yaml").read_text() == (
        "checked_on: 2026-01-05\nsources:\n  - title: x\n    retrieved: 2026-01-05\n"
    )


def test_old_quotes_never_change_unseen(script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(script, tmp_path, FIRST) == 0
    before = (tmp_path / "rates.parquet").read_bytes()
    revised = FIRST.replace(b"160.5", b"161")
    assert _run(script, tmp_path, revised) == 1
    assert "1 quotes would change or vanish (JPY 2026-01-02: 160.5 was, 161 is)" in capsys.readouterr().err
    assert (tmp_path / "rates.parquet").read_bytes() == before
    assert _run(script, tmp_path, FIRST + b"2025-12-31,1.09,160,\n") == 0
    assert _run(script, tmp_path, FIRST) == 1
    assert "USD 2025-12-31: 1.09 was, nothing is" in capsys.readouterr().err
    assert _run(script, tmp_path, revised, "--accept-revisions") == 0


@pytest.mark.parametrize("content", [b"", b"<html>not found</html>", b"Date,USD\n2026-01-02,0\n"])
def test_a_wrong_file_changes_nothing(
    script: ModuleType, tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(script, tmp_path, content) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "rates.parquet").exists()


def test_a_missing_file_is_a_sentence(script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert script.main([str(tmp_path / "none.csv")]) == 1
    assert "There is no file" in capsys.readouterr().err


@pytest.mark.slow
def test_the_data_set_gives_the_bundled_table(script: ModuleType, tmp_path: Path, shared_data: Path) -> None:
    source = shared_data / "ecb_fx_history" / "ecb_eurofxref_long.parquet"
    target = tmp_path / "rates.parquet"
    assert script.main([str(source), "--target", str(target)]) == 0
    ours, fresh = ecb.read_quotes(), ecb.read_quotes(target)
    assert all(ours[day] == quoted for day, quoted in fresh.items())
