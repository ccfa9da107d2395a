"""Pictures of searching: results, concordance, batch search, tagging what was found, saved searches."""

from collections.abc import Callable, Sequence
from pathlib import Path

from camera import Camera
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget

from archive_app.gui.concordance.tag_dialog import TagResultsDialog
from archive_app.gui.search.batch_dialog import BatchDialog
from archive_app.gui.search.similar_dialog import SimilarDialog
from archive_app.operations.tagging import ClaimChoice

QUERY = "ceasefire OR embargo"
ARABIC = '"إطلاق النار"'
QUERIES = '''name,query
Ceasefire,ceasefire OR "hold their fire"
Embargo,embarg*
Rockets,"""122 mm"" OR rocket"
Denials,claim:denial
"Hadraj, by any name",actor:hadraj
Broken promises,"""ceasefire broken""~8"
Arabic,حظر السلاح
Too open,"ceasefire OR (
Odvall speaks,speaker:odvall after:2023-04
'''


class FindingPictures(Camera):
    """One archive of half a year, and all that can be asked of it."""

    def scenes(self) -> dict[str, Callable[[], None]]:
        return {
            "results": self.results, "excluded": self.excluded, "spelling": self.spelling,
            "no-results": self.nothing, "completing": self.completing, "concordance": self.concordance,
            "batch": self.batch, "tag-results": self.tag_results, "saved": self.saved,
            "similar": self.similar, "sizes": self.sizes, "mirrored": self.mirrored,
        }  # fmt: skip

    def take(self, folder: Path, only: Sequence[str] | None = None) -> None:
        self.open(folder)
        searching = self.stage.bench.searching
        self.stage.wait_until(
            lambda: (found := searching.search(QUERY)).is_complete and found.total > 20, "the whole index"
        )
        for name, scene in self.scenes().items():
            if not only or name in only:
                scene()
        self.window.close()

    def ask(self, query: str, *, hits: bool = True) -> None:
        """Search, and wait for what is found."""
        stage = self.stage
        stage.do("show-results")
        page = stage.bench.results
        page.set_query(query)
        stage.rest(300)
        stage.wait_until(lambda: not page.results.is_waiting, "the results")
        if hits:
            stage.wait_until(lambda: page.results.model.rowCount() > 0, "hits")
        stage.rest(500)

    # ------------------------------------------------------------------ results

    def results(self) -> None:
        self.ask(QUERY)
        self.shoot("results")

    def excluded(self) -> None:
        self.ask(QUERY)
        facets = self.stage.bench.results.facets
        facets.left_out.emit("outlet", "Castrel Ledger")
        self.stage.rest(500)
        facets.taken_in.emit("claim", "Ceasefire")
        self.stage.rest(700)
        self.shoot("results-narrowed")

    def spelling(self) -> None:
        self.ask("ceasfire hadraaj", hits=False)
        self.shoot("results-spelling")
        self.ask('speaker:odvall embarg* -"fish market" date:2023 lnag:en OR truce', hits=False)
        self.shoot("results-understood")

    def nothing(self) -> None:
        self.ask('"peace treaty" lang:fr', hits=False)
        self.shoot("results-none")
        self.stage.bench.results.set_query("")
        self.stage.rest(300)
        self.shoot("results-empty")

    def completing(self) -> None:
        self.ask(QUERY)
        box = self.stage.bench.results.box
        self.stage.press("End", box)
        box.setFocus()
        box.selectAll()
        self.stage.type("embargo speaker:h")
        self.stage.rest(600)
        offered = box.findChild(QListWidget)
        assert offered is not None
        self.stage.wait_until(offered.isVisible, "what can be typed")
        self.shoot_over("results-completing", offered)
        self.stage.press("Escape")
        self.stage.bench.results.set_query(QUERY)

    # ------------------------------------------------------------------ concordance

    def look(self, query: str, by: str = "text") -> None:
        self.ask(query, hits=False)
        self.stage.do("concordance-of-search")
        view = self.stage.bench.concordance
        self.stage.rest(200)
        self.stage.wait_until(lambda: not view.is_looking and view.model.rowCount() > 0, "the lines")
        if view.sorting.by.value != by:
            view.sorting.choose(by)  # type: ignore[arg-type]  # one of its orders
        self.stage.rest(500)

    def concordance(self) -> None:
        self.look("ceasefire")
        self.shoot("concordance")
        self.look("ceasefire OR embargo", "left")
        view = self.stage.bench.concordance
        view.model.tick(view.model.ids[1:5:2], True)
        self.stage.rest(300)
        self.shoot("concordance-sorted")
        self.look(ARABIC, "right")
        self.shoot("concordance-arabic")
        self.look(f"embargo OR {ARABIC} OR Waffenembargo", "date")
        self.shoot("concordance-mixed")
        view.sorting.choose("text")

    # ------------------------------------------------------------------ dialogs

    def batch(self) -> None:
        stage = self.stage
        stage.do("batch-search")
        dialog = stage.wait_for_dialog("batch search")
        assert isinstance(dialog, BatchDialog)
        self.shoot("batch-empty", dialog)
        dialog.text.setPlainText(QUERIES)
        dialog.count()
        stage.wait_until(lambda: not dialog.is_counting and dialog.result_shown is not None, "the counts")
        stage.rest(400)
        self.shoot("batch", dialog)
        dialog.which.setCurrentIndex(3)
        stage.rest(300)
        self.shoot("batch-months", dialog)
        dialog.close()
        stage.rest(100)

    def tag_results(self) -> None:
        stage = self.stage
        self.ask("ceasefire (broke OR broken OR ended OR ends)")
        stage.do("tag-results")
        dialog = stage.wait_for_dialog("tag results")
        assert isinstance(dialog, TagResultsDialog)
        stage.wait_until(lambda: not dialog.is_looking, "the places")
        dialog.form.choose(ClaimChoice("Breach of ceasefire"))
        dialog.scope.setCurrentIndex(1)
        stage.rest(200)
        stage.wait_until(lambda: not dialog.is_looking, "the places")
        stage.rest(400)
        self.shoot("tag-results", dialog)
        dialog.close()
        stage.rest(100)

    def saved(self) -> None:
        stage = self.stage
        stage.open_article("Ceasefire ends")
        stage.rest(900)
        self.shoot("saved-searches")
        stage.do("saved-searches")
        stage.rest(300)
        popup = self.application.activePopupWidget()
        assert popup is not None
        self.shoot_over("saved-searches-chosen", popup)
        popup.hide()

    def similar(self) -> None:
        stage = self.stage
        stage.open_article("Ceasefire ends")
        stage.do("more-like-article")
        dialog = stage.wait_for_dialog("more like this")
        assert isinstance(dialog, SimilarDialog)
        stage.wait_until(lambda: dialog.results.model.rowCount() > 0, "what is alike")
        stage.rest(400)
        self.shoot("more-like-this", dialog)
        dialog.close()
        stage.rest(100)

    # ------------------------------------------------------------------ sizes and sides

    def sizes(self) -> None:
        self.window.resize(900, 600)
        self.ask(QUERY)
        self.shoot("results-small")
        self.look("ceasefire OR embargo", "left")
        self.shoot("concordance-small")
        self.window.resize(*self.size)

    def mirrored(self) -> None:
        """The interface as it is in Arabic or Hebrew: its words are English as long as nobody translates."""
        stage = self.stage
        self.application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        stage.do(f"theme-{self.theme}")
        stage.rest(300)
        self.ask(f"{ARABIC} OR ceasefire")
        self.shoot("mirrored-results")
        self.look(f"embargo OR {ARABIC}", "right")
        self.shoot("mirrored-concordance")
        self.stage.bench.concordance.sorting.choose("text")
        self.application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        stage.do(f"theme-{self.theme}")
        stage.rest(200)
