"""Asks how passages are to be exported."""

from dataclasses import dataclass

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.theme import SPACE


@dataclass(frozen=True)
class ExportChoice:
    """What the person chose."""

    layout: str
    """``passages``, ``tags`` or ``statements``."""
    bom: bool
    raw: bool


class ExportDialog(QDialog):
    """Layout and flavour of a CSV export."""

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export Passages"))
        heading = QLabel(self.tr("%n passage(s) to a CSV file", "", count))
        heading.setProperty("role", "heading")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACE, 2 * SPACE, 3 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(heading)
        self._group = QButtonGroup(self)
        self._layouts = ("passages", "tags", "statements")
        for number, (title, hint) in enumerate(
            (
                (self.tr("One row a passage"), self.tr("Tagged or not; several tags joined by “; ”")),
                (self.tr("One row a tag"), self.tr("For pivot tables and counts")),
                (
                    self.tr("One row a statement"),
                    self.tr("Speaker × claim type, with stance, addressee and target"),
                ),
            )
        ):
            button = QRadioButton(title)
            button.setChecked(number == 0)
            self._group.addButton(button, number)
            caption = QLabel(hint)
            caption.setProperty("role", "caption")
            caption.setIndent(22)
            layout.addWidget(button)
            layout.addWidget(caption)
        layout.addSpacing(SPACE)
        self._bom = QCheckBox(self.tr("For Excel: mark the file as UTF-8"))
        self._bom.setChecked(True)
        self._raw = QCheckBox(self.tr("For R and Python: leave cells that look like formulas as they are"))
        layout.addWidget(self._bom)
        layout.addWidget(self._raw)
        layout.addSpacing(SPACE)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        go = buttons.addButton(self.tr("Choose File…"), QDialogButtonBox.ButtonRole.AcceptRole)
        go.setProperty("primary", True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def choose(self, layout: str) -> None:
        """Choose a layout by its name."""
        self._group.button(self._layouts.index(layout)).setChecked(True)

    def choice(self) -> ExportChoice:
        """Return what was chosen."""
        return ExportChoice(
            self._layouts[self._group.checkedId()], self._bom.isChecked(), self._raw.isChecked()
        )
