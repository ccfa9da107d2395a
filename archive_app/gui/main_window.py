"""The window: menus, toolbar, status line; the welcome page or the open archive between them."""

import gc
import importlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QStackedWidget,
    QWidget,
)

from archive_app.gui.action_list import ACTIONS, CODE, ENDS, MENUS, NEED_ARCHIVE, RECENT_TAGS
from archive_app.gui.actions import Actions
from archive_app.gui.background import Background
from archive_app.gui.correcting.bindings import PAUSED, correcting_bindings
from archive_app.gui.crash_report import CrashReporter
from archive_app.gui.dialogs import Dialogs, QtDialogs
from archive_app.gui.icons import application_icon
from archive_app.gui.library.bindings import article_bindings
from archive_app.gui.reader_actions import ends_menu, reader_bindings
from archive_app.gui.reading_controls import ReadingControls
from archive_app.gui.search.bindings import search_bindings
from archive_app.gui.settings import Settings
from archive_app.gui.theme import Theme, ThemeSwitch, load_reading_fonts
from archive_app.gui.tidying import begin_again
from archive_app.gui.toolbar import ToolBar
from archive_app.gui.welcome import WelcomePage

# Everything that knows the archive is imported when first needed, outside the GUI thread: SQLModel alone
# takes longer than the first paint may.
if TYPE_CHECKING:
    from archive_app.gui.help import ManualWindow
    from archive_app.gui.workbench import View, Workbench
    from archive_app.model.web_links import WebLink
    from archive_app.operations.importing import ImportReport
    from archive_app.storage.archive import Archive
    from archive_app.storage.queries import ArchiveCounts, ArticleCard


_ICONS_AT_ONCE = 8  # some two milliseconds of work


