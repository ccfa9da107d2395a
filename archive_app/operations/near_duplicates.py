"""Finding articles that are much alike, for a person to decide what they are to each other.

Signatures of texts are kept in the cache folder, beside the search index: they can be thrown away, and only
those of new texts are ever computed.
"""

import multiprocessing
import os
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from archive_app.importing.near_duplicates import (
    PERMUTATIONS,
    Shingles,
    nominated,
    resemblance,
    shingles,
    signatures,
)
from archive_app.model.errors import ArchiveError, Cancelled
from archive_app.model.names import fold_name
from archive_app.model.values import LinkKind
from archive_app.search.cache import index_folder
from archive_app.storage.archive import Archive, open_archive
from archive_app.storage.likeness import TextOfArticle, article_links, texts_by_id, texts_of_articles

LEAST_JACCARD = 0.5
"""Pairs that are this much alike are shown,"""
LEAST_CONTAINMENT = 0.8
"""and those of which one is in the other to this degree."""

_FILE = "signatures-1.npy"  # the number changes with how they are computed
_RECORD = np.dtype([("text", "<i8"), ("uid", "<u4"), ("values", "<u4", (PERMUTATIONS,))])
_AT_ONCE = 200  # texts read and computed between two looks at whether to cancel
_TICK = 0.05  # seconds

Progress = Callable[[int, int], None]
"""Hears how many texts are done, and of how many."""


@dataclass(frozen=True, slots=True)
class NearPair:
    """Two articles that are much alike and that nobody has decided on."""

    article_id: int
    """The one imported first."""
    other_id: int
    jaccard: float
    """How much they have in common of all that is in either, from 0 to 1."""
    containment: float
    """How much of the shorter one is in the longer one, from 0 to 1."""
    kind: LinkKind
    """What they probably are: an agency's report in two outlets, or two versions of one article."""
    group: int
    """Pairs of one group hang together; groups are numbered from 1, the likest first."""


