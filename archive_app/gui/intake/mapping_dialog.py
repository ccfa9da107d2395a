"""Asks which column of a table is what, with the first article as it will be beside it."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.lists.direction import is_right_to_left
from archive_app.gui.lists.wording import number
from archive_app.gui.theme import SPACE
from archive_app.importing.draft import Draft
from archive_app.importing.reader import Unreadable
from archive_app.importing.tables.articles import date_order, draft_of, is_ambiguous
from archive_app.importing.tables.mapping import ROLES, DateOrder, Role, TableMapping
from archive_app.importing.tables.preview import TablePreview
from archive_app.model.web_links import WebLink

_MOST_SHOWN = 80
"""Columns that are listed; a table with more is rarely made by hand, and its main ones come first."""
_SAMPLE = 120
_SHOWN_TEXT = 1500


class MappingDialog(QDialog):
    """One row a column, with what stands in it and what it is taken for; confirmed once for each heading."""

    sheet_requested = Signal(str)
    """Carries another sheet of the workbook, to be shown with :meth:`show_preview`."""

    def __init__(self, preview: TablePreview, names: Sequence[str], parent: QWidget | None = None) -> None:
        """Ask about the tables of these ``names``, which have the same headings."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Columns of “{0}”").format(names[0]))
        self.resize(980, 620)
        self.combos: dict[str, QComboBox] = {}
        """By column."""
        self._preview = preview
        self._mapping = preview.guess
        self._names = tuple(names)
        self._about = _caption("")
        self._sheet = QComboBox()
        self._sheet.setAccessibleName(self.tr("Sheet with the articles"))
        self._sheet.activated.connect(self._choose_sheet)
        self._sheet_row = QWidget()
        sheet = QHBoxLayout(self._sheet_row)
        sheet.setContentsMargins(0, 0, 0, 0)
        sheet_label = QLabel(self.tr("&Sheet"))
        sheet_label.setBuddy(self._sheet)
        sheet.addWidget(sheet_label)
        sheet.addWidget(self._sheet, 1)
        self._columns = QScrollArea()
        self._columns.setWidgetResizable(True)
        self._columns.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._columns.setFrameShape(QFrame.Shape.NoFrame)
        self.order = QComboBox()
        self.order.setAccessibleName(self.tr("Order of day and month"))
        for title, value in (
            (self.tr("Only the year is sure"), ""),
            (self.tr("The day comes first"), "day"),
            (self.tr("The month comes first"), "month"),
        ):
            self.order.addItem(title, value)
        self.order.activated.connect(self._choose_order)
        self._order_label = QLabel()
        self._order_label.setBuddy(self.order)
        self._order_row = QWidget()
        order = QHBoxLayout(self._order_row)
        order.setContentsMargins(0, 0, 0, 0)
        order.addWidget(self._order_label)
        order.addWidget(self.order, 1)
        self.result_ = _Result()
        self.complaint = QLabel()
        """What is still to be said, or what will come of it."""
        self.complaint.setWordWrap(True)
        self.remember = QCheckBox(self.tr("&Remember this for tables with the same headings"))
        self.remember.setChecked(True)
        buttons = QDialogButtonBox()
        self.cancel = buttons.addButton(self.tr("Cancel Import"), QDialogButtonBox.ButtonRole.RejectRole)
        self.accept_button = buttons.addButton(self.tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setProperty("primary", True)
        self.accept_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._lay_out(buttons)
        self.show_preview(preview)

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(SPACE)
        left.addWidget(_heading(self.tr("What each column holds")))
        left.addWidget(self._sheet_row)
        left.addWidget(self._columns, 1)
        left.addWidget(self._order_row)
        right.addWidget(_heading(self.tr("The first article, as it will be")))
        right.addWidget(self.result_, 1)
        sides = QHBoxLayout()
        sides.setSpacing(3 * SPACE)
        sides.addLayout(left, 5)
        sides.addLayout(right, 4)
        foot = QHBoxLayout()
        foot.addWidget(self.remember, 1)
        foot.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(int(1.5 * SPACE))
        layout.addWidget(self._about)
        layout.addLayout(sides, 1)
        layout.addWidget(self.complaint)
        layout.addLayout(foot)

    @property
    def preview(self) -> TablePreview:
        """The table that is shown."""
        return self._preview

    @property
    def mapping(self) -> TableMapping:
        """What the person said."""
        return self._mapping

    def show_preview(self, preview: TablePreview) -> None:
        """Show a table, or another sheet of its workbook."""
        self._preview = preview
        self._mapping = preview.guess
        self._about.setText(self._said_of(preview))
        self._sheet_row.setVisible(len(preview.sheets) > 1)
        self._sheet.clear()
        self._sheet.addItems(list(preview.sheets))
        self._sheet.setCurrentText(preview.guess.sheet)
        self._list_columns()
        self._follow()

    def _said_of(self, preview: TablePreview) -> str:
        rows = (
            number(preview.count)
            if preview.is_counted
            else self.tr("more than {0}").format(number(preview.count))
        )
        said = self.tr("{0}, rows: {1}.").format(preview.kind, rows)
        if len(self._names) > 1:
            said += " " + self.tr(
                "It counts for %n more table(s) with the same headings.", "", len(self._names) - 1
            )
        return said + " " + self.tr("What is in the other columns is kept with the article.")

    def _list_columns(self) -> None:
        self.combos = {}
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, SPACE, 0)
        grid.setHorizontalSpacing(2 * SPACE)
        grid.setVerticalSpacing(SPACE)
        grid.setColumnStretch(0, 1)
        shown = self._shown_columns()
        for row, column in enumerate(shown):
            combo = self._combo(column)
            label = QLabel(_elided(column, 40))
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setToolTip(column if len(column) > 40 else "")
            label.setProperty("role", "heading")
            label.setBuddy(combo)
            sample = _Sample(_elided(self._sample(column), _SAMPLE) or self.tr("(empty)"))
            for part in (label, sample):
                part.setAlignment(_side_of(column))
            named = QVBoxLayout()
            named.setSpacing(0)
            named.addWidget(label)
            named.addWidget(sample)
            grid.addLayout(named, row, 0)
            grid.addWidget(combo, row, 1)
            self.combos[column] = combo
        left_out = len(self._preview.columns) - len(shown)
        if left_out:
            grid.addWidget(_caption(self.tr("and %n more column(s)", "", left_out)), len(shown), 0)
        grid.setRowStretch(len(shown) + 1, 1)
        self._columns.setWidget(inside)

    def _shown_columns(self) -> list[str]:
        columns = self._preview.columns
        if len(columns) <= _MOST_SHOWN:
            return list(columns)
        guessed = [column for column in columns if self._mapping.role(column)]
        return [*guessed, *(column for column in columns if column not in guessed)][:_MOST_SHOWN]

    def _combo(self, column: str) -> QComboBox:
        combo = _RoleCombo()
        combo.setAccessibleName(self.tr("“{0}” is the").format(column))
        combo.addItem(self.tr("nothing of these"), "")
        for role in ROLES:
            combo.addItem(_title_of(role), role)
        combo.setCurrentIndex(combo.findData(self._mapping.role(column) or ""))
        combo.activated.connect(lambda _index, column=column: self._assign(column))
        return combo

    def _assign(self, column: str) -> None:
        role = str(self.combos[column].currentData())
        before = self._mapping.role(column)
        if before:
            self._mapping = self._mapping.assigned(before, "")
        if role:
            self._mapping = self._mapping.assigned(_role(role), column)
        for other, combo in self.combos.items():
            combo.setCurrentIndex(combo.findData(self._mapping.role(other) or ""))
        self._follow()

    def _choose_order(self) -> None:
        order: DateOrder = {"day": "day", "month": "month"}.get(self.order.currentData(), "")  # type: ignore[assignment]  # one of three
        self._mapping = replace(self._mapping, date_order=order)
        self._follow()

    def _choose_sheet(self) -> None:
        if self._sheet.currentText() != self._mapping.sheet:
            self.sheet_requested.emit(self._sheet.currentText())

    def _follow(self) -> None:
        """Show what will come of it."""
        mapping = self._mapping
        dates = self._cells(mapping.date)
        unsure = [date for date in dates if is_ambiguous(date)]
        told = date_order(dates)
        self._order_row.setVisible(bool(unsure) and not told)
        if unsure:
            self._order_label.setText(self.tr("In &dates such as {0}").format(unsure[0][:20]))
        self.order.setCurrentIndex(self.order.findData(mapping.date_order))
        self.accept_button.setEnabled(mapping.is_enough)
        if not mapping.is_enough:
            self.complaint.setText(
                self.tr("Say which column is the text, or at least which is the web address.")
            )
            self.result_.show_nothing(self.tr("Nothing yet: no column is the text."))
            return
        first = self._first(replace(mapping, date_order=mapping.date_order or told))
        if isinstance(first, Draft):
            self.complaint.setText("")
            self.result_.show_article(first)
        elif isinstance(first, WebLink):
            self.complaint.setText(
                self.tr("No text, but web addresses: they are listed in the report, to be fetched later.")
            )
            self.result_.show_link(first)
        else:
            self.complaint.setText(self.tr("The column of the text is empty in the first rows."))
            self.result_.show_nothing(self.tr("Nothing: the first rows have no text."))

    def _first(self, mapping: TableMapping) -> Draft | WebLink | None:
        link: WebLink | None = None
        for row in self._preview.rows:
            try:
                made = draft_of(self._preview.columns, row, mapping)
            except Unreadable:
                continue
            if isinstance(made, Draft):
                return made
            link = link or made
        return link

    def _cells(self, column: str) -> list[str]:
        if not column:
            return []
        at = self._preview.columns.index(column)
        return [row[at] for row in self._preview.rows if row[at].strip()]

    def _sample(self, column: str) -> str:
        return next((" ".join(cell.split()) for cell in self._cells(column)), "")


