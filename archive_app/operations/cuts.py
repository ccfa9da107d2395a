"""What a person decides about the lines that the import proposed for removal."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from archive_app.model.errors import NotFound, Refused
from archive_app.model.identity import now
from archive_app.model.pages import moved_pages, read_pages, stored_pages
from archive_app.model.tables import Article, Passage, ProposedCut
from archive_app.model.text import fold_whitespace, word_count
from archive_app.model.values import CutState
from archive_app.storage.archive import Archive, Change
from archive_app.storage.journal import Changes, table_of
from archive_app.storage.versions import current_version, insert_version

_cut, _passage = table_of(ProposedCut), table_of(Passage)
_SHOWN = 60
"""How much of a quote a message repeats."""


def remove_cuts(archive: Archive, cut_ids: Sequence[int], *, coder: str) -> Changes | None:
    """Take proposed lines out of their articles, with the line breaks they leave behind.

    Each article gets a new version of its text; its passages and what else is proposed in it move by exact
    offsets. One undoable change.

    Raises:
        NotFound: A proposal is gone.
        Refused: A passage marks some of what would be removed, or a line is not where it was proposed;
            nothing was changed.
    """
    with archive.change("remove cuts", "Remove proposed lines", coder) as change:
        cuts = _rows(change, cut_ids, {CutState.PROPOSED, CutState.KEPT})
        by_article: dict[int, list[ProposedCut]] = {}
        for cut in cuts:
            by_article.setdefault(cut.article_id, []).append(cut)
        for article_id, of_article in by_article.items():
            _remove(change, change.session.get_one(Article, article_id), of_article)
        change.label = _label("Remove", change, cuts)
    return change.changes


def keep_cuts(archive: Archive, cut_ids: Sequence[int], *, coder: str) -> Changes | None:
    """Note that proposed lines belong to their articles, so that they are not proposed again.

    Raises:
        NotFound: A proposal is gone.
    """
    with archive.change("keep cuts", "Keep proposed lines", coder) as change:
        cuts = _rows(change, cut_ids, {CutState.PROPOSED})
        for cut in cuts:
            change.transaction.update(cut, state=str(CutState.KEPT))
        change.label = _label("Keep", change, cuts)
    return change.changes


@dataclass(frozen=True)
class Removal:
    """Stretches to be taken out of a text, in order and apart; and where the rest then stands."""

    stretches: tuple[tuple[int, int], ...]
    """Start and end in code points, end exclusive."""

    def of(self, text: str) -> str:
        """Return the text without them."""
        kept, position = [], 0
        for start, end in self.stretches:
            kept.append(text[position:start])
            position = end
        kept.append(text[position:])
        return "".join(kept)

    def moved(self, position: int) -> int:
        """Return where a position stands afterwards; one that is taken out moves to where the gap closed."""
        before = bisect_right(self.stretches, position, key=lambda stretch: stretch[0])
        gone = sum(end - start for start, end in self.stretches[:before])
        if before and position < self.stretches[before - 1][1]:
            gone -= self.stretches[before - 1][1] - position
        return position - gone


def removal_of(
    text: str, stretches: Iterable[tuple[int, int]], kept: Iterable[tuple[int, int]] = ()
) -> Removal:
    """Say what goes when these stretches go: also the blank lines that would be left behind.

    A whole line goes with the narrower of the gaps around it. Line breaks within ``kept`` stretches (those
    of passages) stay.
    """
    untouchable = sorted(kept)
    widened: list[tuple[int, int]] = []
    for start, end in _joined(text, stretches, untouchable):
        wide_start, wide_end = _with_line_breaks(text, start, end)
        for kept_start, kept_end in untouchable:
            if kept_start < wide_end and kept_end > wide_start:
                if kept_end <= start:
                    wide_start = max(wide_start, kept_end)
                elif kept_start >= end:
                    wide_end = min(wide_end, kept_start)
        widened.append((wide_start, wide_end))
    return Removal(tuple(widened))


def _joined(
    text: str, stretches: Iterable[tuple[int, int]], kept: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Make one stretch of those with nothing but blanks between them that nobody keeps."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        last = joined[-1][1] if joined else 0
        is_kept = any(kept_start < start and kept_end > last for kept_start, kept_end in kept)
        if joined and not is_kept and not text[last:start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _with_line_breaks(text: str, start: int, end: int) -> tuple[int, int]:
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    ends_line = not text[end:line_end].strip()
    if text[line_start:start].strip() or not ends_line:
        # Glued to a sentence: only the space between them goes with it.
        return (len(text[:start].rstrip(" \t")), line_end) if ends_line else (start, end)
    before = len(text[:line_start].rstrip())
    after = len(text) - len(text[line_end:].lstrip()) if text[line_end:].strip() else len(text)
    if after == len(text):
        # The last line: the breaks before it go, and the text ends as it ended.
        return (before, line_end) if before else (line_start, line_end)
    next_line = max(line_end, text.rfind("\n", line_end, after) + 1)
    gap_before, gap_after = text.count("\n", before, line_start), text.count("\n", line_end, next_line)
    if before and gap_after > gap_before:
        return text.find("\n", before), line_end  # of the two gaps the wider stays, so paragraphs stay apart
    return line_start, next_line


def _remove(change: Change, article: Article, cuts: Sequence[ProposedCut]) -> None:
    old = current_version(change.session, article.key)
    text = old.text
    for cut in cuts:
        if text[cut.start : cut.end] != cut.quote:
            raise Refused(
                f"“{_shortened(cut.quote)}” is no longer where it was proposed for removal, "
                "because the text was changed since. Nothing was removed."
            )
    # Those to review stand in an older version of the text and stay there.
    standing = select(Passage).where(
        _passage.c.article_id == article.id, _passage.c.text_id == article.text_id
    )
    passages = list(change.session.execute(standing).scalars())
    for passage in passages:
        for cut in cuts:
            if passage.start < cut.end and passage.end > cut.start:
                raise Refused(
                    f"The passage “{_shortened(passage.quote)}” marks some of “{_shortened(cut.quote)}”, "
                    "so nothing was removed. Delete the passage first, or keep the line."
                )
    removal = removal_of(
        text,
        [(cut.start, cut.end) for cut in cuts],
        kept=[(passage.start, passage.end) for passage in passages],
    )
    shorter = removal.of(text)
    if not word_count(shorter):
        raise Refused(f"Nothing would be left of “{article.title}”, so nothing was removed.")
    pages = stored_pages(moved_pages(read_pages(old.pages), removal.moved))
    version = insert_version(change.transaction, article, shorter, pages=pages)
    for cut in cuts:
        change.transaction.update(cut, state=str(CutState.REMOVED))
    moved = [(passage, _moved(passage, removal, shorter, text_id=version.key)) for passage in passages]
    others = select(ProposedCut).where(_cut.c.article_id == article.id, _cut.c.state != CutState.REMOVED)
    standing_cuts = [
        (cut, _moved(cut, removal, shorter))
        for cut in change.session.execute(others).scalars()
        if text[cut.start : cut.end] == cut.quote  # else a correction of the text took it away
    ]
    change.transaction.update_all(moved)
    change.transaction.update_all(standing_cuts)
    change.transaction.update(article, text_id=version.key, words=word_count(shorter), modified=now())


def _moved(row: Passage | ProposedCut, removal: Removal, text: str, **also: int) -> dict[str, int]:
    start, end = removal.moved(row.start), removal.moved(row.end)
    if text[start:end] != row.quote or not row.quote:
        raise Refused(
            f"“{_shortened(row.quote)}” would no longer stand where it is marked, so nothing was removed."
        )
    return {"start": start, "end": end, **also}


def _rows(change: Change, cut_ids: Sequence[int], states: set[CutState]) -> list[ProposedCut]:
    rows = []
    for cut_id in dict.fromkeys(cut_ids):
        row = change.session.get(ProposedCut, cut_id)
        if row is None:
            raise NotFound("This proposed line is no longer in the archive.")
        if row.state in states:
            rows.append(row)
    return rows


def _label(verb: str, change: Change, cuts: Sequence[ProposedCut]) -> str:
    lines = "1 line" if len(cuts) == 1 else f"{len(cuts)} lines"
    articles = {cut.article_id for cut in cuts}
    if len(articles) != 1:
        return f"{verb} {lines} of {len(articles)} articles"
    preposition = "from" if verb == "Remove" else "in"
    return f"{verb} {lines} {preposition} “{change.session.get_one(Article, articles.pop()).title}”"


def _shortened(quote: str) -> str:
    folded = fold_whitespace(quote)
    return folded if len(folded) <= _SHOWN else folded[: _SHOWN - 1] + "…"
