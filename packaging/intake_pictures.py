"""Pictures of importing: the view of all imports, tables, copies, and the metadata of many articles."""

# ruff: noqa: E501  # prose

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from camera import Camera
from pictured_press import add_press, dispatches
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from archive_app.gui.duplicates.window import DuplicatesWindow
from archive_app.gui.intake.addresses_dialog import AddressesDialog
from archive_app.gui.intake.mapping_dialog import MappingDialog
from archive_app.gui.sheet.dialog import SheetDialog
from archive_app.gui.sheet.fill_dialog import FillDialog
from archive_app.gui.sheet.replace_dialog import ReplaceDialog
from archive_app.operations.articles import edit_article
from archive_app.operations.importing import import_text
from archive_app.operations.sample import create_sample_archive
from archive_app.resources import resource

BRIDGE = "Ceasefire ends eleven hours early on the Ordan bridge"
_MANY = 1200  # files of an import that is caught while it runs
_ADDRESSES = """https://castrel-ledger.example/world/embargo-votes
https://lavesh-courier.example/2023/06/06/silos
www.masrud-gazette.example/fish-market
http://192.168.0.12/report
ftp://veldmark-agency.example/wire
"""
_TABLE = """No.;Headline;Newspaper;Date;Body;Desk
1;Harbour of Masrud closes for a day;Masrud Gazette;03/07/2023;"The harbour of Masrud closed on Monday for want of pilots.

""We have ships and no one to bring them in,"" said the harbour master.";Economy
2;Premier and envoy meet at the airport;Tamoria Today;04/07/2023;"Premier Ilyan Werrash and the envoy, Maren Odvall, met at the airport for eleven minutes.";Politics
3;Schools of Ordan open again;Korrand Voice;16/07/2023;"Three schools of Ordan opened again on Sunday, two of them with roofs.";Education
"""
_MAIL = """From: wire@veldmark-agency.example
To: desk@lavesh-courier.example
Subject: Envoy leaves for Masrud
Date: Wed, 12 Jul 2023 09:10:00 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

The envoy of the Council of Nations, Maren Odvall, left for Masrud on Wednesday.

She took no questions and two suitcases.
"""


