"""What the commands that take articles in need to know of tables and of web pages."""

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from archive_app.cli.commands import note
from archive_app.importing.tables.mapping import COLUMNS, ROLES, TableMapping, amended
from archive_app.importing.tesseract import OCR_LANGUAGES, find_tesseract, known_languages
from archive_app.importing.web.addresses import AddressList, addresses_in
from archive_app.model.errors import ArchiveError, Refused
from archive_app.operations.references import AS_ARTICLES, REFERENCES
from archive_app.operations.tables import tables_among


def import_settings(asked: Namespace) -> dict[str, str]:
    """Return what the command line tells the readers.

    Raises:
        Refused: It names a column as what no column can be, or a language that Tesseract lacks here.
    """
    settings: dict[str, str] = {}
    if asked.ocr_languages:
        settings[OCR_LANGUAGES] = known_languages(asked.ocr_languages, find_tesseract())
    if asked.references == "articles":
        settings[REFERENCES] = AS_ARTICLES
    mapping = TableMapping(date_order=asked.date_order or "", sheet=asked.sheet or "")
    for said in asked.column:
        name, separator, column = said.partition("=")
        role = next((role for role in ROLES if role == name.strip().lower()), None)
        if role is None or not separator or not column.strip():
            raise Refused(
                f"“{said}” does not say which column is what. Write it as text=Body; before the “=” stands "
                f"one of {', '.join(ROLES)}."
            )
        mapping = mapping.assigned(role, column.strip())
    if mapping != TableMapping():
        settings[COLUMNS] = mapping.as_json()
    return settings


def print_guesses(paths: Sequence[Path], settings: Mapping[str, str], cancelled: Callable[[], bool]) -> None:
    """Say which columns of the tables among some files are taken for what."""
    for table in tables_among(paths, settings=settings, cancelled=cancelled):
        preview = table.preview
        others = len(table.names) - 1
        names = f"“{table.names[0]}”" + (f" and {others} more with the same headings" if others else "")
        try:
            mapping = amended(preview.guess, preview.columns, settings)
        except ArchiveError as error:
            note(f"{names}: {error}")
            continue
        taken = [f"{role}={mapping.column(role)}" for role in ROLES if mapping.column(role)]
        note(f"{names}: {', '.join(taken) or 'no column known'}. Say otherwise with --column.")


def asked_addresses(asked: Namespace) -> AddressList:
    """Return the addresses on the command line and in the lists that it names.

    Raises:
        Refused: A list cannot be read.
    """
    texts = ["\n".join(asked.addresses)]
    for path in asked.list:
        try:
            texts.append(path.read_bytes().decode("utf-8-sig", "replace"))
        except OSError as error:
            raise Refused(f"The list “{path}” cannot be read ({error.strerror or error}).") from error
    found = [addresses_in(text) for text in texts]
    return AddressList(
        tuple(dict.fromkeys(url for one in found for url in one.urls)),
        tuple(invalid for one in found for invalid in one.invalid),
    )
