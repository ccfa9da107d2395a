from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from archive_app.gui.theme import DARK
from archive_app.model.values import Role
from archive_app.operations.tagging import (
    ActorChoice,
    delete_passages,
    mark_passage,
    set_memo,
    tag_actor,
)
from archive_app.storage.queries import PassageCard

from .conftest import Bench

KEY = Qt.Key


def test_a_passage_shows_its_words_actors_claim_types_and_memo(bench: Bench) -> None:
    bench.show(bench.first)
    details = bench.panel.passage
    assert [(row.name.text(), row.role.role) for row in details.actor_rows] == [
        ("Orlan Dabrek", "speaker"),
        ("The government", "target"),
    ]
    assert [(row.name.text(), row.stance.value) for row in details.claim_rows] == [("Shelling", "supports")]
    assert details.memo.toPlainText() == "As it was."
    assert details.quote.accessibleDescription() == bench.passage(bench.first).quote


def test_a_role_is_set_by_its_number(bench: Bench) -> None:
    bench.show(bench.first)
    row = bench.panel.passage.actor_rows[0]
    row.role.setFocus()
    bench.press(row.role, KEY.Key_2)
    bench.until(lambda: bench.passage(bench.first).actors[0].role == "addressee")
    bench.settle()
    assert row.role.hasFocus()
    assert bench.panel.passage.actor_rows[0] is row


def test_a_role_is_chosen_from_its_menu(bench: Bench) -> None:
    bench.show(bench.first)
    bench.panel.passage.actor_rows[0].role.menu().actions()[3].trigger()
    bench.until(lambda: bench.passage(bench.first).actors[0].role == "mentioned")


def test_a_role_that_is_refused_goes_back(bench: Bench) -> None:
    choice = ActorChoice("Orlan Dabrek", Role.TARGET)
    tag_actor(bench.archive, bench.first, choice, coder="Ada")
    bench.show(bench.first)
    role = bench.panel.passage.actor_rows[0].role
    role.setFocus()
    bench.press(role, KEY.Key_3)
    bench.until(lambda: bool(bench.failures))
    assert "already" in bench.failures[0]
    assert role.role == "speaker"


def test_a_stance_is_stepped_with_the_arrow_keys(bench: Bench) -> None:
    bench.show(bench.first)
    stance = bench.panel.passage.claim_rows[0].stance
    button = stance.button("supports")
    button.setFocus()
    bench.press(button, KEY.Key_Right)
    bench.until(lambda: bench.passage(bench.first).claims[0].stance == "neutral")
    bench.press(stance.button("neutral"), KEY.Key_Right)
    bench.until(lambda: bench.passage(bench.first).claims[0].stance == "opposes")


def test_tags_are_removed_by_key_one_after_the_other(bench: Bench) -> None:
    bench.show(bench.first)
    details = bench.panel.passage
    remove = details.actor_rows[0].remove
    remove.setFocus()
    bench.press(remove, KEY.Key_Space)
    bench.until(lambda: len(details.actor_rows) == 1)
    assert details.actor_rows[0].remove.hasFocus()
    bench.press(details.actor_rows[0].remove, KEY.Key_Space)
    bench.until(lambda: not details.actor_rows)
    assert details.add_actor.hasFocus()
    assert bench.passage(bench.first).actors == ()


def test_a_claim_type_is_removed_and_undo_brings_it_back(bench: Bench) -> None:
    bench.show(bench.first)
    details = bench.panel.passage
    details.claim_rows[0].remove.click()
    bench.until(lambda: not details.claim_rows)
    bench.workspace.undo()
    bench.until(lambda: len(details.claim_rows) == 1)


def test_a_memo_is_written_when_the_field_is_left(bench: Bench) -> None:
    bench.show(bench.first)
    memo = bench.panel.passage.memo
    memo.setFocus()
    memo.selectAll()
    QTest.keyClicks(memo, "A new thought.")
    assert bench.passage(bench.first).memo == "As it was."
    bench.panel.passage.add_actor.setFocus()
    bench.until(lambda: bench.passage(bench.first).memo == "A new thought.")