class IntakePictures(Camera):
    """An archive as articles come into it."""

    def scenes(self) -> dict[str, Callable[[], None]]:
        return {
            "imports": self.imports, "mapping": self.mapping, "alike": self.alike,
            "sheet": self.sheet, "groups": self.groups, "addresses": self.addresses,
            "read-again": self.read_again, "sizes": self.sizes, "mirrored": self.mirrored,
            "running": self.running,
        }  # fmt: skip

    def take(self, folder: Path, only: Sequence[str] | None = None) -> None:
        with create_sample_archive(folder) as archive:
            add_press(archive, self.work)
            text = _reprint()
            report = import_text(archive, text, title=BRIDGE, coder="M. Reader")
            edit_article(
                archive, report.imported[0].id, outlet="Masrud Gazette", published="2023-02-23",
                coder="M. Reader",
            )  # fmt: skip
        self.open(folder)
        for name, scene in self.scenes().items():
            if not only or name in only:
                scene()
        self.window.close()

    def let_in(self, paths: Sequence[Path]) -> QDialog | None:
        """Import, and return the report if it has a window."""
        stage = self.stage
        stage.bench.import_paths(list(paths))
        stage.wait_until(lambda: not stage.bench.is_importing, "the import to end")
        stage.rest(400)
        return stage.dialog()

    # ------------------------------------------------------------------ the view of all imports

    def imports(self) -> None:
        stage = self.stage
        stage.do("show-articles")
        report = self.let_in([self._mixed_folder()])
        assert report is not None
        self.shoot("import-report", report)
        report.close()
        stage.do("show-imports")
        stage.rest(500)
        view = stage.bench.imports
        stage.wait_until(lambda: view.model.rowCount() > 0, "the outcomes")
        view.table.selectRow(1)
        stage.rest(300)
        self.shoot("imports")
        view._filters.button(4).click()  # as a person clicks it
        stage.rest(400)
        view.table.selectRow(0)
        stage.rest(300)
        self.shoot("imports-failed")
        view._filters.button(0).click()

    def running(self) -> None:
        stage = self.stage
        folder = self.work / f"a year of the wire {self.theme}"
        folder.mkdir()
        for at in range(_MANY):
            day = f"{at % 28 + 1} {('May', 'June', 'July')[at % 3]}"
            (folder / f"wire {at + 1:04}.txt").write_text(
                f"Wire report no. {at + 1} from Lavesh\n\nLAVESH, {day}. The guns were heard {at + 3} times.\n",
                "utf-8",
            )
        stage.do("show-imports")
        stage.bench.import_paths([folder])
        stage.wait_until(lambda: stage.bench.import_bar._bar.value() > _MANY // 3, "a third of it")
        stage.rest(400)
        self.shoot("imports-running")
        stage.bench.intake.pause(True)
        stage.rest(700)
        self.shoot("imports-paused")
        stage.bench.intake.pause(False)
        stage.bench.intake.cancel()
        stage.wait_until(lambda: not stage.bench.is_importing, "the import to end")
        stage.rest(500)
        stage.do("undo")
        stage.settle()

    def _mixed_folder(self) -> Path:
        """Write files of many kinds, and some that nobody could read."""
        folder = self.work / f"Press of July {self.theme}"
        folder.mkdir()
        sample = resource("sample", "articles")
        (folder / "bridge closed.txt").write_text(
            "Bridge at Ordan closed for repairs\n\nThe bridge at Ordan was closed on Tuesday, the mayor said.\n",
            "utf-8",
        )
        (folder / "envoy leaves.eml").write_text(_MAIL, "utf-8")
        (folder / "march, again.txt").write_bytes(
            (sample / "01-hadraj-orders-march-on-lavesh.txt").read_bytes()
        )
        page = (sample / "11-council-votes-embargo-on-all-sides.html").read_text("utf-8")
        (folder / "council votes, later edition.html").write_text(
            page.replace("Council votes", "Council of Nations votes").replace("embargo", "arms embargo"),
            "utf-8",
        )
        with zipfile.ZipFile(folder / "week 28.zip", "w") as bundle:
            bundle.writestr(
                "monday.txt", "No water in Lavesh on Monday\n\nThe pumps of Lavesh stood still on Monday.\n"
            )
            bundle.writestr(
                "tuesday.txt", "Water returns, brown\n\nThe water of Lavesh returned on Tuesday, brown.\n"
            )
            bundle.writestr("photo.jpg", b"\xff\xd8\xff\xe0 not a text")
        (folder / "empty.txt").write_text("", "utf-8")
        (folder / "interview.docx").write_bytes(b"PK\x03\x04 this was cut off")
        (folder / "old report.doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
        (folder / "scan.pdf").write_bytes(b"%PDF-1.4\nthis was cut off")
        return folder

    # ------------------------------------------------------------------ tables, addresses, folders

    def mapping(self) -> None:
        stage = self.stage
        table = self.work / f"july {self.theme}.csv"
        table.write_text(_TABLE, "utf-8")
        stage.bench.import_paths([table])
        stage.wait_until(lambda: stage.bench.tables.dialog is not None, "the question")
        dialog = stage.bench.tables.dialog
        assert isinstance(dialog, MappingDialog)
        stage.rest(400)
        self.shoot("table-columns", dialog)
        dialog.reject()
        stage.wait_until(lambda: not stage.bench.is_importing, "the import to end")
        stage.rest(200)

    def addresses(self) -> None:
        self.stage.do("import-addresses")
        dialog = self.stage.wait_for_dialog("addresses")
        assert isinstance(dialog, AddressesDialog)
        dialog.text.setPlainText(_ADDRESSES)
        self.stage.rest(300)
        self.shoot("addresses", dialog)
        dialog.reject()
        self.stage.rest(100)

    def read_again(self) -> None:
        self.stage.open_article("Warrash warns")
        self.shoot_dialog("read-again", "read-again")

    # ------------------------------------------------------------------ copies

    def alike(self) -> None:
        stage = self.stage
        stage.do("find-duplicates")
        dialog = self.window.findChild(DuplicatesWindow)
        assert dialog is not None
        stage.wait_until(lambda: dialog.pairs.count() > 0 and dialog.keep.isEnabled(), "the pairs")
        stage.rest(500)
        self.shoot("much-alike", dialog)
        dialog.close()
        stage.rest(200)

    # ------------------------------------------------------------------ many at once

    def sheet(self) -> None:
        stage = self.stage
        stage.do("show-articles")
        stage.do("edit-metadata")
        stage.wait_until(lambda: self.window.findChild(SheetDialog) is not None, "the sheet")
        sheet = self.window.findChild(SheetDialog)
        assert sheet is not None
        stage.rest(600)
        stage.settle()
        self.shoot("sheet", sheet)
        sheet.find_and_replace()
        replacing = sheet.findChild(ReplaceDialog)
        assert replacing is not None
        replacing.column.setCurrentIndex(max(replacing.column.findText("Outlet"), 0))
        replacing.sought.setText("Castrel Ledger")
        replacing.replacement.setText("The Castrel Ledger")
        stage.rest(900)
        self.shoot("sheet-replace", replacing)
        replacing.reject()
        stage.rest(100)
        sheet.fill_from_names()
        filling = sheet.findChild(FillDialog)
        assert filling is not None
        filling.pattern.setText("{date}_{title}")
        stage.rest(900)
        self.shoot("sheet-fill", filling)
        filling.reject()
        stage.rest(100)
        sheet.reject()
        stage.rest(200)

    def groups(self) -> None:
        stage = self.stage
        self.shoot_dialog("collections", "organise-groups")
        stage.open_article("The ceasefire that was signed twice")
        stage.do("label-articles")
        stage.rest(400)
        popup = self.application.activePopupWidget() or stage.bench.grouping.popup
        self.shoot_over("labels", popup)
        popup.hide()
        stage.rest(100)

    # ------------------------------------------------------------------ sizes and sides

    def sizes(self) -> None:
        stage = self.stage
        self.window.resize(900, 600)
        stage.do("show-imports")
        stage.rest(500)
        stage.bench.imports.table.selectRow(0)
        stage.rest(300)
        self.shoot("imports-small")
        self.window.resize(*self.size)

    def mirrored(self) -> None:
        """The interface as it is in Arabic or Hebrew: its words are English as long as nobody translates."""
        stage = self.stage
        self.application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        stage.do(f"theme-{self.theme}")
        stage.do("show-imports")
        stage.rest(500)
        stage.bench.imports.table.selectRow(1)
        stage.rest(300)
        self.shoot("mirrored-imports")
        self.application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        stage.do(f"theme-{self.theme}")
        stage.rest(200)


class DoubledPictures(IntakePictures):
    """The same where letters are twice as large, which a variable of the environment tells Qt."""

    size = (900, 600)

    def scenes(self) -> dict[str, Callable[[], None]]:
        return {"imports": self.imports, "results": self.results}

    def imports(self) -> None:
        report = self.let_in([self._mixed_folder()])
        assert report is not None
        report.close()
        self.stage.do("show-imports")
        self.stage.rest(600)
        self.stage.bench.imports.table.selectRow(1)
        self.stage.rest(300)
        self.shoot("imports-200")

    def results(self) -> None:
        self.stage.do("show-results")
        page = self.stage.bench.results
        page.set_query("ceasefire OR embargo")
        self.stage.wait_until(lambda: page.results.model.rowCount() > 20, "hits")
        self.stage.rest(500)
        self.shoot("results-200")


def _reprint() -> str:
    """Give an article of the press as another outlet printed it."""
    text = next(each.text for each in dispatches() if each.title == BRIDGE)
    return f"{BRIDGE}\n\n{text}".replace("eleven hours before its time", "long before its time").replace(
        "so was a mule", "a mule was killed"
    )
