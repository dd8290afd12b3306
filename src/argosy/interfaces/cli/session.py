"""One run of a command: the options every command takes, the workspace behind it, and the ways an answer goes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from argosy.core.errors import ConfigurationError
from argosy.core.text import Text
from argosy.interfaces.cli.language import of_machine, spoken
from argosy.interfaces.cli.screen import Progress, Screen, progress_bar

if TYPE_CHECKING:
    from argosy.app.facade import Argosy
    from argosy.interfaces.presentation.formatting import Formats
    from argosy.interfaces.presentation.spreadsheet import About
    from argosy.interfaces.presentation.tables import Table


@dataclass(frozen=True)
class Options:
    """What every command takes, before or after its name; None and False: not said."""

    workspace: Path | None = None
    lang: str | None = None
    quiet: bool = False
    json: bool = False
    csv: Path | None = None
    xlsx: Path | None = None

    def over(self, earlier: Options) -> Options:
        """These options, and where one is not said the earlier one.

        >>> Options(lang="zh").over(Options(lang="en", quiet=True))
        Options(workspace=None, lang='zh', quiet=True, json=False, csv=None, xlsx=None)
        """
        return Options(
            self.workspace or earlier.workspace,
            self.lang or earlier.lang,
            self.quiet or earlier.quiet,
            self.json or earlier.json,
            self.csv or earlier.csv,
            self.xlsx or earlier.xlsx,
        )


@dataclass
class Session:
    """A command's way to the workspace and to the person or program that asked."""

    options: Options
    screen: Screen = field(default_factory=Screen)

    @cached_property
    def argosy(self) -> Argosy:
        """The workspace, opened when first needed."""
        from argosy.app.facade import Argosy

        return Argosy.open(self.options.workspace)

    @property
    def language(self) -> str:
        """As told, as the workspace says once it is open, or as the machine is set to."""
        if self.options.lang:
            return self.options.lang
        if (opened := self.__dict__.get("argosy")) and (own := spoken(opened.workspace.language or "")):
            return own
        return of_machine()

    @property
    def formats(self) -> Formats:
        """Figures in the session's language."""
        from argosy.interfaces.presentation.formatting import Formats

        return Formats(self.language)

    @property
    def is_talking(self) -> bool:
        """Whether people read standard output: not when it is to be quiet, is for a machine, or goes into a file."""
        options = self.options
        return not (options.quiet or options.json or options.csv or options.xlsx)

    def progress(self) -> AbstractContextManager[Progress | None]:
        """A progress bar while the block runs, where a person looks."""
        return progress_bar(not self.options.quiet)

    def say(self, text: Text | str, style: str = "") -> None:
        """One line for people; silent where nobody reads."""
        if self.is_talking:
            self.screen.line(text.render(self.language) if isinstance(text, Text) else text, style)

    def explain(self, text: Text | str, indent: int = 5) -> None:
        """A sentence for people, set in below a line."""
        if self.is_talking:
            self.screen.paragraph(text.render(self.language) if isinstance(text, Text) else text, indent)

    def answer(
        self,
        machine: Callable[[], object],
        tables: Callable[[], Sequence[Table]],
        people: Callable[[], None],
        about: Callable[[], About] = tuple,
    ) -> None:
        """Send an answer where it was asked for: JSON to standard output, the first table as CSV, all tables as XLSX, or people's words."""
        options = self.options
        if options.csv or options.xlsx:
            self._to_files(tables(), about())
        if options.json:
            self.json(machine())
        elif self.is_talking:
            people()

    def json(self, value: object) -> None:
        """A value as JSON; in ASCII where standard output cannot write every sign."""
        from argosy.interfaces.presentation.json_text import json_text

        encoding = (getattr(self.screen.stream, "encoding", None) or "utf-8").lower().replace("-", "")
        self.screen.raw(json_text(value, ascii_only=encoding not in ("utf8", "utf8sig"), language=self.language))

    def _to_files(self, tables: Sequence[Table], about: About) -> None:
        from argosy.interfaces.presentation.csv_file import write_csv
        from argosy.interfaces.presentation.spreadsheet import write_workbook

        for path in (self.options.csv, self.options.xlsx):
            if path and not path.absolute().parent.is_dir():
                raise ConfigurationError("There is no folder {folder}; make it first.", folder=path.absolute().parent)
        if self.options.csv:
            write_csv(self.options.csv, tables[0])
        if self.options.xlsx:
            write_workbook(self.options.xlsx, tables, self.language, about)
        if self.options.quiet or self.options.json:
            return
        for path in (self.options.csv, self.options.xlsx):
            if path:
                said = Text("{file}: {rows} rows written", {"file": path, "rows": len(tables[0].rows)})
                self.screen.line(said.render(self.language))
