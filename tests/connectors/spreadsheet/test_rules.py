"""Rules, operations and derived tables of a mapping, on small files."""

from __future__ import annotations

from decimal import Decimal

import pytest

from argosy.connectors.contract import Context
from argosy.core.errors import ConfigurationError

from .conftest import Loader

SALES = """
argosy_mapping: 1
name: sales
recognise: {columns: [order, sku]}
columns:
  day: {type: instant}
  amount: {type: money, currency: EUR}
money: {amount: amount, currency: EUR}
"""
LINE = """
      order_id: order
      line_no: {ordinal_within: [order]}
      ordered_at: day
      sku: sku
      quantity: {constant: 1}
      gross_amount: amount
      status: {constant: ordered}
"""
TEXT = """order,day,sku,amount,kind
A1,2024-05-01,cup,10,sale
A1,2024-05-01,plate,5.50,sale
A1,2024-05-01,POST,3,fee
C1,2024-05-02,cup,-10,sale
,2024-05-02,,-1,
total,,,7.50,total
A2,2024-05-03,cup,x,sale
A3,2024-05-03,gift,2,present
"""


def test_the_first_rule_that_holds_decides_and_every_row_is_told(through: Loader) -> None:
    mapping = (
        SALES
        + f"""
rows:
  - {{name: total_line, when: {{order: total}}, ignore: Totals are not data.}}
  - {{name: postage, when: {{sku: POST}}, keep_apart: Postage is not read yet.}}
  - name: refund
    when: {{order: {{starts_with: C}}, amount: {{less_than: 0}}}}
    to: refunds
    set:
      refund_id: order
      line_no: {{ordinal_within: [order]}}
      refunded_at: day
      refund_amount: {{column: amount, sign: negate}}
  - name: sale
    when: {{kind: {{in: [sale]}}}}
    to: order_lines
    set: {LINE}"""
    )
    done = through(mapping, TEXT)
    assert done.rows("SELECT order_id, sku, line_no, kept_apart FROM out_order_lines ORDER BY source_line") == [
        ("A1", "cup", "1", None),
        ("A1", "plate", "2", None),
    ]
    assert done.rows("SELECT refund_id, refund_amount, currency FROM out_refunds") == [
        ("C1", Decimal("10.0000"), "EUR")
    ]
    assert done.rows("SELECT source_line, reason_code, money_in FROM out_kept_apart ORDER BY 1") == [
        (3, "postage", Decimal("3.0000")),
        (5, "no_rule", Decimal("-1.0000")),
        (7, "not_a_number:amount", None),
        (8, "no_rule", Decimal("2.0000")),
    ]
    assert done.rows("SELECT * FROM out_ignored") == [(6, "total_line")]
    assert done.mapped.reasons["postage"] == "Postage is not read yet."
    assert not done.mapped.streaming


def test_one_table_without_order_streams(through: Loader) -> None:
    mapping = (
        SALES
        + f"""
rows:
  - {{name: postage, when: {{sku: POST}}, keep_apart: Postage is not read yet.}}
  - name: sale
    when: {{kind: sale}}
    to: order_lines
    set: {LINE.replace("{ordinal_within: [order]}", '{concat: [order, sku], separator: "/"}')}"""
    )
    done = through(mapping, TEXT)
    assert done.mapped.streaming
    assert list(done.mapped.selects) == ["order_lines"]
    assert done.reasons("order_lines") == [
        (3, "postage"),
        (5, "no_rule"),
        (6, "no_rule"),
        (7, "not_a_number:amount"),
        (8, "no_rule"),
    ]
    assert done.rows("SELECT sum(money_in) FROM out_order_lines") == [(Decimal("17.0000"),)]


