"""What a screen reader finds on the reading surface."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleTextInterface
from pytestqt.qtbot import QtBot

from archive_app.gui.reader import Highlight, ReaderView
from tests.gui.reader.conftest import OpenReader

TEXT = "Talks 😀 stall\nForces denied it. They left. قال الوزير\nNobody knew."


@pytest.fixture
def listening() -> Iterator[None]:
    """Assistive technology is there."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def heard(view: ReaderView) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(view)
    assert isinstance(found, QAccessibleInterface)
    return found


def text_of(view: ReaderView) -> QAccessibleTextInterface:
    found = heard(view).textInterface()
    assert isinstance(found, QAccessibleTextInterface)
    return found


def test_the_text_is_there_with_its_role_and_name(open_reader: OpenReader, listening: None) -> None:
    view = open_reader()
    view.show_text(TEXT)
    assert heard(view).role() == QAccessible.Role.EditableText
    assert heard(view).text(QAccessible.Text.Name) == "Article text"
    state = heard(view).state()
    assert (state.readOnly, state.focusable, state.selectableText, state.multiLine) == (1, 1, 1, 1)
    text = text_of(view)
    assert text.text(0, text.characterCount()).rstrip("\0") == TEXT


def test_the_caret_and_the_selection_follow_both_ways(open_reader: OpenReader, listening: None) -> None:
    view = open_reader()
    view.show_text(TEXT)
    text = text_of(view)
    view.select_range(8, 13)
    assert text.selectionCount() == 1
    assert text.text(9, 14) == "stall"
    assert text.cursorPosition() == 14
    text.setSelection(0, 0, 5)
    assert view.selected_range() == (0, 5)
    text.removeSelection(0)
    text.setCursorPosition(16)
    assert view.caret_position() == 15


def test_characters_are_where_they_are_painted(open_reader: OpenReader, listening: None) -> None:
    view = open_reader()
    view.show_text(TEXT)
    view.grab()
    text = text_of(view)
    for position in (0, 4, 20, 30, len(TEXT) - 2):
        rect = text.characterRect(position)
        assert text.offsetAtPoint(rect.center()) in (position, position + 1)
        cursor = view.textCursor()
        cursor.setPosition(position)
        caret = view.cursorRect(cursor)
        assert abs(view.viewport().mapToGlobal(caret.center()).y() - rect.center().y()) <= 4


def spoken(view: ReaderView) -> dict[str, str]:
    """Names and descriptions of the objects over the text."""
    found = {}
    for at in range(heard(view).childCount()):
        port = heard(view).child(at)
        if port is None or port.object() is not view.viewport():
            continue
        for number in range(port.childCount()):
            child = port.child(number)
            assert child is not None
            assert child.role() == QAccessible.Role.StaticText
            found[child.text(QAccessible.Text.Name)] = child.text(QAccessible.Text.Description)
    return found


def test_each_passage_in_view_is_a_described_range(
    open_reader: OpenReader, qtbot: QtBot, listening: None
) -> None:
    view = open_reader()
    start = TEXT.index("denied")
    view.show_text(TEXT, [Highlight(1, start, start + 9, 1, "Forces · Denial"), Highlight(2, 0, 5)])
    wanted = {"Passage: Forces · Denial": "denied it", "Untagged passage": "Talks"}
    qtbot.waitUntil(lambda: spoken(view) == wanted)
    view.remove_highlight(2)
    qtbot.waitUntil(lambda: list(spoken(view)) == ["Passage: Forces · Denial"])
    view.show_text("Other words")
    qtbot.waitUntil(lambda: spoken(view) == {})


def test_the_caret_tells_of_the_passages_it_enters(open_reader: OpenReader, listening: None) -> None:
    view = open_reader()
    start = TEXT.index("denied")
    view.show_text(TEXT, [Highlight(1, start, start + 9, 1, "Forces · Denial")])
    view.select_range(start + 2, start + 2)
    assert heard(view).text(QAccessible.Text.Description) == "Passage: Forces · Denial"
    view.select_range(0, 0)
    assert heard(view).text(QAccessible.Text.Description) == ""


def test_nothing_is_made_while_nobody_listens(open_reader: OpenReader, qtbot: QtBot) -> None:
    view = open_reader()
    view.show_text(TEXT, [Highlight(1, 0, 5, 1, "Talks")])
    view.grab()
    qtbot.wait(200)
    assert view.viewport().children() == []
