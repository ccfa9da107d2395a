"""Garbage is collected in a turn of its own, and all of it in the end."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from archive_app.gui.tidying import Tidying, begin_again


class Ring:
    """Garbage that only a collection finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def tidying(qapp: QApplication) -> Iterator[Tidying]:
    before = gc.get_threshold()
    parent = QObject()
    yield Tidying(parent)
    gc.set_threshold(*before)
    gc.unfreeze()
    parent.deleteLater()


def enough_is_made() -> None:
    while gc.get_count()[2] < 12:
        gc.collect(1)


def test_python_looks_through_everything_only_when_tidying_says_so(tidying: Tidying) -> None:
    looked: list[int] = []

    def note(phase: str, about: dict[str, int]) -> None:
        looked.append(about["generation"])

    gc.callbacks.append(note)
    try:
        kept = [[number] for number in range(300_000)]
        assert len(kept) == 300_000
        assert 2 not in looked
        enough_is_made()
        tidying.tidy()
        assert 2 in looked
    finally:
        gc.callbacks.remove(note)


def test_garbage_is_found(tidying: Tidying) -> None:
    ring = Ring()
    gone = weakref.ref(ring)
    gc.collect(1)
    del ring
    enough_is_made()
    tidying.tidy()
    assert gone() is None


def test_what_was_looked_through_and_became_garbage_later_is_found_when_an_archive_is_closed(
    tidying: Tidying,
) -> None:
    ring = Ring()
    gone = weakref.ref(ring)
    enough_is_made()
    tidying.tidy()
    del ring
    begin_again()
    assert gone() is None
