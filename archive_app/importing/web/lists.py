"""Files that hold web addresses and nothing else; and what a list says of pages that were fetched later."""

from dataclasses import replace

from archive_app.importing.decoding import decode
from archive_app.importing.draft import Draft, Reading
from archive_app.importing.reader import Material, Reader, Unreadable
from archive_app.importing.web.addresses import addresses_in, is_address_list
from archive_app.model.web_links import WebLink

_SAMPLE = 1 << 16
_FIELDS = ("outlet", "authors", "published", "language", "section")


def _recognises(material: Material) -> float:
    if b"://" not in material.sample:
        return 0.0
    content = material.content[:_SAMPLE]
    whole = content if len(content) == len(material.content) else content[: content.rfind(b"\n") + 1]
    try:
        return 0.85 if is_address_list(decode(whole).text) else 0.0
    except Unreadable:
        return 0.0


def _read(material: Material) -> Reading:
    decoded = decode(material.content)
    found = addresses_in(decoded.text)
    if not found.urls:
        raise Unreadable("None of the addresses in it can be fetched.")
    links = tuple(WebLink(url, number=number) for number, url in enumerate(found.urls, 1))
    warnings = tuple(f"“{one.written}” on line {one.line}: {one.reason}" for one in found.invalid)
    return Reading((), ADDRESS_LIST.name, decoded.encoding, (*decoded.warnings, *warnings), links=links)


def completed(reading: Reading, link: WebLink) -> Reading:
    """Fill in what a page does not say of itself from what the list said that it was fetched for."""
    return replace(reading, drafts=tuple(_completed(draft, link) for draft in reading.drafts))


def _completed(draft: Draft, link: WebLink) -> Draft:
    more = {name: getattr(link, name) for name in _FIELDS if not getattr(draft, name)}
    if not draft.published and link.published:
        more["published_raw"] = draft.published_raw or link.published_raw
    return replace(draft, **more, url=draft.url or link.url)


ADDRESS_LIST = Reader("list of web addresses", _recognises, _read)
