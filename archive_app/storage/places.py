"""Where things lie: inside an archive's folder, and the folder's own place on this computer."""

import os
from dataclasses import dataclass
from pathlib import Path

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
