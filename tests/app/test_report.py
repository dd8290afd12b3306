"""The report says what the orders say, follows every number to its rows, and tells nobody who the buyers are."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from argosy.app.decide import Decided
from argosy.app.facade import Argosy
from argosy.app.report import Report, compose
from argosy.app.report.contents import Breakdown, Slice, Source
from argosy.app.report.privacy import without_persons
from argosy.app.report.window import choose
from argosy.core.estimate import Estimate
from argosy.core.evidence import Evidence
from argosy.core.text import Text
from argosy.decision.contract import Decision, Option, Verdict, hold
from argosy.decision.evaluation import Evaluation
from argosy.interfaces.cli.asking import query
from argosy.metrics.contract import Unit

MAPPING = Path(__file__).resolve().parents[2] / "src/argosy/connectors/spreadsheet/mappings/online_retail.yaml"
COLUMNS = ("InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country")
COUNTRIES = ("United Kingdom", "United Kingdom", "United Kingdom", "United Kingdom", "Germany", "France", "Japan")
CODES = {"United Kingdom": "GB", "Germany": "DE", "France": "FR", "Japan": "JP"}
PRODUCTS = (
    ("22423", "CAKESTAND", "12.75"),
    ("85123A", "<b>HEART</b> & HOLDER", "2.55"),
    ("47566", "=BUNTING", "4.95"),
)
FIRST, LAST = date(2020, 1, 1), date(2021, 2, 10)
GUEST_EVERY, REFUND_EVERY = 17, 23

Line = tuple[str, str, str, int, date, str, str, str]


def shop_lines() -> list[Line]:
    """Two orders on most days, some of guests, some taken back; the countries take turns."""
    found: list[Line] = []
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        country = COUNTRIES[number * 3 % len(COUNTRIES)]
        customer = "" if number % GUEST_EVERY == 0 else str(90100 + number * 5 % 31)
        code, title, price = PRODUCTS[number % len(PRODUCTS)]
        found.append((f"{5000 + number}", code, title, 2 + number % 5, day, price, customer, country))
        if number % REFUND_EVERY == 0:
            found.append((f"C{9000 + number}", code, title, -1, day, price, customer, country))
    return found


def write_shop(path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows((*line[:4], f"{line[4]} 10:00:00", *line[5:]) for line in shop_lines())


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Argosy:
    root = tmp_path_factory.mktemp("report") / "shop"
    argosy = Argosy.new(root, "GBP", "CN")
    write_shop(root / "orders.csv")
    (result,) = argosy.ingest([root / "orders.csv"], mapping=MAPPING)
    assert result.load_id, str(result.message)
    return argosy


@pytest.fixture(scope="module")
def report(shop: Argosy) -> Report:
    return compose(shop, Decided((), LAST, "GBP", (Text("As of that day."),)))


def net_sales(**wanted: object) -> Decimal:
    """Independent of the metrics: from the lines themselves."""
    return sum((line[3] * Decimal(line[5]) for line in shop_lines() if fits(line, **wanted)), Decimal(0))


def fits(line: Line, market: str = "", month: str = "", sku: str = "", first: date = FIRST) -> bool:
    return (
        (not market or CODES[line[7]] == market)
        and line[4].strftime("%Y-%m").startswith(month)
        and (not sku or line[1] == sku)
        and line[4] >= first
    )


def within(report: Report) -> date:
    assert report.window is not None
    return report.window.period.start


def breakdown(found: Breakdown | None) -> dict[str | None, Slice]:
    assert found is not None
    return {one.key: one for one in found.slices}


def test_a_year_and_more_is_told_by_its_last_twelve_complete_months(report: Report) -> None:
    assert report.window is not None
    assert str(report.window.period) == "2020-02-01:2021-02-01", "406 days: the last twelve complete months are told"
    assert report.window.compared is not None
    assert str(report.window.compared.later) == "2020-08-01:2021-02-01"


@pytest.mark.parametrize(
    ("first", "last", "later", "earlier", "same_season"),
    [
        (date(2010, 12, 1), date(2011, 12, 9), "2011-06-01:2011-12-01", "2010-12-01:2011-06-01", False),
        (date(2022, 1, 1), date(2024, 1, 31), "2023-02-01:2024-02-01", "2022-02-01:2023-02-01", True),
        (date(2023, 1, 1), date(2024, 4, 2), "2024-Q1", "2023-Q1", True),
        (date(2023, 1, 1), date(2023, 7, 4), "2023-04-01:2023-07-01", "2023-01-01:2023-04-01", False),
        (date(2023, 1, 1), date(2023, 3, 15), "2023-02", "2023-01", False),
    ],
)
def test_the_longest_fair_stretches_are_compared(
    first: date, last: date, later: str, earlier: str, same_season: bool
) -> None:
    compared = choose(first, last).compared
    assert compared is not None
    assert (compared.later, compared.earlier) == (parse(later), parse(earlier))
    assert compared.is_same_season == same_season


def parse(text: str) -> object:
    from argosy.core.period import Period

    return Period.parse(text)


def test_less_than_two_complete_months_compare_with_nothing() -> None:
    assert choose(date(2023, 1, 5), date(2023, 2, 27)).compared is None


def test_headline_numbers_equal_a_count_of_the_lines(report: Report) -> None:
    figures = {figure.metric: figure for figure in report.headline}
    start, end = within(report), date(2021, 2, 1)
    lines = [line for line in shop_lines() if start <= line[4] < end]
    orders = [line for line in lines if line[3] > 0]
    refunded = -sum(line[3] * Decimal(line[5]) for line in lines if line[3] < 0)
    sold = sum(line[3] * Decimal(line[5]) for line in orders)
    assert figures["net_sales"].value == sold - refunded
    assert figures["orders"].value == len(orders)
    assert figures["customers"].value == len({line[6] for line in orders if line[6]})
    assert figures["units"].value == sum(line[3] for line in orders)
    assert figures["refund_rate"].value == pytest.approx(float(refunded / sold))
    change = figures["net_sales"].change
    assert change is not None
    later = sum(line[3] * Decimal(line[5]) for line in lines if line[4] >= date(2020, 8, 1))
    assert change.later == later
    assert change.amount(Unit.MONEY) == pytest.approx(
        float((later - (sold - refunded - later)) / (sold - refunded - later))
    )


def test_slices_equal_a_count_of_the_lines_and_their_shares_add_up(report: Report) -> None:
    months, markets, products = breakdown(report.months), breakdown(report.markets), breakdown(report.products)
    in_window = [line for line in shop_lines() if within(report) <= line[4] < date(2021, 2, 1)]
    by_market: dict[str, Decimal] = defaultdict(Decimal)
    for line in in_window:
        by_market[CODES[line[7]]] += line[3] * Decimal(line[5])
    assert {key: one.values["net_sales"] for key, one in markets.items()} == by_market
    assert months["2020-07"].values["net_sales"] == net_sales(month="2020-07")
    assert len(months) == 12
    assert sum(one.share or 0 for one in markets.values()) == pytest.approx(1)
    assert products["22423"].label == "CAKESTAND"
    assert [one.share for one in (report.markets or Breakdown("", (), ())).slices] == sorted(
        (one.share for one in markets.values()), key=lambda share: -(share or 0)
    )


def test_a_market_that_outweighs_all_others_is_told_apart_with_the_rest_measured_anew(report: Report) -> None:
    assert report.main_market == "GB", "the home country CN buys nothing here, GB is more than half"
    others = report.other_markets
    assert others is not None
    assert others.values["net_sales"] == sum(
        one.values["net_sales"] for key, one in breakdown(report.markets).items() if key != "GB"
    )
    lines = [
        line
        for line in shop_lines()
        if within(report) <= line[4] < date(2021, 2, 1) and CODES[line[7]] != "GB" and line[3] > 0
    ]
    assert others.values["customers"] == len({line[6] for line in lines if line[6]}), "distinct, not added up"


def test_half_of_the_known_sales_hangs_on_the_first_customers(report: Report) -> None:
    found = report.concentration
    assert found is not None
    spent: dict[str, Decimal] = defaultdict(Decimal)
    for line in shop_lines():
        if line[6] and within(report) <= line[4] < date(2021, 2, 1):
            spent[line[6]] += line[3] * Decimal(line[5])
    ordered = sorted((amount for amount in spent.values() if amount > 0), reverse=True)
    total = sum(ordered)
    half = next(count for count in range(1, len(ordered) + 1) if sum(ordered[:count]) * 2 >= total)
    assert (found.customers, found.half) == (len(ordered), half)
    assert found.curve[0] == (0.0, 0.0)
    assert found.curve[-1] == pytest.approx((1.0, 1.0))
    assert found.largest[0].values["net_sales"] == ordered[0]


def test_every_number_has_a_source_and_every_source_its_commands(report: Report, shop: Argosy) -> None:
    known = {source.id: source for source in report.sources}
    parts = [report.months, report.markets, report.products, report.segments]
    named = [figure.source for figure in report.headline]
    named += [one.source for part in parts if part for one in part.slices]
    assert set(named) <= set(known)
    assert len(known) == len(report.sources), "ids are not repeated"
    for source in (known[report.headline[0].source], known["market-DE"], known["month-2020-07"], known["sku-85123A"]):
        asked = asked_by(source)
        row = shop.measure(asked).rows[0]
        assert {slug: row[slug] for slug in source.values} == source.values, "the command gives the number again"


def asked_by(source: Source) -> object:
    """The query of the command line that a source shows, read by the command line itself."""
    import shlex

    words = shlex.split(source.measure_command)
    assert words[:2] == ["argosy", "measure"]
    options: dict[str, list[str]] = defaultdict(list)
    for name, value in zip(words[3::2], words[4::2], strict=True):
        options[name].append(value)
    assert set(options) <= {"--by", "--where", "--from", "--to"}
    first, last = options["--from"][0], options["--to"][0]
    return query([words[2]], options["--by"], first, last, options["--where"])


def test_rows_behind_a_number_stand_in_the_file_at_that_line(report: Report) -> None:
    source = next(one for one in report.sources if one.id == "market-DE")
    (group,) = source.groups
    lines = shop_lines()
    assert group.total == sum(
        1 for line in lines if fits_window(line, report) and CODES[line[7]] == "DE" and line[3] > 0
    )
    for row in group.rows:
        assert row.file == "orders.csv"
        assert row.line is not None
        line = lines[row.line - 1]
        assert (row.values["order_id"], row.values["sku"], row.values["quantity"]) == (line[0], line[1], line[3])


def fits_window(line: Line, report: Report) -> bool:
    return within(report) <= line[4] < date(2021, 2, 1)


def test_nobody_can_be_recognised(shop: Argosy) -> None:
    customers = {line[6] for line in shop_lines() if line[6]}
    said = {str(value) for value in leaves(shop.report())}
    assert not [value for value in said if value in customers]
    assert any(value.endswith("•••") for value in said), "the largest customers are there, masked"


def test_lists_of_customers_are_hidden_in_a_decision_and_its_id_stays() -> None:
    stay = hold(Text("Hold."), Estimate.exact("net_sales", 0.0, "EUR/year"))
    write = Option(
        "write",
        Text("Write."),
        Estimate("net_sales", 2.0, 1.0, 3.0, "EUR/year"),
        {"count": 2, "list": ({"customer_id": "17850"},)},
    )
    decision = Decision(
        "customer.win_back",
        "segment:all",
        date(2026, 1, 1),
        Verdict.ACT,
        (write, stay),
        (Evidence("customers", 2, date(2026, 1, 1), "load"),),
        Text("They are quiet."),
        Evaluation("net_sales", 28, 1.0, where={"customer": ("17850", "17851"), "market": ("DE",)}),
        reversible=True,
        expires_on=date(2026, 2, 1),
    )
    shown = without_persons(decision)
    assert shown.id == decision.id
    assert shown.evaluation is not None
    assert dict(shown.evaluation.where) == {"customer": ("17•••", "17•••"), "market": ("DE",)}
    assert dict(shown.chosen.terms) == {"count": 2}
    assert "17850" not in str(shown.to_json("en"))


def leaves(value: object) -> Iterator[object]:
    """Every plain value within a report."""
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from leaves(getattr(value, field.name))
    elif isinstance(value, dict) or hasattr(value, "items"):
        for name, one in value.items():  # type: ignore[attr-defined]  # a mapping of any kind
            yield name
            yield from leaves(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from leaves(one)
    else:
        yield value


def test_the_books_are_told(report: Report) -> None:
    assert [str(note) for note in report.notes] == ["As of that day."]
    (file,) = report.intake.files
    assert (file.file, file.rows_read) == ("orders.csv", len(shop_lines()))
    assert [check.residual for check in file.money] == [Decimal(0)]
    assert report.snapshot == 1
    assert report.lake_version["order_lines"] >= 1


@pytest.mark.slow
def test_orders_in_another_currency_are_shown_in_both(tmp_path: Path) -> None:
    argosy = Argosy.new(tmp_path / "cny", "CNY", "CN")
    write_shop(tmp_path / "orders.csv")
    argosy.ingest([tmp_path / "orders.csv"], mapping=MAPPING)
    found = compose(argosy, Decided((), LAST, "CNY"))
    first = found.headline[0]
    assert found.order_currencies == ("GBP",)
    assert first.original == sum(line[3] * Decimal(line[5]) for line in shop_lines() if fits_window(line, found)), (
        "the amount in pounds, to the penny"
    )
    assert isinstance(first.value, Decimal)
    assert 7 < first.value / Decimal(str(first.original)) < 11, "yuan per pound in 2020"


def test_an_empty_workspace_has_a_report_too(tmp_path: Path) -> None:
    found = Argosy.new(tmp_path / "empty", "EUR", "DE").report()
    assert found.window is None
    assert (found.headline, found.sources, found.intake.files) == ((), (), ())
    assert all(one.decision.verdict.value == "not_enough_data" for one in found.proposals)
