"""A small reader of RTF: the words, paragraph by paragraph, and whether they are bold.

Written after the Rich Text Format specification 1.9.1. What it does not know it skips, as the format asks.
"""

import codecs
import re
from dataclasses import dataclass, field

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
        "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "fldinst", "header", "headerl",
        "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "footnote", "generator", "listtable",
        "listoverridetable", "rsidtbl", "themedata", "datastore", "xmlnstbl", "latentstyles", "bkmkstart",
        "bkmkend", "nonshppict", "filetbl", "revtbl", "mmathPr", "annotation", "template", "shpinst",
    )
)  # fmt: skip
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


@dataclass(slots=True)
class _State:
    is_bold: bool = False
    is_skipped: bool = False
    fallback: int = 1
    """How many characters after one in Unicode stand for programs that do not know it."""
    codepage: str = "cp1252"


@dataclass
class _Output:
    lines: list[Line] = field(default_factory=list)
    pieces: list[tuple[str, bool]] = field(default_factory=list)

    def end(self) -> None:
        text = "".join(piece for piece, _ in self.pieces).strip()
        bold = sum(len(piece) for piece, is_bold in self.pieces if is_bold)
        if text:
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            self.lines.append(Line(text, 2 * bold > sum(len(piece) for piece, _ in self.pieces)))
        self.pieces = []


def rtf_lines(content: bytes) -> list[Line]:
    """Return the paragraphs of an RTF document that are not empty; the cells of a table row by tabs."""
    source = content.decode("latin-1")
    output = _Output()
    state, stack = _State(codepage=_document_codepage(source)), list[_State]()
    usual, fonts = state.codepage, _font_codepages(source)
    pending = bytearray()  # characters of several bytes come byte by byte
    skip = 0

    def flush() -> None:
        if pending:
            output.pieces.append((pending.decode(state.codepage, "replace"), state.is_bold))
            pending.clear()

    for token in _TOKEN.finditer(source):
        kind = token.lastgroup if token.lastgroup != "number" else "word"
        if kind == "hex" and not state.is_skipped:
            if skip:
                skip -= 1
            else:
                pending.append(int(token["hex"], 16))
            continue
        if kind is not None:
            flush()
        if kind == "open":
            if len(stack) < _MOST_NESTED:
                stack.append(_State(state.is_bold, state.is_skipped, state.fallback, state.codepage))
            skip = 0
        elif kind == "close":
            state = stack.pop() if stack else state
            skip = 0
        elif (kind == "symbol" and token["symbol"] == "*") or (kind == "word" and token["word"] in _SKIPPED):
            state.is_skipped = True
        elif state.is_skipped or kind is None or kind == "hex":
            continue
        elif kind == "text":
            text = token["text"]
            text, skip = text[skip:], max(0, skip - len(text))
            output.pieces.append((text, state.is_bold))
        elif kind == "symbol":
            character = _SYMBOLS.get(token["symbol"], "")
            if character == "\x1d":
                output.end()
            else:
                output.pieces.append((character, state.is_bold))
        else:
            word, number = token["word"], int(token["number"]) if token["number"] else None
            if word in ("par", "row", "sect", "page"):
                output.end()
            elif word == "cell":
                output.pieces.append(("\t", state.is_bold))
            elif word in _CHARACTERS:
                output.pieces.append((_CHARACTERS[word], state.is_bold))
            elif word == "u" and number is not None:
                output.pieces.append((chr(number % 0x10000), state.is_bold))
                skip = state.fallback
            elif word == "uc" and number is not None:
                state.fallback = max(0, number)
            elif word == "b":
                state.is_bold = number != 0
            elif word == "plain":
                state.is_bold = False
            elif word == "f" and number is not None:
                state.codepage = fonts.get(number, usual)
    flush()
    output.end()
    return output.lines


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
