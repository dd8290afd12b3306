"""A plain table as a short declaration: its columns and how their cells are read, the canonical tables they fill, the proof of its money.

    ORDERS = report(Tabular(
        id="orders", label="...", grain="...", where="...", folder=Path(__file__).parent,
        fields=(Field("order_id", "Order number", Kind.ID, filled=True), Field("paid_at", "Paid", Kind.INSTANT, zone="UTC"), ...),
        into=(Into("orders", {"order_id": "order_id", ...}, per=("order_id",)), Into("order_lines", {...}, money_in="gross")),
        money="gross", money_out={"order_lines": "gross_amount"},
    ))  # see tabular_report

SQL in `into`, `derived`, `checks`, `ignored` speaks of fields by their name; the cell as it came is `<name>_told`; the
store's own id, market, currency and time zone are `own_store`, `own_market`, `own_currency`, `own_zone`; of a `dated` table also
`own_day`, `named_market`, `named_currency`, `named_listing`, by the file's name (see tabular_report); the row's first cell is
`first_cell`, the days the file says it covers are `file_first_on` and `file_last_on` (see `dated_by`). Rows that cannot be read for
certain are kept apart with a reason; store, channel, market, local day and line number are filled in where they are not given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from argosy.canonical.catalogue import tables
from argosy.connectors.cells import ISO
from argosy.connectors.contract import Connection, Sighting, Status
from argosy.connectors.reading import vendor_columns
from argosy.connectors.recognition import header_key

STORE_ZONE = "store"
"""A time without a zone is the store's own."""


