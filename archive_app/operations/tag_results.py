"""Tagging what a search found: the hits, or the sentences or paragraphs they stand in, all at once.

It is looked through first: :func:`places_of` says what would become a passage and what stands there already,
:func:`forecast` what a tag would do to that, and :func:`tag_results` does it, as one change that one undo
takes back.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from sqlmodel import Session

from archive_app.exporting.passages import actors_on, claims_on
from archive_app.model.errors import Refused
from archive_app.model.finding import Place, Scope, places
from archive_app.model.segments import paragraph_at
from archive_app.model.values import Role, Stance
from archive_app.operations.concordance import Concordance
from archive_app.operations.occurrences import Choice, Occurrence
from archive_app.operations.passages import TaggedAll, tag_occurrences
from archive_app.operations.tagging import ActorChoice, ClaimChoice
from archive_app.storage.archive import Archive
from archive_app.storage.texts import CurrentText, current_texts, passage_places

MOST = 50_000
"""So many places are tagged at once at most; what is beyond is a matter for a narrower search."""

_CHUNK = 100  # articles read at once
_CONTEXT = 120  # code points kept on each side of a place

Outcome = Literal["new", "joins", "done"]
"""What a tag does to a place: a new passage, a passage that is there gets it, or has it already."""


@dataclass(frozen=True)
class TextPlace:
    """A hit: an article, the version of its text, and the stretch in code points."""

    article_id: int
    text_id: int
    start: int
    end: int


@dataclass(frozen=True)
class ResultPlace:
    """What would become a passage, and what the passages on exactly these words are tagged with."""

    occurrence: Occurrence
    passages: tuple[frozenset[Choice], ...] = ()

    def outcome(self, choice: Choice) -> Outcome:
        """Say what tagging with ``choice`` would do here."""
        if any(choice in tags for tags in self.passages):
            return "done"
        return "joins" if any(_takes(tags, choice) for tags in self.passages) else "new"


@dataclass(frozen=True)
class ResultPlaces:
    """The places that hits stand in."""

    listed: tuple[ResultPlace, ...] = ()
    articles: int = 0
    gone: int = 0
    """Hits left out because their article was deleted or its text changed since they were found."""


@dataclass(frozen=True)
class Forecast:
    """What tagging would do: new passages, passages that get the tag, and places that have it."""

    new: int = 0
    joins: int = 0
    done: int = 0


def hits_of(concordance: Concordance, numbers: Sequence[int] | None = None) -> list[TextPlace]:
    """Return lines of a concordance, all of them unless ``numbers`` are given, as places to tag.

    Raises:
        Refused: There are more than may be tagged at once.
    """
    lines = concordance.lines
    wanted = range(lines.count) if numbers is None else numbers
    if len(wanted) > MOST or (numbers is None and lines.total > MOST):
        count = len(wanted) if numbers is not None else lines.total
        raise Refused(
            f"These are {count:,} hits, and at most {MOST:,} can be tagged at once. "
            "Narrow the search down, or tick fewer lines."
        )
    return [TextPlace(*lines.place(number)) for number in wanted]


def places_of(
    session: Session,
    hits: Sequence[TextPlace],
    scope: Scope,
    *,
    progress: Callable[[int, int], None] | None = None,
    is_stale: Callable[[], bool] | None = None,
) -> ResultPlaces:
    """Return the words, sentences or paragraphs of hits, each once, in the order of the first hits.

    ``progress`` is told how many articles of how many are done. Once ``is_stale`` says that nobody waits for
    the answer any more, what there is so far is returned.
    """
    of_article: dict[int, list[TextPlace]] = {}
    for hit in hits:
        of_article.setdefault(hit.article_id, []).append(hit)
    ids = list(of_article)
    listed: list[ResultPlace] = []
    kept = 0
    for first in range(0, len(ids), _CHUNK):
        if is_stale is not None and is_stale():
            break
        if progress is not None:
            progress(first, len(ids))
        chunk = ids[first : first + _CHUNK]
        found: list[tuple[CurrentText, list[Place]]] = []
        for source in current_texts(session, chunk):
            standing = [hit for hit in of_article[source.article_id] if hit.text_id == source.text_id]
            kept += len(standing)
            found.append((source, places(source.text, sorted((h.start, h.end) for h in standing), scope)))
        listed += _with_passages(session, found)
    articles = len({place.occurrence.article_id for place in listed})
    return ResultPlaces(tuple(listed), articles, len(hits) - kept)


def forecast(places: Sequence[ResultPlace], choice: Choice) -> Forecast:
    """Say what tagging these places would do."""
    outcomes = [place.outcome(choice) for place in places]
    return Forecast(outcomes.count("new"), outcomes.count("joins"), outcomes.count("done"))


def tag_results(
    archive: Archive,
    places: Sequence[ResultPlace],
    choice: Choice,
    *,
    coder: str,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> TaggedAll:
    """Tag these places; one undo takes all of it back.

    Where passages stand on exactly these words one of them gets the tag, whatever other tags it has; only a
    claim type that is there with another stance makes a passage of its own. Places whose article is gone, or
    which do not hold the words any more that were found there, are left out and counted.

    Raises:
        Cancelled: ``cancelled`` said so; nothing was tagged.
        Refused: None of the places is left.
    """
    return tag_occurrences(
        archive, [place.occurrence for place in places], choice, coder=coder, onto_tagged=True,
        skips_stale=True, progress=progress, cancelled=cancelled,
    )  # fmt: skip


def _with_passages(
    session: Session, found: Sequence[tuple[CurrentText, list[Place]]]
) -> Iterator[ResultPlace]:
    standing = passage_places(session, [source.article_id for source, _ in found])
    wanted = {source.article_id: {(place.start, place.end) for place in listed} for source, listed in found}
    there = [
        (article_id, start, end, key)
        for article_id, passages in standing.items()
        for key, start, end in passages
        if (start, end) in wanted[article_id]
    ]
    tags = _tags(session, [key for *_, key in there])
    on_words = {
        words: tuple(tags.get(key, frozenset()) for *_, key in group)
        for words, group in groupby(sorted(there), key=lambda passage: passage[:3])
    }
    for source, listed in found:
        for place in listed:
            passages_there = on_words.get((source.article_id, place.start, place.end), ())
            yield ResultPlace(_occurrence(source, place, passages_there), passages_there)


def _tags(session: Session, keys: Sequence[int]) -> dict[int, frozenset[Choice]]:
    found: dict[int, set[Choice]] = {}
    for key, actors in actors_on(session, keys).items():
        found.setdefault(key, set()).update(ActorChoice(name, Role(role)) for name, role in actors)
    for key, claims in claims_on(session, keys).items():
        found.setdefault(key, set()).update(ClaimChoice(name, Stance(stance)) for name, stance in claims)
    return {key: frozenset(choices) for key, choices in found.items()}


def _occurrence(source: CurrentText, place: Place, passages: Sequence[frozenset[Choice]]) -> Occurrence:
    text = source.text
    first, last = paragraph_at(text, place.start, place.end)
    return Occurrence(
        source.article_id, place.start, place.end, text[place.start : place.end], place.hits,
        text[max(first, place.start - _CONTEXT) : place.start],
        text[place.end : min(last, place.end + _CONTEXT)],
        source.title, source.outlet, source.published, frozenset[Choice]().union(*passages),
    )  # fmt: skip


def _takes(tags: frozenset[Choice], choice: Choice) -> bool:
    if isinstance(choice, ActorChoice):
        return True
    return not any(isinstance(tag, ClaimChoice) and tag.name == choice.name for tag in tags)
