"""How a draft is written down: YAML a person can read, with the guesses marked."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from argosy.connectors.contract import Sighting
from argosy.connectors.layout import column_names

PLAIN = re.compile(r"[A-Za-z\u4e00-\u9fff][\w\u4e00-\u9fff -]*[\w\u4e00-\u9fff]|[A-Za-z]")
WORDS_OF_YAML = {"true", "false", "null", "yes", "no", "on", "off"}


@dataclass(frozen=True)
class Line:
    """A line of YAML and the comment behind it."""

    text: str
    comment: str = ""

    def __str__(self) -> str:
        return f"{self.text}   # {self.comment}" if self.comment else self.text


def scalar(value: str) -> str:
    """A text as a YAML scalar, quoted where it needs to be.

    >>> scalar("Unit price"), scalar("No."), scalar("订单号")
    ('Unit price', '"No."', '订单号')
    """
    is_plain = PLAIN.fullmatch(value) and value.lower() not in WORDS_OF_YAML
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def render(
    sighting: Sighting,
    file_lines: Sequence[Line],
    column_lines: Sequence[Line],
    row_lines: Sequence[Line],
    money_line: Line | None,
) -> str:
    """The whole mapping file."""
    header = ", ".join(scalar(name) for name in column_names(sighting.header))
    parts = [
        f"# A guess what {sighting.name} is. Check the lines that say `please confirm`, then: argosy ingest FILE --map THIS",
        "argosy_mapping: 1",
        f"name: {_name(sighting.name)}",
        f"description: {json.dumps('Drafted from ' + sighting.name, ensure_ascii=False)}",
        "recognise:",
        f"  columns: [{header}]",
    ]
    if file_lines:
        parts += ["file:", *(f"  {line}" for line in file_lines)]
    parts.append(
        "# store: {id: my_shop, channel: own_store, time_zone: Asia/Shanghai}   # needed where there are several stores"
    )
    if column_lines:
        parts += ["columns:", *(f"  {line}" for line in column_lines)]
    parts += ["rows:", *(f"  {line}" for line in row_lines)]
    if money_line:
        parts.append(str(money_line))
    return "\n".join(parts) + "\n"


def _name(file_name: str) -> str:
    """A mapping's name out of a file's.

    >>> _name("2024 订单 Export.csv"), _name("订单.xlsx")
    ('export', 'my_file')
    """
    words = re.sub(r"[^a-z0-9]+", "_", PurePath(file_name).stem.lower()).strip("_")
    return re.sub(r"^[0-9_]+", "", words) or "my_file"
