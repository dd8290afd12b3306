"""What a terminal shows, and what it does not: colour only where it is wanted, figures never broken, text never markup."""

from __future__ import annotations

import io

import pytest

from argosy.core.text import Text
from argosy.interfaces.cli.screen import Screen, progress_bar
from argosy.interfaces.presentation.formatting import Formats
from argosy.interfaces.presentation.tables import Column, Kind, Table

TABLE = Table(
    "numbers",
    Text("Numbers"),
    (
        Column("market", Text("Market"), Kind.PLACE),
        Column("note", Text("Note")),
        Column("net", Text("Net sales"), Kind.MONEY, "EUR"),
    ),
    [["DE", "[bold]odd[/bold] text", 1234567.5], [None, "=1+1\tx", None], ["FR", "plain", -3]],
    (Text("A note."),),
    "EUR",
)


def shown(is_terminal: bool, width: int = 80, limit: int = 60) -> str:
    stream = io.StringIO()
    Screen(stream, is_terminal=is_terminal, width=width).table(TABLE, Formats("en"), limit)
    return stream.getvalue()


def test_a_terminal_sees_grouped_figures_currency_dashes_and_notes() -> None:
    text = shown(is_terminal=True)
    assert "Net sales (EUR)" in " ".join(text.split()) or "(EUR)" in text
    assert "1,234,567.50" in text
    assert "–" in text
    assert "DE Germany" in text
    assert "[bold]odd[/bold] text" in text
    assert "A note." in text


def test_a_narrow_terminal_breaks_text_but_no_figure() -> None:
    assert "1,234,567.50" in shown(is_terminal=True, width=38)


def test_a_long_table_is_cut_with_a_count() -> None:
    text = shown(is_terminal=True, limit=1)
    assert "2 more rows" in text
    assert "plain" not in text


def test_a_pipe_gets_every_row_exact_and_notes_go_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(is_terminal=False, limit=1).splitlines() == [
        "market\tnote\tnet\tcurrency",
        "DE\t[bold]odd[/bold] text\t1234567.5\tEUR",
        "\t=1+1 x\t\tEUR",
        "FR\tplain\t-3\tEUR",
    ]
    assert capsys.readouterr().err == "A note.\n"


def test_a_log_gets_an_aligned_table() -> None:
    stream = io.StringIO()
    Screen(stream, is_terminal=False).aligned(TABLE, Formats("zh"), 2)
    lines = stream.getvalue().splitlines()
    assert lines[0].split() == ["站点", "备注内容", "净销售额", "(EUR)"]
    assert lines[1].endswith("1,234,567.50")
    assert len(lines) == 5


@pytest.mark.parametrize(("variable", "is_coloured"), [("", True), ("NO_COLOR", False)])
def test_colour_is_for_terminals_and_no_color_is_heard(
    variable: str, is_coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    if variable:
        monkeypatch.setenv(variable, "1")
    stream = io.StringIO()
    Screen(stream, is_terminal=True, width=80).line("well", "green")
    assert ("\x1b[32m" in stream.getvalue()) is is_coloured
    stream = io.StringIO()
    Screen(stream, is_terminal=False).line("well", "green")
    assert stream.getvalue() == "well\n"


def test_there_is_no_progress_bar_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar(True) as report:
        assert report is None
    assert capsys.readouterr() == ("", "")


def test_there_is_a_progress_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr("sys.stdout", Terminal())
    with progress_bar(True) as report:
        assert report is not None
        report("orders.csv", 1, 2)
    assert "orders.csv" in stream.getvalue()
    with progress_bar(False) as report:
        assert report is None
