"""Choosing a stretch of time: a chip with a first and a last date, as precise as one likes."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from archive_app.gui.lists.chip import ChipPopup, FilterChip
from archive_app.gui.lists.wording import short_date
from archive_app.gui.theme import SPACE, Theme

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


class DateChip(FilterChip):
    """A filter by date of publication; both ends are included and either may be open."""

    chosen = Signal(str, str)
    """Carries the first and the last date in ISO form, empty for an open end."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(title, theme, parent)
        self.after, self.before = "", ""
        self._popup: DatePopup | None = None
        self.clicked.connect(self.open_popup)
        self.cleared.connect(lambda: self._choose("", ""))

    def set_dates(self, after: str, before: str) -> None:
        """Choose without a signal."""
        self.after, self.before = after, before
        first, last = short_date(after), short_date(before)
        if after and before:
            self.show_value(first if after == before else f"{first} – {last}")
        elif after:
            self.show_value(self.tr("from {date}").format(date=first))
        elif before:
            self.show_value(self.tr("until {date}").format(date=last))
        else:
            self.show_value("")

    def open_popup(self) -> None:
        """Show the two fields."""
        if self._popup is None:
            self._popup = DatePopup(self._theme, self)
            self._popup.chosen.connect(self._choose)
        self._popup.offer(self.after, self.before)
        self._popup.open_below(self)

    @property
    def popup(self) -> "DatePopup | None":
        """The popup, once it was opened."""
        return self._popup

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        super().set_theme(theme)
        if self._popup is not None:
            self._popup.set_theme(theme)

    def _choose(self, after: str, before: str) -> None:
        if (after, before) != (self.after, self.before):
            self.set_dates(after, before)
            self.chosen.emit(after, before)


class DatePopup(ChipPopup):
    """Two fields for dates; each date counts as soon as it is one."""

    chosen = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first, self.last = QLineEdit(), QLineEdit()
        form = QFormLayout()
        form.setSpacing(SPACE)
        for field, title, example in (
            (self.first, self.tr("From"), "2019-04"),
            (self.last, self.tr("Until"), "2019-04-16"),
        ):
            field.setPlaceholderText(example)
            field.setClearButtonEnabled(True)
            field.setFixedWidth(150)
            field.textEdited.connect(self._edited)
            form.addRow(title, field)
        self._hint = QLabel(self.tr("A year, a month or a day:\n2019, 2019-04 or 2019-04-16"))
        self._hint.setProperty("role", "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 3 // 2, SPACE * 3 // 2, SPACE * 3 // 2, SPACE * 3 // 2)
        column.setSpacing(SPACE)
        column.addLayout(form)
        column.addWidget(self._hint)
        self._theme = theme
        self.set_theme(theme)

    def offer(self, after: str, before: str) -> None:
        """Show what is asked for now."""
        self.first.setText(after)
        self.last.setText(before)
        self._mark()
        self.first.setFocus()
        self.first.selectAll()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        super().set_theme(theme)
        self._theme = theme
        self._mark()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.hide()
        else:
            super().keyPressEvent(event)

    def _edited(self) -> None:
        self._mark()
        after, before = self.first.text().strip(), self.last.text().strip()
        if all(not text or _DATE.fullmatch(text) for text in (after, before)):
            self.chosen.emit(after, before)

    def _mark(self) -> None:
        for field in (self.first, self.last):
            text = field.text().strip()
            wrong = bool(text) and not _DATE.fullmatch(text)
            field.setStyleSheet(f"QLineEdit {{ border-color: {self._theme.danger}; }}" if wrong else "")
