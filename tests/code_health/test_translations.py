"""Every text a person may read is in the catalogue, in Chinese too, with the same places; and what finds the texts finds them all."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from update import messages
from update.message_sources import Broken, Found, error_names, of_module, place_names, sources

from argosy.core.text import Text, catalogue

SOURCE = """
class OddError(DataError): ...
class DataError(ArgosyError): ...
Text("plain")
Text("one" if odd else "two")
Text(f"made {up}")
Text("put " + name)
mark("marked")
core.text.mark("by path")
raise OddError("File {file} is odd.", file=1)
raise ValueError("not for people")
Option("--all", help="Everything.")
Metric(slug="x", title="Title", formula="a / b", source="nobody")
Text(known)
Text("")
"""


def found_in(source: str) -> list[Found | Broken]:
    module = ast.parse(source)
    return list(of_module(module, "file.py", error_names([module])))


def test_every_kind_of_text_is_found() -> None:
    texts = {one.text for one in found_in(SOURCE) if isinstance(one, Found)}
    assert texts == {
        "plain", "one", "two", "marked", "by path", "File {file} is odd.", "Everything.", "Title", "a / b",
    }  # fmt: skip


def test_a_text_put_together_before_it_is_marked_is_reported_with_its_line() -> None:
    assert [one.line for one in found_in(SOURCE) if isinstance(one, Broken)] == [6, 7]


def test_errors_are_known_by_their_ancestors_wherever_they_stand() -> None:
    module = ast.parse("class B(A): ...\nclass A(core.DataError): ...\nclass DataError(ArgosyError): ...\nclass C: ...")
    assert error_names([module]) == {"ArgosyError", "DataError", "A", "B"}


def test_the_package_has_no_text_that_cannot_be_translated() -> None:
    assert [one for one in sources() if isinstance(one, Broken)] == []


def test_the_catalogues_are_complete_and_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    code = messages.main(["--check"])
    assert code == 0, capsys.readouterr().out


def catalog(**pairs: str) -> Catalog:
    made = Catalog(locale="zh", charset="utf-8")
    for text, translated in pairs.items():
        made.add(text.replace("_", " "), translated)
    return made


def part(folder: Path, name: str, **pairs: str) -> None:
    (folder / "parts").mkdir(exist_ok=True)
    with (folder / "parts" / f"{name}.po").open("wb") as file:
        write_po(file, catalog(**pairs))


def test_parts_come_first_then_what_is_there_then_cldr(tmp_path: Path) -> None:
    (tmp_path / "LC_MESSAGES").mkdir()
    with (tmp_path / "LC_MESSAGES" / "argosy.po").open("wb") as file:
        write_po(file, catalog(net_sales="旧", orders="订单数", gone="没了"))
    part(tmp_path, "one", net_sales="净销售额")
    texts = messages.template(
        [Found("net sales", "a.py"), Found("orders", "a.py"), Found("new", "a.py"), Found("Germany", "CLDR")]
    )
    merged, conflicts = messages.merged(texts, "zh", tmp_path)
    assert {str(one.id): one.string for one in merged if one.id} == {
        "net sales": "净销售额", "orders": "订单数", "new": "", "Germany": "德国",
    }  # fmt: skip
    assert conflicts == []
    assert messages.faults(merged) == ["not translated: new"]


def test_two_parts_that_disagree_are_reported(tmp_path: Path) -> None:
    part(tmp_path, "one", orders="订单数")
    part(tmp_path, "two", orders="单量")
    _, conflicts = messages.merged(messages.template([Found("orders", "a.py")]), "zh", tmp_path)
    assert conflicts == ["two.po and one.po translate differently: orders"]


def test_a_translation_with_other_places_is_reported() -> None:
    wrong = Catalog(locale="zh")
    wrong.add("{rows} rows", "{row} 行")
    wrong.add("{rows} of {all}", "{all} 中的 {rows}")
    assert messages.faults(wrong) == ["places differ: {rows} rows / {row} 行"]


def test_countries_have_their_names_in_every_language() -> None:
    assert place_names("zh")["DE"] == "德国"
    assert Text("United States").render("zh") == "美国"
    assert set(place_names("en")) >= {"GB", "CN", "US", "HK"}


@pytest.mark.parametrize("language", ["zh", "zh-Hans", "zh_CN", "zh-Hant-TW"])
def test_every_chinese_locale_finds_the_catalogue(language: str) -> None:
    assert catalogue(language).gettext("Net sales") == "净销售额"
