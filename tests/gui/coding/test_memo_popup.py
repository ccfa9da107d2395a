from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from .conftest import Desk


def test_esc_keeps_what_was_typed(desk: Desk, qtbot: QtBot) -> None:
    desk.memo.ask(desk.anchor, 7, "First.")
    QTest.keyClicks(desk.memo.field, " Second.")
    with qtbot.waitSignal(desk.memo.memo_written) as written:
        QTest.keyClick(desk.memo.field, Qt.Key.Key_Escape)
    assert written.args == [7, "First. Second."]
    assert desk.memo.isHidden()
    assert desk.reader.hasFocus()


def test_control_enter_keeps_it_too_and_enter_begins_a_line(desk: Desk, qtbot: QtBot) -> None:
    desk.memo.ask(desk.anchor, 7, "")
    QTest.keyClicks(desk.memo.field, "a")
    QTest.keyClick(desk.memo.field, Qt.Key.Key_Return)
    QTest.keyClicks(desk.memo.field, "b")
    with qtbot.waitSignal(desk.memo.memo_written) as written:
        QTest.keyClick(desk.memo.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert written.args == [7, "a\nb"]


def test_nothing_is_written_when_nothing_changed(desk: Desk, qtbot: QtBot) -> None:
    desk.memo.ask(desk.anchor, 7, "As it was.")
    with qtbot.waitSignal(desk.memo.dismissed), qtbot.assertNotEmitted(desk.memo.memo_written):
        QTest.keyClick(desk.memo.field, Qt.Key.Key_Escape)


def test_a_click_elsewhere_keeps_it(desk: Desk, qtbot: QtBot) -> None:
    desk.memo.ask(desk.anchor, 7, "")
    QTest.keyClicks(desk.memo.field, "kept")
    with qtbot.waitSignal(desk.memo.memo_written) as written:
        qtbot.mouseClick(desk.reader.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(600, 10))
    assert written.args == [7, "kept"]


def test_opening_it_at_another_passage_keeps_the_first_memo(desk: Desk, qtbot: QtBot) -> None:
    desk.memo.ask(desk.anchor, 7, "")
    QTest.keyClicks(desk.memo.field, "first")
    with qtbot.waitSignal(desk.memo.memo_written) as written:
        desk.memo.ask(desk.anchor, 8, "other")
    assert written.args == [7, "first"]
    assert desk.memo.field.toPlainText() == "other"


def test_flushing_keeps_it_while_it_is_open(desk: Desk, qtbot: QtBot) -> None:
    desk.memo.ask(desk.anchor, 7, "")
    QTest.keyClicks(desk.memo.field, "half a")
    with qtbot.waitSignal(desk.memo.memo_written):
        desk.memo.flush()
    with qtbot.assertNotEmitted(desk.memo.memo_written):
        desk.memo.flush()
