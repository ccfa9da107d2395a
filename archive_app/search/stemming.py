"""Stems: what the forms of a word have in common, in the language of the article they stand in.

The stemmers are Snowball's (Porter 2001, https://snowballstem.org). They want words with their accents, while
the index is indifferent to them; so a word has the stem of its spelling and that of its folded form, and two
words are forms of one when they share a stem. In a language without a stemmer a word is its own stem.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

import Stemmer

from archive_app.search.tokens import fold, is_unspaced

_ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian",
    "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "st": "sesotho", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
# Languages in which a stem begins with the letter that the word begins with.
_BEGINS_LIKE_ITS_WORDS = frozenset(
    ("", "ca", "da", "de", "en", "es", "fi", "fr", "hu", "it", "nb", "nn", "no", "pt", "ro", "sv", "tr")
)
_MOST_KEPT = 400_000  # words of a language, of which a big archive may have more


def first_letters(listed: Iterable[AbstractSet[str]]) -> frozenset[str]:
    """Return what letters words with these stems begin with, where they are written in ASCII.

    Nothing where they may begin with any: some languages put something before their words.
    """
    stems = [stem for together in listed for stem in together]
    if any(stem.partition(":")[0] not in _BEGINS_LIKE_ITS_WORDS for stem in stems):
        return frozenset()
    return frozenset(stem.partition(":")[2][:1] for stem in stems)


class StemsOfLanguage(dict[str, tuple[str, ...]]):
    """The stems of each word that was looked up, by its spelling (see :func:`tokens.spelling`).

    A stem begins with its language, as ``en:govern``, so that those of all languages can stand in one list.
    Characters of unspaced scripts have none.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        algorithm = _ALGORITHMS.get(language)
        self._stemmer = Stemmer.Stemmer(algorithm, 0) if algorithm in Stemmer.algorithms() else None
        self.code = language if self._stemmer is not None else ""

    def __missing__(self, spelt: str) -> tuple[str, ...]:
        if len(self) >= _MOST_KEPT:
            self.clear()
        found = self[spelt] = self._stems(spelt)
        return found

    def _stems(self, spelt: str) -> tuple[str, ...]:
        folded = fold(spelt)
        if is_unspaced(folded):
            return ()
        if self._stemmer is None:
            return (f":{folded}",)
        if folded == spelt:
            return (f"{self.code}:{fold(self._stemmer.stemWord(folded)) or folded}",)
        stems = dict.fromkeys(fold(self._stemmer.stemWord(word)) or folded for word in (spelt, folded))
        return tuple(f"{self.code}:{stem}" for stem in stems)


class Stems(dict[str, StemsOfLanguage]):
    """The stems of words by the language of an article, such as ``en`` or ``pt-BR``.

    Not safe for several threads at once.
    """

    def __missing__(self, language: str) -> StemsOfLanguage:
        short = language.replace("_", "-").partition("-")[0].lower()
        found = self[short] if short != language else StemsOfLanguage(short)
        self[language] = found
        return found
