"""The reading surface as others use it."""

import gc

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QKeySequence,
    QTextCursor,
    QTextLayout,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from archive_app.gui.reader import Appearance, Highlight, ReaderView, Strike, dark_colours
from tests.gui.reader.conftest import OpenReader

TEXT = "Talks 🕊️ stall\n\nForces denied on Friday that they fired. “Not one round,” he said.\u00a0They left.\n"
LONG = "\n".join(
    f"Paragraph {n}. " + "The forces moved north and the talks went on. " * 8 for n in range(400)
)


def seen(view: ReaderView, word: str, occurrence: int = 0) -> QPoint:
    """The middle of a word on the screen, in viewport coordinates."""
    start = -1
    for _ in range(occurrence + 1):
        start = view.text.index(word, start + 1)
    cursor = view.textCursor()
    kept = view.selected_range()
    view.select_range(start, start + len(word))
    rect = view.selection_anchor_rect()
    view.setTextCursor(cursor)
    assert view.selected_range() == kept
    return view.viewport().mapFromGlobal(rect.center())


def test_what_is_selected_comes_back_in_code_points(open_reader: OpenReader) -> None:
    view = open_reader()
    view.show_text(TEXT)
    for word in ("🕊️", "stall", "denied", "\u00a0They"):
        start = TEXT.index(word)
        view.select_range(start, start + len(word))
        assert view.selected_range() == (start, start + len(word))


def test_nothing_selected_is_none(open_reader: OpenReader) -> None:
    view = open_reader()
    view.show_text(TEXT)
    assert view.selected_range() is None


def test_the_clipboard_gets_the_article_s_own_characters(open_reader: OpenReader, qtbot: QtBot) -> None:
    view = open_reader()
    text = "one\u00a0two\u2028three\u2029four\x0cfive\n😀"
    view.show_text(text)
    view.selectAll()
    view.copy()
    assert QApplication.clipboard().text() == text
    view.select_range(1, 5)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == text[1:5]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_menu_copies_and_selects_all(open_reader: OpenReader, qtbot: QtBot) -> None:
    view = open_reader()
    view.show_text(TEXT)

    def choose(name: str) -> None:
        point = QPoint(200, 60)
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse, point, view.mapToGlobal(point), Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(view.viewport(), event)
        menu = view.findChild(QMenu)
        assert isinstance(menu, QMenu)
        next(action for action in menu.actions() if action.text() == name).trigger()
        menu.close()
        qtbot.waitUntil(lambda: view.findChild(QMenu) is None)

    choose("Select All")
    choose("Copy")
    assert QApplication.clipboard().text() == TEXT


def test_pressing_inside_a_selection_begins_a_new_one(open_reader: OpenReader, qtbot: QtBot) -> None:
    view = open_reader()
    view.show_text(TEXT)
    start = TEXT.index("denied")
    point = seen(view, "denied")
    view.select_range(start - 4, start + 20)
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert view.selected_range() is None
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=point)


def test_selecting_is_told_once_with_its_range(open_reader: OpenReader, qtbot: QtBot) -> None:
    view = open_reader()
    view.show_text(TEXT)
    told: list[object] = []
    view.selection_changed.connect(told.append)
    view.select_range(2, 9)
    view.select_range(2, 9)
    view.clear_selection()
    assert told == [(2, 9), None]


def test_another_text_ends_the_selection(open_reader: OpenReader) -> None:
    view = open_reader()
    view.show_text(TEXT)
    view.select_range(2, 9)
    view.show_text("Other words entirely")
    assert view.selected_range() is None
    view.clear()
    assert view.text == ""


def test_shift_and_arrows_select_from_the_caret(open_reader: OpenReader, qtbot: QtBot) -> None:
    view = open_reader()
    view.show_text("Forces denied it")
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.selected_range() == (0, 3)
    qtbot.keyClick(
        view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
    )
    assert view.selected_range() in ((0, 6), (0, 7))


def test_down_goes_to_the_next_line_and_paragraph(open_reader: OpenReader, qtbot: QtBot) -> None:
    view = open_reader()
    view.show_text(LONG)
    before = view.caret_position()
    for _ in range(30):
        qtbot.keyClick(view, Qt.Key.Key_Down)
        assert view.caret_position() > before
        before = view.caret_position()
    assert view.verticalScrollBar().value() > 0


