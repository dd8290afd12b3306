"""The lake's own books: what was loaded, and which rows were kept apart.

Both tables name their load themselves (`kept_apart` its line too), so these lineage columns are theirs already.
"""

from __future__ import annotations

from argosy.canonical.schema import Table, date, instant, integer, json_text, money, text

LOADS = Table(
    name="loads",
    subject="lake",
    grain="One row per file loaded.",
    key=("load_id",),
    columns=(
        text("load_id", "Argosy's id of the load.", required=True),
        text("file_sha256", "SHA-256 of the file as it came; its name in the raw store.", required=True),
        text("file_name", "Name the file came with.", required=True),
        text("connector", "Connector that read it.", required=True),
        text("report", "Report it was recognised as.", required=True),
        text("mapping", "Mapping file used, or empty."),
        text("store_id", "Store it was loaded for, as named in argosy.toml."),
        instant("started_at", "When the load began, UTC.", required=True),
        instant("finished_at", "When everything was in, UTC; empty while it runs."),
        integer("rows_read", "Data rows in the file.", required=True),
        integer("rows_loaded", "Data rows that reached canonical tables.", required=True),
        integer("rows_kept_apart", "Data rows kept apart (see kept_apart).", required=True),
        integer(
            "rows_ignored", "Data rows left out on purpose: totals, descriptions, exact duplicates.", required=True
        ),
        text(
            "currency", "ISO 4217 currency of the amounts; empty where the file holds no money, or several currencies."
        ),
        money("money_in_amount", "Sum of the money in the file, or the total it states itself."),
        money("money_out_amount", "Sum of the money that reached canonical tables."),
        money("residual_amount", "Money in minus money out minus the money kept apart; 0 where nothing was lost."),
        date("covers_from_on", "First day the file tells about."),
        date("covers_to_on", "Day after the last day the file tells about."),
        json_text("notes", "What else is to be said, a JSON list of sentences or {code, count, text}."),
    ),
)

KEPT_APART = Table(
    name="kept_apart",
    subject="lake",
    grain="One row per row of a file that could not be loaded, with the reason.",
    key=("load_id", "source_line"),
    replaces=("load_id",),
    columns=(
        text("load_id", "The load it came with (see loads).", required=True),
        integer(
            "source_line",
            "Line of the row in its file, the first data row being 1; 0 for a row derived from several.",
            required=True,
        ),
        text("reason_code", "Why, as a word and, after a colon, the column it is about.", required=True),
        text("reason", "Why, as a sentence that says what to do.", required=True),
        text("currency", "ISO 4217 currency of the amount; empty where the row has none."),
        money("amount", "Money the row carries, with the file's own sign."),
        json_text("raw", "The row as it came, a JSON object: column to text."),
    ),
)

TABLES = (LOADS, KEPT_APART)
