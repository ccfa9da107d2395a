"""Half a year of an invented press, in four languages, for the pictures of searching and importing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive_app.model.values import Role, Stance
from archive_app.operations.articles import edit_article
from archive_app.operations.collections import add_label, create_collection, mark_read
from archive_app.operations.importing import import_files
from archive_app.operations.saved_searches import save_search
from archive_app.operations.tagging import ActorChoice, ClaimChoice, find_quote, mark_passage
from archive_app.storage.archive import Archive
from archive_app.storage.queries import article_text

PRESS = Path(__file__).with_name("pictured_press.md")
CODERS = ("M. Reader", "Second coder")
SEARCHES = (
    ("Ceasefires and who broke them", 'ceasefire (broke OR ended OR "one day")'),
    ("Denials of the Command", 'claim:denial speaker:"Tamorian Army Command"'),
    ("Embargo in any language", "embargo OR Waffenembargo OR «حظر السلاح»"),
    ("Untagged since April", "is:untagged after:2023-04"),
)
"""Names and queries of the searches that are kept in the archive."""


@dataclass(frozen=True)
class Dispatch:
    """An article with the passages it is to have: quote, speaker, claim type, stance."""

    title: str
    outlet: str
    published: str
    authors: str
    text: str
    passages: Sequence[tuple[str, str, str, Stance]]


def dispatches() -> Iterator[Dispatch]:
    """Read the articles, in the order of the file."""
    for entry in re.split(r"^# ", PRESS.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        title, line, body = entry.split("\n", 2)
        outlet, published, *authors = line.split(" · ")
        text, _, marks = body.partition("\n> ")
        yield Dispatch(
            title, outlet, published, "".join(authors), text.strip(),
            [_passage(mark) for mark in marks.strip().split("\n> ") if mark],
        )  # fmt: skip


def _passage(line: str) -> tuple[str, str, str, Stance]:
    quote, speaker, claim, stance = line.strip().split(" | ")
    return quote, speaker, claim, Stance(stance)


def write_dispatches(folder: Path) -> dict[str, Dispatch]:
    """Write the articles as text files, and return them by the names of these."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for dispatch in dispatches():
        name = re.sub(r"[^\w]+", "_", f"{dispatch.published} {dispatch.title.lower()}")[:48].strip("_")
        (folder / f"{name}.txt").write_text(f"{dispatch.title}\n\n{dispatch.text}\n", "utf-8")
        written[f"{name}.txt"] = dispatch
    return written


def add_press(archive: Archive, work: Path) -> None:
    """Put the articles into an archive, with passages, collections, labels and saved searches."""
    folder = work / "press of half a year"
    known = write_dispatches(folder)
    report = import_files(archive, [folder], coder=CODERS[0])
    keys: list[int] = []
    for at, imported in enumerate(report.imported):
        dispatch = known[Path(imported.source).name]
        keys.append(imported.id)
        edit_article(
            archive, imported.id, outlet=dispatch.outlet, published=dispatch.published,
            authors=dispatch.authors, coder=CODERS[0],
        )  # fmt: skip
        with archive.reading() as session:
            text = article_text(session, imported.id)
        for quote, speaker, claim, stance in dispatch.passages:
            start, end = find_quote(text, quote, 1)
            mark_passage(
                archive, imported.id, start, end, actors=[ActorChoice(speaker, Role.SPEAKER)],
                claims=[ClaimChoice(claim, stance)], coder=CODERS[at % 3 // 2],
            )  # fmt: skip
    for name, articles in (
        ("Embargo and who watches it", keys[2::4]),
        ("Pilot sample", keys[::5]),
        ("Second reading", keys[3::3]),
    ):
        create_collection(archive, name, articles=articles, coder=CODERS[0])
    for name, articles in (
        ("key source", keys[1::6]),
        ("translate", keys[5::7]),
        ("check the date", keys[2:4]),
    ):
        add_label(archive, name, articles, coder=CODERS[0])
    mark_read(archive, keys[: len(keys) // 2], coder=CODERS[0])
    for name, query in SEARCHES:
        save_search(archive, name, query, coder=CODERS[0])
