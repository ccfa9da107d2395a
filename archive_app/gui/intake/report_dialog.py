"""What became of an import: imported, duplicates, failed and why."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.icons import icon
from archive_app.gui.imports.wording import counts_sentence
from archive_app.gui.theme import SPACE, Theme
from archive_app.operations.importing import ImportReport

_ARTICLE = Qt.ItemDataRole.UserRole


class ReportDialog(QDialog):
    """A list of every file with its outcome, problems first; a double click opens the article."""

    article_chosen = Signal(int)
    details_requested = Signal()
    """Somebody wants to see everything that is kept of the import."""

    def __init__(self, report: ImportReport, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report = report
        self._theme = theme
        self.setWindowTitle(self.tr("Import Report"))
        self.resize(860, 500)
        self.heading = heading = QLabel(self._said())
        heading.setProperty("role", "heading")
        heading.setWordWrap(True)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(self.tr("Outcome of each file"))
        self.tree.setHeaderLabels([self.tr("File"), self.tr("Outcome")])
        self.tree.setRootIsDecorated(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setStyleSheet("QTreeWidget::item { padding: 2px 0; }")
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.tree.header().resizeSection(0, 280)
        self.tree.itemActivated.connect(self._activated)
        self._fill()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(self.tr("Copy Report"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._copy)
        details = buttons.addButton(self.tr("Show in Imports"), QDialogButtonBox.ButtonRole.ActionRole)
        details.clicked.connect(self._show_details)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(int(1.5 * SPACE))
        layout.addWidget(heading)
        layout.addWidget(self.tree, 1)
        if len(report.imported) > 1:
            hint = QLabel(
                self.tr(
                    "Outlets, dates and titles in the names of files: Articles › Edit Metadata of Articles › "
                    "Fill from File Names."
                )
            )
            hint.setProperty("role", "caption")
            hint.setWordWrap(True)
            layout.addWidget(hint)
        layout.addWidget(buttons)

    def _said(self) -> str:
        said = counts_sentence(self._report.counts)
        if self._report.cancelled:
            said += " " + self.tr("You cancelled; what was imported before is kept.")
            said += " " + self.tr("Import the same files again to go on.")
        return said

    def _fill(self) -> None:
        theme = self._theme
        report = self._report
        same_as = self.tr("Same as “{0}”")
        failed = [(file.source, file.reason, None) for file in report.failed]
        duplicates = [(file.source, same_as.format(file.title), file.of) for file in report.duplicates]
        gone = self.tr("Same as “{0}”, which was deleted. It can be restored in Imports.")
        deleted = [(file.source, gone.format(file.title), None) for file in report.deleted]
        imported = [(article.source, article.title, article.id) for article in report.imported]
        groups: tuple[tuple[str, str, str, Sequence[tuple[str, str, int | None]]], ...] = (
            (self.tr("Failed"), "warning", theme.danger, failed),
            (self.tr("Duplicates"), "copy", theme.warning, duplicates),
            (self.tr("Deleted before"), "delete", theme.warning, deleted),
            (self.tr("Imported"), "check", theme.success, imported),
        )
        for title, drawing, colour, rows in groups:
            if not rows:
                continue
            group = QTreeWidgetItem([f"{title} ({len(rows)})", ""])
            group.setIcon(0, icon(drawing, theme, colour=colour))
            font = group.font(0)
            font.setWeight(QFont.Weight.DemiBold)
            group.setFont(0, font)
            self.tree.addTopLevelItem(group)
            for source, said, article_id in rows[:2000]:
                item = QTreeWidgetItem([source.replace("\\", "/").rsplit("/", 1)[-1], said])
                item.setToolTip(0, source)
                item.setToolTip(1, said)
                item.setForeground(1, QColor(theme.dim))
                item.setData(0, _ARTICLE, article_id)
                group.addChild(item)
            group.setExpanded(True)

    def _activated(self, item: QTreeWidgetItem) -> None:
        article_id = item.data(0, _ARTICLE)
        if article_id is not None:
            self.article_chosen.emit(int(article_id))
            self.accept()

    def _show_details(self) -> None:
        self.details_requested.emit()
        self.accept()

    def _copy(self) -> None:
        lines = [self._said()]
        lines += [f"failed\t{failed.source}\t{failed.reason}" for failed in self._report.failed]
        lines += [f"duplicate\t{double.source}\t{double.title}" for double in self._report.duplicates]
        lines += [f"imported\t{article.source}\t{article.title}" for article in self._report.imported]
        QApplication.clipboard().setText("\n".join(lines))
