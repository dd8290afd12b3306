"""Reading a mapping file: YAML without surprises, every mistake in one sentence that names the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from argosy.connectors.discovery import connectors
from argosy.connectors.spreadsheet import MAPPINGS
from argosy.connectors.spreadsheet.mapping import mappings_in, parse_mapping, read_mapping
from argosy.core.errors import ConfigurationError

LEAST = """
argosy_mapping: 1
name: least
recognise: {columns: [sku]}
rows:
  - {name: row, to: products, set: {product_id: sku}}
"""


def test_norway_ids_and_times_stay_text() -> None:
    values = 'NO: NO, "yes": on, 0012: 0012, "12:30": 2024-05-01, empty: ~, half: 1.5'
    mapping = parse_mapping(LEAST + f"columns: {{a: {{values: {{{values}}}}}}}\n")
    assert mapping.columns["a"].values == {
        "NO": "NO",
        "yes": "on",
        "0012": "0012",
        "12:30": "2024-05-01",
        "empty": None,
        "half": 1.5,
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("just text", "is no mapping"),
        ("a: [1\nb: 2", "is not valid YAML near line"),
        (LEAST.replace("argosy_mapping: 1", "argosy_mapping: 2"), "key argosy_mapping"),
        (LEAST.replace("name: least", "name: Least One"), "key name"),
        (LEAST.replace("recognise: {columns: [sku]}\n", ""), "key recognise: it is missing"),
        (LEAST.replace("columns: [sku]", "columns: []"), "key recognise.columns"),
        (LEAST + "colums: {}\n", "key colums: there is no such key"),
        (LEAST + "columns: {sku: {type: number}}\n", "key columns.sku.type"),
        (LEAST + 'file: {decimal: ",", thousands: ","}\n', "decimal and thousands cannot be the same sign"),
        (LEAST + "store: {id: a, channel: b, time_zone: London}\n", "is no time zone"),
        (LEAST.replace("to: products, ", ""), "exactly one of to, keep_apart and ignore"),
        (LEAST.replace("to: products", "ignore: never"), "set needs a table"),
        (LEAST + "  - {name: row, to: products, set: {product_id: sku}}\n", "two rules are called row"),
        (LEAST + "remarks: [{text: no count, repeated_rows: true}]\n", "needs {count}"),
    ],
)
def test_each_mistake_is_told(text: str, says: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        parse_mapping(text, "mine.yaml")
    told = str(caught.value)
    assert says in told
    assert "mine.yaml" in told
    assert "\n" not in told
    assert told.endswith(".")


def test_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"There is no mapping file"):
        read_mapping(tmp_path / "gone.yaml")
    (tmp_path / "odd.yaml").write_bytes("name: Größe".encode("cp1252"))
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        read_mapping(tmp_path / "odd.yaml")
    (tmp_path / "odd.yaml").unlink()
    assert mappings_in(tmp_path) == []
    (tmp_path / "b.yaml").write_text(LEAST)
    (tmp_path / "a.yml").write_text(LEAST.replace("least", "first"))
    assert [mapping.name for mapping in mappings_in(tmp_path)] == ["first", "least"]
    assert mappings_in(tmp_path)[1].text == LEAST
    (tmp_path / "c.yaml").write_text(LEAST)
    with pytest.raises(ConfigurationError, match="Two mappings"):
        mappings_in(tmp_path)


def test_the_mappings_of_the_package_are_the_reports_of_the_connector() -> None:
    names = [mapping.name for mapping in mappings_in(MAPPINGS)]
    assert [report.id for report in connectors()["spreadsheet"].reports] == names
    assert "online_retail" in names


def test_the_grammar_is_documented() -> None:
    """docs/mapping.md names every key, operation, test, aggregate and type there is."""
    from argosy.connectors.spreadsheet import derive, expressions, mapping, predicates

    page = (Path(__file__).resolve().parents[3] / "docs" / "mapping.md").read_text(encoding="utf-8")
    models = (
        mapping.Mapping,
        mapping.Recognise,
        mapping.FileFormat,
        mapping.StoreSettings,
        mapping.ColumnSettings,
        mapping.Rule,
        mapping.Derived,
        mapping.Money,
        mapping.Remark,
    )
    words = {(field.alias or name) for model in models for name, field in model.model_fields.items()}
    words |= {*expressions.OPERATIONS, *expressions.SIGNS, *predicates.TESTS, *predicates.GROUPS, *derive.AGGREGATES}
    words |= {"text", "integer", "decimal", "money", "rate", "date", "instant", "boolean", "country", "currency"}
    assert sorted(word for word in words if f"`{word}`" not in page) == []
