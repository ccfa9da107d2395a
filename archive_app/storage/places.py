"""Where things lie: inside an archive's folder, and the folder's own place on this computer."""

import os
from dataclasses import dataclass
from pathlib import Path

from archive_app.model.errors import NotAnArchive

_REMOTE_FILE_SYSTEMS = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "fuse.sshfs",
    "davfs",
    "fuse.davfs2",
    "9p",
    "afs",
}
_SYNCED_FOLDERS = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "icloud",
    "nextcloud",
    "owncloud",
    "mobile documents",
)


@dataclass(frozen=True)
class Places:
    """The files and folders of one archive."""

    folder: Path

    @property
    def database(self) -> Path:
        """The truth: one SQLite file."""
        return self.folder / "archive.sqlite"

    @property
    def originals(self) -> Path:
        """Imported files by SHA-256, never changed."""
        return self.folder / "originals"

    @property
    def backups(self) -> Path:
        """Copies of the database made before risky work."""
        return self.folder / "backups"

    @property
    def lock(self) -> Path:
        """The file whose OS lock says that a process writes."""
        return self.folder / ".lock"

    @property
    def lock_holder(self) -> Path:
        """Who holds the lock, for people."""
        return self.folder / ".lock-holder.json"

    def refuse_links(self) -> None:
        """Make sure that none of these is a link, through which writing here would write elsewhere.

        Raises:
            NotAnArchive: One of them is.
        """
        entries = list(self.folder.iterdir()) if self.folder.is_dir() else []
        if self.originals.is_dir() and not self.originals.is_symlink():
            entries += self.originals.iterdir()
        for entry in entries:
            own = entry.name.startswith((self.database.stem, ".lock")) or entry in (
                self.originals,
                self.backups,
            )
            if (own or entry.parent == self.originals) and _is_link(entry):
                raise NotAnArchive(
                    f"In the archive “{self.folder.name}”, “{entry.name}” is a link to another place. "
                    "Archive App never makes one, so it is not opened. Put what the link names in its stead."
                )


def is_remote_or_synced(folder: Path) -> bool:
    """Say whether ``folder`` lies on a network share or in a folder that a cloud service copies.

    SQLite's WAL needs shared memory on one machine, and a syncing service copies the database and its WAL at
    different moments; there the rollback journal is the safe one.
    """
    resolved = folder.resolve()
    if any(part.lower().startswith(_SYNCED_FOLDERS) for part in resolved.parts):
        return True
    if os.name == "nt":
        return str(resolved).startswith("\\\\")
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return False
    best, kind = "", ""
    for line in mounts.read_text("utf-8", "replace").splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        if len(point) > len(best) and (resolved == Path(point) or Path(point) in resolved.parents):
            best, kind = point, fields[2]
    return kind in _REMOTE_FILE_SYSTEMS


def _is_link(path: Path) -> bool:
    is_junction = getattr(path, "is_junction", None)  # from Python 3.12
    return path.is_symlink() or bool(is_junction and is_junction())
