"""The table of all passages: filtered, sorted, copied, exported, opened."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from archive_app.gui.passages.view import PassagesView
from archive_app.gui.theme import DARK
from archive_app.gui.workspace import Workspace
from archive_app.model.values import Role
from archive_app.operations.codebook import edit_actor
from archive_app.operations.tagging import ActorChoice, delete_passages, tag_actor
from archive_app.storage.archive import Archive
from archive_app.storage.queries import PassageFilter, article_text

QUOTE, ACTORS, CLAIMS, ARTICLE, OUTLET, DATE, CODER, MEMO = range(8)


@pytest.fixture
def passages(coded: Archive, view: PassagesView, qtbot: QtBot) -> PassagesView:
    """The view with the five passages of ``coded``."""
    view.refresh()
    qtbot.waitUntil(shows(view, 1, 2, 3, 4, 5))
    qtbot.waitUntil(lambda: bool(view.filters.actor.choices))
    return view


def shows(view: PassagesView, *ids: int) -> Callable[[], bool]:
    return lambda: view.shown_ids() == list(ids)


def words(view: PassagesView, row: int, column: int) -> str:
    return str(view.model.data(view.model.index(row, column)))


def click_title(view: PassagesView, column: int) -> None:
    place = QPoint(view.header.sectionViewportPosition(column) + 20, 10)
    QTest.mouseClick(view.header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def click_row(view: PassagesView, row: int, modifier: Qt.KeyboardModifier) -> None:
    place = QPoint(40, view.table.rowViewportPosition(row) + 10)
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def test_an_archive_without_passages_says_how_to_make_one(view: PassagesView, qtbot: QtBot) -> None:
    qtbot.waitUntil(view._empty.isVisible)
    assert "press A or C" in view._empty.sentence
    assert not view.export_button.isEnabled()


def test_a_row_shows_quote_tags_and_place(passages: PassagesView) -> None:
    assert words(passages, 1, ACTORS) == "Government [speaker]; Orlan Dabrek [target]"
    assert words(passages, 2, CLAIMS) == "Denial [supports]; Shelling [opposes]"
    assert words(passages, 3, QUOTE).startswith("Truce holds 🕊️")
    assert words(passages, 0, DATE) == "4 Mar 2023"
    assert (words(passages, 2, CODER), words(passages, 2, MEMO)) == ("Ben", "See 2")
    assert passages.count.text() == "5 passages"


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (PassageFilter(text="truce"), [4]),
        (PassageFilter(text="see 2"), [3]),
        (PassageFilter(actor_id=1), [1, 2]),
        (PassageFilter(actor_id=1, role="target"), [2]),
        (PassageFilter(claim_type_id=1), [2, 3]),
        (PassageFilter(stance="opposes"), [3]),
        (PassageFilter(coder="Ben"), [3, 4]),
        (PassageFilter(outlet="Southern Wire"), [4]),
        (PassageFilter(after="2023-04", before="2023"), [4]),
        (PassageFilter(article_id=3), [5]),
        (PassageFilter(ids=frozenset({2, 5})), [2, 5]),
    ],
)
def test_every_filter_shows_only_what_it_asks_for(
    passages: PassagesView, qtbot: QtBot, wanted: PassageFilter, ids: list[int]
) -> None:
    with qtbot.waitSignal(passages.filters_changed):
        passages.set_filter(wanted)
    qtbot.waitUntil(shows(passages, *ids))
    assert passages.filter == wanted
    assert passages.count.text() == f"{len(ids)} of 5 passages"
    passages.filters.clear_button.click()
    qtbot.waitUntil(shows(passages, 1, 2, 3, 4, 5))
    assert passages.filter == PassageFilter()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_an_actor_is_found_by_its_other_name_in_the_filter(passages: PassagesView, qtbot: QtBot) -> None:
    passages.filters.actor.setFocus()
    QTest.keyClick(passages.filters.actor, Qt.Key.Key_Return)
    popup = passages.filters.actor.popup
    assert popup is not None
    passages.filters.actor.popup._show_matches("dabrik")
    QTest.keyClick(popup.table, Qt.Key.Key_Return)
    qtbot.waitUntil(shows(passages, 1, 2))


def test_words_are_filtered_by_after_a_pause_in_typing(passages: PassagesView, qtbot: QtBot) -> None:
    told: list[PassageFilter] = []
    passages.filters_changed.connect(lambda: told.append(passages.filter))
    passages.focus_filter()
    QTest.keyClicks(passages.filters.text, "truce")
    qtbot.waitUntil(shows(passages, 4))
    assert [wanted.text for wanted in told] == ["truce"]
    QTest.keyClick(passages.filters.text, Qt.Key.Key_Escape)
    qtbot.waitUntil(shows(passages, 1, 2, 3, 4, 5))


def test_a_title_sorts_turns_round_and_lets_go(passages: PassagesView, qtbot: QtBot) -> None:
    click_title(passages, DATE)
    qtbot.waitUntil(shows(passages, 4, 1, 2, 3, 5))
    assert passages.header.order_shown == (DATE, True)
    click_title(passages, DATE)
    qtbot.waitUntil(shows(passages, 5, 1, 2, 3, 4))
    click_title(passages, DATE)
    qtbot.waitUntil(shows(passages, 1, 2, 3, 4, 5))
    assert passages.header.order_shown[0] == -1


def test_a_column_that_the_database_cannot_sort_by_does_nothing(passages: PassagesView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(passages.header.sort_asked):
        click_title(passages, CLAIMS)


def test_a_double_click_and_enter_open_the_passage_in_its_article(
    passages: PassagesView, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(passages.passage_opened) as opened:
        click_row(passages, 3, Qt.KeyboardModifier.NoModifier)
        place = QPoint(40, passages.table.rowViewportPosition(3) + 10)
        QTest.mouseDClick(passages.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.args == [4, 2]
    passages.table.select_ids([5])
    passages.table.setFocus()
    with qtbot.waitSignal(passages.passage_opened) as opened:
        QTest.keyClick(passages.table, Qt.Key.Key_Return)
    assert opened.args == [5, 3]


def test_export_is_for_what_is_shown_or_for_several_selected(passages: PassagesView, qtbot: QtBot) -> None:
    passages.set_filter(PassageFilter(claim_type_id=1))
    qtbot.waitUntil(shows(passages, 2, 3))
    click_row(passages, 0, Qt.KeyboardModifier.NoModifier)
    assert passages.export_button.text() == "Export…"
    with qtbot.waitSignal(passages.export_requested) as asked:
        passages.export_button.click()
    assert asked.args == [[2, 3]]
    passages.filters.clear()
    qtbot.waitUntil(shows(passages, 1, 2, 3, 4, 5))
    click_row(passages, 4, Qt.KeyboardModifier.ControlModifier)
    assert passages.export_button.text() == "Export 2 selected…"
    with qtbot.waitSignal(passages.export_requested) as asked:
        passages.export_button.click()
    assert asked.args == [[2, 5]]


def test_copying_takes_the_exact_quote_and_its_reference(
    passages: PassagesView, coded: Archive, qtbot: QtBot
) -> None:
    passages.table.select_ids([4, 1])
    passages.table.setFocus()
    QGuiApplication.clipboard().clear()
    QTest.keyClick(passages.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(QGuiApplication.clipboard().text()))
    with coded.reading() as session:
        quote = article_text(session, 1)[37:60]
    first, second = QGuiApplication.clipboard().text().split("\n\n")
    assert first == f"“{quote}”\n(Marshal orders march on the capital. Tavira Post · 4 Mar 2023)"
    assert second.startswith("“Truce holds 🕊️")


def test_delete_asks_to_delete_the_selected_passages(passages: PassagesView, qtbot: QtBot) -> None:
    passages.table.select_ids([2, 3])
    passages.table.setFocus()
    with qtbot.waitSignal(passages.delete_requested) as asked:
        QTest.keyClick(passages.table, Qt.Key.Key_Delete)
    assert asked.args == [[2, 3]]


def test_deleting_and_undoing_are_followed(
    passages: PassagesView, workspace: Workspace, qtbot: QtBot
) -> None:
    passages.table.select_ids([3])
    workspace.run(lambda archive: delete_passages(archive, [2], coder="Ada"))
    qtbot.waitUntil(shows(passages, 1, 3, 4, 5))
    workspace.undo()
    qtbot.waitUntil(shows(passages, 1, 2, 3, 4, 5))
    assert passages.selected_passages() == [3]


def test_a_new_tag_appears_in_its_row_and_in_the_filters_counts(
    passages: PassagesView, workspace: Workspace, qtbot: QtBot
) -> None:
    choice = ActorChoice("Mira Tolle", Role.MENTIONED)
    workspace.run(lambda archive: tag_actor(archive, 4, choice, coder="Ada"))
    qtbot.waitUntil(lambda: words(passages, 3, ACTORS) == "Mira Tolle [mentioned]")
    qtbot.waitUntil(lambda: any(found.text == "Mira Tolle" for found in passages.filters.actor.choices))


def test_a_renamed_actor_has_its_new_name_in_every_row(
    passages: PassagesView, workspace: Workspace, qtbot: QtBot
) -> None:
    workspace.run(lambda archive: edit_actor(archive, 1, name="Marshal Dabrek", coder="Ada"))
    qtbot.waitUntil(lambda: words(passages, 0, ACTORS) == "Marshal Dabrek [speaker]")


def test_a_hidden_table_reads_nothing_and_catches_up_when_shown(
    passages: PassagesView, workspace: Workspace, qtbot: QtBot
) -> None:
    passages.hide()
    with qtbot.waitSignal(workspace.changed):
        workspace.run(lambda archive: delete_passages(archive, [1, 2], coder="Ada"))
    assert passages.shown_ids() == [1, 2, 3, 4, 5]
    passages.show()
    qtbot.waitUntil(shows(passages, 3, 4, 5))


def test_down_goes_from_the_filter_into_the_table_and_up_comes_back(passages: PassagesView) -> None:
    passages.focus_filter()
    QTest.keyClick(passages.filters.text, Qt.Key.Key_Down)
    assert passages.table.hasFocus()
    QTest.keyClick(passages.table, Qt.Key.Key_Up)
    assert passages.filters.text.hasFocus()


def test_quotes_take_the_width_there_is_until_a_column_is_dragged(passages: PassagesView) -> None:
    before = passages.header.sectionSize(QUOTE)
    passages.resize(1480, 600)
    assert passages.header.sectionSize(QUOTE) == before + 200
    edge = passages.header.sectionViewportPosition(ACTORS)
    viewport = passages.header.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(edge, 10))
    QTest.mouseMove(viewport, QPoint(edge - 60, 10))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(edge - 60, 10))
    dragged = passages.header.sectionSize(QUOTE)
    assert dragged < before + 200
    state = passages.header_state()
    passages.resize(1280, 600)
    assert passages.header.sectionSize(QUOTE) == dragged
    passages.header.resizeSection(QUOTE, 500)
    passages.restore_header_state(state)
    assert passages.header.sectionSize(QUOTE) == dragged


def test_rows_are_painted_in_both_themes(passages: PassagesView) -> None:
    light = passages.grab().toImage()
    passages.set_theme(DARK)
    assert passages.grab().toImage() != light


def test_columns_are_hidden_by_the_menu_and_the_quotes_take_their_room(
    passages: PassagesView, qtbot: QtBot
) -> None:
    before = passages.header.sectionSize(QUOTE)
    menu = passages.columns.menu.actions()
    assert not menu[QUOTE].isEnabled()
    with qtbot.waitSignal(passages.columns_changed) as told:
        menu[OUTLET].trigger()
    assert told.args == [["outlet"]]
    assert passages.header.isSectionHidden(OUTLET)
    assert passages.header.sectionSize(QUOTE) > before
    menu[OUTLET].trigger()
    assert not passages.header.isSectionHidden(OUTLET)


def test_remembered_columns_are_hidden_without_telling_anybody(passages: PassagesView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(passages.columns_changed):
        passages.hide_columns(["quote", "coder", "gone since"])
    assert passages.columns.hidden == ["coder"]
    assert not passages.columns.menu.actions()[CODER].isChecked()
