"""Growing and shrinking a selection: word, sentence, paragraph, and back the same way."""

from dataclasses import dataclass, field

from archive_app.model.segments import paragraph_at, sentence_at, snap_to_words, word_at

Range = tuple[int, int]


@dataclass
class Growth:
    """Remembers how a selection grew, so that it can shrink back; positions are code points."""

    _before: list[Range] = field(default_factory=list)
    _latest: Range | None = None

    def grow(self, text: str, start: int, end: int) -> Range:
        """Give the next larger selection: the word, the whole words, the sentence, the paragraph.

        Gives the same range when there is nothing larger.
        """
        if (start, end) != self._latest:
            self._before.clear()
        larger = next_larger(text, start, end)
        if larger != (start, end):
            self._before.append((start, end))
        self._latest = larger
        return larger

    def shrink(self, start: int, end: int) -> Range | None:
        """Give the selection that this one grew from; None if it did not grow from any."""
        if (start, end) != self._latest or not self._before:
            return None
        self._latest = self._before.pop()
        return self._latest


def next_larger(text: str, start: int, end: int) -> Range:
    """Give the smallest of word, sentence and paragraph that holds a range and more."""
    candidates = [word_at(text, start)] if start == end else [snap_to_words(text, start, end)]
    candidates += [sentence_at(text, start, end), paragraph_at(text, start, end)]
    for first, last in candidates:
        if first <= start and last >= end and last - first > end - start:
            return (first, last)
    return (start, end)
