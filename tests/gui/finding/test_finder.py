"""Finding in the open article by keyboard: marks, counts, stepping, names, closing."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from archive_app.gui.stage import Stage
from archive_app.operations.codebook import add_actor
from archive_app.storage.archive import Archive


@pytest.fixture
def marshal(open_stage: Stage) -> Stage:
    """The window with the English article open and the keyboard in the reader."""
    open_stage.open_article("Marshal orders march")
    open_stage.bench.pane.reader.setFocus()
    return open_stage


def find(stage: Stage, words: str) -> None:
    """Open the bar by its keys, and type; what the keyboard of the tests lacks is pasted."""
    stage.press("Ctrl+Shift+F", stage.bench.pane.reader)
    assert stage.bench.pane.find_bar.field.hasFocus()
    stage.press("Ctrl+A")
    if words.isascii():
        stage.type(words)
    else:
        QApplication.clipboard().setText(words)
        stage.press("Ctrl+V")
    settle(stage)


def settle(stage: Stage) -> None:
    stage.settle()
    stage.wait_until(lambda: not stage.bench.finder.is_looking, "the finds")


def found(stage: Stage) -> list[str]:
    article = stage.bench.pane.article
    assert article is not None
    return [article.text[start:end] for start, end in stage.bench.finder.hits]


def count(stage: Stage) -> str:
    return stage.bench.pane.find_bar.count.text()


def selected(stage: Stage) -> str | None:
    article, place = stage.bench.pane.article, stage.bench.pane.reader.selected_range()
    return article.text[slice(*place)] if article is not None and place is not None else None


def test_what_is_typed_is_marked_and_counted(marshal: Stage) -> None:
    find(marshal, "HOUSE")
    assert found(marshal) == ["house", "house", "house"]
    assert count(marshal) == "1 of 3"
    marshal.type("s")
    settle(marshal)
    assert found(marshal) == ["houses", "houses"]
    assert count(marshal) == "1 of 2"
    marshal.type("zz")
    settle(marshal)
    assert count(marshal) == "Not found"
    assert not marshal.bench.pane.find_bar.next.isEnabled()


def test_enter_and_f3_go_on_and_shift_goes_back_around_the_ends(marshal: Stage) -> None:
    said: list[str] = []
    marshal.bench.said.connect(said.append)
    find(marshal, "shelling")
    marshal.press("Return")
    assert count(marshal) == "2 of 2"
    marshal.press("F3")
    assert count(marshal) == "1 of 2"
    assert said[-1] == "On from the beginning of the article."
    marshal.press("Shift+F3")
    assert count(marshal) == "2 of 2"
    marshal.press("Shift+Return")
    assert count(marshal) == "1 of 2"


def test_a_step_begins_where_the_person_went_meanwhile(marshal: Stage) -> None:
    find(marshal, "the")
    reader, hits = marshal.bench.pane.reader, marshal.bench.finder.hits
    reader.select_range(hits[-1][0] - 3, hits[-1][0] - 3)
    marshal.press("F3")
    assert marshal.bench.finder.current == len(hits) - 1
    reader.select_range(hits[1][1] + 1, hits[1][1] + 1)
    marshal.press("Shift+F3")
    assert marshal.bench.finder.current == 1


def test_esc_closes_the_bar_and_leaves_the_find_selected_to_be_tagged(marshal: Stage) -> None:
    find(marshal, "at no house")
    marshal.press("Escape")
    assert not marshal.bench.finder.is_open
    assert marshal.bench.finder.hits == []
    assert selected(marshal) == "at no house"
    assert marshal.bench.pane.reader.hasFocus()
    marshal.press("C")
    marshal.type("Denial")
    marshal.press("Return")
    marshal.settle()
    assert marshal.bench.desk.current is not None
    assert marshal.bench.desk.current.quote == "at no house"


def test_esc_in_the_reader_closes_the_bar_and_keeps_what_is_selected_there(marshal: Stage) -> None:
    find(marshal, "house")
    marshal.select("We are near")
    marshal.press("Escape", marshal.bench.pane.reader)
    assert not marshal.bench.finder.is_open
    assert selected(marshal) == "We are near"


def test_selected_words_are_taken_along_and_a_closed_bar_goes_on_with_them(marshal: Stage) -> None:
    marshal.select("shelling")
    marshal.press("Ctrl+Shift+F", marshal.bench.pane.reader)
    settle(marshal)
    assert marshal.bench.pane.find_bar.field.text() == "shelling"
    assert count(marshal) == "1 of 2"
    marshal.press("Escape")
    marshal.press("F3", marshal.bench.pane.reader)
    settle(marshal)
    assert marshal.bench.finder.is_open
    assert count(marshal) == "2 of 2"
    assert marshal.bench.pane.reader.hasFocus()


def test_whole_words_leave_out_longer_ones(marshal: Stage) -> None:
    find(marshal, "he")
    assert len(found(marshal)) > 2
    marshal.bench.pane.find_bar.whole_words.click()
    settle(marshal)
    assert found(marshal) == ["he"]


def test_arabic_and_emoji_are_found_and_marked_exactly(open_stage: Stage) -> None:
    open_stage.open_article("الهدنة")
    find(open_stage, "وزاره الصحه")
    assert found(open_stage) == ["وزارة الصحة"]
    open_stage.open_article("Truce holds")
    settle(open_stage)
    assert count(open_stage) == "Not found"
    find(open_stage, "shots 😀 on")
    assert found(open_stage) == ["shots 😀 on"]
    open_stage.press("Escape")
    assert selected(open_stage) == "shots 😀 on"
    find(open_stage, "🕊")
    assert found(open_stage) == ["🕊️"]


def test_another_article_is_searched_without_moving_its_page(marshal: Stage) -> None:
    find(marshal, "on")
    marshal.open_article("Truce holds")
    settle(marshal)
    assert found(marshal)
    assert marshal.bench.finder.current is None
    assert count(marshal) == f"{len(found(marshal))} found"


def test_ending_a_search_of_the_archive_leaves_the_marks_of_the_bar(marshal: Stage) -> None:
    find(marshal, "house")
    marshal.bench.search("")
    assert len(marshal.bench.pane.reader._scene.hits.between(0, 10_000)) == 3


def test_f3_without_anything_to_find_asks_for_it(marshal: Stage) -> None:
    marshal.press("F3", marshal.bench.pane.reader)
    assert marshal.bench.pane.find_bar.field.hasFocus()
    assert count(marshal) == ""


def test_the_names_of_an_actor_are_marked_under_every_alias(marshal: Stage) -> None:
    archive = marshal.bench.workspace.archive
    marshal.bench.workspace.run(
        lambda _archive: add_actor(archive, "Orlan Dabrek", aliases=("Field Marshal", "WE"), coder="Ada")
    )
    marshal.settle()
    marshal.press("Ctrl+F3", marshal.bench.pane.reader)
    marshal.wait_until(lambda: QApplication.activePopupWidget() is not None, "the list of actors")
    marshal.press("Return")
    settle(marshal)
    assert found(marshal) == ["Field Marshal", "Orlan Dabrek"]
    bar = marshal.bench.pane.find_bar
    assert bar.is_about_actor
    assert "Orlan Dabrek" in bar.actor.text()
    assert count(marshal) == "1 of 2"
    marshal.press("Return", bar.actor)
    assert count(marshal) == "2 of 2"
    marshal.press("Ctrl+Shift+F", marshal.bench.pane.reader)
    assert not bar.is_about_actor
    assert bar.field.hasFocus()


def test_the_menu_of_the_codebook_finds_the_names_of_its_actor(marshal: Stage) -> None:
    marshal.bench.workspace.run(lambda archive: add_actor(archive, "Orlan Dabrek", coder="Ada"))
    codebook = marshal.bench.inspector.codebook
    marshal.wait_until(lambda: bool(codebook.actors), "the actor in the codebook")
    codebook.actor_table.menu_asked.emit(codebook.actors[0].id, QPoint(10, 10))
    assert codebook.menu is not None
    next(each for each in codebook.menu.actions() if each.text().startswith("Find its names")).trigger()
    codebook.menu.close()
    marshal.wait_until(lambda: bool(marshal.bench.finder.hits), "the names")
    assert found(marshal) == ["Orlan Dabrek"]


def test_without_an_article_the_status_line_says_what_to_do(stage: Stage, empty_archive: Archive) -> None:
    folder = empty_archive.places.folder
    empty_archive.close()
    stage.window.open_folder(folder)
    stage.wait_until(lambda: stage.window.bench is not None, "the archive to open")
    said: list[str] = []
    stage.bench.said.connect(said.append)
    for key in ("Ctrl+Shift+F", "F3"):
        stage.press(key, stage.window)
        assert said.pop() == "Open an article first."
    assert not stage.bench.finder.is_open


def test_without_actors_there_are_no_names_to_find(marshal: Stage) -> None:
    said: list[str] = []
    marshal.bench.said.connect(said.append)
    marshal.press("Ctrl+F3", marshal.bench.pane.reader)
    settle(marshal)
    assert "There are no actors yet" in said[-1]


def test_the_bar_takes_two_lines_where_there_is_no_room_for_one(marshal: Stage) -> None:
    find(marshal, "house")
    bar = marshal.bench.pane.find_bar
    wide = bar.height()
    marshal.window.resize(1000, 700)
    marshal.rest(100)
    assert bar.height() > wide
    assert bar.close_button.mapTo(bar, bar.close_button.rect().bottomRight()).x() < bar.width()
