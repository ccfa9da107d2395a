"""Correcting an article's text: what becomes of its passages, and what a person decides about the rest.

A correction adds a version of the text and never loses one. Passages whose words are recognised go along;
every other one keeps the version it stands in, word for word, and is *to review* until a person says where it
belongs, a later correction brings its words back, or it is deleted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select

from archive_app.model.anchoring import Certainty, reanchor
from archive_app.model.errors import NotFound, Refused
from archive_app.model.identity import now
from archive_app.model.pages import moved_pages, read_pages, stored_pages
from archive_app.model.tables import Article, Passage, ProposedCut, TextVersion
from archive_app.model.text import canonical, word_count
from archive_app.model.text_diff import Course, difference
from archive_app.model.values import CutState
from archive_app.operations.tagging import passage_row, refuse_other_text
from archive_app.storage.archive import Archive, Change
from archive_app.storage.journal import Changes, table_of
from archive_app.storage.versions import current_version, insert_version, version_numbered

_passage, _cut = table_of(Passage), table_of(ProposedCut)

Fates = dict[int, Certainty]
"""What became of passages, by key."""


@dataclass(frozen=True)
class Corrected:
    """What a correction did to the passages of an article, each named by its key in one of four lists."""

    changes: Changes | None
    """Nothing when the text is the same as before."""
    kept: tuple[int, ...] = ()
    """Their words are where they were."""
    moved: tuple[int, ...] = ()
    """Their words were carried to another place of the text, and they went along."""
    changed: tuple[int, ...] = ()
    """Their words are the same but for white space, quotation marks or invisible characters; their quotes
    are the new ones."""
    to_review: tuple[int, ...] = ()
    """A person has to say where they belong, those from earlier corrections among them."""


def correct_text(archive: Archive, article_id: int, new_text: str, *, coder: str) -> Corrected:
    """Give an article a corrected text; one undoable change.

    The text is brought into its canonical form first. Passages are found again as
    :func:`archive_app.model.anchoring.reanchor` says. Lines proposed for removal move along if they are
    still there word for word; the others count as kept, because the person has been over them.

    Raises:
        NotFound: There is no such article.
        Refused: The new text has no words; nothing was changed.
    """
    with archive.change("correct text", "Correct the text", coder) as change:
        article = _article_row(change, article_id)
        change.label = f"Correct the text of “{article.title}”"
        fates = replace_text(change, article, canonical(new_text))
    return _corrected(change, fates)


def restore_version(archive: Archive, article_id: int, number: int, *, coder: str) -> Corrected:
    """Give an article the text of one of its versions again, as a new version; one undoable change.

    Passages to review that stand in that version are where they were.

    Raises:
        NotFound: There is no such article, or no such version.
    """
    with archive.change("restore text", "Restore a version of the text", coder) as change:
        article = _article_row(change, article_id)
        change.label = f"Restore version {number} of “{article.title}”"
        version = version_numbered(change.session, article_id, number)
        fates = replace_text(change, article, version.text, pages=version.pages or None)
    return _corrected(change, fates)


def accept_candidate(
    archive: Archive, passage_id: int, start: int, end: int, *, text_id: int | None = None, coder: str
) -> Changes | None:
    """Say where a passage to review belongs in the current text; its tags, memo and identity stay.

    ``text_id`` is the version of the text that the offsets were taken from.

    Raises:
        NotFound: There is no such passage.
        Refused: The stretch is empty or reaches beyond the text, or the text is another by now.
    """
    with archive.change("review passage", "Review a passage", coder) as change:
        passage = passage_row(change, passage_id)
        version = current_version(change.session, passage.article_id)
        refuse_other_text(version.key, text_id)
        if not 0 <= start < end <= len(version.text):
            raise Refused("A passage cannot be empty or reach beyond the article's text.")
        change.transaction.update(
            passage, text_id=version.key, start=start, end=end, quote=version.text[start:end], modified=now()
        )
    return change.changes


def replace_text(change: Change, article: Article, text: str, *, pages: str | None = None) -> Fates:
    """Give an article another canonical text, within a change; say what became of its passages.

    ``pages`` are where the pages of the source begin in it, as :class:`TextVersion` keeps them; without them
    those of the text before go along with their words.

    Raises:
        Refused: The new text has no words.
    """
    if not word_count(text):
        raise Refused(
            f"The new text of “{article.title}” has no words, so the text was not changed. "
            "Delete the article if it is not needed."
        )
    old = current_version(change.session, article.key)
    passages = _passages_of(change, article)
    if text == old.text:
        stands = {passage.key: passage.text_id == old.key for passage in passages}
        return {key: Certainty.SAME if stands[key] else Certainty.REVIEW for key in stands}
    course = Course(difference(old.text, text))
    if pages is None:
        pages = stored_pages(moved_pages(read_pages(old.pages), course.place))
    version = insert_version(change.transaction, article, text, pages=pages)
    fates = _reanchor_passages(change, passages, version, old, course)
    _reanchor_cuts(change, article, old.text, text, course)
    change.transaction.update(article, text_id=version.key, words=word_count(text), modified=now())
    return fates


def _reanchor_passages(
    change: Change, passages: Sequence[Passage], version: TextVersion, last: TextVersion, course: Course
) -> Fates:
    """Find passages again; ``course`` leads from the last version to the new one."""
    fates: Fates = {}
    moved: list[tuple[Passage, dict[str, Any]]] = []
    for text_id, standing in groupby(passages, key=lambda passage: passage.text_id):
        # Each from the text it stands in, so that one to review is found when its words come back.
        old = change.session.get_one(TextVersion, text_id).text
        group = list(standing)
        places = [(passage.start, passage.end) for passage in group]
        known = course if text_id == last.id else None
        anchors = reanchor(old, version.text, places, candidates=0, course=known)
        for passage, anchor in zip(group, anchors, strict=True):
            fates[passage.key] = anchor.certainty
            if anchor.certainty is not Certainty.REVIEW:
                quote = version.text[anchor.start : anchor.end]
                modified = passage.modified if quote == passage.quote else now()
                place = {"text_id": version.key, "start": anchor.start, "end": anchor.end}
                moved.append((passage, {**place, "quote": quote, "modified": modified}))
    change.transaction.update_all(moved)
    return fates


def _reanchor_cuts(change: Change, article: Article, old: str, new: str, course: Course) -> None:
    undecided = select(ProposedCut).where(_cut.c.article_id == article.id, _cut.c.state != CutState.REMOVED)
    # One that was kept may have lost its place in an earlier correction.
    cuts = [
        cut for cut in change.session.execute(undecided).scalars() if old[cut.start : cut.end] == cut.quote
    ]
    places = [(cut.start, cut.end) for cut in cuts]
    for cut, anchor in zip(cuts, reanchor(old, new, places, candidates=0, course=course), strict=True):
        if anchor.certainty in (Certainty.SAME, Certainty.MOVED):
            change.transaction.update(cut, start=anchor.start, end=anchor.end)
        else:
            change.transaction.update(cut, state=str(CutState.KEPT))


def _corrected(change: Change, fates: Fates) -> Corrected:
    def of(fate: Certainty) -> tuple[int, ...]:
        return tuple(sorted(key for key, own in fates.items() if own is fate))

    return Corrected(
        change.changes,
        kept=of(Certainty.SAME),
        moved=of(Certainty.MOVED),
        changed=of(Certainty.CHANGED),
        to_review=of(Certainty.REVIEW),
    )


def _passages_of(change: Change, article: Article) -> list[Passage]:
    query = select(Passage).where(_passage.c.article_id == article.id).order_by(_passage.c.text_id)
    return list(change.session.execute(query).scalars())


def _article_row(change: Change, article_id: int) -> Article:
    article = change.session.get(Article, article_id)
    if article is None:
        raise NotFound("This article is no longer in the archive.")
    return article
