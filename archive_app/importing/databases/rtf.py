"""A small reader of RTF: the words, paragraph by paragraph, and whether they are bold.

Written after the Rich Text Format specification 1.9.1. What it does not know it skips, as the format asks.
"""

import codecs
import re
from dataclasses import dataclass, field, replace

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    r"|\\'(?P<hex>[0-9a-fA-F]{2})"
    r"|\\(?P<symbol>[^a-zA-Z])"
    r"|(?P<open>\{)|(?P<close>\})"
    r"|(?P<text>[^\\{}\r\n]+)"
    r"|[\r\n]+"
)
_SKIPPED = frozenset(
    (
        "fonttbl", "colortbl", "stylesheet", "pict", "object", "fldinst", "header", "headerl", "headerr",
        "headerf", "footer", "footerl", "footerr", "footerf", "generator", "listtable", "listoverridetable",
        "rsidtbl", "themedata", "datastore", "xmlnstbl", "latentstyles", "bkmkstart", "bkmkend", "nonshppict",
        "filetbl", "revtbl", "mmathPr", "annotation", "template", "shpinst", "shprslt",
    )
)  # fmt: skip
_SAID = frozenset(("title", "subject", "author", "operator", "keywords", "doccomm", "company", "creatim"))
_ENDS = frozenset(("par", "row", "sect", "page", "nestrow"))
_CHARACTERS = {
    "tab": "\t", "line": "\n", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "endash": "–", "emdash": "—", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "_": "\u2011", "-": "", "\\": "\\", "{": "{", "}": "}", "\n": "\x1d", "\r": "\x1d"}
