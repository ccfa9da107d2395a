"""From the elements of a Word document to its paragraphs."""

from collections.abc import Iterable, Iterator

from lxml import etree

from archive_app.importing.documents.docx_lists import ListMarks, style_of
from archive_app.importing.documents.xml_parts import attribute, child, descendants, local

_UNSEEN = frozenset(("del", "moveFrom", "rt", "object", "Fallback", "pPr", "rPr", "tblPr", "trPr", "sectPr"))
"""What was deleted or moved away, how to say it, what other programs drew, how things look."""
_CHARACTERS = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "",
}  # fmt: skip
_NOTES = frozenset(("footnoteReference", "endnoteReference"))
_LEAVES = frozenset(("t", "sym", *_NOTES, *_CHARACTERS))
_OFF = frozenset(("0", "false", "off"))
_PRIVATE = range(0xE000, 0xF900)


class DocxText:
    """Writes what Word shows of a document, and counts what it does not show."""

    def __init__(self, lists: ListMarks, *, heeds_fields: bool = True, is_mended: bool = False) -> None:
        self.is_mended = is_mended
        """Whether what is damaged in the document was passed over."""
        self.notes: list[tuple[str, str]] = []
        """Kind and id of the notes referred to, in order: ``footnote`` or ``endnote``."""
        self.hidden = 0
        """Characters that Word hides."""
        self.foreign = 0
        """Documents of other formats embedded as text, which are not read."""
        self._lists = lists
        self._heeds_fields = heeds_fields
        self._fields: list[str] = []
        self._before = ""
        """Of a paragraph whose end was deleted, so that the next one goes on."""

    @property
    def has_open_field(self) -> bool:
        """Whether a field began that never ended, so that text after it may have been taken for its own."""
        return bool(self._fields)

    def paragraphs(self, nodes: Iterable[etree._Element]) -> Iterator[tuple[str, str]]:
        """Give the paragraphs in these elements with the ids of their styles; a table is one paragraph."""
        for node in nodes:
            name = local(node)
            if name == "p":
                yield from self._paragraph(node)
            elif name == "tbl":
                if table := self._table(node):
                    yield table, ""
            elif name == "altChunk":
                self.foreign += 1
            elif name == "AlternateContent":
                choice = child(node, "Choice")
                yield from self.paragraphs(choice if choice is not None else child(node, "Fallback") or ())
            elif name and name not in _UNSEEN:
                yield from self.paragraphs(node)

    def _paragraph(self, node: etree._Element) -> Iterator[tuple[str, str]]:
        properties = child(node, "pPr")
        boxes: list[etree._Element] = []
        text = self._before + self._text(node, boxes)
        self._before = ""
        if child(properties, "rPr", "del") is not None or child(properties, "rPr", "moveFrom") is not None:
            self._before = text
        elif text.strip():
            mark = "" if text.startswith("•") else self._lists.mark_of(properties)
            yield mark + text.strip(" \n"), style_of(properties)
        for box in boxes:
            yield from self.paragraphs(box)

    def _text(self, paragraph: etree._Element, boxes: list[etree._Element]) -> str:
        pieces: list[str] = []
        stack = list(reversed(paragraph))
        while stack:
            node = stack.pop()
            name = local(node)
            if name == "fldChar":
                self._field(attribute(node, "fldCharType"))
            elif name == "txbxContent":
                boxes.append(node)
            elif name == "r" and self._is_hidden(node):
                self.hidden += sum(len(inner.text or "") for inner in descendants(node, "t"))
            elif name in _LEAVES:
                if not (self._heeds_fields and "instruction" in self._fields):
                    pieces.append(self._leaf(name, node))
            elif name and name not in _UNSEEN:
                stack.extend(reversed(node))
        return "".join(pieces)

    def _leaf(self, name: str, node: etree._Element) -> str:
        if name == "t":
            # Entities, which no word processor writes, stay unresolved between its pieces.
            return "".join((node.text or "", *(inner.tail or "" for inner in node)))
        if name == "sym":
            return _symbol(attribute(node, "char"))
        if name in _NOTES:
            self.notes.append((name.removesuffix("Reference"), attribute(node, "id")))
            return f"[{len(self.notes)}]"
        return _CHARACTERS[name]

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("instruction")
        elif kind == "separate" and self._fields:
            self._fields[-1] = "result"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _is_hidden(self, run: etree._Element) -> bool:
        vanish = child(run, "rPr", "vanish")
        return vanish is not None and attribute(vanish, "val") not in _OFF

    def _table(self, table: etree._Element) -> str:
        rows = []
        for row in _within(table, "tr"):
            if child(row, "trPr", "del") is not None:
                continue
            cells = [" ".join(self._cell(cell)) for cell in _within(row, "tc")]
            if any(cells):
                rows.append("\t".join(cells))
        return "\n".join(rows)

    def _cell(self, cell: etree._Element) -> Iterator[str]:
        for text, _ in self.paragraphs(cell):
            yield " ".join(text.split())


def _within(node: etree._Element, name: str) -> Iterator[etree._Element]:
    """Give the rows of a table or the cells of a row, which may be wrapped in content controls."""
    for inner in node:
        if local(inner) == name:
            yield inner
        elif local(inner) in ("sdt", "sdtContent", "ins", "moveTo", "customXml"):
            yield from _within(inner, name)


def _symbol(code: str) -> str:
    try:
        character = int(code, 16)
    except ValueError:
        return ""
    # In fonts of symbols nobody can tell what is meant, but mostly it is the mark of a list.
    return "•" if character in _PRIVATE else chr(character) if 0x20 <= character < 0xD800 else ""
