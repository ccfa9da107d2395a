"""What makes one passage of two, two of one, or many at once.

A passage that is *to review* stands in an older text than the article's, so it is none of these before it is
reviewed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from sqlalchemy import select

from archive_app.model.errors import Cancelled, NotFound, Refused
from archive_app.model.identity import now
from archive_app.model.segments import trim
from archive_app.model.tables import Actor, ActorTag, ClaimTag, ClaimType, Passage, TextVersion
from archive_app.operations.codebook import actor_row, claim_type_row
from archive_app.operations.coders import coder_row
from archive_app.operations.occurrences import Choice, Occurrence
from archive_app.operations.tagging import ActorChoice, Marked, passage_row, refuse_other_text
from archive_app.storage.archive import Archive, Change
from archive_app.storage.journal import Changes, table_of
from archive_app.storage.versions import current_version

Item = TypeVar("Item")

_BATCH = 1_000  # rows written at once; between them it can be stopped
_passage, _actor_tag, _claim_tag = table_of(Passage), table_of(ActorTag), table_of(ClaimTag)


@dataclass(frozen=True)
class Split:
    """A passage that was split in two."""

    first_id: int
    """The passage that there was, with its memo."""
    second_id: int
    changes: Changes


@dataclass(frozen=True)
class TaggedAll:
    """What became of the places that were to be tagged."""

    made: int
    """Passages made."""
    tagged: int
    """Passages on exactly those words that were there and got the tag."""
    left: int
    """Places whose passage had the tag already."""
    changes: Changes | None
    """Nothing where all were left as they are."""
    stale: int = 0
    """Places left out because their article is gone or does not hold these words there any more."""


def merge_passages(archive: Archive, passage_ids: Sequence[int], *, coder: str) -> Marked:
    """Make one passage of several that overlap or have only white space between them.

    The first in the text stays who it is and grows over the others; their tags move to it and their memos
    follow its own.

    Raises:
        NotFound: One of them is gone.
        Refused: They are fewer than two, stand in different articles or apart, are to review, or say
            different stances on one claim type.
    """
    with archive.change("merge passages", "Merge passages", coder) as change:
        rows = [passage_row(change, passage_id) for passage_id in dict.fromkeys(passage_ids)]
        rows.sort(key=lambda row: (row.start, row.end, row.key))
        if len(rows) < 2:
            raise Refused("It takes two passages to merge. Choose another one too.")
        if len({row.article_id for row in rows}) > 1:
            raise Refused("Passages of different articles cannot be merged.")
        text = _text_of(change, *rows).text
        kept, others = rows[0], rows[1:]
        end = kept.end
        for row in others:
            if text[end : row.start].strip():
                raise Refused(
                    f"There are words between {_shortened(text[kept.start : end])} and "
                    f"{_shortened(row.quote)}, so these passages were not merged. Move an end of one to the "
                    "other first."
                )
            end = max(end, row.end)
        _unite_actors(change, kept, others)
        _unite_claims(change, kept, others)
        memos = dict.fromkeys(row.memo for row in rows if row.memo)
        change.transaction.update(
            kept, end=end, quote=text[kept.start : end], memo="\n\n".join(memos), modified=now()
        )
        for row in others:
            change.transaction.delete(row)
        change.label = f"Merge {len(rows)} passages into {_shortened(kept.quote)}"
    assert change.changes is not None
    return Marked(kept.key, kept.start, kept.end, kept.quote, change.changes)


def split_passage(
    archive: Archive, passage_id: int, at: int, *, text_id: int | None = None, coder: str
) -> Split:
    """Make two passages of one: what stands before ``at``, a code point of the text, and the rest.

    Both have all the tags, in the names of those who put them on; the memo stays with the first.
    ``text_id`` is the version of the text that ``at`` was taken from.

    Raises:
        NotFound: There is no such passage.
        Refused: One of the two would have no words, or the passage is to review.
    """
    with archive.change("split passage", "Split a passage", coder) as change:
        first = passage_row(change, passage_id)
        version = _text_of(change, first)
        refuse_other_text(version.key, text_id)
        text = version.text
        before = trim(text, first.start, max(first.start, min(at, first.end)))
        behind = trim(text, max(first.start, min(at, first.end)), first.end)
        if before[0] == before[1] or behind[0] == behind[1]:
            raise Refused(
                f"{_shortened(first.quote)} has no words on one side of this place, so it was not split."
            )
        second = Passage(
            article_id=first.article_id, text_id=first.text_id, start=behind[0], end=behind[1],
            quote=text[slice(*behind)], coder_id=first.coder_id,
        )  # fmt: skip
        change.label = f"Split {_shortened(first.quote)}"
        change.transaction.insert(second)
        change.transaction.update(
            first, start=before[0], end=before[1], quote=text[slice(*before)], modified=now()
        )
        actors = [
            ActorTag(passage_id=second.key, actor_id=tag.actor_id, role=tag.role, coder_id=tag.coder_id)
            for tag in _actor_tags(change, [first])
        ]
        claims = [
            ClaimTag(
                passage_id=second.key, claim_type_id=tag.claim_type_id, stance=tag.stance,
                coder_id=tag.coder_id,
            )
            for tag in _claim_tags(change, [first])
        ]  # fmt: skip
        change.transaction.insert(actors)
        change.transaction.insert(claims)
    assert change.changes is not None
    return Split(first.key, second.key, change.changes)


def duplicate_passage(archive: Archive, passage_id: int, *, coder: str) -> Marked:
    """Make another passage on the same words, without tags and memo: another claim in the same sentence.

    Raises:
        NotFound: There is no such passage.
        Refused: It is to review.
    """
    with archive.change("duplicate passage", "Duplicate a passage", coder) as change:
        row = passage_row(change, passage_id)
        _text_of(change, row)
        twin = Passage(
            article_id=row.article_id, text_id=row.text_id, start=row.start, end=row.end, quote=row.quote,
            coder_id=coder_row(change, coder).key,
        )  # fmt: skip
        change.transaction.insert(twin)
        change.label = f"Mark {_shortened(row.quote)} once more"
    assert change.changes is not None
    return Marked(twin.key, twin.start, twin.end, twin.quote, change.changes)


def tag_occurrences(
    archive: Archive,
    occurrences: Sequence[Occurrence],
    choice: Choice,
    *,
    coder: str,
    onto_tagged: bool = False,
    skips_stale: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> TaggedAll:
    """Tag many places at once, each a passage of its own; one undo takes all of it back.

    Where a passage stands on exactly those words, it gets the tag if it has none at all, and nothing is done
    if it has this one already; what others are tagged with is left alone. With ``onto_tagged`` a passage
    that has other tags gets it too, so that there is never another one on the same words, unless it has the
    claim type with another stance. With ``skips_stale`` places are left out and counted that do not hold the
    words any more that were found there, as long as any is left. ``progress`` is told how many places of how
    many are done.

    Raises:
        Cancelled: ``cancelled`` said so; nothing was tagged.
        NotFound: An article is gone, unless ``skips_stale``.
        Refused: A place, or with ``skips_stale`` all of them, does not hold the words any more that were
            found there.
    """
    if not occurrences:
        return TaggedAll(0, 0, 0, None)

    def refuse_to_go_on() -> None:
        if cancelled is not None and cancelled():
            raise Cancelled("The tagging was cancelled; nothing was tagged.")

    with archive.change("tag occurrences", "Tag occurrences", coder) as change:
        tagging = _Tagging(change, choice, coder, onto_tagged, skips_stale)
        places = sorted({(place.article_id, place.start, place.end): place for place in occurrences}.items())
        done = 0
        for article_id, group in groupby((place for _, place in places), key=lambda place: place.article_id):
            of_article = list(group)
            refuse_to_go_on()
            tagging.take(article_id, of_article)
            done += len(of_article)
            if progress is not None:
                progress(done, len(places))
        tagging.write(refuse_to_go_on)
        count = len(tagging.made) + len(tagging.joined)
        if tagging.stale == len(places):
            # Also takes back the tag's own row, where it is new.
            raise Refused(
                "Nothing was tagged: every article that was looked through was changed or deleted since. "
                "Search again."
            )
        change.label = f"Tag {count} {'place' if count == 1 else 'places'}: {tagging.said}"
    left = len(places) - count - tagging.stale
    return TaggedAll(len(tagging.made), len(tagging.joined), left, change.changes, tagging.stale)


class _Tagging:
    """One tag on its way to many places."""

    def __init__(
        self, change: Change, choice: Choice, coder: str, onto_tagged: bool, skips_stale: bool
    ) -> None:
        self.made: list[Passage] = []
        self.joined: list[Passage] = []
        self.stale = 0
        self._onto_tagged = onto_tagged
        self._skips_stale = skips_stale
        self._change = change
        self._choice = choice
        self._coder = coder
        self._named: Actor | ClaimType
        if isinstance(choice, ActorChoice):
            self._named = actor_row(change, choice.name)
            self.said = f"{self._named.name} [{choice.role}]"
        else:
            self._named = claim_type_row(change, choice.name)
            self.said = f"{self._named.name} [{choice.stance}]"

    def take(self, article_id: int, places: Sequence[Occurrence]) -> None:
        """Say what has to be done in one article."""
        try:
            version = current_version(self._change.session, article_id)
        except NotFound:
            if not self._skips_stale:
                raise
            self.stale += len(places)
            return
        wanted = {(place.start, place.end) for place in places}
        rows = select(Passage).where(_passage.c.article_id == article_id, _passage.c.text_id == version.key)
        standing: dict[tuple[int, int], list[Passage]] = {}
        for row in self._change.session.execute(rows).scalars():
            if (row.start, row.end) in wanted:
                standing.setdefault((row.start, row.end), []).append(row)
        there = [row for rows_there in standing.values() for row in rows_there]
        tags: dict[int, list[ActorTag | ClaimTag]] = {}
        for actor_tag in _actor_tags(self._change, there):
            tags.setdefault(actor_tag.passage_id, []).append(actor_tag)
        for claim_tag in _claim_tags(self._change, there):
            tags.setdefault(claim_tag.passage_id, []).append(claim_tag)
        for place in places:
            if not place.quote or version.text[place.start : place.end] != place.quote:
                if self._skips_stale:
                    self.stale += 1
                    continue
                raise Refused(
                    f"{_shortened(place.quote)} is no longer where it was found, because the text was "
                    "changed since. Nothing was tagged. Look for it again."
                )
            same = standing.get((place.start, place.end), [])
            if any(self._is_meant(tag) for row in same for tag in tags.get(row.key, ())):
                continue
            free = next((row for row in same if row.key not in tags), None)
            if free is None and self._onto_tagged:
                free = next((row for row in same if not any(map(self._excludes, tags[row.key]))), None)
            if free is not None:
                self.joined.append(free)
                continue
            self.made.append(
                Passage(
                    article_id=article_id, text_id=version.key, start=place.start, end=place.end,
                    quote=place.quote,
                )
            )  # fmt: skip

    def write(self, before_each: Callable[[], None]) -> None:
        """Do it, some at a time; ``before_each`` may raise."""
        change, choice, key = self._change, self._choice, self._named.key
        if not self.made and not self.joined:
            return
        coder_id = coder_row(change, self._coder).key
        for row in self.made:
            row.coder_id = coder_id
        for made in _in_batches(self.made):
            before_each()
            change.transaction.insert(made)
        for keys in _in_batches([row.key for row in [*self.made, *self.joined]]):
            before_each()
            if isinstance(choice, ActorChoice):
                role = choice.role
                change.transaction.insert(
                    [ActorTag(passage_id=p, actor_id=key, role=role, coder_id=coder_id) for p in keys]
                )
            else:
                stance = choice.stance
                change.transaction.insert(
                    [
                        ClaimTag(passage_id=p, claim_type_id=key, stance=stance, coder_id=coder_id)
                        for p in keys
                    ]
                )
        before_each()
        at = now()
        change.transaction.update_all([(row, {"modified": at}) for row in self.joined])

    def _excludes(self, tag: ActorTag | ClaimTag) -> bool:
        # A passage has a claim type with one stance only.
        return (
            isinstance(tag, ClaimTag)
            and isinstance(self._named, ClaimType)
            and (tag.claim_type_id == self._named.id)
        )

    def _is_meant(self, tag: ActorTag | ClaimTag) -> bool:
        if isinstance(tag, ActorTag):
            meant = isinstance(self._choice, ActorChoice) and tag.role == self._choice.role
            return meant and tag.actor_id == self._named.id
        meant = not isinstance(self._choice, ActorChoice) and tag.stance == self._choice.stance
        return meant and tag.claim_type_id == self._named.id


def _in_batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for first in range(0, len(items), _BATCH):
        yield items[first : first + _BATCH]


def _text_of(change: Change, *rows: Passage) -> TextVersion:
    """The article's current text, in which all these passages have to stand."""
    version = current_version(change.session, rows[0].article_id)
    for row in rows:
        if row.text_id != version.key:
            raise Refused(
                f"{_shortened(row.quote)} is to be reviewed since the text was corrected. "
                "Say first where it stands now."
            )
    return version


