"""Words, sentences and paragraphs of news texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.model.segments import paragraph_at, sentence_at, sentences, snap_to_words, word_at

SENTENCES = {
    "English": [
        "The U.S. President met Mr. Haftar and Gen. Lenz on Jan. 5 in Washington, D.C. on Monday.",
        "Gov't forces (No. 5 Brigade) took 3.5 km of road.",
        "“We left,” he said.",
        "It happened in the U.S.",
        "The troops... fled at 5 p.m. on Monday.",
        'She asked, "Who fired?" and left.',
        "“It is quiet.”",
        "J. R. Smith (the envoy) agreed!",
        "He was 20.",
        "What?!",
        "Yes…",
        "Then nothing.",
    ],
    "German": [
        "Das gilt z. B. für Nr. 5 am 3. Oktober.",
        "Dr. Müller sprach von 3,5 Mio. Euro.",
        "„Wir gehen.“",
        "Er ging im 20. Jahrhundert.",
    ],
    "Arabic": ["قال الوزير إن الحكومة قررت.", "هل هذا صحيح؟", "نعم."],
    "Urdu": ["یہ اردو ہے۔", "دوسرا جملہ۔"],
}


@pytest.mark.parametrize("language", SENTENCES)
def test_sentences_are_told_apart(language: str) -> None:
    text = " ".join(SENTENCES[language])
    assert [text[start:end] for start, end in sentences(text)] == SENTENCES[language]


def test_chinese_and_japanese_sentences_need_no_space_between_them() -> None:
    text = "他说。「你好吗？」我问。「行くか？」と言った。次！"
    assert [text[start:end] for start, end in sentences(text)] == [
        "他说。",
        "「你好吗？」",
        "我问。",
        "「行くか？」と言った。",
        "次！",
    ]


@pytest.mark.parametrize("language", SENTENCES)
def test_every_place_of_a_sentence_leads_to_the_whole_of_it(language: str) -> None:
    text = "Before.\n" + " ".join(SENTENCES[language]) + "\nAfter."
    for start, end in sentences(text):
        for position in range(start, end):
            assert sentence_at(text, position, position + 1) == (start, end)


def test_a_range_over_two_sentences_leads_to_both() -> None:
    text = "One came. Two went. Three stayed."
    start, end = text.index("came"), text.index("went")
    assert text[slice(*sentence_at(text, start, end + 1))] == "One came. Two went."


def test_no_sentence_crosses_a_line_break() -> None:
    text = "A headline without a stop\nThe story begins here"
    assert text[slice(*sentence_at(text, 3, 3))] == "A headline without a stop"


def test_a_caret_between_two_sentences_means_the_one_that_follows() -> None:
    text = "One. Two."
    assert text[slice(*sentence_at(text, 5, 5))] == "Two."


def test_a_caret_at_the_end_means_the_sentence_before_it() -> None:
    text = "One. Two.  "
    assert text[slice(*sentence_at(text, len(text), len(text)))] == "Two."


def test_a_paragraph_ends_at_line_breaks_and_leaves_spaces_out() -> None:
    text = "One.\n  Two. Three. \nFour."
    assert text[slice(*paragraph_at(text, 8, 9))] == "Two. Three."


def test_a_range_over_two_paragraphs_leads_to_both() -> None:
    text = "One.\n\nTwo.\nThree."
    assert text[slice(*paragraph_at(text, 1, 8))] == "One.\n\nTwo."


@pytest.mark.parametrize(
    "word", ["UN-backed", "Gov't", "3.5", "8,000", "l’État", "العاصمة", "👩‍👩‍👧", "é\u0323"]
)
def test_a_word_is_found_from_any_of_its_characters(word: str) -> None:
    text = f"the {word} (here)"
    for position in range(4, 4 + len(word)):
        assert text[slice(*word_at(text, position))] == word
        assert text[slice(*snap_to_words(text, position, position + 1))] == word


def test_snapping_takes_the_rest_of_the_words_and_leaves_the_spaces() -> None:
    text = "the spokesman denied it."
    assert text[slice(*snap_to_words(text, 3, 14))] == "spokesman"
    assert text[slice(*snap_to_words(text, 6, 17))] == "spokesman denied"


def test_snapping_leaves_a_selected_stop_alone() -> None:
    text = "He denied it. They left."
    assert text[slice(*snap_to_words(text, 3, 13))] == "denied it."


def test_chinese_words_are_not_guessed() -> None:
    assert snap_to_words("政府否认指控", 2, 4) == (2, 4)


def test_a_range_of_spaces_is_empty() -> None:
    assert snap_to_words("one   two", 3, 6) == (3, 3)


TEXTS = st.text(st.sampled_from("aB.!?…“”\"'()  \n3,-😀\u200d\u0301نم؟。新"), max_size=60)


@given(TEXTS, st.data())
def test_whatever_the_text_a_range_grows_and_keeps_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for grown in (snap_to_words, sentence_at, paragraph_at):
        first, last = grown(text, start, end)
        assert 0 <= first <= last <= len(text)
        kept = text[start:end].strip()
        assert kept in text[first:last]
        if last > first:
            assert text[first:last] == text[first:last].strip()


@given(TEXTS)
def test_sentences_cover_everything_but_space(text: str) -> None:
    covered = "".join(text[start:end] for start, end in sentences(text))
    assert "".join(covered.split()) == "".join(text.split())


def test_one_endless_paragraph_is_answered_at_once() -> None:
    text = "He said so. " * 30_000
    assert sentence_at(text, 180_003, 180_004) == (180_000, 180_011)