@pytest.mark.parametrize("key", ["A", "C", "M", "N", "P", "1", "9", "Escape", "Return", "Alt+Left"])
def test_plain_keys_stay_the_window_s(open_reader: OpenReader, qtbot: QtBot, key: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view = ReaderView(window)
    action = QAction("do", window)
    action.setShortcut(QKeySequence(key))
    window.addAction(action)
    window.resize(500, 400)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    view.setFocus()
    view.show_text(TEXT)
    with qtbot.waitSignal(action.triggered, timeout=2000):
        combination = QKeySequence(key)[0]
        qtbot.keyClick(view, combination.key(), combination.keyboardModifiers())
    assert view.text == TEXT
    assert view.toPlainText().startswith("Talks")


def test_a_selection_grows_from_word_to_paragraph_and_shrinks_back(open_reader: OpenReader) -> None:
    view = open_reader()
    view.show_text(TEXT)
    caret = TEXT.index("nied")
    view.select_range(caret, caret)
    grown = []
    for _ in range(4):
        view.grow_selection()
        selected = view.selected_range()
        assert selected is not None
        grown.append(TEXT[slice(*selected)])
    assert grown == [
        "denied",
        "Forces denied on Friday that they fired.",
        TEXT.split("\n")[2],
        TEXT.split("\n")[2],
    ]
    view.shrink_selection()
    view.shrink_selection()
    assert view.selected_range() == (TEXT.index("denied"), TEXT.index("denied") + 6)
    view.shrink_selection()
    assert view.selected_range() is None
    assert view.caret_position() == caret


def test_passages_at_a_place_are_the_shortest_first(open_reader: OpenReader) -> None:
    view = open_reader()
    view.show_text(TEXT, [Highlight(1, 10, 60), Highlight(2, 20, 40), Highlight(3, 50, 70)])
    assert view.passages_at(30) == [2, 1]
    assert view.passages_at(55) == [3, 1]
    assert view.passages_at(5) == []


def test_passages_come_change_and_go(open_reader: OpenReader) -> None:
    view = open_reader()
    view.show_text(TEXT, [Highlight(1, 10, 60)])
    view.add_highlight(Highlight(2, 20, 40, 3, "Two"))
    view.replace_highlight(Highlight(1, 12, 60, 4, "One"))
    assert view.highlights() == [Highlight(1, 12, 60, 4, "One"), Highlight(2, 20, 40, 3, "Two")]
    view.set_current_passage(2)
    view.remove_highlight(2)
    view.remove_highlight(2)
    assert view.current_passage is None
    assert view.passages_at(30) == [1]


def test_clicking_again_goes_through_passages_on_the_same_words(
    open_reader: OpenReader, qtbot: QtBot
) -> None:
    view = open_reader()
    start = TEXT.index("denied")
    view.show_text(TEXT, [Highlight(1, start - 5, start + 30), Highlight(2, start, start + 6)])
    told: list[int] = []
    view.passage_activated.connect(told.append)
    point = seen(view, "denied")
    for _ in range(3):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
        qtbot.wait(QApplication.doubleClickInterval() // 40)
    assert told[:2] == [2, 1]
    assert view.current_passage == told[-1]


def test_hovering_tells_the_passage_and_its_end(open_reader: OpenReader, qtbot: QtBot) -> None:
    view = open_reader()
    start = TEXT.index("denied")
    view.show_text(TEXT, [Highlight(7, start, start + 6)])
    told: list[int] = []
    view.passage_hovered.connect(told.append)
    qtbot.mouseMove(view.viewport(), seen(view, "denied"))
    qtbot.mouseMove(view.viewport(), seen(view, "round"))
    assert told == [7, -1]


def test_a_passage_is_lifted_when_the_mouse_rests_on_it(open_reader: OpenReader, qtbot: QtBot) -> None:
    view = open_reader()
    start = TEXT.index("denied")
    view.show_text(TEXT, [Highlight(7, start, start + 6), Highlight(8, 0, 5)])
    on_it, beside = seen(view, "denied"), seen(view, "round")
    view.select_range(0, 0)
    plain = view.grab().toImage()
    qtbot.mouseMove(view.viewport(), on_it)
    assert view.grab().toImage() == plain
    qtbot.waitUntil(lambda: view.grab().toImage() != plain)
    qtbot.mouseMove(view.viewport(), beside)
    qtbot.waitUntil(lambda: view.grab().toImage() == plain)


def test_a_label_in_the_margin_leads_to_its_passage_and_keeps_the_selection(
    open_reader: OpenReader, qtbot: QtBot
) -> None:
    view = open_reader()
    start = TEXT.index("denied")
    view.show_text(TEXT, [Highlight(7, start, start + 6, 2, "Forces · Denial")])
    view.select_range(0, 5)
    y = seen(view, "denied").y()
    label = QPoint(round(view.document().documentLayout().column.left) - 40, y)  # type: ignore[attr-defined]
    with qtbot.waitSignal(view.passage_activated) as told:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=label)
    assert told.args == [7]
    assert view.selected_range() == (0, 5)


def test_clicking_a_strike_tells_it(open_reader: OpenReader, qtbot: QtBot) -> None:
    view = open_reader()
    view.show_text(TEXT, (), [Strike(0, 14, 5, "Repeated line")])
    with qtbot.waitSignal(view.strike_activated) as told:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=seen(view, "stall"))
    assert told.args == [5]


