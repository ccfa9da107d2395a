"""What the tests of the inspector share: a real archive in a window, with coded passages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from archive_app.gui.inspector.panel import InspectorPanel
from archive_app.gui.theme import LIGHT, load_interface_fonts, load_reading_fonts
from archive_app.gui.workspace import Workspace
from archive_app.model.values import Role, Stance
from archive_app.operations.codebook import add_actor, add_claim_type
from archive_app.operations.tagging import ActorChoice, ClaimChoice, mark_passage
from archive_app.storage.archive import Archive
from archive_app.storage.queries import ArticleCard, PassageCard, article_card, passage_cards


@dataclass
class Answers:
    """Stands in for the dialogs that ask a person."""

    says_yes: bool = True
    asked: list[str] = field(default_factory=list)

    def confirm(self, title: str, question: str, yes: str) -> bool:
        self.asked.append(f"{title} {question}")
        return self.says_yes


@dataclass
class Bench:
    """An inspector over an archive with two passages in article 1: the first is coded, the second is bare."""

    archive: Archive
    workspace: Workspace
    panel: InspectorPanel
    qtbot: QtBot
    answers: Answers
    first: int
    second: int
    failures: list[str] = field(default_factory=list)

    def passage(self, key: int) -> PassageCard:
        with self.archive.reading() as session:
            return passage_cards(session, [key])[0]

    def article(self, key: int = 1) -> ArticleCard:
        with self.archive.reading() as session:
            return article_card(session, key)

    def show(self, key: int) -> None:
        self.panel.show_passage(self.passage(key), [self.first, self.second])
        QApplication.processEvents()

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=5000)

    def settle(self) -> None:
        """Wait until all is written and read again."""
        self.until(lambda: self.workspace.is_idle)
        with self.qtbot.waitSignal(self.workspace.undo_changed):
            # Readings are answered in order of their threads; two empty ones come after all others.
            self.workspace.refresh_undo()
        self.qtbot.wait(30)

    def press(
        self,
        widget: QWidget,
        key: Qt.Key,
        held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        QTest.keyClick(widget, key, held)


@pytest.fixture
def bench(archive: Archive, qtbot: QtBot) -> Iterator[Bench]:
    """An inspector on the screen."""
    load_interface_fonts()
    load_reading_fonts()
    add_actor(archive, "Orlan Dabrek", kind="person", aliases=("Dabrek", "Dabreck"), coder="Ada")
    add_actor(archive, "The government", kind="state", coder="Ada")
    accusation, _ = add_claim_type(archive, "Accusation", definition="Blames someone.", coder="Ada")
    add_claim_type(archive, "Shelling", parent_id=accusation, coder="Ada")
    add_claim_type(archive, "Denial", coder="Ada")
    first = mark_passage(
        archive, 1, 37, 120, coder="Ada", memo="As it was.",
        actors=[ActorChoice("Orlan Dabrek"), ActorChoice("The government", Role.TARGET)],
        claims=[ClaimChoice("Shelling", Stance.SUPPORTS)],
    ).passage_id  # fmt: skip
    second = mark_passage(archive, 1, 60, 90, coder="Ada").passage_id
    workspace = Workspace(archive, "Ada")
    answers = Answers()
    panel = InspectorPanel(workspace, LIGHT, answers)  # type: ignore[arg-type]  # asks nothing else
    qtbot.addWidget(panel)
    panel.resize(340, 900)
    bench = Bench(archive, workspace, panel, qtbot, answers, first, second)
    workspace.failed.connect(bench.failures.append)
    workspace.broken.connect(lambda trace: pytest.fail(trace))
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    bench.until(lambda: len(panel.codebook.actors) == 2 and len(panel.codebook.claim_types) == 3)
    yield bench
    workspace.close()
