"""Which columns a table shows: a menu at its header and at a button."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QMenu, QPushButton


class ColumnMenu(QObject):
    """Shows and hides the columns of a header; the first column always stays."""

    changed = Signal(list)
    """Carries the names of the columns that a person left hidden."""

    def __init__(self, header: QHeaderView, columns: Sequence[tuple[str, str]]) -> None:
        """Attach to a header; ``columns`` are names and titles in the order of the model."""
        super().__init__(header)
        self._header = header
        self._columns = tuple(columns)
        self.button = QPushButton(self.tr("Columns…"))
        """Opens the menu by keyboard and for those who do not look for it at the header."""
        self.button.setToolTip(self.tr("Choose which columns are shown"))
        self.button.setAccessibleName(self.button.toolTip())
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._open_below)
        self.menu = QMenu(self.button)
        for at, (_, title) in enumerate(self._columns):
            action = self.menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(True)
            action.setEnabled(at > 0)
            action.toggled.connect(lambda shown, at=at: self._show(at, shown))
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open)

    @property
    def hidden(self) -> list[str]:
        """The names of the columns that are hidden."""
        return [name for at, (name, _) in enumerate(self._columns) if self._header.isSectionHidden(at)]

    def hide(self, names: Iterable[str]) -> None:
        """Hide just these columns, without a signal."""
        wanted = set(names)
        for at, (name, _) in enumerate(self._columns):
            is_hidden = at > 0 and name in wanted
            self._header.setSectionHidden(at, is_hidden)
            action = self.menu.actions()[at]
            action.blockSignals(True)
            action.setChecked(not is_hidden)
            action.blockSignals(False)

    def _show(self, at: int, shown: bool) -> None:
        self._header.setSectionHidden(at, not shown)
        self.changed.emit(self.hidden)

    def _open_below(self) -> None:
        self.menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height() + 2)))

    def _open(self, place: QPoint) -> None:
        self.menu.popup(self._header.viewport().mapToGlobal(place))
