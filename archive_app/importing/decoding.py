"""From bytes to text: the byte order mark, then UTF-8, then what is declared, then a guess.

Declared encodings lie, so nothing is decoded leniently before every strict way has failed.
"""

import codecs
import re
from dataclasses import dataclass

from archive_app.importing.reader import Unreadable

_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = re.compile(r"(?:iso8859|iso2022|cp|koi8|gb|big5|euc|shift|mac|johab|tis|ptcp|kz1048|hz)")
"""Encodings that a text can be declared in; Python knows others, such as ``unicode_escape``."""
_TEXT_CONTROLS = b"\t\n\x0b\x0c\r\x1b\x85"
_CONTROLS = bytes(byte for byte in range(32) if byte not in _TEXT_CONTROLS) + b"\x7f"
_GUESS_BYTES = 200_000  # charset-normalizer takes seconds on more and grows no wiser
_SHORT_GUESS = 40  # fewer bytes beyond ASCII than this say too little to choose a rare encoding by


@dataclass(frozen=True)
class Decoded:
    """A decoded text and how it was decoded."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(content: bytes, declared: str = "") -> Decoded:
    """Decode the bytes of a text file.

    ``declared`` is the encoding that the file or its sender claims.

    Raises:
        Unreadable: The bytes are not those of a text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            text = content.decode(encoding, "replace")
            return Decoded(text, encoding.removesuffix("-sig"), _damage(text))
    unmarked = _unmarked_utf16(content)
    if unmarked:
        text = content.decode(unmarked, "replace")
        return Decoded(text, unmarked, _damage(text))
    if _is_binary(content):
        raise Unreadable("This is a binary file, not a text.")
    try:
        return _noting_nuls(Decoded(content.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError:
        pass
    damaged = _damaged_utf8(content)
    return _noting_nuls(damaged or _as_declared(content, declared) or _guessed(content, declared.strip()))


def recoded(content: bytes, encoding: str) -> bytes:
    """Bring bytes that a person knows the encoding of to UTF-8.

    Raises:
        Unreadable: It is no encoding of texts.
    """
    try:
        name = codecs.lookup(encoding.strip()).name
    except (LookupError, ValueError):
        name = ""
    if not (name.startswith("utf") or name == "ascii" or _LEGACY.match(name)):
        raise Unreadable(f"“{encoding}” is no encoding that a text can be in. Choose another.")
    return content.decode(name, "replace").encode("utf-8", "replace")


def _unmarked_utf16(content: bytes) -> str:
    # Most characters of a European text in UTF-16 have a zero for one of their two bytes.
    sample = content[:4096]
    pairs = len(sample) // 2
    if pairs < 4 or b"\0" not in sample:
        return ""
    even, odd = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if odd > 0.6 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    if even > 0.6 * pairs and odd < 0.05 * pairs:
        return "utf-16-be"
    return ""


def _is_binary(content: bytes) -> bool:
    sample = content if len(content) <= 200_000 else content[:100_000] + content[-100_000:]
    strange = len(sample) - len(sample.translate(None, _CONTROLS))
    return strange > max(2, len(sample) // 50)


def _damaged_utf8(content: bytes) -> Decoded | None:
    # A text cut off in the middle of a character, or with a few stray bytes, is still UTF-8.
    text = content.decode("utf-8", "replace")
    wrong = text.count("\ufffd") - content.count(b"\xef\xbf\xbd")
    right = sum(1 for character in text if character > "\x7f") - text.count("\ufffd")
    if right < 10 * wrong and not _is_cut_off(content):
        return None
    return Decoded(text, "utf-8", _damage(text))


def _is_cut_off(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and any(
            byte > 0x7F for byte in content[: error.start]
        )
    return False


def _as_declared(content: bytes, declared: str) -> Decoded | None:
    try:
        encoding = codecs.lookup(declared.strip()).name if declared else ""
    except (LookupError, ValueError):
        return None
    # Browsers read these labels as Windows-1252, and so do the people who declare them.
    for candidate in ("cp1252", "iso8859-1") if encoding in ("iso8859-1", "ascii") else (encoding,):
        if not _LEGACY.match(candidate):
            return None
        try:
            return Decoded(content.decode(candidate), candidate)
        except UnicodeDecodeError:
            continue
    return None


def _guessed(content: bytes, declared: str) -> Decoded:
    beyond_ascii = len(content) - len(content.translate(None, bytes(range(128, 256))))
    candidates = ["cp1252"] if beyond_ascii < _SHORT_GUESS and _reads_as_western(content) else []
    if not candidates:
        candidates = [*_guesses(content[:_GUESS_BYTES]), "cp1252"]
    for encoding in candidates:
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return Decoded(text, encoding, (_guess_sentence(encoding, declared),))
    encoding = candidates[0]
    text = content.decode(encoding, "replace")
    return Decoded(text, encoding, (_guess_sentence(encoding, declared), *_damage(text)))


def _reads_as_western(content: bytes) -> bool:
    # Letters with accents stand alone between ASCII letters; Cyrillic or Chinese bytes stand in rows.
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return False
    longest = run = 0
    for character in text:
        run = run + 1 if character > "\x7f" and character.isalpha() else 0
        longest = max(longest, run)
    return longest <= 2


def _guesses(content: bytes) -> list[str]:
    from charset_normalizer import from_bytes  # slow to import, and most texts are UTF-8

    return [match.encoding for match in from_bytes(content)]


def _guess_sentence(encoding: str, declared: str) -> str:
    if declared:
        return (
            f"It declares the encoding “{declared[:40]}” but cannot be read in it; "
            f"{encoding} was taken as the most likely."
        )
    return f"Its encoding is not declared; {encoding} was taken as the most likely."


def _damage(text: str) -> tuple[str, ...]:
    count = text.count("\ufffd")
    if not count:
        return ()
    return (f"{count} damaged characters could not be decoded and stand as “\ufffd”.",)


def _noting_nuls(decoded: Decoded) -> Decoded:
    count = decoded.text.count("\0")
    if not count:
        return decoded
    note = f"{count} NUL characters, which no text should have, stand as “\ufffd”."
    return Decoded(decoded.text, decoded.encoding, (*decoded.warnings, note))
