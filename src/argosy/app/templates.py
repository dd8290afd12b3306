"""Writes the templates of the seller's own sheets: empty workbooks whose headings load back without a mapping.

Required columns are marked, each heading has a comment that says what belongs there, columns with fixed words offer them as a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from argosy.canonical.schema import Kind
from argosy.connectors.argosy_templates.headings import Heading, Template, templates
from argosy.core.errors import ConfigurationError, RequestError
from argosy.core.text import Text, mark

LANGUAGES = ("en", "zh")
ROWS = 2000
"""Rows that are prepared with formats and lists; more may be added."""

HINTS = {
    Kind.DATE: mark("A date such as 2026-03-31."),
    Kind.MONEY: mark("An amount in the row's currency."),
    Kind.RATE: mark("A share such as 0.3 or 30 %."),
    Kind.INTEGER: mark("A whole number."),
    Kind.DECIMAL: mark("A number."),
    Kind.BOOLEAN: mark("Yes or no."),
    Kind.JSON: mark("Several, parted by commas."),
    Kind.TEXT: mark("Text."),
}
FORMATS = {Kind.DATE: "yyyy-mm-dd", Kind.MONEY: "#,##0.00", Kind.RATE: "0.0%", Kind.INTEGER: "0", Kind.TEXT: "@"}
NEEDED = mark("Every row needs it.")
OPTIONAL = mark("May stay empty.")
CHOICE = mark("One of: {words}.")


def write_templates(folder: Path, languages: Sequence[str] = LANGUAGES, names: Sequence[str] = ()) -> list[Path]:
    """One workbook per template and language in `folder`; all templates where no table is named.

    `RequestError` for a name or language there is none of, `ConfigurationError` where the folder cannot be written.
    """
    known = {one.table.name: one for one in templates()}
    if unknown := sorted(set(names) - set(known)):
        raise RequestError(
            "There is no template {names}; the templates are: {known}.",
            names=", ".join(unknown),
            known=", ".join(known),
        )
    if other := sorted(set(languages) - set(LANGUAGES)):
        raise RequestError(
            "There is no template in {languages}; choose {known}.",
            languages=", ".join(other),
            known=", ".join(LANGUAGES),
        )
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for template in known.values():
            if not names or template.table.name in names:
                written += [_write(folder, template, language) for language in languages]
    except OSError as error:
        raise ConfigurationError("Folder {folder} cannot be made: {why}.", folder=folder, why=error.strerror) from error
    return written


def _write(folder: Path, template: Template, language: str) -> Path:
    import xlsxwriter

    name = template.title_zh if language == "zh" else template.table.name
    path = folder / f"{name}.xlsx"
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(template.title(language))
        needed = book.add_format({"bold": True, "bg_color": "#FFE8A3", "border": 1})
        optional = book.add_format({"bold": True, "bg_color": "#E6EEF5", "border": 1})
        formats = {kind: book.add_format({"num_format": shape}) for kind, shape in FORMATS.items()}
        for place, heading in enumerate(template.headings):
            title = heading.in_language(language)
            sheet.set_column(
                place, place, max(12, len(title) * (2 if language == "zh" else 1) + 2), formats.get(heading.column.kind)
            )
            sheet.write_string(0, place, title, needed if template.needs(heading) else optional)
            sheet.write_comment(0, place, _comment(template, heading, language), {"x_scale": 2})
            _offer(sheet, place, heading.words[language])
        sheet.freeze_panes(1, 0)
    return path


def _comment(template: Template, heading: Heading, language: str) -> str:
    told = [] if language == "zh" else [heading.column.description]
    words = heading.words[language]
    told.append(
        Text(CHOICE, {"words": ", ".join(words)}).render(language)
        if words
        else Text(HINTS[heading.column.kind]).render(language)
    )
    told.append(Text(NEEDED if template.needs(heading) else OPTIONAL).render(language))
    return "\n".join(told)


def _offer(sheet: Any, place: int, words: Sequence[str]) -> None:
    """The words of a column as a list to choose from."""
    if words:
        sheet.data_validation(
            1, place, ROWS, place, {"validate": "list", "source": list(words), "error_type": "warning"}
        )
