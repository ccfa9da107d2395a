"""What the menu of articles does with those that are chosen."""

from collections.abc import Callable
from typing import TYPE_CHECKING

# Imported when first needed: what knows the archive takes longer to import than the first paint may.
if TYPE_CHECKING:
    from archive_app.gui.workbench import Workbench

OpenBench = Callable[[], "Workbench"]


def article_bindings(bench: OpenBench) -> dict[str, Callable[[], object]]:
    """Return what each action does, by its name; ``bench`` gives the open archive."""
    return {
        "add-to-collection": lambda: bench().grouping.ask_collection(),
        "remove-from-collection": lambda: bench().grouping.ask_removal(),
        "label-articles": lambda: bench().grouping.ask_labels(),
        "mark-read": lambda: bench().grouping.mark_read(),
        "mark-unread": lambda: bench().grouping.mark_unread(),
        "edit-metadata": lambda: bench().edit_metadata(),
        "organise-groups": lambda: bench().grouping.organise(),
    }
