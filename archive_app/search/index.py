"""The index of one archive: where it lies, whose it is, what it knows, and how documents go in.

It lies in the user's cache folder and is disposable: whatever is wrong with it, it is made again from the
archive. It never lies in the archive, because Whoosh's files are pickles and a received archive must not be
able to run code.
"""

import json
import os
import shutil
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from itertools import accumulate
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from archive_app.model.errors import Cancelled
from archive_app.search.cache import index_folder
from archive_app.search.mapped import DamagedIndex, Segment, taking_errors_for_damage
from archive_app.search.postings import INDEX_NAME, Postings, open_postings
from archive_app.search.schema import (
    ARTICLE,
    GAP,
    META_KEY,
    OLDEST_READABLE,
    PASSAGE,
    SCHEMA_VERSION,
    make_schema,
)
from archive_app.search.stemming import Stems, StemsOfLanguage
from archive_app.search.tokens import read_words, words
from archive_app.search.writing import ArraySegmentWriter, DocumentWords
from archive_app.storage.archive import Archive
from archive_app.storage.documents import ArticleDocument, PassageDocument

_SUMS = "sums.json"
_FEW = 8  # segments of about one size that may stand side by side
_TIER = 8.0  # times as many documents make another size
_WORDS_AT_WORK = 60_000  # of segments merged with a commit, in a few tenths of a second
_WORDS_AT_REST = 5_000_000  # of segments merged when nothing else is to be done

Cancelling = Callable[[], bool]


@dataclass(frozen=True)
class IndexState:
    """What an index says of itself, in the commit it belongs to."""

    archive_uid: str
    schema_version: int = SCHEMA_VERSION
    watermark: int = 0
    """The last entry of the archive's journal that is in the index."""
    watermark_uid: str = ""
    """That entry's uid: another one under the same number means another history."""
    is_complete: bool = False
    """Whether every document older than the watermark is in."""
    article: int = 0
    passage: int = 0
    """While it is not complete: the last keys that are in."""


class SearchIndex:
    """The index of one archive on this computer.

    Reading works beside one writer in any process; writers take turns.
    """

    def __init__(self, archive_uid: str, folder: Path) -> None:
        """Use :func:`open_index`."""
        self.archive_uid = archive_uid
        self.folder = folder
        self._turn = FileLock(folder / "writing.lock", thread_local=False)
        self._seen: Postings | None = None
        self._stems = Stems()

    @property
    def current(self) -> Path | None:
        """The folder of the index in use; nothing when there is none yet."""
        try:
            name = (self.folder / "current").read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        folder = self.folder / name
        return folder if name.startswith("index-") and "/" not in name and folder.is_dir() else None

    def stamp(self) -> tuple[str, int]:
        """Return what changes with every commit: the folder in use and its generation."""
        current = self.current
        if current is None:
            return "", -1
        return current.name, _generation(current)

    def read(self, previous: Postings | None = None) -> Postings | None:
        """Open the newest commit; nothing when there is none yet.

        Raises:
            DamagedIndex: It cannot be read.
        """
        current = self.current
        return None if current is None else open_postings(current, previous)

    def state(self) -> IndexState | None:
        """Return what the newest commit says of itself; nothing when there is none that can be used."""
        try:
            return state_of(self.read())
        except DamagedIndex:
            return None

    def report_damage(self) -> None:
        """Have the index rebuilt at the next opportunity, because reading it failed."""
        current = self.current
        if current is not None:
            (current / "damaged").touch()

    @contextmanager
    def writing(self) -> Iterator["IndexWriting"]:
        """Take the turn to write."""
        with self._turn:
            yield IndexWriting(self)

    def remove(self) -> None:
        """Delete the index."""
        with self._turn:
            (self.folder / "current").unlink(missing_ok=True)
            for folder in self.folder.glob("index-*"):
                shutil.rmtree(folder, ignore_errors=True)


