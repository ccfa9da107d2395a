"""Brings the index up with the archive's journal, chunk by chunk."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from sqlmodel import Session

from archive_app.model.errors import ArchiveError, Cancelled
from archive_app.search.index import Cancelling, IndexState, IndexWriting, SearchIndex
from archive_app.search.mapped import DamagedIndex
from archive_app.storage.archive import Archive
from archive_app.storage.documents import (
    ArticleDocument,
    PassageDocument,
    article_documents,
    article_lengths,
    document_counts,
    entry_uid,
    passage_documents,
    passage_keys,
)
from archive_app.storage.journal import feed_since, last_sequence

_ARTICLES = 500  # in one commit while someone works
_PASSAGES = 4_000
_MOST_ARTICLES = 10_000  # in one commit of a new index, which begins with few, so that some is found at once
_MOST_PASSAGES = 40_000
_MOST_WORDS = 5_000_000
_ENTRIES = 200  # of the journal
_READ_AT_ONCE = 500  # articles or passages
_ATTEMPTS = 3


@dataclass(frozen=True)
class IndexProgress:
    """How far the index is; ``done`` of ``total`` are documents, or journal entries while it catches up."""

    state: Literal["indexing", "ready", "failed"]
    done: int = 0
    total: int = 0
    watermark: int = 0
    """The last entry of the journal that can be found."""
    message: str = ""
    """What failed, for people."""


Reporting = Callable[[IndexProgress], None]


def catch_up(
    archive: Archive,
    index: SearchIndex,
    cancelled: Cancelling | None = None,
    progress: Reporting | None = None,
) -> IndexState | None:
    """Bring the index up to the archive's last operation; it is made, or made anew, where that is needed.

    Each chunk is a commit: what was done before ``cancelled`` said so, or before the process was killed,
    stays. Returns the state reached, which is behind only when it was cancelled.

    Raises:
        ArchiveError: The index cannot be written.
    """
    state: IndexState | None = None
    failures = 0
    while cancelled is None or not cancelled():
        try:
            with index.writing() as writing:
                step = _step(archive, writing, cancelled)
        except Cancelled:
            break
        except DamagedIndex:
            failures += 1
            if failures == _ATTEMPTS:
                raise
            index.report_damage()
            continue
        except OSError as error:
            raise ArchiveError(
                f"The search index in “{index.folder}” could not be written ({error.strerror or error}). "
                "Check the space on the disk; the archive itself is not touched by this."
            ) from error
        state = step.state
        if progress is not None:
            progress(step.progress)
        if step.progress.state == "ready":
            break
    return state


def verify(index: SearchIndex) -> bool:
    """Compare the index with what was written; a damaged one is rebuilt by the next :func:`catch_up`."""
    try:
        with index.writing() as writing:
            writing.verify()
    except DamagedIndex:
        index.report_damage()
        return False
    return True


def start_rebuild(archive: Archive, index: SearchIndex) -> None:
    """Begin a new index beside the one in use, which serves until :func:`catch_up` has finished it."""
    with index.writing() as writing, archive.reading() as session:
        writing.begin(_beginning(archive, session))


@dataclass(frozen=True)
class _Step:
    state: IndexState
    progress: IndexProgress


@dataclass(frozen=True)
class _Commit:
    """Documents to index in one commit, and the state of the index with them."""

    state: IndexState
    articles: Sequence[int] = ()
    passages: Sequence[int] = ()
    replaces: bool = False
    """Whether they may be in the index already."""


def _step(archive: Archive, writing: IndexWriting, cancelled: Cancelling | None) -> _Step:
    with archive.reading() as session:
        in_use = _of_this_history(session, writing.usable())
        beside = _of_this_history(session, writing.beside())
        is_pending = beside is not None
        if in_use is None and _of_this_history(session, writing.outdated()) is not None:
            folder, state = beside or _begun(archive, session, writing)
            is_pending = not _is_up_to_date(session, state)
            if not is_pending:
                writing.switch_to(folder)
        elif in_use is None:
            # Better a part of an index at once than none until it is whole.
            folder, state = beside or _begun(archive, session, writing)
            writing.switch_to(folder)
            is_pending = False
        elif beside is not None and _is_up_to_date(session, in_use[1]):
            folder, state = beside
            if _is_up_to_date(session, state):
                writing.switch_to(folder)
                is_pending = False
        else:
            folder, state = in_use
        commits = _plan(session, state)
    for commit in commits:
        # A document that has changed since the plan was made is indexed as it is now, and again when its
        # entry in the journal comes up.
        writing.write(
            folder,
            commit.state,
            articles=_articles(archive, commit.articles),
            passages=_passages(archive, commit.passages),
            replaced_articles=commit.articles if commit.replaces else (),
            replaced_passages=commit.passages if commit.replaces else (),
            cancelled=cancelled,
        )
        state = commit.state
    with archive.reading() as session:
        is_ready = not is_pending and _is_up_to_date(session, state)
        return _Step(state, _progress(session, state, is_ready))


def _articles(archive: Archive, ids: Sequence[int]) -> Iterator[ArticleDocument]:
    # The archive is let go between these reads: one that is read from cannot be written to on a network
    # share or in a synced folder.
    for start in range(0, len(ids), _READ_AT_ONCE):
        with archive.reading() as session:
            documents = list(article_documents(session, ids[start : start + _READ_AT_ONCE]))
        yield from documents


def _passages(archive: Archive, ids: Sequence[int]) -> Iterator[PassageDocument]:
    for start in range(0, len(ids), _READ_AT_ONCE):
        with archive.reading() as session:
            documents = list(passage_documents(session, ids[start : start + _READ_AT_ONCE]))
        yield from documents


def _begun(archive: Archive, session: Session, writing: IndexWriting) -> tuple[Path, IndexState]:
    state = _beginning(archive, session)
    return writing.begin(state), state


def _beginning(archive: Archive, session: Session) -> IndexState:
    last = last_sequence(session)
    return IndexState(archive.uid, watermark=last, watermark_uid=entry_uid(session, last) or "")


def _of_this_history(
    session: Session, found: tuple[Path, IndexState] | None
) -> tuple[Path, IndexState] | None:
    # After a backup was restored, or in a copy that went its own way, the journal holds another entry there.
    if found is None or (entry_uid(session, found[1].watermark) or "") != found[1].watermark_uid:
        return None
    return found


def _is_up_to_date(session: Session, state: IndexState) -> bool:
    return state.is_complete and state.watermark == last_sequence(session)


def _plan(session: Session, state: IndexState) -> list[_Commit]:
    """Say what to commit next; nothing when the index is up to date."""
    if not state.is_complete:
        return [_next_of_all(session, state)]
    feed = feed_since(session, state.watermark, limit=_ENTRIES)
    if feed.upto == state.watermark:
        return []
    reached = replace(state, watermark=feed.upto, watermark_uid=entry_uid(session, feed.upto) or "")
    articles, passages = sorted(feed.articles), sorted(feed.passages)
    if len(articles) <= _ARTICLES and len(passages) <= _PASSAGES:
        return [_Commit(reached, articles, passages, replaces=True)]
    # Indexing a document again changes nothing, so the watermark may follow after the last of them.
    commits = [
        _Commit(state, articles[start : start + _ARTICLES], replaces=True)
        for start in range(0, len(articles), _ARTICLES)
    ]
    commits += [
        _Commit(state, (), passages[start : start + _PASSAGES], replaces=True)
        for start in range(0, len(passages), _PASSAGES)
    ]
    return [*commits, _Commit(reached)]


def _next_of_all(session: Session, state: IndexState) -> _Commit:
    limit = _growing(state.article, _ARTICLES, _MOST_ARTICLES)
    articles = _of_bearable_length(article_lengths(session, after=state.article, limit=limit))
    if articles:
        return _Commit(replace(state, article=articles[-1]), articles)
    limit = _growing(state.passage, _PASSAGES, _MOST_PASSAGES)
    passages = passage_keys(session, after=state.passage, limit=limit)
    if passages:
        return _Commit(replace(state, passage=passages[-1]), (), passages)
    return _Commit(replace(state, is_complete=True))


def _growing(last: int, least: int, most: int) -> int:
    return min(max(last, least), most)


def _of_bearable_length(lengths: Sequence[tuple[int, int]]) -> list[int]:
    """Return the first articles that together have not too many words for one commit; one at least."""
    chosen: list[int] = []
    words = 0
    for key, length in lengths:
        words += length
        if chosen and words > _MOST_WORDS:
            break
        chosen.append(key)
    return chosen


def _progress(session: Session, state: IndexState, is_ready: bool) -> IndexProgress:
    if is_ready:
        return IndexProgress("ready", watermark=state.watermark)
    if state.is_complete:
        return IndexProgress("indexing", state.watermark, last_sequence(session), state.watermark)
    done, total = document_counts(session, state.article, state.passage)
    return IndexProgress("indexing", done, total, state.watermark)
