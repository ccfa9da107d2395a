"""What colours mean, and which passages are shown: by rule, and in the real window by keys."""

import random
from collections.abc import Callable
from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from archive_app.gui.colouring import (
    MIXED,
    STANCE_LOOKS,
    ClaimNode,
    ColourBy,
    Colouring,
    Group,
    LegendEntry,
    Surroundings,
    groups_of,
    look_of_key,
)
from archive_app.gui.passage_strip import Legend, LegendButton
from archive_app.gui.reader.appearance import UNTAGGED, Pattern
from archive_app.gui.reading_pane import read_surroundings
from archive_app.gui.show_only import choices_for
from archive_app.gui.showing import Showing
from archive_app.gui.stage import Stage
from archive_app.gui.theme import DARK, LIGHT, Theme
from archive_app.operations.codebook import (
    delete_actor,
    delete_claim_type,
    edit_actor,
    edit_claim_type,
    merge_actors,
)
from archive_app.operations.passages import duplicate_passage
from archive_app.operations.tagging import ActorChoice, ClaimChoice, mark_passage, remove_claim_tag
from archive_app.storage.archive import Archive
from archive_app.storage.queries import (
    PassageCard,
    TaggedActor,
    TaggedClaim,
    actors,
    article_text,
    claim_types,
    passages_of,
)

AROUND = Surroundings(
    {1: ClaimNode(None, "Accusation", 6), 2: ClaimNode(1, "Shelling", 1), 3: ClaimNode(None, "Denial", 4)},
    {"A. Reader": 1, "B. Coder": 2},
)


def passage(
    key: int,
    actors: tuple[tuple[int, str, str], ...] = (),
    claims: tuple[tuple[int, str], ...] = (),
    coder: str = "A. Reader",
) -> PassageCard:
    tags = (TaggedActor(at, actor, name, role) for at, (actor, name, role) in enumerate(actors))
    nodes = ((claim, AROUND.claims[claim], stance) for claim, stance in claims)
    types = (
        TaggedClaim(at, claim, node.name, stance, node.colour)
        for at, (claim, node, stance) in enumerate(nodes)
    )
    blank = ("",) * 8
    return PassageCard(
        key, f"uid {key}", 1, key * 10, key * 10 + 5, "quote", "", coder, *blank, tuple(tags), tuple(types)
    )


HADRAJ, MENDUZ = (7, "Hadraj", "speaker"), (8, "Menduz", "speaker")


# The rules ------------------------------------------------------------------------------------------


def test_an_actor_has_one_look_in_every_article_and_72_in_a_row_differ() -> None:
    looks = [look_of_key(key) for key in range(1, 73)]
    assert len(set(looks)) == 72
    assert look_of_key(5) == look_of_key(5)
    assert {look.colour for look in looks[:12]} == set(range(12))


def test_a_passage_takes_the_colour_of_who_speaks_not_of_who_is_spoken_of() -> None:
    told = passage(1, ((7, "Hadraj", "target"), MENDUZ))
    assert Colouring(ColourBy.ACTOR, AROUND).look_of(told) == look_of_key(8)
    assert [group.key for group in groups_of(told, ColourBy.ACTOR)] == [8, 7]


def test_a_passage_without_what_colours_stand_for_is_neutral() -> None:
    for by in (ColourBy.CLAIM, ColourBy.ACTOR, ColourBy.STANCE):
        assert Colouring(by, AROUND).look_of(passage(1)).colour == UNTAGGED


def test_a_passage_that_supports_one_claim_and_opposes_another_is_mixed() -> None:
    both = passage(1, claims=((1, "supports"), (3, "opposes")))
    assert Colouring(ColourBy.STANCE).look_of(both) == STANCE_LOOKS[MIXED]
    assert [group.key for group in groups_of(both, ColourBy.STANCE)] == [MIXED, "supports", "opposes"]


def test_a_claim_without_a_side_does_not_make_a_passage_mixed() -> None:
    leaning = passage(1, claims=((1, "neutral"), (3, "opposes")))
    assert Colouring(ColourBy.STANCE).look_of(leaning) == STANCE_LOOKS["opposes"]


