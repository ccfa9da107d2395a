"""Words, sentences and paragraphs of a news text, found where a coder's selection stands.

Positions are code points, end exclusive. Paragraphs are separated by `LINE_BREAK` alone; words and sentences
never cross it. The sentence rules are local (a full stop, what stands before and after it), so that a
question about one place never reads more than its neighbourhood, however long the text.
"""

from collections.abc import Iterator

import regex

from archive_app.model.text import LINE_BREAK

_WORD_CHARACTER = (
    r"[[\p{L}\p{N}\p{M}_\u200c\u200d]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]"
)
_JOINER = r"(?:['’‘ʼ\-‐‑·]|(?<=\p{N})[.,:/٫٬](?=\p{N})|(?<=\b\p{L})\.(?=\p{L}\b))"
_WORD = regex.compile(rf"(?V1){_WORD_CHARACTER}+(?:{_JOINER}{_WORD_CHARACTER}+)*|\X")
_WORD_WINDOW = 120  # code points looked at on each side of a position; longer "words" are cut there

_CLOSERS = r"""["'”’“‘»«›‹)\]}】」』）〉》]*"""
_STOP = regex.compile(
    rf"(?P<cjk>[。！？｡]+{_CLOSERS})"
    rf"|(?P<plain>(?:\.{{2,}}|…+\.?|[.!?؟۔‼⁇⁈⁉॥।]+){_CLOSERS}(?:[ \t]+[”»“])?)(?=\s|$)"
)
_AFTER_STOP = regex.compile(r"""\s*["'“‘„‚«»‹›(\[{¿¡–—―-]*\s*(?P<word>[\p{L}\p{M}]+|\p{N}+|\S)?""")
_BEFORE_STOP = regex.compile(r"(?r)(?:[\p{L}\p{M}\p{N}]+[.’'])*[\p{L}\p{M}\p{N}]+")
_SENTENCE_WINDOW = 4_000


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# After these a sentence always goes on.
_TITLES = _words(
    """
    mr mrs ms messrs dr prof gen lt maj col capt cpl sgt cmdr adm brig sen rep reps sens gov pres
    rev hon st ste fr sr mt ft vs cf e.g i.e eg ie viz approx dept est fig figs ed eds vol pp al z.b
    d.h u.a o.ä i.d.r v.a s.o s.u bzw ca abs art bd evtl ggf hrsg hg inkl mio mrd sog str vgl zzgl
    dipl ing geb gest jh mme mlle mm m
    """
)
# After these it goes on where a number follows.
_BEFORE_NUMBER = _words(
    """
    no nos nr p s jan feb mar apr jun jul aug sep sept oct nov dec okt dez art sec para tel abs
    """
)
# After these it may end: it does where the next word likes to open a sentence.
_EITHER = _words(
    """
    inc ltd co corp bros plc jr etc usw a.m p.m u.s u.n u.k e.u u.s.a d.c u.a.e ph.d
    """
)
_OPENERS = _words(
    """
    the a an this that these those it he she they we i you his her its their our in on at as by for
    from with when while after before but and or so yet however if there here what who where why how
    some many most all both no not since although though according last next meanwhile der die das
    ein eine er sie es wir ich im am in an auf nach vor bei aber und doch wenn als
    """
)
_GERMAN_MONTHS = _words(
    """
    januar jänner februar märz april mai juni juli august september oktober november dezember jan
    feb mär apr jun jul aug sep sept okt nov dez jahrhundert
    """
)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Take white space off both ends of a range; a range of nothing else becomes empty at its start."""
    first, last = start, end
    while last > first and text[last - 1].isspace():
        last -= 1
    while first < last and text[first].isspace():
        first += 1
    return (first, last) if first < last else (start, start)


def word_at(text: str, position: int) -> tuple[int, int]:
    """Find the word that a position stands in or touches; an empty range where it touches none.

    The word that begins at the position wins over the one that ends there. "self-styled", "Gov't", "3.5" and
    "U.S" are one word; in Chinese, Japanese and Thai each character is one.
    """
    for place in (position, position - 1):
        if 0 <= place < len(text) and not text[place].isspace():
            word = _token_around(text, place)
            if word[1] - word[0] > 1 or text[word[0]].isalnum():
                return word
    return (position, position)


def snap_to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Trim white space off a range, then grow it to whole words at both ends.

    Never splits an emoji or a letter from its marks. A range of white space alone becomes empty at its start.
    """
    start, end = trim(text, max(0, start), min(len(text), end))
    if start >= end:
        return (start, start)
    return (_token_around(text, start)[0], _token_around(text, end - 1)[1])


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Find the whole sentences that cover a range, without white space around them.

    The result covers the range from the sentence its start is in to the sentence its last character is in.
    Between two sentences the one that follows is meant, or the one before where none follows in the
    paragraph.
    """
    start, end = trim(text, start, end)
    line_start, line_end = _line_around(text, start)
    if start == end:
        while start < line_end and text[start].isspace():
            start += 1
        while start > line_start and (start == line_end or text[start].isspace()):
            start -= 1
        end = min(start + 1, line_end)
    first = _sentence_start(text, start, line_start, line_end)
    _, last_line_end = _line_around(text, max(start, end - 1))
    last = _sentence_end(text, max(start, end - 1), last_line_end)
    return trim(text, first, last)


def paragraph_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Find the whole paragraphs that cover a range, without white space around them."""
    start, end = trim(text, start, end)
    first, _ = _line_around(text, start)
    _, last = _line_around(text, max(start, end - 1))
    return trim(text, first, last)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Give the sentences of a text in order, without white space around them."""
    line_start = 0
    for line in text.split(LINE_BREAK):
        line_end = line_start + len(line)
        start = line_start
        for end in _sentence_ends(text, line_start, line_end):
            sentence = trim(text, start, end)
            if sentence[0] < sentence[1]:
                yield sentence
            start = end
        line_start = line_end + 1


def _line_around(text: str, position: int) -> tuple[int, int]:
    start = text.rfind(LINE_BREAK, 0, position) + 1
    end = text.find(LINE_BREAK, position)
    return start, len(text) if end < 0 else end


def _token_around(text: str, position: int) -> tuple[int, int]:
    """The word, or else the character with all its marks, that holds the code point at a position."""
    line_start, line_end = _line_around(text, position)
    begin = max(line_start, position - _WORD_WINDOW)
    # Begin after a space, so that the scan does not start in the middle of a word or an emoji.
    if begin > line_start:
        for place in range(position - 1, begin, -1):
            if text[place].isspace():
                begin = place + 1
                break
    for match in _WORD.finditer(text, begin, min(line_end, position + _WORD_WINDOW)):
        if match.start() <= position < match.end():
            return (match.start(), match.end())
    return (position, position + 1)


def _sentence_ends(text: str, start: int, line_end: int) -> Iterator[int]:
    """Positions after each sentence's last character, from a sentence's start on; the line's end is the
    last."""
    for match in _STOP.finditer(text, start, line_end):
        if match.end() < line_end and _ends_sentence(text, match, start, line_end):
            yield match.end()
    yield line_end


def _sentence_end(text: str, position: int, line_end: int) -> int:
    # A stop may begin before the position ("?!" or closing quotes): look a little behind it.
    behind = max(text.rfind(LINE_BREAK, 0, position) + 1, position - 40)
    return next((end for end in _sentence_ends(text, behind, line_end) if end > position), line_end)


def _sentence_start(text: str, position: int, line_start: int, line_end: int) -> int:
    window = _SENTENCE_WINDOW
    while True:
        begin = max(line_start, position - window)
        last = -1
        for match in _STOP.finditer(text, begin, line_end):
            if match.start() >= position:
                break
            if match.end() <= position and _ends_sentence(text, match, line_start, line_end):
                last = match.end()
        if last >= 0:
            return last
        if begin == line_start:
            return line_start
        window *= 4


def _ends_sentence(text: str, stop: "regex.Match[str]", line_start: int, line_end: int) -> bool:
    """Decide from what stands around a stop whether the sentence ends with it."""
    following = _AFTER_STOP.match(text, stop.end(), line_end)
    word = (following["word"] or "") if following else ""
    if stop["cjk"]:
        # 「…？」と言った and 「…。」，他说: the quoted sentence is part of a longer one.
        closed = stop.group()[-1] not in "。！？｡"
        return not (closed and text[stop.end() : stop.end() + 1] in ("と", "、", "，", ",", "って"))
    if word[:1].islower():
        return False
    if text[stop.start()] != "." or stop.group().startswith(".."):
        return True
    before = _BEFORE_STOP.search(text, line_start, stop.start())
    if before is None or before.end() != stop.start():
        return True
    return _full_stop_ends_sentence(before.group().lower().replace("’", "'"), before.group(), word)


def _full_stop_ends_sentence(word: str, as_written: str, following: str) -> bool:
    if word in _TITLES:
        return False
    if following[:1].isdigit() and word in _BEFORE_NUMBER:
        return False
    if word.isdigit() and len(word) <= 2 and following.lower() in _GERMAN_MONTHS:
        return False
    initial = len(as_written) == 1 and as_written.isupper()
    dotted = "." in word and all(len(part) <= 2 for part in word.split("."))
    if initial or dotted or word in _EITHER:
        # "z. B." and "J. R. Smith" go on; "in the U.S. The" ends.
        return following.lower() in _OPENERS and not (initial and following == "I")
    return not (len(as_written) == 1 and as_written.isalpha() and as_written.isascii())
