"""RTF documents, as Word, WordPad and TextEdit write them."""

import re
from collections.abc import Iterable, Iterator

from archive_app.importing.databases.rtf import Line, rtf_document
from archive_app.importing.documents.plausible import (
    believable_authors,
    believable_date,
    believable_title,
)
from archive_app.importing.draft import Draft, Reading
from archive_app.importing.plain import headline
from archive_app.importing.reader import Material, Reader, Unreadable

_BULLET = re.compile(r"^(?P<mark>[·•▪◦§\uf0b7o\u2022]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\t+")
_DOTS = "·▪◦§\uf0b7o"


def _recognises(material: Material) -> float:
    return 0.95 if material.sample.startswith(b"{\\rtf") else 0.0


def _read(material: Material) -> Reading:
    document = rtf_document(material.content, has_whole_rows=True)
    paragraphs = list(_paragraphs(document.lines))
    notes = [f"[{number}] {note}" for number, note in enumerate(document.notes, 1)]
    whole = "\n\n".join([*paragraphs, *notes])
    if not any(character.isalnum() for character in whole):
        raise Unreadable("Nothing readable was found in it.")
    said = {label: " ".join(value.split()) for label, value in document.said.items() if value.strip()}
    published, raw = believable_date(paragraphs, said.get("creatim", ""), whole)
    draft = Draft(
        title=believable_title(said.get("title", ""), headline(whole), whole),
        text=whole,
        authors=believable_authors(said.get("author", ""), whole),
        published=published,
        published_raw=raw,
        source_fields=tuple(said.items()),
    )
    return Reading((draft,), RTF.name, warnings=_cut_off(material.content))


def _paragraphs(lines: Iterable[Line]) -> Iterator[str]:
    rows: list[str] = []
    for line in lines:
        if line.is_row:
            rows.append(line.text)
            continue
        if rows:
            yield "\n".join(rows)
            rows = []
        # The mark that programs which know no lists show before an item.
        mark = _BULLET.match(line.text)
        shown = ("•" if mark["mark"] in _DOTS else mark["mark"]) if mark else ""
        yield f"{shown} {line.text[mark.end() :]}" if mark else line.text
    if rows:
        yield "\n".join(rows)


def _cut_off(content: bytes) -> tuple[str, ...]:
    is_whole = content.rstrip(b"\0\r\n\t ").endswith(b"}")
    return () if is_whole else ("It may be cut off: its end is not marked.",)


RTF = Reader("RTF document", _recognises, _read)
