"""A text as an editor can hold it without changing a character.

A QTextDocument begins a new paragraph at more than line breaks (U+2029, two noncharacters), takes U+FFFC for
a picture and gives control characters no width. While a text is corrected each such character has a
*stand-in*: a private character that neither the text nor anything put into it contains. There are as many
code points with stand-ins as without, so positions are the same, and taking them out gives the
very text back.
"""

import re

_PARAGRAPH = "\u2029"  # what a QTextDocument has for the line break between its paragraphs
_UNSAFE = re.compile(
    # A byte order mark is dropped at the beginning of whatever is put in, and nowhere else.
    "\\A\ufeff|[\x00-\x08\x0b-\x1f\x7f-\x9f\u2029\ufdd0-\ufdef\ufffc\ufffe\uffff\U00100000-\U0010ffff]"
)
_PRIVATE = range(0x100000, 0x10FFFE)
_UNUSED = range(0x10F000, 0x10FFFE)  # the end of the last private plane, where fonts have no pictures


class StandIns:
    """Which character stands in for which; grows as text is taken in."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}
        self._back: dict[int, str] = {}

    def put_in(self, text: str) -> str:
        """Give the form of a canonical text that an editor can hold."""
        if not _UNSAFE.search(text):
            return text
        return _UNSAFE.sub(lambda match: self._stand_in(match.group()), text)

    def take_out(self, raw: str) -> str:
        """Give the text of a raw form, ``QTextDocument.toRawText`` or ``QTextCursor.selectedText``."""
        text = raw.replace(_PARAGRAPH, "\n")
        return text.translate(self._back) if self._back else text

    def copy(self) -> "StandIns":
        """Give the same, to be used in another thread while this one grows."""
        same = StandIns()
        same._of, same._back = dict(self._of), dict(self._back)
        return same

    def _stand_in(self, character: str) -> str:
        own = self._of.get(character)
        if own is None:
            code = ord(character)
            if code not in _PRIVATE or code in self._back:
                code = next(code for code in (*_UNUSED, *_PRIVATE) if code not in self._back)
            own = self._of[character] = chr(code)
            self._back[code] = character
        return own
