"""17TRACK's answer of its interface (gettrackinfo, version 2.2 and later, JSON): each parcel with its status and everything that happened.

A parcel becomes a row of its own in `shipments`, marked as told by the tracker, so that it never replaces the sender's own row; measures
join both by the tracking number. The status is the tracker's; the day it left is that of the first event after the label.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from argosy.connectors.cleaning import clean_copy
from argosy.connectors.contract import VENDOR, Connection, Context, Mapped, Report, Sighting, Status, VendorColumn
from argosy.connectors.reading import text_literal
from argosy.connectors.vocabulary import case_sql, words
from argosy.core.errors import DataError
from argosy.core.text import mark

FOLDER = Path(__file__).parent
TOLD_BY = "seventeen_track.tracking"
REASONS = {
    "missing:number": mark("The record has no tracking number."),
    "not_an_instant:time_utc": mark("The event has no time in a form we know."),
    "unknown_value:stage": mark("Nobody knows this word yet; the event is left out."),
    "no_track_info": mark("The tracker knows nothing of the parcel yet."),
}


def recognise(sighting: Sighting) -> float:
    """By what stands in the document."""
    said = " ".join(cell for row in sighting.sample[:1] for cell in row)
    return 0.97 if sighting.format in ("json", "jsonl") and '"track_info"' in said and '"number"' in said else 0.0


def parse(sighting: Sighting, connection: Connection, _context: Context) -> None:
    """One row of `vendor` per parcel accepted, its record as JSON."""
    import duckdb

    path = clean_copy(replace(sighting, header_line=0), connection, None)
    parcels = (
        "from_json(coalesce(json_extract(json, '$.data.accepted'), json_extract(json, '$.accepted')), '[\"JSON\"]')"
    )
    try:
        connection.execute(
            "CREATE OR REPLACE TABLE parcels AS SELECT record::VARCHAR AS record, row_number() OVER () AS source_line FROM"
            f" (SELECT unnest({parcels}) AS record FROM (SELECT content::JSON AS json FROM read_text({text_literal(str(path))})))"
        )
    except duckdb.Error as error:
        why = str(error).splitlines()[0].rstrip(".")
        raise DataError(
            "JSON file {file} cannot be read: {why}; export it again.", file=sighting.name, why=why
        ) from error
    if not connection.execute("SELECT count(*) FROM parcels").fetchall()[0][0]:
        raise DataError("JSON file {file} has no parcels under data.accepted; fetch it again.", file=sighting.name)
    connection.execute(f"CREATE OR REPLACE VIEW {VENDOR} AS SELECT * FROM parcels")


def _told(path: str, record: str = "record") -> str:
    return f"json_extract_string({record}, '$.{path}')"


def _instant(path: str, record: str) -> str:
    return f"timezone('UTC', TRY_CAST({_told(path, record)} AS TIMESTAMPTZ))"


def _base() -> str:
    """The parcels numbered, their events with our words, and when each of them moved."""
    stage = case_sql("stage", words(FOLDER, "tracking", "stage"))
    events = f"""
        SELECT number, carrier, source_line, {_instant("time_utc", "event")} AS happened_at,
            TRY_CAST(left({_told("time_iso", "event")}, 10) AS DATE) AS local_on, {_told("time_utc", "event")} AS time_told,
            coalesce(nullif({_told("stage", "event")}, ''), split_part({_told("sub_status", "event")}, '_', 1)) AS stage,
            {_told("sub_status", "event")} AS code, {_told("description", "event")} AS said,
            coalesce(nullif({_told("location", "event")}, ''), '*') AS place, {_told("address.country", "event")} AS country
        FROM (SELECT *, unnest(json_extract(record, '$.track_info.tracking.providers[*].events[*]')) AS event FROM numbered)
    """
    carrier = (
        "lower(replace(json_extract_string(record, '$.track_info.tracking.providers[0].provider.name'), ' ', '_'))"
    )
    return f"""WITH numbered AS (SELECT *, {_told("number")} AS number, {carrier} AS carrier,
        {_told("track_info.latest_status.status")} AS status FROM {VENDOR}), events AS ({events}),
        known AS (SELECT *, {stage} AS kind FROM events),
        moved AS (SELECT number, min(happened_at) FILTER (WHERE kind <> 'label_created') AS shipped_at, min(happened_at) AS first_at,
            max(happened_at) FILTER (WHERE kind = 'delivered') AS delivered_at,
            max(happened_at) FILTER (WHERE kind = 'returned') AS returned_at FROM known GROUP BY number)"""


def _shipments(store: str) -> str:
    base, status = _base(), case_sql("status", words(FOLDER, "tracking", "status"))
    return f"""{base} SELECT {store}, 'tracked ' || n.number AS shipment_id, CAST(m.first_at AS DATE) AS created_on,
        CASE WHEN status LIKE 'Return%' THEN 'return' ELSE 'order' END AS purpose, n.number AS tracking_number, n.carrier,
        {_told("track_info.misc_info.service_type", "n.record")} AS service,
        {_told("track_info.shipping_info.shipper_address.country", "n.record")} AS origin_country,
        {_told("track_info.shipping_info.recipient_address.country", "n.record")} AS destination_country,
        coalesce({status}, 'created') AS status, m.shipped_at, m.delivered_at, m.returned_at, {text_literal(TOLD_BY)} AS told_by,
        n.source_line FROM numbered n JOIN moved m ON m.number = n.number
        WHERE m.first_at IS NOT NULL QUALIFY row_number() OVER (PARTITION BY n.number ORDER BY n.source_line) = 1"""


def _events(store: str) -> str:
    base = _base()
    return f"""{base} SELECT {store}, 'tracked ' || number AS shipment_id, happened_at, coalesce(local_on, CAST(happened_at AS DATE))
        AS happened_on, kind, place, country, carrier, number AS tracking_number, code AS vendor_code,
        said AS vendor_description, source_line FROM known WHERE happened_at IS NOT NULL AND kind IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY number, happened_at, kind, place ORDER BY source_line, said) = 1"""


def map_tracking(connection: Connection, context: Context) -> Mapped:
    """Parcels, and what happened to them."""
    del connection
    store, base = f"{text_literal(context.store_id)} AS store_id", _base()
    first = "row_number() OVER (PARTITION BY number ORDER BY source_line) = 1"
    apart = f"""{base} SELECT DISTINCT source_line, CASE WHEN number IS NULL THEN 'missing:number' ELSE 'no_track_info' END AS reason_code,
        NULL::VARCHAR AS reason, NULL::VARCHAR AS currency, NULL::DECIMAL(18,4) AS money_in FROM numbered
        WHERE number IS NULL OR number NOT IN (SELECT number FROM moved WHERE first_at IS NOT NULL)"""
    ignored = f"""{base} SELECT source_line, 'same_parcel' AS reason_code FROM numbered WHERE number IN
        (SELECT number FROM moved WHERE first_at IS NOT NULL) QUALIFY NOT {first}"""
    unknown = f"{base} SELECT count(*) FROM known WHERE kind IS NULL OR happened_at IS NULL"
    return Mapped(
        selects={
            "shipments": f"SELECT * FROM ({_shipments(store)})",
            "shipment_events": f"SELECT * FROM ({_events(store)})",
            "kept_apart": f"SELECT * FROM ({apart})",
            "ignored": f"SELECT * FROM ({ignored})",
        },
        reasons=REASONS,
        remarks={
            mark(
                "{count} events bear a word or a time nobody knows yet and were left out"
            ): f"SELECT * FROM ({unknown})"
        },
    )


TRACKING = Report(
    id="tracking",
    label="Tracking details (gettrackinfo, JSON)",
    grain="One record per parcel with all its events.",
    where="Fetched through 17TRACK's interface (gettrackinfo) by the seller's own tool; save the answer as it came.",
    tables=("shipments", "shipment_events"),
    columns=(VendorColumn("data.accepted[].number"), VendorColumn("data.accepted[].track_info")),
    recognise=recognise,
    parse=parse,
    map=map_tracking,
    status=Status.PARTIAL,
    sources=(
        "https://api.17track.net/en/doc?version=v2.2 (paths as read by several public clients, checked 2026-11-22)",
    ),
)
