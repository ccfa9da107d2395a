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


def _sort(bench: OpenBench, by: str) -> None:
    _lines(bench).concordance.sort_by(by)  # type: ignore[arg-type]  # one of the orders, from the list above
