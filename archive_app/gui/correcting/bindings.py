"""What the menus and keys do about correcting a text."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from archive_app.gui.action_list import ACTIONS, CODE, ENDS

# Imported when first needed: what knows the archive takes longer to import than the first paint may.
if TYPE_CHECKING:
    from archive_app.gui.workbench import Workbench

OpenBench = Callable[[], "Workbench"]

PAUSED = tuple(
    spec.name
    for spec in ACTIONS
    if spec.menu in (CODE, ENDS)
    or spec.name
    in (
        "remove-cuts", "keep-cuts", "find-names", "next-passage", "previous-passage", "next-overlapping",
        "review-passages",
    )
)  # fmt: skip
"""Actions on the words in the reader, which are off while the editor stands in its place."""


def correcting_bindings(bench: OpenBench) -> dict[str, Callable[[], object]]:
    """Return what each action does, by its name; ``bench`` gives the open archive."""
    return {
        "correct-text": lambda: _read(bench).correcting.begin(),
        "save-correction": lambda: _read(bench).correcting.save(),
        "review-passages": lambda: _read(bench).reviewing.open(),
        "text-versions": lambda: bench().correcting.show_versions(),
    }


def _read(bench: OpenBench) -> "Workbench":
    """Give the open archive with the reader in front."""
    opened = bench()
    if opened.view != "articles":
        opened.show_view("articles")
    return opened
