"""What the tests of coding share: a codebook, and a window with a reader to code in."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from archive_app.gui.coding.memo_popup import MemoPopup
from archive_app.gui.coding.popup import TagPopup
from archive_app.gui.theme import LIGHT, load_interface_fonts, load_reading_fonts
from archive_app.storage.queries import ActorCard, ClaimTypeCard

ACTORS = [
    ActorCard(1, "u1", "Khalifa Haftar", "person", "", ("Hafter", "Hifter", "حفتر"), 40),
    ActorCard(2, "u2", "Fayez al-Sarraj", "person", "", ("Serraj", "Sarraj"), 31),
    ActorCard(3, "u3", "United Nations", "organisation", "", ("UN",), 12),
    ActorCard(4, "u4", "Libya", "state", "", (), 0),
]
CLAIM_TYPES = [
    ClaimTypeCard(1, "c1", None, "Accusation", "Blames someone", 0, 9, "Accusation", 0),
    ClaimTypeCard(2, "c2", 1, "Shelling", "", 1, 4, "Accusation > Shelling", 1),
    ClaimTypeCard(3, "c3", None, "Demand", "", 2, 2, "Demand", 0),
    ClaimTypeCard(4, "c4", None, "Cross-border raid", "", 3, 0, "Cross-border raid", 0),
]


@dataclass
class Desk:
    """A window with some words selected, and the sheets that open at them."""

    window: QWidget
    reader: QPlainTextEdit
    popup: TagPopup
    memo: MemoPopup
    anchor: QRect
    """Where the selected words are, in global pixels."""


OpenDesk = Callable[..., Desk]


@pytest.fixture
def open_desk(qtbot: QtBot) -> OpenDesk:
    """Opens a window of some size with words selected at some place in it."""
    load_interface_fonts()
    load_reading_fonts()

    def opened(width: int = 700, height: int = 620, x: int = 100, y: int = 80) -> Desk:
        window = QWidget()
        qtbot.addWidget(window)
        window.resize(width, height)
        reader = QPlainTextEdit("We fired at no house.", window)
        reader.setGeometry(0, 0, width, height)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        reader.setFocus()
        cursor = reader.textCursor()
        cursor.setPosition(3)
        cursor.setPosition(8, QTextCursor.MoveMode.KeepAnchor)
        reader.setTextCursor(cursor)
        popup, memo = TagPopup(window, LIGHT), MemoPopup(window, LIGHT)
        anchor = QRect(window.mapToGlobal(QPoint(x, y)), QSize(120, 20))
        return Desk(window, reader, popup, memo, anchor)

    return opened


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    """A window with words selected near its top."""
    return open_desk()
