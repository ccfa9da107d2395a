"""OpenDocument texts (LibreOffice and others): headings, paragraphs, lists, tables and notes.

What was deleted in a tracked change stands apart in the file and is left out, as are comments.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from archive_app.importing.databases.zipped import checked_zip, unpacked
from archive_app.importing.documents.docx_lists import numeral
from archive_app.importing.documents.plausible import (
    believable_authors,
    believable_date,
    believable_title,
)
from archive_app.importing.documents.xml_parts import (
    MENDED,
    attribute,
    child,
    children_of,
    descendants,
    local,
    parsed_if_whole,
    text_within,
)
from archive_app.importing.draft import Draft, Reading
from archive_app.importing.plain import headline
from archive_app.importing.reader import Material, Reader, Unreadable

_TYPES = (
    b"mimetypeapplication/vnd.oasis.opendocument.text",
    b"mimetypeapplication/vnd.sun.xml.writer",
)
_BLOCKS = (
    "p", "h", "list", "table", "section", "frame", "numbered-paragraph", "table-of-content", "bibliography",
    "alphabetical-index", "illustration-index", "table-index", "user-index", "object-index", "a", "g",
    "custom-shape", "tracked-changes", "index-body", "index-title",
)  # fmt: skip
_UNSEEN = frozenset(
    (
        "tracked-changes", "annotation", "annotation-end", "sequence-decls", "variable-decls", "forms",
        "user-field-decls", "table-of-content-source", "alphabetical-index-source", "bibliography-source",
        "illustration-index-source", "table-index-source", "object-index-source", "user-index-source",
        "ruby-text", "object", "image", "title", "desc", "event-listeners", "script", "dde-connection-decls",
    )
)  # fmt: skip
_BOXES = frozenset(("text-box", "custom-shape"))
_CHARACTERS = {"tab": "\t", "line-break": "\n"}
_MOST_SPACES = 1000
_KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_PROPERTIES = (
    "title", "subject", "description", "creator", "initial-creator", "keyword", "creation-date", "date",
    "language", "generator",
)  # fmt: skip


def _recognises(material: Material) -> float:
    start = material.content[:120]
    return 0.97 if start.startswith(b"PK\x03\x04") and any(kind in start for kind in _TYPES) else 0.0


def _read(material: Material) -> Reading:
    with checked_zip(material.content) as archive:
        manifest = parsed_if_whole(unpacked(archive, "META-INF/manifest.xml"))
        if manifest is not None and any(True for _ in descendants(manifest, "encryption-data")):
            raise Unreadable("It is protected by a password. Save it without one and import it again.")
        content, meta = unpacked(archive, "content.xml"), unpacked(archive, "meta.xml")
        styles = unpacked(archive, "styles.xml")
    said = _properties(meta)
    text, paragraphs, warnings = _written(content, styles)
    whole = "\n\n".join([*paragraphs, *text.notes])
    if not any(character.isalnum() for character in whole):
        raise Unreadable("Nothing readable was found in it.")
    creator = said.get("initial-creator", "") or said.get("creator", "")
    made = said.get("creation-date", "") or said.get("date", "")
    published, raw = believable_date(paragraphs, made, whole)
    draft = Draft(
        title=believable_title(said.get("title", ""), text.heading or headline(whole), whole),
        text=whole,
        authors=believable_authors(creator, whole),
        published=published,
        published_raw=raw,
        language=said.get("language", "")[:2].lower(),
        source_fields=tuple(said.items()),
    )
    return Reading((draft,), ODT.name, warnings=warnings)


def _written(content: bytes, styles: bytes) -> tuple["_Text", list[str], tuple[str, ...]]:
    lists = {**_lists(styles, "styles"), **_lists(content, "automatic-styles")}
    text = _Text(lists)
    try:
        return text, list(text.paragraphs(children_of(content, "text", _BLOCKS))), ()
    except Unreadable:
        text = _Text(lists)
        paragraphs = list(text.paragraphs(children_of(content, "text", _BLOCKS, mends=True)))
        if not paragraphs:
            raise
        return text, paragraphs, (MENDED,)


def _properties(content: bytes) -> dict[str, str]:
    said: dict[str, str] = {}
    meta = child(parsed_if_whole(content), "meta")
    for node in meta if meta is not None else ():
        if local(node) in _PROPERTIES and (value := text_within(node)):
            said[local(node)] = "; ".join(filter(None, (said.get(local(node), ""), value)))
    return said


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str = ""
    """How its items are numbered; empty for marks."""
    prefix: str = ""
    suffix: str = ""
    start: int = 1

    def mark(self, number: int) -> str:
        return f"{self.prefix}{numeral(number, self.kind)}{self.suffix} " if self.kind else "• "


def _lists(content: bytes, name: str) -> dict[str, list[_Level]]:
    """Return the levels of list styles by their names."""
    found: dict[str, list[_Level]] = {}
    for style in children_of(content, name, ("list-style",), mends=True) if content else ():
        found[attribute(style, "name")] = [
            _Level(
                _KINDS.get(attribute(level, "num-format"), ""),
                attribute(level, "num-prefix"),
                attribute(level, "num-suffix"),
                _number(attribute(level, "start-value")),
            )
            for level in style
        ]
    return found


class _Text:
    """Writes the elements of a text, and gathers the notes it refers to."""

    def __init__(self, lists: dict[str, list[_Level]]) -> None:
        self.notes: list[str] = []
        """As they stand at the end: ``[1] Counted by ear.``"""
        self.heading = ""
        """The first heading of the first rank, or the title, among the first paragraphs."""
        self._seen = 0
        self._lists = lists
        self._counts: dict[tuple[str, int], int] = {}

    def paragraphs(self, nodes: Iterable[etree._Element]) -> Iterator[str]:
        """Give the paragraphs in these elements; a table is one."""
        for node in nodes:
            name = local(node)
            if name in ("p", "h"):
                yield from self._paragraph(node)
            elif name == "list":
                yield from self._list(node)
            elif name == "table":
                if table := self._table(node):
                    yield table
            elif name and name not in _UNSEEN:
                yield from self.paragraphs(node)

    def _paragraph(self, node: etree._Element) -> Iterator[str]:
        boxes: list[etree._Element] = []
        text = self._text(node, boxes).strip(" \n")
        if text:
            self._seen += 1
            is_title = local(node) == "h" or attribute(node, "style-name") == "Title"
            if is_title and not self.heading and self._seen < 8:
                self.heading = " ".join(text.split())
            yield text
        for box in boxes:
            yield from self.paragraphs(box)

    def _list(self, node: etree._Element, style: str = "", depth: int = 0) -> Iterator[str]:
        style = attribute(node, "style-name") or style
        levels = self._lists.get(style, [])
        level = levels[depth] if depth < len(levels) else _Level()
        key = (style, depth)
        goes_on = attribute(node, "continue-numbering") == "true" or attribute(node, "continue-list")
        number = self._counts.get(key, level.start - 1) if goes_on else level.start - 1
        for item in node:
            mark = ""
            if local(item) == "list-item":
                number = _number(attribute(item, "start-value"), number + 1)
                mark = level.mark(number)
            for inner in item:
                if local(inner) == "list":
                    yield from self._list(inner, style, depth + 1)
                    continue
                for paragraph in self.paragraphs([inner]):
                    yield mark + paragraph
                    mark = ""
        self._counts[key] = number

    def _table(self, table: etree._Element) -> str:
        rows: list[str] = []
        for row in _within(table, "table-row"):
            cells = [
                " ".join(" ".join(text.split()) for text in self.paragraphs(cell))
                for cell in row
                if local(cell) == "table-cell"
            ]
            if any(cells):
                rows.append("\t".join(cells))
        return "\n".join(rows)

    def _text(self, paragraph: etree._Element, boxes: list[etree._Element]) -> str:
        pieces: list[str] = [_squeezed(paragraph.text)]
        # What follows an element comes after all that is in it, so it goes on the stack below.
        stack: list[etree._Element | str] = _pushed(paragraph)
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                pieces.append(node)
                continue
            name = local(node)
            if name in _BOXES:
                boxes.append(node)
            elif name == "s":
                count = attribute(node, "c")
                pieces.append(" " * (min(int(count), _MOST_SPACES) if count.isdecimal() else 1))
            elif name in _CHARACTERS:
                pieces.append(_CHARACTERS[name])
            elif name == "note":
                pieces.append(self._note(node))
            elif name and name not in _UNSEEN:
                pieces.append(_squeezed(node.text))
                stack += _pushed(node)
        return _without_double_spaces(pieces)

    def _note(self, node: etree._Element) -> str:
        self.notes.append("")
        number = len(self.notes)
        body = child(node, "note-body")
        said = "\n".join(self.paragraphs(body)) if body is not None else ""
        self.notes[number - 1] = f"[{number}] {said}"
        return f"[{number}]"


def _pushed(node: etree._Element) -> list[etree._Element | str]:
    pushed: list[etree._Element | str] = []
    for inner in reversed(node):
        pushed += (_squeezed(inner.tail), inner)
    return pushed


def _squeezed(text: str | None) -> str:
    """Write white space as one space, as the format has it; spaces that are meant are elements."""
    return re.sub(r"[ \t\r\n]+", " ", text) if text else ""


def _without_double_spaces(pieces: Iterable[str]) -> str:
    kept: list[str] = []
    for piece in pieces:
        if not piece:
            continue
        doubled = kept and kept[-1].endswith(" ") and piece.startswith(" ") and piece.strip()
        kept.append(piece[1:] if doubled else piece)
    return "".join(kept)


def _number(raw: str, otherwise: int = 1) -> int:
    return int(raw) if raw.isdecimal() and len(raw) < 9 else otherwise


def _within(node: etree._Element, name: str) -> Iterator[etree._Element]:
    for inner in node:
        if local(inner) == name:
            yield inner
        elif local(inner) in ("table-rows", "table-header-rows", "table-row-group"):
            yield from _within(inner, name)


ODT = Reader("OpenDocument text", _recognises, _read)
