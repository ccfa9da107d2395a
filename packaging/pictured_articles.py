"""Articles written for the pictures: what the sample archive has no case of."""

# ruff: noqa: E501  # prose, and a table of quotes from it

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive_app.model.values import Role, Stance
from archive_app.operations.articles import edit_article
from archive_app.operations.importing import import_files
from archive_app.operations.tagging import ActorChoice, ClaimChoice, find_quote, mark_passage
from archive_app.resources import resource
from archive_app.storage.archive import Archive
from archive_app.storage.queries import article_text

Coded = tuple[str, str, str, Stance, str]
"""Quote, speaker, claim type, stance, coder; the claim type may be empty."""

FIRST, SECOND, THIRD = "M. Reader", "Second coder", "Sample"
FOR, AGAINST, NEITHER = Stance.SUPPORTS, Stance.OPPOSES, Stance.NEUTRAL


@dataclass(frozen=True)
class PicturedArticle:
    """A text with its passages."""

    title: str
    outlet: str
    published: str
    text: str
    passages: Sequence[Coded] = ()


_HEARING = """The Council of Nations heard both sides of the war in Tamoria on Monday, and neither listened to the other.

"The Army Command shelled the market at Ain Belsa, it lied about it the same evening, and it will shell the next market unless this chamber stops the guns," Foreign Minister Salma Verane told the delegates, who had waited four hours for her. She asked for an embargo on arms for the Command and for an independent inquiry.

Brigadier Nuri Menduz, who spoke for the Command, denied every charge. "We fired at no house. The Harbour Brigade fired, and Castrel paid for the shells," he said. He offered a ceasefire of ten days, then corrected himself to seven.

The envoy, Maren Odvall, put the number of displaced at 31,000 and warned that it would double by the summer. "Nobody in this room has counted the dead," she said. "I ask you to let somebody count."

Noridia and Castrel accused each other of arming a party to the war. Both asked for an inquiry into the other.

The Covenant Front, which was not invited, called the hearing "a theatre for people who have never slept in a cellar".
"""
_ACCUSED = "The Army Command shelled the market at Ain Belsa, it lied about it the same evening, and it will shell the next market unless this chamber stops the guns"
_WAR = "Salma Verane"

_LEAFLETS = """Leaflets in three alphabets fell on the old town of Lavesh on Wednesday, and no one agreed on what they said.

The first, in Arabic, read «غادروا المدينة قبل الساعة 18:30» and was signed "TAC, 4th Brigade". The Government of Concord called it a threat, «تهديد صريح», while the Command's spokesman said that the words قيادة الجيش were forged. A second one, in Hebrew, asked שמרו על הגשר ("guard the bridge") and gave the number 122 twice.

قالت وزيرة الخارجية سلمى فيران إن المنشورات «مطبوعة في Castrel» وإن عددها بلغ 31,000 نسخة وزعت بين 9 و11 مارس. ونفى المتحدث باسم TAC، العميد نوري مندوز، ذلك وقال: «We print nothing».

העיתון כתב כי 19 בני אדם נפצעו ליד הגשר, וכי Harbour Brigade הכחישה כל קשר לכרוזים. "לא אנחנו", אמר מפקדה זאכי פנדור ב-12 במרץ.

The Tamorian Relief Society asked people to stay indoors until Friday.
"""

HEARING = PicturedArticle(
    "Council hears both sides of the war, and neither listens",
    "Castrel Ledger",
    "2023-03-27",
    _HEARING,
    (
        (_ACCUSED, _WAR, "Shelling of civilians", FOR, FIRST),
        (_ACCUSED, _WAR, "Denial", AGAINST, SECOND),
        ("shelled the market at Ain Belsa", _WAR, "Casualties", NEITHER, SECOND),
        ("it lied about it the same evening", _WAR, "Denial", AGAINST, FIRST),
        ("it will shell the next market unless this chamber stops the guns", _WAR, "Warning", FOR, FIRST),
        ("the next market", "Residents of Ain Belsa", "", NEITHER, SECOND),
        ("this chamber stops the guns", "Council of Nations", "Ceasefire", FOR, SECOND),
        ("stops the guns", _WAR, "Embargo", FOR, THIRD),
        ("this chamber", "Council of Nations", "Legitimacy", FOR, THIRD),
        ("this chamber", "Council of Nations", "Demand", NEITHER, SECOND),
        ("She asked for an embargo on arms for the Command", _WAR, "Embargo", FOR, FIRST),
        ("for an independent inquiry", _WAR, "Independent inquiry", FOR, FIRST),
        ("denied every charge", "Nuri Menduz", "Denial", FOR, THIRD),
        ("We fired at no house. The Harbour Brigade fired, and Castrel paid for the shells", "Nuri Menduz", "Denial", FOR, FIRST),
        ("The Harbour Brigade fired", "Nuri Menduz", "Blame shifted", FOR, SECOND),
        ("Castrel paid for the shells", "Nuri Menduz", "Arming a party", FOR, FIRST),
        ("offered a ceasefire of ten days, then corrected himself to seven", "Nuri Menduz", "Ceasefire", FOR, SECOND),
        ("the number of displaced at 31,000", "Maren Odvall", "Displaced people", NEITHER, FIRST),
        ("warned that it would double by the summer", "Maren Odvall", "Warning", FOR, FIRST),
        ("Nobody in this room has counted the dead", "Maren Odvall", "Casualties", AGAINST, SECOND),
        ("I ask you to let somebody count", "Maren Odvall", "Independent inquiry", FOR, THIRD),
        ("Noridia and Castrel accused each other of arming a party to the war", "Noridia", "Arming a party", FOR, FIRST),
        ("Castrel accused", "Castrel", "Arming a party", FOR, SECOND),
        ("Both asked for an inquiry into the other", "Noridia", "Independent inquiry", FOR, FIRST),
        ('a theatre for people who have never slept in a cellar', "Covenant Front", "Legitimacy", AGAINST, FIRST),
    ),
)  # fmt: skip
"""Ten passages on one sentence, by three coders."""

