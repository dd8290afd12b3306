"""SQL that reads one cell of a vendor's table: exact amounts, whole numbers, instants, days, ids, countries.

Every function takes the cell as an SQL expression over `vendor` and returns another; what cannot be read for certain becomes NULL,
so that the row can be kept apart instead of being guessed.
"""

from __future__ import annotations

from collections.abc import Sequence

from argosy.connectors.contract import VENDOR, Connection
from argosy.connectors.reading import text_literal

MONEY = "DECIMAL(18,4)"
SIGNS = "$€£¥￥₩₫฿₱₹₽₺₪₴"
"""Signs of currencies that may stand beside an amount."""

ONE_CURRENCY = (
    *(("MX$", "MXN"), ("R$", "BRL"), ("US$", "USD"), ("CA$", "CAD"), ("A$", "AUD"), ("S$", "SGD"), ("£", "GBP")),
    *(("€", "EUR"), ("₹", "INR"), ("zł", "PLN"), ("TL", "TRY"), ("AED", "AED"), ("SAR", "SAR")),
)
"""Signs that stand for one currency only; $, ¥ and kr do not and leave it to the store."""

ISO = (
    *("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%d %H:%M"),
    *("%Y-%m-%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d"),
    *("%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M:%S%z"),
)
"""Year first: the forms that mean one thing everywhere."""

SLASHED = (
    *("{dm}/%y %H:%M", "{dm}/%y"),
    *("{dm}/%Y %H:%M:%S", "{dm}/%Y %H:%M", "{dm}/%Y %I:%M:%S %p", "{dm}/%Y %I:%M %p", "{dm}/%Y"),
)
"""Day/month or month/day, as the file itself shows (`month_first`); two figures of a year first, which four do not fit, while the form
of four takes 26 for the year 26."""

DOTTED = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y")


def amount_sql(cell: str, decimal_mark: str = ".") -> str:
    """An exact amount: blanks, signs and codes of currencies go; (12.50) and 12.50- are negative.

    `decimal_mark` is the file's; the other sign may only part thousands, so that 12,34 in a file with points is no amount.
    """
    group, point = ("[,''’]", "[.]") if decimal_mark == "." else ("[.''’]", ",")
    bare = f"regexp_replace(replace(replace({cell}, '−', '-'), '–', '-'), '[\\s\\x{{00A0}}\\x{{202F}}{SIGNS}A-Za-z]', '', 'g')"
    digits = f"([0-9]+|[0-9]{{1,3}}({group}[0-9]{{2,3}})*{group}[0-9]{{3}})({point}[0-9]+)?"
    shaped = f"regexp_full_match({bare}, '[+-]?{digits}|{digits}-|[(]{digits}[)]')"
    plain_cell = f"NOT regexp_matches({cell}, '[0-9][A-Za-z]+[0-9]|[A-Za-z]{{4,}}')"
    absolute = f"regexp_replace({bare}, '[+()-]|{group}', '', 'g')"
    absolute = f"replace({absolute}, ',', '.')" if decimal_mark == "," else absolute
    sign = f"CASE WHEN regexp_matches({bare}, '^[(-]|-$') THEN -1 ELSE 1 END"
    quick = f"TRY_CAST({cell} AS {MONEY})" if decimal_mark == "." else _quick_comma(cell)
    slow = f"CASE WHEN {plain_cell} AND {shaped} THEN {sign} * TRY_CAST({absolute} AS {MONEY}) END"
    return f"coalesce({quick}, {slow})::{MONEY}"


def currency_of_sign(cell: str, own: str | None) -> str:
    """The currency of an amount written with its sign; the store's own where the sign is missing or shared by several."""
    cases = " ".join(
        f"WHEN contains({cell}, {text_literal(sign)}) THEN {text_literal(code)}" for sign, code in ONE_CURRENCY
    )
    return f"CASE {cases} ELSE {text_literal(own) if own else 'NULL::VARCHAR'} END"


