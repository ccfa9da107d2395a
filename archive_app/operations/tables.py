"""Tables among the files that are to be imported: which column is what has to be said before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archive_app.importing.sandbox import Sandbox
from archive_app.importing.tables.looking import TABLE_SUFFIXES, table_preview
from archive_app.importing.tables.preview import TablePreview
from archive_app.importing.walking import FoundFile, shown, walk


@dataclass(frozen=True)
class FoundTable:
    """Tables with the same headings, which need to be mapped but once."""

    preview: TablePreview
    """Of the first of them."""
    paths: tuple[Path, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The files' names, a path's last part."""
        return tuple(shown(Path(path.name)) for path in self.paths)


def tables_among(
    paths: Sequence[Path],
    *,
    settings: Mapping[str, str] | None = None,
    cancelled: Callable[[], bool] | None = None,
    sandbox: Sandbox | None = None,
) -> list[FoundTable]:
    """Look at the tables among files and folders.

    Files inside of others, such as a ZIP, are not looked at: what their columns are is guessed when they are
    read.

    Raises:
        Cancelled: ``cancelled`` said so.
    """
    candidates = [
        found.path
        for found in walk(paths, cancelled=cancelled)
        if isinstance(found, FoundFile) and found.path.suffix.lower() in TABLE_SUFFIXES
    ]
    if not candidates:
        return []
    if sandbox is not None:
        return _looked(candidates, settings, cancelled, sandbox)
    with Sandbox() as own:
        return _looked(candidates, settings, cancelled, own)


def _looked(
    paths: Sequence[Path],
    settings: Mapping[str, str] | None,
    cancelled: Callable[[], bool] | None,
    sandbox: Sandbox,
) -> list[FoundTable]:
    found: dict[str, FoundTable] = {}
    for path in paths:
        try:
            if path.stat().st_size > sandbox.limits.file_bytes:
                continue
            content = path.read_bytes()
        except OSError:
            continue  # the import itself will say why
        name = shown(Path(path.name))
        preview = table_preview(sandbox, name, content, settings, cancelled=cancelled)
        if preview is None:
            continue
        before = found.get(preview.signature, FoundTable(preview, ()))
        found[preview.signature] = replace(before, paths=(*before.paths, path))
    return list(found.values())
