"""Exit codes and what is said when something goes wrong: one sentence, no traceback unless asked."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from argosy.app.facade import Argosy
from argosy.core.errors import FaultError
from argosy.interfaces.cli.__main__ import main

Said = pytest.CaptureFixture[str]
ARGOSY = [sys.executable, "-m", "argosy.interfaces.cli"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["measure", "net_sales"], 1, "There is no workspace in"),
        (["doctor"], 1, "argosy new"),
        (["measure"], 2, "Missing argument"),
        (["measure", "net_sales", "--no-such-option"], 2, "No such option"),
        (["no-such-command"], 2, "No such command"),
        (["act", "abcd", "sell"], 2, "accept"),
        (["doctor", "--lang", "fr"], 2, "en, zh"),
        (["explain", "--table", "none.csv", "--value", "v", "--time", "t", "--at", "1", "--by", "a"], 1, "no file"),
    ],
)
def test_codes_tell_a_wrong_request_from_wrong_usage(
    arguments: list[str], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == code
    out, err = capsys.readouterr()
    assert said in err
    assert "Traceback" not in err
    assert code == 2 or len(err.splitlines()) == 1
    assert not out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["measure", "net_sales", "--where", "market"], "write it like market=DE"),
        (["measure", "net_sales", "--from", "yesterday"], "is not a period"),
        (["measure", "net_sales", "--from", "2011-02", "--to", "2011-01"], "holds no day"),
        (["measure", "net_sales", "--by", "moon"], "There is no dimension moon"),
        (["measure", "net_sales", "--sort", "profit"], "no column profit to sort by"),
        (["measure", ","], "Name a metric"),
        (["measure", "net_sales", "--csv", "missing/folder/x.csv"], "There is no folder"),
        (["metrics", "zzzz"], "No metric has zzzz"),
        (["decide", "astrology"], "There is no domain or kind astrology"),
        (["act", "ffffffff", "accept"], "There is no decision ffffffff"),
    ],
)
def test_a_wrong_request_is_one_sentence(arguments: list[str], said: str, loaded: Path, capsys: Said) -> None:
    assert main([*arguments, "--workspace", str(loaded)]) == 1
    out, err = capsys.readouterr()
    assert said in err
    assert len(err.splitlines()) == 1
    assert not out


@pytest.mark.parametrize("error", [RuntimeError("odd"), FaultError("The register is odd.")])
def test_a_fault_of_ours_ends_with_3_and_names_the_log(
    error: Exception, loaded: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(Argosy, "doctor", fails)
    monkeypatch.setenv("ARGOSY_WORKSPACE", str(loaded))
    assert main(["doctor"]) == 3
    err = capsys.readouterr().err
    log = loaded / "argosy.log"
    assert len(err.splitlines()) == 1
    assert "odd" in err
    assert str(log) in err
    assert "Traceback" in log.read_text()
    monkeypatch.setenv("ARGOSY_DEBUG", "1")
    assert main(["doctor"]) == 3
    assert "Traceback" in capsys.readouterr().err
    log.unlink()


def test_ctrl_c_is_quiet(loaded: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Argosy, "doctor", interrupted)
    assert main(["doctor", "--workspace", str(loaded)]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_reader_that_has_seen_enough_is_no_failure(loaded: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as closed:
        done = subprocess.run(
            [*ARGOSY, "metrics", "--workspace", str(loaded)],
            stdout=closed,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")


def test_signs_that_standard_output_cannot_write_do_no_harm(loaded: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LANG": "zh_CN.UTF-8"}
    for options in ([], ["--json"]):
        done = subprocess.run(
            [*ARGOSY, "metrics", "复购", *options, "--workspace", str(loaded)],
            env=environment,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert b"repeat_purchase_rate" in done.stdout


def test_a_sentence_is_in_the_machines_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.chdir(tmp_path)
    assert main(["doctor"]) == 1
    assert "里没有工作区" in capsys.readouterr().err
    assert main(["doctor", "--lang", "en"]) == 1
    assert "There is no workspace" in capsys.readouterr().err


def test_a_stream_without_an_encoding_gets_its_text() -> None:
    from argosy.interfaces.cli.screen import Screen

    stream = io.StringIO()
    Screen(stream, is_terminal=False).line("净销售额")
    assert stream.getvalue() == "净销售额\n"
