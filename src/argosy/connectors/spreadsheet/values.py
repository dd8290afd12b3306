"""How the text of a cell becomes a value: SQL per column type, exact numbers, day-first dates, time zones; never a silent guess.

For every column three expressions are made over `vendor` (alias v): `clean`, the cell without the words for "nothing"; `typed`, its value,
NULL where the cell does not cast; for instants `local`, the wall-clock time in the store's zone. A row whose `clean` is there and whose
`typed` is not is kept apart with the reason `cause:column`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from argosy.connectors.reading import identifier, text_literal
from argosy.connectors.spreadsheet.mapping import ColumnSettings, FileFormat
from argosy.connectors.spreadsheet.words import Words

NUMBER_TYPES = ("integer", "decimal", "money", "rate")
TIME_TYPES = ("date", "instant")
EXACT = "DECIMAL(18,6)"
"""Numbers are read with six decimals: unit prices and fees carry more than the four of an amount."""

CAUSES = {
    "integer": "not_whole",
    "decimal": "not_a_number",
    "money": "not_a_number",
    "rate": "not_a_number",
    "date": "not_a_date",
    "instant": "not_an_instant",
    "boolean": "not_yes_or_no",
    "country": "unknown_country",
    "currency": "unknown_currency",
}

SYMBOLS = {
    "€": ("EUR",),
    "£": ("GBP",),
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS"),
    "US$": ("USD",),
    "C$": ("CAD",),
    "CA$": ("CAD",),
    "A$": ("AUD",),
    "S$": ("SGD",),
    "HK$": ("HKD",),
    "NT$": ("TWD",),
    "MX$": ("MXN",),
    "R$": ("BRL",),
    "¥": ("CNY", "JPY"),
    "￥": ("CNY", "JPY"),
    "元": ("CNY",),
    "円": ("JPY",),
    "₩": ("KRW",),
    "₹": ("INR",),
    "₽": ("RUB",),
    "₺": ("TRY",),
    "zł": ("PLN",),
    "Kč": ("CZK",),
    "kr": ("SEK", "NOK", "DKK"),
    "฿": ("THB",),
    "₫": ("VND",),
    "₱": ("PHP",),
    "Rp": ("IDR",),
    "RM": ("MYR",),
}
"""Signs written beside amounts and the currencies they are used for; the mapping says which one it is."""

DAY_FIRST = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y", "%d-%m-%y")
MONTH_FIRST = ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y", "%m-%d-%y")
CLOCKS = (
    "",
    " %H:%M",
    " %H:%M:%S",
    ", %H:%M",
    ", %H:%M:%S",
    " %I:%M %p",
    " %I:%M:%S %p",
    ", %I:%M %p",
    ", %I:%M:%S %p",
)

EARLIEST = "TIMESTAMP '1900-01-01'"

YES = ("true", "yes", "y", "1", "t", "是", "有", "ja", "oui", "si", "sí", "sim", "はい", "예", "да")
NO = ("false", "no", "n", "0", "f", "否", "无", "nein", "non", "não", "いいえ", "아니오", "нет")


@dataclass(frozen=True)
class Setting:
    """What the whole file has in common: its number signs, its words for nothing, the zones of its store."""

    file: FileFormat
    time_zone: str
    """Zone of wall-clock times in the file."""
    store_zone: str
    """Zone whose calendar the store's days follow."""


@dataclass(frozen=True)
class Column:
    """One column ready for SQL: how to read it, and the words it may hold where these are listed."""

    name: str
    type: str
    clean: str
    typed: str
    local: str | None = None
    words: Words | None = None
    """Known words of a country or currency column."""
    cause: str | None = None