def _quick_comma(cell: str) -> str:
    return f"CASE WHEN NOT contains({cell}, '.') THEN TRY_CAST(replace({cell}, ',', '.') AS {MONEY}) END"


def whole_sql(cell: str, decimal_mark: str = ".", *, plain: bool = False) -> str:
    """A whole number; 2.0 is one, 2.5 is none (a cast alone would round it)."""
    amount = plain_amount_sql(cell) if plain else amount_sql(cell, decimal_mark)
    return f"CASE WHEN {amount} = trunc({amount}) THEN {amount}::BIGINT END"


def share_sql(cell: str, decimal_mark: str = ".") -> str:
    """A fraction: '15%' and '15.0 %' are 0.15, a bare number stays as it is."""
    number = amount_sql(f"replace({cell}, '%', '')", decimal_mark)
    return f"CASE WHEN contains({cell}, '%') THEN {number}::DOUBLE / 100 ELSE {number}::DOUBLE END"


def instant_sql(cell: str, formats: Sequence[str], zone: str, *, month_first: bool = False) -> str:
    """The UTC instant (TIMESTAMP); an offset in the cell rules, `zone` (IANA) holds where the cell has none.

    `{dm}` in a format is day/month or month/day. A time that a summer-time change skips is moved forward by the change.
    """
    written = [one.replace("{dm}", "%m/%d" if month_first else "%d/%m") for one in formats]
    with_offset = ", ".join(text_literal(one) for one in written if "%z" in one)
    without = ", ".join(text_literal(one) for one in written if "%z" not in one)
    bare = f"regexp_replace(regexp_replace({cell}, ' ?UTC$', ' +00:00'), '([0-9])Z$', '\\1+00:00')"
    parts = []  # a form without offset fits no cell that has one, and is the cheaper to try
    if without:
        parts.append(f"timezone('UTC', timezone({text_literal(zone)}, try_strptime({cell}, [{without}])))")
    if with_offset:
        parts.append(f"timezone('UTC', try_strptime({bare}, [{with_offset}]))")
    return f"coalesce({', '.join(parts)})" if len(parts) > 1 else parts[0]


def day_sql(cell: str, formats: Sequence[str], *, month_first: bool = False) -> str:
    """The calendar day a cell names, whatever time stands behind it."""
    written = [one.replace("{dm}", "%m/%d" if month_first else "%d/%m") for one in formats if "%z" not in one]
    listed = ", ".join(map(text_literal, written))
    year_first = f"CASE WHEN regexp_matches({cell}, '^[0-9]{{4}}-') THEN TRY_CAST(left({cell}, 10) AS TIMESTAMP) END"
    return f"CAST(coalesce(try_strptime({cell}, [{listed}]), {year_first}) AS DATE)"


def local_day(instant: str, zone: str) -> str:
    """The day of a UTC instant by the store's clock."""
    return f"CAST(timezone({text_literal(zone)}, timezone('UTC', {instant})) AS DATE)"


def is_scientific(cell: str) -> str:
    """True where a spreadsheet program has turned an id into 1.23E+17: its digits are lost."""
    return f"regexp_full_match({cell}, '[0-9]([.,][0-9]+)?[Ee][+][0-9]+')"


def flag_sql(cell: str) -> str:
    """True, false, or NULL for any other word."""
    word = f"lower({cell})"
    return (
        f"CASE WHEN {word} IN ('true', 'yes', 'y', '1', '是') THEN TRUE"
        f" WHEN {word} IN ('false', 'no', 'n', '0', '否') THEN FALSE END"
    )


def plain_amount_sql(cell: str) -> str:
    """The amount of a cell in a column where every cell is a plain number (`are_plain`): a cast and nothing else."""
    return f"TRY_CAST({cell} AS {MONEY})"


