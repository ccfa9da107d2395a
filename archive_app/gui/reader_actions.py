"""What the menus and keys do with the words and passages of the open article."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from archive_app.gui.action_list import ENDS
from archive_app.gui.actions import Actions

# Imported when first needed: what knows the archive takes longer to import than the first paint may.
if TYPE_CHECKING:
    from archive_app.gui.correcting.finding import EditorFinder
    from archive_app.gui.finding.finder import Finder
    from archive_app.gui.workbench import Workbench

OpenBench = Callable[[], "Workbench"]


def reader_bindings(bench: OpenBench) -> dict[str, Callable[[], object]]:
    """Return what each action does, by its name; ``bench`` gives the open archive."""
    return {
        "find-in-article": lambda: _finder(bench).open(),
        "find-next": lambda: _finder(bench).step(1),
        "find-previous": lambda: _finder(bench).step(-1),
        "find-names": lambda: _read(bench).finder.choose_actor(),
        "tag-all": lambda: _read(bench).finder.tag_all(),
        "merge-passages": lambda: _merge(bench()),
        "split-passage": lambda: _read(bench).shaping.split(),
        "duplicate-passage": lambda: _read(bench).shaping.duplicate(),
        "next-overlapping": lambda: _read(bench).shaping.next_overlapping(),
        **{
            f"{edge}-{way}-{unit}": partial(_move_edge, bench, edge, unit, way)
            for edge in ("end", "start")
            for unit, ways in (
                ("word", ("right", "left")),
                ("character", ("right", "left")),
                ("sentence", ("forward", "back")),
            )
            for way in ways
        },
    }


def ends_menu(actions: Actions, code: QMenu) -> QMenu:
    """Make the menu of what moves the ends of a passage, and put it into the menu ``code``."""
    menu = QMenu(QCoreApplication.translate("Actions", ENDS), code)
    for name, spec in actions.specs.items():
        if spec.menu == ENDS:
            if spec.separated:
                menu.addSeparator()
            menu.addAction(actions[name])
    code.insertMenu(actions["merge-passages"], menu)
    return menu


def _read(bench: OpenBench) -> "Workbench":
    """Give the open archive with the reader in front."""
    opened = bench()
    if opened.view != "articles":
        opened.show_view("articles")
    return opened


def _finder(bench: OpenBench) -> "EditorFinder | Finder":
    """Give what finds words in the text in front: the one that is read, or the one being corrected."""
    opened = _read(bench)
    return opened.correcting.finder or opened.finder


def _merge(bench: "Workbench") -> None:
    bench.shaping.merge(bench.passages.selected_passages() if bench.view == "passages" else ())


def _move_edge(bench: OpenBench, edge: str, unit: str, way: str) -> None:
    from archive_app.gui.reader.edges import Edge, Unit

    shaping = _read(bench).shaping
    if way in ("right", "left"):
        shaping.push_edge(Edge(edge), Unit(unit), to_right=way == "right")
    else:
        shaping.move_edge(Edge(edge), Unit(unit), forward=way == "forward")
