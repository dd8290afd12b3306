"""The page about the reference: made from the tables themselves, so that it cannot say anything else."""

from __future__ import annotations

from collections import Counter

from argosy.reference.formats import SIDECAR, read_mapping
from argosy.reference.indicators import catalogue
from argosy.reference.loader import ROOT, STALE_AFTER_DAYS, tables, topics
from argosy.reference.model import Reference, Source, Status, Table

INTRODUCTION = f"""# Reference: facts about the world

Every fact that Argosy knows about the world (a VAT rate, an exchange rate, the name of a country) stands in a table with its first
day, its unit, its source and the day somebody last compared the table with that source. Code never holds a rate. A test complains
about a table that nobody has checked for {STALE_AFTER_DAYS} days.

```python
from datetime import date
from argosy.reference import value

rate = value("vat", "DE", date(2020, 8, 1))
rate.number        # Decimal("0.16")
rate.file_version  # "vat/DE.yaml@..." for evidence
```

A value is *verified* where its issuer says so or two sources that do not copy one another agree; *unverified* where one source says
so at second hand, or where it is known but has not been compared with a publication.

## Adding a table is adding a file

`src/argosy/reference/<topic>/<place>.yaml`, the place being an ISO 3166 code or a marketplace such as `amazon.de`:

```yaml
description: VAT rates, Germany
place: DE
unit: /1                      # a fraction; or by name: {{threshold: EUR, default: /1}}
status: verified              # or unverified
checked_on: 2026-09-29
values:
  standard:
    2007-01-01: 0.19          # in force from that day on
    2020-07-01: {{value: 0.16, status: unverified, source: second, note: half a year}}
    2021-01-01: 0.19
  relief: {{2010-01-01: 22, 2021-07-01: null}}   # null: from that day on there is none
sources:
  - {{title: The act and its paragraph, href: "https://...", retrieved: 2026-09-29, licence: ...}}
  - {{id: second, title: Another publication}}
```

A wide topic is a CSV beside a `_topic.yaml` that holds description, unit, status, checked_on and sources. The CSV has a row per value
(`place, name, valid_from, value, source, checked_on, note`) or a column per name; what the sidecar says need not be repeated.
Tables that a script can make again name it as `updater`; see `update/README.md`.
"""


def markdown() -> str:
    """The whole page; the same tables give the same text."""
    parts = [INTRODUCTION, "## The tables\n", _overview(), *map(_topic, topics()), _indicators()]
    return "\n".join(parts).rstrip() + "\n"


def _overview() -> str:
    lines = ["| topic | files | values | verified | checked | updater |", "|---|---:|---:|---:|---|---|"]
    for topic in topics():
        found = _tables(topic)
        values = _values(found)
        verified = sum(value.status is Status.VERIFIED for value in values)
        share = f"{100 * verified // len(values)} %" if values else ", ".join(sorted({each.status for each in found}))
        oldest = min(each.checked_on for each in found)
        updaters = ", ".join(f"`{name}`" for name in sorted({each.updater for each in found} - {""})) or "by hand"
        lines.append(
            f"| [{topic}](#{topic}) | {len(found)} | {len(values) or 'list'} | {share} | {oldest} | {updaters} |"
        )
    return "\n".join(lines) + "\n"


def _topic(topic: str) -> str:
    found = _tables(topic)
    lines = [f"### {topic}", "", _description(topic, found), ""]
    values = _values(found)
    if values:
        units = Counter(value.unit for value in values)
        days = [value.valid_from for value in values]
        places = sorted({value.place for value in values})
        names = sorted({value.name for value in values})
        lines += [
            f"Places ({len(places)}): {', '.join(places)}.  ",
            f"Names ({len(names)}): {', '.join(f'`{name}`' for name in names)}.  ",
            f"Units: {', '.join(sorted(units))}. First day on record: {min(days)}.",
            "",
        ]
    lines += [f"* {_source(source)}" for source in _sources(found)]
    return "\n".join(lines) + "\n"


def _tables(topic: str) -> list[Table]:
    return [each for each in tables() if each.topic == topic]


def _values(found: list[Table]) -> list[Reference]:
    rows = (row for each in found for dated in each.history.values() for row in dated)
    return [row for row in rows if isinstance(row, Reference)]


def _description(topic: str, found: list[Table]) -> str:
    """The topic's own description where it has one, else that of its files."""
    sidecar = ROOT / topic / SIDECAR
    if sidecar.is_file():
        return str(read_mapping(sidecar)["description"]).strip()
    return "; ".join(sorted({each.description for each in found})[:3])


def _sources(found: list[Table]) -> list[Source]:
    unique = {(source.title, source.href): source for each in found for source in each.sources}
    return [unique[key] for key in sorted(unique)]


def _source(source: Source) -> str:
    title = f"[{source.title}]({source.href})" if source.href else source.title
    details = [f"copy of {source.retrieved}" if source.retrieved else "", source.licence]
    said = "; ".join(detail for detail in details if detail)
    return f"{title} ({said})" if said else title


def _indicators() -> str:
    lines = ["## The indicators", "", "| name | label | unit | what it is |", "|---|---|---|---|"]
    lines += [
        f"| `{each.name}` | [{each.label}]({each.href}) | {each.unit} | {each.description} |"
        for each in catalogue().values()
    ]
    return "\n".join(lines) + "\n"
