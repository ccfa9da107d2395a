"""Large archives to measure on, made from a fixed seed and kept in ``.cache`` for the next run."""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from archive_app.storage.archive import create_archive
from archive_app.storage.schema import HEAD

_CACHE = Path(__file__).parents[2] / ".cache" / "archives"
_STORY = (
    "the government army command said on sunday its forces had taken bridge villages north capital after two "
    "days shelling which officials denied accusing rebels instead “nothing was fired” at houses, markets; "
    "ministry counted dead wounded talks truce council embargo weapons border minister spokesman claimed"
)
_WORDS = _STORY.split()
_NOW = "2024-01-01T12:00:00.000Z"
_ROLES = ("speaker", "target", "addressee", "mentioned")
_STANCES = ("supports", "opposes", "neutral")
_VERSION = 3  # of what `fill` makes; an archive kept from another one is made again


def kept_archive(*, articles: int, passages: int, words: int = 60) -> Path:
    """Return the folder of such an archive of today's schema, made the first time; only for reading."""
    folder = _CACHE / f"{articles}-{passages}-{words}-{_VERSION}-{HEAD}"
    if not folder.exists():
        unfinished = folder.with_name(f"{folder.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        fill(unfinished, articles=articles, passages=passages, words=words)
        unfinished.rename(folder)
    return folder


def fill(folder: Path, *, articles: int, passages: int, words: int = 60, seed: int = 1) -> Path:
    """Make an archive with so many articles of so many words, and passages with two actors and a claim.

    The rows go straight into the database, without a journal: this is only for measuring reads.
    """
    create_archive(folder).close()
    chance = random.Random(seed)

    def uid() -> str:
        digits = f"{chance.getrandbits(128):032x}"
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"

    quotes = [" ".join(chance.choices(_WORDS, k=22)) for _ in range(5_000)]
    with sqlite3.connect(folder / "archive.sqlite") as connection:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        put = connection.executemany
        connection.execute("INSERT INTO coder (uid, name, created) VALUES (?, 'Ada', ?)", (uid(), _NOW))
        actors = ((uid(), f"Actor {n}", "person", "", _NOW) for n in range(200))
        put("INSERT INTO actor (uid, name, kind, description, created) VALUES (?, ?, ?, ?, ?)", actors)
        types = ((uid(), f"Claim type {n}", "", n % 12, _NOW) for n in range(40))
        put("INSERT INTO claim_type (uid, name, definition, colour, created) VALUES (?, ?, ?, ?, ?)", types)

        def texts() -> Iterator[tuple[object, ...]]:
            for n in range(articles):
                text = " ".join(chance.choices(_WORDS, k=words))
                yield (n + 1, uid(), f"article {n + 1}", text, "", "", 1, _NOW)

        put(
            "INSERT INTO text_version (id, uid, article_uid, text, sha256, folded, number, created, pages)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')",
            texts(),
        )

        def rows() -> Iterator[tuple[object, ...]]:
            for n in range(articles):
                title = " ".join(chance.choices(_WORDS, k=8)).capitalize()
                day = f"{2000 + n % 25}-{1 + n % 12:02}-{1 + n % 28:02}"
                outlet, author = f"Outlet {n % 60}", f"Author {n % 300}"
                url = f"https://outlet-{n % 60}.example/{n}"
                yield (uid(), n + 1, 1, title, outlet, author, day, "", url, "en", "", words, "", _NOW, _NOW)

        put(
            "INSERT INTO article (uid, text_id, place, title, outlet, authors, published, published_raw, url,"
            " language, section, words, memo, created, modified)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows(),
        )

        def marks() -> Iterator[tuple[object, ...]]:
            for n in range(passages):
                quote = quotes[chance.randrange(len(quotes))]
                memo = "See the answer of the other side." if n % 5 == 0 else ""
                article = n % articles + 1
                yield (uid(), article, article, n, n + len(quote), quote, memo, 1, _NOW, _NOW)

        put(
            'INSERT INTO passage (uid, article_id, text_id, start, "end", quote, memo, coder_id, created,'
            " modified) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            marks(),
        )

        def actor_tags() -> Iterator[tuple[object, ...]]:
            for n in range(passages):
                first, step = chance.randrange(200), chance.randrange(1, 200)
                for at, actor in enumerate((first, (first + step) % 200)):
                    yield (uid(), n + 1, actor + 1, _ROLES[(n + at) % 4], 1, _NOW)

        put(
            "INSERT INTO actor_tag (uid, passage_id, actor_id, role, coder_id, created)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            actor_tags(),
        )
        claims = ((uid(), n + 1, chance.randrange(40) + 1, _STANCES[n % 3], 1, _NOW) for n in range(passages))
        put(
            "INSERT INTO claim_tag (uid, passage_id, claim_type_id, stance, coder_id, created)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            claims,
        )
    connection.close()
    return folder
