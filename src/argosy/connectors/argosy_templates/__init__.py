"""The seller's own sheets, by the templates that `argosy templates` writes."""

from argosy.connectors.argosy_templates.headings import templates
from argosy.connectors.argosy_templates.reports import read_back
from argosy.connectors.contract import Connector

METADATA = Connector(
    id="argosy_templates",
    label="Own sheets by template",
    website="",
    reports=tuple(map(read_back, templates())),
    systems=("Own sheets",),
)
