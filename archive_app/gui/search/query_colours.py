"""Colours the clauses of a query in the field where it is typed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QFont, QInputMethodEvent, QTextCharFormat
from PySide6.QtWidgets import QLineEdit

from archive_app.gui.theme import Theme
from archive_app.model.text import Utf16Map

if TYPE_CHECKING:  # the box is on screen before searching is imported
    from archive_app.search.language import Clause


def colour_clauses(field: QLineEdit, clauses: "Sequence[Clause]", theme: Theme) -> None:
    """Show each clause of the field's text for what it was taken.

    A line edit has no formats of its own, but it draws those that an input method sends along with what is
    being composed; so they are sent without any composition. The text, the selection and what Undo knows stay
    as they are. Never to be called while somebody composes: that would end the composition.
    """
    places = Utf16Map(field.text())
    caret = field.cursorPosition()
    formats = []
    for clause in clauses:
        start, end = places.to_utf16(clause.start), places.to_utf16(clause.end)
        formats.append(
            QInputMethodEvent.Attribute(
                QInputMethodEvent.AttributeType.TextFormat, start - caret, end - start, _look(clause, theme)
            )
        )
    QCoreApplication.sendEvent(field, QInputMethodEvent("", formats))


def _look(clause: "Clause", theme: Theme) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setForeground(QColor(theme.text))
    match clause.kind:
        case "field":
            look.setForeground(QColor(theme.accent))
            look.setFontWeight(QFont.Weight.DemiBold)
        case "value":
            look.setForeground(QColor(theme.accent))
        case "phrase":
            look.setFontItalic(True)
        case "operator" | "bracket":
            look.setForeground(QColor(theme.dim))
            look.setFontWeight(QFont.Weight.DemiBold)
        case "ignored":
            look.setForeground(QColor(theme.danger))
        case "word" | "pattern":
            pass
    if clause.note or clause.kind == "ignored":
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(QColor(theme.warning))
    return look
