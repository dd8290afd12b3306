"""Payment methods by country, currency and provider."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from argosy.core.errors import RequestError
from argosy.reference.countries import is_country
from argosy.reference.currencies import currencies
from argosy.reference.payment_methods import availability, file_version, methods, methods_for, providers
from argosy.reference.payment_methods.catalogue import AVAILABILITY_FILE


@pytest.fixture(scope="module")
def script(updater: Callable[[str], ModuleType]) -> ModuleType:
    return updater("payment_methods")


def test_availability_names_known_methods_countries_and_currencies() -> None:
    money = {each.code for each in currencies()}
    keys = {(each.provider, each.method) for each in availability()}
    assert len(keys) == len(availability()) > 350
    assert {each.method for each in availability()} == set(methods())
    for each in availability():
        assert all(is_country(code) for code in each.countries or ())
        assert (each.currencies or frozenset()) <= money
    assert len(providers()) > 90
    assert file_version().startswith("payment_methods/availability.csv@")


@pytest.mark.parametrize(
    ("country", "currency", "method"),
    [
        ("NL", "EUR", "ideal"),
        ("BR", "BRL", "pix"),
        ("BR", "BRL", "boleto"),
        ("PL", "PLN", "blik"),
        ("CN", "CNY", "ali_pay"),
        ("US", "USD", "affirm"),
    ],
)
def test_home_methods_are_found(country: str, currency: str, method: str) -> None:
    found = {each.method: taken_by for each, taken_by in methods_for(country, currency).items()}
    assert found[method] == tuple(sorted(set(found[method])))
    for provider in found[method]:
        assert method in {each.method for each in methods_for(country, currency, provider)}


def test_currency_and_country_both_count() -> None:
    assert "ideal" not in {each.method for each in methods_for("NL", "JPY")}
    assert "blik" not in {each.method for each in methods_for("JP", "PLN")}


def test_no_limit_is_no_evidence_of_use() -> None:
    unlimited = next(each for each in availability() if each.countries is None)
    assert unlimited.takes("ZW")
    assert unlimited.method in {each.method for each in methods_for("ZW", None, unlimited.provider)}
    assert unlimited.provider not in {
        name for each, taken in methods_for("ZW").items() if each.method == unlimited.method for name in taken
    }


def test_unknown_names_are_refused_in_a_sentence() -> None:
    with pytest.raises(RequestError, match="no payment provider cash; there are aci"):
        methods_for("DE", "EUR", "cash")
    with pytest.raises(RequestError, match="'UK' is not a country"):
        methods_for("UK")


def test_labels_in_two_languages() -> None:
    assert methods()["ali_pay"].label_in("zh-CN") == "支付宝"
    assert methods()["ali_pay"].label_in("en") == "Alipay"
    assert {each.kind for each in methods().values()} >= {"card", "wallet", "pay_later", "bank_redirect", "voucher"}


def test_the_updater_makes_the_table_that_ships(script: ModuleType, tmp_path: Path, shared_data: Path) -> None:
    target = tmp_path / "availability.csv"
    assert (
        script.main([str(shared_data / "hyperswitch_pm_filters" / "pm_filters_wide.csv"), "--target", str(target)]) == 0
    )
    assert target.read_bytes() == AVAILABILITY_FILE.read_bytes()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["production", "pm_filters", "adyen", "shells", "DE", "EUR"], "The method shells is new"),
        (["production", "pm_filters", "adyen", "ideal", "NLX", "EUR"], "'NLX' is not a code that is known"),
        (["production", "pm_filters", "adyen", "ideal", "NL", "EURO"], "'EURO' is not a code that is known"),
        (["sandbox", "pm_filters", "adyen", "ideal", "NL", "EUR"], "no filters of the production environment"),
    ],
)
def test_a_wrong_file_changes_nothing(
    script: ModuleType, tmp_path: Path, row: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "filters.csv", tmp_path / "availability.csv"
    with source.open("w", newline="") as stream:
        csv.writer(stream).writerows([["env", "section", "psp", "method", "countries", "currencies"], row])
    assert script.main([str(source), "--target", str(target)]) == 1
    assert sentence in capsys.readouterr().err
    assert not target.exists()
