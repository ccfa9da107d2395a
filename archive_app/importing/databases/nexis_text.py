"""Nexis exports as plain text: hard-wrapped, with ``3 of 100 DOCUMENTS`` above every article."""

import codecs
import re

from archive_app.importing.databases.items import commonest, read_items, whole_number
from archive_app.importing.databases.markup import plain_lines, split_at
from archive_app.importing.databases.nexis_parts import MARKER, Block, article_of, is_label
from archive_app.importing.databases.wrapped import blocks_of, unwrapped, wrap_width
from archive_app.importing.decoding import decode
from archive_app.importing.draft import Draft, Reading
from archive_app.importing.reader import Material, Reader

_SEARCHED_BYTES = 1 << 16
_LABEL = re.compile(r"^(?P<label>[^\W\d_a-zäöüéè][^\W\d_a-zäöüéè-]*(?:[ -][^\W\d_a-zäöüéè]+){0,2}):(?:\s+|$)")


def _recognises(material: Material) -> float:
    start = material.content[:_SEARCHED_BYTES]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = start.decode("utf-16", "replace")
    else:
        text = start.decode("utf-8", "replace")
    text = plain_lines(text)
    return 0.96 if MARKER.search(text) and "<" not in text.lstrip("\ufeff \t\n")[:1] else 0.0


def _read(material: Material) -> Reading:
    decoded = decode(material.content)
    text = plain_lines(decoded.text)
    markers = list(MARKER.finditer(text))
    items = [MARKER.sub("", stretch, count=1) for stretch in split_at(MARKER, text)]
    width = wrap_width(line for item in items for line in item.split("\n"))
    return read_items(
        NEXIS_TEXT.name,
        items,
        lambda item: _article(item, width),
        decoded=decoded,
        declared=commonest(whole_number(marker["all"]) for marker in markers) if _is_whole(markers) else None,
    )


def _is_whole(markers: list[re.Match[str]]) -> bool:
    # A part of a result (“201 of 500” first) does not say how many articles are in the file.
    return bool(markers) and whole_number(markers[0]["number"]) == 1


def _article(item: str, width: int) -> Draft:
    return article_of([_block(lines, width) for lines in blocks_of(item)])


def _block(lines: list[str], width: int) -> Block:
    if all(line.startswith("     ") for line in lines):  # centred
        return Block("\n".join(line.strip() for line in lines))
    match = _LABEL.match(lines[0])
    if match and is_label(match["label"]):
        return Block(unwrapped([lines[0][match.end() :], *lines[1:]], width), match["label"])
    return Block(unwrapped(lines, width))


NEXIS_TEXT = Reader("Nexis (text)", _recognises, _read)
