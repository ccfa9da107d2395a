"""Word documents: headings, paragraphs, lists, tables and notes, as Word shows them.

What was deleted in a tracked change is left out and what was inserted is kept; of fields their results are
kept. Comments are left out and counted. Headers and footers are kept beside the text, not in it.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from archive_app.importing.databases.zipped import checked_zip, unpacked
from archive_app.importing.documents.docx_lists import ListMarks, Style, read_styles
from archive_app.importing.documents.docx_text import DocxText
from archive_app.importing.documents.plausible import (
    believable_authors,
    believable_date,
    believable_title,
)
from archive_app.importing.documents.xml_parts import (
    MENDED,
    attribute,
    children_of,
    local,
    parsed_if_whole,
    text_within,
)
from archive_app.importing.draft import Draft, Reading
from archive_app.importing.plain import headline
from archive_app.importing.reader import Material, Reader, Unreadable

_MAIN = "/officeDocument"
_PROPERTIES = (
    "title", "subject", "creator", "keywords", "description", "lastModifiedBy", "created", "modified",
    "language",
)  # fmt: skip
_BLOCKS = (
    "p", "tbl", "sdt", "ins", "del", "moveTo", "moveFrom", "customXml", "altChunk", "AlternateContent",
    "smartTag", "oMathPara",
)  # fmt: skip
_HEADINGS = ("title", "heading 1", "heading 2")
_NEAR_THE_TOP = 8
"""Paragraphs among which the heading of the whole stands."""
_SKIPPED_NOTES = ("separator", "continuationSeparator", "continuationNotice")


@dataclass(frozen=True)
class _Package:
    archive: zipfile.ZipFile
    main: str
    """The name of the part that holds the text."""
    related: dict[str, list[str]]
    """The names of its other parts by what they are, such as ``footnotes``."""

    def part(self, kind: str) -> etree._Element | None:
        names = self.related.get(kind, [])
        return parsed_if_whole(unpacked(self.archive, names[0])) if names else None


def _recognises(material: Material) -> float:
    content = material.content
    if not content.startswith(b"PK\x03\x04") or b"word/" not in content:
        return 0.0
    if b"[Content_Types].xml" not in content and b"word/document.xml" not in content:
        return 0.0
    try:
        with checked_zip(content) as archive:
            names = set(archive.namelist())
            return 0.96 if _main_part(archive) in names else 0.0
    except Unreadable:
        return 0.96 if b"word/document" in content else 0.0  # reading it says what is wrong with it


def _main_part(archive: zipfile.ZipFile) -> str:
    relations = parsed_if_whole(unpacked(archive, "_rels/.rels"))
    for relation in relations if relations is not None else ():
        if attribute(relation, "Type").endswith(_MAIN) and "word/" in attribute(relation, "Target"):
            return attribute(relation, "Target").lstrip("/")
    return "word/document.xml"


def _read(material: Material) -> Reading:
    with checked_zip(material.content) as archive:
        package = _package(archive)
        content = unpacked(archive, package.main)
        styles = read_styles(package.part("styles"))
        text, paragraphs, heading = _text(package, content, styles)
        warnings = _warnings(package, text)
        said = _properties(package)
    whole = "\n\n".join(paragraphs)
    if not any(character.isalnum() for character in whole):
        raise Unreadable("Nothing readable was found in it.")
    published, raw = believable_date(paragraphs, said.get("created", ""), whole)
    draft = Draft(
        title=believable_title(said.get("title", ""), heading or headline(whole), whole),
        text=whole,
        authors=believable_authors(said.get("creator", ""), whole),
        published=published,
        published_raw=raw,
        language=said.get("language", "")[:2].lower(),
        source_fields=tuple(said.items()),
    )
    return Reading((draft,), DOCX.name, warnings=tuple(warnings))


def _package(archive: zipfile.ZipFile) -> _Package:
    main = _main_part(archive)
    folder, name = posixpath.split(main)
    relations = parsed_if_whole(unpacked(archive, f"{folder}/_rels/{name}.rels"))
    related: dict[str, list[str]] = {}
    for relation in relations if relations is not None else ():
        if attribute(relation, "TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/" + folder, attribute(relation, "Target")))
            kind = attribute(relation, "Type").rpartition("/")[2]
            related.setdefault(kind, []).append(target.lstrip("/"))
    return _Package(archive, main, related)


def _text(package: _Package, content: bytes, styles: dict[str, Style]) -> tuple[DocxText, list[str], str]:
    numbering = package.part("numbering")
    text = DocxText(ListMarks(numbering, styles))
    try:
        found = list(text.paragraphs(children_of(content, "body", _BLOCKS)))
    except Unreadable:
        text = DocxText(ListMarks(numbering, styles), is_mended=True)
        found = list(text.paragraphs(children_of(content, "body", _BLOCKS, mends=True)))
        if not found:
            raise
    if text.has_open_field:
        text = DocxText(ListMarks(numbering, styles), heeds_fields=False, is_mended=text.is_mended)
        found = list(text.paragraphs(children_of(content, "body", _BLOCKS, mends=text.is_mended)))
    paragraphs = [paragraph for paragraph, _ in found]
    top = [(styles[style].name.lower(), said) for said, style in found[:_NEAR_THE_TOP] if style in styles]
    heading = next((said for wanted in _HEADINGS for name, said in top if name == wanted), "")
    return text, [*paragraphs, *_notes(package, text)], " ".join(heading.split())


def _notes(package: _Package, text: DocxText) -> Iterator[str]:
    """Give the notes that the text refers to, each with the number that stands there."""
    said: dict[tuple[str, str], str] = {}
    for kind in ("footnote", "endnote"):
        part = package.part(f"{kind}s")
        for note in part if part is not None else ():
            if local(note) == kind and attribute(note, "type") not in _SKIPPED_NOTES:
                plain = DocxText(ListMarks(None, {}))
                lines = [line for line, _ in plain.paragraphs(note)]
                said[kind, attribute(note, "id")] = "\n".join(lines).strip()
    for number, reference in enumerate(text.notes, 1):
        if said.get(reference):
            yield f"[{number}] {said[reference]}"


def _warnings(package: _Package, text: DocxText) -> list[str]:
    warnings = [MENDED] if text.is_mended else []
    comments = package.part("comments")
    if comments is not None and (count := sum(local(node) == "comment" for node in comments)):
        warnings.append(f"{count} comments in its margin were left out." if count > 1 else _ONE_COMMENT)
    if text.hidden:
        warnings.append(f"{text.hidden} characters that Word hides were left out.")
    if text.foreign:
        warnings.append("A document of another format is embedded in it; that was not read.")
    return warnings


_ONE_COMMENT = "A comment in its margin was left out."


def _properties(package: _Package) -> dict[str, str]:
    said: dict[str, str] = {}
    for name in ("docProps/core.xml", "docProps/app.xml"):
        properties = parsed_if_whole(unpacked(package.archive, name))
        for node in properties if properties is not None else ():
            value = text_within(node)
            if value and (local(node) in _PROPERTIES or local(node) == "Company"):
                said.setdefault(local(node), value)
    for kind in ("header", "footer"):
        lines: dict[str, None] = {}
        for name in islice(package.related.get(kind, []), 12):
            plain = DocxText(ListMarks(None, {}))
            part = parsed_if_whole(unpacked(package.archive, name))
            if part is not None:
                lines.update(dict.fromkeys(line for line, _ in plain.paragraphs(part)))
        if lines:
            said[kind] = " · ".join(lines)
    return said


DOCX = Reader("Word document", _recognises, _read)
