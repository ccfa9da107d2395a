"""From what a reader made of one file to finished drafts: make canonical, find furniture, warn."""

import codecs
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from archive_app.importing.databases.dates import find_date
from archive_app.importing.decoding import in_utf8, recoded
from archive_app.importing.detecting import is_packed, reader_for
from archive_app.importing.draft import Draft, FailedItem, Proposal, Reading
from archive_app.importing.furniture import propose_cuts
from archive_app.importing.language import language_of
from archive_app.importing.page_metadata import iso_date
from archive_app.importing.plain import PLAIN_TEXT
from archive_app.importing.reader import CAPTURED, Material, Reader, Unreadable
from archive_app.model.text import (
    canonical,
    canonical_positions,
    fold_whitespace,
    text_digest,
    word_count,
)

LONGEST_TEXT = 10_000_000
"""Code points of one article, about four times *War and Peace*."""

DATE_OF_NAME = "Date"
"""Under which label the source's fields say that a date was taken from the file's name."""

_LONGEST_FIELD = 1000
_WORD = re.compile(r"[^\W\d_]{3}")
_DATE_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.](\d\d)[-_.](\d\d)(?!\d)")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f]")


def read_alone(reader: Reader, material: Material) -> Reading:
    """Read one file that holds no other files.

    Raises:
        Unreadable: No article can be made of it.
    """
    encoding = material.settings.get("encoding", "")
    if is_packed(material):
        return finished_reading(reader.read(material), material)
    if not encoding and reader is PLAIN_TEXT and (wide := in_utf8(material.content)) is not None:
        # Formats are known by bytes that are ASCII, which has two or four of them in these encodings.
        known = replace(material, content=wide[0])
        again = reader_for(known)
        reading = (again if isinstance(again, Reader) else reader).read(known)
        return finished_reading(replace(reading, encoding=wide[1]), material)
    if not encoding:
        return finished_reading(reader.read(material), material)
    # With a byte order mark in front no reader asks what the text declares of itself.
    known = replace(material, content=codecs.BOM_UTF8 + recoded(material.content, encoding))
    again = reader_for(known)
    reading = (again if isinstance(again, Reader) else reader).read(known)
    return finished_reading(replace(reading, encoding=encoding), material)


def finished_reading(reading: Reading, material: Material) -> Reading:
    """Finish every draft that a reader made of a file; one that cannot be joins those that failed.

    Raises:
        Unreadable: None is left, and nothing else came of the file.
    """
    done = finished_parts(reading, material)
    if done.is_empty:
        raise Unreadable(nothing_read(done.failed))
    return done


def finished_parts(reading: Reading, material: Material) -> Reading:
    """Do the same where others may be left in other parts of the file."""
    drafts: list[Draft] = []
    failed = list(reading.failed)
    is_one = len(reading.drafts) == 1 and not failed and reading.declared in (None, 1)
    for place, draft in enumerate(reading.drafts, 1):
        number = draft.number or place
        try:
            described = _as_held(draft, material)
            if is_one and not draft.published and not draft.published_raw:
                described = _dated_by_name(described, material.stem)
            drafts.append(replace(finished(described, fallback_title=material.stem), number=number))
        except Unreadable as error:
            failed.append(FailedItem(number, str(error)))
    warnings = [*reading.warnings, *(warning for draft in drafts for warning in suspicions(draft))]
    warnings += suspicions_of_name(material.name)
    if reading.declared is not None and reading.declared != len(drafts) + len(failed):
        warnings.append(_other_count(reading.declared, len(drafts) + len(failed)))
    return replace(
        reading,
        drafts=tuple(drafts),
        warnings=tuple(dict.fromkeys(warnings)),
        failed=tuple(sorted(failed, key=lambda item: item.number)),
    )


def finished(draft: Draft, *, fallback_title: str) -> Draft:
    """Bring a draft's text into its canonical form and fill in what follows from it.

    Raises:
        Unreadable: Its text holds no word, or more than :data:`LONGEST_TEXT`.
    """
    if len(draft.text) > LONGEST_TEXT:
        raise Unreadable(
            f"Its text is {len(draft.text):,} characters long; one article can have {LONGEST_TEXT:,}. "
            "Split it into its articles and import those."
        )
    text = canonical(draft.text)
    words = word_count(text)
    if not words:
        raise Unreadable("Nothing readable was found in it.")
    title = _field(draft.title) or _field(fallback_title) or "Untitled"
    return Draft(
        title=title,
        text=text,
        outlet=_field(draft.outlet),
        authors=_field(draft.authors),
        published=draft.published,
        published_raw=_field(draft.published_raw),
        url=_field(draft.url),
        language=language_of(text) or draft.language,
        section=_field(draft.section),
        memo="\n".join(filter(None, map(_field, draft.memo.splitlines()))),
        database_id=_field(draft.database_id),
        doi=_field(draft.doi),
        collections=tuple(filter(None, map(_field, draft.collections))),
        labels=tuple(filter(None, map(_field, draft.labels))),
        source_fields=tuple((_field(label), _field(value)) for label, value in draft.source_fields),
        pages=_pages(draft, text),
        number=draft.number,
        words=words,
        sha256=text_digest(text),
        folded=text_digest(fold_whitespace(text)),
        cuts=_cuts(draft, text, title),
    )