def column(
    name: str,
    vendor_name: str | None,
    stored: str,
    settings: ColumnSettings,
    setting: Setting,
    words: Words | None = None,
) -> Column:
    """The expressions for a column (all NULL where the file lacks an optional one).

    `stored` is its DuckDB type in `vendor`; `words` are needed for a country or currency column.
    """
    raw = f"v.{identifier(vendor_name)}" if vendor_name else "CAST(NULL AS VARCHAR)"
    clean = _clean(raw, stored, (*setting.file.null_values, *settings.null_values))
    kind = settings.type
    if kind == "text":
        if stored in ("DOUBLE", "FLOAT"):  # ids that passed through a data frame: 17850.0 is the id 17850
            clean = f"CASE WHEN {clean} = trunc({clean}) THEN TRY_CAST({clean} AS BIGINT)::VARCHAR ELSE {clean}::VARCHAR END"
        elif stored != "VARCHAR":
            clean = f"CAST({clean} AS VARCHAR)"
        return Column(name, kind, clean, _translated(clean, settings.values))
    if words is not None:
        return Column(name, kind, clean, words.code_sql(clean), words=words, cause=CAUSES[kind])
    cause = CAUSES[kind]
    if kind == "instant":
        local, utc = _instant(clean, stored, settings, setting)
        return Column(name, kind, clean, utc, local=local, cause=cause)
    makers = {"date": _date, "boolean": _boolean, "integer": _integer}
    typed = (
        makers[kind](clean, stored, settings, setting) if kind in makers else _number(clean, stored, settings, setting)
    )
    return Column(name, kind, clean, typed, cause=cause)


def other_currency(clean: str, settings: ColumnSettings) -> str | None:
    """SQL that is true where an amount that cannot be read carries the sign or code of another currency."""
    if settings.type != "money" or not isinstance(settings.currency, str):
        return None
    foreign = [sign for sign, codes in SYMBOLS.items() if settings.currency not in codes]
    own = text_literal(settings.currency)
    signs = " OR ".join(f"contains({clean}, {text_literal(sign)})" for sign in foreign)
    code = f"(regexp_matches({clean}, '\\b[A-Z]{{3}}\\b') AND NOT contains({clean}, {own}))"
    return f"({signs} OR {code})"


def _clean(raw: str, stored: str, nothing: tuple[str, ...]) -> str:
    """The cell, NULL where it is one of the mapping's words for nothing; the reader has taken blanks away."""
    if stored in ("DOUBLE", "FLOAT"):
        return f"CASE WHEN NOT isnan({raw}) THEN {raw} END"
    if stored != "VARCHAR":
        return f"to_json({raw})::VARCHAR" if stored.endswith("]") or stored.startswith(("STRUCT", "MAP")) else raw
    words = [word for word in nothing if word]
    return f"CASE WHEN {raw} NOT IN ({', '.join(map(text_literal, words))}) THEN {raw} END" if words else raw


def _translated(clean: str, values: Mapping[str, object]) -> str:
    if not values:
        return clean
    cases = " ".join(f"WHEN {text_literal(word)} THEN {_constant(value)}" for word, value in values.items())
    return f"CASE {clean} {cases} ELSE {clean} END"


def _constant(value: object) -> str:
    return "NULL" if value is None else text_literal(str(value))


def _number_text(clean: str, settings: ColumnSettings, setting: Setting) -> str:
    """The number with a point and no grouping; NULL where the grouping is not the one the mapping names.

    '12.34' under thousands '.' is no number, not 1234: a grouping sign has three digits behind it.
    """
    point = settings.decimal or setting.file.decimal
    group = settings.thousands or setting.file.thousands
    if point == "." and group is None:
        return clean
    spaces = f"translate({clean}, '\u00a0\u202f\u2009', '   ')" if group == " " else clean
    foreign = "." if point == "," else None
    pointed = f"replace({spaces}, ',', '.')" if point == "," else spaces
    if group is None:
        return f"CASE WHEN NOT contains({clean}, {text_literal(foreign or ',')}) THEN {pointed} END"
    sign = text_literal(group)
    grouping = text_literal(rf"[-+]?\d{{1,3}}(\{group}\d{{2,3}})*\{group}\d{{3}}(\{point}\d*)?")
    bare = f"replace({spaces}, {sign}, '')"
    bare = f"replace({bare}, ',', '.')" if point == "," else bare
    other = (
        f" WHEN {text_literal(foreign)} <> {sign} AND contains({spaces}, {text_literal(foreign)}) THEN NULL"
        if foreign
        else ""
    )
    return (
        f"CASE{other} WHEN NOT contains({spaces}, {sign}) THEN {pointed}"
        f" WHEN regexp_full_match({spaces}, {grouping}) THEN {bare} END"
    )


