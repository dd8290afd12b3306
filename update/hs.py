"""Rewrite the texts of the Harmonized System.

    python update/hs.py harmonized-system.csv us_hts.parquet

The first is github.com/datasets/harmonized-system (section, hscode, description, parent, level); the second the United States' tariff
as exported from hts.usitc.gov (HTS Number, Indent, Description), whose own lines say in plain words what a subheading holds.
What sellers call their goods (trade_terms.csv, word_groups.csv) is kept by hand.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from argosy.core.errors import ArgosyError, DataError
from argosy.reference.hs.nomenclature import LINES_FILE, NOMENCLATURE_FILE


def main(arguments: list[str] | None = None) -> int:
    """Read both, check, write; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("nomenclature", type=Path)
    parser.add_argument("tariff", type=Path)
    options = parser.parse_args(arguments)
    try:
        texts = _nomenclature(options.nomenclature)
        lines = sorted(set(_lines(options.tariff, texts)))
    except (ArgosyError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    codes, descriptions = zip(*sorted(texts.items()), strict=True)
    _write(NOMENCLATURE_FILE, hs_code=codes, description=descriptions)
    _write(LINES_FILE, hs_code=[code for code, _ in lines], text=[text for _, text in lines])
    sys.stdout.write(f"{len(texts)} codes, {len(lines)} lines\n")
    return 0


def _nomenclature(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        texts = {row["hscode"]: row["description"].strip() for row in csv.DictReader(stream) if row["hscode"].isdigit()}
    orphans = [code for code in texts if len(code) > 2 and code[:-2] not in texts]
    if orphans or len(texts) < 6000:
        raise DataError("{file} is not the whole nomenclature.", file=path)
    return texts


def _lines(path: Path, known: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Subheading and text of every national line, the texts above it (below the heading) joined."""
    above: dict[int, str] = {}
    for row in pq.read_table(path, columns=["HTS Number", "Indent", "Description"]).to_pylist():
        indent = int(row["Indent"])
        above = {level: text for level, text in above.items() if level < indent}
        above[indent] = (row["Description"] or "").strip()
        code = (row["HTS Number"] or "").replace(".", "")
        if len(code) >= 8 and code[:6] in known:
            yield code[:6], " ".join(text for level, text in sorted(above.items()) if level > 0)


def _write(path: Path, **columns: object) -> None:
    pq.write_table(pa.table(columns), path, compression="zstd", compression_level=19)


if __name__ == "__main__":
    sys.exit(main())
