"""The first page: make an archive, open one, go on with a recent one, or try the sample."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from archive_app.gui.actions import Actions
from archive_app.gui.icons import application_icon, icon
from archive_app.gui.theme import SPACE, Theme


class WelcomePage(QWidget):
    """Shown while no archive is open."""

    archive_chosen = Signal(object)
    """Carries the folder (:class:`Path`) of a recent archive."""

    def __init__(self, actions: Actions, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._theme = theme
        self._buttons: list[tuple[QPushButton, str]] = []
        mark = QLabel()
        mark.setPixmap(application_icon().pixmap(QSize(72, 72)))
        name = QLabel(self.tr("Archive App"))
        name.setStyleSheet("font-size: 24pt; font-weight: 600;")
        purpose = QLabel(
            self.tr("Read the press as evidence: who claimed what, about whom, and who contradicted them.")
        )
        purpose.setWordWrap(True)
        purpose.setProperty("role", "caption")
        purpose.setStyleSheet("font-size: 11pt;")

        column = QVBoxLayout()
        column.setSpacing(SPACE)
        for action, primary in (("new-archive", True), ("open-archive", False), ("open-sample", False)):
            column.addWidget(self._button(action, primary=primary))
        column.addStretch(1)
        column.setContentsMargins(0, 0, 0, 0)
        left = QWidget()
        left.setFixedWidth(250)
        left.setLayout(column)

        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        self._recent.setContentsMargins(0, 0, 0, 0)
        self._recent_box = QFrame()
        self._recent_box.setLayout(self._recent)

        both = QHBoxLayout()
        both.setSpacing(5 * SPACE)
        both.addWidget(left)
        both.addWidget(self._recent_box, 1)

        drop = QLabel(self.tr("You can also drop an archive folder here."))
        drop.setProperty("role", "caption")

        page = QVBoxLayout()
        page.setSpacing(SPACE)
        page.addStretch(2)
        page.addWidget(mark)
        page.addWidget(name)
        page.addWidget(purpose)
        page.addSpacing(3 * SPACE)
        page.addLayout(both)
        page.addSpacing(2 * SPACE)
        page.addWidget(drop)
        page.addStretch(3)
        inside = QWidget()
        inside.setMaximumWidth(760)
        inside.setLayout(page)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(inside, 8)
        outer.addStretch(1)
        self.set_theme(theme)

    def show_recent(self, folders: list[Path]) -> None:
        """List the archives opened lately."""
        while (item := self._recent.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        heading = QLabel(self.tr("Recent archives"))
        heading.setProperty("role", "section")
        self._recent.addWidget(heading)
        if not folders:
            none = QLabel(
                self.tr(
                    "None yet. An archive is a folder that holds your articles, passages and codebook. "
                    "Make one, or open the sample to look around."
                )
            )
            none.setWordWrap(True)
            none.setProperty("role", "caption")
            self._recent.addWidget(none)
        for folder in folders:
            button = QPushButton()
            button.setProperty("flat", True)
            button.setStyleSheet("text-align: left;")
            where = str(folder.parent).replace(str(Path.home()), "~", 1)
            shown = button.fontMetrics().elidedText(where, Qt.TextElideMode.ElideMiddle, 260)
            button.setText(f"{folder.name}    {shown}")
            button.setToolTip(str(folder))
            button.setIcon(icon("archive-open", self._theme, colour=self._theme.accent))
            button.clicked.connect(lambda _checked=False, chosen=folder: self.archive_chosen.emit(chosen))
            self._recent.addWidget(button)
        self._recent.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        """Follow the theme."""
        self._theme = theme
        for button, action in self._buttons:
            primary = button.property("primary")
            drawing = self._actions.specs[action].icon
            button.setIcon(icon(drawing, theme, colour=theme.on_accent if primary else theme.accent))

    def _button(self, action: str, *, primary: bool) -> QPushButton:
        spec = self._actions.specs[action]
        button = QPushButton(self._actions[action].text().replace("&", ""))
        button.setProperty("primary", primary)
        button.setToolTip(self._actions[action].toolTip())
        button.setMinimumHeight(40)
        button.setStyleSheet("text-align: left; padding-left: 14px;")
        button.setIconSize(QSize(18, 18))
        button.clicked.connect(self._actions[action].trigger)
        self._buttons.append((button, spec.name))
        return button
