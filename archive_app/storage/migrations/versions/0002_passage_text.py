"""A passage names the version of the text that it stands in.

Until now it stood in its article's current text, whichever that was. From now on a passage that a correction
of the text left without a certain place keeps the version it stood in, until a person says where it belongs.

The journal's images of passages get the column too: undoing work from before this migration has to bring
back passages that name their text.
"""

import json
from collections import ChainMap
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_PAGE = 5_000  # journal rows held in memory


def upgrade() -> None:
    _complete_the_journal(op.get_bind())
    _recreate_passage(op.get_bind())
    # The first archives lack these two, which version 0001 only came to make later.
    op.create_index("article_outlet", "article", ["outlet"], unique=False, if_not_exists=True)
    op.create_index("article_title", "article", [sa.text("lower(title)")], unique=False, if_not_exists=True)


def _recreate_passage(connection: sa.Connection) -> None:
    # Made and filled by hand, because a batch of Alembic's forgets CHECK constraints, AUTOINCREMENT and the
    # highest key ever given. Foreign keys are off, so the tags stay where they are.
    op.create_table(
        "passage_0002",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("memo", sa.Text(), nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("modified", sa.Text(), nullable=False),
        sa.CheckConstraint('start >= 0 AND start < "end"', name="passage_in_order"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["text_id"], ["text_version.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
        sqlite_autoincrement=True,
    )
    op.execute(
        'INSERT INTO passage_0002 (id, uid, article_id, text_id, start, "end", quote, memo, coder_id,'
        ' created, modified) SELECT p.id, p.uid, p.article_id, a.text_id, p.start, p."end", p.quote, p.memo,'
        " p.coder_id, p.created, p.modified FROM passage p JOIN article a ON a.id = p.article_id"
    )
    highest = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'passage'").scalar()
    op.drop_table("passage")
    op.rename_table("passage_0002", "passage")
    connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name IN ('passage', 'passage_0002')")
    if highest is not None:
        connection.exec_driver_sql(
            "INSERT INTO sqlite_sequence (name, seq) VALUES ('passage', ?)", (highest,)
        )
    op.create_index("ix_passage_article_id", "passage", ["article_id"], unique=False)
    op.create_index("ix_passage_coder_id", "passage", ["coder_id"], unique=False)
    op.create_index("ix_passage_text_id", "passage", ["text_id"], unique=False)
    op.create_index("passage_place", "passage", ["article_id", "start", "end"], unique=False)


def _complete_the_journal(connection: sa.Connection) -> None:
    """Follow every article's text through the journal, and note it in the images of its passages.

    Before an entry a passage stood in the text that its article had before it, after the entry in the text
    that the article has then.
    """
    current = {row[0]: row[1] for row in connection.exec_driver_sql("SELECT id, text_id FROM article")}
    texts: dict[int, int] = {}
    for _, entry in groupby(_changes(connection), key=lambda change: change.sequence):
        changes = [(change, _image(change.before), _image(change.after)) for change in entry]
        replaced: dict[int, int] = {}
        for change, earlier, later in changes:
            if change.table == "article":
                if earlier is not None:
                    replaced.setdefault(change.row_id, earlier["text_id"])
                if later is not None:
                    texts[change.row_id] = later["text_id"]
        changed: set[int] = set()
        completed = []
        for change, earlier, later in changes:
            if change.table == "passage":
                # Between two changes of one entry a passage stands in the newer text.
                first = texts if change.row_id in changed else ChainMap(replaced, texts)
                changed.add(change.row_id)
                for image, known in ((earlier, first), (later, texts)):
                    if image is not None:
                        article = image["article_id"]
                        image["text_id"] = known.get(article, current.get(article))
                completed.append((_json(earlier), _json(later), change.id))
        if completed:
            connection.exec_driver_sql(
                "UPDATE journal_change SET before = ?, after = ? WHERE id = ?", completed
            )


def _changes(connection: sa.Connection) -> Iterator[sa.Row[Any]]:
    last = 0
    while True:
        page = connection.exec_driver_sql(
            'SELECT id, sequence, "table", row_id, before, after FROM journal_change'
            " WHERE id > ? AND \"table\" IN ('article', 'passage') ORDER BY id LIMIT ?",
            (last, _PAGE),
        ).fetchall()
        if not page:
            return
        yield from page
        last = page[-1].id


def _image(written: str | None) -> dict[str, Any] | None:
    image: dict[str, Any] | None = json.loads(written) if written is not None else None
    return image


def _json(image: dict[str, Any] | None) -> str | None:
    return None if image is None else json.dumps(image, ensure_ascii=False, separators=(",", ":"))
