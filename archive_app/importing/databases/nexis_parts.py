"""What all exports of Nexis share: its labels in three languages, and how an article is put together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive_app.importing.databases.dates import find_date
from archive_app.importing.databases.items import authors_of, fields_of, memo_of
from archive_app.importing.databases.languages import language_code
from archive_app.importing.draft import Draft
from archive_app.importing.reader import Unreadable

MARKER = re.compile(
    r"^[ \t]*(?:DOKUMENT[ \t]+|DOCUMENT[ \t]+)?(?P<number>\d[\d.,]*)[ \t]+(?:of|von|de|sur|OF|VON|DE|SUR)"
    r"[ \t]+(?P<all>\d[\d.,]*)[ \t]+(?:DOCUMENTS?|DOKUMENTE?N?|DOCUMENTOS?)[ \t]*$",
    re.MULTILINE,
)
"""The line above every article: ``3 of 100 DOCUMENTS``."""


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BYLINE = frozenset(("byline", "autor", "autoren", "auteur", "auteurs", "author", "verfasser"))
_SECTION = frozenset(("section", "rubrik", "rubrique", "ressort"))
_LEAD = frozenset(("highlight", "encart", "chapeau", "vorspann"))
_LANGUAGE = frozenset(("language", "sprache", "langue"))
_CORRECTION = frozenset(("correction", "korrektur", "rectificatif"))
_OPENING = (
    _BYLINE
    | _SECTION
    | _LEAD
    | _LANGUAGE
    | _words("length länge longueur dateline series serie série ort lieu update zeitungs-code journal-code")
)
"""Labels that stand above a body."""

_UNMISTAKABLE = _words(
    "load-date publication-type journal-code zeitungs-code date-chargement type-publication correction-date"
    " ladedatum publikationstyp publikationsart"
)
_CLOSING = (
    _UNMISTAKABLE
    | _LANGUAGE
    | _CORRECTION
    | _words(
        "update graphic grafik graphique subject sujet thema organization organisation company société"
        " societe firma ticker symbole-boursier industry secteur-activite branche person personne geographic"
        " localisation-geo geographie document-type distribution type country state city notes url length"
        " länge longueur series"
    )
)
"""Labels that stand below a body."""

_LEGAL = re.compile(
    r"^(?:(?:copyright|copr\.?|copy|©|\(c\))\s*(?:©|\(c\))?\s*(?:19|20)\d\d\b"
    r"|all rights reserved|tous droits réservés|alle rechte vorbehalten)",
    re.IGNORECASE,
)
_PAGE = re.compile(r"^(?:pg?|page|s|seite)\.?\s*\w?\d", re.IGNORECASE)
_FAR = 8  # blocks: no article has more than source, date, edition and title above its first label


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of an article between blank lines: text, or a label with its value."""

    text: str
    label: str = ""
    """As written, without its colon; empty for text."""

    @property
    def key(self) -> str:
        """The label as it is compared."""
        return "-".join(self.label.lower().split())

    @property
    def opens(self) -> bool:
        """Whether its label is one that stands above a body."""
        return self.key in _OPENING

    @property
    def closes(self) -> bool:
        """Whether its label is one that stands below a body."""
        return self.key in _CLOSING or self.key in _OPENING

    @property
    def is_legal(self) -> bool:
        """Whether it is the notice of copyright."""
        return not self.label and len(self.text) < 400 and _LEGAL.match(self.text) is not None


def is_label(label: str) -> bool:
    """Say whether this is one of Nexis' labels, in any of its languages."""
    return Block("", label).closes


def article_of(blocks: Sequence[Block], title_first: bool = False) -> Draft:
    """Put an article together from its blocks: source, date and title, labels, body, labels.

    Labels count above and below the body only; inside it “Photo:” is the author's.

    Raises:
        Unreadable: It has neither a date nor a label: the database wrote a notice instead of the article.
    """
    first = next((place for place, block in enumerate(blocks[:_FAR]) if block.opens), None)
    body = first if first is not None else min(3, len(blocks))
    head = [block.text for block in blocks[:body] if not block.is_legal]
    while body < len(blocks) and (blocks[body].opens or blocks[body].is_legal):
        body += 1
    end = _end_of_body(blocks, body)
    labelled, corrections = _closing(blocks[end:])
    labelled = [*(block for block in blocks[first or 0 : body] if block.label), *labelled]
    if not labelled and not any(find_date(line) for line in head):
        said = " ".join(" ".join(block.text for block in blocks).split())[:160]
        raise Unreadable(f"The database gave a notice instead of the article: “{said}”.")
    lead = [block.text for block in labelled if block.key in _LEAD]
    text = "\n\n".join(
        part for part in (*lead, *(block.text for block in blocks[body:end]), *corrections) if part
    )
    return described(head, labelled, text, title_first=title_first)


def _end_of_body(blocks: Sequence[Block], body: int) -> int:
    end = _before_labels(blocks, body, len(blocks))
    for place in range(body, end):
        if blocks[place].key in _UNMISTAKABLE:
            return _before_labels(blocks, body, place)
    return end


def _before_labels(blocks: Sequence[Block], body: int, end: int) -> int:
    while end > body and (blocks[end - 1].closes or blocks[end - 1].is_legal):
        end -= 1
    return end


def _closing(blocks: Sequence[Block]) -> tuple[list[Block], list[str]]:
    labelled: list[Block] = []
    for block in blocks:
        if block.is_legal:
            continue
        if block.label:
            labelled.append(block)
        elif labelled:  # what a label has to say may go on over a blank line
            last = labelled[-1]
            labelled[-1] = Block(f"{last.text}\n\n{block.text}".strip(), last.label)
    corrections = [
        f"{block.label}: {block.text}" for block in labelled if block.key in _CORRECTION and block.text
    ]
    return labelled, corrections


def described(head: list[str], labelled: Sequence[Block], text: str, *, title_first: bool) -> Draft:
    """Make the draft of an article out of its head, in which the date may stand anywhere but first."""
    place = next((place for place, line in enumerate(head) if place and find_date(line)), None)
    dated = head[place] if place is not None else ""
    others = [" ".join(line.split()) for index, line in enumerate(head) if index != place]
    if title_first:
        title, outlet = (others[0] if others else ""), (others[1] if len(others) > 1 else "")
    else:
        outlet, title = (others[0] if others else ""), " ".join(others[1:])
    found = find_date(dated)
    placed = _value(labelled, _SECTION)
    section, _, rest = placed.partition(";")
    if _PAGE.match(section):
        section, rest = "", placed
    return Draft(
        title=title,
        text=text,
        outlet=outlet,
        authors=authors_of(_value(labelled, _BYLINE)),
        published=found.iso if found else "",
        published_raw=" ".join(dated.split("\n")[0].split()),
        language=language_code(_value(labelled, _LANGUAGE)),
        section=section,
        url=_value(labelled, frozenset(("url",))),
        memo=memo_of(
            ("Edition", "; ".join(part.strip(" ;") for part in dated.split("\n")[1:])),
            ("Section", placed if rest else ""),
        ),
        source_fields=fields_of((block.label, block.text) for block in labelled),
    )


def _value(labelled: Sequence[Block], keys: frozenset[str]) -> str:
    return next((" ".join(block.text.split()) for block in labelled if block.key in keys and block.text), "")
