import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from archive_app.gui.inspector.codebook import CodebookPanel
from archive_app.gui.inspector.codebook_dialogs import ActorDialog, ClaimTypeDialog
from archive_app.gui.inspector.codebook_table import CodebookTable
from archive_app.gui.inspector.merge_dialog import MergeDialog
from archive_app.model.values import Role, Stance
from archive_app.operations.codebook import delete_actor
from archive_app.operations.tagging import ActorChoice, ClaimChoice, tag_actor
from archive_app.storage.queries import ActorCard, ClaimTypeCard, PassageFilter

from .conftest import Bench

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def codebook(bench: Bench) -> CodebookPanel:
    return bench.panel.codebook


def shown(table: CodebookTable) -> list[str]:
    return [table.rows.card_at(row).name for row in range(table.rows.rowCount())]


def actor(bench: Bench, name: str) -> ActorCard:
    return next(card for card in codebook(bench).actors if card.name == name)


def claim_type(bench: Bench, name: str) -> ClaimTypeCard:
    return next(card for card in codebook(bench).claim_types if card.name == name)


def has_actor(bench: Bench, name: str) -> bool:
    return name in [card.name for card in codebook(bench).actors]


@pytest.fixture
def actors(bench: Bench) -> CodebookTable:
    table = codebook(bench).actor_table
    table.enter()
    return table


@pytest.fixture
def claims(bench: Bench) -> CodebookTable:
    codebook(bench).tabs.setCurrentIndex(1)
    table = codebook(bench).claim_table
    table.enter()
    return table


def test_the_lists_show_the_codebook(actors: CodebookTable, bench: Bench) -> None:
    assert shown(actors) == ["Orlan Dabrek", "The government"]
    assert actor(bench, "Orlan Dabrek").uses == 1
    assert shown(codebook(bench).claim_table) == ["Accusation", "Shelling", "Denial"]


def test_the_filter_finds_in_spite_of_spelling_and_down_leads_to_the_list(bench: Bench) -> None:
    field = codebook(bench).filter
    codebook(bench).focus_filter()
    QTest.keyClicks(field, "dabreg")
    assert shown(codebook(bench).actor_table) == ["Orlan Dabrek"]
    bench.press(field, KEY.Key_Down)
    assert codebook(bench).actor_table.hasFocus()
    bench.press(codebook(bench).actor_table, KEY.Key_Up)
    assert field.hasFocus()
    bench.press(field, KEY.Key_Escape)
    assert len(shown(codebook(bench).actor_table)) == 2


def test_a_name_that_nothing_is_like_can_be_added_at_once(bench: Bench) -> None:
    QTest.keyClicks(codebook(bench).filter, "Zzyx")
    assert codebook(bench).empty.isVisible()
    assert "Zzyx" in codebook(bench).empty.sentence
    codebook(bench).add_first.click()
    dialog = codebook(bench).dialog
    assert isinstance(dialog, ActorDialog)
    assert dialog.name.text() == "Zzyx"
    bench.press(dialog.name, KEY.Key_Return)
    bench.until(lambda: has_actor(bench, "Zzyx"))


def test_an_actor_is_edited_with_enter(actors: CodebookTable, bench: Bench) -> None:
    bench.press(actors, KEY.Key_Return)
    dialog = codebook(bench).dialog
    assert isinstance(dialog, ActorDialog)
    assert dialog.aliases.toPlainText() == "Dabreck\nDabrek"
    dialog.name.setText("Orlan Dabrek the Younger")
    dialog.kind.setCurrentIndex(dialog.kind.findData("group"))
    dialog.aliases.setPlainText("Dabrek\n\n Dabrik \nDabrek")
    bench.press(dialog.aliases, KEY.Key_Return, CONTROL)
    bench.until(lambda: has_actor(bench, "Orlan Dabrek the Younger"))
    card = actor(bench, "Orlan Dabrek the Younger")
    assert (card.kind, card.aliases) == ("group", ("Dabrek", "Dabrik"))
    bench.until(lambda: codebook(bench).dialog is None)


def test_a_name_that_is_taken_is_refused_in_the_dialog(actors: CodebookTable, bench: Bench) -> None:
    bench.press(actors, KEY.Key_Return)
    dialog = codebook(bench).dialog
    assert isinstance(dialog, ActorDialog)
    dialog.name.setText("the GOVERNMENT")
    bench.press(dialog.name, KEY.Key_Return)
    bench.until(lambda: dialog.complaint.isVisible())
    assert "already stands for" in dialog.complaint.text()
    assert bench.failures == []
    bench.press(dialog.name, KEY.Key_Escape)
    bench.until(lambda: codebook(bench).dialog is None)
    assert has_actor(bench, "Orlan Dabrek")


def test_a_new_actor_is_chosen_after_it_was_added(bench: Bench) -> None:
    codebook(bench).new.click()
    dialog = codebook(bench).dialog
    assert isinstance(dialog, ActorDialog)
    QTest.keyClicks(dialog.name, "Mira Tolle")
    bench.press(dialog.name, KEY.Key_Return)
    bench.until(lambda: has_actor(bench, "Mira Tolle"))
    bench.settle()
    assert codebook(bench).actor_table.chosen_key == actor(bench, "Mira Tolle").id


