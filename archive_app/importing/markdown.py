"""Markdown files: kept as they are written, but for the front matter, which says what they are."""

import re
from dataclasses import replace

from archive_app.importing.databases.dates import date_of
from archive_app.importing.decoding import decode
from archive_app.importing.draft import Draft, Reading
from archive_app.importing.front_matter import FrontMatter, front_matter
from archive_app.importing.plain import headline
from archive_app.importing.reader import Material, Reader

_HEADING = re.compile(r"#{1,6}[ \t]+(?P<title>\S.*?)[ \t]*#*[ \t]*$")
_UNDERLINED = re.compile(r"(?P<title>\S[^\n]*)\n(?:=+|-{3,})[ \t]*$", re.MULTILINE)
_MARKUP = re.compile(rb"^(?:#{1,6} \S|\* \S|- \S|> \S|```)|\]\(https?://|\*\*\S", re.MULTILINE)
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1")
_ADDRESS = re.compile(r"https?://\S+$")
_LANGUAGE = re.compile(r"(?P<code>[a-z]{2})(?:[-_]\w+)?$", re.IGNORECASE)
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
    if re.match(rb"---[ \t]*\r?\n\w[\w .-]*:", material.sample):
        return 0.3
    named = material.extension in (".md", ".markdown", ".mdown")
    return 0.4 if named else 0.2 if len(_MARKUP.findall(material.sample)) > 5 else 0.0


def _read(material: Material) -> Reading:
    decoded = decode(material.content)
    front = front_matter(decoded.text)
    text = decoded.text[front.length :] if front is not None else decoded.text
    draft = Draft(title=_title(text) or material.stem, text=text)
    if front is not None:
        draft = _described(draft, front)
    return Reading((draft,), MARKDOWN.name, decoded.encoding, decoded.warnings)


def _described(draft: Draft, front: FrontMatter) -> Draft:
    """Fill in what front matter says; all of it is kept as it was written."""
    dates = front.find("date", "published", "publication_date", "publish_date", "pubdate", "datum")
    sources = front.find("outlet", "source", "publication", "newspaper", "publisher", "site")
    addresses = front.find("url", "source_url", "link", "permalink", "canonical_url", "source")
    outlet = next((value for value in sources if not _ADDRESS.match(value)), "")
    language = _LANGUAGE.match(" ".join(front.find("lang", "language")))
    return replace(
        draft,
        title=" ".join(front.find("title", "headline")) or draft.title,
        outlet=outlet,
        authors="; ".join(front.find("authors", "author", "byline", "by")),
        published=date_of(dates[0]) if dates else "",
        published_raw=dates[0] if dates else "",
        url=next((value for value in addresses if _ADDRESS.match(value)), ""),
        language=language["code"].lower() if language else "",
        section=" ".join(front.find("section", "category", "rubric")),
        source_fields=tuple((key, "; ".join(values)) for key, values in front.values if values),
    )


MARKDOWN = Reader("Markdown", _recognises, _read)
