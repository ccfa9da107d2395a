"""Editing the metadata of many articles at once: each way says first what it would change."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import prod
from pathlib import PurePath

import regex
from sqlalchemy import select

from archive_app.importing.databases.dates import date_of
from archive_app.model.errors import NotFound, Refused
from archive_app.model.identity import now
from archive_app.model.tables import Article, Source
from archive_app.operations.articles import EDITABLE, plain_values
from archive_app.storage.archive import Archive
from archive_app.storage.journal import Changes, table_of

_article, _source = table_of(Article), table_of(Source)

SECONDS = 2.0
"""How long a regular expression may take over all articles; some never end on some texts."""

PATTERN_FIELDS = ("title", "outlet", "authors", "date", "language", "section", "url")
"""What can stand between braces in a pattern for file names; ``{}`` stands for what is passed over."""

_CHUNK = 500  # keys in one IN (…)
_LONGEST_EXPRESSION = 2000
_MOST_TIMES = 100_000
"""The library writes counted parts out; beyond this that takes seconds and hundreds of megabytes."""
_TIMES = regex.compile(r"\{(\d{1,12})(?:,\d*)?\}")
_CALL = regex.compile(r"\(\?(?:R|[+-]?\d+|&\w+|P>\w+)\)")
_SLOT = regex.compile(r"\{(\w*)\}")
_DATE = r"\d{4}[-_. ]?\d{2}[-_. ]?\d{2}|\d{1,2}[-_. ]\d{1,2}[-_. ]\d{4}|\d{4}[-_. ]\d{2}|\d{4}|.+?"
_COMPACT = regex.compile(r"(\d{4})[-_. ]?(\d{2})?[-_. ]?(\d{2})?")


@dataclass(frozen=True)
class Replacement:
    """What finding and replacing would make of a field of one article."""

    article_id: int
    before: str
    after: str


@dataclass(frozen=True)
class Filled:
    """What a pattern makes of the name of an article's file."""

    article_id: int
    file_name: str
    values: Mapping[str, str] | None
    """By field, for :func:`edit_articles`; nothing when the name does not fit the pattern."""


@dataclass(frozen=True)
class SeenEdit:
    """What became of edits to articles that may have changed since they were seen."""

    changes: Changes | None
    """Nothing when no article was changed."""
    stale: Mapping[int, Mapping[str, str]]
    """What fields became meanwhile, by article and field; they were left as they are."""
    gone: tuple[int, ...] = ()
    """Articles that are no longer in the archive."""


def edit_articles(archive: Archive, edits: Mapping[int, Mapping[str, str]], *, coder: str) -> Changes | None:
    """Change fields of many articles, by the articles' keys; one undoable change.

    Fields are those of :data:`archive_app.operations.articles.EDITABLE`.

    Raises:
        NotFound: One of the articles is gone; nothing was changed.
        Refused: A date is none, or a title is empty; nothing was changed.
    """
    done = _edit(archive, edits, None, coder)
    return done.changes


def edit_seen_articles(
    archive: Archive,
    edits: Mapping[int, Mapping[str, str]],
    seen: Mapping[int, Mapping[str, str]],
    *,
    coder: str,
) -> SeenEdit:
    """Change fields of many articles where they still hold what was ``seen``; one undoable change.

    Nothing that somebody or something else wrote meanwhile is overwritten.

    Raises:
        Refused: A date is none, or a title is empty; nothing was changed.
    """
    return _edit(archive, edits, seen, coder)


def _edit(
    archive: Archive,
    edits: Mapping[int, Mapping[str, str]],
    seen: Mapping[int, Mapping[str, str]] | None,
    coder: str,
) -> SeenEdit:
    plain = {key: plain_values(values) for key, values in edits.items() if values}
    stale: dict[int, dict[str, str]] = {}
    gone: list[int] = []
    with archive.change("edit articles", "Edit articles", coder) as change:
        edited = 0
        keys = sorted(plain)
        for start in range(0, len(keys), _CHUNK):
            chunk = keys[start : start + _CHUNK]
            found = select(Article).where(_article.c.id.in_(chunk))
            rows = {row.key: row for row in change.session.execute(found).scalars()}
            if len(rows) < len(chunk) and seen is None:
                raise NotFound("One of these articles is no longer in the archive. Nothing was changed.")
            gone += [key for key in chunk if key not in rows]
            for key in (key for key in chunk if key in rows):
                values = plain[key]
                for field, then in (seen or {}).get(key, {}).items():
                    current = getattr(rows[key], field)
                    if field in values and current not in (then, values[field]):
                        stale.setdefault(key, {})[field] = current
                values = {field: value for field, value in values.items() if field not in stale.get(key, ())}
                if change.transaction.update(rows[key], **values):
                    change.transaction.update(rows[key], modified=now())
                    edited += 1
                    change.label = f"Edit “{rows[key].title}”"
        if edited != 1:
            change.label = f"Edit {edited} articles"
    return SeenEdit(change.changes, stale, tuple(gone))


