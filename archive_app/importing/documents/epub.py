"""E-books (EPUB): an article for every document of the book's order that has a heading of its own.

Documents without a heading belong to the article before them, and those before the first heading, such as the
page with the title, are an article together. A book in which nothing has a heading is one article. What the
book says about itself holds for all of them; the book is their outlet. Navigation is left out.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml.html import HtmlElement

from archive_app.importing.databases.items import fields_of, memo_of, opening
from archive_app.importing.databases.markup import (
    declared_encoding,
    fragment,
    one_line,
    plain_lines,
    text_of,
)
from archive_app.importing.databases.zipped import checked_zip, unpacked
from archive_app.importing.decoding import decode
from archive_app.importing.documents.xml_parts import attribute, descendants, local, parsed, text_within
from archive_app.importing.draft import Draft, FailedItem, Reading
from archive_app.importing.page_metadata import iso_date
from archive_app.importing.page_text import flat_text
from archive_app.importing.reader import Material, Reader, Unreadable

_MARK = b"mimetypeapplication/epub+zip"
_CONTAINER = "META-INF/container.xml"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_OBFUSCATION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Ways of hiding fonts, which hide no text."""
_LOCKED = (
    "It is locked by whoever sold it (DRM), so its text cannot be read. Ask for a copy without a lock, or "
    "for the articles in another format."
)
_HEADINGS = ("h1", "h2", "h3")
_BREAK = re.compile("\ufdd0(\\d+)\ufdd1")
"""Where a page of the printed book begins; the two characters stand for none in any text."""
_FLAT = "A part of it is nested so deep that only its bare text was kept."


@dataclass(frozen=True)
class _Book:
    archive: zipfile.ZipFile
    names: tuple[str, ...]
    """Of its documents, in order."""
    said: tuple[tuple[str, str], ...]

    def first(self, label: str) -> str:
        return next((value for name, value in self.said if name == label), "")


@dataclass
class _Chapter:
    heading: str = ""
    texts: list[str] = field(default_factory=list)
    pages: list[tuple[int, str]] = field(default_factory=list)

    def add(self, text: str, pages: list[tuple[int, str]]) -> None:
        start = sum(len(before) + 2 for before in self.texts)
        self.texts.append(text)
        self.pages += [(start + offset, label) for offset, label in pages]


def _recognises(material: Material) -> float:
    if not material.content.startswith(b"PK\x03\x04"):
        return 0.0
    return 0.97 if _MARK in material.content[:120] or _CONTAINER.encode() in material.content else 0.0


def _read(material: Material) -> Reading:
    with checked_zip(material.content) as archive:
        book = _opened(archive)
        chapters, failed, warnings = _chapters(book)
    drafts = tuple(
        _described(book, chapter, is_alone=len(chapters) + len(failed) == 1, number=number)
        for number, chapter in chapters
    )
    if not drafts and not failed:
        raise Unreadable("Nothing readable was found in it.")
    return Reading(drafts, EPUB.name, warnings=tuple(warnings), failed=tuple(failed))


def _opened(archive: zipfile.ZipFile) -> _Book:
    container = unpacked(archive, _CONTAINER)
    roots = descendants(parsed(container), "rootfile") if container else iter(())
    root = next((attribute(node, "full-path") for node in roots), "")
    package = unpacked(archive, root)
    if not package:
        raise Unreadable(
            "It is an e-book without a table of its parts, so it may be damaged. Download it again."
        )
    tree = parsed(package)
    items = {attribute(node, "id"): node for node in descendants(tree, "item")}
    names = []
    for reference in descendants(tree, "itemref"):
        item = items.get(attribute(reference, "idref"))
        if item is None or attribute(item, "media-type") not in _PAGES:
            continue
        if "nav" not in attribute(item, "properties").split():
            path = posixpath.join(posixpath.dirname(root), unquote(attribute(item, "href").partition("#")[0]))
            names.append(posixpath.normpath(path))
    _refuse_when_locked(archive, names)
    metadata = next(descendants(tree, "metadata"), None)
    said = [
        (_label(node), text_within(node))
        for node in (metadata if metadata is not None else ())
        if local(node) not in ("", "meta", "link") and text_within(node)
    ]
    return _Book(archive, tuple(dict.fromkeys(names)), tuple(said))


def _label(node: HtmlElement) -> str:
    event = attribute(node, "event")
    return f"{local(node)} ({event})" if event else local(node)


