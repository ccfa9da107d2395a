"""The XML inside documents: parsed without entities or remote parts, looked at by local names.

Namespaces are left aside, because word processors write the same elements in a strict and a transitional one.
"""

import io
from collections.abc import Iterable, Iterator

from lxml import etree

from archive_app.importing.reader import Unreadable

_DAMAGED = "The text in it is damaged, so it could not be read. Open and save it again, or download it again."
MENDED = "Its text is damaged. What could be read of it was kept, so compare it with the original."
_DEEP = "It is nested too deep to be read."
_OPTIONS = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False,
    "remove_comments": True, "remove_pis": True,
}  # fmt: skip


def parsed(content: bytes) -> etree._Element:
    """Parse a part of a document.

    Raises:
        Unreadable: It is damaged or nested too deep; nothing is passed over in silence.
    """
    try:
        return etree.fromstring(content, etree.XMLParser(**_OPTIONS))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _unreadable(error) from error


def parsed_if_whole(content: bytes) -> etree._Element | None:
    """Parse a part that a document can be read without; nothing where it is missing or damaged."""
    try:
        return parsed(content) if content else None
    except Unreadable:
        return None


def children_of(
    content: bytes, name: str, kinds: Iterable[str], *, mends: bool = False
) -> Iterator[etree._Element]:
    """Give those children of the first element of a local name that are of some kinds, one by one.

    Each is gone after its turn, so the tree of a long document never is in memory as a whole. With ``mends``
    what is damaged is passed over.

    Raises:
        Unreadable: It is damaged or nested too deep.
    """
    outer: etree._Element | None = None
    try:
        tags = [f"{{*}}{each}" for each in (name, *kinds)]
        for event, node in etree.iterparse(
            io.BytesIO(content), events=("start", "end"), tag=tags, recover=mends, **_OPTIONS
        ):
            if event == "start":
                if outer is None and local(node) == name:
                    outer = node
            elif outer is not None and node.getparent() is outer:
                yield node
                node.clear()
                while node.getprevious() is not None:
                    del outer[0]
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _unreadable(error) from error


def _unreadable(error: Exception) -> Unreadable:
    return Unreadable(_DEEP if "depth" in str(error) else _DAMAGED)


def local(node: etree._Element) -> str:
    """Return an element's name without its namespace; nothing for what is no element."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def attribute(node: etree._Element, name: str) -> str:
    """Return an attribute by its local name; nothing where there is none."""
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


def child(node: etree._Element | None, *names: str) -> etree._Element | None:
    """Return the first child of a local name, its first child of the next name, and so on."""
    for name in names:
        if node is None:
            return None
        node = next((inner for inner in node if local(inner) == name), None)
    return node


def descendants(node: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Give all elements within one that have one of these local names, in order."""
    return (inner for inner in node.iter(*(f"{{*}}{name}" for name in names)) if inner is not node)


def text_within(node: etree._Element | None) -> str:
    """Return all text in an element on one line."""
    return " ".join("".join(node.itertext()).split()) if node is not None else ""
