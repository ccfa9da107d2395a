"""Moving the ends of a passage, by keys and by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archive_app.gui.reader import Edge, Highlight, ReaderView, Unit
from archive_app.gui.reader.edges import dragged_edge, moved_edge
from archive_app.gui.reader.handles import handles_in
from tests.gui.reader.conftest import OpenReader

TEXT = "Forces denied it. They had 👩‍👩‍👧 left, he said. Nobody knew.\nA new day came."


def moved(quote: str, edge: Edge, unit: Unit, forward: bool) -> str | None:
    start = TEXT.index(quote)
    place = moved_edge(TEXT, start, start + len(quote), edge, unit, forward)
    return None if place is None else TEXT[slice(*place)]


@pytest.mark.parametrize(
    ("quote", "edge", "unit", "forward", "result"),
    [
        ("denied", Edge.END, Unit.WORD, True, "denied it"),
        ("denied it", Edge.END, Unit.WORD, False, "denied"),
        ("denied", Edge.START, Unit.WORD, False, "Forces denied"),
        ("Forces denied", Edge.START, Unit.WORD, True, "denied"),
        ("denied", Edge.END, Unit.CHARACTER, False, "denie"),
        ("denie", Edge.END, Unit.CHARACTER, True, "denied"),
        ("had", Edge.END, Unit.CHARACTER, True, "had 👩‍👩‍👧"),
        ("had 👩‍👩‍👧", Edge.END, Unit.CHARACTER, False, "had"),
        ("left", Edge.START, Unit.CHARACTER, False, "👩‍👩‍👧 left"),
        ("denied", Edge.END, Unit.SENTENCE, True, "denied it."),
        ("denied it.", Edge.END, Unit.SENTENCE, True, "denied it. They had 👩‍👩‍👧 left, he said."),
        ("denied it. They had", Edge.END, Unit.SENTENCE, False, "denied it."),
        ("left", Edge.START, Unit.SENTENCE, False, "They had 👩‍👩‍👧 left"),
        ("denied it. They had", Edge.START, Unit.SENTENCE, True, "They had"),
        ("Nobody knew.", Edge.END, Unit.WORD, True, "Nobody knew.\nA"),
        ("Forces", Edge.START, Unit.WORD, False, None),
        ("came.", Edge.END, Unit.WORD, True, None),
        ("Forces", Edge.END, Unit.WORD, False, None),
        ("F", Edge.START, Unit.CHARACTER, True, None),
    ],
)
def test_an_end_moves_by_a_unit(
    quote: str, edge: Edge, unit: Unit, forward: bool, result: str | None
) -> None:
    assert moved(quote, edge, unit, forward) == result


ANY = st.text(st.sampled_from("aB. ?\n😀\u200d\u0301نم新"), min_size=1, max_size=40)


@given(ANY, st.data(), st.sampled_from(Edge), st.sampled_from(Unit), st.booleans())
def test_an_end_never_crosses_the_other_or_stands_beside_a_space(
    text: str, data: st.DataObject, edge: Edge, unit: Unit, forward: bool
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    place = moved_edge(text, start, end, edge, unit, forward)
    if place is None:
        return
    assert 0 <= place[0] < place[1] <= len(text)
    if edge is Edge.END:
        assert place[0] == start
        assert (place[1] > end) == forward
        assert not text[place[1] - 1].isspace()
    else:
        assert place[1] == end
        assert (place[0] > start) == forward
        assert not text[place[0]].isspace()


@given(ANY, st.data(), st.sampled_from(Edge), st.booleans())
def test_a_dragged_end_keeps_something_of_the_passage(
    text: str, data: st.DataObject, edge: Edge, by_words: bool
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    position = data.draw(st.integers(0, len(text)))
    first, last = dragged_edge(text, start, end, edge, position, by_words)
    assert 0 <= first < last <= len(text)


def with_passage(view: ReaderView, quote: str) -> int:
    start = TEXT.index(quote)
    view.show_text(TEXT, [Highlight(5, start, start + len(quote), 1, "Denial")])
    view.set_current_passage(5)
    return start


def test_keys_move_the_current_passage_and_tell_it(open_reader: OpenReader) -> None:
    view = open_reader()
    start = with_passage(view, "denied")
    told: list[tuple[int, int, int]] = []
    view.edges_moved.connect(lambda *values: told.append(values))
    assert view.move_edge(Edge.END, Unit.WORD, True)
    assert told == [(5, start, start + len("denied it"))]
    assert view.highlights()[0].end == start + len("denied it")
    view.set_current_passage(None)
    assert not view.move_edge(Edge.END, Unit.WORD, True)


def handle(view: ReaderView, edge: Edge) -> QPoint:
    layout = view.document().documentLayout()
    for number in range(view.document().blockCount()):
        laid = layout.laid_out(number)  # type: ignore[attr-defined]
        for found, rect in handles_in(laid, view._scene):
            if found is edge:
                origin = QPointF(layout.column.left, layout.top_of(number))  # type: ignore[attr-defined]
                return (rect.center() + origin).toPoint()
    raise AssertionError("no handle")


def word_place(view: ReaderView, word: str) -> QPoint:
    cursor = view.textCursor()
    cursor.setPosition(view.text.index(word) + 1)
    return view.cursorRect(cursor).center()


def drag(
    view: ReaderView, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    def send(kind: QMouseEvent.Type, at: QPoint, buttons: Qt.MouseButton) -> None:
        port = view.viewport()
        button = Qt.MouseButton.NoButton if kind == QMouseEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        event = QMouseEvent(kind, QPointF(at), QPointF(port.mapToGlobal(at)), button, buttons, keys)
        QApplication.sendEvent(port, event)

    send(QMouseEvent.Type.MouseButtonPress, start, Qt.MouseButton.LeftButton)
    send(QMouseEvent.Type.MouseMove, (start + end) / 2, Qt.MouseButton.LeftButton)
    send(QMouseEvent.Type.MouseMove, end, Qt.MouseButton.LeftButton)
    send(QMouseEvent.Type.MouseButtonRelease, end, Qt.MouseButton.NoButton)


def test_dragging_an_end_takes_in_whole_words_and_tells_it_once(open_reader: OpenReader) -> None:
    view = open_reader()
    start = with_passage(view, "denied")
    told: list[tuple[int, int, int]] = []
    view.edges_moved.connect(lambda *values: told.append(values))
    drag(view, handle(view, Edge.END), word_place(view, "They"))
    assert told == [(5, start, TEXT.index("They") + 4)]
    drag(view, handle(view, Edge.START), word_place(view, "Forces"))
    assert told[1:] == [(5, 0, TEXT.index("They") + 4)]
    assert view.selected_range() is None


def test_with_alt_an_end_goes_by_single_characters(open_reader: OpenReader, qtbot: QtBot) -> None:
    view = open_reader()
    start = with_passage(view, "denied")
    with qtbot.waitSignal(view.edges_moved) as told:
        drag(view, handle(view, Edge.END), word_place(view, "They"), Qt.KeyboardModifier.AltModifier)
    assert told.args == [5, start, TEXT.index("They") + 1]


def test_escape_puts_the_end_back(open_reader: OpenReader, qtbot: QtBot) -> None:
    view = open_reader()
    with_passage(view, "denied")
    before = view.highlights()
    told: list[object] = []
    view.edges_moved.connect(lambda *values: told.append(values))
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=handle(view, Edge.END))
    target = word_place(view, "They")
    QApplication.sendEvent(
        view.viewport(),
        QMouseEvent(
            QMouseEvent.Type.MouseMove, QPointF(target), QPointF(view.viewport().mapToGlobal(target)),
            Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        ),
    )  # fmt: skip
    assert view.highlights() != before
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=target)
    assert view.highlights() == before
    assert told == []


def test_only_the_current_passage_has_handles(open_reader: OpenReader) -> None:
    view = open_reader()
    with_passage(view, "denied")
    view.set_current_passage(None)
    with pytest.raises(AssertionError, match="no handle"):
        handle(view, Edge.END)


def test_the_handles_of_an_arabic_passage_stand_at_its_outer_sides(open_reader: OpenReader) -> None:
    view = open_reader()
    text = "قال الوزير إن الحكومة"
    start = text.index("الوزير")
    view.show_text(text, [Highlight(5, start, start + 6)])
    view.set_current_passage(5)
    assert handle(view, Edge.START).x() > handle(view, Edge.END).x()


def test_one_key_goes_through_overlapping_passages(open_reader: OpenReader) -> None:
    view = open_reader()
    view.show_text(
        TEXT, [Highlight(1, 0, 30), Highlight(2, 7, 13), Highlight(3, 10, 40), Highlight(4, 50, 60)]
    )
    view.set_current_passage(1)
    told: list[int] = []
    view.passage_activated.connect(told.append)
    for _ in range(3):
        view.next_overlapping()
    assert told == [2, 3, 1]
    view.set_current_passage(4)
    view.next_overlapping()
    assert view.current_passage == 4
