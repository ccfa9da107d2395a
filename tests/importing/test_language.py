import pytest

from archive_app.importing.language import language_of

SENTENCES = {
    "en": (
        "The government said on Sunday that it had not been told of the attack, which was the first "
        "since March."
    ),
    "de": (
        "Die Regierung erklärte am Sonntag, dass sie von dem Angriff nichts gewusst habe, der der "
        "erste seit März war."
    ),
    "fr": (
        "Le gouvernement a déclaré dimanche qu'il n'avait pas été informé de l'attaque, qui est la "
        "première depuis le mois de mars dans la ville."
    ),
    "es": (
        "El gobierno dijo el domingo que no había sido informado del ataque, que fue el primero "
        "desde el mes de marzo en la ciudad."
    ),
    "it": (
        "Il governo ha detto domenica che non era stato informato dell'attacco, il primo dal mese "
        "di marzo nella città."
    ),
    "pt": (
        "O governo disse no domingo que não tinha sido informado do ataque, que foi o primeiro "
        "desde o mês de março na cidade."
    ),
    "nl": (
        "De regering zei zondag dat zij niet op de hoogte was van de aanval, die de eerste was "
        "sinds maart in het land."
    ),
    "pl": (
        "Rząd oświadczył w niedzielę, że nie został poinformowany o ataku, który był pierwszym od "
        "marca, i że się nie cofnie."
    ),
    "tr": (
        "Hükümet pazar günü bu saldırıdan haberdar olmadığını ve bunun mart ayından bu yana ilk "
        "saldırı olduğunu, ama daha çok olacağını söyledi."
    ),
    "ru": (
        "Правительство заявило в воскресенье, что не знало о нападении, которое стало первым с "
        "марта в этом городе."
    ),
    "uk": "Уряд заявив у неділю, що не знав про напад, який став першим з березня, і що він не буде мовчати.",
    "ar": "قالت الحكومة يوم الأحد إنها لم تكن على علم بالهجوم الذي كان الأول من نوعه منذ مارس في المدينة",
    "fa": "دولت روز یکشنبه گفت که از این حمله خبر نداشته است و این اولین حمله از ماه مارس در این شهر بود",
    "he": "הממשלה אמרה ביום ראשון כי לא ידעה על ההתקפה שהייתה הראשונה מאז חודש מרץ",
    "el": "Η κυβέρνηση δήλωσε την Κυριακή ότι δεν γνώριζε για την επίθεση.",
    "zh": "政府星期天表示,对这次袭击毫不知情,这是三月以来的第一次。",
    "ja": "政府は日曜日、この攻撃について知らされていなかったと述べた。三月以来初めてである。",
    "ko": "정부는 일요일에 이번 공격에 대해 알지 못했다고 밝혔다.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_tells_its_language(language: str) -> None:
    assert language_of(SENTENCES[language]) == language


@pytest.mark.parametrize(
    "text", ["", "12:30 — 14", "Tavira Post", "Lorem ipsum dolor sit amet " * 5, "xq zrt wvf pqk " * 20]
)
def test_no_language_is_better_than_a_wrong_one(text: str) -> None:
    assert language_of(text) == ""


def test_foreign_words_in_a_text_do_not_change_its_language() -> None:
    assert language_of(SENTENCES["en"] * 3 + "「攻撃」と「日曜日」です") == "en"
    assert language_of(SENTENCES["ru"] + " NATO, BBC News") == "ru"
