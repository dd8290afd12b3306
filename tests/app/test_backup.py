"""Backup and restore: the workspace is destroyed, and comes back as it was; a damaged backup brings nothing."""

from __future__ import annotations

import gzip
import shutil
import tarfile
from pathlib import Path

import pytest

from argosy.app.backup import backup, restore
from argosy.app.door.door import Door
from argosy.app.facade import Argosy
from argosy.core.errors import DataError, RequestError
from argosy.metrics.contract import Query

ORDERS = "订单号,下单时间,SKU,数量,单价,币种,国家,商品名称\nA1,2024-03-05 10:00:00,K1,2,19.90,CNY,中国,手机壳\n"


@pytest.fixture
def argosy(tmp_path: Path) -> Argosy:
    made = Argosy.new(tmp_path / "shop", "CNY", "CN")
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, encoding="utf-8")
    made.ingest([path], mapping=Path(made.ingest([path])[0].draft))
    assert Door.open(made.workspace.state_url).first_link("owner@example.com", "en")
    return made


def sales(root: Path) -> object:
    return Argosy.open(root).measure(Query(("net_sales",), ("market",))).rows


def test_a_destroyed_workspace_comes_back_as_it_was(argosy: Argosy, tmp_path: Path) -> None:
    root = argosy.workspace.root
    before, people = sales(root), Door.open(argosy.workspace.state_url).people()
    made = backup(argosy.workspace, tmp_path / "shop.backup")
    assert made.files > 5
    shutil.rmtree(root)
    restored = restore(made.path, root)
    assert restored.snapshot == 1
    assert sales(root) == before
    assert Door.open(Argosy.open(root).workspace.state_url).people() == people
    with pytest.raises(RequestError, match="not empty"):
        restore(made.path, root)
    with pytest.raises(RequestError, match="already"):
        backup(argosy.workspace, made.path)


def test_a_damaged_backup_brings_nothing(argosy: Argosy, tmp_path: Path) -> None:
    made = backup(argosy.workspace, tmp_path / "shop.backup")
    whole = gzip.decompress(made.path.read_bytes())
    place = whole.index(b'home_currency = "CNY"')
    cut, changed, foreign = tmp_path / "cut", tmp_path / "changed", tmp_path / "foreign"
    cut.write_bytes(made.path.read_bytes()[:500])
    changed.write_bytes(gzip.compress(whole[:place] + b'home_currency = "EUR"' + whole[place + 21 :]))
    foreign.write_bytes(b"no archive")
    for path in (cut, changed, foreign):
        with pytest.raises(DataError, match="backup"):
            restore(path, tmp_path / "back")
        assert not (tmp_path / "back").exists()


def test_a_backup_cannot_write_outside_its_folder(tmp_path: Path) -> None:
    outside = tmp_path / "x"
    outside.write_text("x", encoding="utf-8")
    path = tmp_path / "evil"
    with tarfile.open(path, "w:gz") as archive:
        archive.add(outside, arcname="../escaped")
    with pytest.raises(DataError):
        restore(path, tmp_path / "in" / "back")
    assert not (tmp_path / "in" / "escaped").exists()
    assert not (tmp_path / "escaped").exists()
