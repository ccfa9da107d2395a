"""What is read from an archive: lists of keys, and the rows behind a page of them.

Lists are read in two steps, so that a hundred thousand rows open at once: first the keys, sorted and
filtered by the database, then the cards of just those that are on screen.
"""

from archive_app.storage.queries.articles import (
    ArticleCard,
    ArticleFilter,
    ArticleOrder,
    Cut,
    article_card,
    article_cards,
    article_ids,
    article_text,
    proposed_cuts,
)
from archive_app.storage.queries.codebook import (
    ActorCard,
    ArchiveCounts,
    ClaimTypeCard,
    Facets,
    actors,
    claim_types,
    counts,
    facets,
    subtree,
)
from archive_app.storage.queries.passages import (
    PassageCard,
    PassageFilter,
    PassageOrder,
    TaggedActor,
    TaggedClaim,
    passage_cards,
    passage_ids,
    passages_of,
    passages_to_review,
)

__all__ = [
    "ActorCard",
    "ArchiveCounts",
    "ArticleCard",
    "ArticleFilter",
    "ArticleOrder",
    "ClaimTypeCard",
    "Cut",
    "Facets",
    "PassageCard",
    "PassageFilter",
    "PassageOrder",
    "TaggedActor",
    "TaggedClaim",
    "actors",
    "article_card",
    "article_cards",
    "article_ids",
    "article_text",
    "claim_types",
    "counts",
    "facets",
    "passage_cards",
    "passage_ids",
    "passages_of",
    "passages_to_review",
    "proposed_cuts",
    "subtree",
]
