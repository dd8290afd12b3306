"""Interest over time (multiTimeline): up to five terms, each a column, per day, week or month; the country stands behind the term.

The index is relative to the peak of all terms in the file, so figures of two files do not compare. Hours are summed to their day's mean.
"""

from __future__ import annotations

from argosy.connectors.contract import VENDOR, Connection, Context, Mapped, Report, Sighting, Status, VendorColumn
from argosy.connectors.google_trends.headings import interest, is_table, terms, words
from argosy.connectors.reading import identifier, read, text_literal, vendor_columns
from argosy.connectors.recognition import header_key
from argosy.core.errors import DataError
from argosy.core.text import mark

REASONS = {
    "not_a_date:first column": mark("The day has a form we do not know."),
    "not_a_number:interest": mark("The interest is no number of 0 to 100."),
    "unknown_country": mark("The place behind the term is no country we know."),
}
FIRST = "first_on"


def recognise(sighting: Sighting) -> float:
    """By the heading of days and the interest below the others."""
    return 0.96 if is_table(sighting, "day") else 0.0


def parse(sighting: Sighting, connection: Connection, _context: Context) -> None:
    """The table as it is."""
    if not is_table(sighting, "day"):
        raise DataError(
            "Columns missing in {file}: {columns}; export the report again with all its columns.",
            file=sighting.name,
            columns="Day / Week / Month, Term",
        )
    read(sighting, connection)


def market_of(about: str, own: str | None) -> str | None:
    """The country a heading names; '*' for the world; the store's where it names nothing; None for a place we do not know."""
    from argosy.reference.countries.recognition import recognise_country

    if not about:
        return own or "*"
    return words("world").get(header_key(about)) or recognise_country(about)


def _rows(day: str, column: str, term: str, market: str | None) -> str:
    cell = identifier(column)
    return f"""SELECT source_line, TRY_CAST(left({identifier(day)}, 10) AS DATE) AS first_on, {identifier(day)} AS told,
        {text_literal(term)} AS search_term, {text_literal(market) if market else "NULL::VARCHAR"} AS market, {cell} AS cell,
        {interest(cell)} AS value FROM {VENDOR}"""


def map_timeline(connection: Connection, context: Context) -> Mapped:
    """One row per term and period."""
    columns = list(vendor_columns(connection))
    step = words("day")[header_key(columns[0])]
    days = {"week": "7", "month": f"CAST(date_diff('day', {FIRST}, {FIRST} + INTERVAL 1 MONTH) AS BIGINT)"}.get(
        step, "1"
    )
    parts = [
        _rows(columns[0], column, term, market_of(about, context.market)) for column, term, about in terms(columns)
    ]
    month = f"CASE WHEN regexp_full_match(told, '[0-9]{{4}}-[0-9]{{2}}') THEN TRY_CAST(told || '-01' AS DATE) ELSE {FIRST} END"
    rows = f"""SELECT * REPLACE ({month} AS first_on), CASE WHEN {month} IS NULL THEN 'not_a_date:first column'
        WHEN market IS NULL THEN 'unknown_country' WHEN cell IS NOT NULL AND coalesce(value NOT BETWEEN 0 AND 100, TRUE)
        THEN 'not_a_number:interest' END AS problem FROM ({" UNION ALL ".join(parts)})"""
    return Mapped(
        selects={
            "search_terms": f"""SELECT '*' AS store_id, 'google' AS channel, market, 'google_trends.timeline' AS told_by, search_term,
                '*' AS listing_id, first_on AS from_on, {days} AS days, avg(value)::DECIMAL(18, 6) AS trend_index,
                min(source_line) AS source_line FROM ({rows}) WHERE problem IS NULL GROUP BY market, search_term, first_on""",
            "kept_apart": f"""SELECT source_line, min(problem) AS reason_code, NULL::VARCHAR AS reason, NULL::VARCHAR AS currency,
                NULL::DECIMAL(18, 4) AS money_in FROM ({rows}) WHERE problem IS NOT NULL GROUP BY source_line""",
            "ignored": f"""SELECT source_line, 'same_day' AS reason_code FROM {VENDOR} WHERE source_line NOT IN
                (SELECT min(source_line) FROM ({rows}) WHERE problem IS NULL GROUP BY market, search_term, first_on)
                AND source_line NOT IN (SELECT source_line FROM ({rows}) WHERE problem IS NOT NULL)""",
        },
        reasons=REASONS,
        remarks={
            mark(
                "{count} cells say less than 1; they count as 0.5"
            ): f"SELECT count(*) FROM ({rows}) WHERE cell LIKE '<%'"
        },
    )


TIMELINE = Report(
    id="timeline",
    label="Interest over time (multiTimeline.csv)",
    grain="One row per day, week or month, with a column per term.",
    where="Google Trends: Explore > Interest over time > download.",
    tables=("search_terms",),
    columns=(VendorColumn("Day", aliases=tuple((word, "") for word in ("Week", "Month", "Time"))),),
    recognise=recognise,
    parse=parse,
    map=map_timeline,
    status=Status.PARTIAL,
    sources=("Files quoted in several public tests (English, German, Chinese), checked 2026-11-22",),
)