def _number(clean: str, stored: str, settings: ColumnSettings, setting: Setting) -> str:
    """An exact number; where the plain cast fails, once more without currency signs, brackets for minus, a minus behind."""
    target = "DOUBLE" if settings.type == "rate" else EXACT
    if stored != "VARCHAR":
        return f"TRY_CAST({clean} AS {target}){' / 100' if settings.percent else ''}"
    if settings.type == "rate":
        body = f"CASE WHEN ends_with({clean}, '%') THEN trim(left({clean}, length({clean}) - 1)) ELSE {clean} END"
        share = f"TRY_CAST({_number_text(body, settings, setting)} AS DOUBLE)"
        divisor = "100" if settings.percent else f"CASE WHEN ends_with({clean}, '%') THEN 100 ELSE 1 END"
        return f"{share} / {divisor}"
    plain = f"TRY_CAST({_number_text(clean, settings, setting)} AS {target})"
    return f"coalesce({plain}, TRY_CAST({_number_text(_bare(clean, settings), settings, setting)} AS {target}))"


def _bare(clean: str, settings: ColumnSettings) -> str:
    """The amount alone: own currency sign or code away, (12.50) and 12.50- as -12.50, the true minus sign as a hyphen."""
    bare = f"replace({clean}, '−', '-')"
    if settings.type == "money" and isinstance(settings.currency, str):
        signs = [sign for sign, codes in SYMBOLS.items() if settings.currency in codes]
        for word in (settings.currency, *sorted(signs, key=len, reverse=True)):
            bare = f"replace({bare}, {text_literal(word)}, '')"
    bare = f"regexp_replace(trim({bare}, ' \u00a0\u202f'), '^\\(\\s*(.*?)\\s*\\)$', '-\\1')"
    return f"regexp_replace({bare}, '^(-?)\\s*([^-]*?)\\s*(-?)$', '\\1\\3\\2')"


def _integer(clean: str, stored: str, settings: ColumnSettings, setting: Setting) -> str:
    """A whole number; 6.0 is one, 6.5 is none (a cast would round it)."""
    if stored.endswith("INT") or stored in ("INTEGER", "UINTEGER", "HUGEINT"):
        return f"TRY_CAST({clean} AS BIGINT)"
    if stored != "VARCHAR":
        return f"CASE WHEN {clean} = trunc({clean}) THEN TRY_CAST({clean} AS BIGINT) END"
    written = _number_text(clean, settings, setting)
    exact = f"TRY_CAST({written} AS {EXACT})"
    return (
        f"CASE WHEN NOT contains({written}, '.') THEN TRY_CAST({written} AS BIGINT)"
        f" WHEN {exact} = trunc({exact}) THEN TRY_CAST({exact} AS BIGINT) END"
    )


def _boolean(clean: str, stored: str, settings: ColumnSettings, _setting: Setting) -> str:
    if stored == "BOOLEAN":
        return clean
    own = {word.lower(): value for word, value in settings.values.items()}
    yes = [word for word in YES if word not in own] + [word for word, value in own.items() if value is True]
    no = [word for word in NO if word not in own] + [word for word, value in own.items() if value is False]
    word = f"lower({clean}::VARCHAR)"
    lists = [", ".join(map(text_literal, words)) for words in (yes, no)]
    return f"CASE WHEN {word} IN ({lists[0]}) THEN TRUE WHEN {word} IN ({lists[1]}) THEN FALSE END"


def _formats(settings: ColumnSettings) -> tuple[str, ...]:
    if settings.formats:
        return settings.formats
    if settings.day_first is None:
        return ()
    days = DAY_FIRST if settings.day_first else MONTH_FIRST
    return tuple(day + clock for clock in CLOCKS for day in days)