def find_and_replace(
    archive: Archive,
    field: str,
    find: str,
    replacement: str,
    *,
    article_ids: Sequence[int] | None = None,
    is_regex: bool = False,
    match_case: bool = False,
    seconds: float = SECONDS,
) -> list[Replacement]:
    r"""Say what replacing would make of a field, of all articles or of some; only articles that would change.

    Nothing is changed yet: :func:`edit_articles` does it with :func:`as_edits`. With ``is_regex`` the
    replacement may refer to groups, as ``\1`` or ``\g<name>``.

    Raises:
        Refused: The field cannot be edited, there is nothing to find, the expression is not one, or it takes
            longer than ``seconds`` over all articles.
    """
    if field not in EDITABLE:
        raise Refused(f"“{field}” cannot be edited. Choose one of {', '.join(EDITABLE)}.")
    values = _values(archive, field, article_ids)
    return replaced_in(values, find, replacement, is_regex=is_regex, match_case=match_case, seconds=seconds)


def replaced_in(
    values: Iterable[tuple[int, str]],
    find: str,
    replacement: str,
    *,
    is_regex: bool = False,
    match_case: bool = False,
    seconds: float = SECONDS,
) -> list[Replacement]:
    """Say what replacing would make of values by their articles' keys; as :func:`find_and_replace` does.

    Raises:
        Refused: There is nothing to find, the expression is not one, or it takes longer than ``seconds``.
    """
    if not find:
        raise Refused("There is nothing to find. Write what is to be replaced.")
    if is_regex:
        _refuse_boundless(find)
    try:
        flags = regex.VERSION1 | (0 if match_case else regex.IGNORECASE)
        pattern = regex.compile(find if is_regex else regex.escape(find), flags)
        template = replacement if is_regex else replacement.replace("\\", "\\\\")
        ends = time.monotonic() + seconds
        changed = []
        for key, before in values:
            left = ends - time.monotonic()
            if left <= 0:
                raise TimeoutError
            after = pattern.sub(template, before, timeout=left)
            if after != before:
                changed.append(Replacement(key, before, after))
    except TimeoutError:
        raise Refused(
            f"“{find}” took longer than {seconds:g} seconds, so it was stopped. Write it simpler: nested "
            "repetitions such as (a+)+ can take for ever."
        ) from None
    except (RecursionError, MemoryError) as error:
        raise Refused(f"“{find[:200]}” needs more memory than there is. Write it simpler.") from error
    except (regex.error, IndexError, ValueError, OverflowError) as error:
        raise Refused(f"“{find[:200]}” and “{replacement[:200]}” cannot be understood: {error}.") from error
    return changed


def _refuse_boundless(expression: str) -> None:
    """Refuse what takes time or memory without end before a time limit could stop it."""
    if len(expression) > _LONGEST_EXPRESSION:
        raise Refused(f"The expression is longer than {_LONGEST_EXPRESSION:,} characters. Write it simpler.")
    if _CALL.search(expression):
        raise Refused(
            f"“{expression[:200]}” calls itself, which can go on for ever. Write it without (?R), (?1) "
            "or (?&name)."
        )
    times = prod(int(count) for count in _TIMES.findall(expression) if int(count))
    if times > _MOST_TIMES:
        raise Refused(
            f"“{expression[:200]}” repeats parts {times:,} times over. Numbers in braces may come to "
            f"{_MOST_TIMES:,} when multiplied."
        )


