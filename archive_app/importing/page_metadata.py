"""What a web page says about itself: JSON-LD, OpenGraph, ``<meta>`` and ``<time>``."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml.html import HtmlElement

_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|Review|LiveBlogPosting)$")
_ISO = re.compile(r"\s*(\d{4})(?:-(\d\d?)(?:-(\d\d?))?|(\d\d)(\d\d))?(?!\d)")
_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "datepublished", "publishdate", "pubdate",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date",
    "date", "parsely-pub-date", "sailthru.date", "article.published", "citation_publication_date",
    "citation_date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_OUTLET_NAMES = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "citation_journal_title",
)
_AUTHOR_NAMES = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "citation_author",
    "sailthru.author",
)
_SECTION_NAMES = ("article:section", "og:article:section", "parsely-section", "section")
_SEPARATOR = re.compile(r"\s+[|–—·»•:-]+\s+|\s*\|\s*")
_SHORTEST_HEADING = 8
_MOST_DEEP = 40  # JSON-LD nests a handful of levels


@dataclass(frozen=True)
class PageMetadata:
    """What was found; every field may be empty."""

    title: str = ""
    outlet: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    """ISO 8601 cut to its precision."""
    published_raw: str = ""
    url: str = ""
    language: str = ""
    section: str = ""
    headings: tuple[str, ...] = ()
    """The page's headings of the first rank."""
    name: str = ""
    """Its ``<title>``."""


def page_metadata(tree: HtmlElement) -> PageMetadata:
    """Read what a page declares; JSON-LD about an article counts first."""
    meta = _meta(tree)
    linked = next(_linked_articles(tree), {})
    published, raw = _published(tree, meta, linked)
    return PageMetadata(
        title=_text(linked.get("headline"))
        or _first(meta, ("og:title", "twitter:title", "dc.title", "citation_title")),
        outlet=_name(linked.get("publisher")) or _first(meta, _OUTLET_NAMES),
        authors=_authors(linked, meta),
        published=published,
        published_raw=raw,
        url=_url(tree, meta),
        language=_language(tree, meta, linked),
        section=_text(linked.get("articleSection")) or _first(meta, _SECTION_NAMES),
        headings=tuple(_squeezed(heading.text_content()) for heading in tree.iter("h1")),
        name=_squeezed(tree.findtext(".//title") or ""),
    )


def title_alone(title: str, headings: tuple[str, ...], outlet: str) -> str:
    """Take the name of the site off a title, where a heading or the outlet's name shows what that is.

    >>> title_alone("Truce holds | Tavira Post", (), "Tavira Post")
    'Truce holds'
    """
    for heading in headings:
        longer = len(title) > len(heading) >= _SHORTEST_HEADING
        if longer and (_follows(title, heading) or _follows(title[::-1], heading[::-1])):
            return heading
    outlets = {_plain(outlet), _plain(re.sub(r"\.\w{2,3}$", "", outlet))} - {""}
    for match in reversed(list(_SEPARATOR.finditer(title))):
        if _plain(title[match.end() :]) in outlets and match.start():
            return title[: match.start()]
    return title


def likelier_title(guessed: str, declared: PageMetadata) -> str:
    """Return a heading that stands in the page's ``<title>`` instead of a guessed one that does not.

    Menus have headings too.
    """
    named = [heading for heading in declared.headings if len(heading) >= _SHORTEST_HEADING]
    named = [heading for heading in named if heading in declared.name]
    return guessed if guessed in declared.name or not named else max(named, key=len)


def _follows(title: str, heading: str) -> bool:
    return title.startswith(heading) and _SEPARATOR.match(title, len(heading)) is not None


