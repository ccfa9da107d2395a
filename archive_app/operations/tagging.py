"""Marking passages and tagging them: the work that everything else is for.

Offsets are code points in the article's current text, end exclusive; a passage's quote is always the exact
slice of that text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import select

from archive_app.model.errors import NotFound, Refused
from archive_app.model.identity import now
from archive_app.model.segments import snap_to_words
from archive_app.model.tables import Actor, ActorTag, ClaimTag, ClaimType, Passage
from archive_app.model.text import canonical
from archive_app.model.values import Role, Stance
from archive_app.operations.codebook import actor_row, claim_type_row
from archive_app.operations.coders import coder_row
from archive_app.storage.archive import Archive, Change
from archive_app.storage.journal import Changes, table_of
from archive_app.storage.versions import current_version

_passage, _actor_tag, _claim_tag = table_of(Passage), table_of(ActorTag), table_of(ClaimTag)


@dataclass(frozen=True)
class ActorChoice:
    """An actor to put on a passage, by name (made if new) and role."""

    name: str
    role: Role = Role.SPEAKER


@dataclass(frozen=True)
class ClaimChoice:
    """A claim type to put on a passage, by name or path (made if new) and stance."""

    name: str
    stance: Stance = Stance.NEUTRAL


@dataclass(frozen=True)
class Marked:
    """A passage that was just made."""

    passage_id: int
    start: int
    end: int
    quote: str
    changes: Changes


def mark_passage(
    archive: Archive,
    article_id: int,
    start: int,
    end: int,
    *,
    actors: Sequence[ActorChoice] = (),
    claims: Sequence[ClaimChoice] = (),
    memo: str = "",
    text_id: int | None = None,
    coder: str,
) -> Marked:
    """Make a passage of a stretch of an article, with its tags; one undoable operation.

    ``text_id`` is the version of the text that the offsets were taken from, for whoever saw it a moment ago.

    Raises:
        NotFound: There is no such article.
        Refused: The stretch is empty or reaches beyond the text, or the text is another by now.
    """
    with archive.change("mark passage", "Mark passage", coder) as change:
        current, quote = archive.texts.words(change.session, article_id, start, end)
        refuse_other_text(current, text_id)
        if not (0 <= start < end and len(quote) == end - start):
            length = len(current_version(change.session, article_id).text)
            raise Refused(
                f"The article's text has {length} characters: no passage can be marked from {start} to {end}."
            )
        person = coder_row(change, coder)
        passage = Passage(
            article_id=article_id,
            text_id=current,
            start=start,
            end=end,
            quote=quote,
            memo=canonical(memo).strip(),
            coder_id=person.key,
        )
        change.transaction.insert(passage)
        said = [_add_actor(change, passage, choice, coder) for choice in actors]
        said += [_add_claim(change, passage, choice, coder) for choice in claims]
        change.label = (
            f"Tag {_shortened(passage.quote)}: {', '.join(said)}"
            if said
            else f"Mark {_shortened(passage.quote)}"
        )
    assert change.changes is not None
    return Marked(passage.key, start, end, passage.quote, change.changes)


def tag_actor(archive: Archive, passage_id: int, choice: ActorChoice, *, coder: str) -> Changes | None:
    """Put an actor on a passage.

    Raises:
        NotFound: There is no such passage.
    """
    with archive.change("tag actor", "Tag actor", coder) as change:
        passage = passage_row(change, passage_id)
        change.label = f"Tag {_shortened(passage.quote)}: {_add_actor(change, passage, choice, coder)}"
        _touch(change, passage)
    return change.changes


def tag_claim(archive: Archive, passage_id: int, choice: ClaimChoice, *, coder: str) -> Changes | None:
    """Put a claim type on a passage, or give it another stance if it is there already.

    Raises:
        NotFound: There is no such passage.
    """
    with archive.change("tag claim type", "Tag claim type", coder) as change:
        passage = passage_row(change, passage_id)
        change.label = f"Tag {_shortened(passage.quote)}: {_add_claim(change, passage, choice, coder)}"
        _touch(change, passage)
    return change.changes


def set_role(archive: Archive, tag_id: int, role: Role, *, coder: str) -> Changes | None:
    """Change the role of an actor on a passage.

    Raises:
        NotFound: The tag is gone.
        Refused: The actor stands there in that role already.
    """
    with archive.change("set role", "Set role", coder) as change:
        tag = change.session.get(ActorTag, tag_id)
        if tag is None:
            raise NotFound("This tag is no longer there.")
        actor = change.session.get_one(Actor, tag.actor_id)
        same = select(_actor_tag.c.id).where(
            _actor_tag.c.passage_id == tag.passage_id, _actor_tag.c.actor_id == tag.actor_id,
            _actor_tag.c.role == role, _actor_tag.c.id != tag_id,
        )  # fmt: skip
        if change.session.execute(same).first() is not None:
            raise Refused(f"“{actor.name}” is {role} of this passage already.")
        change.label = f"Make “{actor.name}” {role}"
        if change.transaction.update(tag, role=role):
            _touch(change, passage_row(change, tag.passage_id))
    return change.changes


def set_stance(archive: Archive, tag_id: int, stance: Stance, *, coder: str) -> Changes | None:
    """Change the stance taken to a claim type on a passage.

    Raises:
        NotFound: The tag is gone.
    """
    with archive.change("set stance", "Set stance", coder) as change:
        tag = change.session.get(ClaimTag, tag_id)
        if tag is None:
            raise NotFound("This tag is no longer there.")
        claim_type = change.session.get_one(ClaimType, tag.claim_type_id)
        change.label = f"Set “{claim_type.name}” to {stance}"
        if change.transaction.update(tag, stance=stance):
            _touch(change, passage_row(change, tag.passage_id))
    return change.changes


def remove_actor_tag(archive: Archive, tag_id: int, *, coder: str) -> Changes | None:
    """Take an actor off a passage.

    Raises:
        NotFound: The tag is gone.
    """
    with archive.change("remove actor", "Remove actor", coder) as change:
        tag = change.session.get(ActorTag, tag_id)
        if tag is None:
            raise NotFound("This tag is no longer there.")
        change.label = f"Remove “{change.session.get_one(Actor, tag.actor_id).name}” from a passage"
        change.transaction.delete(tag)
        _touch(change, passage_row(change, tag.passage_id))
    return change.changes


def remove_claim_tag(archive: Archive, tag_id: int, *, coder: str) -> Changes | None:
    """Take a claim type off a passage.

    Raises:
        NotFound: The tag is gone.
    """
    with archive.change("remove claim type", "Remove claim type", coder) as change:
        tag = change.session.get(ClaimTag, tag_id)
        if tag is None:
            raise NotFound("This tag is no longer there.")
        change.label = f"Remove “{change.session.get_one(ClaimType, tag.claim_type_id).name}” from a passage"
        change.transaction.delete(tag)
        _touch(change, passage_row(change, tag.passage_id))
    return change.changes


def set_memo(
    archive: Archive, passage_id: int, memo: str, *, goes_on: int | None = None, coder: str
) -> Changes | None:
    """Write a passage's memo.

    ``goes_on`` names the step of an earlier writing that this one belongs to, if nothing else was done since.

    Raises:
        NotFound: There is no such passage.
    """
    with archive.change("write memo", "Write memo", coder) as change:
        passage = passage_row(change, passage_id)
        change.label = f"Write memo on {_shortened(passage.quote)}"
        change.go_on_with(goes_on)
        if change.transaction.update(passage, memo=canonical(memo).strip()):
            _touch(change, passage)
    return change.changes


def move_passage(
    archive: Archive, passage_id: int, start: int, end: int, *, text_id: int | None = None, coder: str
) -> Changes | None:
    """Move a passage's ends in the current text; its tags, memo and identity stay.

    A passage to review is reviewed with that. ``text_id`` as for :func:`mark_passage`.

    Raises:
        NotFound: There is no such passage.
        Refused: The stretch is empty or reaches beyond the text, or the text is another by now.
    """
    with archive.change("move passage", "Move the ends of a passage", coder) as change:
        passage = passage_row(change, passage_id)
        current, quote = archive.texts.words(change.session, passage.article_id, start, end)
        refuse_other_text(current, text_id)
        if not (0 <= start < end and len(quote) == end - start):
            raise Refused("A passage cannot be empty or reach beyond the article's text.")
        if change.transaction.update(passage, text_id=current, start=start, end=end, quote=quote):
            _touch(change, passage)
    return change.changes


def delete_passages(archive: Archive, passage_ids: Sequence[int], *, coder: str) -> Changes | None:
    """Delete passages with their tags; one undo brings them back.

    Raises:
        NotFound: One of them is gone.
    """
    with archive.change("delete passage", "Delete passages", coder) as change:
        once = dict.fromkeys(passage_ids)
        for passage_id in once:
            passage = passage_row(change, passage_id)
            change.label = f"Delete {_shortened(passage.quote)}"
            change.transaction.delete(passage)
        if len(once) > 1:
            change.label = f"Delete {len(once)} passages"
    return change.changes


def find_quote(text: str, quote: str, occurrence: int | None = None) -> tuple[int, int]:
    """Return where a quote stands in a text, in code points; ``occurrence`` counts from 1.

    Raises:
        NotFound: It does not occur (the sentence gives the nearest match), or not that often.
        Refused: It occurs more than once and no occurrence was named.
    """
    if not quote.strip():
        raise Refused("The quote is empty. Give the words of the passage.")
    starts: list[int] = []
    at = text.find(quote)
    while at >= 0:
        starts.append(at)
        at = text.find(quote, at + 1)
    if not starts:
        near = fuzz.partial_ratio_alignment(quote, text)
        hint = ""
        if near is not None and near.score >= 50:
            first, last = snap_to_words(text, near.dest_start, near.dest_end)
            hint = f" The nearest words are “{text[first:last].lstrip(' .,;:!?')}”."
        raise NotFound(f"The quote is not in the article.{hint}")
    if occurrence is None:
        if len(starts) > 1:
            raise Refused(
                f"The quote occurs {len(starts)} times in the article. "
                f"Say which with --occurrence 1 to {len(starts)}."
            )
        occurrence = 1
    if not 1 <= occurrence <= len(starts):
        raise NotFound(
            f"The quote occurs {len(starts)} times in the article, so there is no occurrence {occurrence}."
        )
    start = starts[occurrence - 1]
    return start, start + len(quote)


def refuse_other_text(current: int, seen: int | None) -> None:
    """Refuse offsets that were taken from the version ``seen`` when another one is current; both are keys.

    Raises:
        Refused: The text was changed since.
    """
    if seen is not None and current != seen:
        raise Refused("The article's text has just changed, so nothing was marked. Select the words again.")


def passage_row(change: Change, passage_id: int) -> Passage:
    """Return a passage within a change.

    Raises:
        NotFound: There is no such passage.
    """
    passage = change.session.get(Passage, passage_id)
    if passage is None:
        raise NotFound("This passage is no longer in the archive.")
    return passage


def _add_actor(change: Change, passage: Passage, choice: ActorChoice, coder: str) -> str:
    actor = actor_row(change, choice.name)
    role = Role(choice.role)
    on_passage = select(ActorTag).where(
        _actor_tag.c.passage_id == passage.id, _actor_tag.c.actor_id == actor.id, _actor_tag.c.role == role
    )
    if change.session.execute(on_passage).first() is None:
        person = coder_row(change, coder)
        change.transaction.insert(
            ActorTag(passage_id=passage.key, actor_id=actor.key, role=role, coder_id=person.key)
        )
    return f"{actor.name} [{role}]"


def _add_claim(change: Change, passage: Passage, choice: ClaimChoice, coder: str) -> str:
    claim_type = claim_type_row(change, choice.name)
    stance = Stance(choice.stance)
    on_passage = select(ClaimTag).where(
        _claim_tag.c.passage_id == passage.id, _claim_tag.c.claim_type_id == claim_type.id
    )
    tag = change.session.execute(on_passage).scalar_one_or_none()
    if tag is None:
        person = coder_row(change, coder)
        change.transaction.insert(
            ClaimTag(passage_id=passage.key, claim_type_id=claim_type.key, stance=stance, coder_id=person.key)
        )
    else:
        change.transaction.update(tag, stance=stance)
    return f"{claim_type.name} [{stance}]"


def _touch(change: Change, passage: Passage) -> None:
    # Only when something did change: a repeated tag is no new state of the passage.
    if change.transaction.has_changes:
        change.transaction.update(passage, modified=now())


def _shortened(quote: str) -> str:
    plain = " ".join(quote.split())
    return f"“{plain}”" if len(plain) <= 40 else f"“{plain[:39].rstrip()}…”"