class _Sample(QLabel):
    """One line, cut with an ellipsis where there is no room for all of it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setProperty("role", "caption")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(self.palette().windowText().color())
            if is_right_to_left(self.text()):
                painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(self.rect(), self.alignment(), shown)


class _RoleCombo(QComboBox):
    """Leaves the mouse wheel to the list it stands in."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Result(QWidget):
    """An article as it will be."""

    def __init__(self) -> None:
        super().__init__()
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        self.facts = _caption("")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Text of the first article"))
        for label in (self.title, self.facts):
            label.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(self.title)
        layout.addWidget(self.facts)
        layout.addWidget(self.text, 1)
        layout.addStretch()

    def show_article(self, draft: Draft) -> None:
        """Show a draft."""
        facts = (draft.outlet, draft.authors, draft.published, draft.section, draft.language, draft.url)
        self._show(draft.title, facts, draft.text[:_SHOWN_TEXT])
        if draft.published_raw and not draft.published:
            said = self.tr("The date “{0}” was not understood.").format(draft.published_raw[:40])
            self.facts.setText(f"{self.facts.text()}\n{said}".strip())

    def show_link(self, link: WebLink) -> None:
        """Show an address whose text is still to be fetched."""
        self._show(link.title or link.url, (link.outlet, link.published, link.language, link.url), "")

    def show_nothing(self, sentence: str) -> None:
        """Say why there is nothing to show."""
        self._show("", (sentence,), "")

    def _show(self, title: str, facts: Sequence[str], text: str) -> None:
        for label in (self.title, self.facts):
            label.setAlignment(_side_of(title or text))
        self.title.setText(_elided(title, 200))
        self.title.setVisible(bool(title))
        # Each on its own, so that dates and addresses keep their order among words that run the other way.
        self.facts.setText(" · ".join(f"\u2068{_elided(fact, 120)}\u2069" for fact in facts if fact))
        running = QTextOption(_side_of(text))
        running.setTextDirection(
            Qt.LayoutDirection.RightToLeft if is_right_to_left(text) else Qt.LayoutDirection.LeftToRight
        )
        self.text.document().setDefaultTextOption(running)
        self.text.setPlainText(text)
        self.text.setVisible(bool(text))


def _side_of(text: str) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if is_right_to_left(text) else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


def _title_of(role: Role) -> str:
    titles = {
        "title": QCoreApplication.translate("MappingDialog", "title"),
        "text": QCoreApplication.translate("MappingDialog", "text"),
        "date": QCoreApplication.translate("MappingDialog", "date"),
        "outlet": QCoreApplication.translate("MappingDialog", "outlet"),
        "authors": QCoreApplication.translate("MappingDialog", "authors"),
        "url": QCoreApplication.translate("MappingDialog", "web address"),
        "language": QCoreApplication.translate("MappingDialog", "language"),
        "section": QCoreApplication.translate("MappingDialog", "section"),
        "id": QCoreApplication.translate("MappingDialog", "number in a database"),
        "doi": QCoreApplication.translate("MappingDialog", "DOI"),
        "collections": QCoreApplication.translate("MappingDialog", "collections"),
        "labels": QCoreApplication.translate("MappingDialog", "labels"),
    }
    return titles[role]


def _role(name: str) -> Role:
    return next(role for role in ROLES if role == name)


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label


def _caption(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "caption")
    label.setWordWrap(True)
    return label


def _elided(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
