"""The versions of an article's text: what made them, what changed between two, and one restored."""

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from sqlmodel import Session

from archive_app.gui.correcting.marked_text import MarkedText, Part, Run
from archive_app.gui.lists.wording import number as wording_of
from archive_app.gui.theme import SPACE, Theme
from archive_app.gui.workspace import Workspace
from archive_app.model.tables import Article
from archive_app.model.text import word_count
from archive_app.operations.correcting import Corrected, restore_version
from archive_app.storage.journal import Changes
from archive_app.storage.queries import ArticleCard
from archive_app.storage.versions import Comparison, VersionCard, compare_versions, text_versions

_CONTEXT = 160  # code points shown around what changed


class VersionsDialog(QDialog):
    """Lists versions, compares two of them, restores one; an undo outside is followed."""

    said = Signal(str)
    """Carries a short sentence for the status bar."""

    def __init__(
        self, workspace: Workspace, card: ArticleCard, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._article_id = card.id
        self._versions: list[VersionCard] = []
        self._is_over = False
        self.setWindowTitle(self.tr("Versions of the Text"))
        self.resize(820, 640)
        title = QLabel(card.title)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setProperty("role", "heading")
        title.setWordWrap(True)
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName(self.tr("Versions of the text"))
        self.list.setHeaderLabels([self.tr("Version"), self.tr("When"), self.tr("Coder"), self.tr("What")])
        header = self.list.header()
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 110), (1, 160), (2, 110)):
            header.resizeSection(column, width)
        self.list.setMaximumHeight(190)
        self.list.currentItemChanged.connect(lambda now, _before: self._version_chosen(now))

        self.older, self.newer = QComboBox(), QComboBox()
        self.older.setAccessibleName(self.tr("Compare this version"))
        self.newer.setAccessibleName(self.tr("with this version"))
        for box in (self.older, self.newer):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.activated.connect(lambda _index: self._compare())
        self.legend = MarkedText(theme, most_lines=1)
        self.legend.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.legend.show_runs(
            [
                Run(self.tr("taken out"), Part.REMOVED),
                Run("  ", Part.CONTEXT),
                Run(self.tr("put in"), Part.ADDED),
            ]
        )
        compare = QHBoxLayout()
        compare.setSpacing(SPACE)
        compare.addWidget(QLabel(self.tr("From")))
        compare.addWidget(self.older)
        compare.addWidget(QLabel(self.tr("to")))
        compare.addWidget(self.newer)
        compare.addSpacing(SPACE)
        compare.addWidget(self.legend, 1)
        self.changes = MarkedText(theme)
        self.changes.setAccessibleName(self.tr("What changed"))
        self.changes.setStyleSheet(
            f"MarkedText {{ background: {theme.raised}; border: 1px solid {theme.line}; padding: 8px; }}"
        )
        self.restore = QPushButton(self.tr("Restore This Version"))
        self.restore.setToolTip(self.tr("Make it the article's text again, as a new version"))
        self.restore.setEnabled(False)
        self.restore.clicked.connect(self._restore)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.restore)
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(title)
        layout.addWidget(self.list)
        layout.addLayout(compare)
        layout.addWidget(self.changes, 1)
        layout.addLayout(foot)
        workspace.changed.connect(self._changed)
        self._read()
        self.list.setFocus()

    def done(self, result: int) -> None:
        """Close; what is still being read is not shown any more."""
        self._is_over = True
        super().done(result)

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Article):
            self._read()

    def _read(self) -> None:
        article_id = self._article_id

        def read(session: Session) -> list[VersionCard] | None:
            return text_versions(session, article_id) if session.get(Article, article_id) else None

        def show(found: list[VersionCard] | None) -> None:
            if self._is_over:
                return
            if found is None:
                self.reject()
            elif found != self._versions:
                self._versions = found
                self._fill()

        self._workspace.read(read, show, latest="text versions")

    def _fill(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for box in (self.older, self.newer):
            box.clear()
        locale = QLocale()
        for version in self._versions:
            when = QDateTime.fromString(version.created, Qt.DateFormat.ISODateWithMs).toLocalTime()
            name = self._name(version)
            item = QTreeWidgetItem(
                [name, locale.toString(when, "d MMM yyyy, HH:mm"), version.coder, version.label]
            )
            item.setToolTip(3, version.label)
            self.list.addTopLevelItem(item)
            for box in (self.older, self.newer):
                box.addItem(name, version.number)
        self.list.blockSignals(False)
        current = next(at for at, version in enumerate(self._versions) if version.is_current)
        item_of_current = self.list.topLevelItem(current)
        assert item_of_current is not None
        self.list.setCurrentItem(item_of_current)

    def _name(self, version: VersionCard) -> str:
        if version.is_current:
            return self.tr("{0} (current)").format(version.number)
        return str(version.number)

    @property
    def chosen(self) -> VersionCard | None:
        """The version that is selected in the list."""
        item = self.list.currentItem()
        return None if item is None else self._versions[self.list.indexOfTopLevelItem(item)]

    def _version_chosen(self, _item: QTreeWidgetItem | None) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        self.restore.setEnabled(not chosen.is_current)
        current = next(version for version in self._versions if version.is_current)
        if chosen.is_current:
            # What the newest correction did.
            before = [version.number for version in self._versions if version.number < chosen.number]
            older, newer = (before[0] if before else chosen.number), chosen.number
        else:
            older, newer = chosen.number, current.number
        self.older.setCurrentIndex(self.older.findData(older))
        self.newer.setCurrentIndex(self.newer.findData(newer))
        self._compare()

    def _compare(self) -> None:
        article_id = self._article_id
        older, newer = int(self.older.currentData()), int(self.newer.currentData())
        if len(self._versions) == 1:
            self.changes.show_runs(
                [Run(self.tr("The text was never changed: this is its only version."), Part.LEFT_OUT)]
            )
            return

        def show(runs: list[Run]) -> None:
            if not self._is_over:
                self.changes.show_runs(runs)

        self._workspace.read(
            lambda session: inline(compare_versions(session, article_id, older, newer)),
            show,
            latest="compare versions",
        )

    def _restore(self) -> None:
        chosen = self.chosen
        if chosen is None or chosen.is_current:
            return
        article_id, coder, version = self._article_id, self._workspace.coder, chosen.number

        def restored(_done: Corrected) -> None:
            if not self._is_over:
                self.said.emit(self.tr("Version {0} is the text again. Undo takes it back.").format(version))

        self.restore.setEnabled(False)
        self._workspace.run(
            lambda archive: restore_version(archive, article_id, version, coder=coder), restored
        )


def inline(comparison: Comparison) -> list[Run]:
    """Give what changed between two versions in one text; long stretches that did not are left out."""
    runs: list[Run] = []
    last = len(comparison.segments) - 1
    for at, segment in enumerate(comparison.segments):
        old = comparison.old[segment.start : segment.end]
        if not segment.equal:
            new = comparison.new[segment.new_start : segment.new_end]
            runs += (Run(_with_breaks(old), Part.REMOVED), Run(_with_breaks(new), Part.ADDED))
            continue
        head = old[:_CONTEXT].rpartition(" ")[0] if at else ""
        tail = old[-_CONTEXT:].partition(" ")[2] if at < last else ""
        left_out = word_count(old[len(head) : len(old) - len(tail)])
        if left_out < 40:
            runs.append(Run(old, Part.SAME))
            continue
        words = _tr("… {0} words unchanged …").format(wording_of(left_out))
        before = Run(head + "\n\n", Part.SAME) if head else Run("", Part.SAME)
        after = Run("\n\n" + tail, Part.SAME) if tail else Run("", Part.SAME)
        runs += (before, Run(words, Part.LEFT_OUT), after)
    return [run for run in runs if run.text]


def _with_breaks(text: str) -> str:
    # A line break alone would not be seen, neither struck through nor underlined.
    return text.replace("\n", "¶\n")


def _tr(text: str) -> str:
    return QCoreApplication.translate("VersionsDialog", text)
