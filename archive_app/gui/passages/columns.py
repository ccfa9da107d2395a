"""The columns of the passages table: what each reads, and how the database sorts by it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from archive_app.gui.lists.tags import role_word, stance_word
from archive_app.gui.lists.wording import joined, short_date

if TYPE_CHECKING:  # the window is on screen before the database's modules are imported
    from archive_app.storage.queries import PassageCard, PassageOrder


@dataclass(frozen=True)
class Column:
    """One column."""

    name: str
    title: str
    width: int
    """Pixels at first."""
    words: "Callable[[PassageCard], str]"
    order: "PassageOrder | None" = None
    """Nothing for a column that cannot be sorted by."""
    sorts_downwards_first: bool = False


def _tr(text: str) -> str:
    return QCoreApplication.translate("PassagesView", text)


def actor_words(card: "PassageCard") -> str:
    """Return a passage's actors with their roles: ``Hadraj [speaker]; Werrash [target]``."""
    return "; ".join(f"{actor.name} [{role_word(actor.role)}]" for actor in card.actors)


def claim_words(card: "PassageCard") -> str:
    """Return a passage's claim types with their stances: ``Denial [supports]``."""
    return "; ".join(f"{claim.name} [{stance_word(claim.stance)}]" for claim in card.claims)


def reference(card: "PassageCard") -> str:
    """Return where a passage stands, as it is copied with its quote: ``Title. Outlet · 16 Apr 2019``."""
    place = joined(card.outlet, short_date(card.published))
    return ". ".join(part for part in (card.article_title, place) if part)


def quotation(card: "PassageCard") -> str:
    """Return a passage as it is copied: its quote and its reference."""
    return f"“{card.quote}”\n({reference(card)})"


def passage_columns() -> tuple[Column, ...]:
    """Return the columns in order, titled in the person's language."""
    return (
        Column("quote", _tr("Quote"), 380, lambda card: card.quote, "quote"),
        Column("actors", _tr("Actors"), 190, actor_words),
        Column("claims", _tr("Claim types"), 190, claim_words),
        Column("article", _tr("Article"), 200, lambda card: card.article_title, "title"),
        Column("outlet", _tr("Outlet"), 130, lambda card: card.outlet, "outlet"),
        Column("date", _tr("Date"), 96, lambda card: short_date(card.published), "published", True),
        Column("coder", _tr("Coder"), 84, lambda card: card.coder, "coder"),
        Column("memo", _tr("Memo"), 56, lambda card: card.memo),
    )
