import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from archive_app.gui.coding.popup import TagPopup
from archive_app.gui.theme import DARK
from archive_app.model.values import Role, Stance
from archive_app.operations.tagging import ActorChoice, ClaimChoice
from archive_app.storage.queries import TaggedActor, TaggedClaim

from .conftest import ACTORS, CLAIM_TYPES, Desk, OpenDesk

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def names(popup: TagPopup) -> list[str]:
    return [candidate.name for candidate in popup.list.candidates]


def press(popup: TagPopup, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(popup.field, key, held)


def type_in(popup: TagPopup, text: str) -> None:
    QTest.keyClicks(popup.field, text)


@pytest.fixture
def asked(desk: Desk) -> Desk:
    desk.popup.ask_actor(desk.anchor, ACTORS)
    return desk


@pytest.fixture
def asked_claim(desk: Desk) -> Desk:
    desk.popup.ask_claim(desk.anchor, CLAIM_TYPES)
    return desk


@pytest.mark.parametrize("typed", ["Haftar", "hafter", "Hifter", "Haftr", "حفتر"])
def test_an_actor_is_found_in_spite_of_its_spelling(asked: Desk, qtbot: QtBot, typed: str) -> None:
    with qtbot.waitSignal(asked.popup.actor_chosen) as chosen:
        asked.popup.field.setText(typed)
        press(asked.popup, KEY.Key_Return)
    assert chosen.args == [ActorChoice("Khalifa Haftar", Role.SPEAKER)]
    assert asked.popup.isHidden()


def test_the_alias_that_matched_is_shown(asked: Desk) -> None:
    type_in(asked.popup, "hif")
    assert (asked.popup.list.candidates[0].name, asked.popup.list.candidates[0].detail) == (
        "Khalifa Haftar",
        "alias Hifter",
    )


def test_an_alias_is_not_shown_where_the_name_itself_has_what_was_typed(asked: Desk) -> None:
    type_in(asked.popup, "sarraj")
    assert asked.popup.list.candidates[0].name == "Fayez al-Sarraj"
    assert asked.popup.list.candidates[0].detail == ""


def test_with_nothing_typed_the_most_used_stand_first_and_enter_does_nothing(
    asked: Desk, qtbot: QtBot
) -> None:
    assert names(asked.popup) == [card.name for card in ACTORS]
    with qtbot.assertNotEmitted(asked.popup.actor_chosen):
        press(asked.popup, KEY.Key_Return)
    assert asked.popup.isVisible()


def test_down_and_enter_take_a_row(asked: Desk, qtbot: QtBot) -> None:
    press(asked.popup, KEY.Key_Down)
    press(asked.popup, KEY.Key_Down)
    with qtbot.waitSignal(asked.popup.actor_chosen) as chosen:
        press(asked.popup, KEY.Key_Enter)
    assert chosen.args[0].name == "Fayez al-Sarraj"


def test_up_from_the_first_row_goes_to_the_last(asked: Desk) -> None:
    type_in(asked.popup, "lib")
    press(asked.popup, KEY.Key_Up)
    assert asked.popup.list.chosen is not None
    assert asked.popup.list.chosen.is_new


def test_enter_creates_what_nothing_is_like(asked: Desk, qtbot: QtBot) -> None:
    type_in(asked.popup, "Ministry of Wzxq")
    assert asked.popup.list.candidates[-1].shown == "Create “Ministry of Wzxq”"
    with qtbot.waitSignal(asked.popup.actor_chosen) as chosen:
        press(asked.popup, KEY.Key_Return)
    assert chosen.args == [ActorChoice("Ministry of Wzxq", Role.SPEAKER)]


def test_control_enter_creates_although_a_row_is_picked_out(asked: Desk, qtbot: QtBot) -> None:
    type_in(asked.popup, "Haft")
    with qtbot.waitSignal(asked.popup.actor_chosen) as chosen:
        press(asked.popup, KEY.Key_Return, CONTROL)
    assert chosen.args[0].name == "Haft"


def test_a_name_that_exists_is_not_offered_to_be_created(asked: Desk, qtbot: QtBot) -> None:
    type_in(asked.popup, "hifter")
    assert not any(candidate.is_new for candidate in asked.popup.list.candidates)
    with qtbot.waitSignal(asked.popup.actor_chosen) as chosen:
        press(asked.popup, KEY.Key_Return, CONTROL)
    assert chosen.args[0].name == "Khalifa Haftar"


def test_tab_steps_through_the_roles(asked: Desk, qtbot: QtBot) -> None:
    type_in(asked.popup, "un")
    seen = [asked.popup.option]
    for _ in range(4):
        press(asked.popup, KEY.Key_Tab)
        seen.append(asked.popup.option)
    assert seen == ["speaker", "addressee", "target", "mentioned", "speaker"]
    press(asked.popup, KEY.Key_Backtab, SHIFT)
    with qtbot.waitSignal(asked.popup.actor_chosen) as chosen:
        press(asked.popup, KEY.Key_Return)
    assert chosen.args == [ActorChoice("United Nations", Role.MENTIONED)]
    assert asked.popup.field.text() == "un"


def test_alt_and_a_number_set_a_role_at_once(asked: Desk, qtbot: QtBot) -> None:
    type_in(asked.popup, "libya")
    press(asked.popup, KEY.Key_3, ALT)
    with qtbot.waitSignal(asked.popup.actor_chosen) as chosen:
        press(asked.popup, KEY.Key_Return)
    assert chosen.args == [ActorChoice("Libya", Role.TARGET)]


def test_a_role_can_be_clicked(asked: Desk, qtbot: QtBot) -> None:
    type_in(asked.popup, "libya")
    segments = asked.popup.segments
    qtbot.mouseClick(segments.button("addressee"), Qt.MouseButton.LeftButton)
    assert asked.popup.field.hasFocus()
    with qtbot.waitSignal(asked.popup.actor_chosen) as chosen:
        press(asked.popup, KEY.Key_Return)
    assert chosen.args[0].role == Role.ADDRESSEE


def test_shift_enter_stays_for_another_and_marks_the_first(asked: Desk, qtbot: QtBot) -> None:
    type_in(asked.popup, "haf")
    with qtbot.waitSignal(asked.popup.actor_chosen):
        press(asked.popup, KEY.Key_Return, SHIFT)
    assert asked.popup.isVisible()
    assert asked.popup.field.text() == ""
    assert asked.popup.list.candidates[0].marks == ("speaker",)
    type_in(asked.popup, "Nbzx")
    with qtbot.waitSignal(asked.popup.actor_chosen):
        press(asked.popup, KEY.Key_Return, SHIFT)
    type_in(asked.popup, "nbzx")
    assert asked.popup.list.candidates[0].marks == ("speaker",)


def test_what_is_on_the_passage_already_is_marked(desk: Desk) -> None:
    current = [TaggedActor(7, 1, "Khalifa Haftar", "speaker"), TaggedActor(8, 1, "Khalifa Haftar", "target")]
    desk.popup.ask_actor(desk.anchor, ACTORS, current)
    assert desk.popup.list.candidates[0].marks == ("speaker", "target")
    desk.popup.ask_actor(desk.anchor, ACTORS)
    assert desk.popup.list.candidates[0].marks == ()


def test_esc_leaves_without_anything_and_the_selection_stays(asked: Desk, qtbot: QtBot) -> None:
    assert asked.popup.field.hasFocus()
    type_in(asked.popup, "haf")
    with qtbot.waitSignal(asked.popup.dismissed), qtbot.assertNotEmitted(asked.popup.actor_chosen):
        press(asked.popup, KEY.Key_Escape)
    assert asked.popup.isHidden()
    assert asked.reader.hasFocus()
    assert asked.reader.textCursor().selectedText() == "fired"


def test_a_click_elsewhere_leaves(asked: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(asked.popup.dismissed):
        qtbot.mouseClick(asked.reader.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(600, 10))
    assert asked.popup.isHidden()


def test_a_row_can_be_clicked(asked: Desk, qtbot: QtBot) -> None:
    rows = asked.popup.list
    place = rows.visualRect(rows.model().index(2, 0)).center()
    with qtbot.waitSignal(asked.popup.actor_chosen) as chosen:
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args[0].name == "United Nations"


def test_a_claim_type_takes_a_stance_from_a_sign_at_the_end(asked_claim: Desk, qtbot: QtBot) -> None:
    type_in(asked_claim.popup, "shell -")
    assert asked_claim.popup.option == "opposes"
    with qtbot.waitSignal(asked_claim.popup.claim_chosen) as chosen:
        press(asked_claim.popup, KEY.Key_Return)
    assert chosen.args == [ClaimChoice("Shelling", Stance.OPPOSES)]


def test_a_hyphen_within_a_name_sets_no_stance(asked_claim: Desk) -> None:
    type_in(asked_claim.popup, "cross-")
    assert asked_claim.popup.option == "opposes"
    type_in(asked_claim.popup, "bo")
    assert asked_claim.popup.option == "neutral"
    assert names(asked_claim.popup)[0] == "Cross-border raid"


def test_a_key_wins_over_the_sign_that_was_typed_before(asked_claim: Desk, qtbot: QtBot) -> None:
    type_in(asked_claim.popup, "demand +")
    press(asked_claim.popup, KEY.Key_2, ALT)
    with qtbot.waitSignal(asked_claim.popup.claim_chosen) as chosen:
        press(asked_claim.popup, KEY.Key_Return)
    assert chosen.args == [ClaimChoice("Demand", Stance.OPPOSES)]


def test_tab_steps_through_the_stances(asked_claim: Desk) -> None:
    seen = [asked_claim.popup.option]
    for _ in range(3):
        press(asked_claim.popup, KEY.Key_Tab)
        seen.append(asked_claim.popup.option)
    assert seen == ["neutral", "supports", "opposes", "neutral"]


def test_a_path_creates_below_its_parent(asked_claim: Desk, qtbot: QtBot) -> None:
    type_in(asked_claim.popup, "Accusation>Looting")
    new = asked_claim.popup.list.candidates[-1]
    assert (new.shown, new.detail) == ("Create “Looting”", "below Accusation")
    with qtbot.waitSignal(asked_claim.popup.claim_chosen) as chosen:
        press(asked_claim.popup, KEY.Key_Return)
    assert chosen.args == [ClaimChoice("Accusation > Looting", Stance.NEUTRAL)]


def test_a_path_finds_what_stands_below(asked_claim: Desk) -> None:
    type_in(asked_claim.popup, "accusation > sh")
    assert names(asked_claim.popup)[0] == "Shelling"


def test_a_claim_type_shows_where_it_stands_and_its_stance(desk: Desk) -> None:
    desk.popup.ask_claim(desk.anchor, CLAIM_TYPES, [TaggedClaim(5, 2, "Shelling", "supports", 1)])
    shelling = desk.popup.list.candidates[1]
    assert (shelling.name, shelling.detail, shelling.marks) == ("Shelling", "Accusation", ("supports",))


def test_an_empty_codebook_says_what_to_do(desk: Desk) -> None:
    desk.popup.ask_actor(desk.anchor, [])
    assert desk.popup.list.isHidden()
    assert "Type a name" in desk.popup.empty_sentence


def sheet(desk: Desk) -> QRect:
    inside = desk.popup.geometry().adjusted(14, 14, -14, -14)
    return QRect(desk.window.mapToGlobal(inside.topLeft()), inside.size())


def test_it_flips_above_words_at_the_bottom_and_stays_there_while_typing(open_desk: OpenDesk) -> None:
    desk = open_desk(x=500, y=580)
    desk.popup.ask_actor(desk.anchor, ACTORS)
    for typed in ("", "haf"):
        desk.popup.field.setText(typed)
        assert sheet(desk).bottom() < desk.anchor.top()
        assert desk.anchor.top() - sheet(desk).bottom() < 12
        assert desk.window.geometry().contains(sheet(desk))


def test_every_row_shows_where_there_is_room(asked: Desk) -> None:
    rows = asked.popup.list
    assert rows.viewport().height() >= len(rows.candidates) * 32
    asked.popup.field.setText("zzzzz")
    assert 32 <= rows.viewport().height() < 64


def test_it_opens_in_a_small_window(open_desk: OpenDesk) -> None:
    desk = open_desk(320, 240, 40, 100)
    desk.popup.ask_actor(desk.anchor, ACTORS)
    assert QRect(QPoint(), QSize(320, 240)).contains(desk.popup.geometry().adjusted(14, 14, -14, -14))


def test_a_screen_reader_hears_what_enter_would_take(asked: Desk) -> None:
    type_in(asked.popup, "hif")
    assert asked.popup.field.accessibleDescription() == "Khalifa Haftar, alias Hifter, Speaker"


def test_it_takes_on_another_theme_while_open(asked: Desk) -> None:
    asked.popup.set_theme(DARK)
    assert DARK.text in asked.popup.field.styleSheet()