def _unite_actors(change: Change, kept: Passage, others: Sequence[Passage]) -> None:
    has = {(tag.actor_id, tag.role) for tag in _actor_tags(change, [kept])}
    for tag in _actor_tags(change, others):
        if (tag.actor_id, tag.role) not in has:
            has.add((tag.actor_id, tag.role))
            change.transaction.update(tag, passage_id=kept.key)


def _unite_claims(change: Change, kept: Passage, others: Sequence[Passage]) -> None:
    stances = {tag.claim_type_id: tag.stance for tag in _claim_tags(change, [kept])}
    for tag in _claim_tags(change, others):
        known = stances.setdefault(tag.claim_type_id, "")
        if known and known != tag.stance:
            name = change.session.get_one(ClaimType, tag.claim_type_id).name
            raise Refused(
                f"One of these passages says “{name}” with the stance {known}, another with {tag.stance}, so "
                "they were not merged. Give both the same stance first."
            )
        if not known:
            stances[tag.claim_type_id] = tag.stance
            change.transaction.update(tag, passage_id=kept.key)


def _actor_tags(change: Change, passages: Sequence[Passage]) -> list[ActorTag]:
    keys = [row.key for row in passages]
    query = select(ActorTag).where(_actor_tag.c.passage_id.in_(keys)).order_by(_actor_tag.c.id)
    return list(change.session.execute(query).scalars()) if keys else []


def _claim_tags(change: Change, passages: Sequence[Passage]) -> list[ClaimTag]:
    keys = [row.key for row in passages]
    query = select(ClaimTag).where(_claim_tag.c.passage_id.in_(keys)).order_by(_claim_tag.c.id)
    return list(change.session.execute(query).scalars()) if keys else []


def _shortened(quote: str) -> str:
    plain = " ".join(quote.split())
    return f"“{plain}”" if len(plain) <= 40 else f"“{plain[:39].rstrip()}…”"
