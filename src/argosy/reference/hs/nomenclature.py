"""The nomenclature: chapters (2 digits), headings (4) and subheadings (6) with their wording, and national lines below them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from argosy.core.errors import RequestError

NOMENCLATURE_FILE = Path(__file__).resolve().parent / "nomenclature.parquet"
LINES_FILE = NOMENCLATURE_FILE.with_name("us_lines.parquet")


@cache
def nomenclature() -> dict[str, str]:
    """The wording of every chapter, heading and subheading, by code."""
    import pyarrow.parquet as pq

    table = pq.read_table(NOMENCLATURE_FILE)
    return dict(zip(table["hs_code"].to_pylist(), table["description"].to_pylist(), strict=True))


@cache
def national_lines() -> tuple[tuple[str, str], ...]:
    """Subheading and wording of the lines of the United States' tariff below it (autumn 2024), in plain words."""
    import pyarrow.parquet as pq

    table = pq.read_table(LINES_FILE)
    return tuple(zip(table["hs_code"].to_pylist(), table["text"].to_pylist(), strict=True))


def described(code: str) -> str:
    """The wording of one code; `RequestError` where there is no such code.

    >>> described("711719")
    'Jewellery; imitation, (excluding cuff links and studs), of base metal, whether or not plated with precious metal'
    """
    found = nomenclature().get(code)
    if found is None:
        raise RequestError(
            "{code} is no code of the Harmonized System of 2022; codes have 2, 4 or 6 digits.", code=code
        )
    return found
