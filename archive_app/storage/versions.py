"""The versions of an article's text, and the passages that none of the later ones has found a place for."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Table, func, select
from sqlmodel import Session

from archive_app.model.anchoring import Certainty, reanchor
from archive_app.model.errors import NotFound
from archive_app.model.likeness import Candidate, Reason
from archive_app.model.tables import Article, JournalChange, JournalEntry, Passage, TextVersion
from archive_app.model.text import fold_whitespace, text_digest
from archive_app.model.text_diff import Segment, difference
from archive_app.storage.journal import Transaction, table_of
from archive_app.storage.queries import PassageCard, passages_to_review

_article, _version, _passage = table_of(Article), table_of(TextVersion), table_of(Passage)

_entry: Table = JournalEntry.__table__  # type: ignore[attr-defined]  # sqlmodel does not declare it
_change: Table = JournalChange.__table__  # type: ignore[attr-defined]  # sqlmodel does not declare it

_CONTEXT = 240  # code points shown on each side of an old quote


@dataclass(frozen=True)
class VersionCard:
    """A version of an article's text, and who made it how."""

    id: int
    number: int
    """From 1, in the order in which they were made."""
    created: str
    characters: int
    """Code points."""
    coder: str
    label: str
    """What was done, e.g. ``Correct the text of “Truce holds”``."""
    is_current: bool


@dataclass(frozen=True)
class Comparison:
    """Two versions of a text and what changed from one to the other, from end to end of both."""

    old: str
    new: str
    segments: list[Segment]


@dataclass(frozen=True)
class ReviewItem:
    """A passage that a correction left without a certain place, and where it may belong now."""

    passage: PassageCard
    """With the place and the quote that it had in the older text."""
    before: str
    """What stood before the quote there."""
    after: str
    """What stood after the quote there."""
    candidates: tuple[Candidate, ...]
    """Places in the current text, likeliest first; none where nothing is like it."""


def current_version(session: Session, article_id: int) -> TextVersion:
    """Return the version of an article's text that is read and coded.

    Raises:
        NotFound: There is no such article.
    """
    query = select(TextVersion).join(_article, _article.c.text_id == _version.c.id)
    version: TextVersion | None = session.execute(
        query.where(_article.c.id == article_id)
    ).scalar_one_or_none()
    if version is None:
        raise NotFound(f"There is no article {article_id} in this archive.")
    return version


def insert_version(transaction: Transaction, article: Article, text: str, *, pages: str = "") -> TextVersion:
    """Add a version of an article's text under the next number; the article does not refer to it yet.

    ``pages`` are as :class:`TextVersion` keeps them.
    """
    newest = select(func.max(_version.c.number)).where(_version.c.article_uid == article.uid)
    version = TextVersion(
        article_uid=article.uid,
        text=text,
        sha256=text_digest(text),
        folded=text_digest(fold_whitespace(text)),
        pages=pages,
        number=(transaction.session.execute(newest).scalar() or 0) + 1,
    )
    transaction.insert(version)
    return version


def text_versions(session: Session, article_id: int) -> list[VersionCard]:
    """Return the versions of an article's text, the newest first; those of undone corrections are among them.

    Raises:
        NotFound: There is no such article.
    """
    article = _article_row(session, article_id)
    made = _makers(session, article)
    query = (
        select(_version.c.id, _version.c.number, _version.c.created, func.length(_version.c.text))
        .where(_version.c.article_uid == article.uid)
        .order_by(_version.c.number.desc())
    )
    return [
        VersionCard(key, number, created, length, *made.get(key, ("", "")), key == article.text_id)
        for key, number, created, length in session.execute(query)
    ]


def compare_versions(session: Session, article_id: int, old: int, new: int) -> Comparison:
    """Return what changed from one version of an article's text to another, both named by number.

    Raises:
        NotFound: There is no such article, or no such version.
    """
    old_text, new_text = (version_text(session, article_id, number) for number in (old, new))
    return Comparison(old_text, new_text, difference(old_text, new_text))


def version_text(session: Session, article_id: int, number: int) -> str:
    """Return one version of an article's text.

    Raises:
        NotFound: There is no such article, or no such version.
    """
    return version_numbered(session, article_id, number).text


def version_numbered(session: Session, article_id: int, number: int) -> TextVersion:
    """Return one version of an article's text with where its pages begin.

    Raises:
        NotFound: There is no such article, or no such version.
    """
    article = _article_row(session, article_id)
    query = select(TextVersion).where(_version.c.article_uid == article.uid, _version.c.number == number)
    version: TextVersion | None = session.execute(query).scalar_one_or_none()
    if version is None:
        raise NotFound(f"“{article.title}” has no version {number} of its text.")
    return version


def review_items(session: Session, article_id: int, *, candidates: int = 3) -> list[ReviewItem]:
    """Return an article's passages to review with up to so many places for each, in the order of the text.

    It compares the texts anew each time (some tenths of a second for 50,000 words), so that what is offered
    is never out of date.

    Raises:
        NotFound: There is no such article.
    """
    return sorted(
        _review_items(session, article_id, candidates),
        key=lambda item: (item.passage.start, item.passage.end, item.passage.id),
    )


def _review_items(session: Session, article_id: int, candidates: int) -> Iterator[ReviewItem]:
    new = current_version(session, article_id).text
    cards = {card.id: card for card in passages_to_review(session, article_id)}
    query = (
        select(_passage.c.text_id, _passage.c.id)
        .where(_passage.c.article_id == article_id, _passage.c.id.in_(cards))
        .order_by(_passage.c.text_id, _passage.c.id)
    )
    for text_id, rows in groupby(session.execute(query).all(), key=lambda row: row[0]):
        old = session.get_one(TextVersion, text_id).text
        waiting = [cards[row[1]] for row in rows]
        places = [(card.start, card.end) for card in waiting]
        for card, anchor in zip(waiting, reanchor(old, new, places, candidates=candidates), strict=True):
            likely = anchor.candidates
            if anchor.certainty is not Certainty.REVIEW:
                # It would be found now, though it was not when the text was corrected.
                start, end = anchor.start, anchor.end
                likely = (Candidate(start, end, new[start:end], 1.0, Reason.SAME_WORDS),)
            before, after = old[: card.start], old[card.end :]
            yield ReviewItem(card, before[-_CONTEXT:], after[:_CONTEXT], likely)


def _makers(session: Session, article: Article) -> dict[int, tuple[str, str]]:
    """Who first gave an article each of its texts, and with what."""
    query = (
        select(_change.c.after, _entry.c.coder, _entry.c.label)
        .join(_entry, _entry.c.sequence == _change.c.sequence)
        .where(_change.c.row_uid == article.uid, _change.c.after.is_not(None))
        .order_by(_change.c.id)
    )
    makers: dict[int, tuple[str, str]] = {}
    for after, coder, label in session.execute(query):
        makers.setdefault(json.loads(after)["text_id"], (coder, label))
    return makers


def _article_row(session: Session, article_id: int) -> Article:
    article = session.get(Article, article_id)
    if article is None:
        raise NotFound(f"There is no article {article_id} in this archive.")
    return article
