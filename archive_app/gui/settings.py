"""What the app remembers between runs, in one readable file in the user's configuration folder."""

import os
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from archive_app.gui.reading_settings import ReadingSettings
from archive_app.gui.theme import ThemeChoice

MOST_SEARCHES = 200
"""Recent searches that are remembered."""

_RECENT = 8


class Settings:
    """Typed access to the settings file."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or configuration_folder()
        """Where the settings lie."""
        self._store = QSettings(str(self.folder / "settings.ini"), QSettings.Format.IniFormat)

    @property
    def theme(self) -> ThemeChoice:
        """Light, dark, or as the system has it."""
        value = self._text("appearance/theme", "system")
        return value if value in ("light", "dark") else "system"  # type: ignore[return-value]  # just compared

    @theme.setter
    def theme(self, value: ThemeChoice) -> None:
        self._store.setValue("appearance/theme", value)

    @property
    def coder(self) -> str:
        """In whose name passages are marked."""
        from archive_app.operations.coders import default_coder  # brings the database with it

        return self._text("coder/name", "") or default_coder()

    @coder.setter
    def coder(self, value: str) -> None:
        self._store.setValue("coder/name", value.strip())

    @property
    def recent(self) -> list[Path]:
        """Archives opened lately, newest first, those that are gone left out."""
        folders = [Path(line) for line in self._text("recent/archives", "").split("\n") if line]
        return [folder for folder in folders if (folder / "archive.sqlite").is_file()]

    def add_recent(self, folder: Path) -> None:
        """Put an archive at the head of the recent ones."""
        folder = folder.absolute()
        rest = [known for known in self.recent if known != folder]
        self._store.setValue("recent/archives", "\n".join(str(path) for path in [folder, *rest][:_RECENT]))

    @property
    def zoom(self) -> int:
        """Per cent of the reader's own size of letters."""
        return self._number("reader/zoom", 100)

    @zoom.setter
    def zoom(self, value: int) -> None:
        self._store.setValue("reader/zoom", value)

    @property
    def reading(self) -> ReadingSettings:
        """How articles are set."""
        first = ReadingSettings()
        return ReadingSettings(
            face="sans" if self._text("reader/face", first.face) == "sans" else "serif",
            point_size=self._fraction("reader/size", first.point_size),
            measure=self._number("reader/measure", first.measure),
            line_spacing=self._fraction("reader/line-spacing", first.line_spacing),
            paragraph_numbers=self._flag("reader/paragraph-numbers", first.paragraph_numbers),
        ).within_bounds()

    @reading.setter
    def reading(self, value: ReadingSettings) -> None:
        self._store.setValue("reader/face", value.face)
        self._store.setValue("reader/size", str(value.point_size))
        self._store.setValue("reader/measure", value.measure)
        self._store.setValue("reader/line-spacing", str(value.line_spacing))
        self._store.setValue("reader/paragraph-numbers", int(value.paragraph_numbers))

    @property
    def colour_by(self) -> str:
        """What the colours of passages stand for: ``claim``, ``actor``, ``stance`` or ``coder``."""
        value = self._text("reader/colour-by", "claim")
        return value if value in ("claim", "actor", "stance", "coder") else "claim"

    @colour_by.setter
    def colour_by(self, value: str) -> None:
        self._store.setValue("reader/colour-by", value)

    @property
    def legend_shown(self) -> bool:
        """Whether a legend of the colours stands above the article."""
        return self._flag("reader/legend", False)

    @legend_shown.setter
    def legend_shown(self, value: bool) -> None:
        self._store.setValue("reader/legend", int(value))

    @property
    def search_history(self) -> list[str]:
        """What was searched for lately, newest first."""
        import json  # like platformdirs only when it is needed: the first paint does not wait for it

        try:
            kept = json.loads(self._text("search/history", "[]"))
        except ValueError:
            return []
        return [query for query in kept if isinstance(query, str)] if isinstance(kept, list) else []

    def add_search(self, query: str) -> None:
        """Put a query at the head of those searched for lately."""
        import json

        query = " ".join(query.split())
        rest = [known for known in self.search_history if known != query]
        kept = [query, *rest][:MOST_SEARCHES]
        self._store.setValue("search/history", json.dumps(kept, ensure_ascii=False))

    def clear_searches(self) -> None:
        """Forget what was searched for."""
        self._store.remove("search/history")

    def hidden_columns(self, table: str) -> list[str]:
        """Return the names of the columns that a table does not show."""
        return [name for name in self._text(f"hidden-columns/{table}", "").split(" ") if name]

    def set_hidden_columns(self, table: str, names: Iterable[str]) -> None:
        """Remember which columns a table does not show."""
        self._store.setValue(f"hidden-columns/{table}", " ".join(names))

    def geometry(self, name: str) -> QByteArray | None:
        """Return a window's or splitter's saved state."""
        value = self._store.value(f"geometry/{name}")
        return value if isinstance(value, QByteArray) else None

    def set_geometry(self, name: str, state: QByteArray) -> None:
        """Keep a window's or splitter's state."""
        self._store.setValue(f"geometry/{name}", state)

    def place_in(self, archive_uid: str) -> int | None:
        """Return the article that was open last in an archive."""
        return self._number(f"place/{archive_uid}", 0) or None

    def set_place_in(self, archive_uid: str, article_id: int | None) -> None:
        """Remember the article that is open in an archive."""
        self._store.setValue(f"place/{archive_uid}", article_id or 0)

    def table_mappings(self) -> dict[str, str]:
        """Return which column is what in tables, as JSON, by the signature of their headings."""
        self._store.beginGroup("tables")
        signatures = self._store.childKeys()
        self._store.endGroup()
        return {signature: self._text(f"tables/{signature}", "") for signature in signatures}

    def remember_table(self, signature: str, mapping: str) -> None:
        """Remember which column is what in tables with these headings."""
        self._store.setValue(f"tables/{signature}", mapping)

    def watched_folder(self, archive_uid: str) -> Path | None:
        """Return the folder whose new files are imported into an archive."""
        folder = self._text(f"watched/{archive_uid}", "")
        return Path(folder) if folder else None

    def set_watched_folder(self, archive_uid: str, folder: Path | None) -> None:
        """Remember which folder is watched for an archive, or that none is."""
        self._store.setValue(f"watched/{archive_uid}", str(folder) if folder is not None else "")

    def save(self) -> None:
        """Write to disk now."""
        self._store.sync()

    def _text(self, key: str, default: str) -> str:
        value = self._store.value(key, default)
        # QSettings reads a line with commas back as a list.
        return ", ".join(value) if isinstance(value, list) else str(value)

    def _number(self, key: str, default: int) -> int:
        try:
            return int(self._text(key, str(default)))
        except ValueError:
            return default

    def _fraction(self, key: str, default: float) -> float:
        try:
            return float(self._text(key, str(default)))
        except ValueError:
            return default

    def _flag(self, key: str, default: bool) -> bool:
        return bool(self._number(key, int(default)))


def configuration_folder() -> Path:
    """Return the folder for settings; ``ARCHIVE_APP_CONFIG`` names another."""
    own = os.environ.get("ARCHIVE_APP_CONFIG")
    if own:
        folder = Path(own)
    else:
        import platformdirs  # only when it is needed: the first paint does not wait for it

        folder = platformdirs.user_config_path("archive-app", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
