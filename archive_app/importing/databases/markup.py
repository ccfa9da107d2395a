"""HTML of database exports.

It is split into articles before it is parsed, so that one broken article breaks no other.
"""

import re
from itertools import pairwise

from lxml.etree import LxmlError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from archive_app.importing.reader import Material, Unreadable

SEARCHED_BYTES = 1 << 18
"""How far into a page its marks are looked for: exports begin with long style sheets."""

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,400}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_PARAGRAPH, _LINE, _CELL = "\x1dp", "\x1dl", "\x1dc"  # the group separator: no text has it
_PARAGRAPHS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section",
        "table", "ul",
    )
)  # fmt: skip
_LINES = frozenset(("br", "tr"))
_UNSEEN = frozenset(("head", "noscript", "script", "select", "style", "template", "textarea", "title"))
_DEEP = "It is nested too deep to be read."


def declared_encoding(material: Material) -> str:
    """Return the encoding that a page claims for itself, which may be wrong."""
    found = _CHARSET.search(material.content[:8192])
    return found[1].decode("ascii", "replace") if found else ""


def plain_lines(text: str) -> str:
    """Write line ends as LF, and NUL, at which parsers stop, as U+FFFD."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def split_at(pattern: re.Pattern[str], text: str) -> list[str]:
    """Return the stretches of a text that begin with a pattern; what stands before the first is left out."""
    starts = [match.start() for match in pattern.finditer(text)]
    return [text[start:end] for start, end in pairwise((*starts, len(text)))]


def fragment(source: str) -> HtmlElement:
    """Parse a stretch of HTML, however malformed.

    Raises:
        Unreadable: There is nothing in it, or it nests deeper than the parser goes.
    """
    parser = HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        tree: HtmlElement = document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError) as error:
        raise Unreadable("There is nothing readable in it.") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise Unreadable(_DEEP)
    return tree


def has_class(element: HtmlElement, name: str) -> bool:
    """Say whether an element is of a class, whatever its case."""
    return name.lower() in (element.get("class") or "").lower().split()


def of_class(tree: HtmlElement, name: str) -> list[HtmlElement]:
    """Return all elements of a class, in order."""
    return [element for element in tree.iter() if isinstance(element.tag, str) and has_class(element, name)]


def text_of(element: HtmlElement) -> str:
    """Write an element as text: a blank line between paragraphs, a line break for ``<br>`` and table rows."""
    pieces: list[str] = []
    # Its own stack: a tree from an untrusted page may be deeper than Python likes to recurse.
    stack: list[tuple[HtmlElement | str, str]] = [(element, "")]
    while stack:
        node, within = stack.pop()
        if isinstance(node, str):
            pieces.append(node.replace("\n", _LINE) if within == "pre" else node)
            continue
        name = node.tag if isinstance(node.tag, str) else ""
        if not name or name in _UNSEEN:
            continue
        mark = _PARAGRAPH if name in _PARAGRAPHS else _LINE if name in _LINES else ""
        if within == "cell" and mark:
            mark = " "
        if name in ("td", "th") and node is not element:
            if node.getprevious() is not None:
                pieces.append(_CELL)
            # A cell with one paragraph is a cell of a table; one with many is a column of the page.
            within = within if len(list(node.iter("p"))) > 1 else "cell"
        elif name == "pre":
            within = "pre"
        if mark:
            pieces.append(mark)
            if name not in _LINES:
                stack.append((mark, ""))
        for child in reversed(node):
            if child.tail:
                stack.append((child.tail.replace("\x1d", ""), within))
            stack.append((child, within))
        if node.text:
            stack.append((node.text.replace("\x1d", ""), within))
    return _laid_out("".join(pieces))


def _laid_out(marked: str) -> str:
    paragraphs: list[str] = []
    for stretch in marked.split(_PARAGRAPH):
        lines: list[str] = []
        for line in (*stretch.split(_LINE), ""):
            # A line of nothing but no-break spaces is an empty one.
            cells = (re.sub(r"[ \t\n\r\f\v]+", " ", cell).strip(" \xa0") for cell in line.split(_CELL))
            squeezed = "\t".join(cells).strip()
            if squeezed:
                lines.append(squeezed)
            elif lines:
                paragraphs.append("\n".join(lines))
                lines = []
    return "\n\n".join(paragraphs)


def one_line(text: str) -> str:
    """Write a text on one line, its white space squeezed."""
    return " ".join(text.split())
