"""Interest by country or region (geoMap): how strong a term is in each place, 100 where it is strongest. Demand by country, for free."""

from __future__ import annotations

from argosy.connectors.cells import country_sql
from argosy.connectors.contract import VENDOR, Connection, Context, Mapped, Report, Sighting, Status, VendorColumn
from argosy.connectors.google_trends.headings import interest, is_table, terms, words
from argosy.connectors.reading import identifier, read, text_literal, vendor_columns
from argosy.connectors.recognition import header_key
from argosy.connectors.tabular_report import note_file_facts
from argosy.connectors.tabular_sql import FILE_FACTS
from argosy.core.errors import DataError
from argosy.core.text import mark

REASONS = {
    "unknown_country": mark("Nobody knows a country of that name."),
    "not_a_number:interest": mark("The interest is no number of 0 to 100."),
}


def recognise(sighting: Sighting) -> float:
    """By the heading of places and the interest below the others."""
    return 0.96 if is_table(sighting, "place") else 0.0


def parse(sighting: Sighting, connection: Connection, context: Context) -> None:
    """The table as it is, and the day in the file's name."""
    if not is_table(sighting, "place"):
        raise DataError(
            "Columns missing in {file}: {columns}; export the report again with all its columns.",
            file=sighting.name,
            columns="Country / Region, Term",
        )
    read(sighting, connection)
    note_file_facts(sighting.name, connection, context)


def map_places(connection: Connection, context: Context) -> Mapped:
    """One row per term and place; places without interest are passed over."""
    columns = list(vendor_columns(connection))
    place = identifier(columns[0])
    by_country = words("place")[header_key(columns[0])] == "country"
    market = country_sql(connection, place) if by_country else text_literal(context.market or "*")
    region = "'*'" if by_country else place
    parts = [
        f"SELECT source_line, {market} AS market, {region} AS region, {text_literal(term)} AS term, {identifier(column)} AS cell,"
        f" {interest(identifier(column))} AS value FROM {VENDOR}"
        for column, term, _ in terms(columns)
    ]
    rows = f"""SELECT *, CASE WHEN cell IS NULL THEN NULL WHEN market IS NULL THEN 'unknown_country'
        WHEN coalesce(value NOT BETWEEN 0 AND 100, TRUE) THEN 'not_a_number:interest' END AS problem
        FROM ({" UNION ALL ".join(parts)})"""
    day = f"(SELECT day FROM {FILE_FACTS})"
    good = "cell IS NOT NULL AND problem IS NULL"
    return Mapped(
        selects={
            "market_research": f"""SELECT 'google' AS channel, market, region, 'google_trends.places' AS told_by, 'keyword' AS kind,
                term AS subject_id, {day} AS observed_on, max(value) AS demand_index, min(source_line) AS source_line FROM ({rows})
                WHERE {good} GROUP BY market, region, term""",
            "kept_apart": f"""SELECT source_line, min(problem) AS reason_code, NULL::VARCHAR AS reason, NULL::VARCHAR AS currency,
                NULL::DECIMAL(18, 4) AS money_in FROM ({rows}) WHERE problem IS NOT NULL GROUP BY source_line""",
            "ignored": f"""SELECT source_line, 'no_interest' AS reason_code FROM ({rows}) GROUP BY source_line
                HAVING count(*) FILTER (WHERE cell IS NOT NULL) = 0""",
        },
        reasons=REASONS,
    )


PLACES = Report(
    id="places",
    label="Interest by region (geoMap.csv)",
    grain="One row per country or region, with a column per term.",
    where="Google Trends: Explore > Interest by region > download; put the day into the file's name.",
    tables=("market_research",),
    columns=(VendorColumn("Country", aliases=tuple((word, "") for word in ("Region", "Subregion", "City", "Metro"))),),
    recognise=recognise,
    parse=parse,
    map=map_places,
    status=Status.INFERRED,
    sources=(
        "The form of the timeline's file, which is known; headings of places from general knowledge (unverified)",
    ),
)
