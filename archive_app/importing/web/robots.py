"""What a site asks programs not to fetch: its robots.txt, after RFC 9309."""

import re
from dataclasses import dataclass

MOST_BYTES = 500 << 10
"""The rest of a longer robots.txt is not looked at, as the standard allows."""
_OURS = ("archive app", "archive-app", "archiveapp")
_MOST_RULES = 5000
_LONGEST_DELAY = 30.0


@dataclass(frozen=True, slots=True)
class Robots:
    """What one site allows."""

    rules: tuple[tuple[bool, str], ...] = ()
    """Whether each path pattern may be fetched."""
    delay: float = 0.0
    """Seconds that it asks to leave between two requests, thirty at most."""

    def allows(self, target: str) -> bool:
        """Say whether a path, with its query, may be fetched: the longest pattern that fits decides."""
        if target == "/robots.txt":
            return True
        fitting = [(len(pattern), allowed) for allowed, pattern in self.rules if _fits(pattern, target)]
        return max(fitting)[1] if fitting else True


def parse_robots(content: bytes) -> Robots:
    """Read a robots.txt: what it says to us by name, else what it says to everyone."""
    groups: dict[str, list[tuple[str, str]]] = {}
    named: list[str] = []
    heads = True
    for line in content[:MOST_BYTES].decode("utf-8", "replace").lstrip("\ufeff").splitlines():
        field, _, value = line.partition("#")[0].partition(":")
        field, value = field.strip().lower(), value.strip()
        if field == "user-agent":
            named = [*named, value.lower()] if heads else [value.lower()]
            heads = True
            for name in named:
                groups.setdefault(name, [])
        elif field in ("allow", "disallow", "crawl-delay"):
            heads = False
            for name in named:
                groups[name].append((field, value))
    ours = [rule for name in groups if name.split("/")[0].strip() in _OURS for rule in groups[name]]
    is_named = any(name.split("/")[0].strip() in _OURS for name in groups)
    chosen = ours if is_named else groups.get("*", [])
    rules = [(field == "allow", value) for field, value in chosen if field != "crawl-delay" and value]
    delays = [
        value for field, value in chosen if field == "crawl-delay" and re.fullmatch(r"\d+(\.\d+)?", value)
    ]
    delay = min(float(delays[0]), _LONGEST_DELAY) if delays else 0.0
    return Robots(tuple(rules[:_MOST_RULES]), delay)


def _fits(pattern: str, target: str) -> bool:
    """Match from the beginning; ``*`` stands for anything, ``$`` for the end. In linear time."""
    is_anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not target.startswith(first):
        return False
    at = len(first)
    if not rest:
        return not is_anchored or at == len(target)
    *middle, last = rest
    for piece in middle:
        found = target.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if is_anchored:
        return target.endswith(last) and len(target) - len(last) >= at
    return target.find(last, at) >= 0
