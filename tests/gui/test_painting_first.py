"""A passage is seen the moment it is on disk, and stands in its place among the others."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject

from archive_app.gui.stage import Stage
from archive_app.operations.tagging import ActorChoice
from archive_app.storage.journal import last_sequence


class Paints(QObject):
    """Notes each paint of a widget, and how many passages were to be seen in it."""

    def __init__(self, stage: Stage, seen: list[str]) -> None:
        super().__init__()
        self._stage = stage
        self._seen = seen
        self.on_disk: list[int] = []
        stage.bench.pane.reader.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._stage.bench.pane.reader.highlights():
            self._seen.append("painted")
            with self._stage.bench.workspace.archive.reading() as session:
                self.on_disk.append(last_sequence(session))
        return False


def test_a_passage_is_painted_when_it_is_on_disk_and_before_any_panel_is_told(open_stage: Stage) -> None:
    open_stage.open_article("Marshal orders march")
    open_stage.select('"We fired at no house."')
    open_stage.settle()
    with open_stage.bench.workspace.archive.reading() as session:
        before = last_sequence(session)
    seen: list[str] = []
    paints = Paints(open_stage, seen)
    open_stage.bench.workspace.changed.connect(lambda _changes: seen.append("told"))
    open_stage.bench.desk.apply(ActorChoice("Orlan Dabrek"))
    assert not open_stage.bench.pane.reader.highlights()
    open_stage.wait_until(lambda: "told" in seen, "the panels to be told")
    assert seen[0] == "painted"
    assert paints.on_disk[0] == before + 1


def test_passages_stay_in_the_order_of_the_text_as_they_come_move_and_go(open_stage: Stage) -> None:
    bench = open_stage.bench
    open_stage.open_article("Marshal orders march")
    for quote in ('"We fired at no house."', "Marshal", '"We are near," he said.'):
        open_stage.select(quote)
        bench.desk.apply(ActorChoice("Orlan Dabrek"))
        open_stage.settle()

    def starts() -> list[int]:
        assert bench.pane.article is not None
        return [passage.start for passage in bench.pane.article.passages]

    assert bench.pane.article is not None
    assert len(starts()) == 3
    assert starts() == sorted(starts())
    first, second, third = bench.pane.article.passages
    last = replace(first, start=third.start + 1, end=third.start + 3)
    bench.pane.update_passages([last])
    assert [each.id for each in bench.pane.article.passages] == [second.id, third.id, first.id]
    assert bench.pane.passage(first.id) is last
    bench.pane.update_passages([], frozenset({third.id, 999}))
    assert [each.id for each in bench.pane.article.passages] == [second.id, first.id]
    assert bench.pane.passage(third.id) is None
