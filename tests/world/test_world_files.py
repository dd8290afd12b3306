"""The simulated seller's files: the same from the same seed, known to Argosy by content, and consistent in themselves."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from argosy.connectors.discovery import connectors
from argosy.connectors.recognition import is_ambiguous, recognise
from argosy.connectors.sighting import look
from argosy.connectors.spreadsheet.compile import compile_mapping
from argosy.connectors.spreadsheet.mapping import mappings_in
from argosy.core.errors import RequestError
from argosy.world.seller import Seller
from argosy.world.simulate import Simulated, simulate

SMALL = Seller(seed=7, order_lines=1_500)


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_seed_writes_the_same_files(small: Simulated, tmp_path: Path) -> None:
    again = simulate(SMALL, tmp_path / "again")
    assert digests(again.folder) == digests(small.folder)


def test_the_number_of_order_lines_is_about_what_was_asked(small: Simulated) -> None:
    assert small.order_lines == pytest.approx(1_500, rel=0.2)


def rows(files: list[Path], word: str, delimiter: str = "\t") -> list[dict[str, str]]:
    """The rows of every file with this word in its path, in the encodings the platforms use."""
    found: list[dict[str, str]] = []
    for path in files:
        if word in str(path):
            encoding = (
                "cp932"
                if "jp" in str(path) and "returns" not in path.name
                else "cp1252"
                if path.name[18:21] in ("de_", "fr_")
                else "utf-8-sig"
            )
            found += csv.DictReader(path.read_bytes().decode(encoding).splitlines(), delimiter=delimiter)
    assert found
    return found


def cents(cell: str) -> int:
    return round(Decimal(cell.replace(",", ".") or "0") * 100)


def test_every_file_is_known_by_its_content_and_never_two_ways(small: Simulated, files: list[Path]) -> None:
    known = connectors()
    own = [compile_mapping(one) for one in mappings_in(small.folder / "mappings")]
    for path in files:
        sightings = look(path, "nameless")
        found = recognise(sightings, known.values())
        mapped = [report.id for report in own if report.recognise(sightings[0]) >= 0.9]
        sure = [one.report for one in found if one.confidence >= 0.9]
        assert (len([*mapped, *sure]) == 1) if path.parent.name == "team" else found, (path, mapped, found)
        assert not is_ambiguous(found), path


def test_a_settlement_s_amounts_add_up_to_its_total(files: list[Path]) -> None:
    totals: Counter[str] = Counter()
    amounts: Counter[str] = Counter()
    for row in rows(files, "settlement_"):
        totals[row["settlement-id"]] += cents(row["total-amount"])
        amounts[row["settlement-id"]] += cents(row["amount"])
    assert len(totals) > 100
    assert totals == amounts


def test_what_was_ordered_is_what_was_settled(files: list[Path]) -> None:
    """Price less discount of each order line that shipped, with its tax, is what the settlement says was paid for it."""
    ordered: Counter[str] = Counter()
    for row in rows(files, "all_orders"):
        if row["order-status"] == "Shipped":
            tax = cents(row["item-tax"]) if row["ship-country"] == "US" else 0
            ordered[row["amazon-order-id"]] += cents(row["item-price"]) + tax - cents(row["item-promotion-discount"])
    settled: Counter[str] = Counter()
    for row in rows(files, "settlement_"):
        if row["transaction-type"] == "Order" and row["amount-type"] in ("ItemPrice", "Promotion"):
            settled[row["order-id"]] += cents(row["amount"])
    assert len(settled) > 0.85 * len(ordered)
    assert {number: ordered[number] for number in settled} == settled


def test_card_payments_are_the_totals_of_orders_and_make_up_the_payouts(files: list[Path]) -> None:
    orders = {row["Name"]: row for row in rows(files, "orders_export", ",") if row["Total"]}
    payments = rows(files, "payment_transactions", ",")
    charges = {row["Order"]: cents(row["Amount"]) for row in payments if row["Type"] == "charge"}
    assert charges == {
        name: cents(row["Total"])
        for name, row in orders.items()
        if row["Payment Method"] == "Shopify Payments" and not row["Cancelled at"] and name in charges
    }
    refunds: Counter[str] = Counter()
    for row in payments:
        refunds[row["Order"]] += -cents(row["Amount"]) if row["Type"] == "refund" else 0
    assert all(cents(orders[name]["Refunded Amount"]) == given for name, given in refunds.items() if given)
    paid: Counter[str] = Counter()
    for row in payments:
        if row["Payout Date"]:
            paid[row["Payout Date"]] += cents(row["Net"])
    assert paid == {row["Payout Date"]: cents(row["Total"]) for row in rows(files, "payouts_export", ",")}


def test_a_folder_that_is_not_empty_and_an_impossible_size_are_refused(small: Simulated, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="not empty"):
        simulate(SMALL, small.folder)
    with pytest.raises(RequestError, match="from 1000 to 100000000"):
        Seller(order_lines=10)
    with pytest.raises(RequestError, match="first of a month"):
        Seller(first_on=date(2025, 3, 2))


@pytest.mark.slow
def test_truth_names_what_was_planted_and_a_seller_can_have_nothing_planted(small: Simulated, tmp_path: Path) -> None:
    truth = json.loads((small.folder / "truth.json").read_text(encoding="utf-8"))
    assert {"name", "kind", "chapter", "subjects", "from", "effect"} <= set(truth["causes"][0])
    plain = simulate(Seller(seed=8, order_lines=1_500, planted=False), tmp_path / "plain")
    orders = "files/amazon_na/all_orders_2025.txt"
    assert digests(plain.folder)[orders] != digests(small.folder)[orders]
    assert json.loads((plain.folder / "truth.json").read_text(encoding="utf-8"))["causes"] == []


def test_the_books_of_the_world_are_what_its_files_say(small: Simulated, files: list[Path]) -> None:
    """Sales, fees and advertising by SKU, added up from orders and advertising reports, are the world's own books to the cent."""
    with (small.folder / "books.csv").open(encoding="utf-8") as source:
        books = list(csv.DictReader(source))
    sold: Counter[tuple[str, str]] = Counter()
    for row in rows(files, "all_orders"):
        if row["order-status"] == "Shipped":
            sold[row["sku"], row["currency"]] += cents(row["item-price"])
    kept: Counter[tuple[str, str]] = Counter()
    for row in books:
        if row["store"] != "shopify":
            kept[row["sku"], row["currency"]] += cents(row["gross_sales"])
    assert +kept == +sold
    spent = Counter[str]()
    for path in files:
        if path.name.startswith("广告商品报表"):
            for row in csv.DictReader(path.read_bytes().decode("gb18030").splitlines()):
                spent[row["推广SKU"]] += cents(row["花费"])
    assert (
        +Counter({sku: sum(cents(row["advertising"]) for row in books if row["sku"] == sku) for sku in spent}) == +spent
    )
