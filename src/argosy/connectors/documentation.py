"""The page of connectors: which report of which vendor is read, how sure we are of its form, and where to export it."""

from __future__ import annotations

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
        lines.append("")
    return "\n".join(lines)
