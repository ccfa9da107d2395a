"""What the menus and keys do with what was found."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

# Imported when first needed: what knows the archive takes longer to import than the first paint may.
if TYPE_CHECKING:
    from archive_app.gui.workbench import Workbench

OpenBench = Callable[[], "Workbench"]


def search_bindings(bench: OpenBench) -> dict[str, Callable[[], object]]:
    """Return what each action does, by its name; ``bench`` gives the open archive."""
    return {
        "show-concordance": lambda: bench().finds.show_concordance(),
        "concordance-of-search": lambda: bench().finds.concordance_of_search(),
        "tag-results": lambda: bench().finds.tag_results(),
        "more-like-article": lambda: bench().finds.more_like_article(_article(bench())),
        "more-like-passage": lambda: bench().finds.more_like_passage(_passage(bench())),
        "save-search": lambda: bench().finds.save_search(),
        "saved-searches": lambda: bench().finds.choose_saved(),
        "search-history": lambda: bench().finds.open_history(),
        "clear-search-history": lambda: bench().finds.clear_history(),
        "batch-search": lambda: bench().finds.batch_search(),
        "tick-lines": lambda: _lines(bench).concordance.toggle_all(),
        **{
            f"lines-by-{name}": partial(_sort, bench, by)
            for name, by in (
                ("text", "text"), ("word-before", "left"), ("hit", "hit"), ("word-after", "right"),
                ("date", "date"), ("outlet", "outlet"),
            )
        },
    }  # fmt: skip


def _lines(bench: OpenBench) -> "Workbench":
    """Give the open archive with the concordance in front."""
    opened = bench()
    if opened.view != "concordance":
        opened.finds.show_concordance()
    return opened


def _article(bench: "Workbench") -> int | None:
    """Return the article that is meant where the keyboard is."""
    if bench.view == "concordance":
        return bench.concordance.current_article
    if bench.view == "passages":
        passages = bench.passages
        card = next((passages.model.card(passages.model.row_of(key)) for key in _selected(bench)), None)
        return card.article_id if card is not None else None
    chosen = bench.library.selected_articles()
    if bench.library.table.hasFocus() and chosen:
        return chosen[0]
    return bench.pane.article.card.id if bench.pane.article is not None else None


def _passage(bench: "Workbench") -> int | None:
    """Return the passage that is meant: selected in the table, or the current one of the reader."""
    if bench.view == "passages":
        return next(iter(_selected(bench)), None)
    current = bench.desk.current
    return current.id if current is not None else None


def _selected(bench: "Workbench") -> list[int]:
    return bench.passages.selected_passages()


def _sort(bench: OpenBench, by: str) -> None:
    _lines(bench).concordance.sort_by(by)  # type: ignore[arg-type]  # one of the orders, from the list above
