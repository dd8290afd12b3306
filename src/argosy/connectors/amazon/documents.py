"""Reports that come as one JSON document (SP-API): what the document says of itself, and the records of its lists as rows.

The whole document is held in memory at once: one longer than the memory of a load (Brand Analytics search terms of a large site) is refused
with a sentence; its CSV download, which is read as a stream, has the same figures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from argosy.connectors.amazon.marketplaces import IDS
from argosy.connectors.cleaning import clean_copy
from argosy.connectors.contract import VENDOR, Connection, Sighting
from argosy.connectors.reading import text_literal
from argosy.connectors.recognition import header_key
from argosy.core.errors import DataError

DOCUMENT = "report_document"


def read_document(sighting: Sighting, connection: Connection, lists: Sequence[str]) -> None:
    """Create `vendor` (part, record, source_line) with one row per record of the named lists, and the table `report_document` (json)."""
    import duckdb

    path = clean_copy(replace(sighting, header_line=0), connection, None)
    source = f"SELECT content::JSON AS json FROM read_text({text_literal(str(path))})"
    try:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {DOCUMENT} AS {source}")
        found = connection.execute(f"SELECT json_keys(json) FROM {DOCUMENT}").fetchall()[0][0]
    except duckdb.Error as error:
        raise DataError(
            "JSON file {file} cannot be read: {why}; export it again.",
            file=sighting.name,
            why=str(error).splitlines()[0].rstrip("."),
        ) from error
    if not set(lists) & set(found):
        raise DataError(
            "JSON file {file} has none of the lists {lists}; export the report again.",
            file=sighting.name,
            lists=", ".join(lists),
        )
    parts = " UNION ALL ".join(
        f"SELECT {text_literal(name)} AS part, unnest(from_json(json_extract(json, '$.{name}'), '[\"JSON\"]')) AS record FROM {DOCUMENT}"
        for name in lists
        if name in found
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE report_records AS {parts}")
    connection.execute(
        f"CREATE OR REPLACE VIEW {VENDOR} AS SELECT part, record::VARCHAR AS record, row_number() OVER () AS source_line"
        " FROM report_records"
    )


def document_with(*keys: str, also: Callable[[str], bool] | None = None) -> Callable[[Sighting], float]:
    """A recogniser by the names at the top of a document; `also` looks at the beginning of what it says of itself."""
    wanted = {header_key(key) for key in keys}

    def confidence(sighting: Sighting) -> float:
        if sighting.format not in ("json", "jsonl") or not wanted <= set(map(header_key, sighting.header)):
            return 0.0
        said = " ".join(cell for row in sighting.sample[:1] for cell in row)[:20_000]
        return 0.97 if also is None or also(said) else 0.0

    return confidence


def told(path: str) -> str:
    """What the document says of itself at a path such as `reportSpecification.dataStartTime`, as an SQL text expression."""
    return f"(SELECT json_extract_string(json, '$.{path}') FROM {DOCUMENT})"


def value(path: str) -> str:
    """A text of a record of `vendor`."""
    return f"json_extract_string(record, '$.{path}')"


def number(path: str, kind: str = "BIGINT") -> str:
    """A number of a record; NULL where it is missing."""
    return f"TRY_CAST(json_extract_string(record, '$.{path}') AS {kind})"


def market_of_document() -> str:
    """Country of the document's first marketplace id; '*' where there is none we know."""
    cases = " ".join(f"WHEN {text_literal(one)} THEN {text_literal(code)}" for one, code in IDS.items())
    return f"CASE {told('reportSpecification.marketplaceIds[0]')} {cases} ELSE '*' END"
