"""The tables of an archive.

Every row has a key (``id``, never used twice in one archive) and a ``uid`` (UUID) under which it is
known in every copy of the archive. Times are ISO 8601 in UTC with milliseconds; dates of publication
are ISO 8601 cut to the precision that is known (``2019``, ``2019-04``, ``2019-04-16``).

``table=True`` models do not validate, so what must hold stands as a CHECK constraint here and is
checked at the door by the operations.
"""

from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from archive_app.model.identity import new_uid, now
from archive_app.model.values import (
    ActorKind,
    CutState,
    LinkKind,
    OutcomeState,
    Role,
    RunState,
    Stance,
)


def _one_of(column: str, values: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


def _reference(target: str, *, owned: bool = False, nullable: bool = False) -> Any:  # sqlmodel's Field
    """A key of another table; rows that are *owned* are deleted (and journalled) with what they belong to.

    The database itself never cascades, because a row it deleted would be missing from the journal.
    """
    key = ForeignKey(f"{target}.id", ondelete="RESTRICT")
    column = Column(Integer, key, nullable=nullable, index=True, info={"owned": owned})
    return Field(default=None, sa_column=column)


def _text(default: str = "") -> Any:  # sqlmodel's Field
    return Field(default=default, sa_type=Text)


def _later(default: str = "") -> Any:  # sqlmodel's Field
    """A text column that came with a later version; the database fills it in for rows from before."""
    return Field(default=default, sa_type=Text, sa_column_kwargs={"server_default": default})


class Row(SQLModel):
    """What every row has: a key in this archive and an identity in all copies of it."""

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True, sa_type=Text)

    @property
    def key(self) -> int:
        """The row's key; asking a row that is not in the archive for it is a bug."""
        assert self.id is not None, "the row is not in the archive"
        return self.id


class Property(SQLModel, table=True):
    """A fact about the archive itself, such as its uid and its name."""

    __tablename__: ClassVar[str] = "property"

    key: str = Field(primary_key=True, sa_type=Text)
    value: str = _text()


class Coder(Row, table=True):
    """The person who reads, marks and tags."""

    __tablename__: ClassVar[str] = "coder"
    __table_args__ = ({"sqlite_autoincrement": True},)

    name: str = Field(unique=True, sa_type=Text)
    created: str = Field(default_factory=now, sa_type=Text)


class Source(Row, table=True):
    """The file, page or pasted text that articles came from; its bytes lie in ``originals/`` by SHA-256."""

    __tablename__: ClassVar[str] = "source"
    __table_args__ = ({"sqlite_autoincrement": True},)

    sha256: str = Field(index=True, sa_type=Text)
    size: int = 0
    """Bytes."""
    name: str = _text()
    """The file's own name, or ``Pasted text``."""
    origin: str = _text()
    """Where it was taken from: a path, a URL, or nothing for pasted text."""
    reader: str = _text()
    """The reader that made articles of it, e.g. ``plain text``."""
    encoding: str = _text()
    settings: str = _later()
    """What the reader was told, as JSON, e.g. which column of a table is the title; empty when nothing."""
    imported: str = Field(default_factory=now, sa_type=Text)
    coder_id: int | None = _reference("coder", nullable=True)


class Article(Row, table=True):
    """One text with its metadata; the words themselves stand in its current :class:`TextVersion`."""

    __tablename__: ClassVar[str] = "article"
    __table_args__ = (
        Index("article_published", "published"),
        Index("article_outlet", "outlet"),
        Index("article_title", text("lower(title)")),
        Index("article_database", "database_id"),
        Index("article_doi", "doi"),
        {"sqlite_autoincrement": True},
    )

    source_id: int | None = _reference("source", nullable=True)
    place: int = 1
    """Which article of its source this is, from 1."""
    text_id: int = _reference("text_version")
    title: str = _text()
    outlet: str = _text()
    authors: str = _text()
    """Names separated by ``; ``."""
    published: str = _text()
    published_raw: str = _text()
    """The date as the source had it."""
    url: str = _text()
    language: str = _text()
    """ISO 639-1 code, empty when unknown."""
    section: str = _text()
    words: int = 0
    memo: str = _text()
    database_id: str = _later()
    """Under which number a news database has it, e.g. ``Factiva: TAVP000020230304ej3400001``."""
    doi: str = _later()
    source_fields: str = _later()
    """What the source says of it, as the source has it: a JSON object of strings by their labels there."""
    created: str = Field(default_factory=now, sa_type=Text)
    modified: str = Field(default_factory=now, sa_type=Text)