def test_coders_are_coloured_in_the_order_they_came_and_a_new_one_is_next() -> None:
    colouring = Colouring(ColourBy.CODER, AROUND)
    assert colouring.look_of(passage(1, coder="B. Coder")) == look_of_key(2)
    assert colouring.look_of(passage(1, coder="C. New")) == look_of_key(3)


def test_the_label_says_in_words_what_the_colour_means() -> None:
    said = passage(1, (HADRAJ,), ((3, "opposes"),), "B. Coder")
    assert Colouring(ColourBy.CLAIM).label_of(said) == "Hadraj · Denial"
    assert Colouring(ColourBy.ACTOR).label_of(said) == "Hadraj · Denial"
    assert Colouring(ColourBy.STANCE).label_of(said) == "opposes · Hadraj · Denial"
    assert Colouring(ColourBy.CODER).label_of(said) == "B. Coder · Hadraj · Denial"


def test_a_legend_counts_what_its_filter_shows() -> None:
    passages = [
        passage(1, (HADRAJ, MENDUZ), ((2, "supports"),)),
        passage(2, (HADRAJ,), ((1, "supports"), (3, "opposes"))),
        passage(3, (), ((3, "neutral"),), "B. Coder"),
        passage(4),
    ]
    for by in ColourBy:
        for entry in Colouring(by, AROUND).legend(passages):
            shown = [each for each in passages if Showing().only(entry.group).shows(each, AROUND)]
            assert entry.count == len(shown), entry


def test_a_legend_has_the_most_frequent_first_and_those_without_last() -> None:
    passages = [passage(1), passage(2), passage(3, (MENDUZ,)), passage(4, (HADRAJ,)), passage(5, (HADRAJ,))]
    names = [entry.name for entry in Colouring(ColourBy.ACTOR).legend(passages)]
    assert names == ["Hadraj", "Menduz", "No actor"]


def test_a_claim_type_shows_those_below_it_too() -> None:
    below, above = passage(1, claims=((2, "neutral"),)), passage(2, claims=((1, "neutral"),))
    accusations = Showing().only(Group(ColourBy.CLAIM, 1))
    shelling = Showing().only(Group(ColourBy.CLAIM, 2))
    assert accusations.shows(below, AROUND)
    assert accusations.shows(above, AROUND)
    assert not shelling.shows(above, AROUND)


def test_groups_of_one_kind_widen_and_of_two_kinds_narrow() -> None:
    showing = Showing().only(
        Group(ColourBy.ACTOR, 7), Group(ColourBy.ACTOR, 8), Group(ColourBy.STANCE, "opposes")
    )
    assert showing.shows(passage(1, (MENDUZ,), ((3, "opposes"),)), AROUND)
    assert showing.shows(passage(2, (HADRAJ,), ((3, "opposes"),)), AROUND)
    assert not showing.shows(passage(3, (HADRAJ,), ((3, "supports"),)), AROUND)


def test_a_circle_in_the_tree_of_claim_types_ends() -> None:
    around = Surroundings({1: ClaimNode(2, "One", 0), 2: ClaimNode(1, "Two", 1)})
    assert list(around.with_those_above(1)) == [1, 2]


def test_choices_hang_claim_types_under_those_above_them_with_their_sums() -> None:
    passages = [passage(1, (HADRAJ,), ((2, "supports"),)), passage(2, claims=((2, "opposes"),))]
    choices = [(choice.depth, choice.text, choice.uses) for choice in choices_for(passages, AROUND)]
    assert choices == [
        (0, "Accusation", 2), (1, "Shelling", 2), (0, "supports", 1), (0, "opposes", 1), (0, "Hadraj", 1),
        (0, "No actor", 1),
    ]  # fmt: skip


# Simulations of the two frequent kinds of colour blindness, and of the rare one: G. M. Machado et al., "A
# physiologically-based model for simulation of color vision deficiency", 2009, severity 1.
BLIND = {
    "none": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": ((0.1523, 1.0526, -0.2049), (0.1145, 0.7863, 0.0992), (-0.0039, -0.0481, 1.0520)),
    "deutan": ((0.3673, 0.8606, -0.2280), (0.2801, 0.6725, 0.0474), (-0.0118, 0.0429, 0.9689)),
    "tritan": ((1.2555, -0.0767, -0.1788), (-0.0784, 0.9308, 0.1476), (0.0047, 0.6914, 0.3039)),
}