def test_a_memo_is_written_after_a_pause(bench: Bench) -> None:
    bench.show(bench.second)
    memo = bench.panel.passage.memo
    memo.setFocus()
    QTest.keyClicks(memo, "Thinking")
    bench.until(lambda: bench.passage(bench.second).memo == "Thinking")
    assert memo.hasFocus()
    QTest.keyClicks(memo, " on")
    bench.settle()
    assert memo.toPlainText() == "Thinking on"


def test_a_memo_is_not_lost_when_another_passage_is_selected(bench: Bench) -> None:
    bench.show(bench.first)
    QTest.keyClicks(bench.panel.passage.memo, "X")
    bench.show(bench.second)
    bench.until(lambda: "X" in bench.passage(bench.first).memo)
    assert bench.passage(bench.second).memo == ""
    assert bench.panel.passage.memo.toPlainText() == ""


def test_a_memo_is_not_lost_when_the_archive_is_closed(bench: Bench) -> None:
    bench.show(bench.second)
    QTest.keyClicks(bench.panel.passage.memo, "half a th")
    bench.panel.flush()
    bench.until(lambda: bench.passage(bench.second).memo == "half a th")


def test_undo_shows_the_memo_as_it_was(bench: Bench) -> None:
    bench.show(bench.first)
    memo = bench.panel.passage.memo
    memo.selectAll()
    QTest.keyClicks(memo, "changed")
    memo.flush()
    bench.until(lambda: bench.passage(bench.first).memo == "changed")
    bench.settle()
    bench.workspace.undo()
    bench.until(lambda: memo.toPlainText() == "As it was.")


def test_what_is_being_typed_is_not_overwritten_by_a_change_elsewhere(bench: Bench) -> None:
    bench.show(bench.first)
    memo = bench.panel.passage.memo
    QTest.keyClicks(memo, "Z")
    typed = memo.toPlainText()
    bench.panel.passage.actor_rows[0].remove.click()
    bench.until(lambda: len(bench.panel.passage.actor_rows) == 1)
    assert memo.toPlainText() == typed


def test_a_change_made_elsewhere_shows(bench: Bench) -> None:
    bench.show(bench.second)
    bench.workspace.run(
        lambda archive: tag_actor(archive, bench.second, ActorChoice("Mira Tolle"), coder="Ada")
    )
    bench.until(lambda: [row.name.text() for row in bench.panel.passage.actor_rows] == ["Mira Tolle"])
    bench.workspace.run(lambda archive: set_memo(archive, bench.second, "From afar", coder="Ada"))
    bench.until(lambda: bench.panel.passage.memo.toPlainText() == "From afar")


def test_a_passage_that_is_deleted_gives_way_to_the_article(bench: Bench) -> None:
    bench.panel.show_article(bench.article())
    bench.show(bench.second)
    QTest.keyClicks(bench.panel.passage.memo, "too late")
    bench.workspace.run(lambda archive: delete_passages(archive, [bench.second], coder="Ada"))
    bench.until(lambda: bench.panel.article.isVisible())
    bench.settle()
    assert bench.failures == []


def test_a_passage_is_deleted_by_its_button(bench: Bench) -> None:
    bench.show(bench.second)
    with bench.qtbot.waitSignal(bench.panel.delete_passage_requested) as asked:
        bench.press(bench.panel.passage.delete, KEY.Key_Space)
    assert asked.args == [bench.second]


def test_passages_on_the_same_words_are_switched(bench: Bench) -> None:
    bench.show(bench.first)
    details = bench.panel.passage
    assert details.place_sentence == "1 of 2"
    with bench.qtbot.waitSignal(bench.panel.passage_switched) as switched:
        bench.press(details.next, KEY.Key_Space)
    assert switched.args == [bench.second]
    bench.panel.show_passage(bench.passage(bench.first))
    assert details.next.isHidden()


def test_adding_is_asked_of_the_window(bench: Bench) -> None:
    bench.show(bench.first)
    with bench.qtbot.waitSignal(bench.panel.add_actor_requested):
        bench.press(bench.panel.passage.add_actor, KEY.Key_Space)
    with bench.qtbot.waitSignal(bench.panel.add_claim_requested):
        bench.press(bench.panel.passage.add_claim, KEY.Key_Space)


