"""A guessed mapping for a file nobody knows: from its header's words (English and Chinese) and the shape of its values.

What is sure and what is a guess stands beside each line; a guess says `please confirm`. The draft is a complete mapping that loads, but
it only comes into force when the seller ingests with it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from argosy.canonical.catalogue import tables
from argosy.canonical.schema import Kind, Table
from argosy.connectors.contract import Sighting
from argosy.connectors.layout import column_names
from argosy.connectors.recognition import header_key
from argosy.connectors.spreadsheet.draft_text import Line, render, scalar
from argosy.connectors.spreadsheet.fillings import FEE_WORDS, FILLINGS, MONEY_COLUMNS, NEEDS
from argosy.connectors.spreadsheet.mapping import Mapping, parse_mapping
from argosy.connectors.spreadsheet.shapes import are_countries, currency_of, date_shape, number_shape

VOCABULARY = Path(__file__).resolve().parent / "vocabulary.csv"
LIKENESS = 88.0
"""Similarity (0 to 100) from which a header that is not in the vocabulary is taken for a word that is."""
CODE = re.compile(r"(?=.*\d)[\w#/-]{1,40}")


@dataclass(frozen=True)
class Match:
    """A column of the file taken for a canonical column."""

    header: str
    target: str
    is_sure: bool
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Meaning:
    """What a header word can mean in one table, and how strongly it speaks for that table."""

    column: str
    weight: int


@cache
def vocabulary() -> dict[str, dict[str, Meaning]]:
    """Header word to its meanings by table."""
    found: dict[str, dict[str, Meaning]] = {}
    with VOCABULARY.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            meanings = found.setdefault(header_key(row["word"]), {})
            for target in row["columns"].split():
                table, _, column = target.partition(".")
                meanings[table] = Meaning(column, int(row["weight"]))
    return found


def draft(sighting: Sighting) -> Mapping:
    """The guessed mapping itself."""
    return parse_mapping(draft_yaml(sighting), "draft")


def draft_yaml(sighting: Sighting) -> str:
    """The guessed mapping as YAML, with a comment on every line that is a guess."""
    table, matches = _best_table(sighting)
    if table is None:
        return render(sighting, _file_lines(sighting, []), [], _unknown_rows(), None)
    currency, is_sure, columns = _column_lines(matches, table)
    rows = _row_lines(table, matches, currency, is_sure)
    return render(sighting, _file_lines(sighting, matches), columns, rows, _money_line(table, matches, currency))


def _words(header: str) -> tuple[dict[str, Meaning], bool]:
    """Meanings of a header and whether the word itself is known (else the most similar known one)."""
    from rapidfuzz import fuzz, process

    key = header_key(re.sub(r"[_\-./]+", " ", header))
    key = re.sub(r"\s*[(（].*?[)）]\s*$", "", key) if key not in vocabulary() else key
    if key in vocabulary():
        return vocabulary()[key], True
    best = (
        process.extractOne(key, vocabulary().keys(), scorer=fuzz.WRatio, score_cutoff=LIKENESS)
        if len(key) > 3
        else None
    )
    return (vocabulary()[best[0]], False) if best else ({}, False)


def _best_table(sighting: Sighting) -> tuple[Table | None, list[Match]]:
    """The canonical table the header speaks for most, with its columns; None where its necessary columns are not there."""
    meanings = [
        (name, *_words(header)) for name, header in zip(column_names(sighting.header), sighting.header, strict=True)
    ]
    scored = []
    for table in NEEDS:
        score = sum(found[table].weight * (2 if sure else 1) for _, found, sure in meanings if table in found)
        matches = _matches(table, meanings, sighting)
        if table == "order_lines" and not any(match.target == "order_id" for match in matches):
            matches += _likely_order_id(matches, sighting)
        targets = {match.target for match in matches}
        if all(any(one in targets for one in choice) for choice in NEEDS[table]):
            scored.append((score, len(matches), table, matches))
    if not scored:
        return None, []
    _, _, name, matches = max(scored, key=lambda one: one[:2])
    return tables()[name], matches


def _matches(table: str, meanings: Sequence[tuple[str, dict[str, Meaning], bool]], sighting: Sighting) -> list[Match]:
    """One file column per canonical column: known words before similar ones, the earlier column first."""
    found: dict[str, Match] = {}
    ranked = sorted(enumerate(meanings), key=lambda pair: (not pair[1][2], pair[0]))
    for place, (name, words, sure) in ranked:
        if table not in words or words[table].column in found:
            continue
        cells = tuple(row[place] for row in sighting.sample if place < len(row) and row[place])
        found[words[table].column] = Match(name, words[table].column, sure, cells)
    return [match for name, *_ in meanings for match in found.values() if match.header == name]


def _likely_order_id(matches: Sequence[Match], sighting: Sighting) -> list[Match]:
    """The first column nobody has claimed whose values are codes without blanks: perhaps the order's number."""
    taken = {match.header for match in matches}
    for place, name in enumerate(column_names(sighting.header)):
        cells = tuple(row[place] for row in sighting.sample if place < len(row) and row[place])
        if name not in taken and cells and all(CODE.fullmatch(cell) for cell in cells):
            return [Match(name, "order_id", False, cells)]
    return []


