"""What was typed and not saved yet, kept in the configuration folder so that a crash does not take it."""

import json
import os
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

from archive_app.model.identity import now


@dataclass(frozen=True)
class Draft:
    """An article's text half corrected."""

    archive: str
    """The archive's uid."""
    article: str
    """The article's uid."""
    sha256: str
    """Of the text that is being corrected."""
    text: str
    written: str = ""


class Drafts:
    """The drafts of one configuration folder, one file for each article; safe to use from several threads.

    Every writing and dropping has a number, given in the order in which they were asked for: one that comes
    late to the disk never undoes a later one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "drafts"
        self._turn = threading.Lock()
        self._newest: dict[str, int] = {}

    def keep(self, draft: Draft, number: int) -> None:
        """Write a draft in place of an older one.

        Raises:
            OSError: The disk is full or the folder cannot be written.
        """
        file = self._file(draft.archive, draft.article)
        unfinished = file.with_suffix(f".{number}.unfinished")
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            with unfinished.open("w", encoding="utf-8") as out:
                json.dump(asdict(draft) | {"written": draft.written or now()}, out, ensure_ascii=False)
                out.flush()
                os.fsync(out.fileno())
            with self._turn:
                if self._is_newest(draft.article, number):
                    unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)

    def drop(self, archive: str, article: str, number: int) -> None:
        """Remove the draft of an article; that there is none is no error."""
        with self._turn:
            if self._is_newest(article, number):
                self._file(archive, article).unlink(missing_ok=True)

    def find(self, archive: str, article: str) -> Draft | None:
        """Return the draft of an article, if there is one that can be read."""
        try:
            draft = Draft(**json.loads(self._file(archive, article).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            # None there, or one that a newer version wrote: left where it is.
            return None
        return draft if (draft.archive, draft.article) == (archive, article) else None

    def _is_newest(self, article: str, number: int) -> bool:
        if number < self._newest.get(article, 0):
            return False
        self._newest[article] = number
        return True

    def _file(self, archive: str, article: str) -> Path:
        return self._folder / f"{archive} {article}.json"
