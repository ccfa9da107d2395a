"""Where the indexes of archives lie on this computer, and whose they are.

In the user's cache folder, one folder for each place that an archive lies in; never in the archive.
"""

import hashlib
import json
import os
import stat
import uuid
from pathlib import Path

from platformdirs import user_cache_path

from archive_app.model.errors import ArchiveError
from archive_app.storage.archive import Archive

CACHE_VARIABLE = "ARCHIVE_APP_CACHE"
"""Environment variable that names another folder for indexes."""


def cache_folder() -> Path:
    """Return the folder for all indexes of this user."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen) if chosen else user_cache_path("archive-app", appauthor=False) / "indexes"


def index_folder(archive: Archive) -> Path:
    """Return the folder of an archive's index, made if need be.

    Raises:
        ArchiveError: The cache folder cannot be used, or holds something that is not ours.
    """
    folder = cache_folder() / _folder_name(archive)
    owner = folder / "owner.json"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _refuse_others(folder)
        # Another process may be making the same folder this moment; its files are not foreign.
        others = [path for path in folder.iterdir() if not path.name.startswith(("owner.", "writing."))]
        if owner.exists() or others:
            _refuse_foreign(owner, archive.uid)
        else:
            stated = {"application": "archive-app", "archive": archive.uid}
            written = owner.with_suffix(f".{os.getpid()}")
            written.write_text(json.dumps(stated), "utf-8")
            written.replace(owner)
    except OSError as error:
        raise ArchiveError(
            f"The folder for the search index, “{folder}”, cannot be used ({error.strerror or error}). "
            f"Check its permissions, or name another in {CACHE_VARIABLE}."
        ) from error
    return folder


def _folder_name(archive: Archive) -> str:
    # Two copies of an archive have one uid; each has its own index, told by where it lies.
    place = hashlib.sha256(str(archive.places.folder.resolve()).encode("utf-8", "surrogatepass")).hexdigest()
    try:
        name = str(uuid.UUID(archive.uid))
    except ValueError:
        name = hashlib.sha256(archive.uid.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"{name}-{place[:12]}"


def _refuse_others(folder: Path) -> None:
    # What others can write to could be made to run code of theirs.
    if not hasattr(os, "getuid"):
        return
    found = folder.stat()
    if found.st_uid != os.getuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise ArchiveError(
            f"The folder for the search index, “{folder}”, belongs to another user or may be written to by "
            f"others, so it is not used. Remove it, or name another folder in {CACHE_VARIABLE}."
        )


def _refuse_foreign(owner: Path, archive_uid: str) -> None:
    try:
        stated = json.loads(owner.read_text("utf-8"))
        ours = stated["application"] == "archive-app" and stated["archive"] == archive_uid
    except (OSError, ValueError, KeyError, TypeError):
        ours = False
    if not ours:
        raise ArchiveError(
            f"The folder “{owner.parent}” is not the search index of this archive, so it is not used. "
            f"Remove it, or name another folder in {CACHE_VARIABLE}."
        )
