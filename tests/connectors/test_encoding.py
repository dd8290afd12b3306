"""Code pages told apart by a handful of words: headers of real exports in each."""

from __future__ import annotations

import pytest

from argosy.connectors.encoding import decode_head, detect_encoding

WORDS = {
    "gb18030": [
        "订单编号,商品名称,数量,单价,币种,收货国家",
        "店铺,SKU,库存",
        "2024-05-01,张伟,广东省深圳市,已发货",
        "广告活动,展示量,点击量,花费",
        "产品,备注：易碎",
    ],
    "big5": [
        "訂單編號,商品名稱,數量,單價,幣別,收貨國家",
        "店鋪,SKU,庫存數量",
        "陳先生,台北市信義區,已出貨",
    ],
    "cp932": [
        "注文番号,商品名,数量,単価,送付先住所",
        "日付/時間,決済番号,種類,注文番号,SKU,説明",
        "マグカップ,ブルー",
        "東京都千代田区,発送済み",
    ],
    "cp949": ["주문번호,상품명,수량,단가,배송국가", "서울특별시,배송완료", "광고비,노출수,클릭수"],
    "cp1251": ["Номер заказа,Товар,Количество,Цена", "Москва,доставлен", "Кампания,Показы,Клики,Расход"],
    "cp1252": [
        "Bestellung,Größe,Straße,Preis in €",
        "Référence,Désignation,Quantité,Prix unitaire",
        "Pedido,Descripción,Año,País",
        "Código,Descrição,Situação",
        "1,Café,2",
        "Price £,Qty",
        "data/ora;numero pagamento;città di provenienza;quantità",
        "Artikelnummer;Färg;Återförsäljare",
        "“Quoted” – text… it’s",
    ],
}


@pytest.mark.parametrize(("encoding", "text"), [(page, text) for page, texts in WORDS.items() for text in texts])
def test_a_line_is_enough(encoding: str, text: str) -> None:
    code = text.encode(encoding)
    found = detect_encoding(code)
    assert decode_head(code, found) == text, f"taken for {found}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_proves_itself(encoding: str) -> None:
    for text in (text for texts in WORDS.values() for text in texts):
        code = (text + "\n1,2,3,4\n" * 3).encode(encoding)
        found = detect_encoding(code)
        assert decode_head(code, found).removeprefix("\ufeff") == text + "\n1,2,3,4\n" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "cp932", "cp949", "big5"])
def test_a_cut_last_character_is_no_reason(encoding: str) -> None:
    pages = {"utf-8": "gb18030"}
    code = "\n".join(WORDS[pages.get(encoding, encoding)]).encode(encoding)
    for cut in range(len(code) - 4, len(code)):
        assert detect_encoding(code[:cut], complete=False) == encoding


def test_ascii_and_what_nothing_can_decode() -> None:
    assert detect_encoding(b"order,sku\n1,a\n") == "utf-8"
    assert detect_encoding(b"a,b\n\xff\x98\x81,1\n") == "latin-1"
