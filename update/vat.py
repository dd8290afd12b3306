"""Compare the VAT tables with the Taxes in Europe Database and stamp those that agree.

    python update/vat.py                                downloads the daily copy of the database
    python update/vat.py eu-vat-rates-data.json         reads a copy already here

Rates are never rewritten by a script: a new rate needs its first day and a source, which a person writes into the country's file.
The exit code is 1 where a table and the database differ; those tables keep their day of checking.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import urllib.request
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from argosy.core.errors import ArgosyError, DataError
from argosy.reference.formats import read_yaml_table
from argosy.reference.model import Ended, Table

OFFICIAL_ADDRESS = "https://raw.githubusercontent.com/vatnode/eu-vat-rates-data/main/data/eu-vat-rates-data.json"
TABLES = Path(__file__).resolve().parents[1] / "src" / "argosy" / "reference" / "vat"
TIMEOUT_SECONDS = 60
LARGEST_BYTES = 5_000_000
LOCAL_ONLY = {("IE", "super_reduced")}  # of livestock; the database does not list it among the country's rates


def main(arguments: list[str] | None = None) -> int:
    """Read, compare, stamp; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "source", nargs="?", type=Path, help="a local copy; the address of the daily copy when left out"
    )
    parser.add_argument("--tables", type=Path, default=TABLES, help="the folder of VAT tables")
    options = parser.parse_args(arguments)
    try:
        version, rates = _parse(options.source.read_bytes() if options.source else _download())
        differences = [line for code in sorted(rates) for line in _compare(options.tables, code, rates[code], version)]
    except (ArgosyError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for line in differences:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"compared with the database of {version}; {len(differences)} differences\n")
    return 1 if differences else 0


def _download() -> bytes:
    with urllib.request.urlopen(OFFICIAL_ADDRESS, timeout=TIMEOUT_SECONDS) as response:
        content: bytes = response.read(LARGEST_BYTES)
    return content


def _parse(content: bytes) -> tuple[date, dict[str, Any]]:
    try:
        data = json.loads(content, parse_float=Decimal, parse_int=Decimal)
        return date.fromisoformat(data["version"]), dict(data["rates"])
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(
            "This is not a copy of the rates: it has no version or no rates ({reason}).", reason=error
        ) from error


def _compare(folder: Path, code: str, theirs: dict[str, Any], version: date) -> list[str]:
    """Differences of one country; its table is stamped where there are none."""
    path = folder / f"{code}.yaml"
    if not path.is_file():
        return []
    ours = _in_force(read_yaml_table(path, folder.parent), version)
    standard = theirs["standard"] / 100
    listed = {rate / 100 for rate in (*theirs["reduced"], theirs["super_reduced"], theirs["parking"]) if rate}
    found = (
        []
        if ours.get("standard") == standard
        else [f"{code}: standard is {ours.get('standard')} here and {standard} there"]
    )
    found += [
        f"{code}: {name} of {rate} is not among {', '.join(map(str, sorted(listed))) or 'none'}"
        for name, rate in ours.items()
        if name != "standard" and rate not in listed and (code, name) not in LOCAL_ONLY
    ]
    if not found:
        _stamp(path, version)
    return found


def _in_force(table: Table, on: date) -> dict[str, Decimal]:
    rates = {}
    for (_, name), dated in table.history.items():
        past = [each for each in dated if each.valid_from <= on]
        if past and not isinstance(past[-1], Ended):
            rates[name] = past[-1].number
    return rates


def _stamp(path: Path, version: date) -> None:
    text = re.sub(r"(?m)^checked_on: .*$", f"checked_on: {version}", path.read_text("utf-8"))
    text = re.sub(r"(?m)^    retrieved: .*$", f"    retrieved: {version}", text)
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
