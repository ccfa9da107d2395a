"""The manual in its window."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from archive_app.gui.help import ManualWindow
from archive_app.gui.theme import ThemeSwitch


@pytest.fixture
def manual(qapp: QApplication, qtbot: QtBot) -> Iterator[ManualWindow]:
    parent = QWidget()
    qtbot.addWidget(parent)
    manual = ManualWindow(ThemeSwitch(qapp, "light"), parent)
    manual.show()
    qtbot.waitExposed(manual)
    yield manual
    manual.close()


def test_every_chapter_has_a_row_of_one_height_and_its_title_whole(manual: ManualWindow) -> None:
    rows = [manual.list.visualItemRect(manual.list.item(at)) for at in range(manual.list.count())]
    assert {row.height() for row in rows} == {rows[0].height()}
    assert all(below.top() == above.bottom() + 1 for above, below in pairwise(rows))
    letters = manual.list.fontMetrics()
    assert rows[0].height() > 1.5 * letters.height()
    titles = [manual.list.item(at).text() for at in range(manual.list.count())]
    assert max(letters.horizontalAdvance(title) for title in titles) + 16 <= rows[0].width()


def test_a_link_to_another_chapter_leads_there(manual: ManualWindow) -> None:
    titles = [manual.list.item(at).text() for at in range(manual.list.count())]
    assert titles.index("Concordance and batch search") == titles.index("Searching") + 1
    manual.list.setCurrentRow(titles.index("Searching"))
    manual.page.anchorClicked.emit(QUrl("08-concordance-and-batch-search.md"))
    assert manual.list.currentItem().text() == "Concordance and batch search"
