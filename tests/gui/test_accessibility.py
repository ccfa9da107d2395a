"""What people find who do not look at the window, or do not use a mouse: names, roles and an order."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollBar, QWidget

from archive_app.gui.action_list import ACTIONS
from archive_app.gui.main_window import MainWindow
from archive_app.gui.stage import Stage
from tests.gui.correcting.test_review import open_review

MARCH = "Marshal orders march"
QTS_OWN = ("qt_tableview_cornerbutton",)
SAME_ROW = 14  # pixels

# Qt's offscreen screen says so of every popup.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture(autouse=True)
def _listening() -> Iterator[None]:
    """Assistive technology is there."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def heard(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert isinstance(found, QAccessibleInterface), widget
    return found


def name_of(widget: QWidget) -> str:
    return heard(widget).text(QAccessible.Text.Name)


def is_control(widget: QWidget) -> bool:
    if not widget.isVisible() or isinstance(widget, QScrollBar) or widget.objectName() in QTS_OWN:
        return False
    takes_keyboard = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(takes_keyboard) or isinstance(widget, QAbstractButton)


def nameless(top: QWidget) -> list[str]:
    """Every control of a window that says nothing of itself."""
    controls = [widget for widget in (top, *top.findChildren(QWidget)) if is_control(widget)]
    return [
        f"{type(widget).__name__} {widget.objectName()} in {type(widget.parentWidget()).__name__}"
        for widget in controls
        if not name_of(widget).strip()
    ]


def everywhere() -> list[str]:
    tops = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    return [said for top in tops for said in nameless(top)]


def tab_chain(window: QWidget) -> list[QWidget]:
    """What Tab goes through, from the first control on."""
    found: list[QWidget] = []
    at = window.nextInFocusChain()
    while at is not None and at is not window:
        if at.isVisible() and at.isEnabled() and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(at)
        at = at.nextInFocusChain()
    return found


def tagged(stage: Stage) -> None:
    """A passage with two actors and two claim types, and it is selected."""
    stage.open_article(MARCH)
    for key, names in (("A", ("Orlan Dabrek", "Government")), ("C", ("Denial", "Shelling"))):
        for name in names:
            stage.select('"We fired at no house."')
            stage.press(key)
            stage.type(name)
            stage.press("Return")
            stage.settle()
    stage.rest(100)


def test_every_control_of_the_welcome_page_has_a_name(window: MainWindow) -> None:
    assert nameless(window) == []


def test_every_control_of_the_window_has_a_name_in_each_state(open_stage: Stage) -> None:
    tagged(open_stage)
    missing = {"passage": nameless(open_stage.window)}
    for action in ("legend", "find-in-article", "correct-text", "show-passages"):
        open_stage.do(action)
        open_stage.rest(150)
        missing[action] = nameless(open_stage.window)
        if action == "correct-text":
            open_stage.bench.correcting.cancel()
    open_stage.do("show-articles")
    open_stage.do("hide-passages")
    open_stage.bench.desk.select_passage(None)
    open_stage.rest(100)
    missing["article"] = nameless(open_stage.window)
    assert not any(missing.values()), missing


def test_every_control_of_every_dialog_has_a_name(open_stage: Stage) -> None:
    tagged(open_stage)
    missing = {}
    for action in (
        "export", "history", "preferences", "shortcuts", "about", "paste-article", "tag-all", "text-versions",
    ):  # fmt: skip
        open_stage.do(action)
        dialog = open_stage.wait_for_dialog(action)
        missing[action] = nameless(dialog)
        assert dialog.windowTitle(), action
        dialog.close()
        open_stage.settle()
    assert not any(missing.values()), missing


def test_every_control_of_every_popup_has_a_name(open_stage: Stage) -> None:
    tagged(open_stage)
    missing = {}
    for action in ("command-palette", "text-settings", "show-only", "tag-actor", "tag-claim", "write-memo"):
        open_stage.select("Field Marshal")
        open_stage.do(action)
        open_stage.rest(80)
        missing[action] = everywhere()
        open_stage.press("Escape")
    assert not any(missing.values()), missing


def test_every_control_of_the_review_has_a_name(open_stage: Stage) -> None:
    open_review(open_stage)
    assert nameless(open_stage.window) == []


def test_every_action_has_words_and_a_place_in_the_menus(open_stage: Stage) -> None:
    window = open_stage.window
    placed = {action for menu in window.menus.values() for action in menu.actions()}
    for spec in ACTIONS:
        action = window.actions_[spec.name]
        assert action.text().strip(), spec.name
        assert action in placed, spec.name


