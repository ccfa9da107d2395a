"""Passages found again after the text was corrected."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive_app.model.anchoring import Anchor, Certainty, reanchor
from archive_app.model.likeness import Reason
from archive_app.model.text import canonical
from archive_app.model.typography import have_same_words

TEXT = """Marshal orders march on the capital

Field Marshal Orlan Dabrek on Saturday ordered his forces to advance on Tavira. "We are near," he said.

The government accused him of shelling 12 houses. His command denied it: "We fired at no house."

On Sunday the government accused him of shelling houses again, and the army denied it.
"""


def after(quote: str, new: str, *, old: str = TEXT, occurrence: int = 1) -> Anchor:
    """What became of a quote when the old text was corrected to the new one."""
    start = -1
    for _ in range(occurrence):
        start = old.index(quote, start + 1)
    (anchor,) = reanchor(old, new, [(start, start + len(quote))])
    if anchor.certainty in (Certainty.SAME, Certainty.MOVED):
        assert new[anchor.start : anchor.end] == quote
    if anchor.certainty is Certainty.REVIEW:
        assert (anchor.start, anchor.end) == (start, start + len(quote))
    for candidate in anchor.candidates:
        assert new[candidate.start : candidate.end] == candidate.quote
    return anchor


# Words that are still there ------------------------------------------------------------------------------


def test_a_passage_survives_an_edit_before_it() -> None:
    new = TEXT.replace("on Saturday ordered", "ordered on Saturday, 4 March,")
    anchor = after("The government accused him", new)
    assert anchor == Anchor(new.index("The government"), new.index(" of shelling 12"), Certainty.SAME)


def test_a_passage_survives_edits_at_both_its_ends() -> None:
    new = TEXT.replace("Field Marshal Orlan", "The Marshal, Orlan").replace("on Tavira.", "upon Tavira.")
    quote = "Dabrek on Saturday ordered his forces to advance"
    assert after(quote, new).certainty is Certainty.SAME


def test_the_second_of_many_alike_stays_the_second_when_the_first_is_edited() -> None:
    new = TEXT.replace("The government accused", "The ministry accused")
    anchor = after("government accused him of shelling", new, occurrence=2)
    assert (anchor.start, anchor.certainty) == (new.index("government"), Certainty.SAME)


def test_a_passage_deleted_and_typed_again_is_the_same() -> None:
    assert after("denied it", TEXT).certainty is Certainty.SAME


def test_a_passage_follows_its_paragraph() -> None:
    head, first, second, third = TEXT.split("\n\n")
    new = "\n\n".join([head, second, first, third])
    for quote in ("Dabrek on Saturday", "shelling 12 houses", "His command denied it"):
        assert after(quote, new).certainty in (Certainty.SAME, Certainty.MOVED)


def test_swapped_paragraphs_with_the_same_sentence_keep_their_own() -> None:
    one = "In the north the dam at Sel broke in the night. The ministry denied it. Two villages were flooded."
    two = "In the south a bridge fell near Orn at noon. The ministry denied it. Nobody was on the bridge."
    old, new = f"{one}\n{two}\n", f"{two}\n{one}\n"
    for occurrence, paragraph in ((1, one), (2, two)):
        anchor = after("The ministry denied it.", new, old=old, occurrence=occurrence)
        place = new.index(paragraph) + paragraph.index("The ministry")
        assert (anchor.start, anchor.certainty in (Certainty.SAME, Certainty.MOVED)) == (place, True)


def test_a_change_of_spaces_or_quotation_marks_changes_the_quote_and_says_so() -> None:
    new = TEXT.replace('"We fired at no house."', "“We fired\nat no house.”")
    anchor = after('"We fired at no house."', new)
    assert anchor.certainty is Certainty.CHANGED
    assert new[anchor.start : anchor.end] == "“We fired\nat no house.”"


def test_lines_that_were_joined_take_their_passages_along() -> None:
    old = "The envoy said\non Monday that both\nsides had agreed to\na truce of ten days.\n"
    new = old.replace("\n", " ").strip() + "\n"
    anchor = after("both\nsides had agreed to\na truce", new, old=old)
    assert anchor.certainty is Certainty.CHANGED
    assert new[anchor.start : anchor.end] == "both sides had agreed to a truce"


def test_white_space_at_the_ends_of_a_passage_is_kept_where_it_still_stands() -> None:
    new = TEXT.replace('"We are near,"', "“We are near,”")
    assert after(' "We are near," he said.\n', new).certainty is Certainty.CHANGED
    old, new = f"  Begin.\n{TEXT}", f"Preface.\n  Begin.\n{TEXT}"
    assert after("  Begin.\n", new, old=old).certainty is Certainty.SAME


# Words that were edited ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "edited", "reason"),
    [
        ("Orlan Dabrek on Saturday", "Orlan Dabrik on Saturday", Reason.OTHER_NAMES),
        ("shelling 12 houses", "shelling 13 houses", Reason.OTHER_NUMBERS),
        ("His command denied it", "His command admitted it", Reason.OTHER_WORDS),
        ("his forces to advance", "his forces now to advance", Reason.OTHER_WORDS),
    ],
)
def test_a_passage_whose_words_were_edited_goes_to_review(quote: str, edited: str, reason: Reason) -> None:
    anchor = after(quote, TEXT.replace(quote, edited))
    assert anchor.certainty is Certainty.REVIEW
    best = anchor.candidates[0]
    assert (best.quote, best.reason) == (edited, reason)


def test_another_name_in_the_same_sentence_frame_is_not_the_passage() -> None:
    old = (
        "The council met on Friday.\n\nThe Harriers beat the Wanderers by two goals to one on Saturday.\n\n"
        "The Rovers beat the Wanderers by two goals to one on Saturday.\n"
    )
    new = old.replace("The Harriers beat the Wanderers by two goals to one on Saturday.\n\n", "")
    anchor = after("The Harriers beat the Wanderers by two goals to one on Saturday.", new, old=old)
    assert anchor.certainty is Certainty.REVIEW
    best = anchor.candidates[0]
    assert best.quote == "The Rovers beat the Wanderers by two goals to one on Saturday."
    assert (best.reason, best.score > 0.7) == (Reason.OTHER_NAMES, True)


def test_another_name_typed_into_the_frame_is_not_the_passage() -> None:
    anchor = after("Orlan Dabrek on Saturday ordered", TEXT.replace("Orlan Dabrek", "Emil Lenz"))
    assert anchor.certainty is Certainty.REVIEW
    assert anchor.candidates[0].quote == "Emil Lenz on Saturday ordered"


def test_another_name_in_a_script_without_capitals_is_not_the_passage() -> None:
    old = "اجتمع المجلس يوم الجمعة.\nاتهمت الحكومة حفتر بقصف المنازل يوم السبت.\nانتهى الاجتماع.\n"
    anchor = after("اتهمت الحكومة حفتر بقصف المنازل", old.replace("حفتر", "السراج"), old=old)
    assert anchor.certainty is Certainty.REVIEW
    assert anchor.candidates[0].quote == "اتهمت الحكومة السراج بقصف المنازل"


def test_names_that_changed_places_are_not_followed() -> None:
    old = "The council met on Friday. Dabrek accused Lenz of treason. It adjourned.\n"
    new = "The council met on Friday. Lenz accused Dabrek of treason. It adjourned.\n"
    for name in ("Dabrek", "Lenz"):
        anchor = after(name, new, old=old)
        assert anchor.certainty is Certainty.REVIEW
        assert anchor.candidates[0].reason in (Reason.SAME_WORDS, Reason.OTHER_NAMES)


def test_a_passage_that_was_deleted_goes_to_review_even_if_nothing_is_like_it() -> None:
    anchor = after('"We are near," he said.', TEXT.replace(' "We are near," he said.', ""))
    assert (anchor.certainty, anchor.candidates) == (Certainty.REVIEW, ())
    assert after("Dabrek", "") == Anchor(TEXT.index("Dabrek"), TEXT.index(" on Sat"), Certainty.REVIEW)


def test_few_words_that_turn_up_elsewhere_are_only_a_candidate() -> None:
    new = TEXT.replace('"We are near," he said.', "").replace("again, and", 'again. "We are near," and')
    anchor = after('"We are near,"', new)
    assert anchor.certainty is Certainty.REVIEW
    assert anchor.candidates[0].reason is Reason.SAME_WORDS


# Words that are there more than once ---------------------------------------------------------------------


PARAGRAPH = "The ministry said on Monday that the reports of shelling near Orn were false.\n"


def test_where_a_paragraph_was_doubled_a_person_says_which_is_the_old_one() -> None:
    old = f"Before it.\n{PARAGRAPH}After it.\n"
    new = f"Before it.\n{PARAGRAPH}{PARAGRAPH}After it.\n"
    anchor = after("the reports of shelling", new, old=old)
    assert anchor.certainty is Certainty.REVIEW
    first = new.index("the reports")
    starts = {candidate.start for candidate in anchor.candidates}
    assert starts == {first, new.index("the reports", first + 1)}


@pytest.mark.parametrize("occurrence", [1, 2])
def test_where_one_of_two_alike_was_taken_out_a_person_says_which(occurrence: int) -> None:
    old = f"Before it.\n{PARAGRAPH}{PARAGRAPH}After it.\n"
    new = f"Before it.\n{PARAGRAPH}After it.\n"
    anchor = after("the reports of shelling", new, old=old, occurrence=occurrence)
    assert anchor.certainty is Certainty.REVIEW
    assert [candidate.start for candidate in anchor.candidates] == [new.index("the reports")]


def test_the_other_occurrence_is_not_taken_when_the_marked_one_is_deleted() -> None:
    new = TEXT.replace("The government accused him of shelling 12 houses. ", "")
    anchor = after("accused him of shelling", new)
    assert anchor.certainty is Certainty.REVIEW
    assert anchor.candidates[0].reason is Reason.SAME_WORDS


def test_a_passage_in_a_doubled_text_is_known_by_what_changed_around_it() -> None:
    old = f"Version of ten o'clock.\n{PARAGRAPH * 3}Version of noon.\n{PARAGRAPH * 3}End of it.\n"
    new = old.replace("ten o'clock", "eleven o'clock")
    for occurrence in (1, 3, 4, 6):
        anchor = after("the reports of shelling", new, old=old, occurrence=occurrence)
        assert anchor.certainty is Certainty.SAME
        assert new[: anchor.start].count("the reports") == occurrence - 1


def test_two_sentences_melted_into_one_leave_both_to_review() -> None:
    old = "At dawn the army denied the raid in the north. At noon the army denied the raid in the south.\n"
    new = "At dawn the army denied the raid in the south.\n"
    for occurrence in (1, 2):
        anchor = after("the army denied the raid", new, old=old, occurrence=occurrence)
        assert anchor.certainty is Certainty.REVIEW


# Whatever the text, whatever the edit --------------------------------------------------------------------

ALPHABET = (
    "ab cd. Ef,12\t\n\r\u00a0\u2028'\"“”"
    "é\u0301\u0308نم؟ة\u0651\u064eאש\u05b8😀👩\u200d👧🏽政府。\u200b\u00ad\u200f"
)
ROUGH = st.text(st.sampled_from(ALPHABET), max_size=60).map(canonical)
Edit = tuple[str, int, int, str]
EDITS = st.lists(
    st.tuples(
        st.sampled_from(
            ["insert", "delete", "replace", "move", "double", "swap", "replace all", "renumber", "carriage"]
        ),
        st.integers(0, 200), st.integers(0, 40), ROUGH,
    ),
    max_size=5,
)  # fmt: skip


def edited(text: str, edits: list[Edit]) -> str:
    for kind, at, size, words in edits:
        start = at % (len(text) + 1)
        taken = text[start : start + size]
        rest = text[:start] + text[start + size :]
        to = (at * 7) % (len(rest) + 1)
        text = {
            "insert": text[:start] + words + text[start:],
            "delete": rest,
            "replace": text[:start] + words + text[start + size :],
            "move": rest[:to] + taken + rest[to:],
            "double": text[:start] + taken + text[start:],
            # Two stretches beside each other change places, such as two sentences alike.
            "swap": text[:start] + text[start + size : start + 2 * size] + taken + text[start + 2 * size :],
            "replace all": text.replace(taken[:4], words[:4]) if taken else text,
            "renumber": text.replace("1", "2") if at % 2 else text.replace("12", "13"),
            "carriage": text.replace("\n", "\r\n"),
        }[kind]
    return canonical(text)


def no_passage_moves_in_silence(text: str, edits: list[Edit], data: st.DataObject) -> None:
    old = text * data.draw(st.integers(1, 3))
    new = edited(old, edits)
    places = []
    for _ in range(3):
        start = data.draw(st.integers(0, max(0, len(old) - 1)))
        end = data.draw(st.integers(start + 1, max(start + 1, len(old))))
        places += [(start, end)] if old else []
    for (start, end), anchor in zip(places, reanchor(old, new, places), strict=True):
        quote, found = old[start:end], new[anchor.start : anchor.end]
        match anchor.certainty:
            case Certainty.SAME | Certainty.MOVED:
                assert found == quote
            case Certainty.CHANGED:
                assert found != quote
                assert have_same_words(found, quote)
            case Certainty.REVIEW:
                assert (anchor.start, anchor.end) == (start, end)
        for candidate in anchor.candidates:
            assert 0 <= candidate.start < candidate.end
            assert new[candidate.start : candidate.end] == candidate.quote
            assert 0 <= candidate.score <= 1
        if old == new:
            assert anchor == Anchor(start, end, Certainty.SAME)


ROUGH_TEXTS = st.one_of(
    ROUGH,
    st.lists(st.sampled_from([TEXT, PARAGRAPH, "政府否认指控。", "قالت الوزارة إن ذلك كذب.\n"])).map("".join),
)


@settings(max_examples=500, deadline=None)
@given(ROUGH_TEXTS, EDITS, st.data())
def test_a_passage_slices_to_its_quote_or_goes_to_review(
    text: str, edits: list[Edit], data: st.DataObject
) -> None:
    no_passage_moves_in_silence(text, edits, data)


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROUGH_TEXTS, EDITS, st.data())
def test_ten_thousand_times_a_passage_slices_to_its_quote_or_goes_to_review(
    text: str, edits: list[Edit], data: st.DataObject
) -> None:
    no_passage_moves_in_silence(text, edits, data)


class Document:
    """A text each of whose characters is known by itself, so that it can be told where each one went."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        letters = "abcdefghijklmnopqrstuvwxyنمةاب政府否认"
        few = chance.choice([30, 200, 2_000])
        self.vocabulary = [
            "".join(chance.choices(letters, k=chance.randint(1, 7)))
            + chance.choice(["", "", "", "", "😀", "q\u0303", "ش\u0651", "👩\u200d👧"])
            for _ in range(few)
        ]
        text = "".join(self.sentence() for _ in range(chance.randint(2, 12)))
        self.characters = list(enumerate(text))

    def sentence(self, extra: str = "") -> str:
        words = [self.chance.choice(self.vocabulary) + extra for _ in range(self.chance.randint(3, 15))]
        return " ".join(words) + self.chance.choice([". ", ".\n", ".\n\n"])

    @property
    def text(self) -> str:
        return "".join(character for _, character in self.characters)

    def edit(self) -> None:
        """Put words in, take words out, carry them elsewhere, mistype one, or shuffle the paragraphs."""
        start = self.chance.randrange(len(self.characters) + 1)
        end = start + self.chance.randint(1, 60)
        # Unlike what is there, because nobody can tell words that were typed again from words that stayed.
        typed = [(-1, character) for character in self.sentence("Z")]
        match self.chance.choice(["insert", "delete", "replace", "carry", "mistype", "shuffle"]):
            case "insert":
                self.characters[start:start] = typed
            case "delete":
                del self.characters[start:end]
            case "replace":
                self.characters[start:end] = typed
            case "carry":
                taken = self.characters[start:end]
                del self.characters[start:end]
                to = self.chance.randrange(len(self.characters) + 1)
                self.characters[to:to] = taken
            case "mistype":
                self.characters[start : start + 1] = [(-1, "Z")]
            case "shuffle":
                paragraphs: list[list[tuple[int, str]]] = [[]]
                for character in self.characters:
                    paragraphs[-1].append(character)
                    if character[1] == "\n":
                        paragraphs.append([])
                self.chance.shuffle(paragraphs)
                self.characters = [character for paragraph in paragraphs for character in paragraph]


