"""Cuts a query into its pieces: words, phrases, addresses, names of fields, brackets."""

from dataclasses import dataclass

import regex

_LONGEST_SHOWN = 40  # code points of what was typed, in a sentence about it
_OPENING, _CLOSING = '"“”„«»＂', '"“”„«»＂'
_PIECE = regex.compile(
    rf"""
      (?P<space>\s+)
    | (?P<open>\() | (?P<close>\))
    | (?P<quoted>=?[{_OPENING}](?P<inside>[^{_CLOSING}]*)(?P<end>[{_CLOSING}]|$)(?P<ending>\*|~\d{{0,2}})?)
    | (?P<minus>-(?=[^\s)-])(?<=(?:^|[\s(])-))
    | (?P<address>(?:https?|ftp):/[^\s(){_OPENING}]*|www\.[^\s(){_OPENING}]+)
    | (?P<field>\p{{L}}[\p{{L}}_]*):(?=(?P<value>[^\s)]?))
    | (?P<plain>[^\s(){_OPENING}:]+?(?==[{_OPENING}])|[^\s(){_OPENING}:]+|:)
    """,
    regex.V1 | regex.VERBOSE,
)


@dataclass(frozen=True)
class Piece:
    """A piece of a query as it was typed: a word, a phrase, an address, the name of a field, a bracket …"""

    kind: str
    text: str
    start: int
    end: int
    inside: str = ""
    is_closed: bool = True
    ending: str = ""


def pieces(text: str) -> list[Piece]:
    """Cut a query into its pieces, without the spaces between them."""
    found: list[Piece] = []
    for match in _PIECE.finditer(text):
        start, end = match.span()
        if match["space"]:
            continue
        if match["quoted"]:
            ending, closed = match["ending"] or "", bool(match["end"])
            found.append(Piece("quoted", match["quoted"], start, end, match["inside"], closed, ending))
        elif match["field"]:
            found.append(Piece("field", match["field"], start, end, match["value"]))
        else:
            kind = match.lastgroup if match.lastgroup in ("open", "close", "minus", "address") else "plain"
            found.append(Piece(kind, match.group(), start, end))
    return found


def shortened(text: str) -> str:
    """Return what was typed on one line, cut to what a sentence about it can hold."""
    line = " ".join(text.split()).strip(_OPENING)
    return line if len(line) <= _LONGEST_SHOWN else line[:_LONGEST_SHOWN] + "…"
