"""The open article's passages as the reader shows them: which ones, and in which colours."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from archive_app.gui.colouring import (
    ColourBy,
    Colouring,
    Group,
    Surroundings,
    group_name,
    groups_of,
)
from archive_app.gui.reader.highlights import Highlight
from archive_app.gui.reader.view import ReaderView
from archive_app.gui.showing import Showing
from archive_app.storage.queries import PassageCard


class PassagesOnShow(QObject):
    """Gives the reader its highlights by one colouring and one choice of passages.

    The current passage is drawn in any case: it may have been reached from a list or by search.
    """

    changed = Signal()
    """The passages, what is shown of them, or their colours are others now."""

    def __init__(self, reader: ReaderView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._current: int | None = None
        self.colouring = Colouring()
        self._showing = Showing()
        self._shows = self._showing.matcher(self.around)
        self.passages: tuple[PassageCard, ...] = ()
        """All passages of the article, in the order of the text."""
        self._names: dict[Group, str] = {}
        self._known: dict[int, PassageCard] = {}
        # Without a look: ten thousand looks take 50 ms to find, which a key has not got. See `dress`.
        self._bare: dict[int, Highlight] = {}

    @property
    def around(self) -> Surroundings:
        """The tree of claim types and the coders."""
        return self.colouring.around

    def shown(self) -> list[PassageCard]:
        """Return the passages on show by the choice made, in the order of the text."""
        if not self.showing.is_limited:
            return list(self.passages)
        return [passage for passage in self.passages if self._shows(passage)]

    @property
    def showing(self) -> Showing:
        """The choice of passages."""
        return self._showing

    def names(self) -> list[str]:
        """Return what the groups are called that are shown alone."""
        return sorted((self._names[group] for group in self.showing.groups), key=str.casefold)

    @property
    def is_current_hidden(self) -> bool:
        """Whether the current passage is on show only because it is current."""
        current = self._passage(self._current)
        return current is not None and not self._shows(current)

    # The article --------------------------------------------------------------------------------

    def begin(
        self, passages: Sequence[PassageCard], around: Surroundings, *, is_same_article: bool = False
    ) -> list[Highlight]:
        """Take an article's passages; return the places to show, whose looks :meth:`dress` gives."""
        if is_same_article and self.showing.is_limited:
            shown, known = set(self.shown()), {passage.id for passage in self.passages}
            kept = {passage.id for passage in shown.difference(passages)}
            self._choose(
                self.showing.with_also(
                    passage.id for passage in passages if passage.id in kept or passage.id not in known
                )
            )
        self.colouring = replace(self.colouring, around=around)
        self._choose(self.showing)
        self.passages = tuple(passages)
        # What was renamed has its new name; what this article does not have keeps the one it had.
        self._names |= {group: name for group in self.showing.groups if (name := self._known_name(group))}
        self._known = {passage.id: passage for passage in passages}
        if not is_same_article:
            self._bare.clear()
        self.changed.emit()
        return self._highlights()

    def dress(self, passage_id: int) -> Highlight | None:
        """Give how a passage is drawn now."""
        passage = self._known.get(passage_id)
        return None if passage is None else self.colouring.highlight_of(passage)

    def change(self, before: PassageCard | None, after: PassageCard | None) -> None:
        """Draw one passage that was made, changed or deleted."""
        if before is not None:
            self._known.pop(before.id, None)
        if after is not None:
            self._known[after.id] = after
        was_drawn = before is not None and self._is_drawn(before)
        if after is None:
            if before is not None:
                self._reader.remove_highlight(before.id)
            return
        if before is None or was_drawn:
            self._choose(self.showing.with_also([after.id]))
        if not self._is_drawn(after):
            return
        highlight = self.colouring.highlight_of(after)
        if not was_drawn:
            self._reader.add_highlight(highlight)
        elif before is not None and self.colouring.highlight_of(before) != highlight:
            self._reader.replace_highlight(highlight)

    def settle(self, passages: Sequence[PassageCard]) -> None:
        """Take the passages in their order after changes that are drawn already."""
        self.passages = tuple(passages)
        self.changed.emit()

    # The person ---------------------------------------------------------------------------------

    def colour_by(self, by: ColourBy) -> None:
        """Colour passages by something else."""
        if by is not self.colouring.by:
            self.colouring = replace(self.colouring, by=by)
            self._reader.dress_highlights(self.dress)
            self.changed.emit()

    def show_only(self, *groups: Group) -> None:
        """Show the passages of some groups; all passages when none is given."""
        # Kept, because the next article may not have any of them.
        self._names.update((group, self._name_of(group)) for group in groups if group not in self._names)
        self._set_showing(self.showing.only(*groups))

    def toggle(self, group: Group, *, beside_others: bool = False) -> None:
        """Show one group only, all again if it is the only one; or put it to the others, or take it away."""
        chosen = self.showing.groups
        if beside_others and not self.showing.is_plain:
            self.show_only(*(chosen ^ {group}))
        elif chosen == {group} and not self.showing.is_plain:
            self.show_only()
        else:
            self.show_only(group)

    def set_plain(self, is_plain: bool) -> None:
        """Hide all passages for plain reading, or show again what was on show before."""
        if is_plain != self.showing.is_plain:
            self._set_showing(self.showing.plain(is_plain))

    def lift(self, passage: PassageCard | None) -> None:
        """Draw the passage that is current now, and no longer the one before it if that is hidden."""
        former, self._current = self._current, passage.id if passage else None
        if not self.showing.is_limited or former == self._current:
            return
        hidden = self._passage(former)
        if hidden is not None and not self._shows(hidden):
            self._reader.remove_highlight(hidden.id)
        if passage is not None and not self._shows(passage):
            self._reader.add_highlight(self.colouring.highlight_of(passage))
        self.changed.emit()

    # Inside -------------------------------------------------------------------------------------

    def _name_of(self, group: Group) -> str:
        return self._known_name(group) or group_name(group)

    def _known_name(self, group: Group) -> str:
        """The name that this article gives a group, or nothing."""
        if group.by is ColourBy.CLAIM and isinstance(group.key, int) and group.key in self.around.claims:
            return self.around.claims[group.key].name
        having = next((each for each in self.passages if group in groups_of(each, group.by)), None)
        return "" if having is None else group_name(group, having)

    def _is_drawn(self, passage: PassageCard) -> bool:
        return passage.id == self._current or self._shows(passage)

    def _passage(self, passage_id: int | None) -> PassageCard | None:
        return None if passage_id is None else self._known.get(passage_id)

    def _choose(self, showing: Showing) -> None:
        self._showing = showing
        self._shows = showing.matcher(self.around)

    def _highlights(self) -> list[Highlight]:
        if not self.showing.is_limited:
            return [self._highlight(passage) for passage in self.passages]
        return [self._highlight(passage) for passage in self.passages if self._is_drawn(passage)]

    def _highlight(self, passage: PassageCard) -> Highlight:
        made = self._bare.get(passage.id)
        if made is None or (made.start, made.end) != (passage.start, passage.end):
            made = self._bare[passage.id] = Highlight(passage.id, passage.start, passage.end, -1)
        return made

    def _set_showing(self, showing: Showing) -> None:
        if showing != self.showing:
            self._choose(showing)
            self._draw_all()

    def _draw_all(self) -> None:
        self._reader.set_highlights(self._highlights(), self.dress)
        self.changed.emit()
