from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from archive_app.importing.sandbox import Sandbox
from archive_app.model.errors import Refused
from archive_app.model.tables import Article, Source
from archive_app.model.web_links import WebLink
from archive_app.operations.fetching import fetch_addresses, in_turn
from archive_app.operations.importing import ImportReport, import_files
from archive_app.operations.importing_again import failed_addresses
from archive_app.storage.archive import Archive
from archive_app.storage.journal import table_of
from archive_app.storage.originals import read_original
from tests.importing.web.conftest import Site


def page(title: str, *, date: str = "") -> str:
    dated = f'<meta property="article:published_time" content="{date}">' if date else ""
    sentences = "".join(
        f"<p>On day {number} the {title.lower()} went on, and the people of Tavira counted what it took.</p>"
        for number in range(1, 8)
    )
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>{dated}</head>"
        f"<body><article><h1>{title}</h1>{sentences}</article></body></html>"
    )


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as made:
        yield made


def fetch(
    archive: Archive, sandbox: Sandbox, site: Site, *links: WebLink, again: bool = False
) -> ImportReport:
    return fetch_addresses(archive, links, coder="Ada", fetcher=site.fetcher(), sandbox=sandbox, again=again)


def articles(archive: Archive) -> list[Article]:
    with archive.reading() as session:
        return list(session.execute(select(Article).order_by(table_of(Article).c.id)).scalars())


def test_addresses_become_articles_and_each_has_its_outcome(
    empty_archive: Archive, sandbox: Sandbox, site: Site
) -> None:
    storm = site.put("/storm", page("Storm", date="2019-04-16"), Content_Type="text/html")
    report = fetch(empty_archive, sandbox, site, WebLink(storm), WebLink(site.url("/gone")))
    (article,) = articles(empty_archive)
    assert (article.title, article.published, article.url) == ("Storm", "2019-04-16", storm)
    assert [failure.source for failure in report.failed] == [site.url("/gone")]
    assert "404" in report.failed[0].reason
    assert failed_addresses(empty_archive, report.run_id or 0) == [site.url("/gone")]
    with empty_archive.reading() as session:
        source = session.execute(select(Source)).scalar_one()
    assert (source.origin, source.name) == (storm, "storm.html")
    assert read_original(empty_archive, source).decode() == page("Storm", date="2019-04-16")


def test_what_a_list_says_fills_what_a_page_does_not_say(
    empty_archive: Archive, sandbox: Sandbox, site: Site
) -> None:
    url = site.put("/calm", page("Calm"), Content_Type="text/html")
    link = WebLink(url, "Not the title", "Coast Gazette", "Ada Lorn", "2019-04-17", "17 April 2019", "en")
    fetch(empty_archive, sandbox, site, link)
    (article,) = articles(empty_archive)
    assert article.title == "Calm"
    assert (article.outlet, article.published) == ("Coast Gazette", "2019-04-17")


def test_an_address_that_was_fetched_before_is_not_asked_again(
    empty_archive: Archive, sandbox: Sandbox, site: Site
) -> None:
    url = site.put("/storm", page("Storm"), Content_Type="text/html")
    fetch(empty_archive, sandbox, site, WebLink(url))
    asked = len(site.asked)
    report = fetch(empty_archive, sandbox, site, WebLink(url))
    assert len(site.asked) == asked
    assert [double.title for double in report.duplicates] == ["Storm"]
    site.put("/storm", page("Storm and flood"), Content_Type="text/html")
    fetch(empty_archive, sandbox, site, WebLink(url), again=True)
    assert [article.title for article in articles(empty_archive)] == ["Storm", "Storm and flood"]


def test_a_table_of_links_is_reported_and_fetched_later(
    empty_archive: Archive, sandbox: Sandbox, site: Site, tmp_path: Path
) -> None:
    url = site.put("/storm", page("Storm"), Content_Type="text/html")
    table = tmp_path / "links.csv"
    table.write_text(f"media_name,publish_date,title,url\nBlick,2019-04-16,Storm,{url}\n", "utf-8")
    report = import_files(empty_archive, [table], coder="Ada", sandbox=sandbox)
    assert not report.failed
    assert not report.imported
    assert [link.url for link in report.links] == [url]
    assert "1 web address without its text" in report.warnings[0].sentence
    assert not site.asked
    fetch(empty_archive, sandbox, site, *report.links)
    assert articles(empty_archive)[0].outlet == "Blick"


def test_a_file_of_addresses_is_a_list_of_links(
    empty_archive: Archive, sandbox: Sandbox, tmp_path: Path
) -> None:
    file = tmp_path / "links.txt"
    file.write_text("https://blick.example/a\nhttps://blick.example/b\nhttp://127.0.0.1/c\n", "utf-8")
    report = import_files(empty_archive, [file], coder="Ada", sandbox=sandbox)
    assert [link.url for link in report.links] == ["https://blick.example/a", "https://blick.example/b"]
    assert any("private network" in warning.sentence for warning in report.warnings)


def test_cancelling_keeps_what_was_fetched(empty_archive: Archive, sandbox: Sandbox, site: Site) -> None:
    urls = [site.put(f"/{n}", page(f"Storm {n}"), Content_Type="text/html") for n in range(6)]
    report = fetch_addresses(
        empty_archive, [WebLink(url) for url in urls], coder="Ada", fetcher=site.fetcher(), sandbox=sandbox,
        cancelled=lambda: len(site.asked) > 4,
    )  # fmt: skip
    assert report.cancelled
    again = fetch(empty_archive, sandbox, site, *map(WebLink, urls))
    assert len(articles(empty_archive)) == 6
    assert not again.failed


def test_hosts_are_asked_in_turn() -> None:
    links = [WebLink(f"https://{host}.example/{n}") for host in "aab" for n in (1, 2)]
    order = [link.url[8:].replace(".example/", "") for link in in_turn(links)]
    assert order == ["a1", "b1", "a2", "b2", "a1", "a2"]


def test_nothing_to_fetch_is_refused(empty_archive: Archive) -> None:
    with pytest.raises(Refused):
        fetch_addresses(empty_archive, [], coder="Ada")