def test_an_actor_is_renamed_in_the_list(actors: CodebookTable, bench: Bench) -> None:
    bench.press(actors, KEY.Key_F2)
    editor = actors.findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "Orlan Dabrek"
    editor.setText("Dabrek, Orlan")
    bench.press(editor, KEY.Key_Return)
    bench.until(lambda: has_actor(bench, "Dabrek, Orlan"))
    bench.workspace.undo()
    bench.until(lambda: has_actor(bench, "Orlan Dabrek"))


def test_a_name_being_typed_over_survives_a_tag_put_elsewhere(actors: CodebookTable, bench: Bench) -> None:
    bench.press(actors, KEY.Key_F2)
    editor = actors.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "Half a na")
    choice = ActorChoice("Orlan Dabrek")
    bench.workspace.run(lambda archive: tag_actor(archive, bench.second, choice, coder="Ada"))
    bench.until(lambda: actor(bench, "Orlan Dabrek").uses == 2)
    assert actors.findChild(QLineEdit) is editor
    assert editor.text() == "Half a na"


def test_an_actor_is_merged_into_another(actors: CodebookTable, bench: Bench) -> None:
    bench.show(bench.first)
    key = actor(bench, "Orlan Dabrek").id
    codebook(bench).ask_edit(key)
    form = codebook(bench).dialog
    assert isinstance(form, ActorDialog)
    form.merge_asked.emit()
    dialog = codebook(bench).dialog
    assert isinstance(dialog, MergeDialog)
    assert not dialog.merge.isEnabled()
    bench.press(dialog.field, KEY.Key_Return)
    assert has_actor(bench, "Orlan Dabrek")
    QTest.keyClicks(dialog.field, "govern")
    bench.press(dialog.field, KEY.Key_Return)
    bench.until(lambda: not has_actor(bench, "Orlan Dabrek"))
    assert "Orlan Dabrek" in actor(bench, "The government").aliases
    bench.until(lambda: [row.name.text() for row in bench.panel.passage.actor_rows] == ["The government"] * 2)


def test_deleting_what_is_used_asks_first(actors: CodebookTable, bench: Bench) -> None:
    bench.answers.says_yes = False
    bench.press(actors, KEY.Key_Delete)
    assert len(bench.answers.asked) == 1
    bench.settle()
    assert has_actor(bench, "Orlan Dabrek")
    bench.answers.says_yes = True
    bench.press(actors, KEY.Key_Delete)
    bench.until(lambda: not has_actor(bench, "Orlan Dabrek"))


def test_deleting_what_is_not_used_asks_nothing(claims: CodebookTable, bench: Bench) -> None:
    claims.choose(claim_type(bench, "Denial").id)
    bench.press(claims, KEY.Key_Delete)
    bench.until(lambda: "Denial" not in shown(claims))
    assert bench.answers.asked == []


def test_control_enter_tags_the_selection(actors: CodebookTable, bench: Bench) -> None:
    with bench.qtbot.waitSignal(bench.panel.tag_requested) as tagged:
        bench.press(actors, KEY.Key_Return, CONTROL)
    assert tagged.args == [ActorChoice("Orlan Dabrek", Role.SPEAKER)]


def test_the_menu_tags_in_a_role(actors: CodebookTable, bench: Bench) -> None:
    actors.menu_asked.emit(actors.chosen_key, QPoint(10, 10))
    menu = codebook(bench).menu
    assert menu is not None
    roles = menu.actions()[0].menu()
    with bench.qtbot.waitSignal(bench.panel.tag_requested) as tagged:
        roles.actions()[2].trigger()  # type: ignore[union-attr]  # the first entry has a menu
    assert tagged.args == [ActorChoice("Orlan Dabrek", Role.TARGET)]
    menu.close()


def test_the_menu_tags_with_a_stance(claims: CodebookTable, bench: Bench) -> None:
    claims.menu_asked.emit(claim_type(bench, "Denial").id, QPoint(10, 10))
    menu = codebook(bench).menu
    assert menu is not None
    stances = menu.actions()[0].menu()
    with bench.qtbot.waitSignal(bench.panel.tag_requested) as tagged:
        stances.actions()[1].trigger()  # type: ignore[union-attr]  # the first entry has a menu
    assert tagged.args == [ClaimChoice("Denial", Stance.OPPOSES)]
    menu.close()


def test_shift_enter_shows_the_passages(claims: CodebookTable, bench: Bench) -> None:
    with bench.qtbot.waitSignal(bench.panel.show_passages_requested) as asked:
        bench.press(claims, KEY.Key_Return, SHIFT)
    assert asked.args == [PassageFilter(claim_type_id=claim_type(bench, "Accusation").id)]