def seen(colour: str, kind: str) -> tuple[float, float, float]:
    """A colour as CIELAB, as somebody with that kind of sight has it."""
    linear = []
    for at in (1, 3, 5):
        channel = int(colour[at : at + 2], 16) / 255
        linear.append(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)
    rgb = [min(1.0, max(0.0, sum(w * c for w, c in zip(row, linear, strict=True)))) for row in BLIND[kind]]
    x = (0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505
    y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
    z = (0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("kind", BLIND)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_stances_differ_in_pattern_and_sides_in_colour_for_every_eye(theme: Theme, kind: str) -> None:
    assert len({look.pattern for look in STANCE_LOOKS.values()}) == len(STANCE_LOOKS)
    assert Pattern.DOTTED not in {look.pattern for look in STANCE_LOOKS.values()}, "that is for no stance"
    for one, other in combinations(("supports", "opposes", "neutral"), 2):
        colours = (seen(theme.codes[STANCE_LOOKS[each].colour], kind) for each in (one, other))
        distance = sum((a - b) ** 2 for a, b in zip(*colours, strict=True)) ** 0.5
        assert distance > 18, (one, other, distance)


# The window -----------------------------------------------------------------------------------------

ORDER, ACCUSED, DENIED, AGAIN = (
    "ordered his forces to advance on Tavira", "accused him of shelling houses", "We fired at no house",
    "accused him of shelling houses again",
)  # fmt: skip


@pytest.fixture
def archive(archive: Archive) -> Archive:
    """The three articles, the first with four passages of two coders."""

    def mark(quote: str, actor: str, claim: ClaimChoice | None, coder: str, *, last: bool = False) -> None:
        with archive.reading() as session:
            text = article_text(session, 1)
        start = text.rindex(quote) if last else text.index(quote)
        mark_passage(
            archive, 1, start, start + len(quote), actors=(ActorChoice(name=actor),),
            claims=(claim,) if claim else (), coder=coder,
        )  # fmt: skip

    mark(ORDER, "Dabrek", None, "A. Reader")
    mark(ACCUSED, "Government", ClaimChoice(name="Accusation", stance="supports"), "A. Reader")
    mark(DENIED, "Dabrek", ClaimChoice(name="Denial", stance="opposes"), "A. Reader")
    mark(AGAIN, "Government", ClaimChoice(name="Accusation", stance="neutral"), "B. Coder", last=True)
    return archive


@pytest.fixture
def reading(open_stage: Stage) -> Stage:
    """The article with its four passages open, the keyboard in the reader."""
    open_stage.open_article("Marshal orders march")
    open_stage.bench.pane.reader.setFocus()
    return open_stage


def drawn(stage: Stage) -> list[str]:
    """The words of the passages that the reader draws."""
    reader = stage.bench.pane.reader
    return [reader.text[each.start : each.end] for each in reader.highlights()]


def colours(stage: Stage) -> list[int]:
    return [each.colour for each in stage.bench.pane.reader.highlights()]


def notice(stage: Stage) -> str:
    strip = stage.bench.pane.strip
    stage.wait_until(lambda: not strip.is_behind, "the notice to be up to date")
    return strip.notice.sentence.text() if strip.notice.isVisible() else ""


def legend(stage: Stage) -> Legend:
    strip = stage.bench.pane.strip
    stage.wait_until(lambda: not strip.is_behind, "the legend to be up to date")
    return strip.legend


def entry(stage: Stage, name: str) -> LegendButton:
    return next(each for each in legend(stage).buttons if each.entry.name == name)


def hidden_and_back(stage: Stage) -> tuple[list[str], list[str]]:
    stage.press("Ctrl+Shift+H")
    hidden = drawn(stage)
    stage.press("Ctrl+Shift+H")
    return hidden, drawn(stage)


def test_keys_change_what_colours_mean_and_the_choice_is_remembered(reading: Stage) -> None:
    seen_colours = []
    for number in "1234":
        reading.press(f"Ctrl+Alt+{number}")
        seen_colours.append(tuple(colours(reading)))
    assert len(set(seen_colours)) == 4
    stance, coder = seen_colours[2:]
    assert stance == (UNTAGGED, *(STANCE_LOOKS[each].colour for each in ("supports", "opposes", "neutral")))
    assert len(set(coder)) == 2
    assert reading.window.actions_["colour-by-coder"].isChecked()
    folder = reading.bench.workspace.archive.places.folder
    reading.window.close_archive()
    reading.window.open_folder(folder)
    reading.wait_until(lambda: reading.window.bench is not None, "the archive")
    reading.open_article("Marshal orders march")
    assert tuple(colours(reading)) == coder


def test_the_legend_names_what_is_in_the_article_and_filters_by_mouse_and_key(reading: Stage) -> None:
    reading.press("Ctrl+Shift+L")
    found = {each.entry.name: each.entry.count for each in legend(reading).buttons}
    assert found == {"Accusation": 2, "Denial": 1, "No claim type": 1}
    entry(reading, "Accusation").setFocus()
    reading.press("Space")
    assert drawn(reading) == [ACCUSED, AGAIN]
    assert notice(reading) == "Showing 2 of 4 passages: \u2068Accusation\u2069"
    reading.press("Right")
    reading.press("Ctrl+Return")
    assert drawn(reading) == [ACCUSED, DENIED, AGAIN]
    QTest.mouseClick(entry(reading, "Denial"), Qt.MouseButton.LeftButton)
    assert drawn(reading) == [DENIED]
    QTest.mouseClick(entry(reading, "Denial"), Qt.MouseButton.LeftButton)
    assert len(drawn(reading)) == 4
    assert notice(reading) == ""


def test_the_legend_follows_what_is_tagged(reading: Stage) -> None:
    reading.press("Ctrl+Alt+2")
    reading.press("Ctrl+Shift+L")
    reading.select("On Sunday")
    reading.press("A")
    reading.type("Mira Tolle")
    reading.press("Return")
    reading.settle()
    assert entry(reading, "Mira Tolle").entry.count == 1


def test_one_key_hides_all_passages_and_says_so(reading: Stage) -> None:
    reading.press("Ctrl+Shift+H")
    assert drawn(reading) == []
    assert notice(reading) == "Passages are hidden: showing 0 of 4"
    reading.press("Ctrl+Shift+H")
    assert len(drawn(reading)) == 4
    assert notice(reading) == ""


def test_hiding_all_and_back_keeps_the_choice_of_some(reading: Stage) -> None:
    reading.bench.pane.on_show.show_only(Group(ColourBy.CODER, "B. Coder"))
    assert hidden_and_back(reading) == ([], [AGAIN])


def test_the_button_of_the_notice_shows_all_again(reading: Stage) -> None:
    reading.bench.pane.on_show.show_only(Group(ColourBy.CODER, "B. Coder"))
    assert "Showing 1 of 4" in notice(reading)
    reading.bench.pane.strip.notice.show_all.click()
    assert len(drawn(reading)) == 4
    assert not reading.window.actions_["show-all-passages"].isEnabled()


def test_a_group_is_found_by_typing_and_shown_alone(reading: Stage) -> None:
    reading.press("Ctrl+Shift+O")
    chooser = reading.window.reading.chooser
    assert chooser is not None
    model = chooser.table.model()
    offered = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert offered[:3] == ["All passages", "Accusation", "Denial"]
    assert offered[-2:] == ["A. Reader", "B. Coder"]
    reading.type("gover")
    reading.press("Return")
    assert drawn(reading) == [ACCUSED, AGAIN]
    reading.press("Ctrl+Shift+A")
    assert len(drawn(reading)) == 4


@pytest.mark.parametrize(
    "limit",
    [
        lambda stage: stage.press("Ctrl+Shift+H"),
        lambda stage: stage.bench.pane.on_show.show_only(Group(ColourBy.CODER, "B. Coder")),
    ],
    ids=["hidden", "some"],
)
def test_a_passage_made_meanwhile_is_always_shown(reading: Stage, limit: Callable[[Stage], None]) -> None:
    limit(reading)
    before = drawn(reading)
    reading.select("On Sunday")
    reading.press("H")
    reading.settle()
    reading.bench.desk.select_passage(None)
    assert sorted(drawn(reading)) == sorted([*before, "On Sunday"])
    assert f"howing {len(before) + 1} of 5" in notice(reading)


def test_a_passage_stays_on_show_when_a_change_takes_it_out_of_its_group(reading: Stage) -> None:
    accusation = next(iter(reading.bench.pane.on_show.passages[1].claims))
    reading.bench.pane.on_show.show_only(Group(ColourBy.CLAIM, accusation.claim_type_id))
    assert drawn(reading) == [ACCUSED, AGAIN]
    reading.bench.workspace.run(
        lambda archive: remove_claim_tag(archive, accusation.tag_id, coder="A. Reader")
    )
    reading.settle()
    assert drawn(reading) == [ACCUSED, AGAIN]
    assert "Showing 2 of 4" in notice(reading)


def test_next_and_previous_go_through_the_passages_on_show(reading: Stage) -> None:
    reading.bench.pane.on_show.show_only(Group(ColourBy.STANCE, "opposes"))
    reading.press("N", reading.bench.pane.reader)
    current = reading.bench.desk.current
    assert current is not None
    assert current.quote == DENIED
    reading.press("N", reading.bench.pane.reader)
    assert reading.bench.desk.current == current, "there is no further one"
    reading.press("P", reading.bench.pane.reader)
    assert reading.bench.desk.current == current


def test_a_hidden_passage_is_drawn_while_it_is_current(reading: Stage) -> None:
    reading.press("Ctrl+Shift+H")
    hidden = reading.bench.pane.on_show.passages[2]
    reading.bench.desk.select_passage(hidden.id, scroll=True)
    assert drawn(reading) == [DENIED]
    assert notice(reading).endswith("and the selected one")
    reading.bench.desk.select_passage(None)
    assert drawn(reading) == []


def test_a_choice_stays_for_the_next_article_and_is_said_there(reading: Stage) -> None:
    reading.bench.pane.on_show.show_only(Group(ColourBy.CODER, "B. Coder"))
    reading.open_article("Truce holds")
    assert notice(reading) == "This article has no passages yet: \u2068B. Coder\u2069"
    reading.open_article("Marshal orders")
    speaks = reading.bench.pane.on_show.passages[0].actors[0]
    reading.bench.pane.on_show.show_only(Group(ColourBy.ACTOR, speaks.actor_id))
    reading.open_article("Truce holds")
    assert notice(reading).endswith("\u2068Dabrek\u2069")
    reading.bench.pane.on_show.show_only(Group(ColourBy.CODER, "B. Coder"))
    reading.open_article("Marshal orders")
    assert drawn(reading) == [AGAIN]


def test_the_legend_fits_two_lines_and_counts_the_rest(reading: Stage) -> None:
    reading.press("Ctrl+Shift+L")
    strip = legend(reading)
    strip.setFixedWidth(170)
    reading.rest(30)
    shown = [each for each in strip.buttons if not each.isHidden()]
    assert strip.more.isVisibleTo(strip)
    assert strip.more.text() == f"+{3 - len(shown)} more"
    for one, other in combinations([*shown, strip.more], 2):
        assert not one.geometry().intersects(other.geometry())


def test_the_legend_runs_from_the_right_in_a_mirrored_window(reading: Stage) -> None:
    reading.press("Ctrl+Shift+L")
    strip = legend(reading)
    strip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    strip._arrange()
    first, second = (each.geometry() for each in strip.buttons[:2])
    assert first.left() > second.right()
    assert first.right() == strip.width() - 1


def test_legend_buttons_survive_what_their_own_clicks_do(qtbot: QtBot) -> None:
    """Whoever hears of a click may show another legend at once, with more buttons, fewer, or none."""
    chance = random.Random(1)
    legend = Legend(LIGHT)
    qtbot.addWidget(legend)
    legend.resize(600, 80)

    def show_others() -> None:
        keys = chance.sample(range(40), chance.randint(0, 30))
        entries = [
            LegendEntry(Group(ColourBy.ACTOR, key), f"R&D {key}", look_of_key(key + 1), key) for key in keys
        ]
        legend.show_entries(entries, frozenset(), ColourBy.ACTOR)

    legend.chosen.connect(lambda _group, _beside: show_others())
    with qtbot.waitExposed(legend):
        legend.show()
    for _ in range(300):
        show_others()
        shown = [button for button in legend.buttons if button.isVisible()]
        if shown:
            button = chance.choice(shown)
            button.setFocus(Qt.FocusReason.TabFocusReason)
            if chance.random() < 0.5:
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            else:
                QTest.keyClick(button, Qt.Key.Key_Return)
    assert len(legend.findChildren(LegendButton)) <= 30
    assert all(button.shortcut().isEmpty() for button in legend.buttons)


def the_legend_says_what_the_archive_holds(stage: Stage) -> None:
    # Whatever changed is read again in another thread.
    stage.rest(300)
    with stage.bench.workspace.archive.reading() as session:
        passages, around = passages_of(session, 1), read_surroundings(session)
    colouring = Colouring(stage.bench.pane.on_show.colouring.by, around)
    shown = legend(stage).buttons
    assert [button.entry for button in shown] == list(colouring.legend(passages))
    # And the reader draws each passage as its entry says.
    reader = stage.bench.pane.reader
    for passage in passages:
        drawn = reader.highlight(passage.id)
        if drawn is not None:
            assert drawn == colouring.highlight_of(passage)


@pytest.mark.parametrize("by", ["actor", "claim"])
def test_legend_and_notice_follow_when_the_codebook_changes_and_is_undone(reading: Stage, by: str) -> None:
    run, undo = reading.bench.workspace.run, reading.bench.workspace.undo
    reading.do(f"colour-by-{by}")
    if not reading.window.actions_["legend"].isChecked():
        reading.do("legend")
    with reading.bench.workspace.archive.reading() as session:
        ids = {card.name: card.id for card in (*actors(session), *claim_types(session))}
    one, other = ("Dabrek", "Government") if by == "actor" else ("Denial", "Accusation")
    reading.bench.pane.on_show.show_only(Group(ColourBy(by), ids[one]))
    rename = edit_actor if by == "actor" else edit_claim_type
    delete = delete_actor if by == "actor" else delete_claim_type
    run(lambda archive: rename(archive, ids[one], name="Renamed", coder="Ada"))
    reading.settle()
    the_legend_says_what_the_archive_holds(reading)
    assert "Renamed" in notice(reading)
    undo()
    reading.settle()
    the_legend_says_what_the_archive_holds(reading)
    assert one in notice(reading)
    changes = [lambda archive: delete(archive, ids[one], coder="Ada")]
    changes.append(lambda archive: delete(archive, ids[other], coder="Ada"))
    if by == "actor":
        changes.append(lambda archive: merge_actors(archive, ids[one], ids[other], coder="Ada"))
    for change in changes:
        run(change)
        reading.settle()
        the_legend_says_what_the_archive_holds(reading)
        undo()
        reading.settle()
        the_legend_says_what_the_archive_holds(reading)
        reading.bench.pane.on_show.show_only(Group(ColourBy(by), ids[one]))


def test_passages_that_are_hidden_are_not_among_those_on_the_same_words(reading: Stage) -> None:
    bench = reading.bench
    denied = next(each for each in bench.pane.on_show.passages if each.quote == DENIED)
    bench.workspace.run(lambda archive: duplicate_passage(archive, denied.id, coder="Ada"))
    reading.settle()
    bench.desk.select_passage(denied.id)
    assert bench.inspector.passage.place_sentence == "1 of 2"
    bench.pane.on_show.show_only(Group(ColourBy.STANCE, "opposes"))
    bench.desk.select_passage(denied.id)
    assert not bench.inspector.passage.next.isVisible()
    reading.press("O", bench.pane.reader)
    assert bench.desk.current is not None
    assert bench.desk.current.id == denied.id
