"""Searching an archive: a query goes in, articles and passages with marked snippets come out."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from time import thread_time
from typing import Any, Literal

import numpy as np
from sqlmodel import Session

from archive_app.search.columns import Columns
from archive_app.search.completing import Completion, complete
from archive_app.search.executor import Executor, Match
from archive_app.search.explaining import ExplainedClause, explain
from archive_app.search.facets import Facets, facets_of_articles, facets_of_passages
from archive_app.search.index import SearchIndex
from archive_app.search.language import Understood, understand
from archive_app.search.mapped import DamagedIndex
from archive_app.search.ordering import Order
from archive_app.search.postings import Postings
from archive_app.search.schema import ARTICLE, PASSAGE, SCHEMA_VERSION
from archive_app.search.snippets import Finder, cut_snippet, sought
from archive_app.search.stemming import Stems
from archive_app.search.suggesting import suggest
from archive_app.search.undated import asking_for_undated, undated_left_out
from archive_app.search.undated import sentence as undated_sentence
from archive_app.search.wording import as_text
from archive_app.storage.archive import Archive
from archive_app.storage.documents import article_texts, passage_texts

_MOST_SECONDS = 0.08  # of work for one kind, after which no further words are looked up
_MOST_LEARNT = 200_000  # words whose stems are known before anything is searched for

_KINDS = {"article": ARTICLE, "passage": PASSAGE}

Kind = Literal["all", "article", "passage"]
HitKind = Literal["article", "passage"]


@dataclass(frozen=True)
class Hit:
    """An article or a passage that was found."""

    kind: HitKind
    article_id: int
    passage_id: int | None
    title: str
    outlet: str
    published: str
    snippet: str
    """One line of the article's or passage's text."""
    marks: tuple[tuple[int, int], ...]
    """The finds in the snippet, in its code points, in order, apart."""
    start: int
    end: int
    """Where to open the article, in code points of its text: the best find, or the passage; 0–0 when the
    find is not in the text."""
    score: float
    """From 0 to 1: how well it fits beside the best of its kind; 0 when nothing was asked that ranks."""


@dataclass(frozen=True)
class SearchResult:
    """What a query found; the totals are exact, ``hits`` are the first of them."""

    total: int = 0
    article_total: int = 0
    passage_total: int = 0
    hits: tuple[Hit, ...] = ()
    ignored: tuple[str, ...] = ()
    """What of the query was left out, taken otherwise or cut short, as sentences."""
    is_complete: bool = True
    """Whether the index holds the whole archive; else more may be found in a while."""
    understood: str = ""
    """The query said back in plain words; empty when nothing was asked for."""
    suggestion: str | None = None
    """The query with words spelt as the archive has them, where one of them finds nothing or hardly any."""
    undated_query: str = ""
    """What finds the articles that were left out for want of a date; empty where none were."""

    def as_json(self) -> dict[str, Any]:
        """Return it as ``archive-app search --json`` prints it."""
        names = ("kind", "article_id", "passage_id", "title", "snippet", "start", "end", "score")
        hits = [{name: getattr(hit, name) for name in names} for hit in self.hits]
        return {"total": self.total, "hits": hits, "ignored": list(self.ignored)}


class Searching:
    """Searches one archive again and again: keeps what it has read and follows what changes.

    May be called from any thread, one search at a time; the index may be written to meanwhile by another
    process.
    """

    def __init__(self, archive: Archive, index: SearchIndex, today: Callable[[], date] = date.today) -> None:
        """``today`` is asked what “last month” and the like are reckoned from."""
        self._today = today
        self._stems = Stems()
        self._archive = archive
        self._index = index
        self._turn = threading.Lock()
        self._columns = Columns()
        self._postings: Postings | None = None
        self._stamp: tuple[str, int] | None = None

    def understand(self, query: str) -> Understood:
        """Read a query as :meth:`search` does."""
        return understand(query, today=self._today())

    def prepare(self) -> None:
        """Read what the first searches would otherwise wait for; in a big archive that takes seconds."""
        with self._turn, self._archive.reading() as session:
            self._columns.follow(session)
            try:
                self._follow_index()
                if self._postings is not None:
                    self._postings.prepare()
                    self._learn_stems(self._postings)
            except DamagedIndex:
                self._forget()

    def _learn_stems(self, postings: Postings) -> None:
        # A page of hits has thousands of words; each would be stemmed when it is first seen.
        columns = self._columns
        codes = np.bincount(columns.article_language[columns.articles_exist])
        if codes.sum():
            stems = self._stems[columns.languages.values[int(codes.argmax())]]
            for lexicon in postings.lexicons("text"):
                for word in lexicon.words[:_MOST_LEARNT]:
                    stems[word]

    def search(
        self,
        query: str,
        *,
        kind: Kind = "all",
        limit: int = 50,
        order: Order = "relevance",
        is_being_typed: bool = False,
    ) -> SearchResult:
        """Search; see :func:`search`.

        With ``is_being_typed`` the last word also stands for every word that begins so.
        """
        understood = understand(query, today=self._today(), is_being_typed=is_being_typed)
        with self._turn, self._archive.reading() as session:
            try:
                self._follow(session, understood)
                return self._search(session, query, understood, kind, limit, order)
            except DamagedIndex as damage:
                self._forget()
                return SearchResult(ignored=(*understood.ignored, str(damage)), is_complete=False)

    def ids(
        self, query: str, *, kind: Literal["article", "passage"], order: Order = "relevance"
    ) -> list[int]:
        """Return the keys of all articles or passages that a query finds, in order.

        Raises:
            DamagedIndex: The index cannot be read; it is rebuilt when the indexer sees it.
        """
        understood = understand(query, today=self._today())
        with self._turn, self._archive.reading() as session:
            try:
                self._follow(session, understood)
                executor = Executor(self._postings, self._columns, self._stems)
                run = executor.articles if kind == "article" else executor.passages
                match = run(understood, order=order)
            except DamagedIndex:
                self._forget()
                raise
        return [int(key) for key in match.ids]

    def facets(self, query: str, *, kind: HitKind, is_being_typed: bool = False) -> Facets:
        """Count everything that a query finds by outlet, month, language, coder, actor and claim type.

        Raises:
            DamagedIndex: The index cannot be read; it is rebuilt when the indexer sees it.
        """
        understood = understand(query, today=self._today(), is_being_typed=is_being_typed)
        with self._turn, self._archive.reading() as session:
            try:
                self._columns.follow(session)
                self._follow_index()
                executor = self._executor()
                if kind == "article":
                    found = executor.mask(understood, ARTICLE)
                    return facets_of_articles(self._columns, found, executor.passages_meant(understood))
                return facets_of_passages(self._columns, executor.mask(understood, PASSAGE))
            except DamagedIndex:
                self._forget()
                raise

    def explain(self, query: str) -> list[ExplainedClause]:
        """Return what each part of a query finds by itself, and the words that were looked up for it.

        Raises:
            DamagedIndex: The index cannot be read; it is rebuilt when the indexer sees it.
        """
        understood = understand(query, today=self._today())
        with self._turn, self._archive.reading() as session:
            try:
                self._follow(session, understood)
                return explain(understood, Executor(self._postings, self._columns, self._stems))
            except DamagedIndex:
                self._forget()
                raise

    def complete(self, query: str, cursor: int, *, limit: int = 10) -> list[Completion]:
        """Offer what the word at the cursor (in code points) may become; see :func:`completing.complete`."""
        with self._turn, self._archive.reading() as session:
            self._columns.follow(session, ())
            try:
                self._follow_index()
                lexicons = self._postings.lexicons("text") if self._postings is not None else []
            except DamagedIndex:
                self._forget()
                lexicons = []
            return complete(query, cursor, lexicons, self._columns, limit=limit)

    @contextmanager
    def looking(self) -> Iterator[tuple[Session, Executor]]:
        """Give one state of the archive and its index, for several questions; others wait meanwhile.

        Raises:
            DamagedIndex: The index cannot be read; it is rebuilt when the indexer sees it.
        """
        with self._turn, self._archive.reading() as session:
            try:
                self._columns.follow(session, ())
                self._follow_index()
                yield session, Executor(self._postings, self._columns, self._stems)
            except DamagedIndex:
                self._forget()
                raise

    def _forget(self) -> None:
        self._index.report_damage()
        self._postings, self._stamp = None, None

    def _follow(self, session: Session, understood: Understood) -> None:
        self._columns.follow_for(session, understood.query)
        self._follow_index()

    def _follow_index(self) -> None:
        stamp = self._index.stamp()
        if stamp != self._stamp:
            previous = self._postings if self._stamp and stamp[0] == self._stamp[0] else None
            self._postings = self._index.read(previous)
            self._stamp = stamp

    def _search(
        self, session: Session, query: str, understood: Understood, kind: Kind, limit: int, order: Order
    ) -> SearchResult:
        notes: list[str] = []
        articles = passages = None
        if kind in ("all", "article"):
            articles = self._executor(notes).articles(understood, limit, order)
        if kind in ("all", "passage"):
            passages = self._executor(notes).passages(understood, limit, order)
        article_total = articles.total if articles else 0
        passage_total = passages.total if passages else 0
        hits = _hits(session, understood, self._stems, _ranked(articles, passages, limit, order))
        is_cut = bool(notes)
        undated = self._undated(understood, kind)
        if undated:
            notes.append(undated)
        state = self._postings.state if self._postings is not None else {}
        return SearchResult(
            article_total + passage_total,
            article_total,
            passage_total,
            tuple(_in_order(hits, order)[:limit]),
            tuple(dict.fromkeys((*understood.ignored, *notes))),
            # One of an older version is used until it is made anew, and knows less.
            bool(state.get("is_complete")) and state.get("schema_version") == SCHEMA_VERSION,
            "" if understood.is_empty else as_text(understood.query, self._columns.names_found),
            # What was cut short has found something, or would not be found sooner in another spelling.
            None if is_cut else self._suggestion(query, understood, kind, article_total + passage_total),
            asking_for_undated(query, understood) if undated else "",
        )

    def _undated(self, understood: Understood, kind: Kind) -> str:
        left_out = undated_left_out(understood, self._columns)
        if left_out is None:
            return ""
        executor, asked = self._executor(), Understood(left_out)
        counted: HitKind = "passage" if kind == "passage" else "article"
        count = executor.count(asked, _KINDS[counted])
        return undated_sentence(count, counted) if count else ""

    def _executor(self, notes: list[str] | None = None) -> Executor:
        """Return what answers while somebody waits: in a quarter of a second, even if only in part."""
        until = thread_time() + _MOST_SECONDS
        return Executor(
            self._postings, self._columns, self._stems, [] if notes is None else notes,
            lambda: thread_time() > until,
        )  # fmt: skip

    def _suggestion(self, query: str, understood: Understood, kind: Kind, total: int) -> str | None:
        suggested = suggest(
            query, understood, self._postings, self._columns, self._stems, found_anything=total > 0
        )
        if suggested is None:
            return None
        executor = self._executor()
        other = understand(suggested, today=self._today())
        kinds = [number for name, number in _KINDS.items() if kind in ("all", name)]
        return suggested if sum(map(partial(executor.count, other), kinds)) > total else None


def search(
    archive: Archive, index: SearchIndex, query: str, *, kind: Kind = "all", limit: int = 50
) -> SearchResult:
    """Find articles and passages.

    Of both kinds together the best ``limit`` are returned, each measured by the best of its kind. Nothing
    that a person types raises: what cannot be understood is in ``ignored``.
    """
    return Searching(archive, index).search(query, kind=kind, limit=limit)


def _ranked(
    articles: Match | None, passages: Match | None, limit: int, order: Order
) -> list[tuple[HitKind, int, float]]:
    """Return kind, key and score of the first hits, those of each kind in their order."""
    listed: list[tuple[HitKind, int, float]] = []
    kinds: tuple[HitKind, ...] = ("article", "passage")
    for kind, match in zip(kinds, (articles, passages), strict=True):
        if match is not None:
            scores = match.scores / (match.best or 1.0)
            for key, score in zip(match.ids.tolist(), scores.tolist(), strict=True):
                listed.append((kind, key, round(score, 4)))
    if order != "relevance":
        return listed
    return sorted(listed, key=lambda hit: -hit[2])[:limit]


def _in_order(hits: Sequence[Hit], order: Order) -> list[Hit]:
    """Put articles and passages together; sorting keeps the order within each."""
    match order:
        case "newest":
            return sorted(hits, key=lambda hit: hit.published, reverse=True)
        case "oldest":
            return sorted(hits, key=lambda hit: (not hit.published, hit.published))
        case "outlet":
            return sorted(hits, key=lambda hit: (not hit.outlet, hit.outlet.casefold()))
        case "relevance":
            return list(hits)


def _hits(
    session: Session,
    understood: Understood,
    stems: Stems,
    ranked: Sequence[tuple[HitKind, int, float]],
) -> list[Hit]:
    articles = article_texts(session, [key for kind, key, _ in ranked if kind == "article"])
    passages = passage_texts(session, [key for kind, key, _ in ranked if kind == "passage"])
    in_text = Finder(sought(understood.query, "text"), stems)
    in_quote = Finder(sought(understood.query, "text", "quote"), stems)
    hits: list[Hit] = []
    for kind, key, score in ranked:
        if kind == "article" and key in articles:
            article = articles[key]
            snippet = cut_snippet(article.text, in_text, article.language)
            hit = Hit(
                "article", key, None, article.title, article.outlet, article.published,
                snippet.text, snippet.marks, snippet.start, snippet.end, score,
            )  # fmt: skip
            hits.append(hit)
        elif kind == "passage" and key in passages:
            passage = passages[key]
            snippet = cut_snippet(passage.quote, in_quote, passage.language)
            hit = Hit(
                "passage", passage.article_id, key, passage.title, passage.outlet, passage.published,
                snippet.text, snippet.marks, passage.start, passage.end, score,
            )  # fmt: skip
            hits.append(hit)
    return hits
