"""The collections and labels of the open article, as chips that can be taken off."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from archive_app.gui.inspector.small import QuietButton
from archive_app.gui.lists.flow import FlowLayout
from archive_app.gui.lists.lettering import Lettering
from archive_app.gui.lists.painting import draw_glyph
from archive_app.gui.theme import RADIUS, Theme
from archive_app.gui.workspace import Workspace
from archive_app.model.tables import ArticleLabel, Collection, CollectionArticle, Label
from archive_app.storage.collections import Named, collections_of, labels_of

if TYPE_CHECKING:
    from sqlmodel import Session

    from archive_app.storage.journal import Changes

Kind = Literal["collection", "label"]

_HEIGHT = 24
_GLYPH = 14
_WIDEST = 170.0


class GroupChip(QAbstractButton):
    """A collection or label of the article; a click, Enter or Delete takes it off."""

    def __init__(self, kind: Kind, key: int, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.key = key
        self.name = name
        self._theme = theme
        self._letters = Lettering(theme)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        words = (
            self.tr("Remove from the collection “{name}”")
            if kind == "collection"
            else self.tr("Take off the label “{name}”")
        ).format(name=name)
        self.setAccessibleName(words)
        self.setToolTip(words)

    def sizeHint(self) -> QSize:
        """Return the size of sign, name and cross."""
        return QSize(round(min(_WIDEST, self._letters.width(self.name, "small") + 2)) + 52, _HEIGHT)

    def event(self, event: QEvent) -> bool:
        """Keep Delete from the window, where it means the passage."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return super().event(event)
        is_own = event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers()
        event.setAccepted(is_own)
        return is_own

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take off with Enter or Delete too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint sign, name and cross."""
        theme, letters = self._theme, self._letters
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            focused = self.hasFocus()
            painter.setPen(QPen(QColor(theme.accent if focused else theme.line), 1.5 if focused else 1.0))
            painter.setBrush(QColor(theme.hover if self.underMouse() else theme.raised))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), RADIUS, RADIUS)

            def place(left: float, width: float, height: float) -> QRectF:
                x = self.width() - left - width if mirrored else left
                return QRectF(x, (self.height() - height) / 2, width, height)

            draw_glyph(painter, self.kind, theme.dim, place(7, _GLYPH, _GLYPH).topLeft(), _GLYPH)
            cross = place(self.width() - _GLYPH - 5, _GLYPH, _GLYPH)
            draw_glyph(painter, "close", theme.dim, QPointF(cross.topLeft()), _GLYPH)
            room = self.width() - 26 - _GLYPH - 8
            words = place(26, room, letters.line_height("small"))
            letters.draw(painter, words, self.name, "small", theme.text, right_to_left=mirrored)


class ArticleGroups(QWidget):
    """What an article belongs to; follows what changes in the archive."""

    add_requested = Signal(str, int)
    """Carries the :data:`Kind` to add, and the article's key."""
    remove_requested = Signal(str, int, str, int)
    """Carries the :data:`Kind`, key and name to remove, and the article's key."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._article: int | None = None
        self._groups: list[tuple[Kind, int, str]] = []
        self.chips: list[GroupChip] = []
        """What is shown."""
        self.add_collection = QuietButton("plus", theme, text=self.tr("Collection"))
        self.add_collection.setToolTip(self.tr("Add this article to a collection"))
        self.add_label = QuietButton("plus", theme, text=self.tr("Label"))
        self.add_label.setToolTip(self.tr("Label this article"))
        self._row = FlowLayout(self, spacing=5)
        for button, kind in ((self.add_collection, "collection"), (self.add_label, "label")):
            button.setAccessibleName(button.toolTip())
            button.clicked.connect(lambda _checked=False, kind=kind: self._ask(kind))
            self._row.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        workspace.changed.connect(self._changed)

    def show_article(self, article_id: int) -> None:
        """Show what an article belongs to."""
        if article_id != self._article:
            self._article = article_id
            self._show([])
            self._read()

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self._theme = theme
        for button in (self.add_collection, self.add_label):
            button.set_theme(theme)
        self._show(self._groups)

    def _read(self) -> None:
        article = self._article
        if article is None:
            return

        def read(session: "Session") -> tuple[Sequence[Named], Sequence[Named]]:
            collections, labels = collections_of(session, [article]), labels_of(session, [article])
            return collections.get(article, ()), labels.get(article, ())

        def show(found: tuple[Sequence[Named], Sequence[Named]]) -> None:
            if article == self._article:
                self._show(
                    [("collection", *named) for named in found[0]] + [("label", *named) for named in found[1]]
                )

        self._workspace.read(read, show, latest="article groups")

    def _show(self, groups: list[tuple[Kind, int, str]]) -> None:
        focused = next((at for at, chip in enumerate(self.chips) if chip.hasFocus()), None)
        self._groups = groups
        for chip in self.chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        for button in (self.add_collection, self.add_label):
            self._row.removeWidget(button)
        self.chips = [GroupChip(kind, key, name, self._theme, self) for kind, key, name in groups]
        before: QWidget | None = None
        for chip in self.chips:
            chip.clicked.connect(lambda _checked=False, chip=chip: self._remove(chip))
            self._row.addWidget(chip)
            chip.show()
        for widget in (*self.chips, self.add_collection, self.add_label):
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget
        for button in (self.add_collection, self.add_label):
            self._row.addWidget(button)
        if focused is not None:
            # The keyboard stays about where it was when a chip is taken off.
            (self.chips[min(focused, len(self.chips) - 1)] if self.chips else self.add_collection).setFocus()
        self.updateGeometry()

    def _ask(self, kind: str) -> None:
        if self._article is not None:
            self.add_requested.emit(kind, self._article)

    def _remove(self, chip: GroupChip) -> None:
        if self._article is not None:
            self.remove_requested.emit(chip.kind, chip.key, chip.name, self._article)

    def _changed(self, changes: "Changes") -> None:
        if changes.touches(Collection, Label, CollectionArticle, ArticleLabel):
            self._read()
