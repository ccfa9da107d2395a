"""Bibliographic records joined to the articles that they are about."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive_app.importing.draft import Draft, FailedItem, Reading
from archive_app.importing.finishing import finished
from archive_app.importing.reader import Unreadable
from archive_app.importing.references.matching import ArticleIdentity, Matcher, NoMatch
from archive_app.importing.references.reference import Reference
from archive_app.importing.storing import FileRead, as_json
from archive_app.model.identity import now
from archive_app.model.tables import Article
from archive_app.model.values import OutcomeState
from archive_app.operations.import_recording import Recording
from archive_app.storage.archive import Archive, Change
from archive_app.storage.bibliography import article_identities
from archive_app.storage.import_reports import ArticleOutcome, FileOutcome
from archive_app.storage.journal import Changes

REFERENCES = "references"
"""The setting that says what becomes of records that no article is found for."""
AS_ARTICLES = "articles"
"""Its value when those with a text or an abstract are to become articles; else they are reported."""

_FILLED = ("outlet", "authors", "url", "language", "section", "database_id", "doi")


@dataclass(frozen=True)
class JoinedRecord:
    """A record whose article was found."""

    reference: Reference
    article_id: int
    fields: tuple[str, ...]
    """The article's columns that were empty and are filled now."""


@dataclass(frozen=True)
class JoinedReferences:
    """What became of some records."""

    changes: Changes | None
    """Nothing when all was filled before."""
    joined: tuple[JoinedRecord, ...] = ()
    unmatched: tuple[tuple[Reference, str], ...] = ()
    """Each with a sentence that says why."""


def join_references(archive: Archive, references: Sequence[Reference], *, coder: str) -> JoinedReferences:
    """Fill in what records know of articles of the archive; one undoable change.

    An article is found by its DOI, else by its title and year. Only what is empty is filled in: what a person
    typed, and what an article said of itself, stays.

    Raises:
        Refused: The archive is open for reading only.
    """
    with archive.change("join references", "Join references", coder) as change:
        joined, unmatched = _join(change, references)
        change.label = _label(len(joined))
    return JoinedReferences(change.changes, tuple(joined), tuple(unmatched))


def join_files(
    archive: Archive, reads: Sequence[FileRead], recording: Recording, *, coder: str, as_articles: bool
) -> list[FileRead]:
    """Join the records of the files of an import, and note what became of them; one undoable change.

    Returns the files that hold records with a text or an abstract, for which there is no article. When these
    are to become articles, such files are not noted yet and returned with drafts, to be stored as any others.
    """
    outcomes: list[FileOutcome] = []
    with_abstracts: list[FileRead] = []
    with archive.change("join references", "Join references", coder) as change:
        count = 0
        for read in reads:
            joined, unmatched = _join(change, read.reading.references)
            count += len(joined)
            has_abstracts = any(reference.text for reference, _ in unmatched)
            if has_abstracts:
                with_abstracts.append(_as_articles(read, joined, unmatched) if as_articles else read)
            if not (has_abstracts and as_articles):
                outcomes.append(_outcome(read, joined, unmatched))
        change.label = _label(count)
        if recording.step is not None and change.transaction.lies_on_top(recording.step):
            change.goes_on = recording.step
            change.label = f"{recording.label(0)}, join {_references(count)}"
        recording.write(change.transaction, outcomes)
    recording.written(outcomes, change.changes)
    return with_abstracts


def _label(count: int) -> str:
    return f"Join {_references(count)}"


def _references(count: int) -> str:
    return "1 reference" if count == 1 else f"{count} references"