def test_places_count_all_rows_of_the_group(through: Loader) -> None:
    """Two rules of one table share an order: their line numbers must not meet."""
    mapping = (
        SALES
        + f"""
rows:
  - name: cup
    when: {{sku: cup}}
    to: order_lines
    set: {LINE}
  - name: other
    to: order_lines
    set: {LINE}"""
    )
    done = through(mapping, "order,day,sku,amount\nA1,2024-05-01,cup,1\nA1,2024-05-01,plate,2\nA1,2024-05-01,cup,3\n")
    assert done.rows("SELECT sku, line_no FROM out_order_lines ORDER BY source_line") == [
        ("cup", "1"),
        ("plate", "2"),
        ("cup", "3"),
    ]


def test_operations(through: Loader) -> None:
    mapping = """
argosy_mapping: 1
name: operations
recognise: {columns: [id]}
columns: {a: {type: decimal}, b: {type: decimal}, n: {type: integer}}
rows:
  - name: row
    to: products
    set:
      product_id: id
      title: {first_of: [name, id]}
      brand: {concat: [id, {constant: "'; DROP"}, name], separator: " - "}
      status: {vocabulary: {column: state, values: {Live: active, 下架: discontinued}, unknown: idea}}
      declared_value_amount: {multiply: [a, b, n]}
      packed_weight_g: {add: [n, {constant: 100}]}
      packed_length_mm: {divide: [a, b]}
      tax_class: {choose: [{when: {a: {greater_than: 2}}, value: {constant: high}}], otherwise: {constant: low}}
      category: {store: channel}
      owner_id: {identity_of: [name, state]}
"""
    text = "id,name,state,a,b,n\n1,cup,live,1.5,2,3\n2,,下架,4,,\n3,cup,live,3,0,1\n4,cup,gone,,,\n"
    done = through(mapping, text)
    found = done.rows(
        "SELECT title, brand, status, declared_value_amount, packed_weight_g, packed_length_mm, tax_class, category"
        " FROM out_products ORDER BY source_line"
    )
    assert found[0] == ("cup", "1 - '; DROP - cup", "active", Decimal("9.0000"), 103, 1, "low", "own_store")
    assert found[1] == ("2", "2 - '; DROP", "discontinued", None, 100, None, "high", "own_store")
    assert found[2][3:6] == (Decimal("0.0000"), 101, None)
    assert found[3][2] == "idea"
    first, second, third, fourth = (
        row[0] for row in done.rows("SELECT owner_id FROM out_products ORDER BY source_line")
    )
    assert (first[:-1], first[-1], third[-1]) == (third[:-1], "1", "2")
    assert len({first, second, third, fourth}) == 4


def test_unknown_words_are_kept_apart_by_name(through: Loader) -> None:
    mapping = (
        SALES
        + f"""
rows:
  - name: sale
    to: order_lines
    set: {LINE.replace("{constant: ordered}", "{vocabulary: {column: kind, values: {sale: ordered, fee: null}}}")}"""
    )
    done = through(mapping, TEXT.replace("total,,,7.50,total\n", ""))
    reasons = dict(done.reasons("order_lines"))
    assert reasons[3] == "missing:status"
    assert reasons[7] == "unknown_value:kind"
    assert done.mapped.reasons["unknown_value:kind"].startswith("Column kind holds a word")


def test_amounts_larger_than_the_ledger_are_told(through: Loader) -> None:
    mapping = (
        SALES.replace("money: {amount: amount, currency: EUR}\n", "")
        + f"""
rows:
  - name: sale
    to: order_lines
    set: {LINE.replace("gross_amount: amount", "gross_amount: {multiply: [amount, amount]}")}"""
    )
    done = through(mapping, "order,day,sku,amount\nA1,2024-05-01,cup,999999999999\nA2,2024-05-01,cup,9999999\n")
    assert done.reasons("order_lines") == [(1, "too_large:gross_amount")]
    assert done.rows("SELECT max(gross_amount) FROM out_order_lines") == [(Decimal("99999980000001.0000"),)]


