"""What a screen reader gets of the window over AT-SPI, as JSON; runs in the system's own Python.

Imports nothing of the project.
"""

import json
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

_SILENT = ("scroll bar", "filler", "table cell", "list item")


def application():
    for _ in range(120):
        desktop = Atspi.get_desktop(0)
        for at in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(at)
            if child is not None and "rchive" in (child.get_name() or ""):
                return child
        time.sleep(0.5)
    raise SystemExit("the window is not on the bus")


def below(node, depth=0):
    """Every object of a tree; of long lists the first few."""
    if node is None or depth > 25:
        return
    yield node
    count = node.get_child_count()
    if node.get_role_name() in ("table", "list", "tree table"):
        count = min(count, 3)
    for at in range(count):
        yield from below(node.get_child_at_index(at), depth + 1)


def main():
    Atspi.init()
    nameless, article = [], None
    for node in below(application()):
        states, role, name = node.get_state_set(), node.get_role_name(), node.get_name()
        if name == "Article text":
            article = node
        takes_keyboard = states.contains(Atspi.StateType.FOCUSABLE)
        if takes_keyboard and states.contains(Atspi.StateType.SHOWING) and not name and role not in _SILENT:
            nameless.append(role)
    assert article is not None
    time.sleep(1)
    selection = Atspi.Text.get_selection(article, 0)
    place = Atspi.Text.get_character_extents(article, selection.start_offset, Atspi.CoordType.SCREEN)
    found = {
        "nameless": nameless,
        "role": article.get_role_name(),
        "characters": Atspi.Text.get_character_count(article),
        "caret": Atspi.Text.get_caret_offset(article),
        "selected": Atspi.Text.get_text(article, selection.start_offset, selection.end_offset),
        "height": place.height,
        "passages": [
            [node.get_role_name(), node.get_name(), node.get_description()]
            for node in below(article)
            if (node.get_name() or "").startswith(("Passage", "Untagged"))
        ],
    }
    Atspi.Text.set_caret_offset(article, 20)
    time.sleep(0.5)
    found["caret after"] = Atspi.Text.get_caret_offset(article)
    print(json.dumps(found))


main()
