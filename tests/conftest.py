"""What all tests share: an archive to work on, and a machine that keeps nothing of them."""

import multiprocessing
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The processes that tests start import from there too.
sys.path.append(str(Path(__file__).parent / "processes"))

import pytest
import ready_made

from archive_app.model.identity import new_uid
from archive_app.model.tables import Article, Source, TextVersion
from archive_app.model.text import canonical, fold_whitespace, text_digest, word_count
from archive_app.storage.archive import Archive, create_archive
from archive_app.storage.lock import WriterLock
from archive_app.storage.originals import Original, digest, store_originals
from archive_app.storage.places import Places

AddArticle = Callable[..., int]

MARCH = """Marshal orders march on the capital

Field Marshal Orlan Dabrek on Saturday ordered his forces to advance on Tavira. "We are near," he said.

The government accused him of shelling houses. His command denied it: "We fired at no house."

On Sunday the government accused him of shelling houses again.
"""
EMOJI = (
    "Truce holds 🕊️ in the south\n\nObservers counted 12\u00a0shots 😀 on Monday, the fewest since March."
    " “It is quiet,” said Mira Tolle."
)
ARABIC = "الهدنة صامدة\n\nقالت وزارة الصحة إن 12 شخصا قتلوا، ونفت القيادة ذلك.\n"


@pytest.fixture(autouse=True)
def _nothing_is_kept(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and search indexes of a test lie in folders of their own."""
    folder = tmp_path_factory.mktemp("machine")
    monkeypatch.setenv("ARCHIVE_APP_CACHE", str(folder / "cache"))
    monkeypatch.setenv("ARCHIVE_APP_CONFIG", str(folder / "config"))


@pytest.fixture(autouse=True)
def _processes_are_ready_made(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the app would spawn is forked from a prepared process, unless the test is marked ``spawned``."""
    if ready_made.ARE_POSSIBLE and request.node.get_closest_marker("spawned") is None:
        monkeypatch.setattr(multiprocessing, "get_context", ready_made.get_context)


@pytest.fixture(scope="session")
def add_article() -> AddArticle:
    """Puts an article into an archive, as an import would, with its original; returns its key."""
    return _add_article


@pytest.fixture(scope="session")
def new_archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of closed archives to be copied: bringing a new one up to date takes longer than most tests."""
    folder = tmp_path_factory.mktemp("new archives")
    create_archive(folder / "empty").close()
    with create_archive(folder / "three articles") as archive:
        _add_three_articles(archive)
    return {path.name: path for path in folder.iterdir()}


@pytest.fixture
def empty_archive(
    request: pytest.FixtureRequest, tmp_path: Path, new_archives: dict[str, Path]
) -> Iterator[Archive]:
    """A fresh archive with nothing in it, unless the test asks for ``archive`` too."""
    places = Places(tmp_path / "archive")
    has_articles = "archive" in request.fixturenames
    shutil.copytree(new_archives["three articles" if has_articles else "empty"], places.folder)
    with closing(sqlite3.connect(places.database, isolation_level=None)) as connection:
        connection.execute("UPDATE property SET value = ? WHERE key = 'uid'", (new_uid(),))
    with Archive(places, WriterLock(places)) as archive:
        yield archive


@pytest.fixture
def archive(empty_archive: Archive) -> Archive:
    """A fresh archive with three articles: 1 in English, 2 with emoji and no-break spaces, 3 in Arabic."""
    with empty_archive.reading() as session:
        is_empty = session.get(Article, 1) is None
    if is_empty:  # this fixture was asked for only while the test ran
        _add_three_articles(empty_archive)
    return empty_archive


def _add_three_articles(archive: Archive) -> None:
    _add_article(
        archive, MARCH, title="Marshal orders march on the capital", outlet="Tavira Post",
        published="2023-03-04", authors="Ada Lorn", language="en",
    )  # fmt: skip
    _add_article(
        archive, EMOJI, title="Truce holds 🕊️ in the south", outlet="Southern Wire",
        published="2023-04-01", url="https://southern-wire.example/truce", language="en",
    )  # fmt: skip
    _add_article(archive, ARABIC, title="الهدنة صامدة", outlet="مرآة تافيرا", language="ar")


def _add_article(archive: Archive, text: str, *, title: str = "", **values: str) -> int:
    original = text.encode("utf-8")
    text = canonical(text)
    with archive.change("import", f"Import “{title}”", "Tester") as change:
        article = Article(title=title, words=word_count(text), text_id=0, **values)
        version = TextVersion(
            article_uid=article.uid, text=text, sha256=text_digest(text),
            folded=text_digest(fold_whitespace(text)),
        )  # fmt: skip
        name, sha256 = f"{title}.txt", digest(original)
        store_originals(archive.places, [Original(original, sha256, name)])
        source = Source(sha256=sha256, size=len(original), name=name, reader="plain text")
        change.transaction.insert(version)
        change.transaction.insert(source)
        article.text_id, article.source_id = version.key, source.key
        change.transaction.insert(article)
    return article.key
