"""What imports, collections and saved searches have to keep.

The journal's images of rows get the new columns too: undoing work from before this migration has to bring
back whole rows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_ADDED = (
    ("source", "settings"),
    ("article", "database_id"),
    ("article", "doi"),
    ("article", "source_fields"),
    ("text_version", "pages"),
)


def upgrade() -> None:
    for table, column in _ADDED:
        op.add_column(table, sa.Column(column, sa.Text(), nullable=False, server_default=""))
        for side in ("before", "after"):
            op.execute(
                f"UPDATE journal_change SET {side} = json_insert({side}, '$.{column}', '')"
                f" WHERE \"table\" = '{table}' AND {side} IS NOT NULL"
            )
    op.create_index("article_database", "article", ["database_id"], unique=False)
    op.create_index("article_doi", "article", ["doi"], unique=False)
    _make("collection", _text("name"), _text("description"), _text("created"), sa.UniqueConstraint("name"))
    _make(
        "collection_article",
        *_keys("collection", "article"),
        sa.UniqueConstraint("collection_id", "article_id"),
    )
    _make("label", _text("name"), _text("created"), sa.UniqueConstraint("name"))
    _make("article_label", *_keys("label", "article"), sa.UniqueConstraint("label_id", "article_id"))
    _make(
        "article_read",
        *_keys("article", "coder"),
        _text("created"),
        sa.UniqueConstraint("article_id", "coder_id"),
    )
    _make(
        "article_link",
        *_keys("article"),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["other_id"], ["article.id"], ondelete="RESTRICT"),
        _text("kind"),
        _text("created"),
        sa.UniqueConstraint("article_id", "other_id"),
        sa.CheckConstraint("article_id != other_id", name="article_link_two"),
        sa.CheckConstraint("kind IN ('version', 'agency', 'distinct')", name="article_link_kind"),
    )
    op.create_index("ix_article_link_other_id", "article_link", ["other_id"], unique=False)
    _make(
        "saved_search",
        *(_text(name) for name in ("name", "query", "order", "created")),
        sa.UniqueConstraint("name"),
    )
    _make(
        "import_run",
        *(_text(name) for name in ("started", "ended", "coder", "program", "settings", "paths", "state")),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('running', 'finished', 'cancelled', 'failed')", name="import_run_state"
        ),
    )
    _make(
        "import_outcome",
        *_keys("import_run", column="run_id"),
        *(_text(name) for name in ("path", "sha256", "state", "reason", "reader", "details")),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("place", "imported", "duplicates", "failed")
        ),
        sa.Column("declared", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('imported', 'duplicate', 'review', 'failed')", name="import_outcome_state"
        ),
    )
    op.create_index("ix_import_outcome_sha256", "import_outcome", ["sha256"], unique=False)


def _make(table: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        _text("uid"),
        *parts,
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
        sqlite_autoincrement=True,
    )
    for part in parts:
        if isinstance(part, sa.Column) and part.info.get("key"):
            op.create_index(f"ix_{table}_{part.name}", table, [part.name], unique=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _keys(*targets: str, column: str = "") -> list[sa.schema.SchemaItem]:
    """Columns that refer to other tables, each with its constraint; each gets an index."""
    parts: list[sa.schema.SchemaItem] = []
    for target in targets:
        name = column or f"{target}_id"
        parts.append(sa.Column(name, sa.Integer(), nullable=False, info={"key": True}))
        parts.append(sa.ForeignKeyConstraint([name], [f"{target}.id"], ondelete="RESTRICT"))
    return parts
