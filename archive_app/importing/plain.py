"""Plain text files."""

import re

from archive_app.importing.decoding import decode
from archive_app.importing.draft import Draft, Reading
from archive_app.importing.reader import Material, Reader

_HEADLINE_CHARACTERS = 160
_HEADLINE_WORDS = 28
_ENDS_IN_ABBREVIATION = re.compile(r"\b(?:\w\.)+$|(?:\.\.\.|…)$")


def headline(text: str) -> str:
    """Return the first line when it reads like a headline, else nothing.

    It is one when it is short, is followed by a blank line and more text, and is no whole sentence closed
    by a full stop.
    """
    lines = iter(text.lstrip("\ufeff").splitlines())
    first = next((line.strip() for line in lines if line.strip()), "")
    if not first or len(first) > _HEADLINE_CHARACTERS or len(first.split()) > _HEADLINE_WORDS:
        return ""
    if next(lines, "-").strip() or not any(line.strip() for line in lines):
        return ""
    if first[-1] in ".,;。،؛" and not _ENDS_IN_ABBREVIATION.search(first):
        return ""
    return first if any(character.isalpha() for character in first) else ""


def _read(material: Material) -> Reading:
    decoded = decode(material.content, material.charset)
    draft = Draft(title=headline(decoded.text) or material.stem, text=decoded.text)
    return Reading((draft,), PLAIN_TEXT.name, decoded.encoding, decoded.warnings)


PLAIN_TEXT = Reader("plain text", lambda _material: 0.1, _read)
"""Takes whatever nothing else claims; bytes that are no text are refused while decoding."""
