"""Which passages are listed: by their words, tags, coder, outlet and date."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from archive_app.gui.lists.chip import FilterChip
from archive_app.gui.lists.choice import Choice, ChoiceChip
from archive_app.gui.lists.dates import DateChip
from archive_app.gui.lists.field import SearchField
from archive_app.gui.lists.flow import FlowLayout
from archive_app.gui.lists.tags import role_word, stance_word
from archive_app.gui.theme import SPACE, Theme
from archive_app.model.values import Role, Stance
from archive_app.storage.queries import PassageFilter

if TYPE_CHECKING:
    from archive_app.storage.queries import Facets

_PAUSE = 150  # milliseconds after a key


class PassageFilters(QWidget):
    """A chip for each thing that passages are filtered by; ``text``, the field for words, stands apart."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._beyond = PassageFilter()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._tell)
        self.text = SearchField(self.tr("Find words in quotes and memos"), theme)
        self.text.setMaximumWidth(44 * SPACE)
        self.text.textEdited.connect(self._pause.start)
        self.text.textChanged.connect(self._text_changed)
        self.text.accepted.connect(self._tell)
        self.actor = ChoiceChip(self.tr("Actor"), self.tr("All actors"), theme)
        self.role = ChoiceChip(self.tr("Role"), self.tr("All roles"), theme)
        self.role.set_choices([Choice(str(role), role_word(role), icon=str(role)) for role in Role])
        self.claim = ChoiceChip(self.tr("Claim type"), self.tr("All claim types"), theme)
        self.stance = ChoiceChip(self.tr("Stance"), self.tr("All stances"), theme)
        self.stance.set_choices(
            [Choice(str(stance), stance_word(stance), icon=str(stance)) for stance in Stance]
        )
        self.coder = ChoiceChip(self.tr("Coder"), self.tr("All coders"), theme)
        self.outlet = ChoiceChip(self.tr("Outlet"), self.tr("All outlets"), theme)
        self.dates = DateChip(self.tr("Date"), theme)
        self.beyond_chip = FilterChip("", theme)
        self.beyond_chip.clicked.connect(self._clear_beyond)
        self.beyond_chip.cleared.connect(self._clear_beyond)
        self.clear_button = QPushButton(self.tr("Clear filters"))
        self.clear_button.setProperty("flat", True)
        self.clear_button.clicked.connect(self.clear)
        row = FlowLayout(self, spacing=6)
        for chip in self._choices():
            row.addWidget(chip)
            chip.chosen.connect(self._tell)
        row.addWidget(self.dates)
        self.dates.chosen.connect(self._tell)
        row.addWidget(self.beyond_chip)
        row.addWidget(self.clear_button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_theme(theme)
        self._show_state()

    @property
    def wanted(self) -> PassageFilter:
        """What is asked for now."""
        return replace(
            self._beyond,
            text=self.text.text().strip(),
            actor_id=self.actor.value,
            role=self.role.value or "",
            claim_type_id=self.claim.value,
            stance=self.stance.value or "",
            coder=self.coder.value or "",
            outlet=self.outlet.value or "",
            after=self.dates.after,
            before=self.dates.before,
        )

    def set_wanted(self, wanted: PassageFilter) -> None:
        """Ask for something else; emits ``changed`` when it is other than before."""
        before = self.wanted
        self._beyond = PassageFilter(article_id=wanted.article_id, ids=wanted.ids)
        self.text.setText(wanted.text)
        for chip, value in (
            (self.actor, wanted.actor_id), (self.role, wanted.role), (self.claim, wanted.claim_type_id),
            (self.stance, wanted.stance), (self.coder, wanted.coder), (self.outlet, wanted.outlet),
        ):  # fmt: skip
            chip.set_value(value or None)
        self.dates.set_dates(wanted.after, wanted.before)
        self._show_state()
        if self.wanted != before:
            self._tell()

    def clear(self) -> None:
        """Ask for all passages."""
        self.set_wanted(PassageFilter())

    def offer(self, facets: "Facets") -> None:
        """Offer what there is in the archive."""
        self.actor.set_choices(
            [
                Choice(actor.id, actor.name, actor.aliases, actor.uses, icon=actor.kind or "actor")
                for actor in facets.actors
            ]
        )
        self.claim.set_choices(
            [
                Choice(claim.id, claim.name, (claim.path,), claim.uses, claim.depth, claim.colour)
                for claim in facets.claim_types
            ]
        )
        self.coder.set_choices([Choice(coder, coder) for coder in facets.coders])
        self.outlet.set_choices([Choice(outlet, outlet) for outlet in facets.outlets])

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.text.set_theme(theme)
        self.clear_button.setStyleSheet(f"QPushButton {{ color: {theme.accent}; }}")
        for chip in (*self._choices(), self.dates, self.beyond_chip):
            chip.set_theme(theme)

    def _choices(self) -> tuple[ChoiceChip, ...]:
        return (self.actor, self.role, self.claim, self.stance, self.coder, self.outlet)

    def _clear_beyond(self) -> None:
        self._beyond = PassageFilter()
        self._tell()

    def _text_changed(self, text: str) -> None:
        if not text:
            self._tell()

    def _tell(self) -> None:
        self._pause.stop()
        self._show_state()
        self.changed.emit()

    def _show_state(self) -> None:
        beyond = ""
        if self._beyond.article_id is not None:
            beyond = self.tr("one article")
        elif self._beyond.ids is not None:
            beyond = self.tr("a selection")
        self.beyond_chip.title = self.tr("Only")
        self.beyond_chip.show_value(beyond)
        self.beyond_chip.setVisible(bool(beyond))
        self.clear_button.setVisible(self.wanted != PassageFilter())