def test_money_must_have_a_place(through: Loader) -> None:
    mapping = (
        SALES
        + """
rows:
  - name: stock
    to: inventory_events
    set:
      location_id: {constant: home}
      event_id: {concat: [order, sku], separator: "-"}
      happened_at: day
      kind: {constant: adjusted}
      sku: sku
      quantity: {constant: 1}
"""
    )
    done = through(mapping, "order,day,sku,amount\nA1,2024-05-01,cup,0\nA2,2024-05-01,cup,2\n")
    assert done.reasons("inventory_events") == [(2, "money_without_place")]


def test_tables_derived_from_rows_and_from_the_file(through: Loader) -> None:
    mapping = (
        SALES
        + f"""
rows:
  - name: postage
    when: {{sku: POST}}
    to: settlement_lines
    set:
      settlement_id: {{constant: "*"}}
      line_no: order
      posted_at: day
      order_id: order
      fee_type: {{constant: shipping_charge}}
      amount: amount
  - name: sale
    to: order_lines
    set: {LINE}
derive:
  orders:
    from: [order_lines, postage]
    by: [store_id, order_id]
    set:
      ordered_at: {{min: [ordered_at, posted_at]}}
      ordered_on: {{min: [ordered_on, posted_on]}}
      status: {{constant: ordered}}
      currency: {{first: currency}}
      goods_amount: {{sum: gross_amount}}
      shipping_amount: {{sum: amount}}
      total_amount: {{add: [{{sum: gross_amount}}, {{sum: amount}}]}}
  products:
    from: file
    by: {{product_id: sku}}
    set: {{category: {{last: kind}}, title: {{most_common: kind}}}}
"""
    )
    text = "order,day,sku,amount,kind\nA1,2024-05-01,cup,10,x\nA1,2024-05-01,POST,3,y\nA1,2024-05-01,cup,x,z\nA2,2024-05-02,cup,4,x\n"
    done = through(mapping, text)
    assert done.rows("SELECT order_id, goods_amount, shipping_amount, total_amount FROM out_orders ORDER BY 1") == [
        ("A1", Decimal("10.0000"), Decimal("3.0000"), Decimal("13.0000")),
        ("A2", Decimal("4.0000"), None, Decimal("4.0000")),
    ]
    assert done.rows("SELECT product_id, category, title FROM out_products ORDER BY 1") == [
        ("POST", "y", "y"),
        ("cup", "x", "x"),
    ]
    assert done.mapped.money_out == {
        "order_lines": "coalesce(gross_amount, 0)",
        "settlement_lines": "coalesce(amount, 0)",
    }


def test_the_store_comes_from_the_context(through: Loader) -> None:
    mapping = SALES + f"\nrows:\n  - name: sale\n    to: order_lines\n    set: {LINE}"
    context = Context("paris", "shopify", "Europe/Paris", "FR", "EUR")
    done = through(mapping, "order,day,sku,amount\nA1,2024-05-01 00:30,cup,1\n", context)
    found = done.rows("SELECT store_id, channel, market, ordered_at::VARCHAR, ordered_on::VARCHAR FROM out_order_lines")
    assert found == [("paris", "shopify", "FR", "2024-04-30 22:30:00", "2024-05-01")]


def test_names_and_values_of_a_file_never_become_sql(through: Loader) -> None:
    mapping = """
argosy_mapping: 1
name: hostile
recognise: {columns: ['a"b']}
columns: {'a"b': {type: text, values: {"x'; --": "it's"}}}
rows:
  - name: row
    when: {'a"b': {in: ["x'; --", "1' OR '1'='1"]}}
    to: products
    set: {product_id: 'a"b', title: {constant: "');DROP TABLE x;--"}}
"""
    done = through(mapping, "\"a\"\"b\",c'd\nx'; --,1\n1' OR '1'='1,2\nother,3\n")
    assert done.rows("SELECT product_id, title, kept_apart FROM out_products ORDER BY source_line") == [
        ("it's", "');DROP TABLE x;--", None),
        ("1' OR '1'='1", "');DROP TABLE x;--", None),
        ("other", "');DROP TABLE x;--", "no_rule"),
    ]


