"""Related queries (relatedQueries): a list of the top ones (0 to 100) and one of the rising ones (growth in percent, or a breakout).

The file names neither term nor country, so its figures are no demand of a country: the market is '*'.
"""

from __future__ import annotations

from dataclasses import replace

from argosy.connectors.contract import VENDOR, Connection, Context, Mapped, Report, Sighting, Status, VendorColumn
from argosy.connectors.google_trends.headings import has_category, words
from argosy.connectors.reading import read, text_literal
from argosy.connectors.recognition import header_key
from argosy.connectors.tabular_report import note_file_facts
from argosy.connectors.tabular_sql import FILE_FACTS
from argosy.core.errors import DataError
from argosy.core.text import mark

MOST = 5000
"""A breakout is a growth of more than 5,000 percent, by Google's own words."""


def _place(sighting: Sighting) -> int | None:
    """The line of the heading TOP; None where there is none."""
    lines = [*sighting.preamble, ",".join(sighting.header)]
    found = [place for place, line in enumerate(lines) if header_key(line.strip(' ,"')) in words("top")]
    return found[-1] if found else None


def recognise(sighting: Sighting) -> float:
    """By the category in the first line and the heading TOP above a list of two columns."""
    return 0.96 if has_category(sighting) and _place(sighting) is not None else 0.0


def parse(sighting: Sighting, connection: Connection, context: Context) -> None:
    """Both lists in one table of two columns; the heading of the second is a row without a figure."""
    place = _place(sighting)
    if place is None:
        raise DataError(
            "Columns missing in {file}: {columns}; export the report again with all its columns.",
            file=sighting.name,
            columns="TOP",
        )
    read(replace(sighting, header=("query", "figure"), header_line=place, is_uneven=True), connection)
    note_file_facts(sighting.name, connection, context)


def map_queries(connection: Connection, context: Context) -> Mapped:
    """One row per query; one in both lists has interest and growth."""
    del connection, context
    rising = ", ".join(map(text_literal, words("rising")))
    start = f"(SELECT min(source_line) FROM {VENDOR} WHERE lower(trim(query)) IN ({rising}))"
    digits = "TRY_CAST(regexp_replace(figure, '[+%,.\\s]', '', 'g') AS BIGINT)"
    rows = f"""SELECT *, (figure IS NULL OR lower(trim(query)) IN ({rising})) AS is_heading,
        coalesce(source_line > {start}, FALSE) AS is_rising,
        CASE WHEN regexp_matches(figure, '^[+]?[0-9.,]+%?$') THEN {digits} WHEN regexp_matches(figure, '[0-9]') THEN NULL
        ELSE {MOST} END AS number FROM {VENDOR}"""
    good = "NOT is_heading AND number IS NOT NULL AND query IS NOT NULL"
    return Mapped(
        selects={
            "market_research": f"""SELECT 'google' AS channel, '*' AS market, '*' AS region, 'google_trends.queries' AS told_by,
                'keyword' AS kind, lower(query) AS subject_id, (SELECT day FROM {FILE_FACTS}) AS observed_on,
                max(CASE WHEN NOT is_rising AND number <= 100 THEN number END)::DECIMAL(18, 6) AS demand_index,
                max(CASE WHEN is_rising THEN number / 100.0 END)::DOUBLE AS growth_rate, min(source_line) AS source_line
                FROM ({rows}) WHERE {good} GROUP BY lower(query)""",
            "kept_apart": f"""SELECT source_line, 'not_a_number:figure' AS reason_code, NULL::VARCHAR AS reason,
                NULL::VARCHAR AS currency, NULL::DECIMAL(18, 4) AS money_in FROM ({rows}) WHERE NOT is_heading AND NOT ({good})""",
            "ignored": f"""SELECT source_line, CASE WHEN is_heading THEN 'heading' ELSE 'in_both_lists' END AS reason_code FROM ({rows})
                WHERE is_heading OR ({good} AND source_line NOT IN
                (SELECT min(source_line) FROM ({rows}) WHERE {good} GROUP BY lower(query)))""",
        },
        reasons={"not_a_number:figure": mark("The figure of the query is no number.")},
    )


QUERIES = Report(
    id="queries",
    label="Related queries (relatedQueries.csv)",
    grain="One row per query, first the top ones, then the rising ones.",
    where="Google Trends: Explore > Related queries > download; put the day into the file's name.",
    tables=("market_research",),
    columns=(VendorColumn("TOP"), VendorColumn("RISING", required=False)),
    recognise=recognise,
    parse=parse,
    map=map_queries,
    status=Status.INFERRED,
    sources=("The form of the file from general knowledge (unverified)",),
)
