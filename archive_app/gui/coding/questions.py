"""What a popup can ask, which actor or which claim type, and the candidates it offers for an answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from archive_app.gui.coding.finding import NameIndex, Spelling
from archive_app.gui.coding.words import (
    ROLES,
    STANCES,
    kind_icon,
    role_hint,
    role_label,
    stance_hint,
    stance_label,
)
from archive_app.model.names import fold_name
from archive_app.model.values import Role, Stance
from archive_app.operations.codebook import PATH
from archive_app.operations.tagging import ActorChoice, ClaimChoice
from archive_app.storage.queries import ActorCard, ClaimTypeCard, TaggedActor, TaggedClaim

CANDIDATES = 9
_SIMILAR = 60.0  # below it rank_names has found a name by likeness only
_STANCE_SIGNS = {"+": Stance.SUPPORTS, "-": Stance.OPPOSES, "=": Stance.NEUTRAL}

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Candidate:
    """One row of the popup."""

    name: str
    """What a choice of it is called, for operations."""
    shown: str
    detail: str = ""
    """Why it is offered (a matching alias) or where it stands (its parents)."""
    icon: str = ""
    colour: int | None = None
    uses: int = 0
    marks: tuple[str, ...] = ()
    """Icons of the roles or the stance in which it stands on the passage already."""
    is_new: bool = False


@dataclass(frozen=True)
class Option:
    """One of the few values that one more key sets."""

    value: str
    icon: str
    label: str
    hint: str


@dataclass(frozen=True)
class Typed:
    """What was typed, taken apart."""

    name: str
    option: str | None = None
    """The role or stance that a sign at the end set."""


class Question(Protocol):
    """What the popup needs to know about what it asks."""

    placeholder: str
    empty: str
    options: tuple[Option, ...]
    default: str

    def parse(self, text: str) -> Typed:
        """Take apart what was typed."""

    def candidates(self, name: str) -> list[Candidate]:
        """Return what may be meant, best first, at the end the new one that could be made."""

    def creation(self, name: str) -> Candidate | None:
        """Return what would be made, or nothing when there is such a name or none was typed."""

    def choice(self, candidate: Candidate, option: str) -> ActorChoice | ClaimChoice:
        """Return the answer."""

    def with_chosen(self, candidate: Candidate, option: str) -> "Question":
        """Return the question as it stands after an answer, for the next one."""


def spellings_of(actors: Sequence[ActorCard]) -> list[Spelling]:
    """Return every name of every actor."""
    return [(card.id, name) for card in actors for name in (card.name, *card.aliases)]


class ActorQuestion:
    """Which actor, in which role."""

    def __init__(
        self,
        cards: Sequence[ActorCard],
        current: Sequence[TaggedActor],
        index: NameIndex | None = None,
    ) -> None:
        self.placeholder = translate("Coding", "Who? Type a name")
        self.empty = translate("Coding", "No actors yet. Type a name and press Enter to add the first.")
        self.options = tuple(Option(role, role, role_label(role), role_hint(role)) for role in ROLES)
        self.default = str(Role.SPEAKER)
        self._cards = {card.id: card for card in cards}
        self._index = index or NameIndex(spellings_of(cards), {card.id: card.uses for card in cards})
        self._marks: dict[str, tuple[str, ...]] = {}
        for tag in current:
            self._marks[tag.name] = (*self._marks.get(tag.name, ()), tag.role)

    def about(self, cards: Sequence[ActorCard], current: Sequence[TaggedActor]) -> "ActorQuestion":
        """Return the question about another passage; where no name changed, the names stay indexed."""
        if len(cards) != len(self._cards) or any(
            (known := self._cards.get(card.id)) is None
            or known.name != card.name
            or known.aliases != card.aliases
            for card in cards
        ):
            return ActorQuestion(cards, current)
        self._index.set_uses({card.id: card.uses for card in cards})
        return ActorQuestion(cards, current, self._index)

    def prepare(self) -> None:
        """Index what the first misspelt name would otherwise wait for."""
        self._index.prepare()

    def parse(self, text: str) -> Typed:
        """Take apart what was typed: all of it is the name."""
        return Typed(" ".join(text.split()))

    def candidates(self, name: str) -> list[Candidate]:
        """Return the actors that may be meant, best first, at the end the one that could be added."""
        found = []
        for match in self._index.rank(name, limit=CANDIDATES):
            card = self._cards[match.key]
            detail = ""
            if match.text != card.name and fold_name(name) not in fold_name(card.name):
                detail = translate("Coding", "alias {name}").format(name=match.text)
            elif name and match.score < _SIMILAR:
                detail = translate("Coding", "similar")
            found.append(
                Candidate(
                    card.name, card.name, detail, kind_icon(card.kind),
                    uses=card.uses, marks=self._marks.get(card.name, ()),
                )
            )  # fmt: skip
        new = self.creation(name)
        return [*found, new] if new else found

    def creation(self, name: str) -> Candidate | None:
        """Return the actor that would be added."""
        if not name or self._index.exactly(name) is not None:
            return None
        shown = translate("Coding", "Create “{name}”").format(name=name)
        return Candidate(name, shown, icon="plus", is_new=True)

    def choice(self, candidate: Candidate, option: str) -> ActorChoice:
        """Return the actor in its role."""
        return ActorChoice(candidate.name, Role(option))

    def with_chosen(self, candidate: Candidate, option: str) -> "ActorQuestion":
        """Return the question with this actor on the passage."""
        cards = list(self._cards.values())
        if candidate.is_new:
            # Keys of the archive are positive; the card stands in until the codebook is read again.
            cards.append(ActorCard(-len(cards) - 1, "", candidate.name, "", "", (), 0))
        tags = [TaggedActor(0, 0, name, role) for name, roles in self._marks.items() for role in roles]
        if option not in self._marks.get(candidate.name, ()):
            tags.append(TaggedActor(0, 0, candidate.name, option))
            cards = [
                replace(card, uses=card.uses + 1) if card.name == candidate.name else card for card in cards
            ]
        return ActorQuestion(cards, tags)


class ClaimQuestion:
    """Which claim type, with which stance."""

    def __init__(self, cards: Sequence[ClaimTypeCard], current: Sequence[TaggedClaim]) -> None:
        self.placeholder = translate("Coding", "What is claimed? Type a claim type")
        self.empty = translate("Coding", "No claim types yet. Type a name and press Enter to add the first.")
        self.options = tuple(
            Option(stance, stance, stance_label(stance), stance_hint(stance)) for stance in STANCES
        )
        self.default = str(Stance.NEUTRAL)
        self._cards = {card.id: card for card in cards}
        uses = {card.id: card.uses for card in cards}
        self._index = NameIndex([(card.id, card.name) for card in cards], uses)
        self._paths = NameIndex([(card.id, card.path or card.name) for card in cards], uses)
        self._stances = {tag.name: tag.stance for tag in current}

    def about(self, cards: Sequence[ClaimTypeCard], current: Sequence[TaggedClaim]) -> "ClaimQuestion":
        """Return the question about another passage."""
        return ClaimQuestion(cards, current)

    def prepare(self) -> None:
        """Index what the first misspelt name would otherwise wait for."""
        self._index.prepare()

    def parse(self, text: str) -> Typed:
        """Take apart a name or path and a sign for the stance at its end."""
        plain = " ".join(text.split())
        stance = _STANCE_SIGNS.get(plain[-1:])
        if stance is not None:
            plain = plain[:-1].rstrip()
        steps = [step.strip() for step in plain.split(PATH.strip())]
        return Typed(PATH.join(steps).lstrip(PATH), str(stance) if stance else None)

    def candidates(self, name: str) -> list[Candidate]:
        """Return the claim types that may be meant, best first, at the end the one that could be added."""
        index = self._paths if PATH.strip() in name else self._index
        found = []
        for match in index.rank(name, limit=CANDIDATES):
            card = self._cards[match.key]
            parents = card.path.split(PATH)[:-1]
            detail = " › ".join(parents)
            stance = self._stances.get(card.name)
            found.append(
                Candidate(
                    card.name, card.name, detail, colour=card.colour, uses=card.uses,
                    marks=(stance,) if stance else (),
                )
            )  # fmt: skip
        new = self.creation(name)
        return [*found, new] if new else found

    def creation(self, name: str) -> Candidate | None:
        """Return the claim type that would be added, below its parents when a path was typed."""
        steps = [step for step in name.split(PATH) if step.strip(" >")]
        if not steps or self._index.exactly(steps[-1]) is not None:
            return None
        shown = translate("Coding", "Create “{name}”").format(name=steps[-1])
        detail = ""
        if len(steps) > 1:
            detail = translate("Coding", "below {parent}").format(parent=" › ".join(steps[:-1]))
        return Candidate(PATH.join(steps), shown, detail, icon="plus", is_new=True)

    def choice(self, candidate: Candidate, option: str) -> ClaimChoice:
        """Return the claim type with its stance."""
        return ClaimChoice(candidate.name, Stance(option))

    def with_chosen(self, candidate: Candidate, option: str) -> "ClaimQuestion":
        """Return the question with this claim type on the passage."""
        cards = list(self._cards.values())
        name = candidate.name.split(PATH)[-1]
        if candidate.is_new:
            cards.append(
                ClaimTypeCard(
                    -len(cards) - 1, "", None, name, "", len(cards) % 12, 0, candidate.name,
                    candidate.name.count(PATH),
                )
            )  # fmt: skip
        if name not in self._stances:
            cards = [
                replace(card, uses=card.uses + 1) if fold_name(card.name) == fold_name(name) else card
                for card in cards
            ]
        current = [TaggedClaim(0, 0, known, stance, 0) for known, stance in self._stances.items()]
        return ClaimQuestion(cards, [*current, TaggedClaim(0, 0, name, option, 0)])
