"""A file and the files inside it, read one after the other: what cannot be read never stops the rest.

A zip holds pages, a mailbox mails, a mail attachments that may be zips: together they are a tree. Every file
in it has its place, a row of numbers: ``()`` the file itself, ``(2,)`` the third file in it, ``(2, 0)`` the
first inside of that. They are read in the order of their places, so reading that broke off at one of them
can go on after it in another process. This is all that runs in the sandbox's worker.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from archive_app.importing.detecting import reader_for
from archive_app.importing.draft import Draft, FailedItem, Reading
from archive_app.importing.finishing import finished_parts, nothing_read, read_alone
from archive_app.importing.reader import Container, Contents, Material, Member, Unreadable
from archive_app.importing.references.reference import Reference
from archive_app.model.web_links import WebLink

MOST_FILES = 20_000
"""Inside one file, whatever they lie in."""
MOST_BYTES = 1 << 30
"""Of everything inside one file, unpacked."""
DEEPEST = 8
"""How many containers may be inside of each other."""

Place = tuple[int, ...]

_UNPACK = "so what follows in it was not read. Unpack it and import the folder."


@dataclass(frozen=True, slots=True)
class Part:
    """What became of one file of the tree."""

    place: Place
    member: str
    """Its name within those of the files around it, e.g. ``march.zip/story.html``; empty for the file."""
    outcome: Reading | Unreadable | None = None
    """Nothing when it is only begun, or when what is inside of it comes next."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Where to go on with a file whose reading broke off."""

    after: Place | None = None
    """The last place that was answered; nothing when none was."""
    skipped: tuple[Place, ...] = ()
    """Not to be touched, with all that is inside."""


def read_material(material: Material) -> Reading:
    """Read a file and every file inside it, in this process.

    Raises:
        Unreadable: No article can be made of it.
    """
    return joined([part for part in read_parts(material) if part.outcome is not None])


def read_parts(material: Material, resume: Resume | None = None) -> Iterator[Part]:
    """Read a file and every file inside it; each is announced before it is begun, so that one that kills the
    process is known by name.

    Whatever cannot be read is a part that says why; nothing is raised for it.
    """
    yield from _Walk(material, resume or Resume()).parts()


def joined(parts: Sequence[Part]) -> Reading:
    """Bring what was read of a file and the files inside it together; articles are numbered through.

    Raises:
        Unreadable: There is no article in any of them.
    """
    drafts: list[Draft] = []
    failed: list[FailedItem] = []
    warnings: list[str] = []
    readings: list[Reading] = []
    links: dict[str, WebLink] = {}
    references: list[Reference] = []
    passed = 0  # articles of the parts before
    for part in parts:
        name, outcome = part.member, part.outcome
        if isinstance(outcome, Unreadable):
            passed += 1
            failed.append(FailedItem(passed, str(outcome), name))
        elif outcome is not None:
            readings.append(outcome)
            drafts += [_placed(draft, passed, name) for draft in outcome.drafts]
            failed += [_misplaced(item, passed, name) for item in outcome.failed]
            warnings += [f"“{name}” in it: {line}" if name else line for line in outcome.warnings]
            for link in outcome.links:
                links.setdefault(link.url, replace(link, number=passed + link.number))
            references += [replace(one, number=passed + one.number) for one in outcome.references]
            passed += max(
                *(draft.number for draft in outcome.drafts),
                *(item.number for item in outcome.failed),
                *(link.number for link in outcome.links),
                *(one.number for one in outcome.references),
                0,
                0,
            )
    look = next((reading.look for reading in readings if reading.look), "")
    if not (drafts or links or references or look):
        raise Unreadable(nothing_read(failed))
    filled = [reading for reading in readings if reading.drafts]
    is_alone = len(filled) == 1 and not any(isinstance(part.outcome, Unreadable) for part in parts)
    encodings = {reading.encoding for reading in filled or readings}
    return Reading(
        tuple(drafts),
        next(reading.reader for reading in readings if reading.reader),
        encodings.pop() if len(encodings) == 1 else "",
        tuple(dict.fromkeys(warnings)),
        filled[0].declared if is_alone else None,
        tuple(failed),
        tuple(links.values()),
        tuple(references),
        look,
    )


def _placed(draft: Draft, passed: int, member: str) -> Draft:
    fields = (("File", member), *draft.source_fields) if member else draft.source_fields
    return replace(draft, number=passed + draft.number, member=member, source_fields=fields)


def _misplaced(item: FailedItem, passed: int, member: str) -> FailedItem:
    reason = f"Article {item.number}: {item.reason}" if member else item.reason
    return FailedItem(passed + item.number, reason, member)


class _Walk:
    def __init__(self, material: Material, resume: Resume) -> None:
        self._material = material
        self._after = resume.after
        self._skipped = resume.skipped
        self._files = 0
        self._bytes = 0

    def parts(self) -> Iterator[Part]:
        yield from self._file(Member("", lambda: self._material), (), "", ())

    def _is_answered(self, place: Place) -> bool:
        return self._after is not None and place <= self._after

    def _is_done(self, place: Place) -> bool:
        # Of what was answered, only the last and what is around it can hold anything that was not.
        return self._is_answered(place) and place != (self._after or ())[: len(place)]

    def _file(self, member: Member, place: Place, name: str, around: tuple[Container, ...]) -> Iterator[Part]:
        if place in self._skipped or self._is_done(place):
            return
        is_new = not self._is_answered(place)
        if is_new and place:
            yield Part(place, name)
        try:
            material = self._loaded(member)
            reader = reader_for(material)
            if not isinstance(reader, Container):
                if is_new:
                    yield Part(place, name, read_alone(reader, material))
                return
            _check_depth(reader, around)
            contents = reader.open(material)
        except Unreadable as error:
            if place != self._after:
                yield Part(place, name, error)
            return
        if is_new and contents.own is not None:
            yield Part(place, name, _own(contents.own, material))
            yield Part(place, name)  # what comes now is inside of it
        yield from self._inside(contents, place, name, (*around, reader))

    def _inside(
        self, contents: Contents, place: Place, name: str, around: tuple[Container, ...]
    ) -> Iterator[Part]:
        for number in count():
            try:
                member = next(contents.members, None)
                if member is None:
                    return
                self._check_room()
            except Unreadable as error:
                yield Part((*place, number), name, error)
                return
            within = "/".join(filter(None, (name, member.name)))
            yield from self._file(member, (*place, number), within, around)

    def _check_room(self) -> None:
        if self._files > MOST_FILES:
            raise Unreadable(f"More than {MOST_FILES:,} files are in it, {_UNPACK}")
        if self._bytes > MOST_BYTES:
            raise Unreadable(f"More than {MOST_BYTES >> 30} GB are in it, {_UNPACK}")

    def _loaded(self, member: Member) -> Material:
        material = member.load()
        self._files += 1
        self._bytes += len(material.content)
        return replace(material, settings=self._material.settings, recognise=self._material.recognise)


def _own(reading: Reading, material: Material) -> Reading:
    return finished_parts(reading, material) if reading.drafts or reading.failed else reading


def _check_depth(reader: Container, around: tuple[Container, ...]) -> None:
    same = sum(outer.name == reader.name for outer in around)
    if same >= reader.deepest or len(around) >= DEEPEST:
        raise Unreadable("It lies too deep inside of other files. Unpack them and import the folder.")
