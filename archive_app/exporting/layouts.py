"""What stands in the rows of a table of passages: three layouts around the same columns.

``passages`` has a row per passage, tagged or not. ``tags`` has a row per tag; a passage without tags has
none. ``statements`` has a row per speaker and claim type of a passage: a claim that nobody is tagged as
speaker of has one row without an actor, and a passage without a claim type states nothing and has none.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from archive_app.exporting.passages import COLUMNS, JOINER, Row, actors_on, claims_on, passage_rows
from archive_app.model.values import Role


@dataclass(frozen=True)
class Layout:
    """The columns of a table, and the rows that some passages, given by key, have in it."""

    columns: tuple[str, ...]
    rows: Callable[[Session, Sequence[int]], list[Row]]


def _tag_rows(session: Session, ids: Sequence[int]) -> list[Row]:
    actors, claims = actors_on(session, ids), claims_on(session, ids)
    rows: list[Row] = []
    for passage in passage_rows(session, ids):
        key = int(passage[0])
        rows += [(*passage, "actor", name, role, "") for name, role in actors.get(key, ())]
        rows += [(*passage, "claim_type", name, "", stance) for name, stance in claims.get(key, ())]
    return rows


def _statement_rows(session: Session, ids: Sequence[int]) -> list[Row]:
    actors, claims = actors_on(session, ids), claims_on(session, ids)
    rows: list[Row] = []
    for passage in passage_rows(session, ids):
        key = int(passage[0])
        on_passage = actors.get(key, ())
        addressees = JOINER.join(_in_role(on_passage, Role.ADDRESSEE))
        targets = JOINER.join(_in_role(on_passage, Role.TARGET))
        speakers = list(_in_role(on_passage, Role.SPEAKER)) or [""]
        rows += [
            (*passage, speaker, claim, stance, addressees, targets)
            for speaker in speakers
            for claim, stance in claims.get(key, ())
        ]
    return rows


def _in_role(actors: Sequence[tuple[str, str]], wanted: Role) -> Iterator[str]:
    return (name for name, role in actors if role == wanted)


LAYOUTS: Mapping[str, Layout] = {
    "passages": Layout(COLUMNS, passage_rows),
    "tags": Layout((*COLUMNS, "tag_kind", "tag", "role", "stance"), _tag_rows),
    "statements": Layout((*COLUMNS, "actor", "claim_type", "stance", "addressee", "target"), _statement_rows),
}
"""Every layout by the name under which people ask for it."""
