"""What a query asks for, as a tree; :mod:`archive_app.search.language` reads it from what a person types."""

from dataclasses import dataclass
from typing import Literal, get_args

from archive_app.model.values import Role, Stance

TextField = Literal["text", "title", "quote", "memo"]
NameField = Literal[
    "actor", "speaker", "addressee", "target", "mentioned", "claim", "coder",
    "outlet", "author", "lang", "collection", "label", "source",
]  # fmt: skip
StateName = Literal["tagged", "untagged", "read", "unread", "dated", "undated"]
TEXT_FIELDS: tuple[TextField, ...] = get_args(TextField)
NAME_FIELDS: tuple[NameField, ...] = get_args(NameField)
STATES: tuple[StateName, ...] = get_args(StateName)
ROLES: dict[str, Role] = {str(role): role for role in Role}
"""Fields that ask for an actor in a role."""


@dataclass(frozen=True)
class Word:
    """A word in any of its forms, in a field or in any that plain words are looked for in."""

    word: str
    """Folded."""
    field: TextField | None = None
    is_prefix: bool = False
    """Whether every word is asked for that begins so, for ``word*``."""
    edits: int = 0
    """Letters that may be wrong, missing, too many or swapped, for ``word~``."""
    is_exact: bool = False
    """Whether its other forms do not count, for ``=word``."""
    is_unfinished: bool = False
    """Whether it is still being typed: then words that begin so count beside its forms."""
    spelt: str = ""
    """As it was typed, in lower case with its accents, where that is not the folded word."""

    @property
    def has_forms(self) -> bool:
        """Whether its other forms count too."""
        return not (self.is_prefix or self.edits or self.is_exact)

    @property
    def spelling(self) -> str:
        """What a stemmer is asked about."""
        return self.spelt or self.word


@dataclass(frozen=True)
class Pattern:
    """Words such as ``lib*n``: ``*`` stands for any letters or none, ``?`` for one."""

    pattern: str
    field: TextField | None = None


@dataclass(frozen=True)
class Phrase:
    """Words one after the other, as they are written; the last one may be the beginning of a word."""

    words: tuple[str, ...]
    field: TextField | None = None
    ends_in_prefix: bool = False


@dataclass(frozen=True)
class Near:
    """Words in any order with at most so many others between the first and the last of them."""

    words: tuple[str, ...]
    others: int
    field: TextField | None = None


@dataclass(frozen=True)
class Named:
    """Something that has a name, by (part of) that name, as folded words."""

    field: NameField
    words: tuple[str, ...]
    ends_in_prefix: bool = False
    is_about: bool = False
    """Whether spellings near it will do, for ``actor:hafter~``."""
    is_exact: bool = False
    """Whether it is the whole name, for ``outlet:="York"``."""


@dataclass(frozen=True)
class Tagged:
    """A claim type with this stance."""

    stance: Stance


@dataclass(frozen=True)
class Published:
    """Published from ``first`` to ``last``, numbers such as 20190416, both included; 0 leaves a side open.

    A date that is known to the month or year counts as its first day.
    """

    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class Long:
    """The article has from ``least`` to ``most`` words, both included; without ``most`` any number above."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class State:
    """What has been done to an article or passage, for ``is:read`` and the like."""

    name: StateName


@dataclass(frozen=True)
class And:
    """All of these."""

    parts: tuple["Query", ...]


@dataclass(frozen=True)
class Or:
    """Any of these."""

    parts: tuple["Query", ...]


@dataclass(frozen=True)
class Not:
    """Everything but this."""

    part: "Query"


@dataclass(frozen=True)
class Everything:
    """No condition at all."""


Textual = Word | Pattern | Phrase | Near
Query = Textual | Named | Tagged | Published | Long | State | And | Or | Not | Everything


Relation = Literal["actor", "claim", "collection", "label", "read"]
"""What belongs to articles and passages and stands in tables of its own."""


def relations_asked_for(query: Query) -> frozenset[Relation]:
    """Return what of an archive has to be known besides its articles and passages themselves."""
    match query:
        case And() | Or():
            return frozenset[Relation]().union(*map(relations_asked_for, query.parts))
        case Not():
            return relations_asked_for(query.part)
        case Named(field=("claim" | "collection" | "label") as field):
            return frozenset((field,))
        case Named(field="actor") | Named(field="speaker" | "addressee" | "target" | "mentioned"):
            return frozenset(("actor",))
        case Tagged():
            return frozenset(("claim",))
        case State(name="tagged" | "untagged"):
            return frozenset(("actor", "claim"))
        case State(name="read" | "unread"):
            return frozenset(("read",))
        case _:
            return frozenset()


def is_of_passage(query: Query) -> bool:
    """Say whether a query asks for a passage alone: its tags, its coder or its own words.

    Several of these that are joined by AND are meant of one passage.
    """
    match query:
        case And() | Or():
            return all(is_of_passage(part) for part in query.parts)
        case Named():
            return query.field in ("actor", "claim", "coder") or query.field in ROLES
        case Word() | Pattern() | Phrase() | Near():
            return query.field == "quote"
        case _:
            return isinstance(query, Tagged)


def words_sought(query: Query) -> list[Word]:
    """Return the single words that a query asks for, in order, without those it excludes."""
    match query:
        case And() | Or():
            return [word for part in query.parts for word in words_sought(part)]
        case Word():
            return [query]
        case _:
            return []
