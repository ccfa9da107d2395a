"""Positions in the editor are the text's own code points, whatever it holds and whatever is typed."""

import pytest
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from archive_app.gui.correcting.editor import CorrectingEditor
from archive_app.gui.reader.appearance import Appearance


@pytest.mark.parametrize(
    "text", ["one two\nthree", "😀 one\n👩\u200d👧 two", "a\x0b😀b\u2029c\x01 two", "q\u0323x 政府\nنم"]
)
def test_the_caret_and_the_marks_are_where_the_text_says(qtbot: QtBot, text: str) -> None:
    editor = CorrectingEditor(Appearance())
    qtbot.addWidget(editor)
    editor.put_text(text, [(7, 2, len(text) - 1)])
    for place in range(len(text) + 1):
        editor.go_to(0, place)
        assert editor.caret_position == place
    (mark,) = editor.marks
    cursor = QTextCursor(editor.document())
    cursor.setPosition(mark.start)
    cursor.setPosition(mark.end, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    assert editor.caret_position == len(text) - 1
    editor.go_to(0, 0)
    editor.insertPlainText("😀 more ")
    assert editor.caret_position == len("😀 more ")
    editor.go_to(0, len("😀 more ") + 2)
    assert editor.textCursor().position() == editor.marks[0].start
    assert editor.text == "😀 more " + text