class TextVersion(Row, table=True):
    """One state of an article's text, never changed and never deleted; a correction adds another.

    ``sha256`` is that of the text in UTF-8, ``folded`` that of the text with white space folded, by which
    duplicates are known.
    """

    __tablename__: ClassVar[str] = "text_version"
    __table_args__ = ({"sqlite_autoincrement": True},)

    article_uid: str = Field(default="", index=True, sa_type=Text)
    """Whose text it is; no foreign key, because texts outlive a deleted article, for Undo to bring back."""
    text: str = _text()
    sha256: str = _text()
    folded: str = Field(default="", index=True, sa_type=Text)
    number: int = 1
    pages: str = _later()
    """Where the pages of the source begin, as JSON: ``[[0, "3"], [1840, "4"]]``, code points and page
    labels in order; empty when it has no pages."""
    created: str = Field(default_factory=now, sa_type=Text)


class ProposedCut(Row, table=True):
    """A stretch of an article that looks like page furniture, for the person to remove or keep."""

    __tablename__: ClassVar[str] = "proposed_cut"
    __table_args__ = (
        CheckConstraint('start >= 0 AND start < "end"', name="cut_in_order"),
        CheckConstraint(_one_of("state", CutState), name="cut_state"),
        {"sqlite_autoincrement": True},
    )

    article_id: int = _reference("article", owned=True)
    start: int
    end: int
    quote: str = _text()
    reason: str = _text()
    state: str = _text(CutState.PROPOSED)


class Passage(Row, table=True):
    """A stretch of an article's text: ``start`` to ``end`` in code points, end exclusive, with its quote.

    They refer to one version of the text, and the quote is for ever the exact slice of that version. It is
    the article's current one, except while nobody has said where the passage went when the text was
    corrected: then the passage is *to review*.
    """

    __tablename__: ClassVar[str] = "passage"
    __table_args__ = (
        CheckConstraint('start >= 0 AND start < "end"', name="passage_in_order"),
        Index("passage_place", "article_id", "start", "end"),
        {"sqlite_autoincrement": True},
    )

    article_id: int = _reference("article", owned=True)
    text_id: int = _reference("text_version")
    start: int
    end: int
    quote: str = _text()
    memo: str = _text()
    coder_id: int = _reference("coder")
    created: str = Field(default_factory=now, sa_type=Text)
    modified: str = Field(default_factory=now, sa_type=Text)


class Actor(Row, table=True):
    """Who speaks, is addressed or is spoken of."""

    __tablename__: ClassVar[str] = "actor"
    __table_args__ = (
        CheckConstraint(_one_of("kind", ActorKind), name="actor_kind"),
        {"sqlite_autoincrement": True},
    )

    name: str = Field(unique=True, sa_type=Text)
    kind: str = _text(ActorKind.UNSAID)
    description: str = _text()
    created: str = Field(default_factory=now, sa_type=Text)


class ActorAlias(Row, table=True):
    """Another spelling or name under which an actor appears."""

    __tablename__: ClassVar[str] = "actor_alias"
    __table_args__ = (UniqueConstraint("actor_id", "name"), {"sqlite_autoincrement": True})

    actor_id: int = _reference("actor", owned=True)
    name: str = Field(index=True, sa_type=Text)


class ClaimType(Row, table=True):
    """What kind of claim a passage makes; a tree, each with the rule by which it is coded."""

    __tablename__: ClassVar[str] = "claim_type"
    __table_args__ = (
        CheckConstraint("colour BETWEEN 0 AND 11", name="claim_type_colour"),
        {"sqlite_autoincrement": True},
    )

    parent_id: int | None = _reference("claim_type", nullable=True)
    name: str = Field(unique=True, sa_type=Text)
    definition: str = _text()
    colour: int = 0
    created: str = Field(default_factory=now, sa_type=Text)