class IndexWriting:
    """The turn to write to an index; see :meth:`SearchIndex.writing`."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index
        self._stems = index._stems

    def usable(self) -> tuple[Path, IndexState] | None:
        """Return the index in use with its state, unless it must be made anew."""
        found = self._in_use()
        return found if found is not None and found[1].schema_version == SCHEMA_VERSION else None

    def outdated(self) -> tuple[Path, IndexState] | None:
        """Return the index in use if it is of an older version, to be searched until a new one is whole."""
        found = self._in_use()
        if found is None or not OLDEST_READABLE <= found[1].schema_version < SCHEMA_VERSION:
            return None
        return found if found[1].is_complete else None

    def _in_use(self) -> tuple[Path, IndexState] | None:
        current = self._index.current
        if current is None or (current / "damaged").exists():
            return None
        try:
            self._index._seen = self._index.read(self._index._seen)
        except DamagedIndex:
            return None
        state = state_of(self._index._seen)
        if state is None or state.archive_uid != self._index.archive_uid:
            return None
        return current, state

    def beside(self) -> tuple[Path, IndexState] | None:
        """Return a rebuild in a side folder, with its state, as far as it has come."""
        current = self._index.current
        for folder in sorted(self._index.folder.glob("index-*"), reverse=True):
            if folder == current or (folder / "damaged").exists():
                continue
            try:
                state = state_of(open_postings(folder))
            except DamagedIndex:
                continue
            if state and (state.archive_uid, state.schema_version) == (
                self._index.archive_uid,
                SCHEMA_VERSION,
            ):
                return folder, state
        return None

    def begin(self, state: IndexState) -> Path:
        """Make an empty index in a folder of its own."""
        numbers = [_number(folder) for folder in self._index.folder.glob("index-*")]
        folder = self._index.folder / f"index-{max(numbers, default=0) + 1:06d}"
        folder.mkdir(mode=0o700)
        FileIndex.create(FileStorage(str(folder)), make_schema(), INDEX_NAME)
        self.write(folder, state)
        return folder

    def switch_to(self, folder: Path) -> None:
        """Put an index to use; the others are deleted."""
        pointer = self._index.folder / "current"
        written = pointer.with_suffix(f".{os.getpid()}")
        written.write_text(folder.name, "ascii")
        written.replace(pointer)
        for other in self._index.folder.glob("index-*"):
            if other != folder:
                # Where files that are open cannot be deleted, the next switch does it.
                shutil.rmtree(other, ignore_errors=True)

    def write(
        self,
        folder: Path,
        state: IndexState,
        *,
        articles: Iterable[ArticleDocument] = (),
        passages: Iterable[PassageDocument] = (),
        replaced_articles: Iterable[int] = (),
        replaced_passages: Iterable[int] = (),
        cancelled: Cancelling | None = None,
        most_words_merged: int = _WORDS_AT_WORK,
    ) -> None:
        """Commit documents and the state that the index has with them.

        ``replaced_…`` are the keys whose documents go out first; without them documents are only added.
        Segments of earlier commits are merged along with it, as long as they have few words.

        Raises:
            Cancelled: ``cancelled`` said so; nothing was committed.
            DamagedIndex: What is there cannot be read.
        """
        gone = [key * 2 + ARTICLE for key in replaced_articles]
        gone += [key * 2 + PASSAGE for key in replaced_passages]
        with taking_errors_for_damage():
            writer = ArraySegmentWriter(
                FileIndex(FileStorage(str(folder)), indexname=INDEX_NAME), check=lambda: _check(cancelled)
            )
        try:
            with taking_errors_for_damage():
                opened = self._opened(writer, folder)
                _delete(writer.segments, opened, [*gone, META_KEY])
            for article in articles:
                _check(cancelled)
                writer.add(article.id * 2 + ARTICLE, article_words(article, self._stems))
            for passage in passages:
                _check(cancelled)
                writer.add(passage.id * 2 + PASSAGE, passage_words(passage, self._stems))
            writer.add(META_KEY, DocumentWords(), json.dumps(asdict(state)).encode("utf-8"))
            writer.commit(mergetype=lambda _, segments: _merge(writer, segments, opened, most_words_merged))
        except BaseException:
            # Whoosh would carry the words of a document that failed over to the next one.
            if not writer.is_closed:
                writer.cancel()
            raise
        _write_sums(folder)

    def tidy(self, cancelled: Cancelling | None = None) -> bool:
        """Merge some segments of earlier commits, if there are many; return whether there were.

        Raises:
            Cancelled: ``cancelled`` said so; nothing was changed.
            DamagedIndex: What is there cannot be read.
        """
        found = self.usable()
        if found is None or self._index._seen is None:
            return False
        if not _alike(self._index._seen.segments, _WORDS_AT_REST):
            return False
        self.write(*found, cancelled=cancelled, most_words_merged=_WORDS_AT_REST)
        return True

    def verify(self) -> None:
        """Compare the files of the index in use with the sums that were taken when they were written.

        Raises:
            DamagedIndex: A file is not as it was written.
        """
        folder = self._index.current
        if folder is None:
            return
        for name, said in _read_sums(folder).items():
            file = folder / name
            if file.exists() and _sum(file) != said:
                raise DamagedIndex("The search index was damaged on the disk. It will be rebuilt.")

    def _opened(self, writer: ArraySegmentWriter, folder: Path) -> dict[str, Segment]:
        seen = self._index._seen
        known = {segment.name: segment for segment in seen.segments} if seen else {}
        return {
            segment.segment_id(): known.get(segment.segment_id()) or Segment(folder, segment)
            for segment in writer.segments
        }


def open_index(archive: Archive) -> SearchIndex:
    """Open the place of an archive's index, made if need be; the index itself may still be missing or old.

    Raises:
        ArchiveError: The cache folder cannot be used, or holds something that is not ours.
    """
    return SearchIndex(archive.uid, index_folder(archive))


def article_words(article: ArticleDocument, stems: Stems) -> DocumentWords:
    """Return the words of an article by field."""
    return _document_words(
        stems[article.language],
        {"text": article.text, "title": article.title, "article_memo": article.memo},
        {"outlet": words(article.outlet), "author": words(article.authors)},
    )


def passage_words(passage: PassageDocument, stems: Stems) -> DocumentWords:
    """Return the words of a passage by field; its tags are the names of its actors and claim types."""
    names = [name for actor in passage.actors for name in (actor.name, *actor.aliases)]
    names += [claim.name for claim in passage.claims]
    return _document_words(
        stems[passage.language],
        {"quote": passage.quote, "passage_memo": passage.memo},
        {"tags": [word for name in dict.fromkeys(names) for word in (*words(name), GAP)]},
    )


def _document_words(
    stems: StemsOfLanguage, running: Mapping[str, str], names: Mapping[str, list[str]]
) -> DocumentWords:
    readings = {name: read_words(text) for name, text in running.items()}
    return DocumentWords(
        {**{name: reading.words for name, reading in readings.items()}, **names},
        {name: _counted(reading.spelt, stems) for name, reading in readings.items()},
    )


def _counted(spelt: list[str], stems: StemsOfLanguage) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word, times in Counter(spelt).items():
        for stem in stems[word]:
            counts[stem] = counts.get(stem, 0) + times
    return counts


def _delete(segments: list[Any], opened: dict[str, Segment], keys: list[int]) -> None:  # whoosh's W3Segment
    wanted = np.array(keys, dtype=np.int64)
    for segment in segments:
        for document in np.flatnonzero(np.isin(opened[segment.segment_id()].keys, wanted)):
            segment.delete_document(int(document))


def _merge(
    writer: ArraySegmentWriter, segments: list[Any], opened: dict[str, Segment], most_words: int
) -> list[Any]:  # whoosh's W3Segment
    # Like sizes are merged with each other, so that no document is rewritten often; a big segment is never
    # rewritten for the sake of a few words while someone works.
    living = [segment for segment in segments if segment.deleted_count() < segment.doc_count_all()]
    with taking_errors_for_damage():
        now = [opened[segment.segment_id()].as_of(segment) for segment in living]
    merged = _alike(now, most_words)
    for segment in merged:
        with taking_errors_for_damage():
            writer.take_over(segment)
    names = {segment.name for segment in merged}
    return [segment for segment in living if segment.segment_id() not in names]


def _alike(segments: Sequence[Segment], most_words: int) -> list[Segment]:
    """Return segments to merge: one that is mostly deleted, or many of about one size."""
    tiers: dict[int, list[Segment]] = {}
    for segment in segments:
        if len(segment.deleted) * 2 > segment.size > 1 and segment.words <= most_words:
            return [segment]
        tiers.setdefault(int(log(segment.size, _TIER)), []).append(segment)
    for _, tier in sorted(tiers.items()):
        words = list(accumulate(segment.words for segment in tier))
        chosen = tier[: bisect_right(words, most_words)]
        if len(tier) > _FEW and len(chosen) > _FEW // 2:
            return chosen
    return []


def _write_sums(folder: Path) -> None:
    # A commit without sums, because the process was killed here, is taken as it is.
    known = _read_sums(folder)
    files = [file for file in folder.iterdir() if file.suffix in (".seg", ".toc")]
    sums = {file.name: known.get(file.name) or _sum(file) for file in files}
    written = folder / f"sums.{os.getpid()}"
    written.write_text(json.dumps(sums), "utf-8")
    written.replace(folder / _SUMS)


def _read_sums(folder: Path) -> dict[str, int]:
    try:
        return dict(json.loads((folder / _SUMS).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _sum(file: Path) -> int:
    total = 0
    with file.open("rb") as content:
        while block := content.read(1 << 20):
            total = zlib.crc32(block, total)
    return total


def state_of(postings: Postings | None) -> IndexState | None:
    """Return what a commit says of itself; nothing when it says nothing that we understand."""
    if postings is None or not postings.state:
        return None
    try:
        return replace(IndexState(""), **postings.state)
    except TypeError:
        return None


def _generation(folder: Path) -> int:
    # Asked with every search, so without pathlib, which takes ten times as long.
    prefix = f"_{INDEX_NAME}_"
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries]
    numbers = [name[len(prefix) : -4] for name in names if name.startswith(prefix) and name.endswith(".toc")]
    return max((int(number) for number in numbers if number.isdecimal()), default=-1)


def _number(folder: Path) -> int:
    digits = folder.name.removeprefix("index-")
    return int(digits) if digits.isdecimal() else 0


def _check(cancelled: Cancelling | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled("Indexing was stopped.")
