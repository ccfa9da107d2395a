"""From bytes to text: the byte order mark, then UTF-8, then what is declared, then a guess.

Declared encodings lie, so nothing is decoded leniently before every strict way has failed.
"""

import codecs
import re
import unicodedata
from collections import Counter
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
_MISREAD = re.compile("[^\\W\\d_][¹²³±¼½¾¿¶¯°¸¨¦§¤£¥][^\\W\\d_]|[a-z][À-ÖØ-ÞŠŽŒŸ„”][a-z]")
"""What no Western text holds within a word; letters of other encodings look like that when taken for one."""
_STRAY = re.compile("[\udc80-\udcff]+")
"""Bytes that are no UTF-8, as Python decodes them."""
_COMMON = re.compile(
    r"(?:cp125\d|iso8859_(?:1|2|5|6|7|8|9|15)|koi8_[ru]|cp437|cp866|cp932|shift_\w+|euc_\w+|cp949|gb\w+|big5"
    r"|mac_roman|cp850|cp852)$"
)
_GUESS_BYTES = 200_000  # charset-normalizer takes seconds on more and grows no wiser
_LOOKED_AT = 4096  # characters
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
    if (told := _told_by_its_bytes(content)) is not None:
        return told
    if _is_binary(content):
        raise Unreadable("This is a binary file, not a text.")
    if (coded := _coded_in_ascii(content, declared)) is not None:
        return _noting_nuls(coded)
    try:
        return _noting_nuls(Decoded(content.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError:
        pass
    damaged = _damaged_utf8(content)
    return _noting_nuls(damaged or _as_declared(content, declared) or _guessed(content, declared.strip()))


def in_utf8(content: bytes) -> tuple[bytes, str] | None:
    """Bring a text that is in UTF-16 or UTF-32 to UTF-8, with a mark, and say which it was in.

    Nothing for all others.
    """
    told = _told_by_its_bytes(content)
    if told is None or told.encoding == "utf-8":
        return None
    return codecs.BOM_UTF8 + told.text.encode("utf-8", "replace"), told.encoding


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


def _told_by_its_bytes(content: bytes) -> Decoded | None:
    encoding = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "")
    encoding = encoding or _unmarked_utf16(content) or _unmarked_utf16_of_other_scripts(content)
    if not encoding:
        return None
    text = content.decode(encoding, "replace")
    return Decoded(text, encoding.removesuffix("-sig"), _damage(text))


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


def _unmarked_utf16_of_other_scripts(content: bytes) -> str:
    # Blanks and line ends have a zero too; that the rest reads as words in one order only tells which it is.
    sample = content[: 2 * _LOOKED_AT]
    if b"\0" not in sample:
        return ""
    shares = {encoding: _share_of_words(sample, encoding) for encoding in ("utf-16-le", "utf-16-be")}
    likelier = max(shares, key=lambda encoding: shares[encoding])
    return likelier if shares[likelier] > 0.97 and min(shares.values()) < 0.9 else ""


def _share_of_words(sample: bytes, encoding: str) -> float:
    """Return which part of the characters is letters of a few scripts and what stands between words."""
    sample = sample[: len(sample) // 2 * 2]
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError as error:
        if error.end < len(sample):
            return 0.0
        text = sample[: error.start].decode(encoding)  # the sample ends within a character
    kinds = [unicodedata.category(character)[0] for character in text]
    letters = [
        character for character, kind in zip(text, kinds, strict=True) if kind in "LM" and character > "\xff"
    ]
    blank = sum(character in " \n\r\t、。，！？" for character in text)
    if blank < len(text) / 100 or len(letters) < len(text) / 10:
        return 0.0
    # A script has a block or two of its own; ideographs and Hangul are scattered over many.
    blocks = Counter("wide" if letter > "\u2fff" else str(ord(letter) >> 8) for letter in letters)
    few = sum(count for _, count in blocks.most_common(3))
    strange = sum(
        kind == "C" and character not in "\n\r\t\f\u200c\u200d\u200e\u200f\xad"
        for character, kind in zip(text, kinds, strict=True)
    )
    return (len(text) - strange - (len(letters) - few)) / len(text)


def _coded_in_ascii(content: bytes, declared: str) -> Decoded | None:
    # ASCII alone, which UTF-8 would take as it stands: what Japanese mails are in, and what says that it is.
    if not content.isascii():
        return None
    name = _codec(declared)
    if not name.startswith(("iso2022", "hz", "utf-7")):
        name = "iso2022_jp" if b"\x1b$" in content and b"\x1b(" in content else ""
    for candidate in (name, "iso2022_jp_ext") if name.startswith("iso2022") else (name,) if name else ():
        try:
            return Decoded(content.decode(candidate), candidate)
        except UnicodeDecodeError:
            continue
    return None


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
        return _mixed(content) if right >= max(wrong, 3) else None
    return Decoded(text, "utf-8", _damage(text))


def _mixed(content: bytes) -> Decoded:
    # Bytes of another encoding hardly ever come in the order of UTF-8, so there are two in it.
    text, count = _STRAY.subn(_as_western, content.decode("utf-8", "surrogateescape"))
    said = f"It mixes encodings: what is not UTF-8 in {count} places was read as cp1252."
    return Decoded(text, "utf-8", (said, *_damage(text)))


def _as_western(stray: re.Match[str]) -> str:
    return stray[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _is_cut_off(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and any(
            byte > 0x7F for byte in content[: error.start]
        )
    return False


def _as_declared(content: bytes, declared: str) -> Decoded | None:
    encoding = _codec(declared)
    is_western = encoding in ("iso8859-1", "cp1252")
    if is_western and _is_of_another_script(content):
        return None
    # Browsers read this label as Windows-1252, and so do the people who declare it.
    for candidate in ("cp1252", "iso8859-1") if is_western else (encoding,):
        if not _LEGACY.match(candidate):
            return None
        try:
            return Decoded(content.decode(candidate), candidate)
        except UnicodeDecodeError:
            continue
    return None


def _is_of_another_script(content: bytes) -> bool:
    # In no Western language most letters have accents.
    text = content[:_GUESS_BYTES].decode("cp1252", "replace")
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter > "\x7f" for letter in letters) > len(letters) / 2


def _codec(declared: str) -> str:
    try:
        return codecs.lookup(declared.strip()).name if declared else ""
    except (LookupError, ValueError):
        return ""


def _guessed(content: bytes, declared: str) -> Decoded:
    candidates = ["cp1252"] if _beyond_ascii(content) < _SHORT_GUESS and _reads_as_western(content) else []
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
    if _MISREAD.search(text):
        return False
    longest = run = 0
    for character in text:
        run = run + 1 if character > "\x7f" and character.isalpha() else 0
        longest = max(longest, run)
    return longest <= 2


def _guesses(content: bytes) -> list[str]:
    from charset_normalizer import from_bytes  # slow to import, and most texts are UTF-8

    guesses = [match.encoding for match in from_bytes(content)]
    if _beyond_ascii(content) < len(content) / 5:
        guesses.append("mac_roman")  # which it does not know
    # In its order, but rare encodings and those that put odd signs into words last.
    return sorted(guesses, key=lambda guess: (_is_misread(content, guess), not _COMMON.match(guess)))


def _beyond_ascii(content: bytes) -> int:
    return len(content) - len(content.translate(None, bytes(range(128, 256))))


def _is_misread(content: bytes, encoding: str) -> bool:
    return _MISREAD.search(content.decode(encoding, "replace")) is not None


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
