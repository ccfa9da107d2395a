"""The command palette: any action by a few letters of its name."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.actions import Actions
from archive_app.gui.theme import SPACE, Theme
from archive_app.model.names import Name, fold_name, rank_names

_ROWS = 12
_NAME, _KEYS, _HINT = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2


class CommandPalette(QDialog):
    """A field and the actions that fit what is typed in it; Enter does the chosen one."""

    def __init__(self, actions: Actions, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Command Palette"))
        self.setObjectName("command-palette")
        self._actions = actions
        self._names = [
            Name(number, actions[name].text().replace("&", "").rstrip("…"))
            for number, name in enumerate(actions.specs)
            if actions[name].isEnabled() and name != "command-palette"
        ]
        self._by_number = list(actions.specs)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Type what you want to do"))
        self.field.setAccessibleName(self.tr("Command"))
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setItemDelegate(_CommandDelegate(theme, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(lambda _item: self._accept())
        self.setStyleSheet(
            f"#command-palette {{ background: {theme.raised}; border: 1px solid {theme.line}; }}"
            f"#command-palette QListWidget {{ background: {theme.raised}; }}"
        )
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.setFixedWidth(min(560, parent.width() - 40))
        corner = parent.mapToGlobal(parent.rect().topLeft())
        self.move(corner.x() + (parent.width() - self.width()) // 2, corner.y() + 80)
        self._fill("")
        self.field.setFocus()

    def _fill(self, typed: str) -> None:
        self.list.clear()
        if typed.strip():
            keys = [match.key for match in rank_names(typed, self._names, limit=40)]
            keys += [
                name.key for name in self._names if name.key not in keys and self._is_told(typed, name.key)
            ]
        else:
            keys = [name.key for name in self._names]
        for key in keys:
            name = self._by_number[key]
            spec, action = self._actions.specs[name], self._actions[name]
            item = QListWidgetItem(action.icon(), action.text().replace("&", "").rstrip("…"))
            item.setData(_NAME, name)
            item.setData(_KEYS, self._actions.shortcut_text(name))
            item.setData(_HINT, spec.menu.replace("&", ""))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        rows = min(max(len(keys), 1), _ROWS)
        self.list.setFixedHeight(rows * self.list.sizeHintForRow(0) + 4 if keys else 0)
        self.setFixedHeight(self._column.sizeHint().height())

    def _is_told(self, typed: str, key: int) -> bool:
        # Who calls an action otherwise than its menu does finds it by what is said of it.
        told = fold_name(self._actions[self._by_number[key]].statusTip()).split()
        return all(any(word.startswith(part) for word in told) for part in fold_name(typed).split())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Up, Down and Enter in the field work the list."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if event.key() in step:
                row = self.list.currentRow() + step[Qt.Key(event.key())]
                self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._accept()
                return True
        return bool(super().eventFilter(watched, event))

    def _accept(self) -> None:
        item = self.list.currentItem()
        self.close()
        if item is not None:
            self._actions[item.data(_NAME)].trigger()


class _CommandDelegate(QStyledItemDelegate):
    """Name to the left, menu dim beside it, shortcut to the right."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # type: ignore[override]  # Qt's stub wants its union type
        return QSize(200, option.fontMetrics.height() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]  # as above
        painter.save()
        rect = option.rect.adjusted(2, 1, -2, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.selection))
            painter.drawRoundedRect(rect, 5, 5)
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        if picture is not None and not picture.isNull():
            picture.paint(painter, rect.left() + 8, rect.top(), 18, rect.height())
        inner = rect.adjusted(36, 0, -10, 0)
        metrics = option.fontMetrics
        title = index.data(Qt.ItemDataRole.DisplayRole)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        painter.setPen(QColor(self._theme.dim))
        beside = inner.adjusted(metrics.horizontalAdvance(title) + 10, 0, 0, 0)
        painter.drawText(
            beside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, index.data(_HINT)
        )
        painter.drawText(
            inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, index.data(_KEYS)
        )
        painter.restore()
