"""What comes of one file, part by part, however often the process that reads it has to be replaced."""

from archive_app.importing.draft import Reading
from archive_app.importing.limits import Limits
from archive_app.importing.reader import Material, Unreadable
from archive_app.importing.reading import Part, Place, Resume, joined

MOST_DEATHS = 25
"""After how many files inside it that broke the reader a file is given up."""

_GIVEN_UP = (
    f"After {MOST_DEATHS} files in it had broken the reader, it was given up. It may be made to do harm."
)
_TOO_MUCH_TEXT = (
    "More text came out of it than a file may give, so what follows was not read. "
    "Unpack it and import the folder."
)


class Gathering:
    """The parts of one file that were read so far, and where to go on when its reader dies."""

    def __init__(self, material: Material, limits: Limits) -> None:
        self.material = material
        self.resume = Resume()
        self.is_over = False
        """Whether nothing more is to be read of it."""
        self.weight = len(material.content)
        """How many bytes it takes up here, about."""
        self._most = limits.reply_bytes
        self._taken = 0
        self._parts: list[Part] = []
        self._names: dict[Place, str] = {(): ""}
        self._begun: Place | None = ()
        self._last: Place = ()
        self._tried_again: Place | None = None
        self._deaths = 0

    def hear(self, part: Part, size: int) -> None:
        """Take what the reader says, ``size`` bytes of it."""
        self._last = part.place
        self._names[part.place] = part.member
        self._begun = part.place if part.outcome is None else None
        if part.outcome is None:
            return
        self._taken += size
        self.weight += size
        self.resume = Resume(part.place, self.resume.skipped)
        if self._taken > self._most:
            part = Part(part.place, part.member, Unreadable(_TOO_MUCH_TEXT))
            self.is_over = True
        self._parts.append(part)

    def lose(self, reason: str, *, is_sure: bool = True) -> None:
        """Note that the reader died over what it had, and where the next one should go on.

        When it is not sure that the file was to blame, the same is tried once more.
        """
        # Between two files it is the one they lie in that cannot be read on.
        place = self._last[:-1] if self._begun is None else self._begun
        if not is_sure and self._tried_again != place:
            self._tried_again = place
            return
        self._deaths += 1
        if self._begun is None:
            reason = f"What follows in it was not read. {reason}"
        self._parts.append(Part(place, self._names.get(place, ""), Unreadable(reason)))
        self.is_over = not place or self._deaths >= MOST_DEATHS
        if self._deaths >= MOST_DEATHS and place:
            self._parts.append(Part((), "", Unreadable(_GIVEN_UP)))
        self._last, self._begun = place, None
        self.resume = Resume(self.resume.after, (*self.resume.skipped, place))

    def outcome(self) -> Reading | Unreadable:
        """Bring together what was read."""
        try:
            return joined(self._parts)
        except Unreadable as error:
            return error
