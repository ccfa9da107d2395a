"""Bringing deleted articles back from the journal, with everything that was deleted along with them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Table, select

from archive_app.model.errors import NotFound
from archive_app.model.tables import Actor, ActorTag, ClaimTag, ClaimType, Passage, Row
from archive_app.operations.codebook import actor_row, claim_type_row
from archive_app.storage.archive import Archive, Change
from archive_app.storage.deleted import DeletedArticle, deleted_articles, last_image, rows_deleted_with
from archive_app.storage.journal import Changes, table_of


@dataclass(frozen=True)
class Restored:
    """Articles that are back."""

    article_ids: tuple[int, ...]
    """Under the keys that they had."""
    passages: int
    """Passages that came back with them."""
    changes: Changes | None


def restore_deleted(archive: Archive, article_uids: Sequence[str], *, coder: str) -> Restored:
    """Bring deleted articles back with their passages, tags, collections, labels and links.

    One undoable change. An actor or claim type that was deleted since is added to the codebook again for the
    tags that need it, and one that was merged is replaced by what it became. A collection or label that is
    gone since stays away, as does a link to an article that is.

    Raises:
        NotFound: One of them was never deleted, or is there again.
    """
    with archive.change("restore articles", "Restore deleted articles", coder) as change:
        once = list(dict.fromkeys(article_uids))
        deleted = deleted_articles(change.session, once)
        if missing := [uid for uid in once if uid not in deleted]:
            raise NotFound(
                f"{len(missing)} of these articles are not among the deleted ones any more, so nothing was "
                "restored. Look at the import report again."
            )
        restoring = _Restoring(change)
        keys = [restoring.bring_back(deleted[uid]) for uid in once]
        title = deleted[once[0]].title if once else ""
        change.label = f"Restore “{title}”" if len(once) == 1 else f"Restore {len(once)} deleted articles"
    return Restored(tuple(keys), restoring.passages, change.changes)


class _Restoring:
    def __init__(self, change: Change) -> None:
        self.passages = 0
        self._change = change

    def bring_back(self, article: DeletedArticle) -> int:
        row, *belonging = rows_deleted_with(self._change.session, article)
        self._change.transaction.put_back(row)
        for owned in belonging:
            if isinstance(owned, ActorTag):
                owned.actor_id = self._actor(owned.actor_id)
            elif isinstance(owned, ClaimTag):
                owned.claim_type_id = self._claim_type(owned.claim_type_id)
            if self._can_stand(owned):
                self._change.transaction.put_back(owned)
                self.passages += isinstance(owned, Passage)
        return row.key

    def _can_stand(self, row: Row) -> bool:
        """Say whether all that a row refers to is there, and it is not said already."""
        if isinstance(row, ActorTag) and self._has(
            ActorTag, passage_id=row.passage_id, actor_id=row.actor_id, role=row.role
        ):
            return False
        if isinstance(row, ClaimTag) and self._has(
            ClaimTag, passage_id=row.passage_id, claim_type_id=row.claim_type_id
        ):
            return False
        return all(
            self._is_there(key.column.table, getattr(row, key.parent.name))
            for key in table_of(type(row)).foreign_keys
        )

    def _actor(self, key: int) -> int:
        if self._is_there(table_of(Actor), key):
            return key
        image = last_image(self._change.session, Actor, key)
        assert image is not None, "a tag refers to an actor that the journal never heard of"
        kind, description = image["kind"], image["description"]
        return actor_row(self._change, image["name"], kind=kind, description=description).key

    def _claim_type(self, key: int) -> int:
        if self._is_there(table_of(ClaimType), key):
            return key
        image = last_image(self._change.session, ClaimType, key)
        assert image is not None, "a tag refers to a claim type that the journal never heard of"
        definition, colour = image["definition"], image["colour"]
        return claim_type_row(self._change, image["name"], definition=definition, colour=colour).key

    def _is_there(self, table: Table, key: int | None) -> bool:
        query = select(table.c.id).where(table.c.id == key)
        return key is None or self._change.session.execute(query).first() is not None

    def _has(self, model: type[Row], **values: int | str) -> bool:
        table = table_of(model)
        query = select(table.c.id).where(*(table.c[name] == value for name, value in values.items()))
        return self._change.session.execute(query).first() is not None