def test_a_long_quote_is_cut_after_six_lines_until_it_is_asked_for(bench: Bench) -> None:
    long = mark_passage(bench.archive, 1, 0, 200, coder="Ada").passage_id
    bench.panel.resize(240, 900)
    bench.show(long)
    quote = bench.panel.passage.quote
    assert quote.is_cut
    cut = quote.heightForWidth(quote.width())
    quote.setFocus()
    bench.press(quote, KEY.Key_Space)
    assert not quote.is_cut
    assert quote.heightForWidth(quote.width()) > cut


def test_an_arabic_quote_runs_from_right_to_left(bench: Bench) -> None:
    arabic = mark_passage(bench.archive, 3, 0, 12, coder="Ada").passage_id
    bench.show(arabic)
    assert bench.panel.passage.quote.runs_right_to_left


def test_an_actor_stands_with_the_icon_of_its_kind(bench: Bench) -> None:
    bench.show(bench.first)
    assert [row.kind for row in bench.panel.passage.actor_rows] == ["person", "state"]


def test_a_narrow_pane_shows_roles_as_icons_alone(bench: Bench) -> None:
    bench.show(bench.first)
    role = bench.panel.passage.actor_rows[0].role
    wide = role.sizeHint().width()
    bench.panel.resize(240, 900)
    bench.qtbot.wait(20)
    assert role.sizeHint().width() < wide
    assert role.accessibleName() == "Role of Orlan Dabrek: Speaker"
    assert bench.panel.minimumSizeHint().width() <= 240


def test_all_of_a_passage_is_reached_with_tab(bench: Bench) -> None:
    bench.show(bench.first)
    details = bench.panel.passage
    wanted = {
        details.quote, details.add_actor, details.actor_rows[0].role, details.actor_rows[0].remove,
        details.add_claim, details.claim_rows[0].stance.button("supports"), details.memo, details.delete,
    }  # fmt: skip
    details.quote.setFocus()
    seen = set()
    for _ in range(30):
        focused = bench.panel.focusWidget()
        assert focused is not None
        seen.add(focused)
        bench.press(focused, KEY.Key_Tab)
    assert wanted <= seen


def test_everything_that_takes_the_keyboard_has_a_name(bench: Bench) -> None:
    bench.show(bench.first)
    for widget in bench.panel.findChildren(object):
        takes = getattr(widget, "focusPolicy", None)
        if takes is None or not widget.isVisible() or not (takes() & Qt.FocusPolicy.TabFocus):
            continue
        named = widget.accessibleName() or getattr(widget, "text", str)()
        assert named or widget.metaObject().className() in ("QTabBar",), widget


def test_the_theme_changes_at_once(bench: Bench) -> None:
    bench.show(bench.first)
    before = bench.panel.grab().toImage().pixelColor(170, 300).lightness()
    bench.panel.set_theme(DARK)
    assert bench.panel.grab().toImage().pixelColor(170, 300).lightness() < before


def test_the_first_thing_to_change_takes_the_keyboard(bench: Bench) -> None:
    bench.show(bench.first)
    bench.panel.focus_first()
    assert bench.panel.passage.actor_rows[0].role.hasFocus()
    bench.show(bench.second)
    bench.panel.focus_first()
    assert bench.panel.passage.add_actor.hasFocus()


def test_the_meta_line_says_who_when_and_where(bench: Bench) -> None:
    card: PassageCard = bench.passage(bench.first)
    bench.show(bench.first)
    assert "Ada" in bench.panel.passage.meta_sentence
    assert f"{card.start}–{card.end}" in bench.panel.passage.meta_sentence


def test_the_meta_line_names_the_page_where_the_source_has_pages(bench: Bench) -> None:
    bench.panel.show_passage(bench.passage(bench.first), page="3–4")
    assert "p. 3–4 · characters" in bench.panel.passage.meta_sentence
    bench.panel.show_passage(bench.passage(bench.second))
    assert "p." not in bench.panel.passage.meta_sentence
