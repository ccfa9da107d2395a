from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archive_app.gui.intake.paste_dialog import PasteDialog
from tests.gui.conftest import AnsweredDialogs


def opened(qtbot: QtBot, text: str, dialogs: AnsweredDialogs | None = None) -> PasteDialog:
    QApplication.clipboard().setText(text)
    dialog = PasteDialog(None, dialogs)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def test_what_was_pasted_stays_when_it_could_not_be_added(qtbot: QtBot) -> None:
    dialog = opened(qtbot, "Some words.\n\n10\u00a0000 more.")
    dialog.published.setText("yesterday")
    dialog.add_requested.connect(lambda: dialog.complain("“yesterday” is not a date."))
    with qtbot.assertNotEmitted(dialog.accepted):
        dialog.add.click()
    assert dialog.isVisible()
    assert dialog.complaint.isVisible()
    assert dialog.complaint.text() == "“yesterday” is not a date."
    assert dialog.article().text == "Some words.\n\n10\u00a0000 more."
    assert dialog.article().published == "yesterday"
    assert dialog.add.isEnabled()


def test_it_is_asked_for_once_until_there_is_an_answer(qtbot: QtBot) -> None:
    dialog = opened(qtbot, "Some words.")
    asked: list[bool] = []
    dialog.add_requested.connect(lambda: asked.append(True))
    dialog.add.click()
    dialog.add.click()
    assert asked == [True]
    assert not dialog.add.isEnabled()
    dialog.complain("The disk is full.")
    dialog.add.click()
    assert asked == [True, True]
    assert dialog.complaint.isHidden()
    dialog.accept()
    assert dialog.isHidden()


def test_what_was_typed_is_not_thrown_away_by_esc(qtbot: QtBot) -> None:
    dialogs = AnsweredDialogs(agrees=False)
    dialog = opened(qtbot, "Some words.", dialogs)
    qtbot.keyClicks(dialog.outlet, "Tavira Post")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.outlet.text() == "Tavira Post"
    dialogs.agrees = True
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()


def test_what_only_the_clipboard_held_goes_without_a_question(qtbot: QtBot) -> None:
    dialog = opened(qtbot, "Some words.", AnsweredDialogs(agrees=False))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()


def test_a_text_on_its_way_to_the_disk_is_waited_for(qtbot: QtBot) -> None:
    dialog = opened(qtbot, "Some words.")
    dialog.add.click()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    dialog.accept()
    assert dialog.isHidden()