class MainWindow(QMainWindow):
    """One window over at most one open archive."""

    archive_opened = Signal()
    archive_closed = Signal()

    def __init__(self, settings: Settings, theme: ThemeSwitch, *, dialogs: Dialogs | None = None) -> None:
        super().__init__()
        self._settings = settings
        self._themes = theme
        self.dialogs = dialogs or QtDialogs(self)
        self.bench: Workbench | None = None
        self.manual: ManualWindow | None = None
        self._telling: set[str] = set()
        self._is_painted = False
        self._background = Background(self)
        self._background.failed.connect(self.show_problem)
        self._crashes = CrashReporter(self)
        self._background.broken.connect(self._crashes.report)

        self.setWindowTitle(self.tr("Archive App"))
        self.setWindowIcon(application_icon())
        self.setAcceptDrops(True)
        self.actions_ = Actions(ACTIONS, self)
        self.welcome = WelcomePage(self.actions_, theme.theme)
        self.welcome.archive_chosen.connect(self.open_folder)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.welcome)
        self.setCentralWidget(self.stack)
        self._build_bars()
        self.reading = ReadingControls(self.actions_, settings, theme, self.dialogs, self)
        self.reading.said.connect(self.say)
        self.reading.failed.connect(self.show_problem)
        self.reading.broken.connect(self._crashes.report)
        self._bind()
        self._mark_choices()
        theme.changed.connect(self._theme_changed)
        self.actions_.paint_later(theme.theme)
        self._later = QTimer(self)
        self._later.timeout.connect(self._paint_icons)
        self._show_welcome()
        geometry = settings.geometry("window")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(1400, 860)
        QApplication.instance().focusChanged.connect(self._focus_changed)  # type: ignore[union-attr]  # there is one

    # Building -----------------------------------------------------------------------------------

    def _build_bars(self) -> None:
        self.menus = self.actions_.fill_menus(self.menuBar(), MENUS)
        self.menus[ENDS] = ends_menu(self.actions_, self.menus[CODE])
        self.toolbar = ToolBar(self.tr("Tools"))
        self.toolbar.setObjectName("tools")
        self.toolbar.setMovable(False)
        self.toolbar.setIconSize(QSize(18, 18))
        self.actions_.fill_toolbar(self.toolbar)
        self.addToolBar(self.toolbar)
        self._said = QLabel()
        self._counts = QLabel()
        self._coder = QLabel()
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self._said, 1)
        self.statusBar().addPermanentWidget(self._counts)
        self.statusBar().addPermanentWidget(self._coder)
        views = ("show-articles", "show-passages", "show-results", "show-concordance", "show-imports")
        for names in (views, ("theme-system", "theme-light", "theme-dark")):
            group = QActionGroup(self)
            for name in names:
                group.addAction(self.actions_[name])

    def _bind(self) -> None:
        bound: dict[str, Callable[[], object]] = {
            "new-archive": self.new_archive,
            "open-archive": self.choose_archive,
            "open-sample": self.open_sample,
            "close-archive": self.close_archive,
            "import-files": self.import_files,
            "import-folder": self.import_folder,
            "paste-article": self.paste_article,
            "import-addresses": self.import_addresses,
            "export": lambda: self._bench().request_export(),
            "save-copy": self.save_copy,
            "check-archive": self.check_archive,
            "preferences": self.show_preferences,
            "quit": self.close,
            "undo": lambda: self._bench().undo(),
            "redo": lambda: self._bench().redo(),
            "copy": self._copy,
            "edit-article": lambda: self._bench().inspector.edit_article(),
            "remove-cuts": lambda: self._bench().remove_cuts(),
            "keep-cuts": lambda: self._bench().keep_cuts(),
            "delete-articles": lambda: self._bench().delete_selected_articles(),
            "history": self.show_history,
            "tag-actor": lambda: self._bench().desk.ask_actor(),
            "tag-claim": lambda: self._bench().desk.ask_claim(),
            "write-memo": lambda: self._bench().desk.write_memo(),
            "grow-selection": lambda: self._bench().pane.reader.grow_selection(),
            "shrink-selection": lambda: self._bench().pane.reader.shrink_selection(),
            "mark-passage": lambda: self._bench().desk.mark(),
            "delete-passage": self._delete_passage,
            "show-articles": lambda: self._bench().show_view("articles"),
            "show-passages": lambda: self._bench().show_view("passages"),
            "show-results": lambda: self._bench().show_view("results"),
            "show-imports": lambda: self._bench().show_view("imports"),
            "watch-folder": self.watch_folder,
            "find-duplicates": self.show_duplicates,
            "read-again": self.read_again,
            "pause-import": lambda: self._bench().intake.toggle_pause(),
            "cancel-import": lambda: self._bench().intake.cancel(),
            "toggle-library": lambda: self._toggle("toggle-library", self._bench().library),
            "toggle-inspector": lambda: self._toggle("toggle-inspector", self._bench().inspector),
            "zoom-in": lambda: self._zoom(+10),
            "zoom-out": lambda: self._zoom(-10),
            "zoom-reset": lambda: self._zoom(None),
            "theme-system": lambda: self._choose_theme("system"),
            "theme-light": lambda: self._choose_theme("light"),
            "theme-dark": lambda: self._choose_theme("dark"),
            "search": self.focus_search,
            "next-article": lambda: self._bench().step_article(1),
            "previous-article": lambda: self._bench().step_article(-1),
            "focus-library": lambda: self._bench().library.focus_list(),
            "focus-reader": lambda: self._bench().pane.reader.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "focus-inspector": lambda: self._bench().inspector.focus_first(),
            "command-palette": self.show_palette,
            "manual": self.show_manual,
            "shortcuts": self.show_shortcuts,
            "about": self.show_about,
            **self.reading.bindings(),
            **reader_bindings(self._bench),
            **correcting_bindings(self._bench),
            **search_bindings(self._bench),
            **article_bindings(self._bench),
        }
        for number, name in enumerate(RECENT_TAGS, 1):
            bound[name] = partial(self._apply_recent, number)
        for name, callback in bound.items():
            self.actions_.bind(name, callback)
        unbound = set(self.actions_.specs) - set(bound)
        assert not unbound, f"actions without a callback: {unbound}"

    def _bench(self) -> "Workbench":
        assert self.bench is not None, "the action should be off while no archive is open"
        return self.bench

    # Archives -----------------------------------------------------------------------------------

    def new_archive(self) -> None:
        """Ask for a name and make an archive there."""
        folder = self.dialogs.folder_to_make(self.tr("New Archive"), self.tr("My archive"))
        if folder is not None:
            self._opening(lambda: _archives().create_archive(folder))

    def choose_archive(self) -> None:
        """Ask for an archive and open it."""
        folder = self.dialogs.folder_to_open(self.tr("Open Archive"))
        if folder is not None:
            self.open_folder(folder)

    def open_folder(self, folder: Path) -> None:
        """Open an archive."""
        self._opening(lambda: _archives().open_archive(folder))

    def open_sample(self) -> None:
        """Open the sample archive, made afresh the first time."""
        folder = sample_folder(self._settings)
        if (folder / "archive.sqlite").is_file():
            self._opening(lambda: _archives().open_archive(folder))
        else:
            self.say(self.tr("Making the sample archive…"))
            self._opening(lambda: _make_sample(folder))

    def _opening(self, make: "Callable[[], Archive]") -> None:
        if self.bench is not None and self.bench.correcting.is_unsaved:
            self.bench.correcting.leave(lambda: self._opening(make))
            return
        # Made and migrated outside the GUI thread: a large archive may take a while.
        self.close_archive()
        if self.bench is not None:
            return
        self.setEnabled(False)

        def done(archive: "Archive | None") -> None:
            self.setEnabled(True)
            if archive is not None:
                self._show_archive(archive)

        def open_with_its_parts() -> "Archive":
            importlib.import_module("archive_app.gui.workbench")
            # What the modules hold lives as long as the process. Collecting garbage among it again and again
            # stopped the window for 80 to 180 ms each time.
            gc.freeze()
            archive = make()
            try:
                _open_index(archive)
            except BaseException:
                archive.close()
                raise
            return archive

        self._background.run(open_with_its_parts, done)

    def _show_archive(self, archive: "Archive") -> None:
        from archive_app.gui.workbench import Workbench

        load_reading_fonts()
        bench = Workbench(archive, self._settings, self._themes.theme, self, dialogs=self.dialogs)
        self.bench = bench
        workspace = bench.workspace
        workspace.failed.connect(self.show_problem)
        workspace.broken.connect(self._crashes.report)
        workspace.undo_changed.connect(self._undo_changed)
        bench.correcting.correcting_changed.connect(self._correcting_changed)
        bench.correcting.undo_changed.connect(self._typing_undo_changed)
        bench.said.connect(self.say)
        bench.counted.connect(self._show_counts)
        bench.article_opened.connect(self._article_opened)
        bench.report_ready.connect(self.show_report)
        bench.view_changed.connect(self._view_changed)
        bench.import_requested.connect(self.import_files)
        bench.paste_requested.connect(self.paste_article)
        bench.export_requested.connect(self.export)
        bench.context_requested.connect(self._library_menu)
        bench.passages.context_requested.connect(
            lambda place, _ids: self._menu(place, "more-like-passage", "more-like-article", "delete-passage")
        )
        bench.concordance.context_requested.connect(
            lambda place: self._menu(place, "tick-lines", "tag-results", "export", "more-like-article")
        )
        bench.pane.reader.zoom_changed.connect(self._zoomed)
        bench.pane.reader.set_zoom(self._settings.zoom)
        self.stack.addWidget(bench)
        self.stack.setCurrentWidget(bench)
        self._settings.add_recent(archive.places.folder)
        self.actions_.enable(True, *NEED_ARCHIVE)
        self.actions_.enable(False, "undo", "redo", "save-correction")
        self.reading.attach(bench)
        self.actions_["show-articles"].setChecked(True)
        self.actions_["toggle-library"].setChecked(True)
        self.actions_["toggle-inspector"].setChecked(True)
        self.actions_.paint_rest()
        self.toolbar.show()
        self._coder.setText(self.tr("Coder: {0}").format(workspace.coder))
        self.setWindowTitle(self.tr("{0} — Archive App").format(archive.name))
        self.say("")
        bench.start()
        bench.pane.reader.setFocus()
        self.archive_opened.emit()

    def close_archive(self) -> None:
        """Close the open archive and go back to the welcome page."""
        if self.bench is None:
            return
        if self.bench.correcting.is_unsaved:
            self.bench.correcting.leave(self.close_archive)
            return
        if not self._may_lose(self.bench):
            return
        bench, self.bench = self.bench, None
        self.reading.detach()
        bench.close_archive()
        self.stack.removeWidget(bench)
        bench.deleteLater()
        QTimer.singleShot(0, begin_again)
        self._show_welcome()
        self.archive_closed.emit()

    def _may_lose(self, bench: "Workbench") -> bool:
        """Write everything; where something could not be written, ask whether it may be lost."""
        unsaved = bench.unsaved()
        if not unsaved:
            return True
        question = "\n".join([*unsaved, "", self.tr("Closing now loses this. Copy it first if you need it.")])
        return self.dialogs.confirm(self.tr("Not saved"), question, self.tr("Close All the Same"))

    def _show_welcome(self) -> None:
        self.actions_.enable(False, *NEED_ARCHIVE)
        self.toolbar.hide()
        self._counts.clear()
        self._coder.clear()
        self.setWindowTitle(self.tr("Archive App"))
        self.welcome.show_recent(self._settings.recent)
        self.stack.setCurrentWidget(self.welcome)

    def save_copy(self) -> None:
        """Copy the whole archive to another folder."""
        archive = self._bench().workspace.archive
        folder = self.dialogs.folder_to_make(self.tr("Save a Copy"), self.tr("{0} copy").format(archive.name))
        if folder is not None:
            self.say(self.tr("Copying…"))
            self._bench().workspace.compute(
                lambda: archive.save_copy(folder),
                lambda _: self.say(self.tr("Saved a copy in {0}").format(folder)),
            )

    def check_archive(self) -> None:
        """Look for damage and say what was found."""
        from archive_app.operations.checking import check_archive

        workspace = self._bench().workspace
        self.say(self.tr("Checking…"))

        def show(problems: tuple[str, ...]) -> None:
            if problems:
                self.dialogs.tell(self.tr("Check Archive"), "\n".join(problems[:20]))
            self.say(
                self.tr("The archive is sound.")
                if not problems
                else self.tr("%n problem(s)", "", len(problems))
            )

        workspace.compute(lambda: check_archive(workspace.archive).problems, show)

    # Import and export --------------------------------------------------------------------------

    def import_files(self) -> None:
        """Ask for files and import them."""
        kinds = self.tr(
            "Articles (*.txt *.md *.html *.htm *.mht *.mhtml *.pdf *.docx *.odt *.rtf *.epub *.eml *.mbox"
            " *.xml *.csv *.tsv *.xlsx *.jsonl *.ris *.bib *.zip *.gz *.warc);;All files (*)"
        )
        files = self.dialogs.files_to_open(self.tr("Import Files"), kinds)
        if files:
            self._bench().import_paths(files)

    def import_folder(self) -> None:
        """Ask for a folder and import every file in it."""
        folder = self.dialogs.folder_to_open(self.tr("Import Folder"))
        if folder is not None:
            self._bench().import_paths([folder])

    def paste_article(self) -> None:
        """Ask for a text and make an article of it."""
        from archive_app.gui.intake.paste_dialog import PasteDialog

        dialog = PasteDialog(self, self.dialogs)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def add() -> None:
            pasted = dialog.article()
            self._bench().intake.import_pasted(
                pasted.text, title=pasted.title, outlet=pasted.outlet, authors=pasted.authors,
                published=pasted.published, url=pasted.url, added=dialog.accept, refused=dialog.complain,
            )  # fmt: skip

        dialog.add_requested.connect(add)
        dialog.open()

    def import_addresses(self, links: "Sequence[WebLink]" = ()) -> None:
        """Ask for web addresses, and fetch and import what they lead to."""
        from archive_app.gui.intake.addresses_dialog import AddressesDialog

        dialog = AddressesDialog(links, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._bench().intake.fetch(dialog.links()))
        dialog.open()

    def _go_on_after(self, report: "ImportReport") -> None:
        """Offer what can still be made of what an import left: addresses to fetch, records with abstracts."""
        if report.links:
            self.import_addresses(report.links)
        elif report.abstracts and self.dialogs.confirm(
            self.tr("References"),
            self.tr(
                "No article was found for some of the references, but they have a text or an abstract. "
                "Import these as articles?"
            ),
            self.tr("Import as Articles"),
        ):
            self._bench().intake.import_records([Path(path) for path in report.abstracts])

    def show_report(self, report: "ImportReport") -> None:
        """Say what became of an import in the status line, and file by file in a window of its own.

        No window opens for a single article that came in, over the view that lists the files anyway, and
        before who is coding.
        """
        from archive_app.gui.imports.wording import counts_sentence

        counts = report.counts
        is_plain = not (report.failed or counts.duplicates or report.cancelled or counts.imported > 1)
        is_busy = self.bench is not None and (self.bench.view == "imports" or self.bench.is_coding)
        if not is_plain and not is_busy:
            from archive_app.gui.intake.report_dialog import ReportDialog

            dialog = ReportDialog(report, self._themes.theme, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            if self.bench is not None:
                dialog.article_chosen.connect(self.bench.open_article)
                dialog.details_requested.connect(self.actions_["show-imports"].trigger)
            dialog.finished.connect(lambda _result: self._go_on_after(report))
            dialog.open()
        else:
            self._go_on_after(report)
        said = counts_sentence(counts) if counts.dealt_with else self.tr("Nothing was imported.")
        if is_busy and not is_plain and self.bench is not None and self.bench.view != "imports":
            said += " " + self.tr("Imports (Ctrl+5) lists the files.")
        self.say(said)

    def watch_folder(self) -> None:
        """Ask for a folder whose new files are to be imported; or stop watching the one that is."""
        watch = self._bench().watch
        if watch.folder is not None:
            question = self.tr("New files in “{0}” are being imported. Stop watching it?")
            if self.dialogs.confirm(
                self.tr("Watched Folder"), question.format(watch.folder), self.tr("Stop Watching")
            ):
                watch.watch(None)
            return
        folder = self.dialogs.folder_to_open(self.tr("Watch a Folder"))
        if folder is not None:
            watch.watch(folder)

    def export(self, passage_ids: list[int]) -> None:
        """Ask how and where, and export passages."""
        if not passage_ids:
            self.say(self.tr("There are no passages to export. Mark some first, or clear the filters."))
            return
        from archive_app.gui.export_dialog import ExportDialog
        from archive_app.operations.exporting import export_passages

        dialog = ExportDialog(len(passage_ids), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def choose() -> None:
            choice = dialog.choice()
            workspace = self._bench().workspace
            name = f"{workspace.archive.name} {choice.layout}.csv"
            file = self.dialogs.file_to_save(self.tr("Export Passages"), name, self.tr("CSV files (*.csv)"))
            if file is None:
                return
            self.say(self.tr("Exporting…"))
            workspace.compute(
                lambda: export_passages(
                    workspace.archive, file, layout=choice.layout, passage_ids=passage_ids, bom=choice.bom,
                    raw=choice.raw,
                ),
                lambda rows: self.say(self.tr("Exported %n row(s) to {0}", "", rows).format(file)),
            )  # fmt: skip

        dialog.accepted.connect(choose)
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders: articles to import, or an archive to open."""
        if _dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open an archive, or import everything else."""
        paths = _dropped_paths(event.mimeData())
        event.acceptProposedAction()
        archives = [path for path in paths if (path / "archive.sqlite").is_file()]
        if archives:
            self.open_folder(archives[0])
        elif self.bench is not None:
            self.bench.import_paths(paths)
        else:
            self.say(self.tr("Open an archive first, or make a new one; then drop articles into it."))

    # Small things -------------------------------------------------------------------------------

    def focus_search(self) -> None:
        """Put the caret in the search box: the one in sight, or the library's."""
        bench = self._bench()
        if bench.view == "results":
            bench.results.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
            bench.results.box.selectAll()
            return
        bench.show_view("articles")
        if not bench.library.isVisible():
            self._toggle("toggle-library", bench.library, shown=True)
        bench.library.focus_search()

    def show_palette(self) -> None:
        """Open the command palette."""
        from archive_app.gui.command_palette import CommandPalette

        self.actions_.paint_rest()
        CommandPalette(self.actions_, self._themes.theme, self).show()

    def show_history(self) -> None:
        """Show what was done in the archive."""
        from archive_app.gui.history_dialog import HistoryDialog

        dialog = HistoryDialog(self._bench().workspace, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def read_again(self) -> None:
        """Ask how, and read the original of the open article again."""
        bench = self._bench()
        article = bench.pane.article
        if article is None or bench.correcting.is_correcting:
            self.say(self.tr("Open an article first, and end correcting it."))
            return
        from archive_app.gui.intake.read_again import ReadAgainDialog
        from archive_app.importing.tesseract import find_tesseract

        dialog = ReadAgainDialog(article.card.title, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: bench.intake.read_again(article.card.id, dialog.settings()))
        bench.workspace.compute(find_tesseract, dialog.offer_languages)
        dialog.open()

    def show_duplicates(self) -> None:
        """Find articles that are much alike, to be compared and decided on."""
        from archive_app.gui.duplicates.window import DuplicatesWindow

        bench = self._bench()
        dialog = DuplicatesWindow(bench.workspace, self._themes.theme, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.said.connect(self.say)
        dialog.open()

    def show_manual(self) -> None:
        """Open the manual."""
        if self.manual is None:
            from archive_app.gui.help import ManualWindow

            self.manual = ManualWindow(self._themes, self)
        self.manual.show()
        self.manual.raise_()

    def show_shortcuts(self) -> None:
        """List every action with its keys."""
        from archive_app.gui.help import ShortcutsDialog

        self.actions_.paint_rest()
        ShortcutsDialog(self.actions_, self).open()

    def show_about(self) -> None:
        """Say what this program is."""
        from archive_app.gui.help import AboutDialog

        AboutDialog(self).open()

    def show_preferences(self) -> None:
        """Open the preferences."""
        from archive_app.gui.preferences import PreferencesDialog

        dialog = PreferencesDialog(self._settings, self._themes, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._preferences_changed)
        dialog.reading_changed.connect(self.reading.preview)
        dialog.rejected.connect(self.reading.restore)
        dialog.open()

    def _preferences_changed(self) -> None:
        self._mark_choices()
        self.reading.restore()
        if self.bench is not None:
            self.bench.workspace.coder = self._settings.coder
            self.bench.library.coder_changed()
            self._coder.setText(self.tr("Coder: {0}").format(self._settings.coder))

    def say(self, sentence: str) -> None:
        """Show a sentence in the status line."""
        self._said.setText(sentence)
        self._said.setToolTip(sentence)  # there may be no room for all of it

    def show_problem(self, sentence: str) -> None:
        """Tell the user that something went wrong."""
        self.say("")
        # What is tried again may fail again for the same reason: one box says it.
        if sentence not in self._telling:
            self._telling.add(sentence)
            self.dialogs.tell(self.tr("Archive App"), sentence)
            self._telling.discard(sentence)

    def _copy(self) -> None:
        focus = QApplication.focusWidget()
        copy = getattr(focus, "copy", None)
        if copy is not None:
            copy()

    def _library_menu(self, place: QPoint, _ids: list[int]) -> None:
        self._menu(
            place, "add-to-collection", "remove-from-collection", "label-articles", "",
            "mark-read", "mark-unread", "", "more-like-article", "edit-article", "edit-metadata",
            "delete-articles",
        )  # fmt: skip

    def _menu(self, place: QPoint, *names: str) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in names:
            if name:
                menu.addAction(self.actions_[name])
            else:
                menu.addSeparator()
        menu.popup(place)

    def _apply_recent(self, number: int) -> None:
        self._bench().desk.apply_recent(number)

    def _delete_passage(self) -> None:
        bench = self._bench()
        focus = QApplication.focusWidget()
        if focus is not None and bench.library.isAncestorOf(focus):
            bench.delete_selected_articles()
        elif bench.view == "passages":
            bench.desk.delete(bench.passages.selected_passages())
        else:
            bench.desk.delete_current()

    def _toggle(self, action: str, panel: QWidget, *, shown: bool | None = None) -> None:
        visible = not panel.isVisible() if shown is None else shown
        panel.setVisible(visible)
        self.actions_[action].setChecked(visible)

    def _view_changed(self, view: "View") -> None:
        self.actions_[f"show-{view}"].setChecked(True)
        if self.bench is not None and self.bench.correcting.is_correcting:
            # Undo is the editor's where that can be seen, and the archive's elsewhere.
            if self.bench.is_typing:
                self.bench.correcting.tell_undo()
            else:
                self.bench.workspace.refresh_undo()

    def _article_opened(self, card: "ArticleCard | None") -> None:
        correcting = self.bench is not None and self.bench.correcting.is_correcting
        self.actions_.enable(
            card is not None and card.cuts > 0 and not correcting, "remove-cuts", "keep-cuts"
        )

    def _correcting_changed(self, on: bool) -> None:
        self.actions_.enable(not on, *PAUSED)
        self.actions_.enable(on, "save-correction")
        if not on and self.bench is not None:
            article = self.bench.pane.article
            self._article_opened(article.card if article else None)
            self.bench.workspace.refresh_undo()

    def _typing_undo_changed(self, undo: bool, redo: bool) -> None:
        for name, is_on, plain in (("undo", undo, self.tr("Undo")), ("redo", redo, self.tr("Redo"))):
            self.actions_[name].setText(plain)
            self.actions_[name].setEnabled(is_on)

    def _undo_changed(self, undo: str | None, redo: str | None) -> None:
        if self.bench is not None and self.bench.is_typing:
            return
        for name, label, plain, full in (
            ("undo", undo, self.tr("Undo"), self.tr("Undo: {0}")),
            ("redo", redo, self.tr("Redo"), self.tr("Redo: {0}")),
        ):
            action = self.actions_[name]
            action.setEnabled(label is not None)
            action.setText(full.format(label) if label else plain)
            action.setIconText(plain)

    def _show_counts(self, found: "ArchiveCounts") -> None:
        articles = self.tr("%n article(s)", "", found.articles)
        passages = self.tr("%n passage(s)", "", found.passages)
        self._counts.setText(f"{articles} · {passages}")

    def _zoom(self, step: int | None) -> None:
        reader = self._bench().pane.reader
        reader.set_zoom(100 if step is None else reader.zoom + step)

    def _zoomed(self, percent: int) -> None:
        self._settings.zoom = percent
        self.say(self.tr("Text size {0} %").format(percent))

    def _choose_theme(self, choice: Any) -> None:  # a ThemeChoice
        self._settings.theme = choice
        self._themes.choose(choice)
        self._mark_choices()

    def _mark_choices(self) -> None:
        self.actions_[f"theme-{self._themes.choice}"].setChecked(True)

    def _theme_changed(self, theme: Theme) -> None:
        self.actions_.paint(theme)
        self.welcome.set_theme(theme)
        self.welcome.show_recent(self._settings.recent)
        if self.bench is not None:
            self.bench.set_theme(theme)

    def _focus_changed(self) -> None:
        # Asked for and not taken from the signal: the widget that lost the focus may be half destroyed, and
        # Python must not get hold of it. Plain letters belong to text fields while one is being typed in.
        new = QApplication.focusWidget()
        typing = isinstance(new, QPlainTextEdit) or (isinstance(new, QLineEdit) and not new.isReadOnly())
        on = self.bench is not None and not typing
        plain = [name for name, spec in self.actions_.specs.items() if spec.in_reader]
        for name in plain:
            self.actions_[name].setShortcutContext(
                Qt.ShortcutContext.WindowShortcut if on else Qt.ShortcutContext.WidgetShortcut
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint; what nobody sees before a menu opens is drawn after the first time."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            self._later.start()

    def _paint_icons(self) -> None:
        if self.actions_.paint_rest(_ICONS_AT_ONCE):
            self._later.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save everything, then close; what was typed and not saved is asked about first."""
        bench = self.bench
        if bench is not None and not (bench.correcting.is_left(self.close) and self._may_lose(bench)):
            event.ignore()
            return
        self._settings.set_geometry("window", QByteArray(self.saveGeometry()))
        if self.bench is not None:
            bench, self.bench = self.bench, None
            self.reading.detach()
            bench.close_archive()
        self._background.close()
        self._settings.save()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        """Save a memo half written when the window is left."""
        if (
            event.type() == QEvent.Type.ActivationChange
            and not self.isActiveWindow()
            and self.bench is not None
        ):
            self.bench.flush()
        super().changeEvent(event)


def sample_folder(settings: Settings) -> Path:
    """Return where the sample archive lies: beside the settings, where nobody looks for their own work."""
    return settings.folder / "Sample archive"


def _dropped_paths(dropped: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]


def _archives() -> Any:  # the module
    return importlib.import_module("archive_app.storage.archive")


def _open_index(archive: "Archive") -> None:
    # A cache folder that cannot be trusted is told of before the window counts on it.
    from archive_app.search.index import open_index

    open_index(archive)


def _make_sample(folder: Path) -> "Archive":
    from archive_app.operations.sample import create_sample_archive

    return create_sample_archive(folder)
