"""The piece of a text that a hit shows."""

from hypothesis import given
from hypothesis import strategies as st

from archive_app.search.language import understand
from archive_app.search.snippets import SNIPPET_LENGTH, Finder, Snippet, cut_snippet, sought
from archive_app.search.stemming import Stems


def snippet_of(text: str, typed: str, language: str = "") -> Snippet:
    return cut_snippet(text, Finder(sought(understand(typed).query, "text"), Stems()), language)


def marked(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.marks]


def test_finds_are_marked_as_they_stand_in_the_text() -> None:
    snippet = snippet_of("The Café was quiet. Two cafés were not; CAFE\u0301!", "cafe")
    assert marked(snippet) == ["Café", "CAFE\u0301"]


def test_a_phrase_is_one_mark() -> None:
    text = "No cease. A cease-fire holds; the cease fire is new."
    assert marked(snippet_of(text, '"cease fire"')) == ["cease-fire", "cease fire"]


def test_a_prefix_marks_whole_words() -> None:
    assert marked(snippet_of("Embargoes and an embargo.", "embarg*")) == ["Embargoes", "embargo"]


def test_every_form_of_a_word_is_marked_in_the_language_of_the_text() -> None:
    english = "They shelled the town. Shells fell; the shelling goes on, with a shellfish."
    assert marked(snippet_of(english, "shell", "en")) == ["shelled", "Shells", "shelling"]
    assert marked(snippet_of(english, "=shells", "en")) == ["Shells"]
    assert marked(snippet_of(english, '"shells"', "en")) == ["Shells"]
    assert marked(snippet_of(english, "shell", "")) == []
    german = "Die Häuser, das Haus und des Hauses Straße; STRASSEN."
    assert marked(snippet_of(german, "Haus", "de")) == ["Häuser", "Haus", "Hauses"]
    assert marked(snippet_of(german, "strasse", "de-AT")) == ["Straße", "STRASSEN"]
    assert marked(snippet_of("Une armée tuée, des armées", "armee", "fr")) == ["armée", "armées"]
    assert marked(snippet_of("U.S. shells. The U.S. shelled it.", "shelling us", "en")) == [
        "U.S.", "shells", "U.S.", "shelled",
    ]  # fmt: skip


def test_what_is_spelt_about_so_or_fits_a_pattern_is_marked() -> None:
    assert marked(snippet_of("Haftar, Hifter and Serraj.", "hafter~")) == ["Haftar", "Hifter"]
    assert marked(snippet_of("Libyan oil for Lebanon", "l*n")) == ["Libyan", "Lebanon"]
    assert marked(snippet_of("a truce in the talks", '"talks truce"~5')) == ["truce", "talks"]


def test_what_is_excluded_or_in_another_field_is_not_marked() -> None:
    assert marked(snippet_of("truce war peace", "truce NOT war title:peace")) == ["truce"]


def test_chinese_is_marked_by_the_characters_asked_for() -> None:
    assert marked(snippet_of("利比亚停火协议", "停火协议")) == ["停火协议"]
    assert marked(snippet_of("利比亚停火协议", "停")) == ["停"]
    assert marked(snippet_of("利比亚停火", "火")) == ["火"]


def test_arabic_is_marked_with_its_article_and_vowels() -> None:
    assert marked(snippet_of("قالت الحُكومة إن", "حكومة")) == ["الحُكومة"]


def test_the_place_with_most_of_the_words_is_shown() -> None:
    text = "truce " + "filler " * 200 + "here the truce and the embargo meet " + "filler " * 200
    snippet = snippet_of(text, "truce embargo")
    assert marked(snippet) == ["truce", "embargo"]
    assert text[snippet.start : snippet.end] == "truce"
    assert snippet.start > 1_000
    assert snippet.text.startswith("…")
    assert snippet.text.endswith("…")


def test_a_snippet_is_one_line_cut_between_words() -> None:
    text = "first paragraph\n\n" + "word " * 100 + "truce\u2028next " + "word " * 100
    snippet = snippet_of(text, "truce")
    assert "\n" not in snippet.text
    assert "\u2028" not in snippet.text
    assert snippet.text.strip("…").startswith("word")


def test_without_finds_the_beginning_is_shown() -> None:
    assert snippet_of("Short text.", "nothing") == Snippet("Short text.")
    assert snippet_of("", "nothing") == Snippet("")


def test_a_very_long_phrase_does_not_make_a_very_long_snippet() -> None:
    text = "x " * 5_000
    assert len(snippet_of(text, '"' + "x " * 900 + '"').text) < 5 * SNIPPET_LENGTH


@given(
    st.lists(
        st.sampled_from(["truce", "Café", "x" * 90, "停火协议", "🔥", "الحكومة", "\n", "a-b"]), max_size=80
    )
)
def test_marks_lie_apart_in_the_snippet_and_show_what_was_found(parts: list[str]) -> None:
    text = " ".join(parts)
    snippet = snippet_of(text, 'truce cafe 停火 حكومة "a b"')
    last = 0
    for start, end in snippet.marks:
        assert last <= start < end <= len(snippet.text)
        assert snippet.text[start:end] in text.replace("\n", " ")
        last = end
    if snippet.end:
        assert text[snippet.start : snippet.end] in {"truce", "Café", "停火", "الحكومة", "a-b"}
    assert len(snippet.text) <= SNIPPET_LENGTH + 30
