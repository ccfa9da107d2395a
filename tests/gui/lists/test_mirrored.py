"""Filters and lists of choices as they are drawn, also where the interface runs from right to left."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from archive_app.gui.lists.choice import Choice, ChoiceChip, ChoicePopup
from archive_app.gui.lists.flow import FlowLayout
from archive_app.gui.theme import LIGHT

LEFT, RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


def drawn(image: QImage, ground: str, top: int, bottom: int, left: int, right: int) -> int:
    """How many pixels of a part are not the ground."""
    wanted = QColor(ground).rgb()
    return sum(
        image.pixel(x, y) != wanted for x in range(left, right) for y in range(top, bottom)
    )  # fmt: skip


def row_picture(qtbot: QtBot, uses: int | None, direction: Qt.LayoutDirection) -> QImage:
    """The second of two rows, on which the keyboard is not."""
    popup = ChoicePopup(LIGHT)
    qtbot.addWidget(popup)
    popup.setLayoutDirection(direction)
    popup.offer((Choice(None, "All"), Choice(1, "Denial", uses=uses)), Choice(None, "All"), "Claims")
    popup.show()
    qtbot.waitExposed(popup)
    height = popup.table.rowHeight(1)
    whole = popup.table.viewport().grab().toImage()
    popup.hide()
    return whole.copy(0, height, whole.width(), height)


@pytest.mark.parametrize("uses", [1, 7, 12, 1234])
def test_every_count_is_drawn_also_a_narrow_one(qtbot: QtBot, uses: int) -> None:
    with_count, without = row_picture(qtbot, uses, LEFT), row_picture(qtbot, None, LEFT)
    width, height = with_count.width(), with_count.height()
    counted = drawn(with_count, LIGHT.raised, 4, height - 4, width - 60, width)
    assert counted > drawn(without, LIGHT.raised, 4, height - 4, width - 60, width) + 4


def test_rows_are_mirrored_with_the_interface(qtbot: QtBot) -> None:
    row = row_picture(qtbot, 12, RIGHT)
    width, height = row.width(), row.height()
    count = drawn(row, LIGHT.raised, 4, height - 4, 0, 40)
    name = drawn(row, LIGHT.raised, 4, height - 4, width - 60, width)
    assert count > 4
    assert name > count


@pytest.mark.parametrize("direction", [LEFT, RIGHT])
def test_a_flow_begins_on_the_side_of_the_interface(qtbot: QtBot, direction: Qt.LayoutDirection) -> None:
    pane = QWidget()
    qtbot.addWidget(pane)
    pane.setLayoutDirection(direction)
    flow = FlowLayout(pane, spacing=8)
    parts = [QLabel("One"), QLabel("Two"), QLabel("Three")]
    for part in parts:
        flow.addWidget(part)
    pane.resize(400, 40)
    pane.show()
    places = [part.x() for part in parts]
    assert places == sorted(places, reverse=direction is RIGHT)
    first = parts[0].geometry()
    assert (first.right() >= 398) if direction is RIGHT else (first.left() <= 1)


def test_the_cross_of_a_mirrored_filter_is_at_its_left(qtbot: QtBot) -> None:
    chip = ChoiceChip("Outlet", "All outlets", LIGHT)
    qtbot.addWidget(chip)
    chip.setLayoutDirection(RIGHT)
    chip.set_choices((Choice("a", "Tavira Post"),))
    chip.set_value("a")
    chip.resize(chip.sizeHint())
    chip.show()
    with qtbot.waitSignal(chip.cleared):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(12, chip.height() // 2))
