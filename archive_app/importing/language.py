"""Which language a text is in: by its script, then by the small words that no text does without.

A dozen and a half languages, told apart offline in under a millisecond. It answers only when it is sure; no
language is better than a wrong one.
"""

import re
from collections import Counter

_SAMPLE_CHARACTERS = 6000
_FEWEST_WORDS = 12
_SHARE = 0.08
"""The part of all words that small words make up at least."""
_MARGIN = 1.25
"""How far ahead of the second language the first has to be."""

_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ar", re.compile("[\u0620-\u06ff]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

_SMALL_WORDS = {
    "en": (
        "the of and to in a is that for it was on with as he be at by has had his have from said "
        "not are this which who were been they their but will would"
    ),
    "de": (
        "der die und in den das von zu mit sich des auf für ist im dem nicht ein eine als auch es "
        "an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über"
    ),
    "fr": (
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il "
        "sont avec ont été cette aux mais nous comme d'un c'est son"
    ),
    "es": (
        "de la que el en y a los se del las un por con no una su para es al lo como más o pero "
        "sus le ha fue este ya entre cuando muy sobre también"
    ),
    "it": (
        "di e il la che in a per un è del una i non le con si della da sono dei al nel ha come "
        "più gli alla ma anche delle dell'a questo lo su"
    ),
    "pt": (
        "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao "
        "ele das tem à seu sua ou ser quando há nos já está também pelo pela"
    ),
    "nl": (
        "de van het een en in is dat op te zijn met voor niet aan er om ook als dan maar bij door "
        "uit nog naar heeft hij worden werd wordt deze over ze"
    ),
    "sv": (
        "och i att det som en på är av för med till den har de inte om ett han men var jag sig "
        "från vi så kan när även eller efter vid"
    ),
    "da": (
        "og i at det er en til på som for af de med den der ikke har et han var om fra men vi sig "
        "kan også blev efter ved eller"
    ),
    "no": (
        "og i det er på som en til av for at med har de ikke den et om han var fra men jeg seg "
        "kan også ble etter ved eller sier"
    ),
    "pl": (
        "i w na z się nie do że to jest o jak po co ale od za przez tym dla ze są oraz już tego "
        "był który także roku być może"
    ),
    "cs": (
        "a v se na je že s z do to o i ve k pro za by jsem ale jako po které jsou od také byl "
        "který podle bude roku"
    ),
    "tr": (
        "ve bir bu da de için ile olarak çok daha ne gibi ama sonra kadar olan en var olduğu göre "
        "o her ki değil ise"
    ),
    "ro": (
        "și de în la a cu pe nu că o un din care mai este au pentru s-a să sunt prin fost după ca dar sau"
    ),
    "hu": ("a az és hogy nem is egy ez de meg volt csak már ha mint el még van azt ki vagy lehet szerint"),
    "fi": ("ja on ei se että oli hän ovat kun myös mutta joka tai ole jos niin kuin sen voi mukaan hänen"),
    "id": (
        "yang dan di dengan untuk dari pada ini itu dalam tidak akan ke juga oleh adalah atau "
        "telah sebagai mereka karena"
    ),
    "fa": "و در به از که این را با است برای آن یک می شد شده خود تا بر او هم اما",
    "ar": "في من على أن إلى التي الذي عن مع هذا هذه ما كان قال بعد بين ذلك وقال لم لا قد كما",
    "ur": "کے میں کی ہے اور سے کا کو کہ اس نے پر ہیں یہ بھی ایک تھا کر گیا",
    "ru": "и в не на что с по он как это из за от для о но к было также его год который",
    "uk": "і в не на що з та у до як це від для за про але є його також який було",
    "bg": "и в на за се да от е не с че по са това като ще до след има или",
    "sr": "и у је да се на за су од са не као који што би али из то није",
}
_LANGUAGES_OF_WORD: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (language, frozenset(words.split())) for language, words in _SMALL_WORDS.items()
)
_SAME_SCRIPT = {"ar": ("ar", "fa", "ur"), "ru": ("ru", "uk", "bg", "sr")}


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language a text is most surely in, or nothing."""
    sample = text[:_SAMPLE_CHARACTERS]
    letters = len(_LETTER.findall(sample))
    if letters < 20:
        return ""
    script = next(
        (code for code, of_script in _SCRIPTS if _share(of_script, sample, letters, code) > 0.4), ""
    )
    if script and script not in _SAME_SCRIPT:
        return script
    among = _SAME_SCRIPT.get(script) or tuple(code for code in _SMALL_WORDS if code not in _NOT_LATIN)
    return _by_small_words(sample, among)


_NOT_LATIN = frozenset(code for group in _SAME_SCRIPT.values() for code in group)


def _share(of_script: re.Pattern[str], sample: str, letters: int, code: str) -> float:
    share = len(of_script.findall(sample)) / letters
    # Japanese mixes its syllables into Chinese characters: a tenth of them tells.
    return share * 5 if code == "ja" else share


def _by_small_words(sample: str, among: tuple[str, ...]) -> str:
    words = Counter(word.lower().replace("’", "'") for word in _WORD.findall(sample))
    total = words.total()
    if total < _FEWEST_WORDS:
        return ""
    scores = sorted(
        ((sum(words[word] for word in small), code) for code, small in _LANGUAGES_OF_WORD if code in among),
        reverse=True,
    )
    (best, code), (second, _) = scores[0], scores[1]
    return code if best >= _SHARE * total and best >= _MARGIN * second else ""