def _join(
    change: Change, references: Sequence[Reference]
) -> tuple[list[JoinedRecord], list[tuple[Reference, str]]]:
    matcher = Matcher(ArticleIdentity(*known) for known in article_identities(change.session))
    joined: list[JoinedRecord] = []
    unmatched: list[tuple[Reference, str]] = []
    for reference in references:
        found = matcher.match(reference)
        if isinstance(found, NoMatch):
            unmatched.append((reference, found.reason))
            continue
        article = change.session.get_one(Article, found)
        values = _values(article, reference)
        if change.transaction.update(article, **values):
            change.transaction.update(article, modified=now())
        joined.append(JoinedRecord(reference, found, tuple(values)))
    return joined, unmatched


def _values(article: Article, reference: Reference) -> dict[str, str]:
    values = {
        name: getattr(reference, name)
        for name in _FILLED
        if getattr(reference, name) and not getattr(article, name)
    }
    if reference.published and not article.published:
        values["published"] = reference.published
        if not article.published_raw:
            values["published_raw"] = reference.published_raw
    said: dict[str, str] = json.loads(article.source_fields) if article.source_fields else {}
    more = {label: value for label, value in reference.fields if label not in said}
    if more:
        values["source_fields"] = as_json({**said, **more})
    return values


def _outcome(
    read: FileRead, joined: Sequence[JoinedRecord], unmatched: Sequence[tuple[Reference, str]]
) -> FileOutcome:
    articles = [
        ArticleOutcome(
            OutcomeState.REVIEW, reference.number, title=reference.title or reference.doi, reason=reason
        )
        for reference, reason in unmatched
    ]
    articles += [
        ArticleOutcome(OutcomeState.FAILED, item.number, item.member, reason=item.reason)
        for item in read.reading.failed
    ]
    articles.sort(key=lambda article: article.number or 0)
    with_text = sum(bool(reference.text) for reference, _ in unmatched)
    warnings = [*read.reading.warnings]
    if with_text:
        records = "1 of them has" if with_text == 1 else f"{with_text} of them have"
        warnings.append(f"{records} a text or an abstract, and can be imported as articles.")
    is_complete = not articles and not warnings
    return FileOutcome(
        read.place, read.path or read.name, OutcomeState.IMPORTED if is_complete else OutcomeState.REVIEW,
        _sentence(joined, unmatched), read.sha256, read.reading.reader, articles=tuple(articles),
        failed=len(read.reading.failed), warnings=tuple(warnings),
    )  # fmt: skip


def _sentence(joined: Sequence[JoinedRecord], unmatched: Sequence[tuple[Reference, str]]) -> str:
    count = len(joined) + len(unmatched)
    records = "Its record was" if count == 1 else f"{len(joined)} of its {count} records were"
    if not joined:
        return (
            "No article was found for its record."
            if count == 1
            else f"No article was found for its {count} records."
        )
    return f"{records} joined to articles."


def _as_articles(
    read: FileRead, joined: Sequence[JoinedRecord], unmatched: Sequence[tuple[Reference, str]]
) -> FileRead:
    """Make drafts of the records that no article was found for."""
    drafts: list[Draft] = []
    failed = list(read.reading.failed)
    for reference, reason in unmatched:
        if not reference.text:
            failed.append(FailedItem(reference.number, f"{reason} It has no text and no abstract."))
            continue
        try:
            draft = finished(_draft(reference), fallback_title=reference.title or reference.doi)
            drafts.append(replace(draft, number=reference.number))
        except Unreadable as error:
            failed.append(FailedItem(reference.number, str(error)))
    warnings = (*read.reading.warnings, _sentence(joined, unmatched)) if joined else read.reading.warnings
    reading = Reading(
        tuple(drafts), read.reading.reader, read.reading.encoding, warnings, failed=tuple(failed)
    )
    return replace(read, reading=reading)


def _draft(reference: Reference) -> Draft:
    return Draft(
        title=reference.title,
        text=reference.text,
        outlet=reference.outlet,
        authors=reference.authors,
        published=reference.published,
        published_raw=reference.published_raw,
        url=reference.url,
        language=reference.language,
        section=reference.section,
        database_id=reference.database_id,
        doi=reference.doi,
        source_fields=reference.fields,
    )
