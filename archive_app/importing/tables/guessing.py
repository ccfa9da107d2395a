"""Guessing which column is what: by the names that people and databases give them, then by what they hold."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from archive_app.importing.tables.mapping import ROLES, Role, TableMapping

_NAMES: dict[Role, str] = {
    "title": "title|headline|article title|titel|überschrift|schlagzeile|artikeltitel|titre|titulo|titular"
    "|título|web title|hl|العنوان|عنوان|عنوان المقال",
    "text": "text|full text|fulltext|body|body text|bodytext|article text|article body|maintext|main text"
    "|volltext|artikeltext|inhalt|texte|texte intégral|contenu|corps|texto|texto completo|cuerpo|contenido"
    "|النص|نص|نص المقال|المحتوى|content|plain text|transcript|article|artikel|description|abstract|summary",
    "date": "date|publication date|publish date|published|published at|pubdate|pub date|date published"
    "|date publish|datum|veröffentlicht|veröffentlichungsdatum|erscheinungsdatum|date de publication|fecha"
    "|fecha de publicación|التاريخ|تاريخ|تاريخ النشر|web publication date|seen date|seendate|sqldate"
    "|dateadded|created at|timestamp|day|year|jahr|année|año",
    "outlet": "outlet|newspaper|publication|publication name|publication title|media name|medium|media"
    "|source name|source|source common name|sourcecommonname|publisher|zeitung|quelle|publikation|journal"
    "|quotidien|medio|periódico|diario|fuente|المصدر|الصحيفة|domain|source domain|site|website|site name",
    "authors": "author|authors|author s|byline|autor|autoren|verfasser|auteur|auteurs|autores|autor a"
    "|creator|journalist|writer|reporter|الكاتب|المؤلف",
    "url": "url|link|web url|source url|sourceurl|article url|page url|canonical url|document identifier"
    "|documentidentifier|uri|permalink|weblink|webadresse|adresse|lien|enlace|الرابط|رابط|href",
    "language": "language|lang|sprache|langue|idioma|lengua|اللغة|لغة",
    "section": "section|section name|rubrik|ressort|rubrique|sección|category|kategorie|categoría|desk|القسم",
    "id": "id|article id|document id|docid|stories id|story id|guid|uuid|identifier|accession number|an"
    "|artikel id|nummer|no",
    "doi": "doi",
    "collections": "collections|collection|sammlung|sammlungen|dossier|colección|colecciones|مجموعة",
    "labels": "labels|label|tags|tag|etikett|etiketten|étiquettes|étiquette|etiquetas|etiqueta|وسوم",
}  # fmt: skip
_CERTAIN: dict[Role, str] = {
    "title": "title titel headline titre titulo",
    "text": "text fulltext volltext body texte texto",
    "date": "date datum fecha published",
    "outlet": "newspaper outlet zeitung periodico quelle",
    "authors": "author authors autor autoren auteur byline",
    "url": "url link",
    "language": "language sprache langue idioma",
    "section": "section ressort rubrik rubrique seccion",
    "id": "",
    "doi": "doi",
    "collections": "",
    "labels": "",
}
"""Words that say enough where they stand within a longer name, such as ``Artikel-Titel``."""
_MISLEADING = {
    "image", "picture", "photo", "media", "mobile", "social", "thumb", "thumbnail", "count", "length",
    "words", "size", "score", "type", "modified", "updated", "indexed", "download", "access", "sub",
    "author", "section", "source",
}  # fmt: skip
_URL = re.compile(r"https?://[^\s<>\"]+\.[^\s<>\"]+", re.IGNORECASE)
_DATE = re.compile(
    r"(?:1[89]|20)\d\d(?:[-/.]?[01]\d(?:[-/.]?[0-3]\d)?)?(?:[T ].*)?|[0-3]?\d[./][01]?\d[./]\d{4}"
)
_LONG_TEXT = 200
"""Characters, on average, from which a column nobody named holds the articles."""


def plain_heading(name: str) -> str:
    """Return a column's name in small letters without accents, punctuation and camel case.

    >>> plain_heading("publishedAt"), plain_heading("Année_de-parution")
    ('published at', 'annee de parution')
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(letter)
    )
    return " ".join(re.sub(r"[\W_]+", " ", bare.casefold()).split())


def _listed(written: str) -> list[str]:
    return [plain_heading(name) for name in written.split("|")]


_LISTS = {role: _listed(names) for role, names in _NAMES.items()}


def guess_mapping(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> TableMapping:
    """Guess which column is what from the columns' names and the first rows."""
    mapping = _by_name(columns)
    if mapping.url and not _share(_cells(columns, rows, mapping.url), _URL):
        mapping = replace(mapping, url="")
    return _by_content(mapping, columns, rows)


def names_roles(columns: Sequence[str]) -> int:
    """Return how many of the columns have a name that says what they are."""
    mapping = _by_name(columns)
    return sum(bool(mapping.column(role)) for role in ROLES)


def _by_name(columns: Sequence[str]) -> TableMapping:
    plain = {column: plain_heading(column) for column in columns}
    mapping = TableMapping()
    for role in ROLES:
        ranked = [
            (_LISTS[role].index(name), at, column)
            for at, (column, name) in enumerate(plain.items())
            if name in _LISTS[role] and mapping.role(column) is None
        ]
        if ranked:
            mapping = mapping.assigned(role, min(ranked)[2])
    for role in ROLES:
        if mapping.column(role):
            continue
        for column, name in plain.items():
            words = set(name.split())
            misleads = words & (_MISLEADING - {role, "author" if role == "authors" else role})
            if words & set(_CERTAIN[role].split()) and not misleads and mapping.role(column) is None:
                mapping = mapping.assigned(role, column)
                break
    return mapping


def _by_content(mapping: TableMapping, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> TableMapping:
    free = [column for column in columns if mapping.role(column) is None]
    if not mapping.url:
        linked = [column for column in free if _share(_cells(columns, rows, column), _URL) > 0.5]
        if linked:
            mapping = mapping.assigned("url", linked[-1])
    lengths = {column: _mean_length(_cells(columns, rows, column)) for column in free}
    longest = max(lengths, key=lambda column: lengths[column], default="")
    own = _mean_length(_cells(columns, rows, mapping.text)) if mapping.text else 0.0
    if longest and lengths[longest] > max(_LONG_TEXT, 5 * own):
        mapping = mapping.assigned("text", longest)
    if not mapping.date:
        dated = [
            column
            for column in free
            if mapping.role(column) is None and _share(_cells(columns, rows, column), _DATE) == 1
        ]
        # The first of several; a column of years alone says less than a whole date.
        dated.sort(key=lambda column: -_mean_length(_cells(columns, rows, column)))
        if dated:
            mapping = mapping.assigned("date", dated[0])
    return mapping


def _cells(columns: Sequence[str], rows: Sequence[Sequence[str]], column: str) -> list[str]:
    at = columns.index(column)
    return [row[at].strip() for row in rows if at < len(row) and row[at].strip()]


def _share(cells: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(pattern.fullmatch(cell) is not None for cell in cells) / len(cells) if cells else 0.0


def _mean_length(cells: Sequence[str]) -> float:
    return sum(map(len, cells)) / len(cells) if cells else 0.0
