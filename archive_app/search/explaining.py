"""Tells how a query was understood and answered: clause by clause, with the words that were looked up."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive_app.search.executor import Executor
from archive_app.search.language import Understood
from archive_app.search.query import And, Near, Not, Or, Pattern, Phrase, Query, Textual, Word
from archive_app.search.schema import ARTICLE, PASSAGE
from archive_app.search.weighing import TextSearch
from archive_app.search.wording import as_text

_MOST_TERMS = 12  # that are named


@dataclass(frozen=True)
class ExplainedClause:
    """A part of a query: what it means, what it finds by itself, and what was looked up for it."""

    text: str
    articles: int
    passages: int
    terms: tuple[tuple[str, int], ...] = ()
    """The words and stems (as ``en:govern``) that were looked up in the texts of articles, the most frequent
    first, each with the number of articles it is in; what is in none is left out."""


def explain(understood: Understood, executor: Executor) -> list[ExplainedClause]:
    """Return what each part of a query that is joined by AND finds by itself."""
    if understood.is_empty:
        return []
    query = understood.query
    texts = TextSearch(executor.postings, executor.stems, [])
    clauses = []
    for part in query.parts if isinstance(query, And) else (query,):
        alone = Understood(part)
        terms = dict(term for leaf in _textual(part) for term in texts.terms(leaf, _field(leaf)))
        found = [term for term in terms.items() if term[1]]
        ranked = sorted(found, key=lambda term: (-term[1], term[0]))[:_MOST_TERMS]
        clause = ExplainedClause(
            as_text(part, executor.columns.names_found),
            executor.count(alone, ARTICLE),
            executor.count(alone, PASSAGE),
            tuple(ranked),
        )
        clauses.append(clause)
    return clauses


def _field(query: Textual) -> str:
    return {"title": "title", "memo": "article_memo", "quote": "quote"}.get(query.field or "text", "text")


def _textual(query: Query) -> Iterator[Textual]:
    match query:
        case And() | Or():
            for part in query.parts:
                yield from _textual(part)
        case Not():
            yield from _textual(query.part)
        case Word() | Pattern() | Phrase() | Near():
            yield query
        case _:
            return
