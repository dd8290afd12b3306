"""The seller's own sheets, as its ERP exports them: Chinese headers, GB 18030, by a mapping file the seller has confirmed or by template.

A sheet is told once: which table of the seller's books it is, and per column the header and how cells are written. The SELECT that
fills it uses the names on the left; the file gets the headers on the right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from argosy.world.exports import CHINESE, Exports, cells

FOLDER = "team"
"""The seller's own folder; its files are for no single store."""
CURRENCY = "币种"


@dataclass(frozen=True)
class Sheet:
    """`columns`: name in the SELECT to header; `types`: how cells are written where a column is no text; `fixed`: what every row is;
    `words`: per column the seller's word for each of ours; `is_template`: a filled template
    of Argosy's own, which needs no mapping."""

    name: str
    table: str
    file: str
    columns: Mapping[str, str]
    types: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str | int] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    is_template: bool = False

    def mapping(self) -> str:
        """The mapping file, in the grammar of docs/mapping.md."""
        columns: dict[str, Any] = {}
        for name, header in self.columns.items():
            kind = self.types.get(name, "text")
            columns[header] = {"type": kind}
            if kind == "money":
                columns[header]["currency"] = {"column": CURRENCY}
            if kind == "instant":
                columns[header]["zone"] = "UTC"
        values: dict[str, Any] = dict(self.columns) | {name: {"constant": word} for name, word in self.fixed.items()}
        for name, words in self.words.items():
            told = {"column": self.columns[name], "values": {word: ours for ours, word in words.items()}}
            values[name] = {"vocabulary": told | {"unknown": "keep_apart"}}
        text = {
            "argosy_mapping": 1,
            "name": self.name,
            "recognise": {"columns": list(self.columns.values())},
            "file": {"encoding": "gb18030", "delimiter": ",", "decimal": "."},
            "columns": columns,
            "rows": [{"name": "row", "to": self.table, "set": values}],
        }
        return yaml.safe_dump(text, allow_unicode=True, sort_keys=False, width=140)

    def write(self, exports: Exports, select: str, span: str = "") -> None:
        """Append the rows of a SELECT, and put the mapping beside the files."""
        headed = cells({header: self._cell(name) for name, header in self.columns.items()})
        name = f"{FOLDER}/{self.file}{'_' + span if span else ''}.csv"
        exports.append(name, f"SELECT {headed} FROM ({select})", CHINESE)
        if self.is_template:
            return
        mapping = exports.folder.parent / "mappings" / f"{self.name}.yaml"
        mapping.parent.mkdir(exist_ok=True)
        mapping.write_text(self.mapping(), encoding="utf-8")

    def _cell(self, name: str) -> str:
        cases = " ".join(f"WHEN '{ours}' THEN '{word}'" for ours, word in self.words.get(name, {}).items())
        return f'CASE "{name}" {cases} END' if cases else f'"{name}"'
