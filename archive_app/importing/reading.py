"""From one file's bytes to finished drafts: detect, read, make canonical, find furniture.

This is all that runs in the sandbox's worker.
"""

import re
from dataclasses import replace

from archive_app.importing.detecting import reader_for
from archive_app.importing.draft import Draft, FailedItem, Reading
from archive_app.importing.furniture import propose_cuts
from archive_app.importing.language import language_of
from archive_app.importing.reader import Material, Unreadable
from archive_app.model.text import canonical, fold_whitespace, text_digest, word_count

LONGEST_TEXT = 10_000_000
"""Code points of one article, about four times *War and Peace*."""

_LONGEST_FIELD = 1000
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f]")


def read_material(material: Material) -> Reading:
    """Read one file.

    Raises:
        Unreadable: No article can be made of it.
    """
    reading = reader_for(material).read(material)
    drafts: list[Draft] = []
    failed = list(reading.failed)
    for place, draft in enumerate(reading.drafts, 1):
        number = draft.number or place
        try:
            drafts.append(replace(finished(draft, fallback_title=material.stem), number=number))
        except Unreadable as error:
            failed.append(FailedItem(number, str(error)))
    if not drafts:
        raise Unreadable(_nothing_read(failed))
    warnings = [*reading.warnings, *(warning for draft in drafts for warning in _suspicious(draft.text))]
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
        source_fields=tuple((_field(label), _field(value)) for label, value in draft.source_fields),
        pages=draft.pages,
        number=draft.number,
        words=words,
        sha256=text_digest(text),
        folded=text_digest(fold_whitespace(text)),
        cuts=propose_cuts(text, title),
    )


def _nothing_read(failed: list[FailedItem]) -> str:
    if not failed:
        return "No article was found in it."
    if len(failed) == 1:
        return failed[0].reason
    return f"None of its {len(failed)} articles could be read. The first: {failed[0].reason}"


def _other_count(declared: int, found: int) -> str:
    return f"It says that it holds {declared} articles; {found} were found in it."


def _field(value: str) -> str:
    return fold_whitespace(canonical(value))[:_LONGEST_FIELD]


def _suspicious(text: str) -> list[str]:
    found = []
    if count := len(_BIDI.findall(text)):
        found.append(f"{count} characters that reorder what is shown (bidi controls) were kept.")
    if count := len(_CONTROL.findall(text)):
        found.append(f"{count} control characters were kept.")
    return found
