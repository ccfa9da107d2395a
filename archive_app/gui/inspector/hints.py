"""The keys with which words are coded, where nothing is selected."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from archive_app.gui.inspector.small import KeyCap
from archive_app.gui.theme import SPACE, Theme


class KeyHints(QWidget):
    """A small table of keys and what they do with the words selected in the reader."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("Select words in the article, then press"))
        title.setProperty("role", "caption")
        title.setWordWrap(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE + 2)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        self._caps: list[KeyCap] = []
        for row, (keys, meaning) in enumerate(
            (
                (("A",), self.tr("to tag an actor")),
                (("C",), self.tr("to tag a claim type")),
                (("M",), self.tr("to write a memo")),
                (("1", "9"), self.tr("for a tag used lately")),
                (("N", "P"), self.tr("next, previous passage")),
            )
        ):
            box = QHBoxLayout()
            box.setSpacing(3)
            for number, key in enumerate(keys):
                if number:
                    between = QLabel("–" if key == "9" else "·")
                    between.setProperty("role", "caption")
                    box.addWidget(between)
                cap = KeyCap(key, theme)
                self._caps.append(cap)
                box.addWidget(cap)
            box.addStretch()
            label = QLabel(meaning)
            label.setProperty("role", "caption")
            grid.addLayout(box, row, 0)
            grid.addWidget(label, row, 1, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(title)
        column.addLayout(grid)

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        for cap in self._caps:
            cap.set_theme(theme)