class Kind(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    ID = "id"  # text; one turned into 1.23E+17 by a spreadsheet program keeps its row apart
    AMOUNT = "amount"
    WHOLE = "whole"
    SHARE = "share"  # 15% or 0.15
    INSTANT = "instant"
    DAY = "day"
    FLAG = "flag"
    CURRENCY = "currency"  # ISO 4217, in capitals
    COUNTRY = "country"  # code or name, to ISO 3166-1 alpha-2
    WORD = "word"  # through the vendor's vocabulary


@dataclass(frozen=True)
class Field:
    """A column of the vendor's table.

    `required`: the file must have the column; `filled`: every row must have a value in it. `zone` of an instant without an offset:
    `store`, or an IANA name. `otherwise`: canonical word for words the vocabulary lacks; None keeps their rows apart.
    `keeps_heading`: the heading as this file has it is to be had as `<name>_heading` (Total (MXN) tells the currency); empty where the
    file lacks the column. `in_currency`: the heading may end in a currency's code, such as Amount spent (EUR).
    """

    name: str
    heading: str
    kind: Kind = Kind.TEXT
    required: bool = True
    filled: bool = False
    aliases: tuple[tuple[str, str], ...] = ()
    formats: tuple[str, ...] = ISO
    zone: str = STORE_ZONE
    otherwise: str | None = None
    keeps_heading: bool = False
    in_currency: bool = False


@dataclass(frozen=True)
class Part:
    """One amount of a row that holds several: its canonical fee type (a name, or SQL that gives one) and SQL of the signed amount."""

    fee_type: str
    amount: str


@dataclass(frozen=True)
class Into:
    """A canonical table the rows fill.

    `values`: canonical column to SQL. `per`: columns that make one row of many; the others are then those of the first row that has
    one, or aggregates from `totals`. `parts`: settlement lines, one per part that is not zero; `told` is the total they must make, and
    what they leave of it is kept apart as `unexplained_amount`. `money_in`: what the row says in money, said in one table only.
    `is_whole`: each row is a settlement of its own, so that the place of a part is the number of its line (saves a sort).
    `joined`: reason code under which the further rows of a group are counted as read, where no other table takes them.
    """

    table: str
    values: Mapping[str, str]
    where: str = ""
    per: tuple[str, ...] = ()
    totals: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    told: str = ""
    money_in: str = ""
    joined: str = ""
    is_whole: bool = False


@dataclass(frozen=True)
class Tabular:
    """The declaration of a report. `folder` is the vendor's package (for its vocabulary).

    `derived`: names to SQL over the fields (window functions allowed). `checks`: reason code to SQL true for rows to keep apart;
    `reasons` explains them. `ignored`: reason code to SQL true for rows that are no data. `remarks`: sentence with {count} to SQL true
    for the rows it counts. `money` and `currency`: what a row kept apart holds. `nothing`: what the vendor writes for an empty cell.
    `known`: columns the vendor writes from which nothing is taken.
    `dated`: the rows have no day of their own; that in the file's name counts, else the day of loading (`own_day`).
    `forbids`: columns that say it is another report. `any_of`: columns of which one at least must be there. `share`: part of the
    required columns that suffices to recognise the file. `dated_by`: fields of which one tells the day of each row; where a file has none
    of them, the lines before its header or its name must tell the days. `account`: the field with the seller's account, which must be
    one and, where argosy.toml names the store's, that one. `looks_ahead`: its days may lie years ahead.
    `first_rows`: called before reading, to look at the file again where the first look cannot find its header.
    """

    id: str
    label: str
    grain: str
    where: str
    folder: Path
    fields: tuple[Field, ...]
    into: tuple[Into, ...]
    money: str = ""
    currency: str = "currency"
    money_out: Mapping[str, str] = field(default_factory=dict)
    derived: Mapping[str, str] = field(default_factory=dict)
    checks: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    ignored: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    nothing: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    share: float = 1.0
    dated_by: tuple[str, ...] = ()
    account: str = ""
    looks_ahead: bool = False
    status: Status = Status.INFERRED
    sources: tuple[str, ...] = ()
    first_rows: Callable[[Sighting], Sighting] | None = None
    dated: bool = False


def names(one: Field) -> set[str]:
    """Every heading of a field, as `header_key` spells it."""
    return {header_key(one.heading), *(header_key(alias) for alias, _ in one.aliases)}


IN_CURRENCY = re.compile(r" ?[(]([a-z]{3})[)]$")


def without_currency(key: str) -> str:
    """A heading, as `header_key` spells it, without the currency's code behind it.

    >>> without_currency("amount spent (eur)"), without_currency("fees (nc)")
    ('amount spent', 'fees (nc)')
    """
    return IN_CURRENCY.sub("", key)


def meets(one: Field, header: Sequence[str]) -> bool:
    """True where a file with that header has the field."""
    keys = set(map(header_key, header))
    return bool(names(one) & (keys | set(map(without_currency, keys)) if one.in_currency else keys))


def places(connection: Connection, fields: Sequence[Field]) -> dict[str, str]:
    """Name of each field to the column of `vendor` it stands in: its heading or one of its aliases; fields the file lacks are left out."""
    by_key = {header_key(name): name for name in reversed(vendor_columns(connection))}
    without = {without_currency(key): name for key, name in by_key.items()}
    found = {}
    for one in fields:
        keys = [header_key(name) for name in (one.heading, *(alias for alias, _ in one.aliases))]
        columns = [by_key[key] for key in keys if key in by_key]
        columns += [without[key] for key in keys if one.in_currency and key in without]
        if columns:
            found[one.name] = columns[0]
    return found


def orders_and_lines(
    shared: Mapping[str, str],
    order: Mapping[str, str],
    line: Mapping[str, str],
    *,
    gross: str,
    told: str = "",
    where: str = "",
) -> tuple[Into, Into]:
    """`orders` and `order_lines` of a file with one row per line, where what belongs to the order stands on its first row or on each.

    `shared` goes into both (order_id, ordered_at, currency, status ...); `gross` is SQL of a line's amount, `told` the file's own figure
    for it where it has one, against which it is proved.
    """
    return (
        Into(
            "orders",
            {**shared, **order},
            where=where,
            per=("order_id",),
            totals={"goods_amount": f"sum({gross})"},
        ),
        Into(
            "order_lines",
            {**shared, **line, "gross_amount": gross},
            where=where,
            money_in=told or gross,
        ),
    )


def wallet_lines(values: Mapping[str, str], *, moved: str, currency: str = "currency") -> Into:
    """`bank_lines` of a wallet's statement; the account is the store, its category the vendor's type (empty where nobody knows it)."""
    return Into(
        "bank_lines",
        {"account_id": "own_store", "currency": currency, "amount": moved, "category": "nullif(kind, '')", **values},
        money_in=moved,
    )


def same_names(table: str, fields: Sequence[Field], **values: str) -> dict[str, str]:
    """The fields that are called like a column of the canonical table, each into its own, and the further `values`.

    >>> same_names("posts", (Field("likes", "Likes"), Field("time", "Post time")), posted_at="time")
    {'likes': 'likes', 'posted_at': 'time'}
    """
    known = tables()[table].column_names
    return {one.name: one.name for one in fields if one.name in known and one.name not in values} | values
