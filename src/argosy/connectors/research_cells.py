"""What exports of research tools have in common, as SQL: whose site they look at, in which money, and cells that are bounds or measures."""

from __future__ import annotations

MARKET = "coalesce(named_market, own_market, '*')"
"""The site looked at: the code in the file's name, else the store's own."""
LISTING = "coalesce(named_listing, '*')"
"""The page looked at, where the file's name holds its id."""
NOTHING = ("-", "N/A", "n/a", "NA", "None", "null", "--")
"""What research tools write where they know nothing."""
GRAMS: dict[str, float] = {
    "kg": 1000,
    "kgs": 1000,
    "kilograms": 1000,
    "g": 1,
    "grams": 1,
    "gram": 1,
    "千克": 1000,
    "克": 1,
    "公斤": 1000,
}
GRAMS |= {"lb": 453.59237, "lbs": 453.59237, "pounds": 453.59237, "pound": 453.59237, "磅": 453.59237}
GRAMS |= {"oz": 28.349523125, "ounces": 28.349523125, "ounce": 28.349523125, "盎司": 28.349523125}
"""Grams of a unit of weight (the pound of 1959 is 453.59237 g)."""
SIGNS: tuple[tuple[str, str], ...] = (
    ("US$", "USD"),
    ("C$", "CAD"),
    ("CA$", "CAD"),
    ("A$", "AUD"),
    ("AU$", "AUD"),
    ("R$", "BRL"),
    ("MX$", "MXN"),
)
SIGNS += (("S$", "SGD"), ("€", "EUR"), ("£", "GBP"), ("₹", "INR"), ("zł", "PLN"), ("₺", "TRY"))
"""Signs of money that mean one currency; $, ¥ and kr are read by the site."""


def currency_of(text: str) -> str:
    """SQL of the currency a heading or cell shows by its sign or code, else that of the site."""
    # the longest sign first, so that US$ is not taken for S$
    cases = "".join(
        f" WHEN contains({text}, '{sign}') THEN '{code}'" for sign, code in sorted(SIGNS, key=lambda one: -len(one[0]))
    )
    code = f"nullif(regexp_extract({text}, '(^|[^A-Z])(USD|EUR|GBP|JPY|CAD|AUD|MXN|BRL|INR|CNY|SEK|PLN|TRY|AED|SAR|SGD)($|[^A-Z])', 2), '')"
    return f"coalesce({code}, CASE{cases} WHEN contains({text}, '¥') THEN coalesce(named_currency, 'JPY') ELSE named_currency END)"


def at_least(cell: str) -> str:
    """SQL of the whole number in '>1,000', '1000+', '1K+', '4.6' (then none): the bound told, as the least it can be."""
    marked = f"regexp_replace({cell}, '[>≥<+ ]', '', 'g')"
    is_grouped = f"regexp_full_match({marked}, '[0-9]{{1,3}}([.,][0-9]{{3}})+')"
    bare = f"CASE WHEN {is_grouped} THEN regexp_replace({marked}, '[.,]', '', 'g') ELSE {marked} END"
    thousands = f"TRY_CAST(regexp_extract({bare}, '^([0-9.]+)[Kk]$', 1) AS DOUBLE) * 1000"
    return f"CAST(coalesce({thousands}, TRY_CAST(regexp_extract({bare}, '^([0-9]+)(\\.0+)?$', 1) AS BIGINT)) AS BIGINT)"


def grams(cell: str, units: str = "") -> str:
    """SQL of the weight in a cell such as '1.2 lb' or '350 g' (or of a number and the SQL of its unit), grams."""
    number = f"TRY_CAST(replace(regexp_extract({cell}, '([0-9.,]+)', 1), ',', '') AS DOUBLE)"
    unit = f"lower({units})" if units else f"lower(trim(regexp_extract({cell}, '[0-9.,]+\\s*([^0-9(|]+)', 1)))"
    cases = " ".join(f"WHEN '{name}' THEN {factor}" for name, factor in GRAMS.items())
    return f"CAST(nullif(round({number} * CASE {unit} {cases} END), 0) AS BIGINT)"


def stars(cell: str) -> str:
    """SQL of a mean rating, 0 to 5; NULL for what is none (no reviews yet)."""
    number = f"TRY_CAST(replace({cell}, ',', '.') AS DECIMAL(18, 6))"
    return f"CASE WHEN {number} BETWEEN 0.1 AND 5 THEN {number} END"
