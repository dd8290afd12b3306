"""The dictionary of numbers as a page, made from the registry."""

from __future__ import annotations

from argosy.metrics.dimensions import DIMENSIONS, TIME
from argosy.metrics.registry import families


def markdown() -> str:
    """Every metric with its definition, family by family, and every dimension."""
    lines = [
        "# Metrics",
        "",
        "Made from `src/argosy/metrics` by `make docs`; do not edit. Each number is defined once; ratios are recomputed from their parts,",
        "never averaged. Money is converted at the European Central Bank's rate of each amount's own day.",
        "",
    ]
    for family, members in families().items():
        lines += [
            f"## {family.capitalize()}",
            "",
            "| metric | title | unit | accumulates | better | formula | source |",
        ]
        lines.append("|---|---|---|---|---|---|---|")
        lines += [
            f"| `{metric.slug}` | {metric.title} | {metric.unit} | {metric.accumulates} | {metric.better}"
            f" | {metric.formula} | {metric.source} |"
            for metric in members
        ]
        lines.append("")
    lines += ["## Dimensions", "", "| dimension | meaning |", "|---|---|"]
    lines += [f"| `{dimension.name}` | {dimension.title} |" for dimension in DIMENSIONS.values()]
    lines += [
        f"| `{word}` | {title} of the order or refund, in the store's own time zone |"
        for word, (title, _) in TIME.items()
    ]
    return "\n".join(lines) + "\n"
