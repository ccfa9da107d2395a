"""The search view: narrowing by facets and time, over a real archive and its index."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archive_app.gui.library.search_box import SearchBox
from archive_app.gui.search.facet_panel import Facet, FacetPanel, Value
from archive_app.gui.search.page import SearchPage
from archive_app.gui.search.results_desk import ResultsDesk
from archive_app.gui.search.timeline import TimelineStrip
from archive_app.gui.theme import DARK, LIGHT, Theme, ThemeSwitch
from archive_app.gui.workspace import Workspace
from archive_app.operations.importing import import_text
from archive_app.operations.searching import Hit, Searching
from archive_app.operations.tagging import ActorChoice, mark_passage
from archive_app.search.facets import timeline_of
from archive_app.search.index import open_index
from archive_app.search.indexer import catch_up
from archive_app.storage.archive import Archive

ARTICLES = (
    ("Northern Wire", "2019-04-03", "The army denied that a zeppelin fell. Officials blamed a militia."),
    ("Northern Wire", "2019-05-10", "Zeppelins came again while the envoys talked of a quarantine."),
    ("Eastern Gazette", "2019-06-21", "A quarantine was demanded after the zeppelin at the harbour."),
)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    ThemeSwitch(qapp, "light")
    return LIGHT


@pytest.fixture
def workspace(qapp: QApplication, archive: Archive) -> Iterator[Workspace]:
    for outlet, published, text in ARTICLES:
        report = import_text(archive, text, coder="Ada", outlet=outlet, published=published, language="en")
        if published == "2019-04-03":
            mark_passage(
                archive, report.imported[0].id, 4, 35, coder="Ada", actors=[ActorChoice("Army Command")]
            )
    workspace = Workspace(archive, "Ada")
    yield workspace
    workspace.close()


@pytest.fixture
def library_box(qtbot: QtBot, theme: Theme) -> SearchBox:
    box = SearchBox(theme)
    qtbot.addWidget(box)
    return box


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, workspace: Workspace, library_box: SearchBox) -> SearchPage:
    """The view with its desk."""
    index = open_index(workspace.archive)
    catch_up(workspace.archive, index)
    page = SearchPage(theme)
    desk = ResultsDesk(workspace, Searching(workspace.archive, index), page, library_box, theme)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    qtbot.waitActive(page)
    desk.enter()
    return page


def search(qtbot: QtBot, page: SearchPage, query: str, found: int) -> None:
    page.set_query(query)
    qtbot.waitUntil(lambda: not page.results.is_waiting)
    articles = [row for row in page.results.model.rows if row.hit and row.hit.kind == "article"]
    assert len(articles) == found


def counts(page: SearchPage, field: str) -> dict[str, int]:
    return {value.name: value.count for value in page.facets.values(field)}


def test_what_was_found_is_counted_by_outlet_and_over_time(qtbot: QtBot, page: SearchPage) -> None:
    search(qtbot, page, "zeppelin", 3)
    assert counts(page, "outlet") == {"Northern Wire": 2, "Eastern Gazette": 1}
    assert counts(page, "actor") == {"Army Command": 1}
    assert [bar.count for bar in page.timeline.bars] == [1, 1, 1] or len(page.timeline.bars) > 3
    assert sum(bar.count for bar in page.timeline.bars) == 3
    assert page.understood.text().startswith("Understood: zeppelin")


def test_a_click_on_an_outlet_narrows_to_it_and_another_click_lets_it_go(
    qtbot: QtBot, page: SearchPage
) -> None:
    search(qtbot, page, "zeppelin", 3)
    page.facets.taken_in.emit("outlet", "Northern Wire")
    qtbot.waitUntil(lambda: not page.results.is_waiting)
    assert page.query == 'zeppelin outlet:="Northern Wire"'
    assert counts(page, "outlet") == {"Northern Wire": 2}
    page.facets.let_go.emit("outlet", "Northern Wire")
    qtbot.waitUntil(lambda: not page.results.is_waiting)
    assert counts(page, "outlet") == {"Northern Wire": 2, "Eastern Gazette": 1}
    page.facets.left_out.emit("outlet", "Northern Wire")
    qtbot.waitUntil(lambda: not page.results.is_waiting)
    assert counts(page, "outlet") == {"Eastern Gazette": 1, "Northern Wire": 0}


def test_where_nothing_is_found_no_room_is_left_for_counts(qtbot: QtBot, page: SearchPage) -> None:
    search(qtbot, page, "xylophone", 0)
    qtbot.waitUntil(lambda: page.facets.isHidden())
    search(qtbot, page, "zeppelin", 3)
    qtbot.waitUntil(lambda: page.facets.isVisible())


def test_what_was_left_out_stays_listed_to_be_taken_back(qtbot: QtBot, page: SearchPage) -> None:
    search(qtbot, page, 'zeppelin -outlet:="Northern Wire" -lang:="en"', 0)
    assert counts(page, "outlet") == {"Northern Wire": 0}
    assert counts(page, "lang") == {"English": 0}
    facets = page.facets
    items = {item.text(0): item for item in facets._items()}
    said = items["Northern Wire"].data(0, Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Outlets, Northern Wire, 0, left out"
    plain = facets.grab().toImage()
    facets.setCurrentItem(items["English"])
    QTest.keyClick(facets, Qt.Key.Key_Return)
    assert page.query == 'zeppelin -outlet:="Northern Wire"'
    qtbot.waitUntil(lambda: not page.results.is_waiting)
    assert counts(page, "lang") == {"English": 1}
    assert facets.grab().toImage() != plain
    assert any(row.hit for row in page.results.model.rows)


def test_what_is_taken_in_and_found_no_more_can_be_let_go(qtbot: QtBot, page: SearchPage) -> None:
    search(qtbot, page, 'quarantine actor:="Army Command"', 0)
    (value,) = page.facets.values("actor")
    assert (value.name, value.count, value.choice) == ("Army Command", 0, "in")


def test_dates_leave_the_undated_out_with_a_button_to_see_them(
    qtbot: QtBot, page: SearchPage, workspace: Workspace
) -> None:
    import_text(workspace.archive, "A zeppelin of which nobody knows when.", coder="Ada", language="en")
    catch_up(workspace.archive, open_index(workspace.archive))
    search(qtbot, page, "zeppelin date:2019-06", 1)
    assert "1 article without a date is not in this" in page.results._notice_text.text()
    page.results.undated_button.click()
    assert page.query == "zeppelin is:undated"
    qtbot.waitUntil(lambda: not page.results.is_waiting)
    assert [row.hit.published for row in page.results.model.rows if row.hit] == [""]
    assert not page.results.undated_button.isVisible()


def test_a_stretch_of_time_is_chosen_on_the_timeline(qtbot: QtBot, page: SearchPage) -> None:
    search(qtbot, page, "zeppelin", 3)
    page.timeline.choose(len(page.timeline.bars) - 1, 0)
    assert "date:2019-04" in page.query
    page.timeline.chosen.emit("2019-06-01", "2019-06-30")
    qtbot.waitUntil(lambda: not page.results.is_waiting)
    assert page.query == "zeppelin date:2019-06"
    assert counts(page, "outlet") == {"Eastern Gazette": 1}


def test_kinds_and_orders_are_chosen(qtbot: QtBot, page: SearchPage) -> None:
    search(qtbot, page, "zeppelin", 3)
    page.kinds.setCurrentIndex(2)
    qtbot.waitUntil(lambda: not page.results.is_waiting)
    assert all(row.hit is None or row.hit.kind == "passage" for row in page.results.model.rows)
    assert page.results.model.rows
    page.kinds.setCurrentIndex(1)
    page.orders.setCurrentIndex(2)
    qtbot.waitUntil(lambda: not page.results.is_waiting)
    dates = [row.hit.published for row in page.results.model.rows if row.hit]
    assert dates == sorted(dates)


def test_an_opened_hit_leaves_the_query_in_the_library(
    qtbot: QtBot, page: SearchPage, library_box: SearchBox
) -> None:
    search(qtbot, page, "quarantine", 2)
    with qtbot.waitSignal(page.hit_chosen) as opened:
        page.results.open_first()
    assert isinstance(opened.args[0], Hit)
    assert library_box.query == "quarantine"


def test_without_a_query_it_says_what_to_do(qtbot: QtBot, page: SearchPage) -> None:
    search(qtbot, page, "quarantine", 2)
    page.set_query("")
    assert page.timeline.isHidden()
    assert page.count.text() == ""
    assert "actor:name" in page._pages.currentWidget().sentence


def test_the_box_colours_its_clauses_and_keeps_text_and_selection(qtbot: QtBot, theme: Theme) -> None:
    box = SearchBox(theme)
    qtbot.addWidget(box)
    box.resize(500, 32)
    box.show()
    box.setText("😀 actor:Army OR =word foo:bar")
    box.setSelection(2, 5)
    plain = box.grab().toImage()
    box._colour()
    assert box.text() == "😀 actor:Army OR =word foo:bar"
    assert box.selectedText() == " acto"
    assert box.grab().toImage() != plain or not box.isVisible()
    box.set_theme(DARK)
    QTest.keyClicks(box, "x")
    assert "x" in box.text()


def test_names_are_completed_behind_a_colon(qtbot: QtBot, page: SearchPage) -> None:
    completer = page.findChild(ResultsDesk)._completers[0]
    page.box.clear()
    page.box.setFocus()
    QTest.keyClicks(page.box, "zeppelin actor:arm")
    qtbot.waitUntil(completer.list.isVisible)
    assert completer.list.item(0).text().startswith('"Army Command"')
    QTest.keyClick(page.box, Qt.Key.Key_Down)
    QTest.keyClick(page.box, Qt.Key.Key_Return)
    assert page.box.text().strip() == 'zeppelin actor:"Army Command"'
    qtbot.waitUntil(lambda: not completer.list.isVisible())


def test_words_are_completed_only_when_asked_for(qtbot: QtBot, page: SearchPage) -> None:
    completer = page.findChild(ResultsDesk)._completers[0]
    page.box.clear()
    page.box.setFocus()
    QTest.keyClicks(page.box, "zepp")
    qtbot.wait(400)
    assert not completer.list.isVisible()
    QTest.keyClick(page.box, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(completer.list.isVisible)
    QTest.keyClick(page.box, Qt.Key.Key_Tab)
    assert page.box.text().strip() == "zeppelin"
    QTest.keyClick(page.box, Qt.Key.Key_Escape)


def test_another_spelling_is_offered_where_a_word_finds_nothing(qtbot: QtBot, page: SearchPage) -> None:
    search(qtbot, page, "quarrantine ", 0)
    titles = [button.text() for button in page.results._buttons]
    assert titles[0] == "Did you mean “quarantine”?"
    page.results._buttons[0].click()
    qtbot.waitUntil(lambda: page.query == "quarantine")


FACETS = [
    Facet("outlet", "Outlets", tuple(Value(f"Outlet {n}", f"Outlet {n}", 20 - n) for n in range(12))),
    Facet("lang", "Languages", (Value("ar", "Arabic", 3, "out"), Value("en", "English", 2, "in"))),
]


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> FacetPanel:
    panel = FacetPanel(theme)
    qtbot.addWidget(panel)
    panel.resize(260, 600)
    panel.show_facets(FACETS)
    panel.show()
    qtbot.waitActive(panel)
    return panel


def test_the_first_values_are_listed_and_the_rest_on_demand(qtbot: QtBot, panel: FacetPanel) -> None:
    assert len(panel.values("outlet")) == 6
    more = panel.topLevelItem(0).child(6)
    assert more.text(0) == "Show 6 more"
    rect = panel.visualItemRect(more)
    QTest.mouseClick(panel.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert len(panel.values("outlet")) == 12


def test_values_are_chosen_with_the_keyboard(qtbot: QtBot, panel: FacetPanel) -> None:
    panel.setCurrentItem(panel.topLevelItem(0).child(1))
    with qtbot.waitSignal(panel.taken_in) as signal:
        QTest.keyClick(panel, Qt.Key.Key_Return)
    assert signal.args == ["outlet", "Outlet 1"]
    with qtbot.waitSignal(panel.left_out) as signal:
        QTest.keyClick(panel, Qt.Key.Key_Minus)
    assert signal.args == ["outlet", "Outlet 1"]
    panel.setCurrentItem(panel.topLevelItem(1).child(0))
    with qtbot.waitSignal(panel.let_go) as signal:
        QTest.keyClick(panel, Qt.Key.Key_Delete)
    assert signal.args == ["lang", "ar"]
    words = panel.topLevelItem(1).child(0).data(0, Qt.ItemDataRole.AccessibleTextRole)
    assert words == "Languages, Arabic, 3, left out"


def test_the_timeline_is_chosen_by_dragging_and_by_keys(qtbot: QtBot, theme: Theme) -> None:
    import numpy as np

    strip = TimelineStrip(theme)
    qtbot.addWidget(strip)
    strip.resize(300, 76)
    strip.show_timeline(timeline_of(np.array([20190105, 20190310, 20190311, 20191201], dtype=np.int32)))
    strip.show()
    qtbot.waitActive(strip)
    assert [bar.count for bar in strip.bars] == [1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    step = strip._step()
    first, last = QPoint(int(8 + step * 0.5), 30), QPoint(int(8 + step * 2.5), 30)
    with qtbot.waitSignal(strip.chosen) as signal:
        QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=first)
        QTest.mouseMove(strip, last)
        QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=last)
    assert signal.args == ["2019-01-01", "2019-03-31"]
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert strip.accessibleDescription() == "Apr 2019: 0"
    with qtbot.waitSignal(strip.chosen) as signal:
        QTest.keyClick(strip, Qt.Key.Key_Return)
    assert signal.args == ["2019-04-01", "2019-04-30"]
    with qtbot.waitSignal(strip.chosen) as signal:
        QTest.keyClick(strip, Qt.Key.Key_Escape)
    assert signal.args == ["", ""]
