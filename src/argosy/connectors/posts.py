"""Posts of social networks: one row per post with its figures as counted on the day of the export."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from argosy.connectors.contract import Report, Status
from argosy.connectors.tabular import Field, Into, Kind, Tabular, same_names
from argosy.connectors.tabular_report import report
from argosy.core.text import mark

SHORTENED = "abbreviated"
SENTENCE = mark("A number is shortened (1.2K), so its digits are lost; export the file again with full numbers.")


def posts(
    platform: str,
    label: str,
    where: str,
    folder: Path,
    fields: Sequence[Field],
    *,
    sources: Sequence[str],
    known: Sequence[str] = (),
    status: Status = Status.PARTIAL,
    **values: str,
) -> Report:
    """The report `<connector>.posts`: fields called like columns of `posts` fill them, `values` are SQL for the others.

    A row stands for a post of the seller's own account; a row without an id of a post (a heading, a total) is kept apart.
    """
    told = {"platform": f"'{platform}'", "counted_on": "own_day", **values}
    counts = [one.name for one in fields if one.kind is Kind.WHOLE]
    shortened = " OR ".join(f"regexp_matches({name}_told, '[0-9][KkMm]$')" for name in counts) or "FALSE"
    return report(
        Tabular(
            id="posts",
            label=label,
            grain="One row per post.",
            where=where,
            folder=folder,
            fields=tuple(fields),
            into=(Into("posts", same_names("posts", fields, **told), per=("post_id",), joined="same_post"),),
            checks={SHORTENED: shortened},
            reasons={SHORTENED: SENTENCE},
            known=tuple(known),
            dated=True,
            status=status,
            sources=tuple(sources),
        )
    )
