"""CAMT.053 (ISO 20022, bank to customer statement), any version: read element by element, so that a year needs little memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, iterparse

from argosy.connectors.bank.entry import CLOSING, ENTRY, NOTE, OPENING, Row, short_account
from argosy.connectors.contract import Sighting
from argosy.connectors.sighting import open_bytes
from argosy.core.errors import DataError

BALANCES = {"OPBD": OPENING, "PRCD": OPENING, "CLBD": CLOSING}


@dataclass
class _Statement:
    """Where the reader is."""

    number: str = ""
    account: str = ""
    currency: str | None = None


def rows(sighting: Sighting) -> Iterator[Row]:
    """Balances and entries in the order of the file; `DataError` where the XML is broken."""
    now = _Statement()
    count = 0
    try:
        with open_bytes(sighting.path) as stream:
            for event, element in iterparse(stream, events=("start", "end")):
                tag = _tag(element)
                if event == "start":
                    if tag == "Stmt":
                        count += 1
                        now = _Statement(str(count))
                    continue
                if tag == "Acct" and not now.account:
                    number = _text(element, "Id/IBAN") or _text(element, "Id/Othr/Id") or ""
                    now.account, now.currency = short_account(number), _text(element, "Ccy")
                elif tag == "Bal":
                    yield from _balance(element, now)
                elif tag == "Ntry":
                    yield _entry(element, now)
                    element.clear()
    except ParseError as error:
        raise DataError(
            "Statement {file} was cut off or is no sound XML ({why}); download it again.", file=sighting.name, why=error
        ) from error


def _balance(element: Element, now: _Statement) -> Iterator[Row]:
    kind = BALANCES.get(_text(element, "Tp/CdOrPrtry/Cd") or "")
    if kind:
        amount, currency = _amount(element)
        day = _day(element, "Dt")
        yield Row(kind, now.number, now.account, currency or now.currency, amount, day)


def _entry(element: Element, now: _Statement) -> Row:
    amount, currency = _amount(element)
    status = (_text(element, "Sts/Cd") or _text(element, "Sts") or "BOOK").strip()
    detail = _find(element, "NtryDtls/TxDtls")
    side = "Dbtr" if amount and not amount.startswith("-") else "Cdtr"
    original = _find(detail, "AmtDtls/InstdAmt/Amt") if detail is not None else None
    told = [_text(element, "AddtlNtryInf"), *(_texts(detail, "RmtInf/Ustrd") if detail is not None else ())]
    return Row(
        ENTRY if status in ("BOOK", "PDNG") else NOTE,
        now.number,
        now.account,
        currency or now.currency,
        amount,
        _day(element, "BookgDt") or _day(element, "ValDt"),
        _day(element, "ValDt"),
        _text(detail, f"RltdPties/{side}/Nm") or _text(detail, f"RltdPties/{side}/Pty/Nm"),
        _text(detail, "Refs/EndToEndId") or _text(element, "AcctSvcrRef") or _text(element, "NtryRef"),
        " ".join(filter(None, told)) or None,
        original.get("Ccy") if original is not None else None,
        _signed(original.text, amount) if original is not None else None,
        _text(detail, "AmtDtls/InstdAmt/CcyXchg/XchgRate") or _text(detail, "AmtDtls/TxAmt/CcyXchg/XchgRate"),
        _text(element, "Chrgs/TtlChrgsAndTaxAmt"),
        "true" if status == "PDNG" else None,
    )


def _amount(element: Element) -> tuple[str | None, str | None]:
    """Signed by the credit or debit indicator, with its currency."""
    amount = _find(element, "Amt")
    if amount is None or not amount.text:
        return None, None
    sign = "-" if _text(element, "CdtDbtInd") == "DBIT" else ""
    return sign + amount.text.strip(), amount.get("Ccy")


def _signed(text: str | None, like: str | None) -> str | None:
    return ("-" if like and like.startswith("-") else "") + text.strip() if text else None


def _day(element: Element, path: str) -> str | None:
    told = _text(element, f"{path}/Dt") or _text(element, f"{path}/DtTm")
    return told[:10] if told else None


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _texts(element: Element, path: str) -> list[str]:
    return [found.text.strip() for found in _all(element, path) if found.text]


def _text(element: Element | None, path: str) -> str | None:
    found = _find(element, path) if element is not None else None
    return found.text.strip() if found is not None and found.text and found.text.strip() else None


def _find(element: Element, path: str) -> Element | None:
    return next(iter(_all(element, path)), None)


def _all(element: Element, path: str) -> list[Element]:
    """Elements at a path of tags, whatever the version's namespace."""
    level = [element]
    for name in path.split("/"):
        level = [child for parent in level for child in parent if _tag(child) == name]
    return level
