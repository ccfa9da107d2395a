"""The shapes in which `--json` gives articles, passages and the codebook; programs rely on them."""

from typing import Any

from archive_app.storage.queries import ActorCard, ArticleCard, ClaimTypeCard, PassageCard

Record = dict[str, Any]  # what json writes as an object


def article_record(card: ArticleCard) -> Record:
    """Return an article as programs see it."""
    return {
        "id": card.id, "uid": card.uid, "title": card.title, "outlet": card.outlet, "authors": card.authors,
        "published": card.published, "url": card.url, "language": card.language, "words": card.words,
        "source": card.source,
    }  # fmt: skip


def passage_record(card: PassageCard) -> Record:
    """Return a passage with its tags as programs see it; positions are code points, the end exclusive."""
    return {
        "id": card.id, "uid": card.uid, "article_id": card.article_id, "article_title": card.article_title,
        "start": card.start, "end": card.end, "quote": card.quote,
        "actors": [{"name": actor.name, "role": actor.role} for actor in card.actors],
        "claims": [{"name": claim.name, "stance": claim.stance} for claim in card.claims],
        "memo": card.memo, "coder": card.coder, "created": card.created, "modified": card.modified,
    }  # fmt: skip


def actor_record(card: ActorCard) -> Record:
    """Return an actor as programs see it."""
    return {
        "id": card.id, "uid": card.uid, "name": card.name, "kind": card.kind,
        "description": card.description, "aliases": list(card.aliases), "uses": card.uses,
    }  # fmt: skip


def claim_type_record(card: ClaimTypeCard) -> Record:
    """Return a claim type as programs see it."""
    return {
        "id": card.id, "uid": card.uid, "name": card.name, "path": card.path, "parent_id": card.parent_id,
        "definition": card.definition, "colour": card.colour, "uses": card.uses,
    }  # fmt: skip


def tags_line(card: PassageCard) -> str:
    """Return a passage's tags on one line for people."""
    actors = [f"{actor.name} [{actor.role}]" for actor in card.actors]
    return "; ".join(actors + [f"{claim.name} [{claim.stance}]" for claim in card.claims])
