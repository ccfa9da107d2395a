"""What the menus do with the open article: how it is set and coloured, which passages it shows, paper."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMainWindow

from archive_app.gui.actions import Actions
from archive_app.gui.dialogs import Dialogs
from archive_app.gui.reading_settings import Face, ReadingSettings
from archive_app.gui.settings import Settings
from archive_app.gui.theme import ThemeSwitch

# Imported when first needed: what knows the archive takes longer to import than the first paint may.
if TYPE_CHECKING:
    from archive_app.gui.colouring import Group
    from archive_app.gui.lists.choice import Choice, ChoicePopup
    from archive_app.gui.passages_on_show import PassagesOnShow
    from archive_app.gui.printing.article import PrintedArticle
    from archive_app.gui.printing.desk import PrintDesk
    from archive_app.gui.reader.view import ReaderView
    from archive_app.gui.reading_form import TextPanel
    from archive_app.gui.workbench import Workbench

COLOURINGS = ("claim", "actor", "stance", "coder")


class ReadingControls(QObject):
    """Carries out the actions on the open article's looks, and remembers what was chosen."""

    said = Signal(str)
    """Carries a sentence for the status line."""
    failed = Signal(str)
    """Carries a sentence for the user."""
    broken = Signal(str)
    """Carries the traceback of a bug."""

    def __init__(
        self, actions: Actions, settings: Settings, themes: ThemeSwitch, dialogs: Dialogs, window: QMainWindow
    ) -> None:
        super().__init__(window)
        self._window = window
        self._dialogs = dialogs
        self._actions = actions
        self._settings = settings
        self._themes = themes
        self._bench: Workbench | None = None
        self.panel: TextPanel | None = None
        """The panel for the letters, once it was opened."""
        self.chooser: ChoicePopup | None = None
        """The list of what can be shown alone, once it was opened."""
        self.printing: PrintDesk | None = None
        """What prints, once something was printed."""
        colourings = QActionGroup(self)
        for name in COLOURINGS:
            colourings.addAction(actions[f"colour-by-{name}"])
        self._mark()

    def bindings(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by its name."""
        return {
            "text-settings": self.open_panel,
            "serif": self._choose_face,
            **{f"colour-by-{name}": partial(self.colour_by, name) for name in COLOURINGS},
            "legend": self._choose_legend,
            "show-only": self.open_chooser,
            "hide-passages": self._choose_plain,
            "show-all-passages": self.show_all,
            "print-article": lambda: self._send(lambda desk, article: desk.print_article(article)),
            "save-pdf": lambda: self._send(lambda desk, article: desk.save_pdf(article)),
            "next-passage": partial(self.step, 1),
            "previous-passage": partial(self.step, -1),
        }

    def attach(self, bench: "Workbench") -> None:
        """Set and colour the articles of an archive that was opened."""
        from archive_app.gui.colouring import ColourBy

        self._bench = bench
        pane = bench.pane
        pane.set_reading(self._settings.reading)
        pane.on_show.colour_by(ColourBy(self._settings.colour_by))
        pane.strip.show_legend(self._settings.legend_shown)
        pane.strip.group_chosen.connect(self._choose_group)
        pane.strip.more_requested.connect(self.open_chooser)
        pane.strip.all_requested.connect(self.show_all)
        pane.on_show.changed.connect(self._mark)
        self._mark()

    def detach(self) -> None:
        """Forget the archive, which is being closed; what is being printed is given up."""
        self._bench = None
        if self.printing is not None:
            self.printing.stop()

    # How it is set ------------------------------------------------------------------------------

    def open_panel(self) -> None:
        """Open the panel for letters and lines over the article."""
        from archive_app.gui.reading_form import TextPanel

        reader = self._reader_in_front()
        if self.panel is None:
            self.panel = TextPanel(self._settings.reading, self._themes.theme, self._window)
            self.panel.form.changed.connect(self.set_reading)
        self.panel.set_theme(self._themes.theme)
        self.panel.form.show_settings(self._settings.reading)
        self.panel.open_over(reader, reader.zoom)

    def set_reading(self, reading: ReadingSettings) -> None:
        """Set articles in a way, from now on."""
        self._settings.reading = reading
        self.preview(reading)
        self._mark()

    def preview(self, reading: ReadingSettings) -> None:
        """Set the open article in a way that nobody has decided on yet."""
        if self._bench is not None:
            self._bench.pane.set_reading(reading)

    def restore(self) -> None:
        """Set the open article as it was decided, after a preview or in the preferences."""
        self.preview(self._settings.reading)
        self._mark()

    def _choose_face(self) -> None:
        face: Face = "serif" if self._actions["serif"].isChecked() else "sans"
        self.set_reading(replace(self._settings.reading, face=face))

    # What its colours mean ----------------------------------------------------------------------

    def colour_by(self, name: str) -> None:
        """Colour passages by ``claim``, ``actor``, ``stance`` or ``coder``, from now on."""
        from archive_app.gui.colouring import ColourBy

        self._settings.colour_by = name
        self._on_show().colour_by(ColourBy(name))
        self.said.emit(
            {
                "claim": self.tr("Colours stand for claim types."),
                "actor": self.tr("Colours stand for actors, of several for the first who speaks."),
                "stance": self.tr("Colours stand for stances."),
                "coder": self.tr("Colours stand for coders."),
            }[name]
        )
        self._mark()

    def _choose_legend(self) -> None:
        shown = self._actions["legend"].isChecked()
        self._settings.legend_shown = shown
        assert self._bench is not None
        self._bench.pane.strip.show_legend(shown)

    # What it shows ------------------------------------------------------------------------------

    def open_chooser(self) -> None:
        """Open the list of what passages can be chosen by."""
        from archive_app.gui.lists.choice import Choice, ChoicePopup
        from archive_app.gui.show_only import choices_for, everything

        self._reader_in_front()
        assert self._bench is not None
        on_show = self._on_show()
        if not on_show.passages:
            self.said.emit(self.tr("This article has no passages yet."))
            return
        if self.chooser is None:
            self.chooser = ChoicePopup(self._themes.theme, self._window)
            self.chooser.chosen.connect(self._take_choice)
        self.chooser.set_theme(self._themes.theme)
        current: Choice = everything()
        if len(on_show.showing.groups) == 1:
            current = Choice(next(iter(on_show.showing.groups)), "")
        choices = (everything(), *choices_for(on_show.passages, on_show.around))
        self.chooser.offer(choices, current, self.tr("Passages"))
        self.chooser.open_below(self._bench.pane.header)

    def show_all(self) -> None:
        """Show all passages of the article again."""
        self._on_show().show_only()
        self.said.emit(self.tr("All passages are shown."))

    def step(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) passage on show."""
        assert self._bench is not None
        on_show, desk = self._on_show(), self._bench.desk
        if not on_show.showing.is_limited:
            desk.step(direction)
            return
        current, caret = desk.current, self._bench.pane.reader.caret_position()
        place = (current.start, current.end, current.id) if current else (caret, -1, -1)
        places = {(each.start, each.end, each.id): each for each in on_show.shown()}
        beyond = [at for at in places if (at > place if direction > 0 else at < place)]
        if not beyond:
            self.said.emit(self.tr("No further passage is on show. Show All brings back the others."))
            return
        desk.select_passage(places[min(beyond) if direction > 0 else max(beyond)].id, scroll=True)

    def _choose_plain(self) -> None:
        plain = self._actions["hide-passages"].isChecked()
        self._on_show().set_plain(plain)
        self.said.emit(
            self.tr("Passages are hidden, for plain reading.") if plain else self.tr("Passages are shown.")
        )

    def _choose_group(self, group: "Group", beside_others: bool) -> None:
        self._on_show().toggle(group, beside_others=beside_others)

    def _take_choice(self, choice: "Choice") -> None:
        from archive_app.gui.colouring import Group

        if isinstance(choice.value, Group):
            self._on_show().show_only(choice.value)
        else:
            self.show_all()

    # On paper -----------------------------------------------------------------------------------

    def _send(self, to: "Callable[[PrintDesk, PrintedArticle], None]") -> None:
        from archive_app.gui.printing.desk import PrintDesk
        from archive_app.gui.printing.preparing import printed_article

        assert self._bench is not None, "the action should be off while no archive is open"
        found = self._bench.pane.article
        if found is None:
            self.said.emit(self.tr("Open an article first."))
            return
        if self.printing is None:
            self.printing = PrintDesk(self._dialogs, self._window.statusBar(), self._window)
            self.printing.said.connect(self.said)
            self.printing.failed.connect(self.failed)
            self.printing.broken.connect(self.broken)
        coder = self._bench.workspace.coder
        to(self.printing, printed_article(found, self._on_show(), self._settings.reading, coder))

    # Inside -------------------------------------------------------------------------------------

    def _reader_in_front(self) -> "ReaderView":
        assert self._bench is not None, "the action should be off while no archive is open"
        if self._bench.view != "articles":
            self._bench.show_view("articles")
        return self._bench.pane.reader

    def _on_show(self) -> "PassagesOnShow":
        assert self._bench is not None, "the action should be off while no archive is open"
        return self._bench.pane.on_show

    def _mark(self) -> None:
        """Let the menus say what is chosen."""
        self._actions["serif"].setChecked(self._settings.reading.face == "serif")
        self._actions[f"colour-by-{self._settings.colour_by}"].setChecked(True)
        self._actions["legend"].setChecked(self._settings.legend_shown)
        showing = self._bench.pane.on_show.showing if self._bench is not None else None
        self._actions["hide-passages"].setChecked(showing is not None and showing.is_plain)
        self._actions.enable(showing is not None and showing.is_limited, "show-all-passages")