def _file_lines(sighting: Sighting, matches: Sequence[Match]) -> list[Line]:
    """The `file` block: only what the first look cannot be trusted to find again."""
    lines = []
    if sighting.sheet and len(sighting.sheets) > 1:
        lines.append(Line(f"sheet: {scalar(sighting.sheet)}"))
    shapes = [
        shape
        for match in matches
        if match.target.endswith(("amount", "price")) and (shape := number_shape(match.cells))
    ]
    if odd := [shape for shape in shapes if shape.decimal != "." or shape.thousands]:
        sure = all(shape.is_sure for shape in odd)
        if odd[0].decimal != ".":
            lines.append(Line(f'decimal: "{odd[0].decimal}"', "" if sure else "please confirm"))
        if odd[0].thousands:
            lines.append(Line(f'thousands: "{odd[0].thousands}"', "" if sure else "please confirm"))
    return lines


def _column_lines(matches: Sequence[Match], table: Table) -> tuple[str | None, bool, list[Line]]:
    """(currency, sure, the `columns` block); no currency where a column tells it, or nothing does."""
    amounts = [cell for match in matches if _kind(table, match) is Kind.MONEY for cell in match.cells]
    currency, sure = currency_of(amounts)
    if any(match.target == "currency" for match in matches):
        currency = None
    lines = []
    for match in matches:
        settings, is_sure = _settings(match, _kind(table, match), currency)
        word = "" if match.is_sure else f"taken for {match.target}"
        comment = "; ".join(part for part in (word, "" if match.is_sure and is_sure else "please confirm") if part)
        lines.append(Line(f"{scalar(match.header)}: {{{settings}}}", comment))
    return currency, sure, lines


def _kind(table: Table, match: Match) -> Kind:
    return table.column(match.target).kind


def _settings(match: Match, kind: Kind, currency: str | None) -> tuple[str, bool]:
    """The settings of a column as YAML, and whether they are sure."""
    if match.target == "currency":
        return "type: currency", True
    if match.target in ("market", "country"):
        return "type: country", are_countries(match.cells)
    if kind is Kind.MONEY:
        shape = number_shape(match.cells)
        return f"type: money{f', currency: {currency}' if currency else ''}", shape is not None and shape.is_sure
    if kind in (Kind.INTEGER, Kind.DECIMAL):
        return f"type: {'integer' if kind is Kind.INTEGER else 'decimal'}", number_shape(match.cells) is not None
    if kind in (Kind.DATE, Kind.INSTANT):
        return _date_settings(match, kind)
    return "type: text", True