def are_plain(connection: Connection, cells: Sequence[str]) -> bool:
    """True where every amount is a plain number with a point: then reading one costs a cast.

    10.000 is not taken for plain, because it may be ten thousand.
    """
    if not cells:
        return True
    odd = " + ".join(
        f"count(*) FILTER (WHERE {cell} IS NOT NULL AND (TRY_CAST({cell} AS {MONEY}) IS NULL OR {cell} LIKE '%.___'))"
        for cell in cells
    )
    return not connection.execute(f"SELECT {odd} FROM {VENDOR}").fetchall()[0][0]


def decimal_mark_of(connection: Connection, cells: Sequence[str]) -> str:
    """The sign before the decimals, by what the file's amounts end in.

    One, two or four and more digits behind a sign, or a nought before it, show decimals. Where all have three (IDR 10.000) the sign
    parts thousands, so the other one is that of the decimals. A point where nothing shows it.
    """
    if not cells:
        return "."
    decimals = "{sign}([0-9]{{1,2}}|[0-9]{{4,}})[^0-9]*$|(^|[^0-9.,])0{sign}[0-9]"
    shapes = [shape.format(sign=sign) for sign in (",", "[.]") for shape in (decimals, "[0-9]{sign}[0-9]{{3}}[^0-9]*$")]
    counts = (
        " + ".join(f"count(*) FILTER (WHERE regexp_matches({cell}, '{shape}'))" for cell in cells) for shape in shapes
    )
    told = connection.execute(f"SELECT {', '.join(counts)} FROM {VENDOR}").fetchall()[0]
    commas, comma_groups, points, point_groups = told
    if commas or points:
        return "," if commas > points else "."
    return "," if point_groups and not comma_groups else "."


def month_first_of(connection: Connection, cells: Sequence[str]) -> bool | None:
    """Whether 3/4/2026 is the fourth of March: from the rows where one part is beyond 12; None where no row tells."""
    found = []
    for part in (1, 2):
        number = [f"TRY_CAST(regexp_extract({cell}, '^([0-9]+)/([0-9]+)/', {part}) AS INTEGER) > 12" for cell in cells]
        found.append(" OR ".join(f"coalesce({one}, FALSE)" for one in number))
    query = f"SELECT count(*) FILTER (WHERE {found[0]}), count(*) FILTER (WHERE {found[1]}) FROM {VENDOR}"
    day_first, month_first = connection.execute(query).fetchall()[0]
    if bool(day_first) == bool(month_first):
        return None
    return bool(month_first)


def country_sql(connection: Connection, cell: str) -> str:
    """ISO 3166-1 alpha-2 of a country's code or name in any language we know; NULL for others.

    The words the column holds are looked up once, so that each row costs one comparison per country in the file.
    """
    from argosy.reference.countries.recognition import recognise_country

    words = connection.execute(f"SELECT DISTINCT {cell} FROM {VENDOR} WHERE {cell} IS NOT NULL LIMIT 2000").fetchall()
    found = ((word, recognise_country(word)) for (word,) in sorted(words))
    cases = [f"WHEN {text_literal(word)} THEN {text_literal(code)}" for word, code in found if code]
    return f"CASE {cell} {' '.join(cases)} END" if cases else "NULL::VARCHAR"


def currency_sql(connection: Connection, cell: str) -> str:
    """ISO 4217 of a currency's code, name or unambiguous sign (usd, 人民币); NULL for others."""
    from argosy.reference.currencies.catalogue import recognise_currency

    is_code = f"regexp_full_match(upper({cell}), '[A-Z]{{3}}')"
    words = connection.execute(f"SELECT DISTINCT {cell} FROM {VENDOR} WHERE NOT {is_code} LIMIT 500").fetchall()
    found = ((word, recognise_currency(word)) for (word,) in sorted(words))
    cases = [f"WHEN {cell} = {text_literal(word)} THEN {text_literal(code)}" for word, code in found if code]
    return f"CASE WHEN {is_code} THEN upper({cell}) {' '.join(cases)} END"