def stored_values(archive: Archive, article_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return what all fields that :func:`edit_articles` changes hold, by article and name."""
    columns = [_article.c[field] for field in EDITABLE]
    found: dict[int, dict[str, str]] = {}
    with archive.reading() as session:
        for start in range(0, len(article_ids), _CHUNK):
            chunk = list(article_ids[start : start + _CHUNK])
            query = select(_article.c.id, *columns).where(_article.c.id.in_(chunk))
            for key, *values in session.execute(query):
                found[key] = dict(zip(EDITABLE, values, strict=True))
    return found


def as_edits(field: str, replacements: Sequence[Replacement]) -> dict[int, dict[str, str]]:
    """Return what :func:`edit_articles` has to be given for replacements."""
    return {one.article_id: {field: one.after} for one in replacements}


def fill_from_pattern(
    archive: Archive, pattern: str, *, article_ids: Sequence[int] | None = None
) -> list[Filled]:
    """Say what a pattern such as ``{outlet}_{date}_{title}`` makes of the names of the articles' files.

    Fields are those of :data:`PATTERN_FIELDS`, each once, ``{}`` is passed over; all else in the pattern must
    stand in the name as it is. The name is taken without its ending. Where a value holds underscores and no
    space, they stand for spaces. Nothing is changed yet; the values are for :func:`edit_articles`.

    Raises:
        Refused: The pattern names no field, one that there is not, or one twice.
    """
    expression = _expression(pattern)
    ends = time.monotonic() + SECONDS
    try:
        return [
            Filled(key, name, _taken_apart(expression, PurePath(name).stem or name, ends))
            for key, name in _file_names(archive, article_ids)
        ]
    except TimeoutError:
        raise Refused(
            f"“{pattern[:200]}” took longer than {SECONDS:g} seconds, so it was stopped. Put more of what "
            "the names have in common between its fields."
        ) from None


def _expression(pattern: str) -> "regex.Pattern[str]":
    parts: list[str] = []
    named: list[str] = []
    end = 0
    for slot in _SLOT.finditer(pattern):
        parts.append(regex.escape(pattern[end : slot.start()]))
        end = slot.end()
        name = slot[1]
        if name and name not in PATTERN_FIELDS:
            raise Refused(f"There is no field “{name}”. Use {', '.join(PATTERN_FIELDS)}, or {{}}.")
        if name in named:
            raise Refused(f"“{{{name}}}” stands twice in the pattern. Name each field once.")
        if name:
            named.append(name)
        parts.append(f"(?P<{name}>{_DATE if name == 'date' else '.+?'})" if name else ".*?")
    if not named:
        raise Refused("The pattern names no field. Write one such as {outlet}_{date}_{title}.")
    parts.append(regex.escape(pattern[end:]))
    return regex.compile("".join(parts), regex.IGNORECASE)


def _taken_apart(expression: "regex.Pattern[str]", name: str, ends: float) -> dict[str, str] | None:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    match = expression.fullmatch(name, timeout=left)
    if match is None:
        return None
    values: dict[str, str] = {}
    for field, value in match.groupdict().items():
        spaced = value if " " in value.strip() else value.replace("_", " ")
        written = " ".join(spaced.split())
        if field == "date":
            published = _date(value)
            if not published:
                return None
            values["published"] = published
        elif written:
            values[field] = written
    return values


def _date(written: str) -> str:
    match = _COMPACT.fullmatch(written.strip())
    if match is None:
        return date_of(written.replace("_", "."))
    year, month, day = match[1], match[2], match[3]
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    return "-".join(part for part in (year, month, day) if part)


def _values(archive: Archive, field: str, article_ids: Sequence[int] | None) -> list[tuple[int, str]]:
    wanted = None if article_ids is None else set(article_ids)
    with archive.reading() as session:
        query = select(_article.c.id, _article.c[field]).order_by(_article.c.id)
        rows = session.execute(query).all()
    return [(key, value) for key, value in rows if wanted is None or key in wanted]


def _file_names(archive: Archive, article_ids: Sequence[int] | None) -> list[tuple[int, str]]:
    wanted = None if article_ids is None else set(article_ids)
    with archive.reading() as session:
        query = (
            select(_article.c.id, _source.c.name)
            .join(_source, _source.c.id == _article.c.source_id)
            .order_by(_article.c.id)
        )
        rows = session.execute(query).all()
    return [(key, name) for key, name in rows if wanted is None or key in wanted]
