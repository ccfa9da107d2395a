"""Collections and labels that a source names for its articles: found by name, or made."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session

from archive_app.importing.draft import Draft
from archive_app.model.names import fold_name
from archive_app.model.tables import Article, ArticleLabel, Collection, CollectionArticle, Label
from archive_app.storage.journal import Transaction


def put_into_groups(transaction: Transaction, stored: Sequence[tuple[Article, Draft]]) -> None:
    """Put articles that were just stored into the collections and under the labels that their drafts name."""
    if any(draft.collections for _, draft in stored):
        collections = _by_name(transaction.session, Collection)
        _make(transaction, collections, Collection, [draft.collections for _, draft in stored])
        transaction.insert(
            [
                CollectionArticle(collection_id=collections[name], article_id=article.key)
                for article, draft in stored
                for name in _folded(draft.collections)
            ]
        )
    if any(draft.labels for _, draft in stored):
        labels = _by_name(transaction.session, Label)
        _make(transaction, labels, Label, [draft.labels for _, draft in stored])
        transaction.insert(
            [
                ArticleLabel(label_id=labels[name], article_id=article.key)
                for article, draft in stored
                for name in _folded(draft.labels)
            ]
        )


def _folded(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(map(fold_name, names)))


def _by_name(session: Session, model: type[Collection] | type[Label]) -> dict[str, int]:
    rows: Sequence[Collection | Label] = session.execute(select(model)).scalars().all()
    return {fold_name(row.name): row.key for row in rows}


def _make(
    transaction: Transaction,
    known: dict[str, int],
    model: type[Collection] | type[Label],
    named: Sequence[Sequence[str]],
) -> None:
    """Make what is named and not known yet, under its first spelling."""
    new = {fold_name(name): name for names in reversed(named) for name in reversed(names)}
    rows: list[Collection | Label] = [model(name=name) for key, name in new.items() if key not in known]
    transaction.insert(rows)
    known.update((fold_name(row.name), row.key) for row in rows)