def _pages(draft: Draft, text: str) -> tuple[tuple[int, str], ...]:
    places = canonical_positions(draft.text, [start for start, _ in draft.pages])
    labels = [_field(label) for _, label in draft.pages]
    return tuple((place, label) for place, label in zip(places, labels, strict=True) if place < len(text))


def _cuts(draft: Draft, text: str, title: str) -> tuple[Proposal, ...]:
    """Bring what the reader proposes for removal together with what the text itself gives away."""
    starts = canonical_positions(draft.text, [cut.start for cut in draft.cuts])
    ends = canonical_positions(draft.text, [cut.end for cut in draft.cuts])
    cuts = [
        Proposal(start, end, text[start:end], cut.reason)
        for start, end, cut in zip(starts, ends, draft.cuts, strict=True)
        if start < end
    ]
    firsts = [cut.start for cut in cuts]

    def is_free(cut: Proposal) -> bool:
        place = bisect_right(firsts, cut.start)
        return all(
            cut.start >= other.end or cut.end <= other.start for other in cuts[max(0, place - 1) : place + 1]
        )

    free = (cut for cut in propose_cuts(text, title) if is_free(cut))
    return tuple(sorted((*cuts, *free), key=lambda cut: cut.start))


def nothing_read(failed: Sequence[FailedItem]) -> str:
    """Say in a sentence why no article came out of a file."""
    if not failed:
        return "No article was found in it."
    first = failed[0]
    reason = f"“{first.member}” in it: {first.reason}" if first.member else first.reason
    if len(failed) == 1:
        return reason
    return f"None of its {len(failed)} articles could be read. The first: {reason}"


def _as_held(draft: Draft, material: Material) -> Draft:
    """Add to a draft what whatever held its file says of it."""
    if not material.url and not material.said:
        return draft
    captured = dict(material.said).get(CAPTURED, "")
    memo = draft.memo
    if captured and not draft.published:
        memo = f"{memo}\n{CAPTURED}: {captured}"
    fields = (*draft.source_fields, *material.said)
    return replace(draft, url=draft.url or material.url, memo=memo, source_fields=fields)


def _dated_by_name(draft: Draft, name: str) -> Draft:
    """Take the date of an article without one from its file's name, if only one can be meant, and say so."""
    date = date_in_name(name)
    if not date:
        return draft
    said = (DATE_OF_NAME, f"{date} (date taken from the file name)")
    return replace(draft, published=date, published_raw=date, source_fields=(*draft.source_fields, said))


def date_in_name(name: str) -> str:
    """Return the ISO date in a file's name: year, month, day, or one with the month's name; else nothing.

    >>> date_in_name("2019-04-12 Libya Herald - Detainees"), date_in_name("03-04-2019 Detainees")
    ('2019-04-12', '')
    """
    dates = {iso_date("-".join(match.groups())) for match in _DATE_IN_NAME.finditer(name)}
    if not dates and any(character.isalpha() for character in name):
        spaced = name.replace("_", " ")
        found = find_date(spaced)
        if found is not None and len(found.iso) == 10 and _WORD.search(spaced[found.start : found.end]):
            dates = {found.iso}
    return dates.pop() if len(dates) == 1 else ""


def _other_count(declared: int, found: int) -> str:
    return f"It says that it holds {declared} articles; {found} were found in it."


def _field(value: str) -> str:
    return fold_whitespace(canonical(value))[:_LONGEST_FIELD]


def suspicions(draft: Draft) -> list[str]:
    """Warn of characters in an article that change how it is shown; they are kept all the same."""
    described = (("Its title", draft.title), ("Its outlet", draft.outlet), ("Its authors", draft.authors))
    said = [line for of, value in described if value not in draft.text for line in _suspicious(of, value)]
    return [*_suspicious("", draft.text), *said]


def suspicions_of_name(name: str) -> list[str]:
    """Warn of such characters in a file's name."""
    return _suspicious("Its name", name)


def _suspicious(of: str, text: str) -> list[str]:
    found = []
    held = f"{of} holds " if of else ""
    were = "; they were kept" if of else " were kept"
    if count := len(_BIDI.findall(text)):
        found.append(f"{held}{count} characters that reorder what is shown (bidi controls){were}.")
    if count := len(_CONTROL.findall(text)):
        found.append(f"{held}{count} control characters{were}.")
    return found
