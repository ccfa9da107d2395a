"""What a person decides about two articles that are much alike: keep both, link them, or make one of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Table, or_, select

from archive_app.model.anchoring import Certainty, reanchor
from archive_app.model.errors import NotFound, Refused
from archive_app.model.identity import now
from archive_app.model.tables import (
    Article,
    ArticleLabel,
    ArticleLink,
    ArticleRead,
    CollectionArticle,
    Passage,
    Row,
    TextVersion,
)
from archive_app.model.values import LinkKind
from archive_app.operations.correcting import Fates
from archive_app.storage.archive import Archive, Change
from archive_app.storage.deleted import MERGES
from archive_app.storage.journal import Changes, table_of
from archive_app.storage.versions import current_version, insert_version

_link, _passage, _version = table_of(ArticleLink), table_of(Passage), table_of(TextVersion)

Pair = tuple[int, int]
"""Keys of two articles."""

_FILLED = (
    "outlet", "authors", "url", "language", "section", "database_id", "doi", "source_fields",
)  # fmt: skip
_SAID = {
    LinkKind.DISTINCT: "Keep both of {}",
    LinkKind.VERSION: "Link {} as versions",
    LinkKind.AGENCY: "Link {} as agency copies",
}


@dataclass(frozen=True)
class Merged:
    """One article made of two."""

    article_id: int
    """The one that stayed."""
    changes: Changes
    kept: tuple[int, ...] = ()
    """Passages of the other whose words stand in this one too: they moved over."""
    to_review: tuple[int, ...] = ()
    """Passages of the other for which a person has to say where they belong."""
    filled: tuple[str, ...] = ()
    """Metadata that was empty and came from the other."""


def keep_both(archive: Archive, pairs: Iterable[Pair], *, coder: str) -> Changes | None:
    """Note that articles are two different ones each, so that they are not proposed again.

    One undoable change, as the next two; what was decided before about a pair is replaced.

    Raises:
        NotFound: One of the articles is gone.
        Refused: The two are one and the same.
    """
    return _decide(archive, pairs, LinkKind.DISTINCT, coder)


def link_as_versions(archive: Archive, pairs: Iterable[Pair], *, coder: str) -> Changes | None:
    """Note that articles are an earlier and a later state of the same one.

    Raises:
        NotFound: One of the articles is gone.
        Refused: The two are one and the same.
    """
    return _decide(archive, pairs, LinkKind.VERSION, coder)


def link_as_agency_copy(archive: Archive, pairs: Iterable[Pair], *, coder: str) -> Changes | None:
    """Note that articles are the same agency's report, printed by several outlets.

    Raises:
        NotFound: One of the articles is gone.
        Refused: The two are one and the same.
    """
    return _decide(archive, pairs, LinkKind.AGENCY, coder)


def unlink(archive: Archive, pairs: Iterable[Pair], *, coder: str) -> Changes | None:
    """Take back what was decided about articles; pairs on which nothing was are passed over."""
    with archive.change("unlink articles", "Unlink articles", coder) as change:
        for one, other in dict.fromkeys(map(_in_order, pairs)):
            if (link := _link_row(change, one, other)) is not None:
                change.transaction.delete(link)
    return change.changes


def merge_articles(archive: Archive, article_id: int, other_id: int, *, coder: str) -> Merged:
    """Make one article of two that are much alike: ``article_id`` stays, the other is deleted.

    The other's passages move over with their tags and memos where their words are recognised in the text
    that stays, as after a correction (:func:`archive_app.model.anchoring.reanchor`). Each of the rest keeps
    its words, in a version of the text that is the other article's, and waits for review. Metadata is filled
    in where it was empty, memos are joined; collections, labels, links and read marks move. One undo takes
    all of it back.

    Raises:
        NotFound: One of the articles is gone.
        Refused: The two are one and the same.
    """
    with archive.change(MERGES, "Merge articles", coder) as change:
        kept, other = _two(change, article_id, other_id)
        change.label = f"Merge “{other.title}” into “{kept.title}”"
        fates = _move_passages(change, kept, other)
        filled = _fill(change, kept, other)
        for model, column in (
            (CollectionArticle, "collection_id"), (ArticleLabel, "label_id"), (ArticleRead, "coder_id"),
        ):  # fmt: skip
            _move(change, model, column, kept, other)
        _move_links(change, kept, other)
        change.transaction.update(kept, modified=now())
        change.transaction.delete(other)
    assert change.changes is not None
    return Merged(
        kept.key,
        change.changes,
        kept=tuple(sorted(key for key, fate in fates.items() if fate is not Certainty.REVIEW)),
        to_review=tuple(sorted(key for key, fate in fates.items() if fate is Certainty.REVIEW)),
        filled=filled,
    )


def _decide(archive: Archive, pairs: Iterable[Pair], kind: LinkKind, coder: str) -> Changes | None:
    once = list(dict.fromkeys(map(_in_order, pairs)))
    with archive.change("link articles", "Link articles", coder) as change:
        for one, other in once:
            article, _ = _two(change, one, other)
            what = f"“{article.title}”" if len(once) == 1 else f"{len(once)} pairs of articles"
            change.label = _SAID[kind].format(what)
            link = _link_row(change, one, other)
            if link is None:
                change.transaction.insert(ArticleLink(article_id=one, other_id=other, kind=str(kind)))
            else:
                change.transaction.update(link, kind=str(kind))
    return change.changes


def _move_passages(change: Change, kept: Article, other: Article) -> Fates:
    """Bring the other's passages over, each from the text that it stands in."""
    current = current_version(change.session, kept.key)
    query = select(Passage).where(_passage.c.article_id == other.id).order_by(_passage.c.text_id)
    passages = list(change.session.execute(query).scalars())
    fates: Fates = {}
    for text_id, standing in groupby(passages, key=lambda passage: passage.text_id):
        group = list(standing)
        old = change.session.get_one(TextVersion, text_id)
        places = [(passage.start, passage.end) for passage in group]
        copy: TextVersion | None = None
        for passage, anchor in zip(
            group, reanchor(old.text, current.text, places, candidates=0), strict=True
        ):
            fates[passage.key] = anchor.certainty
            if anchor.certainty is Certainty.REVIEW:
                copy = copy or _version_like(change, kept, old)
                change.transaction.update(passage, article_id=kept.key, text_id=copy.key)
                continue
            quote = current.text[anchor.start : anchor.end]
            change.transaction.update(
                passage,
                article_id=kept.key,
                text_id=current.key,
                start=anchor.start,
                end=anchor.end,
                quote=quote,
                modified=passage.modified if quote == passage.quote else now(),
            )
    return fates


