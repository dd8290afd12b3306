"""The connector for any spreadsheet: a mapping file says what its columns are (grammar: docs/mapping.md)."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.contract import Connector, Status
from argosy.connectors.spreadsheet.compile import compile_mapping
from argosy.connectors.spreadsheet.mapping import mappings_in

MAPPINGS = Path(__file__).resolve().parent / "mappings"

CONNECTOR_ID = "spreadsheet"

METADATA = Connector(
    id=CONNECTOR_ID,
    label="Any spreadsheet",
    website="",
    reports=tuple(
        compile_mapping(mapping, status=Status.VERIFIED, is_proven=True) for mapping in mappings_in(MAPPINGS)
    ),
    systems=("own files",),
)