def test_tab_goes_from_the_library_to_the_reader_to_the_inspector_and_down_each(open_stage: Stage) -> None:
    tagged(open_stage)
    bench = open_stage.bench
    panes = (bench.library, bench.pane, bench.inspector)
    went = [
        next((at for at, pane in enumerate(panes) if pane.isAncestorOf(each)), -1)
        for each in tab_chain(open_stage.window)
    ]
    went = [at for at in went if at >= 0]
    assert went == sorted(went)
    assert set(went) == {0, 1, 2}
    # Within each pane it goes as one reads.
    for pane in panes:
        chain = [widget for widget in tab_chain(open_stage.window) if pane.isAncestorOf(widget)]
        places = [widget.mapTo(pane, QPoint(0, widget.height() // 2)) for widget in chain]
        for (one, before), (other, after) in pairwise(zip(chain, places, strict=True)):
            in_order = after.y() > before.y() + SAME_ROW or (
                abs(after.y() - before.y()) <= SAME_ROW and after.x() > before.x()
            )
            # A tall list stands beside nothing: its middle is far below its top.
            assert in_order or after.y() > before.y(), (name_of(one), name_of(other))


def test_tab_goes_through_legend_and_find_bar_before_the_text_and_then_on(open_stage: Stage) -> None:
    tagged(open_stage)
    for action in ("legend", "find-in-article"):
        open_stage.do(action)
        open_stage.rest(200)
    bench = open_stage.bench
    chain = tab_chain(open_stage.window)
    legend, bar = bench.pane.strip.legend, bench.pane.find_bar
    places = [
        [at for at, each in enumerate(chain) if part.isAncestorOf(each) or each is part]
        for part in (bench.library, legend, bar, bench.pane.reader, bench.inspector)
    ]
    assert all(places)
    for before, after in pairwise(places):
        assert max(before) < min(after)
    assert [each for each in chain if legend.isAncestorOf(each)] == legend.buttons


def test_tab_and_back_come_to_the_same_places(open_stage: Stage) -> None:
    tagged(open_stage)
    window, inspector = open_stage.window, open_stage.bench.inspector
    window.activateWindow()
    first = next(widget for widget in tab_chain(window) if inspector.isAncestorOf(widget))
    first.setFocus(Qt.FocusReason.TabFocusReason)
    there: list[str] = []
    for _ in range(6):
        focused = QApplication.focusWidget()
        assert focused is not None
        there.append(name_of(focused))
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    back: list[str] = []
    for _ in range(6):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        focused = QApplication.focusWidget()
        assert focused is not None
        back.append(name_of(focused))
    assert back == list(reversed(there))


def test_the_reader_is_found_with_its_text_caret_selection_and_passages(open_stage: Stage) -> None:
    tagged(open_stage)
    reader = open_stage.bench.pane.reader
    assert name_of(reader) == "Article text"
    assert heard(reader).role() == QAccessible.Role.EditableText
    text = heard(reader).textInterface()
    assert text is not None
    open_stage.select("Field Marshal")
    # The binding cannot return a selection's two ends: the caret is at the second of them.
    assert text.selectionCount() == 1
    end = text.cursorPosition()
    assert text.text(end - len("Field Marshal"), end) == "Field Marshal"
    viewport = reader.viewport()

    def told() -> dict[str, str]:
        found = heard(viewport)
        children = [found.child(at) for at in range(found.childCount())]
        return {
            child.text(QAccessible.Text.Name): child.text(QAccessible.Text.Description)
            for child in children
            if child is not None
        }

    open_stage.wait_until(lambda: bool(told()), "the passages to be told of")
    ((name, words),) = told().items()
    assert "Orlan Dabrek" in name
    assert "Denial" in name
    assert words == '"We fired at no house."'


def test_where_the_keyboard_is_can_be_seen(open_stage: Stage) -> None:
    tagged(open_stage)
    bench = open_stage.bench
    for action, pane in (
        ("focus-library", bench.library), ("focus-reader", bench.pane), ("focus-inspector", bench.inspector),
    ):  # fmt: skip
        open_stage.bench.pane.find_bar.setFocus()
        (bench.library if pane is bench.pane else bench.pane.reader).setFocus()
        before = pane.grab().toImage()
        open_stage.do(action)
        open_stage.rest(50)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert pane.isAncestorOf(focused)
        assert pane.grab().toImage() != before, action