class ActorTag(Row, table=True):
    """An actor on a passage, with the part it plays there."""

    __tablename__: ClassVar[str] = "actor_tag"
    __table_args__ = (
        UniqueConstraint("passage_id", "actor_id", "role"),
        CheckConstraint(_one_of("role", Role), name="actor_tag_role"),
        {"sqlite_autoincrement": True},
    )

    passage_id: int = _reference("passage", owned=True)
    actor_id: int = _reference("actor")
    role: str = _text(Role.SPEAKER)
    coder_id: int = _reference("coder")
    created: str = Field(default_factory=now, sa_type=Text)


class ClaimTag(Row, table=True):
    """A claim type on a passage, with the stance taken to it."""

    __tablename__: ClassVar[str] = "claim_tag"
    __table_args__ = (
        UniqueConstraint("passage_id", "claim_type_id"),
        CheckConstraint(_one_of("stance", Stance), name="claim_tag_stance"),
        {"sqlite_autoincrement": True},
    )

    passage_id: int = _reference("passage", owned=True)
    claim_type_id: int = _reference("claim_type")
    stance: str = _text(Stance.NEUTRAL)
    coder_id: int = _reference("coder")
    created: str = Field(default_factory=now, sa_type=Text)


class Collection(Row, table=True):
    """A set of articles that a person put together, under a name."""

    __tablename__: ClassVar[str] = "collection"
    __table_args__ = ({"sqlite_autoincrement": True},)

    name: str = Field(unique=True, sa_type=Text)
    description: str = _text()
    created: str = Field(default_factory=now, sa_type=Text)


class CollectionArticle(Row, table=True):
    """An article in a collection."""

    __tablename__: ClassVar[str] = "collection_article"
    __table_args__ = (UniqueConstraint("collection_id", "article_id"), {"sqlite_autoincrement": True})

    collection_id: int = _reference("collection", owned=True)
    article_id: int = _reference("article", owned=True)


class Label(Row, table=True):
    """A word or two that articles are marked with as a whole, such as ``front page`` or ``read twice``."""

    __tablename__: ClassVar[str] = "label"
    __table_args__ = ({"sqlite_autoincrement": True},)

    name: str = Field(unique=True, sa_type=Text)
    created: str = Field(default_factory=now, sa_type=Text)


class ArticleLabel(Row, table=True):
    """A label on an article."""

    __tablename__: ClassVar[str] = "article_label"
    __table_args__ = (UniqueConstraint("label_id", "article_id"), {"sqlite_autoincrement": True})

    label_id: int = _reference("label", owned=True)
    article_id: int = _reference("article", owned=True)


class ArticleRead(Row, table=True):
    """That a coder has read an article to its end."""

    __tablename__: ClassVar[str] = "article_read"
    __table_args__ = (UniqueConstraint("article_id", "coder_id"), {"sqlite_autoincrement": True})

    article_id: int = _reference("article", owned=True)
    coder_id: int = _reference("coder")
    created: str = Field(default_factory=now, sa_type=Text)


class ArticleLink(Row, table=True):
    """What a person said of two articles that are much alike; ``article_id`` is the one imported first."""

    __tablename__: ClassVar[str] = "article_link"
    __table_args__ = (
        UniqueConstraint("article_id", "other_id"),
        CheckConstraint("article_id != other_id", name="article_link_two"),
        CheckConstraint(_one_of("kind", LinkKind), name="article_link_kind"),
        {"sqlite_autoincrement": True},
    )

    article_id: int = _reference("article", owned=True)
    other_id: int = _reference("article", owned=True)
    kind: str = _text(LinkKind.VERSION)
    created: str = Field(default_factory=now, sa_type=Text)


class SavedSearch(Row, table=True):
    """A query under a name: a collection that fills itself."""

    __tablename__: ClassVar[str] = "saved_search"
    __table_args__ = ({"sqlite_autoincrement": True},)

    name: str = Field(unique=True, sa_type=Text)
    query: str = _text()
    order: str = _text("relevance")
    created: str = Field(default_factory=now, sa_type=Text)


