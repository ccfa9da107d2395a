"""Articles as a person corrects and discards them."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from archive_app.model.errors import NotFound, Refused
from archive_app.model.identity import now
from archive_app.model.tables import Article
from archive_app.model.text import canonical
from archive_app.storage.archive import Archive
from archive_app.storage.journal import Changes

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?)?)?")

EDITABLE = ("title", "outlet", "authors", "published", "url", "language", "section", "memo")
"""What :func:`edit_article` may change."""


def edit_article(
    archive: Archive, article_id: int, *, coder: str, goes_on: int | None = None, **values: str
) -> Changes | None:
    """Change an article's metadata or memo; names of values are those of :data:`EDITABLE`.

    ``goes_on`` names the step of an earlier change that this one belongs to, if nothing else was done since.

    Raises:
        NotFound: There is no such article.
        Refused: The date is none, or the title is empty.
    """
    plain = plain_values(values)
    with archive.change("edit article", "Edit article", coder) as change:
        article = _article_row(change.session.get(Article, article_id))
        change.label = f"Edit “{article.title}”"
        change.go_on_with(goes_on)
        if change.transaction.update(article, **plain):
            change.transaction.update(article, modified=now())
    return change.changes


def plain_values(values: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed for fields of an article as it is to be stored.

    Raises:
        Refused: The date is none, or the title is empty.
    """
    unknown = set(values) - set(EDITABLE)
    assert not unknown, f"not editable: {unknown}"
    plain = {
        name: canonical(value).strip() if name == "memo" else " ".join(canonical(value).split())
        for name, value in values.items()
    }
    published = plain.get("published", "")
    if published and not _is_date(published):
        raise Refused(f"“{published}” is not a date. Write it as 2019, 2019-04 or 2019-04-16.")
    if "title" in plain and not plain["title"]:
        raise Refused("An article needs a title.")
    return plain


def delete_articles(archive: Archive, article_ids: Sequence[int], *, coder: str) -> Changes | None:
    """Delete articles with their passages; originals stay, and one undo brings everything back.

    Raises:
        NotFound: One of them is gone.
    """
    with archive.change("delete article", "Delete articles", coder) as change:
        once = dict.fromkeys(article_ids)
        change.label = f"Delete {len(once)} articles"
        for article_id in once:
            article = _article_row(change.session.get(Article, article_id))
            if len(once) == 1:
                change.label = f"Delete “{article.title}”"
            change.transaction.delete(article)
    return change.changes


def _is_date(written: str) -> bool:
    if not _DATE.fullmatch(written):
        return False
    try:
        return bool(date.fromisoformat((written + "-01-01")[:10] if len(written) < 10 else written[:10]))
    except ValueError:  # 30 February, the year 0000
        return False


def _article_row(article: Article | None) -> Article:
    if article is None:
        raise NotFound("This article is no longer in the archive.")
    return article