def passages_keep_their_own_words(seed: int) -> None:
    chance = random.Random(seed)
    document = Document(chance)
    old = document.text
    for _ in range(chance.choice([1, 1, 2, 3, 6])):
        document.edit()
    new = document.text
    places = []
    for _ in range(6):
        start = chance.randrange(len(old))
        end = min(len(old), start + chance.randint(1, 80))
        if not old[start:end].isspace():
            places.append((start, end))
    numbers = [number for number, _ in document.characters]
    for (start, end), anchor in zip(places, reanchor(old, new, places, candidates=0), strict=True):
        if anchor.certainty in (Certainty.SAME, Certainty.MOVED):
            stands_on = numbers[anchor.start : anchor.end]
            own = list(range(start, end))
            if stands_on != own and set(own) <= set(numbers):
                # All its characters are still there in a row: then it must stand on these and no others.
                place = numbers.index(start)
                assert numbers[place : place + end - start] != own
            # And never on words that stood elsewhere and stand there still.
            assert set(stands_on) & {*own, -1} or stands_on == own


def test_a_passage_keeps_its_own_words_and_takes_no_others_that_are_alike() -> None:
    for seed in range(500):
        passages_keep_their_own_words(seed)


@pytest.mark.slow
def test_ten_thousand_times_a_passage_keeps_its_own_words() -> None:
    for seed in range(10_000):
        passages_keep_their_own_words(seed)


