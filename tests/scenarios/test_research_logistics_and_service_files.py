"""Every sample of research, logistics, CRM, social networks, reviews and tickets in one folder, and the kinds that live on them."""

from __future__ import annotations

import os
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from argosy.app.facade import Argosy
from argosy.app.results import FileResult, Outcome
from argosy.connectors.conformance import sample_files
from argosy.domains.brand import facts as brand
from argosy.domains.logistics import facts as logistics
from argosy.domains.market import abroad
from argosy.domains.team import facts as team

SAMPLES = Path(__file__).resolve().parents[1] / "connectors"
VENDORS = (
    *("helium10", "jungle_scout", "keepa", "sellersprite", "google_trends"),
    *("dhl", "fedex", "ups", "yunexpress", "seventeen_track"),
    *("zoho_crm", "salesforce", "klaviyo", "mailchimp"),
    *("facebook", "instagram", "x_twitter", "linkedin", "pinterest", "tiktok"),
    *("judgeme", "trustpilot", "zendesk", "gorgias"),
)
STORE = (
    '\n[[stores]]\nid = "shop"\nchannel = "own_store"\ntime_zone = "Europe/Berlin"\nmarket = "DE"\ncurrency = "EUR"\n'
)
SENT_BY_HAND = "Parcel,Order,Number,Sent,To,State\nP-1,ORD-1,LZTEST00000001CN,2026-03-01,US,sent\n"
MAPPING = """
argosy_mapping: 1
name: own_parcels
recognise: {columns: [Parcel, Order, Number, Sent, To, State]}
file: {decimal: "."}
columns:
  Parcel: {type: text}
  Order: {type: text}
  Number: {type: text}
  Sent: {type: date, format: "%Y-%m-%d"}
  To: {type: text}
  State: {type: text}
rows:
  - name: row
    to: shipments
    set:
      shipment_id: Parcel
      order_id: Order
      tracking_number: Number
      created_on: Sent
      destination_country: To
      purpose: {constant: order}
      carrier: {constant: china_post}
      status: {vocabulary: {column: State, values: {sent: in_transit}, unknown: keep_apart}}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Argosy, Path, list[FileResult]]:
    """A shop that has taken in the whole folder once."""
    root = tmp_path_factory.mktemp("shop")
    argosy, inbox = Argosy.new(root / "shop", "EUR", "DE"), root / "in"
    toml = argosy.workspace.root / "argosy.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + STORE, encoding="utf-8")
    argosy = Argosy.open(argosy.workspace.root)
    inbox.mkdir()
    for vendor in VENDORS:
        for path in sample_files(SAMPLES / vendor):
            os.utime(shutil.copyfile(path, inbox / f"{vendor} {path.name}"), (0, 0))
    return argosy, inbox, argosy.ingest([inbox])


@pytest.mark.slow
def test_every_sample_is_known_its_money_arrives_and_a_second_time_changes_nothing(
    shop: tuple[Argosy, Path, list[FileResult]],
) -> None:
    argosy, inbox, first = shop
    assert [(one.file, str(one.message)) for one in first if one.outcome is not Outcome.LOADED] == []
    assert {one.file.split()[0]: one.connector for one in first} == {vendor: vendor for vendor in VENDORS}
    assert {check.residual for one in first for check in one.money} == {Decimal(0)}
    assert {one.connector for one in first if one.money} == {"dhl", "fedex", "ups"}
    snapshot = argosy.workspace.lake.latest().number
    assert {one.outcome for one in argosy.ingest([inbox])} == {Outcome.ALREADY_LOADED}
    assert argosy.workspace.lake.latest().number == snapshot


@pytest.mark.slow
def test_the_kinds_see_their_rows(shop: tuple[Argosy, Path, list[FileResult]]) -> None:
    argosy = shop[0]
    reviews = brand.load(argosy.measures, date(2026, 6, 30)).reviews
    assert {(one.channel, one.rating, one.is_answered) for one in reviews} == {
        ("own_store", 1.0, False),
        ("own_store", 5.0, True),
        ("trustpilot", 2.0, False),
        ("trustpilot", 5.0, True),
    }
    questions = team.load(argosy.measures, date(2026, 6, 30)).questions
    assert len(questions) == 4
    assert list(questions.late).count(True) == 2, "two tickets have no first answer"
    research = abroad._research(argosy.measures, date(2026, 6, 30))
    assert research["DE"] == ((65 + 88) / 2, 64.0)
    assert research["FR"] == (None, 0.5)


@pytest.mark.slow
def test_a_parcel_of_the_tracker_is_claimed_and_one_the_sender_knows_too_is_one(
    shop: tuple[Argosy, Path, list[FileResult]],
) -> None:
    argosy, inbox, _ = shop
    parcels = logistics.load(argosy.measures, date(2026, 4, 30)).parcels
    assert [(one.tracking, one.route.carrier, one.age_days) for one in parcels] == [("LZTEST00000002CN", "yanwen", 59)]
    own = inbox.parent / "own.csv"
    own.write_text(SENT_BY_HAND, encoding="utf-8")
    (argosy.workspace.mappings / "own_parcels.yaml").write_text(MAPPING, encoding="utf-8")
    loaded = argosy.ingest([own])[0]
    assert loaded.outcome is Outcome.LOADED, loaded.message
    facts = logistics.load(argosy.measures, date(2026, 4, 30))
    assert [one.tracking for one in facts.parcels] == ["LZTEST00000002CN"], (
        "the sender's row is delivered, says the tracker"
    )
    assert sum(int(route.delivered.sum()) for route in facts.routes) == 1