@pytest.mark.parametrize(
    ("condition", "lines"),
    [
        ("{a: {equals: x}}", [1]),
        ("{a: x}", [1]),
        ("{n: {equals: 2}}", [2]),
        ("{n: {in: [1, 2.0]}}", [1, 2]),
        ("{a: {in: [x, y]}}", [1, 2]),
        ("{a: {starts_with: lo}}", [3]),
        ("{a: {ends_with: ng}}", [3]),
        ("{a: {contains: on}}", [3]),
        ('{a: {matches: "[xy]"}}', [1, 2]),
        ("{n: {less_than: 2}}", [1]),
        ("{n: {at_least: 2}}", [2, 3]),
        ("{n: {greater_than: 1, at_most: 2}}", [2]),
        ("{a: {is_empty: true}}", [4]),
        ("{a: {is_empty: false}}", [1, 2, 3]),
        ("{not: {a: x}}", [2, 3, 4]),
        ("{any: [{a: x}, {n: {greater_than: 2}}]}", [1, 3]),
        ("{all: [{a: x}, {n: {greater_than: 2}}]}", []),
        ("{a: x, n: {less_than: 2}}", [1]),
        ("{day: {less_than: 2024-05-02}}", [1]),
    ],
)
def test_conditions(through: Loader, condition: str, lines: list[int]) -> None:
    mapping = f"""
argosy_mapping: 1
name: conditions
recognise: {{columns: [id]}}
columns: {{n: {{type: integer}}, day: {{type: date}}}}
rows:
  - {{name: row, when: {condition}, to: products, set: {{product_id: id}}}}
"""
    text = "id,a,n,day\n1,x,1,2024-05-01\n2,y,2,2024-05-02\n3,long,3,2024-05-03\n4,,,\n"
    done = through(mapping, text)
    assert [
        line for (line,) in done.rows("SELECT source_line FROM out_products WHERE kept_apart IS NULL ORDER BY 1")
    ] == lines


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("to: order_lines", "to: order_line"), "did you mean order_lines"),
        (("gross_amount: amount", "gros_amount: amount"), "no such column"),
        (("      sku: sku\n", ""), "needs sku in every row"),
        (("status: {constant: ordered}", "status: {constant: bought}"), "bought is no word of the column"),
        (("status: {constant: ordered}", "status: sku"), "use constant or vocabulary"),
        (("quantity: {constant: 1}", "quantity: {constant: many}"), "many is no value of the column"),
        (("ordered_at: day", "ordered_at: {constant: someday}"), "someday is no value"),
        (("gross_amount: amount", "gross_amount: day"), "cannot give a value of kind money"),
        (("gross_amount: amount", "gross_amount: {plus: [amount]}"), "exactly one operation is needed"),
        (("gross_amount: amount", "gross_amount: {multiply: [amount]}"), "at least 2 values"),
        (("gross_amount: amount", "gross_amount: {column: amount, sign: minus}"), "sign is one of"),
        (("when: {kind: sale}", "when: {kind: {like: sale}}"), "there is no test like"),
        (("when: {kind: sale}", 'when: {kind: {matches: "("}}'), "no regular expression"),
        (("money: {amount: amount,", "money: {arrives: {order_lines: [sku]}, amount: amount,"), "sku is no amount"),
    ],
)
def test_a_mistake_in_a_mapping_is_told_before_any_file(through: Loader, change: tuple[str, str], says: str) -> None:
    mapping = SALES + f"\nrows:\n  - name: sale\n    when: {{kind: sale}}\n    to: order_lines\n    set: {LINE}"
    assert change[0] in mapping
    with pytest.raises(ConfigurationError) as caught:
        through(mapping.replace(*change), TEXT)
    assert says in str(caught.value)
    assert str(caught.value).endswith(".")
