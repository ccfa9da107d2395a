"""The command that lists articles which are much alike."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from itertools import islice

from archive_app.cli import DONE, terminal
from archive_app.cli.commands import interrupt_noticed, note
from archive_app.operations.near_duplicates import NearPair, near_duplicates
from archive_app.storage.archive import open_archive
from archive_app.storage.queries import ArticleCard, article_cards

_MOST_GROUPS = 10  # that are listed without --all
_MOST_NAMED = 6  # articles of a group, the same


def duplicates(asked: Namespace) -> int:
    """List the articles that are much alike."""

    def show(done: int, total: int) -> None:
        terminal.print_progress(f"{done} of {total} texts")

    with open_archive(asked.archive, write=False) as archive, interrupt_noticed() as interrupted:
        pairs = near_duplicates(archive, progress=show, cancelled=interrupted)
        terminal.end_progress()
        with archive.reading() as session:
            keys = sorted({key for pair in pairs for key in (pair.article_id, pair.other_id)})
            cards = {card.id: card for card in article_cards(session, keys)}
    if asked.json:
        terminal.print_json_list(
            {
                "group": pair.group, "article_id": pair.article_id, "other_id": pair.other_id,
                "jaccard": round(pair.jaccard, 4), "containment": round(pair.containment, 4),
                "kind": pair.kind.value,
            }
            for pair in pairs
        )  # fmt: skip
        return DONE
    if asked.all:
        for pair in pairs:
            terminal.say(
                _likeness(pair), *(f"    {_named(cards[key])}" for key in (pair.article_id, pair.other_id))
            )
    else:
        _print_groups(pairs, cards)
    groups = len({pair.group for pair in pairs})
    said = f"{terminal.counted(len(pairs), 'pair')}, in {terminal.counted(groups, 'group')}"
    terminal.say(f"Much alike and undecided: {said}.")
    if groups > _MOST_GROUPS and not asked.all:
        note(f"The first {_MOST_GROUPS} groups are listed; --all lists every pair.")
    return DONE


def _print_groups(pairs: Sequence[NearPair], cards: Mapping[int, ArticleCard]) -> None:
    """Print each group once: its most alike pair says how much, then its articles."""
    groups: dict[int, list[NearPair]] = {}
    for pair in pairs:
        groups.setdefault(pair.group, []).append(pair)
    for alike in islice(groups.values(), _MOST_GROUPS):
        keys = sorted({key for pair in alike for key in (pair.article_id, pair.other_id)})
        most = max(alike, key=lambda pair: pair.jaccard)
        terminal.say(f"{terminal.counted(len(keys), 'article')}, up to {_likeness(most)}")
        terminal.say(*(f"    {_named(cards[key])}" for key in keys[:_MOST_NAMED]))
        if len(keys) > _MOST_NAMED:
            terminal.say(f"    and {len(keys) - _MOST_NAMED:,} more")


def _likeness(pair: NearPair) -> str:
    return f"{pair.jaccard:.0%} alike, {pair.containment:.0%} contained, {pair.kind.value}?"


def _named(card: ArticleCard) -> str:
    return f"{card.id}: " + " · ".join(filter(None, (card.title, card.outlet, card.published)))