class ImportRun(Row, table=True):
    """One import: who imported, when, with which version of the program and which settings.

    Never taken back: the report stays when an import is undone.
    """

    __tablename__: ClassVar[str] = "import_run"
    __table_args__ = (
        CheckConstraint(_one_of("state", RunState), name="import_run_state"),
        {"sqlite_autoincrement": True},
    )

    started: str = Field(default_factory=now, sa_type=Text)
    ended: str = _text()
    """Empty while it runs, and for ever when the program was killed meanwhile."""
    coder: str = _text()
    program: str = _text()
    """The version of Archive App."""
    settings: str = _text()
    """As JSON; empty when nothing was set."""
    paths: str = _text()
    """What was chosen: a JSON array of paths or addresses."""
    total: int = 0
    """Files and addresses that were found."""
    state: str = _text(RunState.RUNNING)


class ImportOutcome(Row, table=True):
    """What became of one file or address of an import."""

    __tablename__: ClassVar[str] = "import_outcome"
    __table_args__ = (
        CheckConstraint(_one_of("state", OutcomeState), name="import_outcome_state"),
        {"sqlite_autoincrement": True},
    )

    run_id: int = _reference("import_run")
    place: int = 0
    """Where it comes in its import, from 0."""
    path: str = _text()
    sha256: str = Field(default="", index=True, sa_type=Text)
    """Of its bytes, under which its original is kept; empty when it could not be read at all."""
    state: str = _text(OutcomeState.IMPORTED)
    reason: str = _text()
    """A sentence; empty when it was imported."""
    reader: str = _text()
    declared: int | None = None
    """How many articles it says it holds."""
    imported: int = 0
    duplicates: int = 0
    failed: int = 0
    details: str = _text()
    """What became of its single articles and what there was to say of them: a JSON array of objects."""


class JournalEntry(SQLModel, table=True):
    """One committed operation.

    ``undo_next`` and ``redo_next`` name the entries that Undo and Redo would reverse after this one, so that
    the two stacks are read off the last entry, also after a restart. ``below_undo`` and ``below_redo`` are
    what the stacks hold underneath.

    A step is what Undo takes back at once: one entry, or several, as an import of many files makes them, of
    which all but the first say by ``goes_on`` which one the first is. They lie on each other in a stack.
    """

    __tablename__: ClassVar[str] = "journal_entry"
    __table_args__ = (Index("journal_entry_goes_on", "goes_on"), {"sqlite_autoincrement": True})

    sequence: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True, sa_type=Text)
    at: str = Field(default_factory=now, sa_type=Text)
    coder: str = _text()
    operation: str = _text()
    """Its name for programs, e.g. ``tag actor``."""
    label: str = _text()
    """Its name for people, e.g. ``Tag “Haftar” as speaker``."""
    reverses: int | None = None
    undo_next: int | None = None
    redo_next: int | None = None
    below_undo: int | None = None
    below_redo: int | None = None
    goes_on: int | None = None
    """The first entry of the step that this one belongs to; nothing when it is itself the first."""

    @property
    def step(self) -> int:
        """The sequence of the first entry of its step."""
        return self.goes_on or self.sequence or 0


class JournalChange(SQLModel, table=True):
    """One row that an operation inserted, changed or deleted, with its columns before and after as JSON."""

    __tablename__: ClassVar[str] = "journal_change"
    __table_args__ = (
        Index("journal_change_row", "row_uid"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    sequence: int = Field(foreign_key="journal_entry.sequence", index=True)
    table: str = _text()
    row_id: int
    row_uid: str = _text()
    before: str | None = Field(default=None, sa_type=Text)
    after: str | None = Field(default=None, sa_type=Text)


JOURNALLED: tuple[type[Row], ...] = (
    Coder, Source, Article, ProposedCut, Passage,
    Actor, ActorAlias, ClaimType, ActorTag, ClaimTag,
    Collection, CollectionArticle, Label, ArticleLabel, ArticleRead, ArticleLink, SavedSearch,
)  # fmt: skip
"""Every table a person's work stands in, parents before children: all changes to them are journalled."""

LASTING: tuple[type[Row], ...] = (TextVersion, ImportRun, ImportOutcome)
"""Tables that are only ever added to, so that there is nothing to take back: not journalled.

The one thing that changes in them is how an import run ended.
"""
