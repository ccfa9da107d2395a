"""Page furniture in the text of an article: found and proposed for removal, never cut.

News text comes with what stood around it: other stories' headlines, “Read more”, the headline a second time.
Only lines that hold no sentence are proposed, and of those only repeated ones, known labels, and lines whose
neighbours give them away. A subheading in the middle of an article looks much like a label; it stays.
"""

import re
from dataclasses import dataclass

from archive_app.importing import labels
from archive_app.importing.draft import Proposal

REPEATED = "repeated line"
OTHER_HEADLINE = "headline of another story"
LABEL = "page label"
LINK = "link to another story"
NAVIGATION = "navigation"
LEGAL = "copyright notice"

_SENTENCE_CHARACTERS = 140
"""A line this long is prose, whatever it ends with."""
_LABEL_WORDS = 6
_LABEL_CHARACTERS = 200
_EDGE_LINES = 6
"""How many lines at either end count as its edge, where the page's own labels stand."""

_SENTENCE_END = re.compile(r"""[.!?…。！？؟।:;,]["'”’»“)\]]*$|\.\.\.|["'”’»]$""")
_INNER_SENTENCE = re.compile(r"[.!?؟][\"”’»)]*\s+[\"“‘«(]*[^\W\d_a-zß-öø-ÿ]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BYLINE = re.compile(r"(?i)(?:by|von|par|por|di|written by|reporting by|source|photo|foto)\b")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}:\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    key: str
    """The text as it is compared: white space folded, case and closing punctuation aside."""
    is_prose: bool


def propose_cuts(text: str, title: str = "") -> tuple[Proposal, ...]:
    """Return the stretches of a canonical text that look like page furniture, in order, none overlapping.

    Every stretch lies within one line, without white space at its ends. The first line is never proposed
    when it is the title.
    """
    lines = _lines(text)
    found: dict[int, str] = {}
    first_of_key: dict[str, int] = {}
    title_key = _key(title)
    for index, line in enumerate(lines):
        is_title = index == first_of_key.get(title_key, index) and line.key == title_key
        before = first_of_key.setdefault(line.key, index)
        if is_title:
            continue
        reason = _repeated(line, lines[before]) if before != index else ""
        reason = reason or _known(line, at_edge=min(index, len(lines) - 1 - index) < _EDGE_LINES)
        if reason:
            found[index] = reason
    _other_headlines_above(lines, title_key, found)
    _lists_at_the_end(lines, found)
    if len(found) == len(lines):
        return ()  # a text of nothing but labels is what it is
    proposals = [
        Proposal(line.start, line.end, line.text, found[index])
        for index, line in enumerate(lines)
        if index in found
    ]
    glued = _glued(lines, found)
    return (*proposals, *([glued] if glued else []))


def _lines(text: str) -> list[_Line]:
    lines = []
    position = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = position + len(raw) - len(raw.lstrip())
            lines.append(_Line(start, start + len(stripped), stripped, _key(stripped), _is_prose(stripped)))
        position += len(raw) + 1
    return lines


def _key(line: str) -> str:
    return " ".join(line.casefold().split()).rstrip(".:!…")


def _is_prose(line: str) -> bool:
    if len(line) > _SENTENCE_CHARACTERS or _SENTENCE_END.search(line) or _INNER_SENTENCE.search(line):
        return True
    # Scripts without spaces have no words to count.
    return len(line) > 40 and " " not in line


def _repeated(line: _Line, first: _Line) -> str:
    # “[emphasis added]”, the line under a quoted post and the items of a list are the author's.
    if (
        line.is_prose
        or first.is_prose
        or len(line.key) < 12
        or "@" in line.text
        or line.text[0] in "[(—–-•*·"
    ):
        return ""
    return REPEATED if len(_WORD.findall(line.text)) >= 3 else ""


def _known(line: _Line, *, at_edge: bool) -> str:
    text = " ".join(line.text.split())
    if len(text) > _LABEL_CHARACTERS:
        return ""
    if labels.ANYWHERE.match(text):
        return LABEL
    if labels.LINKED_STORY.match(text) and not _INNER_SENTENCE.search(text):
        return LINK
    if at_edge and labels.LEGAL.match(text):
        return LEGAL
    if line.is_prose or not at_edge:
        return ""
    if labels.AT_THE_EDGE.match(text) and len(text.split()) <= _LABEL_WORDS:
        return LABEL
    if labels.TAG_LINE.match(text):
        return LABEL
    return NAVIGATION if labels.NAVIGATION.match(text) else ""


def _other_headlines_above(lines: list[_Line], title_key: str, found: dict[int, str]) -> None:
    # Title, another headline, title again, then the story: what stands between belongs to the page.
    head = next((index for index, line in enumerate(lines) if line.is_prose), len(lines))
    again = [index for index in range(head) if lines[index].key == title_key]
    for index in range(again[0] + 1, again[-1]) if again else ():
        if lines[index].key != title_key and _is_headline(lines[index]):
            found.setdefault(index, OTHER_HEADLINE)


def _lists_at_the_end(lines: list[_Line], found: dict[int, str]) -> None:
    # After the last sentence, a label such as “Related stories” heads a list of other stories' headlines.
    last_prose = max(
        (index for index, line in enumerate(lines) if line.is_prose and index not in found), default=-1
    )
    heading = next(
        (
            i
            for i in range(last_prose + 1, len(lines))
            if i in found and labels.HEADS_A_LIST.search(lines[i].text)
        ),
        None,
    )
    if heading is None or last_prose < 0:
        return
    for index in range(heading + 1, len(lines)):
        if _is_headline(lines[index]):
            found.setdefault(index, OTHER_HEADLINE)


def _is_headline(line: _Line) -> bool:
    # Not a byline, a date or an address: those tell something about the article.
    words = _WORD.findall(line.text)
    return (
        len(words) >= 4
        and "@" not in line.text
        and not _BYLINE.match(line.text)
        and not _DATE.search(line.text)
    )


def _glued(lines: list[_Line], found: dict[int, str]) -> Proposal | None:
    if not lines or len(lines) - 1 in found:
        return None
    last = lines[-1]
    match = labels.GLUED.search(last.text)
    if match is None:
        return None
    return Proposal(last.start + match.start("label"), last.start + match.end("label"), match["label"], LABEL)