def _plain(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


def iso_date(raw: str) -> str:
    """Cut an ISO 8601 date to the precision it states; nothing when it is none.

    >>> iso_date("2019-04-16T09:20:00+02:00")
    '2019-04-16'
    """
    match = _ISO.match(raw)
    if match is None:
        return ""
    year, month, day = match[1], match[2] or match[4], match[3] or match[5]
    numbers = [int(part) for part in (year, month, day) if part]  # digits of any script
    try:
        date(*[*numbers, 1, 1][:3])
    except ValueError:
        return ""
    if not 1500 <= numbers[0] <= date.today().year + 1:
        return ""
    return "-".join(f"{number:02}" for number in numbers)


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = _squeezed(element.get("content") or "")
        for attribute in ("property", "name", "itemprop"):
            key = (element.get(attribute) or "").strip().lower()
            if key and content:
                found.setdefault(key, []).append(content)
    return found


def _first(meta: dict[str, list[str]], names: tuple[str, ...]) -> str:
    return next((meta[name][0] for name in names if name in meta), "")


def _linked_articles(tree: HtmlElement) -> Iterator[dict[str, Any]]:  # JSON as it comes
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            found = json.loads(_unwrapped(script.text or ""), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _articles(found, 0)


def _unwrapped(source: str) -> str:
    # Some sites put comments or CDATA around it; only what is between the outermost brackets counts.
    begin = source.find("{")
    before = source[: max(begin, 0)].rstrip()
    if before.endswith("[") and not before.endswith("CDATA["):
        return source[len(before) - 1 : source.rfind("]") + 1]
    return source[begin : source.rfind("}") + 1]


def _articles(node: Any, depth: int) -> Iterator[dict[str, Any]]:  # JSON as it comes
    if depth > _MOST_DEEP:
        return
    if isinstance(node, list):
        for item in node:
            yield from _articles(item, depth + 1)
    elif isinstance(node, dict):
        kinds = node.get("@type")
        if any(isinstance(kind, str) and _ARTICLE_TYPES.search(kind) for kind in _listed(kinds)):
            yield node
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(node.get(key), list | dict):
                yield from _articles(node[key], depth + 1)


def _published(tree: HtmlElement, meta: dict[str, list[str]], linked: dict[str, Any]) -> tuple[str, str]:
    stated = [_text(linked.get("datePublished")), *(meta[name][0] for name in _DATE_NAMES if name in meta)]
    stated += [_text(linked.get("dateCreated"))]
    for element in tree.iter("time"):
        marked = (
            element.get("pubdate") is not None or (element.get("itemprop") or "").lower() == "datepublished"
        )
        if marked and element.get("datetime"):
            stated.append(element.get("datetime") or "")
    for raw in stated:
        if raw and iso_date(raw):
            return iso_date(raw), _squeezed(raw)
    return "", next((_squeezed(raw) for raw in stated if raw), "")


def _authors(linked: dict[str, Any], meta: dict[str, list[str]]) -> tuple[str, ...]:
    names = [_name(author) for author in _listed(linked.get("author"))]
    if not any(names):
        key = next((name for name in _AUTHOR_NAMES if name in meta), "")
        names = [part for value in meta.get(key, []) for part in re.split(r"\s*;\s*", value)]
    seen = dict.fromkeys(name for name in names if name and not name.startswith(("http:", "https:", "@")))
    return tuple(seen)


def _url(tree: HtmlElement, meta: dict[str, list[str]]) -> str:
    canonical = (
        link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"
    )
    candidates = [*canonical, *meta.get("og:url", []), *meta.get("twitter:url", [])]
    return next((url.strip() for url in candidates if re.match(r"\s*https?://[^\s/]+", url)), "")


def _language(tree: HtmlElement, meta: dict[str, list[str]], linked: dict[str, Any]) -> str:
    root = tree.getroottree().getroot()
    declared = [
        root.get("lang"),
        root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        root.get("xml:lang"),
    ]
    declared += [
        _text(linked.get("inLanguage")),
        _first(meta, ("og:locale", "dc.language", "content-language", "language")),
    ]
    for value in declared:
        match = re.match(r"\s*([A-Za-z]{2})(?:[-_].*)?\s*$", value or "")
        if match:
            return match[1].lower()
    return ""


def _name(node: Any) -> str:  # JSON as it comes
    if isinstance(node, list):
        return _name(node[0]) if node else ""
    return _text(node.get("name")) if isinstance(node, dict) else _text(node)


def _text(node: Any) -> str:  # JSON as it comes
    if isinstance(node, list):
        node = node[0] if node else ""
    # Many sites escape what they put into JSON as if it were HTML.
    return _squeezed(html.unescape(node)) if isinstance(node, str) else ""


def _listed(node: Any) -> list[Any]:  # JSON as it comes
    return node if isinstance(node, list) else [] if node is None else [node]


def _squeezed(value: str) -> str:
    return " ".join(value.split())