LEAFLETS = PicturedArticle(
    "Leaflets in three alphabets fall on Lavesh",
    "Masrud Gazette",
    "2023-03-29",
    _LEAFLETS,
    (
        ("«غادروا المدينة قبل الساعة 18:30» and was signed", "Tamorian Army Command", "Warning", FOR, FIRST),
        ("المدينة قبل الساعة 18:30", "Tamorian Army Command", "Accusation", FOR, SECOND),
        ("called it a threat, «تهديد صريح»", "Government of Concord", "Accusation", FOR, FIRST),
        ("that the words قيادة الجيش were forged", "Nuri Menduz", "Denial", FOR, FIRST),
        ('asked שמרו על הגשר ("guard', "Harbour Brigade", "Demand", FOR, SECOND),
        ("«مطبوعة في Castrel» وإن عددها بلغ 31,000 نسخة", "Salma Verane", "Arming a party", FOR, FIRST),
        ("31,000 نسخة وزعت بين 9 و11 مارس", "Salma Verane", "Figure", NEITHER, SECOND),
        ("باسم TAC، العميد نوري مندوز، ذلك وقال: «We print", "Nuri Menduz", "Denial", FOR, FIRST),
        ("19 בני אדם נפצעו ליד הגשר", "Tamorian Relief Society", "Casualties", NEITHER, FIRST),
        ("וכי Harbour Brigade הכחישה כל קשר", "Harbour Brigade", "Denial", FOR, SECOND),
        ("זאכי פנדור ב-12", "Zaki Fendour", "", NEITHER, THIRD),
    ),
)  # fmt: skip
"""Lines of both directions, with passages across the change."""


def add_pictured_articles(archive: Archive, work: Path) -> None:
    """Put the articles of this module, and a long one made of the sample's, into an archive."""
    for article in (HEARING, LEAFLETS, _digest(archive)):
        file = work / f"{article.title}.txt"
        file.write_text(f"{article.title}\n\n{article.text}", "utf-8")
        report = import_files(archive, [file], coder=FIRST)
        (stored,) = report.imported
        edit_article(archive, stored.id, outlet=article.outlet, published=article.published, coder=FIRST)
        with archive.reading() as session:
            text = article_text(session, stored.id)
        for quote, speaker, claim, stance, coder in article.passages:
            start, end = find_quote(text, quote, 1)
            mark_passage(
                archive, stored.id, start, end,
                actors=[ActorChoice(speaker, Role.SPEAKER)],
                claims=[ClaimChoice(claim, stance)] if claim else [], coder=coder,
            )  # fmt: skip


def _digest(archive: Archive) -> PicturedArticle:
    """Give the sample's English articles as one long text, for paper."""
    folder = resource("sample", "articles")
    texts = [
        file.read_text("utf-8").strip()
        for file in sorted(folder.glob("*.txt"))
        if file.name[:2] in ("01", "04", "08", "12")
    ]
    claims: tuple[Coded, ...] = (
        ("denied having shelled the Ain Belsa suburb of Lavesh", "Tamorian Army Command", "Denial", FOR, FIRST),
        ("Not one round fired by our guns fell on Ain Belsa", "Nuri Menduz", "Denial", FOR, FIRST),
        ('The shells had come from the Harbour Brigade, he said, "which kills its own neighbours', "Nuri Menduz", "Blame shifted", FOR, FIRST),
        ("which kills its own neighbours to fill the screens of the world", "Nuri Menduz", "Legitimacy", AGAINST, SECOND),
        ("three people had died in the market on Thursday evening", "Nuri Menduz", "Casualties", NEITHER, FIRST),
        ("Three, not eleven and not seventeen", "Nuri Menduz", "Casualties", AGAINST, SECOND),
        ("rejected the accusation", "Harbour Brigade", "Denial", FOR, FIRST),
        ("You cannot fire what you do not own", "Zaki Fendour", "Denial", FOR, FIRST),
        ("fragments of 122 mm rockets had been collected in the market", "Ilyan Werrash", "Shelling of civilians", FOR, FIRST),
        ("no one in Tamoria but Field Marshal Idran Hadraj possessed them", "Ilyan Werrash", "Shelling of civilians", FOR, SECOND),
        ("it now counted 19 dead", "Tamorian Relief Society", "Casualties", NEITHER, FIRST),
        ("It asked both sides to open a road for ambulances", "Tamorian Relief Society", "Demand", FOR, FIRST),
        ("I want an inquiry with access to both sides of the line", "Maren Odvall", "Independent inquiry", FOR, FIRST),
    )  # fmt: skip
    return PicturedArticle(
        "A month in Lavesh: four dispatches", "Veldmark News Agency", "2023-03-31", "\n\n".join(texts), claims
    )