def near_duplicates(
    archive: Archive,
    *,
    among: Collection[int] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[NearPair]:
    """Return the pairs of articles that are much alike, group by group, the likest first.

    ``among`` names the articles of which one must be in each pair, such as those just imported. Pairs that a
    person decided on are left out, and so are those that hang together by links already. The first time it
    computes for all articles, about a millisecond each; the signatures are kept also when it is cancelled.

    Raises:
        Cancelled: ``cancelled`` said so.
        ArchiveError: The cache folder cannot be used.
    """
    with archive.reading() as session:
        articles = texts_of_articles(session)
        values = _Signatures(archive).of(session, articles, progress, cancelled)
        meant = None if among is None else set(among)
        rows = None if meant is None else [n for n, one in enumerate(articles) if one.article_id in meant]
        linked = _Groups()
        distinct: set[tuple[int, int]] = set()
        for link in article_links(session):
            if link.kind is LinkKind.DISTINCT:
                distinct.add((link.article_id, link.other_id))
            else:
                linked.join(link.article_id, link.other_id)
        candidates = [
            (articles[a], articles[b])
            for a, b in nominated(values, rows)
            if (articles[a].article_id, articles[b].article_id) not in distinct
            and not linked.are_joined(articles[a].article_id, articles[b].article_id)
        ]
        return _grouped(list(_compared(session, candidates, cancelled)))


def near_duplicates_in_process(
    archive_folder: Path,
    *,
    among: Collection[int] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[NearPair]:
    """Do :func:`near_duplicates` in a process of its own, so that a window stays smooth meanwhile.

    For a thread that may wait. Both callbacks are called from it.

    Raises:
        Cancelled: ``cancelled`` said so.
        ArchiveError: The archive cannot be read, or the process died.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    wanted = None if among is None else list(among)
    process = context.Process(
        target=_work, args=(str(archive_folder), wanted, theirs), name="archive-app likeness", daemon=True
    )
    process.start()
    theirs.close()
    try:
        while True:
            if cancelled is not None and cancelled():
                raise Cancelled("The search for near-duplicates was cancelled.")
            if not ours.poll(_TICK):
                continue
            kind, said = ours.recv()
            if kind == "done":
                return list(said)
            if kind == "failed":
                raise ArchiveError(said)
            if progress is not None:
                progress(*said)
    except (EOFError, ConnectionError) as error:
        raise ArchiveError("The search for near-duplicates ended unexpectedly. Try again.") from error
    finally:
        ours.close()
        process.kill()
        process.join()


def _work(archive_folder: str, among: list[int] | None, pipe: Connection) -> None:
    if hasattr(os, "nice"):
        os.nice(5)
    try:
        with open_archive(Path(archive_folder), write=False) as archive:
            found = near_duplicates(
                archive,
                among=among,
                progress=lambda done, total: pipe.send(("progress", (done, total))),
                cancelled=pipe.poll,  # nothing is ever sent to it: only the end of whoever asked is heard
            )
        pipe.send(("done", found))
    except (Cancelled, BrokenPipeError, ConnectionResetError):
        return  # whoever asked was killed
    except ArchiveError as error:
        pipe.send(("failed", str(error)))


class _Signatures:
    """The signatures of an archive's texts, as they lie in the cache folder."""

    def __init__(self, archive: Archive) -> None:
        self._file = index_folder(archive) / _FILE

    def of(
        self,
        session: Session,
        articles: list[TextOfArticle],
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> NDArray[np.uint32]:
        """Return a row for each article, computed where there was none."""
        known = self._read()
        wanted = np.array([_key(one) for one in articles], dtype=[("text", "<i8"), ("uid", "<u4")])
        places = {key: place for place, key in enumerate(known[["text", "uid"]].tolist())}
        rows = np.array([places.get(key, -1) for key in wanted.tolist()], dtype=np.int64)
        missing = np.flatnonzero(rows < 0)
        computed = np.zeros(len(missing), _RECORD)
        done = 0
        try:
            for start in range(0, len(missing), _AT_ONCE):
                if cancelled is not None and cancelled():
                    raise Cancelled("The search for near-duplicates was cancelled.")
                chunk = missing[start : start + _AT_ONCE]
                texts = texts_by_id(session, [articles[place].text_id for place in chunk])
                sets = [shingles(texts[articles[place].text_id]) for place in chunk]
                part = computed[start : start + len(chunk)]
                part["text"], part["uid"] = wanted["text"][chunk], wanted["uid"][chunk]
                part["values"] = signatures(sets)
                done += len(chunk)
                if progress is not None:
                    progress(done, len(missing))
        finally:
            if done:
                # What belongs to texts that no article has any more goes.
                self._write(np.concatenate([known[rows[rows >= 0]], computed[:done]]))
        found = np.empty((len(articles), PERMUTATIONS), np.uint32)
        found[rows >= 0] = known["values"][rows[rows >= 0]]
        found[missing] = computed["values"]
        return found

    def _read(self) -> NDArray[Any]:
        nothing = np.empty(0, _RECORD)
        try:
            stored: NDArray[Any] = np.load(self._file, allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return nothing  # there is none yet, or it is damaged: all is computed again
        return stored if stored.dtype == _RECORD and stored.ndim == 1 else nothing

    def _write(self, records: NDArray[Any]) -> None:
        unfinished = self._file.with_suffix(f".{os.getpid()}")
        try:
            with unfinished.open("wb") as file:
                np.save(file, records, allow_pickle=False)
            unfinished.replace(self._file)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise ArchiveError(
                f"The folder “{self._file.parent}” cannot be written to ({error.strerror or error}). "
                "Check its permissions and the space on the disk."
            ) from error


class _Groups:
    """Which articles hang together (union-find)."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def root(self, key: int) -> int:
        while (above := self._above.get(key, key)) != key:
            self._above[key] = key = self._above.get(above, above)
        return key

    def join(self, one: int, other: int) -> None:
        self._above[self.root(other)] = self.root(one)

    def are_joined(self, one: int, other: int) -> bool:
        return self.root(one) == self.root(other)


def _compared(
    session: Session,
    candidates: list[tuple[TextOfArticle, TextOfArticle]],
    cancelled: Callable[[], bool] | None,
) -> Iterable[NearPair]:
    # In the order of the first one, whose shingles are then made once; the other's are mostly near by.
    kept: dict[int, Shingles] = {}
    for start in range(0, len(candidates), _AT_ONCE):
        if cancelled is not None and cancelled():
            raise Cancelled("The search for near-duplicates was cancelled.")
        chunk = candidates[start : start + _AT_ONCE]
        needed = {one.text_id for pair in chunk for one in pair}
        kept = {key: kept[key] for key in needed & kept.keys()}
        texts = texts_by_id(session, sorted(needed - kept.keys()))
        kept |= {key: shingles(text) for key, text in texts.items()}
        for one, other in chunk:
            alike = resemblance(kept[one.text_id], kept[other.text_id])
            if alike.jaccard >= LEAST_JACCARD or alike.containment >= LEAST_CONTAINMENT:
                yield NearPair(
                    one.article_id, other.article_id, alike.jaccard, alike.containment, _kind(one, other), 0
                )


def _kind(one: TextOfArticle, other: TextOfArticle) -> LinkKind:
    outlets = fold_name(one.outlet), fold_name(other.outlet)
    return LinkKind.AGENCY if all(outlets) and outlets[0] != outlets[1] else LinkKind.VERSION


def _grouped(pairs: list[NearPair]) -> list[NearPair]:
    groups = _Groups()
    for pair in pairs:
        groups.join(pair.article_id, pair.other_id)
    numbers: dict[int, int] = {}
    pairs.sort(key=lambda pair: (-pair.jaccard, -pair.containment, pair.article_id, pair.other_id))
    found = [
        NearPair(
            pair.article_id, pair.other_id, pair.jaccard, pair.containment, pair.kind,
            numbers.setdefault(groups.root(pair.article_id), len(numbers) + 1),
        )
        for pair in pairs
    ]  # fmt: skip
    return sorted(found, key=lambda pair: pair.group)


def _key(one: TextOfArticle) -> tuple[int, int]:
    # A backup that was put back gives keys again that were given before; identities are given once.
    return one.text_id, crc32(one.text_uid.encode("utf-8"))
