"""The words that pages put around an article: patterns for whole lines, one per line, in several languages.

A space stands for any white space; case does not matter.
"""

import re

_DECORATION_BEFORE = r"[-–—•*|»>\[(\s]*"
_DECORATION_AFTER = r"(?: ?\(?\d{1,4}\)?)?[\s:»>|\])…-]*"
"""Also a count, as in ``Comments (14)``."""

_ANYWHERE = r"""
advertise?ments?
sponsored (?:content|links?)
promoted (?:content|stories)
paid (?:content|post)
(?:story|article) continues (?:below|after)(?: the)?(?: (?:advertisement|ad|video|promotion|newsletter))?
(?:read|see|learn|show|load|find out) more(?: here| on this| stories)?
continue reading(?: the main story)?
read (?:the )?full (?:story|article)
(?:share|print|email|e-mail|bookmark|save|tweet) this(?: (?:article|story|page|post|link))?(?: with .{1,20})?
share (?:this )?(?:on|via) (?:facebook|twitter|whatsapp|e-?mail|linkedin|x)
(?:skip|back) to (?:main )?(?:content|top|navigation)
(?:follow|like|find) us on (?:facebook|twitter|instagram|telegram|youtube|social media|x).{0,40}
(?:sign up|subscribe|register)(?: (?:here|now|today))? (?:for|to) (?:our|the) (?:\w+ ){0,3}newsletters?
subscribe to our (?:youtube )?channel
get (?:our|the) (?:\w+ ){0,2}newsletter
newsletter sign-?up
click here to (?:subscribe|read more|sign up|share|comment|download|view)[^.]{0,60}
(?:view|leave|post|add|read|show|hide|write) (?:a |all |the |your )?(?:\d+ )?comments?
\d+ (?:comments?|shares?|likes?|retweets?|views?)
join the conversation
(?:related|recommended|similar|more) (?:articles?|stories|posts?|content|coverage|topics|links)
(?:related|recommended|similar|more) (?:videos?|reading)
you (?:may|might) (?:also )?(?:like|be interested in)(?: these.{0,20})?
(?:most|trending) (?:read|popular|viewed|shared|commented|watched)(?: (?:stories|articles|news))?
trending(?: now)?
image (?:copyright|caption|source)(?: \S+){0,3}
media playback is unsupported on your device
page \d+ (?:of|/) \d+
seite \d+ (?:von|/) \d+
\d+ min(?:ute)?s? read
anzeige
werbung
(?:mehr|weitere) (?:zum thema|artikel|nachrichten|meldungen)
(?:artikel|beitrag) (?:teilen|drucken|merken)
das könnte sie auch interessieren
zur startseite
publicité
lire aussi
à lire (?:aussi|également)
partager (?:l['’]article|sur .{1,15})
publicidad
lea también
te puede interesar
pubblicità
leggi anche
publicidade
leia (?:também|mais)
إعلان
اقرأ (?:أيضا|أيضًا|المزيد)
مواضيع ذات صلة
реклама
читайте также
"""

_AT_THE_EDGE = r"""
(?:(?:latest|breaking|top|more|other|recent) )?(?:world|local|national|business|sports?|politics) news
(?:latest|breaking|top|more|other|recent|daily) (?:news|stories|headlines|articles|posts|updates|videos?)
news|headlines|home|menu|search|comments?|print|e-?mail|share|tweet
facebook|twitter|whatsapp|linkedin|pinterest
videos?|photos?|gallery|tags|topics|related|related news|subscribe|newsletter
login|log in|sign in|popular|live|exclusive|in pictures
editors?['’]?s? (?:picks?|choice)
about us|contact(?: us)?|terms(?: of use)?|privacy(?: policy)?|cookies?
more (?:from|on|in|about) .{2,40}
also|see also|read also|don['’]t miss
(?:next|previous) (?:article|story|post|page)
(?:end|top) of (?:page|article|document)
(?:aktuelle|neueste|letzte) (?:nachrichten|meldungen|artikel)
meistgelesen|nachrichten|kommentare?|teilen|drucken|startseite|themen|schlagwörter
(?:dernières|toutes les) (?:nouvelles|actualités|infos)
commentaires?|compartir|últimas noticias|noticias relacionadas|comentarios
ultime notizie|commenti|últimas notícias
آخر الأخبار|أخبار ذات صلة|شارك|تعليقات
последние новости|комментарии
"""


def _whole_line(patterns: str) -> re.Pattern[str]:
    alternatives = "|".join(pattern.replace(" ", r"\s+") for pattern in patterns.strip().splitlines())
    return re.compile(f"(?i)^{_DECORATION_BEFORE}(?:{alternatives}){_DECORATION_AFTER}$")


ANYWHERE = _whole_line(_ANYWHERE)
"""Unmistakable wherever they stand alone on a line."""

AT_THE_EDGE = _whole_line(_AT_THE_EDGE)
"""Labels that could be a subheading elsewhere, so they count only at the edges of a text."""

LINKED_STORY = re.compile(
    r"^[\s\[(*>•-]*(?:(?:READ|SEE|WATCH)(?: MORE| ALSO| NEXT)|ALSO READ"
    r"|RELATED(?: (?:STORY|STORIES|ARTICLES?|COVERAGE|CONTENT|POSTS?|NEWS))?"
    r"|LIRE AUSSI|À LIRE(?: AUSSI)?|LESEN SIE AUCH|MEHR DAZU|LEA TAMBIÉN|LEGGI ANCHE)\s*[:|»>–-]\s*(?=\S)",
    re.IGNORECASE,
)
"""How a line begins that names another story."""

TAG_LINE = re.compile(
    r"^(?:tags?|topics?|filed under|posted in|categor(?:y|ies)|keywords?"
    r"|schlagwörter|themen|étiquettes|etiquetas)\s*[:|]\s*\S",
    re.IGNORECASE,
)

NAVIGATION = re.compile(r"^[^.!?:|»›>·•]{1,30}(?:\s*[|»›>·•]\s*[^.!?:|»›>·•]{1,30}){2,6}$")
"""``Home > World > Africa``."""

LEGAL = re.compile(
    r"^(?:(?:copyright|©|\(c\))\s*(?:©|\(c\))?\s*(?:19|20)\d\d\b.{0,120}"
    r"|.{0,80}(?:©|\(c\))\s*(?:19|20)\d\d\b.{0,80}"
    r"|(?:©.{0,80})?(?:all rights reserved|alle rechte vorbehalten"
    r"|tous droits réservés|todos los derechos reservados)\.?)$",
    re.IGNORECASE,
)

GLUED = re.compile(
    r"(?<=[.!?”\"’»])[ \t]*(?P<label>(?:"
    r"(?:Latest|Breaking|Top|Related|More|World) (?:News|Stories|Articles|Headlines)"
    r"|Read more|Advertisement|ADVERTISEMENT|Share this(?: article| story)?|Continue reading|Most read"
    r")(?: \d{1,4})?)$"
)
"""A label without so much as a space between it and the last sentence."""

HEADS_A_LIST = re.compile(
    r"\b(?:news|stories|articles|headlines|posts|read|popular|trending|related|artikel|meldungen"
    r"|nachrichten|noticias|nouvelles)\b|\bmore (?:from|on)\b",
    re.IGNORECASE,
)
"""Labels under which other stories' headlines are listed."""
