"""What was done in an archive, a line for each step that Undo takes back at once."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session

from archive_app.model.tables import JournalChange, JournalEntry

_ENTRY = JournalEntry.__table__  # type: ignore[attr-defined]  # sqlmodel does not declare it
_CHANGE = JournalChange.__table__  # type: ignore[attr-defined]  # sqlmodel does not declare it
_STEP = func.coalesce(_ENTRY.c.goes_on, _ENTRY.c.sequence)


@dataclass(frozen=True)
class HistoryItem:
    """One line of an archive's or a row's history: a step, as its newest entry tells of it."""

    sequence: int
    at: str
    coder: str
    operation: str
    label: str
    changes: int
    """Rows that it inserted, changed or deleted; of a row's history, how often it touched that row."""


def history(session: Session, *, limit: int = 200, row_uid: str | None = None) -> list[HistoryItem]:
    """Return the newest steps first, of the whole archive or of those that touched one row."""
    steps = _newest_steps(session, limit, row_uid)
    counts: dict[int, int] = {}
    newest: dict[int, JournalEntry] = {}
    for start in range(0, len(steps), 500):
        among = steps[start : start + 500]
        of_steps = _ENTRY.c.sequence.in_(among) | _ENTRY.c.goes_on.in_(among)
        entries = select(JournalEntry).where(of_steps).order_by(_ENTRY.c.sequence)
        newest |= {entry.step: entry for entry in session.execute(entries).scalars()}
        count = (
            select(_STEP, func.count())
            .join(_CHANGE, _CHANGE.c.sequence == _ENTRY.c.sequence)
            .where(of_steps)
            .group_by(_STEP)
        )
        if row_uid is not None:
            count = count.where(_CHANGE.c.row_uid == row_uid)
        counts |= {row[0]: row[1] for row in session.execute(count)}
    found = [(newest[step], counts.get(step, 0)) for step in steps]
    return [
        HistoryItem(entry.sequence or 0, entry.at, entry.coder, entry.operation, entry.label, changes)
        for entry, changes in found
    ]


def _newest_steps(session: Session, limit: int, row_uid: str | None) -> list[int]:
    entries = select(_STEP).order_by(_ENTRY.c.sequence.desc())
    if row_uid is not None:
        touching = select(_CHANGE.c.sequence).where(_CHANGE.c.row_uid == row_uid)
        entries = entries.where(_ENTRY.c.sequence.in_(touching))
    steps: dict[int, None] = {}
    for step in session.execute(entries.execution_options(yield_per=500)).scalars():
        if len(steps) == limit and step not in steps:
            break
        steps[step] = None
    return list(steps)
