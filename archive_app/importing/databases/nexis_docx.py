"""Nexis Uni exports as Word documents: bookmarks head every article, its body and its classification."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from archive_app.importing.databases.items import cut_off, number_in, read_items, whole_number
from archive_app.importing.databases.nexis_parts import Block, article_of, is_label
from archive_app.importing.databases.zipped import checked_zip, unpacked
from archive_app.importing.draft import Draft, Reading
from archive_app.importing.reader import Material, Reader, Unreadable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_UNSEEN = frozenset((f"{_W}drawing", f"{_W}pict", f"{_W}object", f"{_W}instrText", f"{_W}delText"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MARK = re.compile(rb'"Bookmark_\d+"')
_ARTICLE = re.compile(r"Bookmark_\d+$")
_DECLARED = re.compile(r"^\s*[^\W\d]+\s\((\d+)\)\s*$")
_LABEL = re.compile(r"^(?P<label>[^\W\d_][^:\n]{1,30}):\u00a0(?P<value>.*)$", re.DOTALL)
_ITEM_ADDRESS = re.compile(r"urn:contentItem:[\w-]+")
_END = "End of Document"


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    bookmarks: tuple[str, ...] = ()
    link: str = ""
    """Where its first link leads."""

    def begins(self, name: str) -> bool:
        return any(mark == name or mark.startswith(name + "_") for mark in self.bookmarks)


def _recognises(material: Material) -> float:
    if not material.content.startswith(b"PK\x03\x04") or b"word/document.xml" not in material.content:
        return 0.0
    try:
        with checked_zip(material.content) as archive:
            document = unpacked(archive, "word/document.xml")
    except Unreadable:
        return 0.0
    return 0.98 if _MARK.search(document) else 0.0


def _read(material: Material) -> Reading:
    with checked_zip(material.content) as archive:
        document = _parsed(unpacked(archive, "word/document.xml"))
        links = _links(unpacked(archive, "word/_rels/document.xml.rels"))
    items: list[list[_Paragraph]] = []
    cover: list[_Paragraph] = []
    for paragraph in _paragraphs(document, links):
        if any(_ARTICLE.match(mark) for mark in paragraph.bookmarks):
            items.append([])
        (items[-1] if items else cover).append(paragraph)
    declared = next((whole_number(found[1]) for line in cover if (found := _DECLARED.match(line.text))), None)
    warnings = cut_off(any(paragraph.text == _END for paragraph in item) for item in items)
    return read_items(NEXIS_DOCX.name, items, _article, declared=declared, warnings=warnings)


def _parsed(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(
            "The document in it is damaged, so it could not be read. Download it again."
        ) from error


def _links(content: bytes) -> dict[str, str]:
    if not content:
        return {}
    return {
        relation.get("Id") or "": relation.get("Target") or ""
        for relation in _parsed(content)
        if (relation.get("Type") or "").endswith("/hyperlink")
    }


def _paragraphs(document: etree._Element, links: dict[str, str]) -> Iterator[_Paragraph]:
    """Give the paragraphs in order, the rows of a table as one each; bookmarks between two go to the next."""
    body = document.find(f"{_W}body")
    waiting: list[str] = []
    stack = list(reversed(body)) if body is not None else []
    while stack:
        node = stack.pop()
        if node.tag == f"{_W}bookmarkStart":
            waiting.append(node.get(f"{_W}name") or "")
        elif node.tag in (f"{_W}p", f"{_W}tr"):
            marks = [start.get(f"{_W}name") or "" for start in node.iter(f"{_W}bookmarkStart")]
            linked = [links.get(link.get(f"{_R}id") or "", "") for link in node.iter(f"{_W}hyperlink")]
            cells = [_text(cell) for cell in node.iter(f"{_W}tc")] if node.tag == f"{_W}tr" else [_text(node)]
            yield _Paragraph("\t".join(cells), (*waiting, *marks), next(filter(None, linked), ""))
            waiting = []
        elif isinstance(node.tag, str):
            stack.extend(reversed(node))


def _text(paragraph: etree._Element) -> str:
    pieces: list[str] = []
    stack = [paragraph]
    while stack:
        node = stack.pop()
        if node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif node.tag in (f"{_W}br", f"{_W}cr"):
            pieces.append("\n")
        elif node.tag == f"{_W}tab":
            pieces.append("\t")
        elif node.tag == f"{_W}noBreakHyphen":
            pieces.append("\u2011")
        elif isinstance(node.tag, str) and node.tag not in _UNSEEN and node.tag != _FALLBACK:
            if node.tag == f"{_W}p" and pieces:
                pieces.append(" ")  # the next paragraph of a table's cell
            stack.extend(reversed(node))
    return "".join(pieces).strip()


def _article(item: Sequence[_Paragraph]) -> Draft:
    item = _until_the_end(item)
    start = next((place for place, part in enumerate(item) if part.begins("Body")), None)
    close = next((place for place, part in enumerate(item) if part.begins("Classification")), len(item))
    if start is None:
        start = next((place for place, part in enumerate(item) if part.text == "Body"), None)
    head = [part for part in item[:start] if part.text]
    body = [] if start is None else [Block(part.text) for part in item[start + 1 : close] if part.text]
    closing = [_labelled(part.text) for part in item[close + 1 :] if part.text]
    # Without a classification the date of loading follows the body directly.
    while body and (label := _labelled(body[-1].text)).closes and label.label:
        closing.insert(0, label)
        body.pop()
    labels = [_labelled(part.text) for part in head]
    title, outlet, rest = labels[:1], labels[1:2], labels[2:]
    draft = article_of([*title, *outlet, *_with_a_label(rest), *body, *closing], title_first=True)
    link = next((part.link for part in head if part.link), "")
    address = _ITEM_ADDRESS.search(link)
    return replace(
        draft,
        url=draft.url or (link if link.startswith(("http://", "https://")) else ""),
        database_id=number_in("Nexis", address[0] if address else ""),
    )


def _until_the_end(item: Sequence[_Paragraph]) -> Sequence[_Paragraph]:
    end = max((place for place, part in enumerate(item) if part.text == _END), default=len(item))
    return item[:end]


def _labelled(text: str) -> Block:
    found = _LABEL.match(text)
    return (
        Block(found["value"].strip(), found["label"]) if found and is_label(found["label"]) else Block(text)
    )


def _with_a_label(rest: list[Block]) -> list[Block]:
    # Word documents always name the length; where they do not, the body begins after date and copyright.
    if any(block.opens for block in rest):
        return rest
    return [*rest, Block("", "Length")]


NEXIS_DOCX = Reader("Nexis Uni (Word)", _recognises, _read)
