"""The seller's own sheets: what `argosy templates` writes, filled in, loads back without a mapping, in both languages."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from argosy.app.results import Outcome
from argosy.app.templates import write_templates
from argosy.connectors.argosy_templates.headings import templates
from argosy.connectors.discovery import connectors
from argosy.connectors.recognition import is_ambiguous, recognise
from argosy.connectors.sighting import look
from argosy.core.errors import RequestError

FOLDER = Path(__file__).parent
VALUES = {
    "integer": 5,
    "money": 12.5,
    "decimal": 3,
    "rate": 0.25,
    "date": "2026-03-31",
    "boolean": "是",
    "json": "a、b",
}


def filled(folder: Path, language: str, place: int) -> Path:
    """A workbook with a template's headings and one row with a value in every column."""
    template = templates()[place]
    path = folder / f"{place}.{language}.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(template.title(language))
        for column, heading in enumerate(template.headings):
            sheet.write(0, column, heading.in_language(language))
            name, kind = heading.column.name, heading.column.kind.value
            words = heading.words[language]
            text = (
                "CNY"
                if name == "currency"
                else "DE"
                if name in ("market", "country", "origin_country")
                else f"text {name}"
            )
            sheet.write(1, column, words[0] if words else VALUES.get(kind, text))
    return path


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_empty_template_is_known_by_its_headings(tmp_path: Path, language: str) -> None:
    paths = write_templates(tmp_path, (language,))
    assert len(paths) == len(templates())
    for path, template in zip(paths, templates(), strict=True):
        candidates = recognise(look(path), connectors().values())
        assert (candidates[0].connector, candidates[0].report) == ("argosy_templates", template.table.name)
        assert candidates[0].confidence == 1.0
        assert not is_ambiguous(candidates)


def test_every_column_of_every_template_arrives(seller: Any, tmp_path: Path) -> None:
    shop = seller("own_store")
    for place, template in enumerate(templates()):
        language = ("zh", "en")[place % 2]
        result = shop.argosy.ingest([filled(tmp_path, language, place)])[0]
        assert (result.outcome, result.kept_apart) == (Outcome.LOADED, {}), (template.table.name, str(result.message))
        names = [heading.column.name for heading in template.headings]
        (row,) = shop.rows(f"SELECT {', '.join(names)} FROM {template.table.name}")
        assert [name for name, value in zip(names, row, strict=True) if value is None] == []


def test_words_percent_lists_and_what_stays_empty(seller: Any) -> None:
    shop = seller("own_store")
    result = shop.sound(FOLDER / "product_costs_zh.csv")
    assert result.kept_apart == {"unknown_country:For market": 1, "unknown_value:Cost component": 1}
    assert shop.rows("SELECT market, batch_id, component, unit_cost_amount FROM product_costs ORDER BY 1") == [
        ("*", "*", "purchase", Decimal("42.50")),
        ("DE", "B-7", "duty", Decimal("1.10")),
        ("US", "B-7", "first_leg", Decimal("8.20")),
    ]
    shop.sound(FOLDER / "suppliers_en.csv")
    assert shop.rows("SELECT deposit_share, categories, vat_invoice_rate FROM suppliers ORDER BY supplier_id") == [
        (0.3, '["lamps","shades"]', 0.13),
        (0.5, '["vases"]', None),
    ]
    shop.sound(FOLDER / "purchase_orders_zh.csv")
    columns = "purchase_order_id, line_no, line_amount, ordered_on::VARCHAR, status"
    assert shop.rows(f"SELECT {columns} FROM purchase_orders ORDER BY 1, 2") == [
        ("PO-1", "1", Decimal(21250), "2026-02-01", "in_production"),
        ("PO-1", "2", Decimal(8800), "2026-02-01", "in_production"),
        ("PO-2", "1", Decimal(1500), "2026-02-03", "received"),
    ]


def test_a_corrected_sheet_replaces_what_it_said_before(seller: Any) -> None:
    shop = seller("own_store")
    text = (FOLDER / "bank_balances_zh.csv").read_text(encoding="utf-8")
    shop.sound(text, "first.csv")
    shop.sound(text.replace("914.27", "910.00"), "second.csv")
    assert shop.rows("SELECT balance_amount FROM bank_balances WHERE currency = 'USD'") == [(Decimal(910),)]


def test_an_unknown_template_or_language_is_told(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="dreams"):
        write_templates(tmp_path, names=("dreams",))
    with pytest.raises(RequestError, match="tlh"):
        write_templates(tmp_path, languages=("tlh",))
