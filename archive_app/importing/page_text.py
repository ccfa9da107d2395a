"""From the tree of a page's main text to paragraphs; and the whole text of a page that no tree can hold."""

import re
from html.parser import HTMLParser

from lxml.etree import _Element

_BLOCKS = {"p", "head", "quote", "code", "list", "table", "div", "body", "main", "ab"}
_LINES = {"item", "row"}
_SKIPPED = {"graphic", "comments"}
_BREAKS = {
    "address", "article", "aside", "blockquote", "body", "br", "dd", "div", "dl", "dt", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
    "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
}  # fmt: skip
_UNSEEN = {"script", "style", "template", "noscript", "head", "title", "svg", "textarea", "select"}
_VOID = {
    "br",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "area",
    "base",
    "col",
    "embed",
    "source",
    "track",
    "wbr",
    "param",
}
_PARAGRAPH, _LINE = "\x1dp", "\x1dl"  # the group separator: no text has it


def paragraphs(body: _Element) -> str:
    """Write an extracted body as text: a blank line between paragraphs, a line break between list items.

    ``body`` is in trafilatura's own vocabulary (``p``, ``head``, ``list``, ``item``, ``lb`` …).
    """
    pieces: list[str] = []
    # Its own stack: a tree from an untrusted page may be deeper than Python likes to recurse.
    stack: list[tuple[str, _Element | str]] = [("element", body)]
    while stack:
        kind, node = stack.pop()
        if isinstance(node, str):
            pieces.append(node if kind == "mark" else re.sub(r"[\x1d]", "", node))
            continue
        name = node.tag if isinstance(node.tag, str) else ""
        mark = _PARAGRAPH if name in _BLOCKS else _LINE if name in _LINES else ""
        if name == "lb":
            pieces.append(_LINE)
        if name == "cell" and node.getprevious() is not None:
            pieces.append(" \t ")
        if mark:
            pieces.append(mark)
            stack.append(("mark", mark))
        if name in _SKIPPED or not name:
            continue
        for child in reversed(node):
            if child.tail:
                stack.append(("text", child.tail))
            stack.append(("element", child))
        if node.text:
            pieces.append(node.text.replace("\x1d", ""))
    return _laid_out("".join(pieces))


def _laid_out(marked: str) -> str:
    out: list[str] = []
    gap = ""
    for piece in re.split(r"(\x1d[pl])", marked):
        if piece in (_PARAGRAPH, _LINE):
            gap = "\n\n" if piece == _PARAGRAPH or gap == "\n\n" else "\n"
            continue
        # No-break spaces are the author's; everything else that HTML calls white space is layout.
        text = re.sub(r"[ \t\n\r\f\v]+", " ", piece).strip(" ")
        if not text:
            continue
        if out:
            out.append(gap or " ")
        out.append(text)
        gap = ""
    return "".join(out)


class _FlatText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.title: list[str] = []
        self.depth = self.deepest = 0
        self._unseen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.depth += 1
            self.deepest = max(self.depth, self.deepest)
        if tag in _BREAKS:
            self.pieces.append(_PARAGRAPH)
            if self._unseen == "head":
                self._unseen = ""
        if tag in _UNSEEN and (not self._unseen or tag == "title"):
            self._unseen = tag

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.depth = max(0, self.depth - 1)
        if tag in _BREAKS:
            self.pieces.append(_PARAGRAPH)
        if tag == self._unseen:
            self._unseen = ""

    def handle_data(self, data: str) -> None:
        if self._unseen == "title":
            self.title.append(data)
        elif not self._unseen:
            self.pieces.append(data.replace("\x1d", ""))


def flat_text(page: str) -> tuple[str, str]:
    """Return the title and all visible text of a page without building a tree, however deep it nests."""
    parser = _FlatText()
    parser.feed(page)
    parser.close()
    return " ".join("".join(parser.title).split()), _laid_out("".join(parser.pieces))