def test_jumping_puts_the_place_about_a_third_from_the_top(open_reader: OpenReader) -> None:
    view = open_reader(900, 600)
    view.show_text(LONG)
    for share in (0.9, 0.2, 0.5):
        start = LONG.index("Paragraph", int(len(LONG) * share))
        view.scroll_to(start, start + 9)
        cursor = view.textCursor()
        cursor.setPosition(start)
        view.viewport().repaint()
        assert (
            view.viewport().height() * 0.2 < view.cursorRect(cursor).top() < view.viewport().height() * 0.45
        )


def top_words(view: ReaderView) -> str:
    position = view.cursorForPosition(QPoint(view.viewport().width() // 2, 4)).block().position()
    return view.text[position : position + 14]


def test_the_line_at_the_top_stays_there_when_the_window_or_the_type_changes(open_reader: OpenReader) -> None:
    view = open_reader(900, 600)
    view.show_text(LONG)
    start = LONG.index("Paragraph 300")
    view.scroll_to(start, start + 5)
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 300)
    top = top_words(view)
    view.resize(640, 600)
    assert top_words(view) == top
    for percent in (180, 50, 400, 100):
        view.set_zoom(percent)
        assert top_words(view) == top, percent
    view.set_appearance(Appearance(point_size=11, measure=50, colours=dark_colours()))
    assert top_words(view) == top


def test_guessed_heights_become_exact_without_moving_what_is_seen(
    open_reader: OpenReader, qtbot: QtBot
) -> None:
    view = open_reader(700, 500)
    view.show_text(LONG)
    start = LONG.index("Paragraph 200")
    view.scroll_to(start, start + 5)
    cursor = view.textCursor()
    cursor.setPosition(start)
    before = view.cursorRect(cursor).top()
    qtbot.waitUntil(lambda: not view.is_measuring, timeout=10_000)
    assert view.cursorRect(cursor).top() == before


def test_a_popup_beside_the_selection_covers_none_of_it(open_reader: OpenReader) -> None:
    view = open_reader(500, 600)
    text = "word " * 300
    view.show_text(text)
    view.select_range(100, 300)
    rect = view.selection_anchor_rect()
    cursor = QTextCursor(view.document())
    for position in (100, 200, 299):
        cursor.setPosition(position)
        caret = view.cursorRect(cursor)
        inside = view.viewport().mapToGlobal(caret.center())
        assert rect.top() <= inside.y() <= rect.bottom()


def test_a_selection_beyond_the_view_is_anchored_at_its_first_line(open_reader: OpenReader) -> None:
    view = open_reader(500, 400)
    view.show_text("word " * 2_000)
    view.select_range(0, 9_000)
    view.verticalScrollBar().setValue(0)
    assert view.selection_anchor_rect().height() < 60


def test_ctrl_and_wheel_zoom_within_limits(open_reader: OpenReader, qtbot: QtBot) -> None:
    view = open_reader()
    view.show_text(LONG)
    told: list[int] = []
    view.zoom_changed.connect(told.append)

    def turn(steps: int) -> None:
        event = QWheelEvent(
            QPointF(9, 9), view.viewport().mapToGlobal(QPointF(9, 9)), QPoint(), QPoint(0, 120 * steps),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view.viewport(), event)

    turn(1)
    assert told == [110]
    turn(60)
    assert view.zoom == 400
    turn(-60)
    assert view.zoom == 50


def test_search_hits_are_marked_and_unmarked(open_reader: OpenReader) -> None:
    view = open_reader()
    view.show_text(TEXT)
    plain = view.grab().toImage()
    start = TEXT.index("denied")
    view.mark_hits([(start, start + 6)], 0)
    assert view.grab().toImage() != plain
    view.mark_hits([])
    assert view.grab().toImage() == plain


def test_going_from_hit_to_hit_does_not_place_them_anew(
    open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = open_reader()
    view.show_text(TEXT)
    hits = [(at, at + 1) for at in range(12, 60, 4)]
    view.mark_hits(hits, 0)
    first = view.grab().toImage()
    with monkeypatch.context() as patched:
        patched.setattr("archive_app.gui.reader.view.hit_ranges", lambda *_: pytest.fail("placed anew"))
        view.mark_hits(list(hits), 5)
        assert view.grab().toImage() != first
        view.mark_hits(hits, 0)
    assert view.grab().toImage() == first
    view.show_text(TEXT)
    plain = view.grab().toImage()
    view.mark_hits(hits, 0)
    assert view.grab().toImage() == first != plain


def test_looks_are_asked_for_as_passages_come_into_view(open_reader: OpenReader) -> None:
    view = open_reader()
    asked: list[int] = []

    def dress(passage_id: int) -> Highlight | None:
        asked.append(passage_id)
        return Highlight(passage_id, 0, 0, passage_id % 12, f"No. {passage_id}") if passage_id != 3 else None

    places = [Highlight(n, 200 * n, 200 * n + 30) for n in range(1, 400)]
    view.show_text(LONG, places, (), dress)
    view.viewport().repaint()
    assert {1, 2} <= set(asked)
    assert len(asked) < 60
    assert view.highlight(2) == Highlight(2, 400, 430, 2, "No. 2")
    assert view.highlight(3) == Highlight(3, 600, 630)
    before = view.grab().toImage()
    asked.clear()
    view.dress_highlights(lambda passage_id: Highlight(passage_id, 0, 0, 7, "All alike"))
    assert view.grab().toImage() != before
    assert not asked
    assert [each.label for each in view.highlights()] == ["All alike"] * len(places)
    view.replace_highlight(Highlight(2, 400, 440, 4, "Other"))
    view.set_highlights(view.highlights(), dress)
    assert view.highlight(2) == Highlight(2, 400, 440, 2, "No. 2")
    assert view.shows(2)
    assert view.highlight(999) is None


def test_a_thousand_paints_keep_none_alive(open_reader: OpenReader) -> None:
    """Some releases of PySide6 drop a reference to None with every call that returns nothing."""
    view = open_reader(400, 300)
    view.show_text(TEXT, [Highlight(1, 10, 60, 1, "One")])
    for _ in range(1_000):
        view.viewport().repaint()
    gc.collect()
    assert view.text == TEXT


def test_no_layout_of_a_block_is_kept_in_python(open_reader: OpenReader) -> None:
    """The document deletes them silently; PySide then takes other objects at their addresses for layouts."""
    gc.collect()
    before = sum(isinstance(kept, QTextLayout) for kept in shiboken6.getAllValidWrappers())
    view = open_reader()
    view.show_text(LONG, [Highlight(1, 10, 600, 1, "One")])
    view.grab()
    view.scroll_to(9_000, 9_010)
    view.selectAll()
    view.grab()
    after = sum(isinstance(kept, QTextLayout) for kept in shiboken6.getAllValidWrappers())
    assert after == before


@pytest.mark.parametrize("text", ["", "\n", "\n\n\n", "😀", "\u2028\u2029\0\ufffc", "نص", " "])
def test_the_smallest_texts_are_shown_and_clicked(open_reader: OpenReader, qtbot: QtBot, text: str) -> None:
    view = open_reader(300, 200)
    view.show_text(text, [Highlight(1, 0, len(text), 0, "All")], [Strike(0, len(text), 1)])
    view.grab()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(150, 60))
    view.grow_selection()
    view.scroll_to(0, len(text))
    view.mark_hits([(0, len(text))], 0)
    view.remove_highlight(1)
    view.grab()


def test_focus_by_a_key_is_seen_even_where_the_caret_is_not(open_reader: OpenReader) -> None:
    view = open_reader()
    view.show_text(LONG)
    view.clearFocus()
    view.verticalScrollBar().setValue(4_000)
    unfocused = view.grab().toImage()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    accent = QColor(view.appearance.colours.accent)
    assert view.grab().toImage().pixelColor(1, 300) == accent
    view.clearFocus()
    assert view.grab().toImage() == unfocused


def test_paragraph_numbers_can_be_shown(open_reader: OpenReader) -> None:
    view = open_reader()
    view.show_text(TEXT)
    plain = view.grab().toImage()
    view.set_appearance(Appearance(paragraph_numbers=True))
    assert view.grab().toImage() != plain
