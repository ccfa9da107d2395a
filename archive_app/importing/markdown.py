"""Markdown files: kept as they are written; only the title is read out of them."""

import re

from archive_app.importing.decoding import decode
from archive_app.importing.draft import Draft, Reading
from archive_app.importing.plain import headline
from archive_app.importing.reader import Material, Reader

_HEADING = re.compile(r"#{1,6}[ \t]+(?P<title>\S.*?)[ \t]*#*[ \t]*$")
_UNDERLINED = re.compile(r"(?P<title>\S[^\n]*)\n(?:=+|-{3,})[ \t]*$", re.MULTILINE)
_MARKUP = re.compile(rb"^(?:#{1,6} \S|\* \S|- \S|> \S|```)|\]\(https?://|\*\*\S", re.MULTILINE)
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")


def _title(text: str) -> str:
    beginning = text.lstrip("\ufeff \t\r\n")
    match = _HEADING.match(beginning.partition("\n")[0].rstrip("\r")) or _UNDERLINED.match(
        beginning[:1000].replace("\r\n", "\n")
    )
    found = match["title"] if match else headline(text)
    return _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", found))


def _recognises(material: Material) -> float:
    if re.match(rb"#{1,6} +\S", material.sample):
        return 0.5
    named = material.extension in (".md", ".markdown", ".mdown")
    return 0.4 if named else 0.2 if len(_MARKUP.findall(material.sample)) > 5 else 0.0


def _read(material: Material) -> Reading:
    decoded = decode(material.content)
    draft = Draft(title=_title(decoded.text) or material.stem, text=decoded.text)
    return Reading((draft,), MARKDOWN.name, decoded.encoding, decoded.warnings)


MARKDOWN = Reader("Markdown", _recognises, _read)
