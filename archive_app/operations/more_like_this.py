"""More like this: the articles and passages that have most of the telling words of one."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlmodel import Session

from archive_app.model.errors import NotFound
from archive_app.operations.searching import Hit, Searching
from archive_app.search.executor import Executor
from archive_app.search.more_like import Like, TellingWord, like, telling_words
from archive_app.search.query import Or
from archive_app.search.schema import ARTICLE, PASSAGE
from archive_app.search.snippets import Finder, cut_snippet, sought
from archive_app.storage.documents import passage_texts
from archive_app.storage.texts import current_texts

MOST = 20
"""So many of a kind are found where nothing else is asked for."""


@dataclass(frozen=True)
class SimilarHit:
    """Something like what was asked about, and the telling words that both have."""

    hit: Hit
    words: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as ``archive-app similar --json`` prints it."""
        hit = self.hit
        return {
            "article_id": hit.article_id, "passage_id": hit.passage_id, "title": hit.title,
            "outlet": hit.outlet, "published": hit.published, "score": hit.score, "words": list(self.words),
            "snippet": hit.snippet, "start": hit.start, "end": hit.end,
        }  # fmt: skip


@dataclass(frozen=True)
class Similar:
    """What is like an article or passage."""

    title: str = ""
    """What was asked about: the article's title, or the passage's words."""
    words: tuple[str, ...] = ()
    """Its most telling words, the most telling first."""
    articles: tuple[SimilarHit, ...] = ()
    passages: tuple[SimilarHit, ...] = ()


def similar_to_article(searching: Searching, article_id: int, *, limit: int = MOST) -> Similar:
    """Return the articles most like one, itself left out, the most like first.

    Raises:
        NotFound: There is no such article.
        DamagedIndex: The index cannot be read.
    """
    with searching.looking() as (session, executor):
        source = next(iter(current_texts(session, [article_id])), None)
        if source is None:
            raise NotFound(f"There is no article {article_id} in this archive.")
        telling = telling_words(f"{source.title}\n{source.text}", source.language, executor, ARTICLE)
        found = like(telling, executor, ARTICLE, without=np.array([article_id]), limit=limit)
        return Similar(source.title, _said(telling), _article_hits(session, executor, telling, found))


def similar_to_passage(searching: Searching, passage_id: int, *, limit: int = MOST) -> Similar:
    """Return the passages most like one, and the articles, itself and its own article left out.

    Raises:
        NotFound: There is no such passage.
        DamagedIndex: The index cannot be read.
    """
    with searching.looking() as (session, executor):
        source = passage_texts(session, [passage_id]).get(passage_id)
        if source is None:
            raise NotFound("This passage is no longer in the archive.")
        language = next((text.language for text in current_texts(session, [source.article_id])), "")
        telling = telling_words(source.quote, language, executor, PASSAGE)
        passages = like(telling, executor, PASSAGE, without=np.array([passage_id]), limit=limit)
        in_articles = telling_words(source.quote, language, executor, ARTICLE)
        articles = like(in_articles, executor, ARTICLE, without=np.array([source.article_id]), limit=limit)
        return Similar(
            " ".join(source.quote.split()), _said(in_articles),
            _article_hits(session, executor, in_articles, articles),
            _passage_hits(session, executor, telling, passages),
        )  # fmt: skip


def _said(telling: list[TellingWord]) -> tuple[str, ...]:
    return tuple(each.word.spelling for each in telling)


def _article_hits(
    session: Session, executor: Executor, telling: list[TellingWord], found: Like
) -> tuple[SimilarHit, ...]:
    finder = _finder(telling, executor, "text")
    texts = {text.article_id: text for text in current_texts(session, found.ids.tolist())}
    hits: list[SimilarHit] = []
    for key, score, words in zip(found.ids.tolist(), found.scores.tolist(), found.shared, strict=True):
        if key in texts:
            text = texts[key]
            snippet = cut_snippet(text.text, finder, text.language)
            hit = Hit(
                "article", key, None, text.title, text.outlet, text.published, snippet.text, snippet.marks,
                snippet.start, snippet.end, round(score, 4),
            )  # fmt: skip
            hits.append(SimilarHit(hit, words))
    return tuple(hits)


def _passage_hits(
    session: Session, executor: Executor, telling: list[TellingWord], found: Like
) -> tuple[SimilarHit, ...]:
    finder = _finder(telling, executor, "quote")
    passages = passage_texts(session, found.ids.tolist())
    hits: list[SimilarHit] = []
    for key, score, words in zip(found.ids.tolist(), found.scores.tolist(), found.shared, strict=True):
        if key in passages:
            passage = passages[key]
            snippet = cut_snippet(passage.quote, finder)
            hit = Hit(
                "passage", passage.article_id, key, passage.title, passage.outlet, passage.published,
                snippet.text, snippet.marks, passage.start, passage.end, round(score, 4),
            )  # fmt: skip
            hits.append(SimilarHit(hit, words))
    return tuple(hits)


def _finder(telling: list[TellingWord], executor: Executor, field: str) -> Finder:
    return Finder(sought(Or(tuple(each.word for each in telling)), field), executor.stems)
