"""Drafts: the table guessed from the words of the header, the types from the values, every guess marked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from argosy.canonical.catalogue import tables
from argosy.connectors.contract import Context, Sighting
from argosy.connectors.sighting import look
from argosy.connectors.spreadsheet.draft import draft, draft_yaml, vocabulary
from argosy.connectors.spreadsheet.shapes import currency_of, date_shape, number_shape

from .conftest import Loader

FILES = {
    "order_lines": """Order ID,Order Date,SKU,Product name,Quantity,Unit price,Ship country,Currency
A1,2024-05-01 10:00:00,cup,Cup,2,12.50,Germany,EUR
A1,2024-05-01 10:00:00,plate,Plate,1,3.00,Germany,EUR
""",
    "order_lines zh": """订单号,下单时间,商品编码,商品名称,数量,单价,币种,收货国家
A1,2024-05-01 10:00,S1,杯子,2,12.50,USD,美国
A2,2024-05-01 11:00,S2,盘子,1,"1,250.00",USD,德国
""",
    "products": "SKU,Product name,Brand,Category\ncup,Cup,Acme,Home\n",
    "product_costs zh": "货号,采购价,币种,生效日期\ncup,5.50,CNY,2024-01-01\n",
    "customers": "Email,First name,Last name,Country\na@b.example,Ada,B,Germany\n",
    "inventory_levels zh": "SKU,仓库,可用库存,在途库存,盘点日期\ncup,FBA,5,10,2024-05-01\n",
    "ad_performance": "Date\tCampaign Name\tSearch term\tImpressions\tClicks\tSpend\n2024-05-01\tBrand\tmug\t100\t3\t€1.20\n",
    "ad_performance zh": "日期,广告活动名称,展示量,点击量,花费,货币\n2024-05-01,品牌,100,3,1.20,USD\n",
    "settlement_lines zh": "结算编号,入账时间,订单号,费用类型,金额,币种\nS1,2024-05-01 10:00:00,O1,佣金,-1.5,USD\n",
    "bank_lines zh": "交易日期,摘要,金额,余额,对方户名,币种\n2024-05-01,货款,-100.00,900.00,张三,CNY\n",
    "bank_lines": "Booking date;Amount;Balance;Counterparty;Currency\n01.05.2024;-1.234,50;900,00;Acme;EUR\n",
}


@pytest.mark.parametrize("name", FILES)
def test_a_known_kind_of_file_is_drafted_and_loads(through: Loader, tmp_path: Path, name: str) -> None:
    table = name.split()[0]
    path = tmp_path / "file.csv"
    path.write_text(FILES[name], encoding="utf-8")
    text = draft_yaml(look(path)[0])
    done = through(text, path, Context("shop", "own_store", "UTC", None, "EUR"))
    assert next(iter(done.mapped.selects)) == table, text
    count = FILES[name].count("\n") - 1
    assert done.rows(f"SELECT count(*) FROM out_{table} WHERE kept_apart IS NULL") == [(count,)], done.reasons(table)
    assert done.report.recognise(look(path)[0]) == 1.0
    if done.mapped.money_out:
        money_in, money_out = done.rows(f"SELECT sum(money_in), sum({done.mapped.money_out[table]}) FROM out_{table}")[
            0
        ]
        assert money_in == money_out != 0


def sighting_of(tmp_path: Path, text: str) -> Sighting:
    """The sighting of a text."""
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    return look(path)[0]


def test_guesses_say_please_confirm(tmp_path: Path) -> None:
    text = "Order,Order date,SKU,Qty,Price\n1,05/06/2024,cup,1,$5\n2,07/06/2024,cup,1,$6\n"
    lines = draft_yaml(sighting_of(tmp_path, text)).splitlines()
    day = next(line for line in lines if "Order date:" in line)
    assert "day_first: true" in day
    assert "please confirm" in day
    currency = next(line for line in lines if "currency: {constant" in line)
    assert "USD" in currency
    assert "please confirm" in currency
    sku = next(line for line in lines if line.strip().startswith("sku: SKU"))
    assert "please confirm" not in sku


def test_a_day_above_twelve_is_evidence(tmp_path: Path) -> None:
    text = "Order,Order date,SKU,Qty,Price\n1,05/06/2024,cup,1,5\n2,25/06/2024,cup,1,6\n"
    day = next(line for line in draft_yaml(sighting_of(tmp_path, text)).splitlines() if "Order date:" in line)
    assert day.strip() == "Order date: {type: instant, day_first: true}"


def test_what_a_file_does_not_say_is_not_invented(through: Loader, tmp_path: Path) -> None:
    """A cost list without a day: the rows wait until the seller has written it."""
    path = tmp_path / "file.csv"
    path.write_text("货号,采购价\ncup,5.50\n", encoding="utf-8")
    done = through(draft_yaml(look(path)[0]), path)
    assert done.reasons("product_costs") == [(1, "missing:effective_on")]


def test_unknown_words_of_a_settlement_are_listed_not_guessed(tmp_path: Path) -> None:
    text = FILES["settlement_lines zh"] + "S1,2024-05-01 10:00:00,O1,怪费,1,USD\n"
    assert "# kept apart until they are named here: 怪费" in draft_yaml(sighting_of(tmp_path, text))


def test_a_file_of_no_known_kind_keeps_everything_apart(through: Loader, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("foo,bar\nx,y\n", encoding="utf-8")
    mapping = draft(look(path)[0])
    assert mapping.rows[0].keep_apart
    done = through(draft_yaml(look(path)[0]), path)
    assert done.rows("SELECT source_line, reason_code FROM out_kept_apart") == [(1, "unknown")]


def test_the_vocabulary_names_columns_that_exist() -> None:
    for word, meanings in vocabulary().items():
        for table, meaning in meanings.items():
            assert meaning.column in tables()[table].column_names, word


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1.50", "2"], (".", None, True)),
        (["1,50", "2"], (",", None, True)),
        (["1.234,50"], (",", ".", True)),
        (["1,234.50"], (".", ",", True)),
        (["1 234,50"], (",", " ", True)),
        (["1.234.567"], (",", ".", True)),
        (["1,234", "12"], (".", ",", False)),
        (["1.234"], (".", None, False)),
        (["€5", "€6"], (".", None, True)),
        (["abc", "5"], None),
    ],
)
def test_number_shapes(cells: list[str], expected: Any) -> None:
    shape = number_shape(cells)
    assert (shape and (shape.decimal, shape.thousands, shape.is_sure)) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["2024-05-01"], (None, None, True)),
        (["13/01/2024", "01/02/2024"], (None, True, True)),
        (["01/13/2024"], (None, False, True)),
        (["01.02.2024"], (None, True, True)),
        (["01/02/2024", "01/03/2024", "01/04/2024"], (None, False, False)),
        (["2024年5月1日"], ("%Y年%m月%d日", None, True)),
        (["20240501"], ("%Y%m%d", None, True)),
        (["cup"], None),
    ],
)
def test_date_shapes(cells: list[str], expected: Any) -> None:
    shape = date_shape(cells)
    assert (shape and (shape.format, shape.day_first, shape.is_sure)) == expected


def test_currencies_of_amounts() -> None:
    assert currency_of(["R$ 5"]) == ("BRL", True)
    assert currency_of(["5 EUR", "6 USD"])[1] is False
    assert currency_of(["5"]) == (None, False)
