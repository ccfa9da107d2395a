"""The concordance on the screen: looked for, sorted, ticked, opened, copied."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from archive_app.gui.concordance.cell import _whole_words
from archive_app.gui.concordance.model import LINE, line_row
from archive_app.gui.concordance.view import ConcordanceView
from archive_app.gui.theme import DARK
from archive_app.gui.workspace import Workspace
from archive_app.operations.articles import delete_articles
from archive_app.operations.concordance import Line
from archive_app.operations.tagging import mark_passage


def look(view: ConcordanceView, qtbot: QtBot, query: str) -> ConcordanceView:
    view.show_query(query)
    qtbot.waitUntil(lambda: not view.is_looking)
    return view


@pytest.fixture
def lines(view: ConcordanceView, qtbot: QtBot) -> ConcordanceView:
    """Four lines: “of shelling houses” twice, “said” in two articles."""
    return look(view, qtbot, "shelling OR said")


def hits(view: ConcordanceView) -> list[str]:
    rows = [view.model.card(row) for row in range(view.model.rowCount())]
    return [row.hit for row in rows if row is not None]


def test_every_hit_stands_in_its_line_and_is_counted(lines: ConcordanceView) -> None:
    assert sorted(hits(lines)) == ["said", "said", "shelling", "shelling"]
    assert lines.count.text().startswith("4 hit")
    assert "2 article" in lines.count.text()


def test_nothing_found_says_what_to_do(view: ConcordanceView, qtbot: QtBot) -> None:
    look(view, qtbot, "outlet:tavira")
    assert "needs words too" in view._nothing.sentence
    assert view._pages.currentWidget() is view._nothing


def test_the_buttons_sort_by_the_neighbours(lines: ConcordanceView, qtbot: QtBot) -> None:
    lines.sort_by("right")
    qtbot.waitUntil(lambda: hits(lines) == ["shelling", "shelling", "said", "said"])
    rows = [lines.model.card(row) for row in range(4)]
    assert [row.after.split()[1] for row in rows if row][:2] == ["again.", "His"]
    lines.sort_by("right")
    qtbot.waitUntil(lambda: hits(lines) == ["said", "said", "shelling", "shelling"])


def test_the_header_sorts_by_date_the_newest_first(lines: ConcordanceView, qtbot: QtBot) -> None:
    lines.header.sort_asked.emit(3)
    qtbot.waitUntil(lambda: lines.header.order_shown == (3, True))
    assert lines.sorting.order[0] == "date"


def test_space_ticks_what_is_selected_and_the_button_says_how_many(lines: ConcordanceView) -> None:
    lines.table.enter_list()
    QTest.keyClick(lines.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(lines.table, Qt.Key.Key_Space)
    assert len(lines.lines_meant()) == 2
    assert "2" in lines.tag_button.text()
    QTest.keyClick(lines.table, Qt.Key.Key_Space)
    assert not lines.model.ticked
    assert len(lines.lines_meant()) == 4


def test_a_click_on_a_box_ticks_that_line(lines: ConcordanceView) -> None:
    cell: QRect = lines.table.visualRect(lines.model.index(1, LINE))
    box = QPoint(cell.left() + 20, cell.center().y())
    QTest.mouseClick(lines.table.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert lines.model.ticked == {lines.model.id_at(1)}
    assert lines.model.data(lines.model.index(1, LINE), Qt.ItemDataRole.CheckStateRole) == (
        Qt.CheckState.Checked
    )


def test_in_a_mirrored_window_the_boxes_stand_on_the_other_side(lines: ConcordanceView) -> None:
    lines.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    cell: QRect = lines.table.visualRect(lines.model.index(1, LINE))
    before = QPoint(cell.left() + 20, cell.center().y())
    QTest.mouseClick(lines.table.viewport(), Qt.MouseButton.LeftButton, pos=before)
    assert not lines.model.ticked
    box = QPoint(cell.right() - 20, cell.center().y())
    QTest.mouseClick(lines.table.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert lines.model.ticked == {lines.model.id_at(1)}
    lines.table.grab()


def test_a_line_is_gone_only_once_it_was_looked_for(lines: ConcordanceView, workspace: Workspace) -> None:
    assert not any(lines.model.is_gone(row) for row in range(4))
    delete_articles(workspace.archive, [1], coder="Ada")
    lines.model.refresh()
    assert not any(lines.model.is_gone(row) for row in range(4)), "not read yet"
    gone = [lines.model.card(row) is None for row in range(4)]
    assert gone == [lines.model.is_gone(row) for row in range(4)]
    assert any(gone)


@pytest.mark.parametrize(
    ("shown", "is_before", "whole"),
    [
        ("…unted 12 shots", True, "… 12 shots"),
        ("the fewest sin…", False, "the fewest …"),
        ("…停火协议", True, "…停火协议"),
    ],
)
def test_a_line_is_cut_between_words(shown: str, is_before: bool, whole: str) -> None:
    assert _whole_words(shown, is_before=is_before) == whole


def test_ticks_stay_when_lines_are_sorted(lines: ConcordanceView, qtbot: QtBot) -> None:
    lines.model.tick([0], True)
    lines.sort_by("hit")
    qtbot.waitUntil(lambda: hits(lines)[0] == "said")
    assert lines.lines_meant() == [0]


def test_tick_all_and_none(lines: ConcordanceView) -> None:
    lines.tick_all.click()
    assert len(lines.model.ticked) == 4
    lines.tick_none.click()
    assert not lines.model.ticked


def test_enter_opens_the_article_at_the_hit(lines: ConcordanceView, qtbot: QtBot) -> None:
    lines.table.enter_list()
    with qtbot.waitSignal(lines.line_opened) as opened:
        QTest.keyClick(lines.table, Qt.Key.Key_Return)
    row = lines.model.card(0)
    assert row is not None
    assert opened.args == [row.line.article_id, row.line.start, row.line.end]


def test_lines_are_copied_with_where_they_stand(lines: ConcordanceView, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    lines.table.selectAll()
    lines.copy()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().count("\n") == 3)
    assert "Tavira Post" in QGuiApplication.clipboard().text()


def test_a_line_shows_that_its_words_are_in_a_passage(
    lines: ConcordanceView, workspace: Workspace, qtbot: QtBot
) -> None:
    row = lines.model.card(0)
    assert row is not None
    assert row.line.passages == ()
    line = row.line
    workspace.run(lambda archive: mark_passage(archive, line.article_id, 0, line.end, coder="Ada"))

    def has_passage() -> bool:
        found = lines.model.card(0)
        return found is not None and len(found.line.passages) == 1

    qtbot.waitUntil(has_passage)


def test_when_articles_change_it_offers_to_look_again(
    lines: ConcordanceView, workspace: Workspace, qtbot: QtBot
) -> None:
    workspace.run(lambda archive: delete_articles(archive, [2], coder="Ada"))
    qtbot.waitUntil(lines.again.isVisible)
    assert lines.model.card(0) is None  # the newest article's line is gone, and says so
    lines.again.click()
    qtbot.waitUntil(lambda: not lines.is_looking and len(lines.model.ids) == 3)


def test_another_query_takes_the_place_of_one_under_way(view: ConcordanceView, qtbot: QtBot) -> None:
    view.show_query("said")
    view.show_query("shelling")
    qtbot.waitUntil(lambda: not view.is_looking)
    assert hits(view) == ["shelling", "shelling"]


def test_down_leads_from_the_field_to_the_lines_and_up_back(lines: ConcordanceView) -> None:
    lines.focus_field()
    QTest.keyClick(lines.field, Qt.Key.Key_Down)
    assert lines.table.hasFocus()
    QTest.keyClick(lines.table, Qt.Key.Key_Up)
    assert lines.field.hasFocus()


def test_an_arabic_line_is_mirrored_also_with_a_latin_name_as_its_hit() -> None:
    line = Line(0, 1, "", "", "", "ar", "قالت وزارة الصحة إن ", "NATO", " نفت ذلك", 20, 24, 1, True, True, ())
    assert line_row(line).is_right_to_left
    assert line_row(line).before == "وزارة الصحة إن "


def test_a_line_shows_where_paragraphs_end() -> None:
    line = Line(0, 1, "", "", "", "", "the end.\n\nNext ", "hit", "\nlast", 15, 18, 1, False, False, ())
    assert (line_row(line).before, line_row(line).after) == ("the end. ¶ Next ", " ¶ last")


def test_it_is_painted_in_light_and_dark(lines: ConcordanceView, qtbot: QtBot) -> None:
    light = lines.grab().toImage()
    lines.set_theme(DARK)
    assert lines.grab().toImage() != light
    look(lines, qtbot, "قتلوا")
    assert hits(lines) == ["قتلوا"]
    lines.grab()