FRAMES = (
    "{0} accused {1} of shelling the port on Saturday.",
    "The {0} beat the {1} by two goals to one, said {0}.",
    "{0} اتهم {1} بقصف المنازل يوم السبت.",
    "{0}指责{1}周六炮击港口。",
    "“{0} and {1} 😀 will talk,” said the e\u0323\u0301nvoy of {1}.",
)
NAMES = (
    "Dabrek", "Dabrok", "Lenz", "Hafter", "Haftar", "السراج", "السراح", "حفتر", "政府", "政友", "Nguyên",
    "Müller", "Mueller", "q\u0303atar", "👩\u200d👧", "👩\u200d👦",
)  # fmt: skip


def another_name_is_never_the_passage(seed: int) -> None:
    """Take a sentence out, or type another name into it, where the same frame stands with other names."""
    chance = random.Random(seed)
    frame = chance.choice(FRAMES)
    pairs = chance.sample([(one, other) for one in NAMES for other in NAMES if one != other], 5)
    sentences = [canonical(frame.format(*pair)) for pair in pairs]
    marked, *others, typed = sentences
    breaks = chance.choice(["\n", "\n\n", "\r\n", " "])
    before = chance.sample(["The council met.", "Nobody knew more.", "12 were hurt."], chance.randint(0, 3))
    lines = [*before, *others]
    at = chance.randint(0, len(lines))
    old = canonical(breaks.join([*lines[:at], marked, *lines[at:]]))
    in_its_place = [typed] if chance.random() < 0.5 else []
    new = canonical(breaks.join([*lines[:at], *in_its_place, *lines[at:]]))
    start = old.index(marked)
    (anchor,) = reanchor(old, new, [(start, start + len(marked))])
    assert marked not in new
    assert anchor.certainty is Certainty.REVIEW
    assert all(candidate.quote != marked for candidate in anchor.candidates)


def test_another_name_in_the_frame_always_goes_to_review() -> None:
    for seed in range(300):
        another_name_is_never_the_passage(seed)


@pytest.mark.slow
def test_ten_thousand_times_another_name_in_the_frame_goes_to_review() -> None:
    for seed in range(10_000):
        another_name_is_never_the_passage(seed)
