"""Pictures of the reader in each state that it is made for."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2
from camera import Camera
from few_colours import save_small
from pictured_articles import HEARING, LEAFLETS
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest

from archive_app.gui.action_list import VIEW
from archive_app.gui.finding.tag_all import TagAllDialog
from archive_app.gui.printing.job import write_pdf
from archive_app.gui.printing.preparing import printed_article
from archive_app.gui.printing.sheet import A4
from archive_app.gui.reading_pane import OpenArticle
from archive_app.gui.reading_settings import ReadingSettings
from archive_app.storage.queries import actors

DENIAL = "Hadraj's command denies"
LONG = "A month in Lavesh"
ARABIC = "ارتفاع"
_PAPER_SCALE = 1.15  # pixels for a point of paper


class ReaderPictures(Camera):
    """One archive, one window, one state after the other."""

    def scenes(self) -> dict[str, Callable[[], None]]:
        return {
            "overlaps": self.overlaps, "hovered": self.hovered, "selected": self.selected,
            "arabic": self.arabic, "mixed": self.mixed, "zoom": self.zoom, "sizes": self.sizes,
            "numbers": self.numbers, "colours": self.colours, "legend": self.legend_filter,
            "find": self.find, "names": self.names, "tag-all": self.tag_all,
            "text-settings": self.text_settings, "focus": self.focus, "show-only": self.show_only,
            "menu": self.menu,
            "correcting": self.correcting, "review": self.review, "versions": self.versions,
            "paper": self.paper, "mirrored": self.mirrored,
        }  # fmt: skip

    def take(self, folder: Path, only: Sequence[str] | None = None) -> None:
        self.open(folder)
        for name, scene in self.scenes().items():
            if not only or name in only:
                scene()
        self.window.close()

    # ------------------------------------------------------------------ setting a scene

    @property
    def article(self) -> OpenArticle:
        article = self.stage.bench.pane.article
        assert article is not None
        return article

    def show(self, title: str, *, selected: int | None = None) -> None:
        """Open an article, with its passage of this number selected."""
        stage = self.stage
        stage.open_article(title)
        passages = self.article.passages
        stage.bench.desk.select_passage(None if selected is None else passages[selected].id)
        reader = stage.bench.pane.reader
        reader.select_range(0, 0)
        reader.verticalScrollBar().setValue(0)
        stage.rest(350)

    def passage_over(self, quote: str) -> int:
        """The id of the first passage whose quote begins so."""
        return next(each.id for each in self.article.passages if each.quote.startswith(quote))

    # ------------------------------------------------------------------ passages

    def overlaps(self) -> None:
        self.show(HEARING.title)
        self.shoot("reader-overlaps")

    def hovered(self) -> None:
        self.show(HEARING.title)
        reader = self.stage.bench.pane.reader
        at = self.article.text.index("lied about")
        cursor = reader.textCursor()
        cursor.setPosition(at)
        QTest.mouseMove(reader.viewport(), reader.cursorRect(cursor).center() + QPoint(6, 0))
        self.stage.rest(400)
        self.shoot("reader-hovered")
        QTest.mouseMove(reader.viewport(), QPoint(4, reader.viewport().height() - 4))
        self.stage.rest(300)

    def selected(self) -> None:
        self.show(HEARING.title)
        self.stage.bench.desk.select_passage(self.passage_over("it will shell"))
        self.stage.rest(300)
        self.shoot("reader-selected")

    def arabic(self) -> None:
        self.show(ARABIC)
        self.shoot("reader-arabic")

    def mixed(self) -> None:
        self.show(LEAFLETS.title)
        self.shoot("reader-mixed")
        self.stage.bench.desk.select_passage(self.passage_over("«مطبوعة"))
        self.stage.rest(300)
        self.shoot("reader-mixed-selected")

    # ------------------------------------------------------------------ how it is set

    def zoom(self) -> None:
        reader = self.stage.bench.pane.reader
        self.show(HEARING.title)
        for percent in (50, 200, 400):
            reader.set_zoom(percent)
            self.stage.rest(300)
            self.shoot(f"reader-zoom-{percent}")
        reader.set_zoom(100)

    def sizes(self) -> None:
        self.show(HEARING.title)
        for name, width, height in (("small", 1000, 650), ("large", 1900, 1100)):
            self.window.resize(width, height)
            self.stage.rest(400)
            self.shoot(f"reader-{name}")
        self.window.resize(*self.size)

    def numbers(self) -> None:
        self.show(HEARING.title)
        self.window.reading.set_reading(ReadingSettings(paragraph_numbers=True))
        self.stage.rest(300)
        self.shoot("reader-numbers")
        self.window.resize(1000, 650)
        self.show(ARABIC)
        self.shoot("reader-numbers-small")
        self.window.resize(*self.size)
        self.window.reading.set_reading(ReadingSettings())

    def text_settings(self) -> None:
        self.show(HEARING.title)
        self.stage.do("text-settings")
        panel = self.window.reading.panel
        assert panel is not None
        self.stage.rest(250)
        self.shoot_over("reader-text-settings", panel)
        panel.hide()

    def colours(self) -> None:
        self.show(HEARING.title)
        self.stage.do("legend")
        for name in ("actor", "stance", "coder", "claim"):
            self.stage.do(f"colour-by-{name}")
            self.stage.rest(300)
            self.shoot(f"reader-by-{name}")
        self.stage.do("legend")

    def legend_filter(self) -> None:
        self.show(HEARING.title)
        self.stage.do("legend")
        self.stage.rest(200)
        legend = self.stage.bench.pane.strip.legend
        wanted = [button for button in legend.buttons if button.entry.name in ("Denial", "Warning")]
        for button in wanted:
            button.picked.emit(button.entry.group, True)
            self.stage.rest(150)
        self.stage.rest(300)
        self.shoot("reader-legend")
        self.stage.do("show-all-passages")
        self.stage.do("legend")

    def show_only(self) -> None:
        self.show(HEARING.title)
        self.stage.do("show-only")
        chooser = self.window.reading.chooser
        assert chooser is not None
        self.stage.rest(200)
        self.shoot_over("reader-show-only", chooser)
        chooser.hide()

    def menu(self) -> None:
        self.show(HEARING.title)
        menu = self.window.menus[VIEW]
        menu.popup(self.window.mapToGlobal(QPoint(230, 30)))
        self.shoot_over("reader-menu", menu)
        menu.hide()

    def focus(self) -> None:
        self.show(HEARING.title)
        reader = self.stage.bench.pane.reader
        self.stage.press("F6")
        self.stage.press("F7")
        start = self.article.text.index("She asked")
        reader.select_range(start, start + 36)
        self.stage.rest(200)
        self.shoot("reader-focus")

    # ------------------------------------------------------------------ finding

    def find(self) -> None:
        self.show(HEARING.title)
        self.stage.do("find-in-article")
        self.stage.bench.pane.find_bar.field.setText("the")
        self.stage.rest(50)
        self.stage.wait_until(lambda: not self.stage.bench.finder.is_looking, "what is found")
        self.stage.rest(300)
        self.shoot("reader-find")
        self.stage.bench.finder.close()

    def names(self) -> None:
        self.show(DENIAL)
        with self.stage.bench.workspace.archive.reading() as session:
            card = next(card for card in actors(session) if card.name == "Harbour Brigade")
        self.stage.bench.finder.open_names(card)
        self.stage.wait_until(lambda: not self.stage.bench.finder.is_looking, "what is found")
        self.stage.rest(300)
        self.shoot("reader-names")
        self.stage.bench.finder.close()

    def tag_all(self) -> None:
        self.show(HEARING.title)
        self.stage.select("ceasefire")
        self.stage.do("tag-all")
        dialog = self.stage.wait_for_dialog("tag all")
        assert isinstance(dialog, TagAllDialog)
        dialog.where.setCurrentIndex(dialog.where.count() - 1)
        self.stage.wait_until(lambda: not dialog.is_looking, "the places")
        self.stage.rest(200)
        dialog.table.places.tick([dialog.table.places.rows[1].id], False)
        self.stage.rest(200)
        self.shoot("reader-tag-all", dialog)
        dialog.close()

    # ------------------------------------------------------------------ correcting

    def correcting(self) -> None:
        stage = self.stage
        self.show(DENIAL)
        stage.do("correct-text")
        page = stage.bench.correcting.page
        assert page is not None
        for old, new in (
            ("round fired by our guns fell on Ain Belsa", "shell from our lines fell on Korrand"),
            ("Three, not eleven and not seventeen", "Four, not twelve"),
            ("on a militia", "on militiamen"),
        ):
            cursor = page.editor.document().find(old)
            assert not cursor.isNull()
            cursor.insertText(new)
        stage.rest(1200)
        self.shoot("reader-correcting")
        stage.do("find-in-article")
        page.find_bar.field.setText("the")
        stage.rest(600)
        self.shoot("reader-correcting-find")
        page.find_bar.close_requested.emit()
        page.save_requested.emit()
        stage.wait_until(lambda: stage.bench.correcting.page is None, "the text to be saved")
        stage.settle()
        stage.rest(400)
        self.shoot("reader-to-review")

    def review(self) -> None:
        stage = self.stage
        stage.open_article(DENIAL)
        stage.do("review-passages")
        panel = stage.bench.reviewing.panel
        stage.wait_until(lambda: panel.isVisible() and panel.item is not None, "the panel")
        stage.rest(400)
        self.shoot("reader-review")
        stage.bench.reviewing.close()

    def versions(self) -> None:
        stage = self.stage
        stage.open_article(DENIAL)
        stage.do("text-versions")
        dialog = stage.wait_for_dialog("the versions")
        stage.settle()
        stage.rest(500)
        self.shoot("reader-versions", dialog)
        dialog.close()

    # ------------------------------------------------------------------ paper

    def paper(self) -> None:
        if self.theme != "light":  # paper is white
            return
        numbered = ReadingSettings(paragraph_numbers=True)
        for name, title, reading in (
            ("long", LONG, ReadingSettings()),
            ("overlaps", HEARING.title, numbered),
            ("arabic", ARABIC, ReadingSettings()),
            ("mixed", LEAFLETS.title, ReadingSettings()),
        ):
            self.show(title)
            on_show = self.stage.bench.pane.on_show
            article = printed_article(self.article, on_show, reading, "M. Reader")
            file = self.work / f"{name}.pdf"
            write_pdf(article, A4, file, lambda done, total: None)
            save_small(_first_pages(file), self.file(f"printed-{name}").with_name(f"printed-{name}.png"))

    # ------------------------------------------------------------------ mirrored

    def mirrored(self) -> None:
        """The interface as it is in Arabic or Hebrew: its words are English as long as nobody translates."""
        stage = self.stage
        self.application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        stage.do(f"theme-{self.theme}")  # what a style sheet says of sides is written anew
        stage.rest(300)
        self.show(HEARING.title)
        stage.bench.desk.select_passage(self.passage_over("it will shell"))
        stage.do("legend")
        stage.rest(300)
        self.shoot("mirrored-reader")
        stage.do("legend")
        self.show(ARABIC)
        stage.do("find-in-article")
        stage.bench.pane.find_bar.field.setText("في")
        stage.rest(500)
        self.shoot("mirrored-arabic")
        stage.bench.finder.close()
        stage.do("show-passages")
        stage.rest(400)
        self.shoot("mirrored-passages")
        stage.do("show-articles")
        stage.open_article(DENIAL)
        stage.do("review-passages")
        stage.rest(600)
        if stage.bench.reviewing.is_open:
            self.shoot("mirrored-review")
            stage.bench.reviewing.close()
        self.tag_all_mirrored()
        stage.do("show-only")
        chooser = self.window.reading.chooser
        assert chooser is not None
        stage.rest(200)
        self.shoot("mirrored-show-only", chooser)
        chooser.hide()
        self.application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        stage.do(f"theme-{self.theme}")
        stage.rest(200)

    def tag_all_mirrored(self) -> None:
        self.show(HEARING.title)
        self.stage.select("ceasefire")
        self.stage.do("tag-all")
        dialog = self.stage.wait_for_dialog("tag all")
        self.stage.rest(600)
        self.shoot("mirrored-tag-all", dialog)
        dialog.close()


def _first_pages(file: Path) -> QImage:
    """Draw the first two pages of a PDF file beside each other."""
    with pypdfium2.PdfDocument(file) as document:
        pages = [
            document[at].render(scale=_PAPER_SCALE, rev_byteorder=True, prefer_bgrx=True).to_numpy()
            for at in range(min(2, len(document)))
        ]
    gap = 16
    height, width = pages[0].shape[:2]
    both = QImage(gap + len(pages) * (width + gap), height + 2 * gap, QImage.Format.Format_RGB32)
    both.fill(0xFFD5D2CB)
    with QPainter(both) as painter:
        for at, page in enumerate(pages):
            rows = page.tobytes()
            image = QImage(rows, width, height, len(rows) // height, QImage.Format.Format_RGBX8888)
            painter.drawImage(gap + at * (width + gap), gap, image)
    return both