def test_branches_are_shut_and_opened_with_the_arrow_keys(claims: CodebookTable) -> None:
    QTest.keyClick(claims, KEY.Key_Left)
    assert shown(claims) == ["Accusation", "Denial"]
    QTest.keyClick(claims, KEY.Key_Right)
    assert shown(claims) == ["Accusation", "Shelling", "Denial"]
    QTest.keyClick(claims, KEY.Key_Down)
    QTest.keyClick(claims, KEY.Key_Left)
    assert claims.rows.card_at(claims.currentIndex().row()).name == "Accusation"


def test_a_branch_is_shut_by_its_mark(claims: CodebookTable, bench: Bench) -> None:
    row = claims.visualRect(claims.rows.index(0, 0))
    mark = claims.delegate.chevron(claims.rows.card_at(0), row)
    bench.qtbot.mouseClick(claims.viewport(), Qt.MouseButton.LeftButton, pos=mark.center())
    assert shown(claims) == ["Accusation", "Denial"]


def drop(claims: CodebookTable, moved: str, on: QModelIndex) -> bool:
    rows = claims.rows
    at = shown(claims).index(moved)
    dragged = rows.mimeData([rows.index(at, 0)])
    return rows.dropMimeData(dragged, Qt.DropAction.MoveAction, -1, -1, on)


def test_a_claim_type_dropped_on_another_moves_below_it(claims: CodebookTable, bench: Bench) -> None:
    drop(claims, "Denial", claims.rows.index(0, 0))
    bench.until(lambda: claim_type(bench, "Denial").path == "Accusation > Denial")
    drop(claims, "Denial", QModelIndex())
    bench.until(lambda: claim_type(bench, "Denial").parent_id is None)


def test_a_claim_type_cannot_be_dropped_below_itself(claims: CodebookTable, bench: Bench) -> None:
    rows = claims.rows
    dragged = rows.mimeData([rows.index(0, 0)])
    below = rows.index(1, 0)
    assert not rows.canDropMimeData(dragged, Qt.DropAction.MoveAction, -1, -1, below)


def test_a_claim_type_is_edited_moved_and_coloured(claims: CodebookTable, bench: Bench) -> None:
    claims.choose(claim_type(bench, "Denial").id)
    bench.press(claims, KEY.Key_Return)
    dialog = codebook(bench).dialog
    assert isinstance(dialog, ClaimTypeDialog)
    dialog.place.setCurrentIndex(dialog.place.findText("Accusation"))
    dialog.definition.setPlainText("Says that it did not happen.")
    dialog.colour.setFocus()
    dialog.colour.choose(4)
    bench.press(dialog.colour, KEY.Key_Right)
    bench.press(dialog.name, KEY.Key_Return)
    bench.until(lambda: claim_type(bench, "Denial").colour == 5)
    card = claim_type(bench, "Denial")
    assert (card.path, card.definition) == ("Accusation > Denial", "Says that it did not happen.")


def test_a_claim_type_is_not_offered_a_place_below_itself(claims: CodebookTable, bench: Bench) -> None:
    bench.press(claims, KEY.Key_Return)
    dialog = codebook(bench).dialog
    assert isinstance(dialog, ClaimTypeDialog)
    places = [dialog.place.itemText(at).strip() for at in range(dialog.place.count())]
    assert places == ["Nothing: at the root", "Denial"]
    dialog.reject()


def test_a_new_claim_type_below_another_takes_its_place_and_colour(
    claims: CodebookTable, bench: Bench
) -> None:
    parent = claim_type(bench, "Accusation")
    codebook(bench).ask_new("", parent.id)
    dialog = codebook(bench).dialog
    assert isinstance(dialog, ClaimTypeDialog)
    QTest.keyClicks(dialog.name, "Looting")
    bench.press(dialog.name, KEY.Key_Return)
    bench.until(lambda: "Looting" in shown(claims))
    card = claim_type(bench, "Looting")
    assert (card.parent_id, card.colour) == (parent.id, parent.colour)


def test_the_definition_stands_below_the_list(claims: CodebookTable, bench: Bench) -> None:
    claims.choose(claim_type(bench, "Accusation").id)
    assert codebook(bench).definition.text == "Blames someone."
    assert codebook(bench).definition.isVisible()


def test_the_row_that_is_chosen_stays_when_the_list_is_read_again(
    actors: CodebookTable, bench: Bench
) -> None:
    actors.choose(actor(bench, "The government").id)
    key = actor(bench, "Orlan Dabrek").id
    bench.workspace.run(lambda archive: delete_actor(archive, key, coder="Ada"))
    bench.until(lambda: not has_actor(bench, "Orlan Dabrek"))
    assert actors.chosen_key == actor(bench, "The government").id


def test_letters_are_left_to_the_windows_shortcuts(actors: CodebookTable, bench: Bench) -> None:
    before = actors.chosen_key
    bench.press(actors, KEY.Key_T)
    assert actors.chosen_key == before


def test_an_empty_codebook_says_what_to_do(actors: CodebookTable, bench: Bench) -> None:
    for card in codebook(bench).actors:
        key = card.id
        bench.workspace.run(lambda archive, key=key: delete_actor(archive, key, coder="Ada"))
    bench.until(lambda: codebook(bench).empty.isVisible())
    assert "press A" in codebook(bench).empty.sentence
