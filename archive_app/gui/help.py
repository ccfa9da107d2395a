"""Help: the manual that ships inside, the keyboard shortcuts, and what this program is."""

from PySide6.QtCore import QSize, Qt, QUrl, qVersion
from PySide6.QtGui import (
    QDesktopServices,
    QFont,
    QIcon,
    QPixmap,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFragment,
    QTextTable,
)
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLayout,
    QListWidget,
    QSplitter,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from archive_app import __version__
from archive_app.gui.actions import Actions
from archive_app.gui.icons import application_icon
from archive_app.gui.theme import SPACE, Theme, ThemeSwitch
from archive_app.resources import resource


class ManualWindow(QWidget):
    """The manual's chapters and the one that is open."""

    def __init__(self, themes: ThemeSwitch, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Archive App Manual"))
        self.resize(960, 700)
        self._chapters = sorted(resource("manual").glob("*.md"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Chapters"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page = QTextBrowser()
        self.page.setAccessibleName(self.tr("Chapter"))
        # Links inside the manual lead to its own chapters; only web addresses leave the app, on a click.
        self.page.setOpenLinks(False)
        self.page.anchorClicked.connect(self._follow)
        self._style(themes.theme)  # before there are items: these keep the height that they first had
        for chapter in self._chapters:
            first = chapter.read_text("utf-8").split("\n", 1)[0]
            self.list.addItem(first.lstrip("# ").strip())
        both = QSplitter()
        both.addWidget(self.list)
        both.addWidget(self.page)
        both.setSizes([260, 700])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(both)
        self.list.currentRowChanged.connect(self._show)
        themes.changed.connect(self._themed)
        self.list.setCurrentRow(0)

    def _themed(self, theme: Theme) -> None:
        self._style(theme)
        self._show(max(self.list.currentRow(), 0))

    def _style(self, theme: Theme) -> None:
        self.list.setStyleSheet(
            f"QListWidget {{ background: {theme.surface}; padding: 8px; }}"
            "QListWidget::item { padding: 6px 8px; }"
        )
        self.page.setStyleSheet(
            f"QTextBrowser {{ background: {theme.paper}; padding: 16px 28px; border: 0; }}"
        )

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._chapters):
            self.page.setMarkdown(self._chapters[row].read_text("utf-8"))
            self._set_in_type()

    def _set_in_type(self) -> None:
        # Qt sets Markdown without air; a page that is read wants some.
        document = self.page.document()
        document.setDocumentMargin(24)
        cursor = QTextCursor(document)
        # The heaviest letters that come with the app; of heavier ones Qt would make smears of these.
        half_bold = QTextCharFormat()
        half_bold.setFontWeight(QFont.Weight.DemiBold)
        cursor.beginEditBlock()
        block = document.begin()
        while block.isValid():
            style = block.blockFormat()
            heading = style.headingLevel()
            style.setLineHeight(135.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            follows_list = block.previous().textList() is not None and block.textList() is None
            style.setTopMargin(22 if heading > 1 else 8 if follows_list else 2)
            style.setBottomMargin(8 if heading or not block.textList() else 3)
            cursor.setPosition(block.position())
            cursor.setBlockFormat(style)
            for bold in _bold_stretches(block):
                cursor.setPosition(bold.position())
                cursor.setPosition(bold.position() + bold.length(), QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(half_bold)
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                table = frame.format()
                table.setCellPadding(5)
                table.setBorder(0.5)
                table.setTopMargin(6)
                table.setBottomMargin(10)
                frame.setFormat(table)
        cursor.endEditBlock()
        self.page.moveCursor(QTextCursor.MoveOperation.Start)

    def _follow(self, url: QUrl) -> None:
        names = [chapter.name for chapter in self._chapters]
        if url.fileName() in names:
            self.list.setCurrentRow(names.index(url.fileName()))
        elif url.scheme() in ("http", "https"):
            QDesktopServices.openUrl(url)


def _bold_stretches(block: QTextBlock) -> list[QTextFragment]:
    found = []
    stretches = block.begin()
    while not stretches.atEnd():
        stretch = stretches.fragment()
        if stretch.charFormat().fontWeight() > QFont.Weight.DemiBold:
            found.append(stretch)
        stretches += 1
    return found


class ShortcutsDialog(QDialog):
    """Every action with its keys, by menu."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keyboard Shortcuts"))
        self.resize(560, 620)
        tree = QTreeWidget()
        tree.setAccessibleName(self.tr("Keyboard shortcuts"))
        tree.setHeaderLabels([self.tr("Action"), self.tr("Keys")])
        tree.setUniformRowHeights(True)
        empty = QPixmap(tree.iconSize().expandedTo(QSize(16, 16)))
        empty.fill(Qt.GlobalColor.transparent)
        blank = QIcon(empty)  # so that all titles stand below each other
        groups: dict[str, QTreeWidgetItem] = {}
        for name, spec in actions.specs.items():
            if spec.menu not in groups:
                group = QTreeWidgetItem([spec.menu.replace("&", ""), ""])
                font = group.font(0)
                font.setWeight(QFont.Weight.DemiBold)
                group.setFont(0, font)
                tree.addTopLevelItem(group)
                groups[spec.menu] = group
            keys = " or ".join(key.toString() for key in actions[name].shortcuts())
            item = QTreeWidgetItem([actions.title(name), keys])
            item.setIcon(0, blank if actions[name].icon().isNull() else actions[name].icon())
            item.setToolTip(0, actions[name].statusTip())
            groups[spec.menu].addChild(item)
        tree.expandAll()
        tree.header().setStretchLastSection(False)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(tree)
        layout.addWidget(buttons)


class AboutDialog(QDialog):
    """Name, version, licences."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About Archive App"))
        mark = QLabel()
        mark.setPixmap(application_icon().pixmap(64, 64))
        name = QLabel(self.tr("Archive App {0}").format(__version__))
        name.setProperty("role", "title")
        text = QLabel(
            self.tr(
                "For people who read the press as evidence.\n\n"
                "MIT licence. Uses Qt {0} through PySide6 (LGPL), SQLModel, Whoosh and trafilatura; "
                "set in Inter, Literata and Noto Naskh Arabic (SIL Open Font License).\n\n"
                "Archive App sends nothing anywhere."
            ).format(qVersion())
        )
        text.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * SPACE, 3 * SPACE, 4 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE)
        for widget in (mark, name, text, buttons):
            layout.addWidget(widget)
        text.setFixedWidth(400)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
