"""Where a command prints: coloured tables and progress bars on a terminal, plain lines and tab-separated values in a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from argosy.interfaces.cli.failure import complain

if TYPE_CHECKING:
    from rich.console import Console

    from argosy.interfaces.presentation.formatting import Formats
    from argosy.interfaces.presentation.tables import Table

HEADING_WIDTH = 13  # a heading wider than this and than its column's values is broken into lines
MOST_ROWS = 60  # of a table on a terminal; a pipe and files get all
Progress = Callable[[str, int, int], None]


def _is_terminal() -> bool:
    return sys.stdout.isatty()


@dataclass(frozen=True)
class Screen:
    """Standard output, or whatever stands in for it."""

    stream: TextIO = field(default_factory=lambda: sys.stdout)
    is_terminal: bool = field(default_factory=_is_terminal)
    width: int | None = None

    def line(self, text: str = "", style: str = "") -> None:
        """One line; the style is dropped in a pipe."""
        if self.is_terminal:
            self._console.print(text, style=style or None, markup=False, highlight=False, soft_wrap=True)
        else:
            self.stream.write(_encodable(text, self.stream) + "\n")

    def paragraph(self, text: str, indent: int) -> None:
        """A sentence set in; on a terminal its further lines are set in too."""
        if not self.is_terminal:
            self.line(" " * indent + text)
            return
        from rich.padding import Padding
        from rich.text import Text as Shown

        self._console.print(Padding(Shown(text), (0, 0, 0, indent)))

    def raw(self, text: str) -> None:
        """Text for a machine, as it is."""
        self.stream.write(text + "\n")

    def table(self, table: Table, formats: Formats, limit: int = MOST_ROWS) -> None:
        """A table: cut and grouped for people on a terminal; in a pipe whole, exact and tab-separated, its notes on standard error."""
        from argosy.interfaces.presentation.tables import cut_note

        language = formats.language
        if not self.is_terminal:
            self._tab_separated(table)
            for note in table.notes:
                complain(note, language)
            return
        self._console.print(_rich_table(table, formats, limit, self._console))
        cut = cut_note(table, limit)
        for note in (*((cut,) if cut else ()), *table.notes):
            self.line(note.render(language), style="dim")

    def aligned(self, table: Table, formats: Formats, limit: int = MOST_ROWS) -> None:
        """A small table that people read even in a pipe (a demo's log): aligned by blanks there."""
        if self.is_terminal:
            self.table(table, formats, limit)
            return
        from argosy.interfaces.presentation.tables import cut_note

        for text in aligned_lines(table, formats, limit):
            self.line(text)
        cut = cut_note(table, limit)
        for note in (*((cut,) if cut else ()), *table.notes):
            self.line(note.render(formats.language))

    def _tab_separated(self, table: Table) -> None:
        whole = table.for_machines()
        self.raw("\t".join(column.name for column in whole.columns))
        for row in whole.exact():
            self.raw(_encodable("\t".join(_one_line(cell) for cell in row), self.stream))

    @cached_property
    def _console(self) -> Console:
        from rich.console import Console

        return Console(file=self.stream, width=self.width, force_terminal=True if self.is_terminal else None)


def aligned_lines(table: Table, formats: Formats, limit: int) -> Iterator[str]:
    """The table as plain text: figures to the right, text to the left, two blanks between, by the width signs take on a screen."""
    from rich.cells import cell_len

    rows = [table.headings(formats.language), *table.shown(formats, limit)]
    widths = [max(cell_len(row[number]) for row in rows) for number in range(len(table.columns))]
    for row in rows:
        cells = []
        for column, text, width in zip(table.columns, row, widths, strict=True):
            blanks = " " * (width - cell_len(text))
            cells.append(blanks + text if column.kind.is_figure else text + blanks)
        yield "  ".join(cells).rstrip()


def _rich_table(table: Table, formats: Formats, limit: int, console: Console) -> object:
    """A table for the terminal: headings are broken into lines first, so that figures never have to be."""
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table as RichTable
    from rich.text import Text as Shown

    rows = list(table.shown(formats, limit))
    shown = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, header_style="bold")
    for number, (column, heading) in enumerate(zip(table.columns, table.headings(formats.language), strict=True)):
        widest = max((cell_len(row[number]) for row in rows), default=0)
        lines = Shown(heading).wrap(console, max(widest, HEADING_WIDTH))
        shown.add_column(
            _escaped("\n".join(line.plain.rstrip() for line in lines)),
            justify="right" if column.kind.is_figure else "left",
            overflow="fold",
            no_wrap=column.kind.is_figure,
        )
    for row in rows:
        shown.add_row(*(_escaped(cell) for cell in row))
    return shown


def _escaped(text: str) -> str:
    """Text from files is never markup."""
    from rich.markup import escape

    return escape(text)


def _one_line(text: str) -> str:
    return text.replace("\t", " ").replace("\r", " ").replace("\n", " ")


def _encodable(text: str, stream: TextIO) -> str:
    """What the stream's encoding has no sign for becomes a question mark, rather than an error."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, errors="replace").decode(encoding)


@contextmanager
def progress_bar(is_wanted: bool) -> Iterator[Progress | None]:
    """A progress bar on standard error while the block runs: only on a terminal, and only where it is wanted."""
    if not (is_wanted and sys.stderr.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") == "dumb":
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def report(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        yield report