_MOST_NESTED = 2000
_CODEPAGES = {
    128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
"""Of the character sets that fonts are declared with; where a font declares none, the document's holds."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph."""

    text: str
    is_bold: bool = False
    """Whether most of it is."""
    is_row: bool = False
    """Whether it is a row of a table, its cells between tabs."""


@dataclass
class RtfDocument:
    """What an RTF document says."""

    lines: list[Line] = field(default_factory=list)
    """Its paragraphs that are not empty."""
    notes: list[str] = field(default_factory=list)
    """Its footnotes, to which ``[1]`` and so on refer in the text."""
    said: dict[str, str] = field(default_factory=dict)
    """What it says about itself, by the format's words: ``title``, ``author`` …, ``creatim`` in ISO 8601."""


@dataclass(slots=True)
class _State:
    is_bold: bool = False
    is_skipped: bool = False
    is_hidden: bool = False
    """Whether its text was deleted in a tracked change or is not shown."""
    fallback: int = 1
    """How many characters after one in Unicode stand for programs that do not know it."""
    codepage: str = "cp1252"
    is_info: bool = False
    said: str = ""
    """What of the document's own description it is."""


@dataclass
class _Output:
    lines: list[Line] = field(default_factory=list)
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    boxes: list[Line] = field(default_factory=list)
    """Of boxes that hang on the paragraph that is being written."""

    def end(self, *, is_row: bool = False) -> None:
        text = "".join(piece for piece, _ in self.pieces).strip()
        bold = sum(len(piece) for piece, is_bold in self.pieces if is_bold)
        if text:
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            self.lines.append(Line(text, 2 * bold > sum(len(piece) for piece, _ in self.pieces), is_row))
        self.lines += self.boxes
        self.pieces, self.boxes = [], []


def rtf_lines(content: bytes) -> list[Line]:
    """Return the paragraphs of an RTF document that are not empty; the cells of a table row by tabs."""
    return rtf_document(content).lines


def rtf_document(content: bytes, *, has_whole_rows: bool = False) -> RtfDocument:
    """Read an RTF document.

    With ``has_whole_rows`` the paragraphs in a table's cell are one line, so that a row is one.
    """
    return _RtfReader(content.decode("latin-1"), has_whole_rows).read()


class _RtfReader:
    def __init__(self, source: str, has_whole_rows: bool) -> None:
        self._source = source
        self._has_whole_rows = has_whole_rows
        self._document = RtfDocument()
        self._output = _Output(self._document.lines)
        self._outer: list[tuple[int, str, _Output]] = []
        """What notes and boxes interrupt: how deep that is nested, what interrupts it, and its output."""
        self._usual = _document_codepage(source)
        self._state = _State(codepage=self._usual)
        self._stack: list[_State] = []
        self._fonts = _font_codepages(source)
        self._pending = bytearray()  # characters of several bytes come byte by byte
        self._skip = 0
        self._is_in_table = False

    def read(self) -> RtfDocument:
        for token in _TOKEN.finditer(self._source):
            kind = token.lastgroup if token.lastgroup != "number" else "word"
            state = self._state
            if kind == "hex" and not state.is_skipped:
                if self._skip:
                    self._skip -= 1
                else:
                    self._pending.append(int(token["hex"], 16))
                continue
            if kind is not None:
                self._flush()
            if kind == "open":
                if len(self._stack) < _MOST_NESTED:
                    self._stack.append(replace(state))
                self._skip = 0
            elif kind == "close":
                self._close()
            elif kind == "word" and token["word"] == "shptxt":
                state.is_skipped = False
                self._interrupt("box")
            elif (kind == "symbol" and token["symbol"] == "*") or (
                kind == "word" and token["word"] in _SKIPPED
            ):
                state.is_skipped = True
            elif state.is_skipped or kind is None or kind == "hex":
                continue
            elif kind == "text":
                text = token["text"]
                text, self._skip = text[self._skip :], max(0, self._skip - len(text))
                self._write(text)
            elif kind == "symbol":
                character = _SYMBOLS.get(token["symbol"], "")
                if character == "\x1d":
                    self._end("par")
                else:
                    self._write(character)
            else:
                self._word(token["word"], int(token["number"]) if token["number"] else None)
        self._flush()
        while self._outer:
            self._resume()
        self._output.end()
        return self._document

    def _flush(self) -> None:
        if self._pending:
            self._write(self._pending.decode(self._state.codepage, "replace"))
            self._pending.clear()

    def _write(self, text: str) -> None:
        state = self._state
        if state.is_info:
            if state.said:
                said = self._document.said
                said[state.said] = said.get(state.said, "") + text
        elif not state.is_hidden:
            self._output.pieces.append((text, state.is_bold))

    def _close(self) -> None:
        self._state = self._stack.pop() if self._stack else self._state
        self._skip = 0
        if self._outer and len(self._stack) < self._outer[-1][0]:
            self._resume()

    def _interrupt(self, what: str) -> None:
        self._outer.append((len(self._stack), what, self._output))
        self._output = _Output()

    def _resume(self) -> None:
        self._output.end()
        inner = self._output.lines
        _, what, self._output = self._outer.pop()
        if what == "box":
            self._output.boxes += inner
        else:
            self._document.notes.append("\n".join(line.text for line in inner))
            self._write(f"[{len(self._document.notes)}]")

    def _end(self, word: str) -> None:
        if (word == "par" and self._has_whole_rows and self._is_in_table) or word == "nestrow":
            self._write(" ")
        else:
            self._output.end(is_row=word == "row")

    def _word(self, word: str, number: int | None) -> None:
        state = self._state
        if word in _ENDS:
            self._end(word)
        elif word == "cell":
            self._write("\t")
        elif word == "nestcell":
            self._write(" ")
        elif word in _CHARACTERS:
            self._write(_CHARACTERS[word])
        elif word == "u" and number is not None:
            self._write(chr(number % 0x10000))
            self._skip = state.fallback
        elif word == "uc" and number is not None:
            state.fallback = max(0, number)
        elif word == "b":
            state.is_bold = number != 0
        elif word in ("v", "deleted"):
            state.is_hidden = number != 0
        elif word == "plain":
            state.is_bold = state.is_hidden = False
        elif word == "f" and number is not None:
            state.codepage = self._fonts.get(number, self._usual)
        elif word in ("intbl", "pard"):
            self._is_in_table = word == "intbl"
        elif word == "footnote" and not state.is_info:
            self._interrupt("note")
        elif word == "info":
            state.is_info = True
        elif state.is_info:
            self._described(word, number)

    def _described(self, word: str, number: int | None) -> None:
        state = self._state
        if word in _SAID:
            state.said = word
        elif state.said == "creatim" and word in ("yr", "mo", "dy") and number is not None:
            self._write(f"{number}" if word == "yr" else f"-{number:02}")


def _document_codepage(source: str) -> str:
    found = re.search(r"\\ansicpg(\d+)", source[:2000])
    name = f"cp{found[1]}" if found else "cp1252"
    name = {"cp65001": "utf-8", "cp10000": "mac-roman"}.get(name, name)
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def _font_codepages(source: str) -> dict[int, str]:
    fonts = re.finditer(r"\\f(\d{1,5})(?:\\[a-z]{1,20}-?\d{0,9}){0,12}?\\fcharset(\d{1,3})", source[:200_000])
    found = {int(font[1]): _CODEPAGES.get(int(font[2]), "") for font in fonts}
    return {number: codepage for number, codepage in found.items() if codepage}
