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


def test_it_is_written_while_it_is_open(desk: Desk, qtbot: QtBot) -> None:
    desk.memo.keeping.set_pace(None, 200)
    desk.memo.ask(desk.anchor, 7, "")
    with qtbot.waitSignal(desk.memo.memo_written, timeout=2000) as written:
        QTest.keyClicks(desk.memo.field, "a crash away")
    assert written.args == [7, "a crash away"]
    assert desk.memo.isVisible()


def test_a_memo_that_could_not_be_written_is_shown_again_and_tried_again(desk: Desk, qtbot: QtBot) -> None:
    desk.memo.memo_written.connect(desk.memo.keeping.hold)
    desk.memo.ask(desk.anchor, 7, "")
    QTest.keyClicks(desk.memo.field, "a thought")
    desk.memo.leave()
    desk.memo.ask(desk.anchor, 8, "")
    assert any("a thought" in sentence for sentence in desk.memo.unsaved())
    desk.memo.ask(desk.anchor, 7, "")
    assert desk.memo.field.toPlainText() == "a thought"
    desk.memo.memo_written.disconnect(desk.memo.keeping.hold)
    desk.memo.memo_written.connect(desk.memo.keeping.confirm)
    with qtbot.waitSignal(desk.memo.memo_written) as written:
        desk.memo.flush()
    assert written.args == [7, "a thought"]
    assert desk.memo.unsaved() == []


def test_looking_at_no_break_spaces_writes_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.memo.ask(desk.anchor, 7, "10\u00a0000")
    with qtbot.assertNotEmitted(desk.memo.memo_written):
        QTest.keyClick(desk.memo.field, Qt.Key.Key_Escape)
    desk.memo.ask(desk.anchor, 7, "10\u00a0000")
    QTest.keyClicks(desk.memo.field, " men")
    with qtbot.waitSignal(desk.memo.memo_written) as written:
        desk.memo.leave()
    assert written.args == [7, "10\u00a0000 men"]