def _parsed(clean: str, formats: tuple[str, ...]) -> str:
    """A wall-clock time by the formats of the mapping; excel and unix count days and seconds."""
    special = {
        "excel": f"TIMESTAMP '1899-12-30' + to_microseconds(CAST(round(TRY_CAST({clean} AS DOUBLE) * 86400) * 1000000 AS BIGINT))",
        "unix": f"make_timestamp(CAST(TRY_CAST({clean} AS DOUBLE) * 1000000 AS BIGINT))",
        "unix_ms": f"make_timestamp(CAST(TRY_CAST({clean} AS DOUBLE) * 1000 AS BIGINT))",
    }
    parts = [special[one] for one in formats if one in special]
    # %Y takes '24' for the year 24, so a format with %y goes first, and what lies before 1900 is no date of a shop.
    plain = sorted((one for one in formats if one not in special), key=lambda one: "%y" not in one)
    if plain:
        parsed = f"try_strptime({clean}, [{', '.join(map(text_literal, plain))}])"
        parts.append(f"nullif(greatest({parsed}, {EARLIEST}), {EARLIEST})")
    return parts[0] if len(parts) == 1 else f"coalesce({', '.join(parts)})"


def _date(clean: str, stored: str, settings: ColumnSettings, setting: Setting) -> str:
    if stored == "DATE":
        return clean
    if stored.startswith("TIMESTAMP WITH TIME ZONE"):
        return f"CAST(timezone({text_literal(setting.store_zone)}, {clean}) AS DATE)"
    if stored.startswith("TIMESTAMP"):
        return f"CAST({clean} AS DATE)"
    text = clean if stored == "VARCHAR" else f"{clean}::VARCHAR"
    formats = _formats(settings)
    return f"CAST({_parsed(text, formats)} AS DATE)" if formats else f"TRY_CAST({text} AS DATE)"


def _instant(clean: str, stored: str, settings: ColumnSettings, setting: Setting) -> tuple[str, str]:
    """(wall-clock time in the store's zone, UTC), both without a label."""
    zone, store_zone = settings.zone or setting.time_zone, setting.store_zone
    if stored.startswith("TIMESTAMP WITH TIME ZONE"):
        utc = f"timezone('UTC', {clean})"
        return _to_local(utc, store_zone), utc
    formats = _formats(settings)
    if stored.startswith("TIMESTAMP") or stored == "DATE":
        naive = f"CAST({clean} AS TIMESTAMP)"
    elif formats:
        text = clean if stored == "VARCHAR" else f"{clean}::VARCHAR"
        if any(one in ("unix", "unix_ms") for one in formats) or any("%z" in one for one in formats):
            zone = "UTC"  # strptime applies the offset it reads; unix time is UTC
        naive = _parsed(text, formats)
    else:
        utc = _iso_to_utc(clean, zone)
        return _to_local(utc, store_zone), utc
    utc = _to_utc(naive, zone)
    return naive if zone == store_zone else _to_local(utc, store_zone), utc


def _iso_to_utc(text: str, zone: str) -> str:
    """ISO 8601 text to UTC: the two usual shapes by the quick cast, anything with an offset by the slow one.

    DuckDB's cast to TIMESTAMP drops an offset without a word, so it only sees text that has none.
    """
    naive = r"\d{4}[-/]\d{1,2}[-/]\d{1,2}([T ][\d:.]*)?"
    quick = f"TRY_CAST({text} AS TIMESTAMP)"
    return (
        f"CASE WHEN strlen({text}) = 20 AND ends_with({text}, 'Z') THEN {quick}"
        f" WHEN (strlen({text}) = 19 AND {text}[17] = ':') OR regexp_full_match({text}, {text_literal(naive)}) THEN {_to_utc(quick, zone)}"
        f" ELSE timezone('UTC', TRY_CAST({text} AS TIMESTAMPTZ)) END"
    )


def _to_utc(naive: str, zone: str) -> str:
    return naive if zone == "UTC" else f"timezone('UTC', timezone({text_literal(zone)}, {naive}))"


def _to_local(utc: str, zone: str) -> str:
    return utc if zone == "UTC" else f"timezone({text_literal(zone)}, timezone('UTC', {utc}))"
