"""The typed relation: every column of the file that the mapping uses, read once per row under short names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from argosy.connectors.cleaning import EXCESS
from argosy.connectors.spreadsheet.mapping import ColumnSettings
from argosy.connectors.spreadsheet.problems import TOO_MANY_CELLS, Problem
from argosy.connectors.spreadsheet.values import NUMBER_TYPES, Column, other_currency


@dataclass(frozen=True)
class TypedCells:
    """The columns in use; gives expressions their SQL over the relation `sql` makes (cleaned n1, typed t1, wall clock l1 ...)."""

    columns: Mapping[str, Column]
    settings: Mapping[str, ColumnSettings]
    time_zone: str
    has_excess: bool
    facts: Mapping[str, str | None]
    groups: tuple[tuple[str, ...], ...] = ()
    """Groups of columns within which the place of each row is counted (p0, p1 ...)."""

    def _number(self, column: str) -> int:
        return list(self.columns).index(column)

    def text(self, column: str) -> str:
        """The cleaned cell as text; NULL where it is empty."""
        return f"n{self._number(column)}"

    def measure(self, column: str) -> str:
        """The typed value; a text is its own."""
        found = self.columns[column]
        return f"{'n' if found.typed == found.clean else 't'}{self._number(column)}"

    def is_number(self, column: str) -> bool:
        """True for numeric columns."""
        return self.columns[column].type in NUMBER_TYPES

    def kind(self, column: str) -> str:
        """The declared type."""
        return self.columns[column].type

    def local(self, column: str) -> str:
        """The wall-clock time of an instant in the store's zone."""
        found = self.columns[column]
        return f"l{self._number(column)}" if found.local != found.typed else self.measure(column)

    def day_start(self, column: str) -> str:
        """The UTC instant at which a date begins in the store's zone."""
        naive = f"CAST({self.measure(column)} AS TIMESTAMP)"
        return naive if self.time_zone == "UTC" else f"timezone('UTC', timezone('{self.time_zone}', {naive}))"

    def store(self, fact: str) -> str | None:
        """What the workspace knows of the store."""
        return self.facts[fact]

    def place(self, columns: tuple[str, ...]) -> str:
        """The row's place among the rows that have the same text in these columns."""
        return f"p{self.groups.index(columns)}"

    def places(self) -> list[str]:
        """The expressions of all places, over the relation of `sql`."""
        return [
            f"row_number() OVER (PARTITION BY {', '.join(map(self.text, group))} ORDER BY source_line) AS {self.place(group)}"
            for group in self.groups
        ]

    def sql(self) -> str:
        """The SELECT over `vendor`."""
        chosen = ["source_line"]
        for number, column in enumerate(self.columns.values()):
            chosen.append(f"CAST({column.clean} AS VARCHAR) AS n{number}")
            if column.typed != column.clean:
                chosen.append(f"{column.typed} AS t{number}")
            if column.local and column.local != column.typed:
                chosen.append(f"{column.local} AS l{number}")
        if self.has_excess:
            chosen.append(EXCESS)
        return f"SELECT {', '.join(chosen)} FROM vendor v"

    def problems(self, names: Iterable[str]) -> list[Problem]:
        """What can be wrong with the cells of these columns, in the file's order of columns."""
        wanted = set(names)
        found = [Problem(f"{EXCESS} IS NULL", TOO_MANY_CELLS)] if self.has_excess else []
        for name, column in self.columns.items():
            if name not in wanted or column.cause is None:
                continue
            text, typed = self.text(name), self.measure(name)
            fine = column.words.fine_sql(text, typed) if column.words else f"({text} IS NULL OR {typed} IS NOT NULL)"
            if foreign := other_currency(text, self.settings[name]):
                found.append(Problem(f"({fine} OR NOT {foreign})", f"other_currency:{name}"))
            found.append(Problem(fine, f"{column.cause}:{name}"))
        return found