def _date_settings(match: Match, kind: Kind) -> tuple[str, bool]:
    name = "date" if kind is Kind.DATE else "instant"
    shape = date_shape(match.cells)
    if shape is None:
        return f"type: {name}", False
    if shape.format:
        return f'type: {name}, format: "{shape.format}"', shape.is_sure
    if shape.day_first is not None:
        return f"type: {name}, day_first: {str(shape.day_first).lower()}", shape.is_sure
    return f"type: {name}", True


def _row_lines(table: Table, matches: Sequence[Match], currency: str | None, is_sure: bool) -> list[Line]:
    """The only rule of a draft."""
    by_target = {match.target: match for match in matches}
    headers = {target: match.header for target, match in by_target.items()}
    lines = [
        Line(f"- name: {'sale' if table.name == 'order_lines' else 'line'}"),
        Line(f"  to: {table.name}"),
        Line("  set:"),
    ]
    lines += [
        Line(f"    {match.target}: {scalar(match.header)}", "" if match.is_sure else "please confirm")
        for match in matches
        if match.target != "vendor_type" and not table.column(match.target).values
    ]
    if table.name == "settlement_lines":
        lines += _fee_lines(by_target)
    for column in table.columns:
        if column.name in by_target and not column.values:
            continue
        make = FILLINGS[table.name].get(column.name)
        if column.name == "currency" and column.required:
            lines.append(_currency_line(currency, is_sure))
        elif make is not None and (filling := make(headers)):
            lines.append(Line(f"    {column.name}: {filling.yaml}", filling.comment))
    return lines


def _currency_line(currency: str | None, is_sure: bool) -> Line:
    if currency is None:
        return Line(
            "    currency: {store: currency}",
            "please confirm: the file does not say it, the store's is taken (argosy.toml)",
        )
    return Line(f"    currency: {{constant: {currency}}}", "" if is_sure else "please confirm")


def _money_line(table: Table, matches: Sequence[Match], currency: str | None) -> Line | None:
    """`money`: what a row says in money, so that the load can prove that nothing got lost."""
    headers = {match.target: scalar(match.header) for match in matches}
    carrier = next((one for one in MONEY_COLUMNS.get(table.name, ()) if one in headers), None)
    if carrier:
        amount = headers[carrier]
    elif table.name == "order_lines" and {"quantity", "unit_price"} <= set(headers):
        amount = f"{{multiply: [{headers['quantity']}, {headers['unit_price']}]}}"
    else:
        return None
    told = f"{{column: {headers['currency']}}}" if "currency" in headers else currency
    return Line(f"money: {{amount: {amount}{f', currency: {told}' if told else ''}}}")


def _fee_lines(by_target: dict[str, Match]) -> list[Line]:
    """The vocabulary of a settlement's types, with a guess for the words the sample shows; unknown ones are kept apart and shown."""
    kinds = by_target.get("vendor_type")
    if kinds is None:
        return [
            Line(
                "    fee_type: {constant: adjustment}",
                "please confirm: the file has no column that says what an amount is",
            )
        ]
    seen = dict.fromkeys(kinds.cells)
    guesses = {word: next((fee for part, fee in FEE_WORDS.items() if part in word.lower()), None) for word in seen}
    lines = [Line(f"    vendor_type: {scalar(kinds.header)}"), Line("    fee_type:"), Line("      vocabulary:")]
    lines += [Line(f"        column: {scalar(kinds.header)}"), Line("        values:")]
    known = {word: fee for word, fee in guesses.items() if fee} or {"adjustment": "adjustment"}
    lines += [Line(f"          {scalar(word)}: {fee}", "please confirm") for word, fee in known.items()]
    open_words = [word for word, fee in guesses.items() if fee is None]
    if open_words:
        lines.append(Line(f"        # kept apart until they are named here: {', '.join(open_words[:12])}"))
    return lines


def _unknown_rows() -> list[Line]:
    """A file that is none of the tables we draft for: nothing enters until a person has said what it is."""
    return [
        Line("- name: unknown", "please say what a row is: to: a table of docs/tables.md, and set: its columns"),
        Line("  keep_apart: Nobody has said yet what the rows of this file are."),
    ]
