from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from archive_app.operations.articles import delete_articles, edit_article

from .conftest import Bench

KEY = Qt.Key


def field(bench: Bench, name: str) -> QLineEdit:
    return bench.panel.article.fields[name]


def retype(bench: Bench, name: str, text: str) -> None:
    line = field(bench, name)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    bench.press(line, KEY.Key_Tab)


def test_an_article_shows_its_metadata(bench: Bench) -> None:
    bench.panel.show_article(bench.article())
    assert bench.panel.article.title.toPlainText() == "Marshal orders march on the capital"
    assert field(bench, "outlet").text() == "Tavira Post"
    assert field(bench, "published").text() == "2023-03-04"
    assert bench.panel.article.isVisible()


def test_a_field_is_saved_when_it_is_left(bench: Bench) -> None:
    bench.panel.show_article(bench.article())
    retype(bench, "outlet", "  Southern   Wire ")
    bench.until(lambda: bench.article().outlet == "Southern Wire")
    bench.until(lambda: field(bench, "outlet").text() == "Southern Wire")


def test_enter_saves_the_title(bench: Bench) -> None:
    bench.panel.show_article(bench.article())
    bench.panel.edit_article()
    title = bench.panel.article.title
    assert title.hasFocus()
    QTest.keyClicks(title, "Another title")
    bench.press(title, KEY.Key_Return)
    bench.until(lambda: bench.article().title == "Another title")


def test_a_date_that_is_none_is_refused_under_its_field_and_stays_as_typed(bench: Bench) -> None:
    bench.panel.show_article(bench.article())
    retype(bench, "published", "4 March")
    bench.until(lambda: bool(bench.panel.article.complaint("published")))
    assert "not a date" in bench.panel.article.complaint("published")
    assert field(bench, "published").text() == "4 March"
    assert bench.article().published == "2023-03-04"
    assert bench.failures == []


def test_what_was_refused_is_still_there_after_a_look_at_another_article(bench: Bench) -> None:
    bench.panel.show_article(bench.article())
    retype(bench, "published", "4 March")
    bench.until(lambda: bool(bench.panel.article.complaint("published")))
    bench.panel.show_article(bench.article(2))
    assert bench.panel.article.complaint("published") == ""
    assert field(bench, "published").text() == "2023-04-01"
    bench.panel.show_article(bench.article())
    assert field(bench, "published").text() == "4 March"
    assert bench.panel.article.complaint("published")


def test_a_date_put_right_is_saved_and_the_sentence_goes(bench: Bench) -> None:
    bench.panel.show_article(bench.article())
    retype(bench, "published", "4 March")
    bench.until(lambda: bool(bench.panel.article.complaint("published")))
    retype(bench, "published", "2023-03")
    bench.until(lambda: bench.article().published == "2023-03")
    bench.until(lambda: bench.panel.article.complaint("published") == "")


def test_an_empty_title_is_refused(bench: Bench) -> None:
    bench.panel.show_article(bench.article())
    title = bench.panel.article.title
    title.setFocus()
    title.selectAll()
    bench.press(title, KEY.Key_Delete)
    bench.press(title, KEY.Key_Tab)
    bench.until(lambda: "needs a title" in bench.panel.article.complaint("title"))
    assert bench.article().title


def test_a_field_half_typed_is_saved_when_another_article_is_opened(bench: Bench) -> None:
    bench.panel.show_article(bench.article())
    line = field(bench, "section")
    line.setFocus()
    QTest.keyClicks(line, "World")
    bench.panel.show_article(bench.article(2))
    bench.until(lambda: bench.article().section == "World")
    assert bench.article(2).section == ""
    assert line.text() == ""


def test_a_field_half_typed_is_saved_when_the_window_closes(bench: Bench) -> None:
    bench.panel.show_article(bench.article())
    bench.press(field(bench, "authors"), KEY.Key_End)
    QTest.keyClicks(field(bench, "authors"), "; Bo Tann")
    bench.panel.flush()
    bench.until(lambda: bench.article().authors.endswith("; Bo Tann"))


def test_the_memo_of_an_article_is_saved(bench: Bench) -> None:
    bench.panel.show_article(bench.article())
    memo = bench.panel.article.memo
    memo.setFocus()
    QTest.keyClicks(memo, "Read twice.")
    field(bench, "outlet").setFocus()
    bench.until(lambda: bench.article().memo == "Read twice.")


def test_undo_shows_a_field_as_it_was(bench: Bench) -> None:
    bench.panel.show_article(bench.article())
    retype(bench, "outlet", "Elsewhere")
    bench.until(lambda: bench.article().outlet == "Elsewhere")
    bench.settle()
    bench.workspace.undo()
    bench.until(lambda: field(bench, "outlet").text() == "Tavira Post")


def test_a_change_made_elsewhere_shows_but_not_over_what_is_being_typed(bench: Bench) -> None:
    bench.panel.show_article(bench.article())
    line = field(bench, "section")
    line.setFocus()
    QTest.keyClicks(line, "Wor")
    bench.workspace.run(lambda archive: edit_article(archive, 1, coder="Ada", outlet="Elsewhere"))
    QTest.keyClicks(line, "ld")
    bench.until(lambda: field(bench, "outlet").text() == "Elsewhere")
    assert line.text() == "World"


def test_an_article_that_is_deleted_is_no_longer_shown(bench: Bench) -> None:
    bench.panel.show_article(bench.article(3))
    bench.workspace.run(lambda archive: delete_articles(archive, [3], coder="Ada"))
    bench.until(lambda: bench.panel.article.article is None)
    assert not bench.panel.article.isVisible()


def test_nothing_selected_shows_the_keys(bench: Bench) -> None:
    bench.panel.show_article(None)
    assert bench.panel.hints.isVisible()


def test_a_passage_of_the_article_stays_in_front_when_the_article_is_read_again(bench: Bench) -> None:
    bench.panel.show_article(bench.article())
    bench.show(bench.first)
    bench.panel.show_article(bench.article())
    assert bench.panel.passage.isVisible()
    bench.panel.show_article(bench.article(2))
    assert bench.panel.article.isVisible()
