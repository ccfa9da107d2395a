"""What stands before the items of lists in Word documents, which store no numbers but how to count them."""

from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

from archive_app.importing.documents.xml_parts import attribute, child, descendants, local

_BULLET = "•"
_DEEPEST = 9
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str = "decimal"
    pattern: str = "%1."
    """With ``%1`` for the number of the first level and so on."""
    start: int = 1


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says that concerns us."""

    name: str
    """As Word knows it in every language: ``heading 1``, ``Title``."""
    based_on: str = ""
    list_id: str = ""
    level: int = 0


def read_styles(part: etree._Element | None) -> dict[str, Style]:
    """Return the styles of a document by their ids."""
    styles: dict[str, Style] = {}
    for style in part if part is not None else ():
        if local(style) != "style":
            continue
        numbering = child(style, "pPr", "numPr")
        styles[attribute(style, "styleId")] = Style(
            _value(child(style, "name")),
            _value(child(style, "basedOn")),
            _value(child(numbering, "numId")),
            _number(_value(child(numbering, "ilvl"))),
        )
    return styles


def style_of(properties: etree._Element | None) -> str:
    """Return the id of the style that a paragraph with these properties has; mostly nothing."""
    return _value(child(properties, "pStyle"))


class ListMarks:
    """Counts the items of a document's lists as they come."""

    def __init__(self, part: etree._Element | None, styles: dict[str, Style]) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * _DEEPEST)
        if part is not None:
            self._read(part)

    def _read(self, part: etree._Element) -> None:
        abstract = {
            attribute(node, "abstractNumId"): {
                _number(attribute(level, "ilvl")): _level(level) for level in node if local(level) == "lvl"
            }
            for node in part
            if local(node) == "abstractNum"
        }
        for node in part:
            if local(node) == "num":
                levels = dict(abstract.get(_value(child(node, "abstractNumId")), {}))
                for override in descendants(node, "lvlOverride"):
                    if (level := child(override, "lvl")) is not None:
                        levels[_number(attribute(override, "ilvl"))] = _level(level)
                self._levels[attribute(node, "numId")] = levels

    def mark_of(self, properties: etree._Element | None) -> str:
        """Return what stands before a paragraph with these properties, and a space; mostly nothing."""
        numbering = child(properties, "numPr")
        list_id = _value(child(numbering, "numId"))
        depth = _number(_value(child(numbering, "ilvl")))
        if not list_id:
            list_id, inherited = self._inherited(style_of(properties))
            depth = depth if numbering is not None else inherited
        levels = self._levels.get(list_id)
        if levels is None or not 0 <= depth < _DEEPEST:
            return ""
        level = levels.get(depth, _Level())
        counts = self._counts[list_id]
        counts[depth] = counts[depth] + 1 if counts[depth] else level.start
        counts[depth + 1 :] = [0] * (_DEEPEST - depth - 1)
        if level.kind == "bullet":
            return f"{_BULLET} "
        if level.kind == "none" or not level.pattern:
            return ""
        mark = level.pattern
        for place in range(depth + 1):
            of = levels.get(place, _Level())
            mark = mark.replace(f"%{place + 1}", numeral(counts[place] or of.start, of.kind))
        return f"{mark} "

    def _inherited(self, style_id: str) -> tuple[str, int]:
        for _ in range(20):  # styles may be based on each other in a circle
            style = self._styles.get(style_id)
            if style is None:
                break
            if style.list_id:
                return style.list_id, style.level
            style_id = style.based_on
        return "", 0


def _level(node: etree._Element) -> _Level:
    return _Level(
        _value(child(node, "numFmt")) or "decimal",
        _value(child(node, "lvlText")),
        _number(_value(child(node, "start")) or "1"),
    )


def numeral(number: int, kind: str) -> str:
    """Write a number in one of Word's ways: ``decimal``, ``lowerLetter``, ``upperRoman`` …

    >>> numeral(4, "lowerRoman"), numeral(28, "upperLetter")
    ('iv', 'BB')
    """
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman"):
        roman, rest = "", min(number, 3999)
        for value, letters in _ROMAN:
            roman += letters * (rest // value)
            rest %= value
        return roman.upper() if kind == "upperRoman" else roman
    return f"{number:02}" if kind == "decimalZero" else str(number)


def _value(node: etree._Element | None) -> str:
    return attribute(node, "val") if node is not None else ""


def _number(raw: str) -> int:
    return int(raw) if raw.isdecimal() and len(raw) < 9 else 0
