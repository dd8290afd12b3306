"""Which character encoding a file is written in, decided from its bytes.

Sellers' files come as UTF-8 with or without a byte order mark, as UTF-16 (Excel's "Unicode text"), and in the code pages of Windows:
GBK and GB18030 (Chinese), Big5 (Taiwan, Hong Kong), 932 (Japanese), 949 (Korean), 1251 (Cyrillic), 1252 (western Europe). UTF-8 and
UTF-16 prove themselves; for the others every candidate that can decode the bytes is scored by how common its characters would be,
which tells them apart after a few words because each code page keeps its everyday characters in its own rows.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

CODE_PAGES = ("gb18030", "cp949", "big5", "cp932", "cp1251", "cp1252")
"""Candidates where the bytes are not Unicode; an earlier one wins a tie."""

COMMON_ROWS = {
    # (first lead byte, last lead byte, weight): everyday characters 1, punctuation 0.8, rare characters 0.3
    "gb18030": ((0xB0, 0xD7, 0.98), (0xA1, 0xA3, 0.8), (0xD8, 0xF7, 0.3)),
    "big5": ((0xA4, 0xC6, 1.0), (0xA1, 0xA3, 0.8), (0xC9, 0xF9, 0.3)),
    "cp949": ((0xB0, 0xC8, 1.0), (0xA1, 0xA3, 0.8), (0xCA, 0xFD, 0.2)),
    "cp932": ((0x82, 0x83, 1.0), (0x88, 0x97, 0.9), (0x81, 0x81, 0.8), (0x98, 0xEA, 0.3)),
}
"""Rows of the double-byte sets by lead byte: GB 2312 level 1, Big5 level 1, KS X 1001 hangul, JIS X 0208 kana and level 1."""

FEW_CHARACTERS = 8
"""Below so many characters the rows do not tell Korean, traditional and simplified Chinese apart; the last is then the better guess."""

CYRILLIC_WORD = re.compile(r"[\u0400-\u04ff]+")
PLAIN_CYRILLIC = re.compile(r"[\u0401\u0410-\u042f]?[\u0430-\u044f\u0451]+|[\u0401\u0410-\u042f]+")
LATIN_LETTER = re.compile("[A-Za-z]")
HIGH_RUN = re.compile(r"[\u0080-\uffff]+")
WESTERN = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿŒœŠšŽžŸ")
SIGNS = frozenset("£€¥§°®™©–—‘’“”„…•·ºª«»¿¡\u00a0´×½¼²³¢")


def detect_encoding(head: bytes, *, complete: bool = True) -> str:
    """The Python codec of a text file's first bytes; `complete` says that there are no more (else a cut last character is allowed).

    >>> detect_encoding("order,città".encode())
    'utf-8'
    >>> detect_encoding("订单编号,商品名称,数量".encode("gbk"))
    'gb18030'
    >>> detect_encoding("注文番号,商品名,カテゴリ".encode("cp932"))
    'cp932'
    >>> detect_encoding("Bestellung;Größe;Straße".encode("cp1252"))
    'cp1252'
    """
    for mark, codec in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return codec
    if bare := _bare_utf16(head):
        return bare
    if head.isascii() or _decoded(head, "utf-8", complete) is not None:
        return "utf-8"
    scores = {page: score for page in CODE_PAGES if (score := _score(head, page, complete)) is not None}
    if not scores:
        return "latin-1"
    return max(scores, key=lambda page: scores[page])


def decode_head(head: bytes, encoding: str, *, complete: bool = True) -> str:
    """The text of a file's first bytes, never cut inside a character; bytes that cannot be decoded become U+FFFD."""
    return codecs.getincrementaldecoder(encoding)(errors="replace").decode(head, final=complete)


def _bare_utf16(head: bytes) -> str | None:
    """UTF-16 without a mark shows as a zero byte in (nearly) every second place, because delimiters, digits and newlines are ASCII."""
    sample = head[:4096]
    pairs = len(sample) // 2
    if pairs < 2:
        return None
    zeros_even, zeros_odd = sample[0::2].count(0), sample[1::2].count(0)
    if zeros_odd > 0.3 * pairs and zeros_even < 0.05 * pairs:
        return "utf-16-le"
    if zeros_even > 0.3 * pairs and zeros_odd < 0.05 * pairs:
        return "utf-16-be"
    return None


def _decoded(head: bytes, encoding: str, complete: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(head, final=complete)
    except UnicodeDecodeError:
        return None


def _score(head: bytes, page: str, complete: bool) -> float | None:
    """Mean commonness of the non-ASCII characters, about 1 for the right page; None where the bytes cannot be of that page."""
    text = _decoded(head, page, complete)
    if text is None:
        return None
    if page == "cp1251":
        return _cyrillic_score(text)
    if page == "cp1252":
        return _western_score(text)
    characters = Counter(character for character in text if character > "\x7f")
    total = sum(characters.values())
    weight = sum(_row_weight(character, page) * count for character, count in characters.items())
    if page in ("cp949", "big5") and total < FEW_CHARACTERS:
        weight *= 0.9 if page == "cp949" else 0.97
    return weight / total if total else 0.0


def _row_weight(character: str, page: str) -> float:
    try:
        code = character.encode(page)
    except UnicodeEncodeError:
        return -0.5
    if page == "cp932" and len(code) == 1:
        return 0.1  # half-width katakana: what other code pages look like when read as Japanese
    if len(code) != 2 or (page in ("gb18030", "cp949") and code[1] < 0xA1):
        return -0.5
    return next((weight for first, last, weight in COMMON_ROWS[page] if first <= code[0] <= last), -0.5)


def _cyrillic_score(text: str) -> float:
    """Cyrillic words are written in one case, or start with a capital; anything else among the high bytes speaks against it."""
    high = sum(1 for character in text if character > "\x7f")
    good = 0.0
    for match in CYRILLIC_WORD.finditer(text):
        word, around = (
            match.group(),
            text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1],
        )
        if LATIN_LETTER.search(around):
            good -= len(word)  # the accented letters of a western word
        elif len(word) > 1 and PLAIN_CYRILLIC.fullmatch(word):
            good += len(word) * (0.97 if word[-1].islower() else 0.6)
        elif len(word) > 1:
            good -= len(word) * 0.5
    return good / high if high else 0.0


def _western_score(text: str) -> float:
    """Accented letters and signs stand alone among ASCII; long runs of them are another code page."""
    total, good = 0, 0.0
    for match in HIGH_RUN.finditer(text):
        run = match.group()
        total += len(run)
        fit = 1.0 if len(run) == 1 else 0.8 if len(run) == 2 else -0.5
        good += sum(fit if character in WESTERN else 0.9 * fit if character in SIGNS else -0.3 for character in run)
    return good / total if total else 0.0
