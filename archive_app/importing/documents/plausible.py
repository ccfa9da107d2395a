"""What a document's properties say, believed where its text bears it out.

Most of them were written by programs: the title by the template, the author by whoever installed the word
processor, the date by the printer. All are kept as they are beside what was made of them.
"""

import re
from collections.abc import Sequence

from archive_app.importing.databases.dates import find_date
from archive_app.importing.page_metadata import iso_date

_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel)\b|untitled|unbenannt|sans titre|document ?\d*$|layout \d|slide \d"
    r"|print|scan|doc\d+|powerpoint|\S+\.(?:docx?|indd|qxp|qxd|pdf|odt|rtf|txt|html?|tmp|tiff?|jpe?g)$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_NAMES = re.compile(r"\s*[;,]\s*|\s+(?:and|und|et|y|e)\s+|\s*&\s*")
_SEARCHED = 20_000
"""Characters of a text in which its title's words are looked for."""
_DATE_LINE = 110
"""Characters: a paragraph as short as this may be the line that dates an article."""
_FIRST_LINES = 14
_DAY = len("2019-04-16")


def believable_title(declared: str, heading: str, text: str) -> str:
    """Return the title that a document declares, or its heading where that is the likelier one."""
    declared = " ".join(declared.split())
    is_title = 4 <= len(declared) <= 300 and _WORD.search(declared) and not _NO_TITLE.match(declared)
    if not is_title or not heading:
        return declared if is_title else heading
    # Templates pass on the title of what was once made from them.
    words = {word.casefold() for word in _WORD.findall(declared)}
    there = {word.casefold() for word in _WORD.findall(text[:_SEARCHED])}
    return declared if 2 * len(words & there) >= len(words) else heading


def believable_authors(declared: str, text: str) -> str:
    """Return declared names, separated by ``; ``, if the text names all of them, too."""
    names = [name.strip() for name in _NAMES.split(declared) if name.strip()]
    folded = " ".join(text.casefold().split())
    are_there = all(len(name.split()) > 1 and name.casefold() in folded for name in names)
    return "; ".join(names) if are_there else ""


def believable_date(opening: Sequence[str], made: str, text: str) -> tuple[str, str]:
    """Return the day that a short line at the beginning states, with that line; else the day it was made.

    ``made`` is ISO 8601, or nothing where a program made it of something older; it counts only where the text
    names its year.
    """
    for line in opening[:_FIRST_LINES]:
        found = find_date(line) if len(line) <= _DATE_LINE else None
        if found is not None and len(found.iso) == _DAY:
            return found.iso, line
    day = iso_date(made)[:_DAY]
    return (day, made) if day and re.search(rf"\b{day[:4]}\b", text) else ("", "")
