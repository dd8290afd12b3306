"""Search Console, performance on search results: queries, pages, countries, devices, dates (each a CSV of the downloaded archive).

Only the table of dates says of which days it is; for the others put the first and the last day into the archive's or the file's name.
What is shown and clicked is not visits: these figures stand beside those of web analytics and never among them.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.contract import Report, Status
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import report
from argosy.connectors.visit_tables import NOTHING, day, visits

FOLDER = Path(__file__).parent
TELLER = "search_console"
WHERE = "Search Console: Performance, Search results > Export > Download CSV; unpack it and put the days into the name."
SOURCES = (
    "Headings of the CSV files in public parsers and their tests (English; Czech and Chinese for queries), 2026-11-22",
    "https://support.google.com/webmasters/answer/7576553",
)


def _also(*names: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return names


FIGURES = (
    Field("clicks", "Clicks", Kind.WHOLE, filled=True, aliases=_also(("Kliknutí", "cs"), ("点击次数", "zh"))),
    Field(
        "impressions", "Impressions", Kind.WHOLE, aliases=_also(("Zobrazení", "cs"), ("展示", "zh"), ("展示次数", "zh"))
    ),
    Field("position", "Position", Kind.AMOUNT, aliases=_also(("Pozice", "cs"), ("排名", "zh"))),
)
QUERY = Field(
    "query", "Top queries", filled=True, aliases=_also(("Query", ""), ("Nejčastější dotazy", "cs"), ("热门查询", "zh"))
)
QUERIES = report(
    Tabular(
        id="queries",
        label="Performance on search results: Queries.csv",
        grain="One row per search query in the days of the export.",
        where=WHERE,
        folder=FOLDER,
        fields=(QUERY, *FIGURES, day("Date")),
        into=(
            Into(
                "search_terms",
                {
                    "channel": "'google'",
                    "market": "'*'",
                    "told_by": "'search_console.queries'",
                    "search_term": "query",
                    "listing_id": "'*'",
                    "from_on": "coalesce(day, file_first_on)",
                    "days": "CASE WHEN day IS NOT NULL THEN 1 ELSE file_last_on - file_first_on + 1 END",
                    "own_impressions": "impressions",
                    "own_clicks": "clicks",
                    "organic_position": "position",
                },
            ),
        ),
        nothing=NOTHING,
        known=("CTR", "点击率", "点击率(%)", "Page"),
        forbids=("Campaign", "Cost", "Spend", "Page"),
        dated_by=("day",),
        status=Status.PARTIAL,
        sources=SOURCES,
    )
)


def _report(
    id: str,  # noqa: A002 - the name the declaration of every report has
    label: str,
    own: tuple[Field, ...],
    level: str,
    *forbids: str,
) -> Report:
    return visits(
        TELLER,
        id=id,
        label=f"Performance on search results: {label}",
        grain="One row per slice in the days of the export.",
        where=WHERE,
        folder=FOLDER,
        fields=(*own, *FIGURES),
        level=f"'{level}'",
        fixed={"source": "'organic_search'", "medium": "'google'"},
        known=("CTR",),
        forbids=("Campaign", "Cost", "Spend", "Sessions", "Top queries", *forbids),
        status=Status.PARTIAL,
        sources=SOURCES,
    )


PAGES = _report(
    "pages", "Pages.csv", (Field("page", "Top pages", filled=True, aliases=(("Page", ""),)), day("Date")), "page"
)
COUNTRIES = _report(
    "countries",
    "Countries.csv",
    (Field("country", "Country", Kind.COUNTRY), day("Date")),
    "source",
    "Top pages",
    "Device",
)
DEVICES = _report(
    "devices",
    "Devices.csv",
    (Field("device", "Device", Kind.WORD, otherwise="other"), day("Date")),
    "source",
    "Top pages",
    "Country",
)
DATES = _report(
    "dates",
    "Dates.csv",
    (Field("day", "Date", Kind.DAY, filled=True, formats=day("Date").formats),),
    "source",
    *("Top pages", "Country", "Device"),
)
