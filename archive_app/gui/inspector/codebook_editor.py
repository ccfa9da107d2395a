"""Changing the codebook: the dialogs that ask, and the operations that do it."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from archive_app.gui.dialogs import Dialogs
from archive_app.gui.inspector.codebook_dialogs import (
    ActorDialog,
    ActorValues,
    ClaimTypeDialog,
    ClaimTypeValues,
)
from archive_app.gui.inspector.merge_dialog import MergeDialog
from archive_app.gui.theme import Theme
from archive_app.gui.workspace import Operation, Workspace
from archive_app.model.errors import ArchiveError
from archive_app.operations.codebook import (
    add_actor,
    add_claim_type,
    delete_actor,
    delete_claim_type,
    edit_actor,
    edit_claim_type,
    merge_actors,
    move_claim_type,
)
from archive_app.storage.archive import Archive
from archive_app.storage.journal import Changes
from archive_app.storage.queries import ActorCard, ClaimTypeCard


class CodebookEditor(QObject):
    """Asks one thing at a time over a window; a form stays open until what it asks for is done."""

    made = Signal(int)
    """Carries the key of an actor or claim type that was added, or that another was merged into."""

    def __init__(self, workspace: Workspace, theme: Theme, dialogs: Dialogs, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._theme = theme
        self._dialogs = dialogs
        self._window = window
        self.dialog: ActorDialog | ClaimTypeDialog | MergeDialog | None = None
        """The dialog that is open."""

    def set_theme(self, theme: Theme) -> None:
        """Open dialogs in a theme's colours from now on."""
        self._theme = theme

    # Asking -------------------------------------------------------------------------------------

    def ask_new_actor(self, name: str = "") -> None:
        """Open the form of a new actor."""
        dialog = ActorDialog(self._theme, name=name, parent=self._window)
        dialog.submitted.connect(self._add_actor)
        self._open(dialog)

    def ask_edit_actor(self, actor: ActorCard, actors: Sequence[ActorCard]) -> None:
        """Open the form of an actor."""
        dialog = ActorDialog(self._theme, actor, parent=self._window)
        dialog.submitted.connect(partial(self._edit_actor, actor.id))
        dialog.merge_asked.connect(partial(self._merge_instead, actor, actors))
        self._open(dialog)

    def ask_merge(self, actor: ActorCard, actors: Sequence[ActorCard]) -> None:
        """Ask which of the others an actor is to be merged into."""
        dialog = MergeDialog(self._theme, actor, actors, self._window)
        dialog.chosen.connect(partial(self._merge, actor.id))
        self._open(dialog)

    def ask_new_claim_type(
        self, cards: Sequence[ClaimTypeCard], name: str = "", parent_id: int | None = None
    ) -> None:
        """Open the form of a new claim type."""
        dialog = ClaimTypeDialog(self._theme, cards, name=name, parent_id=parent_id, parent=self._window)
        dialog.submitted.connect(self._add_claim_type)
        self._open(dialog)

    def ask_edit_claim_type(self, card: ClaimTypeCard, cards: Sequence[ClaimTypeCard]) -> None:
        """Open the form of a claim type."""
        dialog = ClaimTypeDialog(self._theme, cards, card, parent=self._window)
        dialog.submitted.connect(partial(self._edit_claim_type, card))
        self._open(dialog)

    def _merge_instead(self, actor: ActorCard, actors: Sequence[ActorCard]) -> None:
        if self.dialog is not None:
            self.dialog.reject()
        self.ask_merge(actor, actors)

    def _open(self, dialog: ActorDialog | ClaimTypeDialog | MergeDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        self.dialog = None

    # Doing --------------------------------------------------------------------------------------

    def delete(self, card: ActorCard | ClaimTypeCard) -> None:
        """Delete an actor or claim type, after a question when it is used."""
        if card.uses and not self._dialogs.confirm(
            self.tr("Delete “{name}”?").format(name=card.name),
            self.tr("It is taken off %n passage(s); the passages stay. Undo brings it back.", "", card.uses),
            self.tr("Delete"),
        ):
            return
        key, coder = card.id, self._workspace.coder
        delete = delete_actor if isinstance(card, ActorCard) else delete_claim_type
        self._workspace.run(lambda archive: delete(archive, key, coder=coder))

    def rename_actor(self, key: int, name: str) -> None:
        """Give an actor another name."""
        coder = self._workspace.coder
        self._workspace.run(lambda archive: edit_actor(archive, key, name=name, coder=coder))

    def rename_claim_type(self, key: int, name: str) -> None:
        """Give a claim type another name."""
        coder = self._workspace.coder
        self._workspace.run(lambda archive: edit_claim_type(archive, key, name=name, coder=coder))

    def move_claim_type(self, key: int, parent_id: int | None) -> None:
        """Put a claim type below another, or at the root."""
        coder = self._workspace.coder
        self._workspace.run(lambda archive: move_claim_type(archive, key, parent_id, coder=coder))

    def _add_actor(self, values: ActorValues) -> None:
        coder = self._workspace.coder
        self._carry_out(
            lambda archive: add_actor(
                archive, values.name, kind=values.kind, description=values.description,
                aliases=values.aliases, coder=coder,
            )
        )  # fmt: skip

    def _edit_actor(self, key: int, values: ActorValues) -> None:
        coder = self._workspace.coder
        self._carry_out(
            lambda archive: edit_actor(
                archive, key, name=values.name, kind=values.kind, description=values.description,
                aliases=values.aliases, coder=coder,
            )
        )  # fmt: skip

    def _merge(self, key: int, into: int) -> None:
        coder = self._workspace.coder
        self._workspace.run(
            lambda archive: merge_actors(archive, key, into, coder=coder),
            lambda _changes: self.made.emit(into),
        )

    def _add_claim_type(self, values: ClaimTypeValues) -> None:
        coder = self._workspace.coder
        self._carry_out(
            lambda archive: add_claim_type(
                archive, values.name, parent_id=values.parent_id, definition=values.definition,
                colour=values.colour, coder=coder,
            )
        )  # fmt: skip

    def _edit_claim_type(self, card: ClaimTypeCard, values: ClaimTypeValues) -> None:
        coder = self._workspace.coder

        def edit(archive: Archive) -> tuple[Changes, ...]:
            # A name that is taken is refused before anything has moved.
            edited = edit_claim_type(
                archive, card.id, name=values.name, definition=values.definition,
                colour=values.colour, coder=coder,
            )  # fmt: skip
            moved = None
            if values.parent_id != card.parent_id:
                moved = move_claim_type(archive, card.id, values.parent_id, coder=coder)
            return tuple(part for part in (edited, moved) if part is not None)

        self._carry_out(edit)

    def _carry_out(self, operation: Operation) -> None:
        """Do what the open form asks for; the form closes, or says why it was refused."""
        dialog = self.dialog

        def attempt(archive: Archive) -> Any:  # the operation's result, or why it was refused
            try:
                return operation(archive)
            except ArchiveError as refusal:
                return refusal

        def done(outcome: Any) -> None:
            if isinstance(outcome, tuple) and outcome and isinstance(outcome[0], int):
                self.made.emit(outcome[0])
            if dialog is None or dialog is not self.dialog or isinstance(dialog, MergeDialog):
                return
            if isinstance(outcome, ArchiveError):
                dialog.complain(str(outcome))
            else:
                dialog.accept()

        self._workspace.run(attempt, done)
