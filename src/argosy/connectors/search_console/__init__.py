"""Google Search Console: the tables of the performance report on search results."""

from argosy.connectors.contract import Connector
from argosy.connectors.search_console.reports import COUNTRIES, DATES, DEVICES, PAGES, QUERIES

METADATA = Connector(
    id="search_console",
    label="Google Search Console",
    website="https://search.google.com/search-console",
    reports=(QUERIES, PAGES, COUNTRIES, DEVICES, DATES),
    systems=("Google Search Console",),
)
