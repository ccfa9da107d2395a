"""ProQuest exports as text, as HTML, and as the mails it sends, forwarded ones included."""

import re
from collections.abc import Sequence
from email import message_from_bytes
from email.message import Message
from itertools import pairwise

from archive_app.importing.databases.items import read_items, whole_number
from archive_app.importing.databases.markup import declared_encoding, fragment, plain_lines, split_at, text_of
from archive_app.importing.databases.proquest_labels import (
    FULL_TEXT,
    LABELS,
    LAST,
    UNMISTAKABLE,
    Part,
    article_of,
    has_only_an_abstract,
)
from archive_app.importing.databases.wrapped import blocks_of, unwrapped, wrap_width
from archive_app.importing.decoding import Decoded, decode
from archive_app.importing.draft import Reading
from archive_app.importing.reader import Material, Reader, Unreadable

_NAMES = "|".join(re.escape(label).replace(r"\ ", r"\s+") for label in sorted(LABELS, key=len, reverse=True))
_LINE = re.compile(rf"^(?P<label>{_NAMES}):(?:[ \t]+|$)")
_RULE = re.compile(r"^[ \t]*_{40,}[ \t]*$", re.MULTILINE)
_COUNTER = re.compile(
    r"^[ \t]*(?:Document|Dokument|Documento)[ \t]+(?P<number>\d+)[ \t]+(?:of|von|de|sur)[ \t]+"
    r"(?P<all>\d+)[ \t]*$",
    re.MULTILINE,
)
# Tags are often closed by the wrong one, or by none.
_BOLD = re.compile(
    rf"<(?:strong|b)\b[^>]{{0,200}}>(?:\s|&nbsp;){{0,20}}(?P<label>{_NAMES})(?:\s|&nbsp;){{0,20}}:",
    re.IGNORECASE,
)
_OPEN, _CLOSE = "\x1e", "\x1f"  # the record and unit separators: no text has them
_MARKED = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_OWN = re.compile(rb"ProQuest document ID|(?m:^|>)[ \t]*(?:Publication title|Language of publication)\s*:")
_LABELS_SEEN = re.compile(
    rb"(?m:^|>)[ \t]*(?:Title|Publication info|Publication title|Full text|Database)\s*:"
)
_MAIL = re.compile(
    rb"(?:^(?:From|To|Subject|Date|Received|Return-Path|MIME-Version|Message-ID|Content-Type|Delivered-To|X-[\w-]+):"
    rb"[^\n]*\n(?:[ \t][^\n]*\n)*){3}",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED = re.compile(r"^(?:>[ \t]?)+", re.MULTILINE)
_MOST_PARTS = 1000

_WRITTEN = {label.lower(): label for label in LABELS}

_Item = Sequence[Part]


def _is_proquest(content: bytes) -> bool:
    labels = {found.strip().strip(b">").strip() for found in _LABELS_SEEN.findall(content)}
    return _OWN.search(content) is not None and len(labels) >= 2


def _recognises(material: Material) -> float:
    if _is_mail(material):
        return 0.97 if any(_is_proquest(part) for part, _ in _mail_texts(material.content)) else 0.0
    return 0.96 if _is_proquest(material.content.replace(b"\0", b"")) else 0.0


def _is_mail(material: Material) -> bool:
    return _MAIL.match(material.sample.replace(b"\r\n", b"\n")) is not None


def _read(material: Material) -> Reading:
    if _is_mail(material):
        texts = [
            (decode(content, charset), charset)
            for content, charset in _mail_texts(material.content)
            if _is_proquest(content)
        ]
        decoded = [text for text, _ in texts]
    else:
        decoded = [decode(material.content, declared_encoding(material))]
    if not decoded:
        raise Unreadable("No document of ProQuest was found in this mail.")
    items = [item for text in decoded for item in _items(plain_lines(text.text))]
    warnings = [
        f"Article {number} in it has no full text; its abstract was kept."
        for number, item in enumerate(items, 1)
        if has_only_an_abstract(item) and any(label == "abstract" for label, _ in item)
    ]
    counters = {whole_number(found["all"]) for text in decoded for found in _COUNTER.finditer(text.text)}
    declared = counters.pop() if len(counters) == 1 and len(decoded) == 1 else None
    said = Decoded(
        "", decoded[0].encoding, tuple(dict.fromkeys(line for text in decoded for line in text.warnings))
    )
    return read_items(PROQUEST.name, items, article_of, decoded=said, declared=declared, warnings=warnings)


def _items(text: str) -> list[_Item]:
    if _BOLD.search(text):
        return _of_page(text)
    if re.search(r"<(?:br|p|div|td)\b", text[:20_000], re.IGNORECASE):
        text = text_of(fragment(text))
    return _of_text(_QUOTED.sub("", text) if text.count("\n>") > 5 else text)


def _of_text(text: str) -> list[_Item]:
    width = wrap_width(text.split("\n"))
    pieces = [piece for half in _RULE.split(text) for piece in _COUNTER.split(half)[::3]]
    items = [item for piece in pieces for item in _documents(_text_parts(piece, width))]
    # Before the first and after the last stand a table of contents and the terms of use, without labels.
    return [item for item in items if any(label for label, _ in item)]


def _text_parts(piece: str, width: int) -> list[Part]:
    blocks: list[tuple[str, list[str]]] = []
    for lines in blocks_of(piece):
        block: list[str] = []
        for line in lines:
            found = _LINE.match(line)
            if found or not block:
                block = []
                blocks.append((" ".join(found["label"].lower().split()) if found else "", block))
            block.append(line[found.end() :] if found else line)
    return _folded([(label, unwrapped(lines, width)) for label, lines in blocks])


def _folded(blocks: Sequence[Part]) -> list[Part]:
    """Put what follows a label to its value; within the full text, labels are the author's until its end."""
    parts: list[Part] = []
    place = 0
    while place < len(blocks):
        label, text = blocks[place]
        place += 1
        if label in FULL_TEXT:
            end = _end_of_text(blocks, place)
            said = [f"{_WRITTEN[inner]}: {value}" if inner else value for inner, value in blocks[place:end]]
            text, place = "\n\n".join(part for part in (text, *said) if part), end
        if not label and parts:
            last, value = parts[-1]
            parts[-1] = (last, f"{value}\n\n{text}".strip())
        else:
            parts.append((label, text))
    return parts


def _end_of_text(blocks: Sequence[Part], start: int) -> int:
    after = next(
        (place for place in range(start, len(blocks)) if blocks[place][0] in UNMISTAKABLE), len(blocks)
    )
    # Subjects, places and people stand between the text and the first label that cannot be its own.
    while after > start and blocks[after - 1][0]:
        after -= 1
    return after


def _of_page(page: str) -> list[_Item]:
    marked = _BOLD.sub(lambda found: f"{_OPEN}{' '.join(found['label'].lower().split())}{_CLOSE}", page)
    # Parsed label by label, so that a tag left open ends with its own value.
    parts: list[Part] = []
    for stretch in split_at(_MARKED, marked):
        label, _, value = stretch[1:].partition(_CLOSE)
        parts.append((label, _flat(re.sub(r"^(?:\s|</[^>]*>|<(?:strong|b)>)+", "", value))))
    return _documents(parts)


def _flat(value: str) -> str:
    try:
        text = text_of(fragment(value))
    except Unreadable:
        return ""
    return _COUNTER.sub("", _RULE.sub("", text)).strip()


def _documents(parts: Sequence[Part]) -> list[_Item]:
    """Split a row of labelled parts into documents: one begins at a title after another's last labels."""
    starts = [0]
    is_complete = False
    for place, (label, _) in enumerate(parts):
        if label == "title" and is_complete:
            starts.append(place)
            is_complete = False
        is_complete = is_complete or label in UNMISTAKABLE or label in LAST
    return [parts[start:end] for start, end in pairwise((*starts, len(parts))) if end > start]


def _mail_texts(content: bytes) -> list[tuple[bytes, str]]:
    """Return the texts of a mail, those of mails forwarded in it included, with their declared encodings."""
    try:
        message = message_from_bytes(content.lstrip())
        parts = [part for part, _ in zip(message.walk(), range(_MOST_PARTS), strict=False)]
    except (ValueError, IndexError, TypeError, AttributeError, LookupError, RecursionError):
        return []  # the mail parser stumbles over some malformed headers
    pages = [found for part in parts if (found := _payload(part, "text/html"))]
    return pages or [found for part in parts if (found := _payload(part, "text/plain"))]


def _payload(part: Message, kind: str) -> tuple[bytes, str] | None:
    if part.get_content_type() != kind:
        return None
    payload = part.get_payload(decode=True)
    charset = part.get_param("charset")
    return (payload, charset if isinstance(charset, str) else "") if isinstance(payload, bytes) else None


PROQUEST = Reader("ProQuest", _recognises, _read)