def _version_like(change: Change, kept: Article, old: TextVersion) -> TextVersion:
    """An older version of the article's text that is another article's text, for passages to stand in."""
    same = select(TextVersion).where(
        _version.c.article_uid == kept.uid, _version.c.sha256 == old.sha256, _version.c.id != kept.text_id
    )
    known: TextVersion | None = change.session.execute(same.limit(1)).scalar_one_or_none()
    return known or insert_version(change.transaction, kept, old.text, pages=old.pages)


def _fill(change: Change, kept: Article, other: Article) -> tuple[str, ...]:
    values = {
        name: getattr(other, name) for name in _FILLED if getattr(other, name) and not getattr(kept, name)
    }
    if other.published and not kept.published:
        values |= {"published": other.published, "published_raw": other.published_raw}
    memos = dict.fromkeys(memo for memo in (kept.memo, other.memo) if memo)
    if other.memo and "\n\n".join(memos) != kept.memo:
        values["memo"] = "\n\n".join(memos)
    change.transaction.update(kept, **values)
    return tuple(values)


def _move(change: Change, model: type[Row], column: str, kept: Article, other: Article) -> None:
    table: Table = table_of(model)

    def of(article: Article) -> Sequence[Row]:
        return change.session.execute(select(model).where(table.c.article_id == article.id)).scalars().all()

    there = {getattr(row, column) for row in of(kept)}
    for row in of(other):
        if getattr(row, column) not in there:
            change.transaction.update(row, article_id=kept.key)


def _move_links(change: Change, kept: Article, other: Article) -> None:
    of_other = select(ArticleLink).where(or_(_link.c.article_id == other.id, _link.c.other_id == other.id))
    for link in change.session.execute(of_other).scalars().all():
        third = link.other_id if link.article_id == other.id else link.article_id
        if third == kept.id:
            continue  # it goes with the other article
        one, two = _in_order((kept.key, third))
        if _link_row(change, one, two) is None:
            change.transaction.update(link, article_id=one, other_id=two)


def _link_row(change: Change, one: int, other: int) -> ArticleLink | None:
    query = select(ArticleLink).where(_link.c.article_id == one, _link.c.other_id == other)
    found: ArticleLink | None = change.session.execute(query).scalar_one_or_none()
    return found


def _in_order(pair: Pair) -> Pair:
    # Keys grow, so the smaller one was imported first.
    return min(pair), max(pair)


def _two(change: Change, one: int, other: int) -> tuple[Article, Article]:
    if one == other:
        raise Refused("This is one and the same article. Choose two.")
    found = [change.session.get(Article, key) for key in (one, other)]
    if found[0] is None or found[1] is None:
        raise NotFound("One of these articles is no longer in the archive. Nothing was changed.")
    return found[0], found[1]
