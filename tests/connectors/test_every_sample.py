"""Every sample of platforms and payments in one folder, under names that say nothing: recognised, residual 0.00, twice the same."""

from __future__ import annotations

import os
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from argosy.app.results import Outcome
from argosy.connectors.conformance import sample_files
from argosy.connectors.discovery import connectors

FOLDER = Path(__file__).parent
VENDORS = (
    *(
        "stripe",
        "paypal",
        "bank",
        "tiktok_shop",
        "mercado_libre",
        "ebay",
        "adyen",
        "argosy_templates",
        "payoneer",
        "pingpong",
    ),
    *(
        "worldfirst",
        "oceanpayment",
        "walmart",
        "etsy",
        "woocommerce",
        "shopee",
        "lazada",
        "temu",
        "aliexpress",
        "rakuten",
    ),
    *("magento", "shopline", "meta_commerce"),
    *("google_ads", "microsoft_ads", "meta_ads", "tiktok_ads", "pinterest", "yandex", "naver_ads", "google_analytics"),
)


@pytest.mark.slow
def test_every_sample_of_platforms_and_payments_in_one_folder(seller: Any, tmp_path: Path) -> None:
    shop, inbox = seller("own_store"), tmp_path / "in"
    inbox.mkdir()
    files = [path for vendor in VENDORS for path in sample_files(FOLDER / vendor)]
    for number, path in enumerate(files):
        os.utime(shutil.copyfile(path, inbox / f"{number}.bin"), (0, 0))
    first = shop.argosy.ingest([inbox])
    assert [(one.file, str(one.message)) for one in first if one.outcome is not Outcome.LOADED] == []
    assert {one.connector for one in first} == set(VENDORS) <= set(connectors())
    assert {check.residual for one in first for check in one.money} == {Decimal(0)}
    snapshot = shop.argosy.workspace.lake.latest().number
    second = shop.argosy.ingest([inbox])
    assert {one.outcome for one in second} == {Outcome.ALREADY_LOADED}
    assert shop.argosy.workspace.lake.latest().number == snapshot
