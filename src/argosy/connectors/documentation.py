"""The page of connectors: which report of which vendor is read, how sure we are of its form, and where to export it."""

from __future__ import annotations

import csv
from pathlib import Path

from argosy.connectors.discovery import connectors


def markdown() -> str:
    """Every connector and report with its status."""
    lines = [
        "# Connectors",
        "",
        "Made from `src/argosy/connectors` by `make docs`; do not edit. Status: `verified` was checked against real files or the",
        "vendor's published schema, `partial` has columns known in part, `inferred` was put together from second-hand sources.",
        "",
    ]
    for connector in connectors().values():
        lines += [
            f"## {connector.label}",
            "",
            f"Serves: {', '.join(connector.systems) or 'any system'} · <{connector.website}>",
            "",
        ]
        lines += [
            "| report | vendor's name | grain | tables | status | where to export it |",
            "|---|---|---|---|---|---|",
        ]
        lines += [
            f"| `{connector.id}.{report.id}` | {report.label} | {report.grain} | {', '.join(report.tables)}"
            f" | {report.status} | {report.where} |"
            for report in connector.reports
        ]
        lines += ["", *(f"Not read: {sentence}" for sentence in connector.not_read)] if connector.not_read else []
        lines.append("")
    return "\n".join([*lines, *_without_source()])


def _without_source() -> list[str]:
    """What has no connector because nobody shows the form of its files: looked for, not found, not invented."""
    lines = [
        "## Without a source",
        "",
        "Exports that no reader exists for, because no public description or sample of their form was found on the day named.",
        "",
        "| system | what | status | looked for | instead |",
        "|---|---|---|---|---|",
    ]
    with Path(__file__).with_name("without_source.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    told = [f"| {row['system']} | {row['what']} | no source | {row['looked']} | {row['instead']} |" for row in rows]
    return [*lines, *told, ""]