def _refuse_when_locked(archive: zipfile.ZipFile, names: list[str]) -> None:
    content = unpacked(archive, "META-INF/encryption.xml")
    for locked in descendants(parsed(content), "EncryptedData") if content else ():
        method = next((attribute(node, "Algorithm") for node in descendants(locked, "EncryptionMethod")), "")
        hidden = {unquote(attribute(node, "URI")) for node in descendants(locked, "CipherReference")}
        if method not in _OBFUSCATION and hidden & set(names):
            raise Unreadable(_LOCKED)


def _chapters(book: _Book) -> tuple[list[tuple[int, _Chapter]], list[FailedItem], list[str]]:
    """Return the chapters with their numbers, those that failed, and warnings."""
    chapters: list[tuple[int, _Chapter]] = []
    failed: list[FailedItem] = []
    warnings: list[str] = []
    for name in book.names:
        number = len(chapters) + len(failed) + 1
        try:
            heading, text, pages = _document(unpacked(book.archive, name), warnings)
        except Unreadable as error:
            failed.append(FailedItem(number, f"{posixpath.basename(name)} in it: {error}"))
            continue
        if not any(character.isalnum() for character in text):
            continue
        if heading or not chapters:
            chapters.append((number, _Chapter(heading)))
        chapters[-1][1].add(text, pages)
    return chapters, failed, list(dict.fromkeys(warnings))


def _document(content: bytes, warnings: list[str]) -> tuple[str, str, list[tuple[int, str]]]:
    """Return the heading of one document of the book, its text, and where pages begin in that."""
    if not content.strip():
        return "", "", []
    source = plain_lines(decode(content, declared_encoding(Material("", content))).text)
    try:
        tree = fragment(_BREAK.sub("", source))
    except Unreadable:
        warnings.append(_FLAT)
        title, text = flat_text(source)
        return title, text, []
    labels = list(_marked_pages(tree))
    headings = (one_line(_BREAK.sub("", text_of(node))) for node in tree.iter(*_HEADINGS))
    text, pages = _without_marks(text_of(tree), labels)
    return next(filter(None, headings), ""), text, pages


def _marked_pages(tree: HtmlElement) -> Iterator[str]:
    """Put a mark at the beginning of every page of the printed book, and give the pages' labels."""
    number = 0
    for node in tree.iter():
        kinds = f"{node.get('epub:type') or ''} {node.get('role') or ''}".split()
        if not isinstance(node.tag, str) or not {"pagebreak", "doc-pagebreak"} & set(kinds):
            continue
        label = node.get("aria-label") or node.get("title") or one_line(text_of(node))
        label = re.sub(r"^\s*page\s+|\W+$", "", label, flags=re.IGNORECASE).strip()
        for inner in list(node):
            node.remove(inner)
        node.text = f"\ufdd0{number}\ufdd1"
        number += 1
        yield label


def _without_marks(text: str, labels: list[str]) -> tuple[str, list[tuple[int, str]]]:
    written = ""
    pages: list[tuple[int, str]] = []
    waiting: list[str] = []
    for place, piece in enumerate(_BREAK.split(text)):
        if place % 2:
            waiting.append(labels[int(piece)])
            continue
        # A mark that stood alone leaves an empty paragraph.
        piece = piece.lstrip() if not written or written[-1].isspace() else piece
        start = len(written) + len(piece) - len(piece.lstrip())
        if piece.strip():
            pages += [(start, label) for label in waiting[-1:]]
            waiting = []
        written += piece
    return written.rstrip(), pages


def _described(book: _Book, chapter: _Chapter, *, is_alone: bool, number: int) -> Draft:
    title, text = book.first("title"), "\n\n".join(chapter.texts)
    raw = book.first("date (publication)") or book.first("date")
    return Draft(
        title=(title if is_alone else "") or chapter.heading or title or opening(text),
        text=text,
        outlet="" if is_alone else title,
        authors="; ".join(value for name, value in book.said if name == "creator"),
        published=iso_date(raw),
        published_raw=raw,
        language=book.first("language")[:2].lower(),
        memo=memo_of(("Publisher", book.first("publisher"))),
        source_fields=fields_of(book.said),
        pages=tuple(chapter.pages),
        number=number,
    )


EPUB = Reader("e-book (EPUB)", _recognises, _read)
