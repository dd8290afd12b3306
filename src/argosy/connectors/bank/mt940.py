"""MT940 (SWIFT customer statement): tags at the start of a line, fields of fixed form behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from argosy.connectors.bank.entry import CLOSING, ENTRY, OPENING, Row, short_account
from argosy.connectors.contract import Sighting
from argosy.connectors.sighting import open_bytes

TAG = re.compile(r"^:(\d{2}[A-Z]?):(.*)$", re.DOTALL)
BALANCE = re.compile(r"([CD])(\d{6})([A-Z]{3})([\d,]+)")
LINE = re.compile(r"(\d{6})(\d{4})?(R?[CD]|E[CD])([A-Z])?([\d,]+)([A-Z][A-Z0-9]{3})([^\n]*)")
SUBFIELD = re.compile(r"\?(\d{2})")


@dataclass
class _Statement:
    """Where the reader is."""

    number: int = 0
    account: str = ""
    currency: str | None = None


def rows(sighting: Sighting) -> Iterator[Row]:
    """Balances and entries in the order of the file; an entry waits for its description (tag 86)."""
    now, waiting = _Statement(), None
    for tag, text in _fields(sighting):
        if tag == "86" and waiting:
            waiting = _described(waiting, text)
            continue
        if waiting:
            yield waiting
            waiting = None
        if tag == "20":
            now = _Statement(now.number + 1)
        elif tag == "25":
            now.account = short_account(text)
        elif tag in ("60F", "62F"):
            row = _balance(OPENING if tag == "60F" else CLOSING, text, now)
            if row:
                now.currency = row.booked_currency
                yield row
        elif tag == "61":
            waiting = _entry(text, now)
    if waiting:
        yield waiting


def _fields(sighting: Sighting) -> Iterator[tuple[str, str]]:
    """Tag and text; a line that starts with no tag goes on with the one before."""
    tag, parts = "", list[str]()
    with open_bytes(sighting.path) as stream:
        for raw in stream:
            line = raw.decode(sighting.encoding, errors="replace").rstrip("\r\n").removeprefix("\ufeff")
            found = TAG.match(line[line.find(":20:") :] if "{4:" in line and ":20:" in line else line)
            if found:
                if tag:
                    yield tag, "\n".join(parts)
                tag, parts = found.group(1), [found.group(2)]
            elif line.strip("-}") and tag:
                parts.append(line)
    if tag:
        yield tag, "\n".join(parts)


def _balance(kind: str, text: str, now: _Statement) -> Row | None:
    found = BALANCE.match(text)
    if not found:
        return None
    side, day, currency, amount = found.groups()
    return Row(kind, str(now.number), now.account, currency, _number(amount, side == "D"), _day(day))


def _entry(text: str, now: _Statement) -> Row:
    """A line that has not the standard's form stays, without amount: it will be kept apart."""
    found = LINE.match(text)
    if not found:
        return Row(ENTRY, str(now.number), now.account, now.currency, description=text)
    value, booked, side, _, amount, _, reference = found.groups()
    value_on = _day(value)
    own, _, banks = reference.partition("//")
    return Row(
        ENTRY,
        str(now.number),
        now.account,
        now.currency,
        _number(amount, side in ("D", "RC", "ED")),
        _booked(value_on, booked) if booked else value_on,
        value_on,
        payer_reference=own if own and own != "NONREF" else banks or None,
    )


def _described(row: Row, text: str) -> Row:
    """German banks number the parts of the description: 20 to 29 purpose, 32 and 33 the other party."""
    bare = text.replace("\n", "")
    parts = SUBFIELD.split(bare)
    if len(parts) < 3:
        return replace(row, description=" ".join(text.split()))
    named: dict[str, str] = {}
    for number, value in zip(parts[1::2], parts[2::2], strict=False):
        named[number] = named.get(number, "") + value
    purpose = "".join(named.get(f"{number}", "") for number in (*range(20, 30), *range(60, 64)))
    party = " ".join(filter(None, (named.get("32"), named.get("33"))))
    reference = re.search(r"EREF\+(.+?)(?=[A-Z]{4}\+|$)", purpose)
    return replace(
        row,
        description=" ".join(filter(None, (named.get("00"), purpose))) or None,
        counterparty=party or None,
        payer_reference=reference.group(1).strip() if reference else row.payer_reference,
    )


def _number(text: str, negative: bool) -> str:
    """1234, becomes 1234.00 with its sign."""
    whole, _, decimals = text.partition(",")
    return f"{'-' if negative else ''}{whole or '0'}.{decimals or '0'}"


def _day(text: str) -> str:
    return f"20{text[:2]}-{text[2:4]}-{text[4:6]}"


def _booked(value_on: str, month_and_day: str) -> str:
    """The booking day has no year: it is that of the value day, or its neighbour around New Year."""
    year, month = int(value_on[:4]), month_and_day[:2]
    year += 1 if value_on[5:7] == "12" and month == "01" else -1 if value_on[5:7] == "01" and month == "12" else 0
    return f"{year}-{month}-{month_and_day[2:]}"
