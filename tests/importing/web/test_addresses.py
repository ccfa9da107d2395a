import time

import pytest

from archive_app.importing.web.addresses import addresses_in, is_address_list, web_address
from archive_app.importing.web.robots import parse_robots
from archive_app.model.errors import Refused


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://Blick.Example/a?b=c#d", "https://blick.example/a?b=c"),
        ("http://blick.example:80", "http://blick.example/"),
        ("https://müller.example/straße?q=ü", "https://xn--mller-kva.example/stra%C3%9Fe?q=%C3%BC"),
        ("https://blick.example/a%20b", "https://blick.example/a%20b"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
    ],
)
def test_an_address_is_brought_into_one_form(written: str, url: str) -> None:
    assert web_address(written).url == url


@pytest.mark.parametrize(
    "written",
    [
        "ftp://blick.example/", "file:///etc/passwd", "blick", "http://", "http://user@blick.example/",
        "http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://0177.0.0.1/", "http://127.1/",
        "http://localhost/", "http://printer.local/", "http://a b.example/", "http://blick.example:99999/",
        "http://[::ffff:10.0.0.1]/", "http://blick.example\\@evil.example/", "http://[::1",
        "https://x" + "a" * 5000,
        "https://straße.example/", "https://xn--a.straße.example/", "http://-bad.example/", "http://bad..example/",
    ],
)  # fmt: skip
def test_what_would_not_be_fetched_is_refused_with_a_reason(written: str) -> None:
    with pytest.raises(Refused) as error:
        web_address(written)
    assert str(error.value).endswith(".")


def test_a_pasted_list_is_understood() -> None:
    found = addresses_in(
        "URL\n"
        "https://blick.example/a\n"
        "\n"
        "# a comment\n"
        "www.blick.example/b, https://blick.example/c?x=1,2\n"
        "https://blick.example/a\n"
        "not an address\n"
        "<https://blick.example/d>\n"
    )
    assert found.urls == (
        "https://blick.example/a",
        "https://www.blick.example/b",
        "https://blick.example/c?x=1,2",
        "https://blick.example/d",
    )
    assert [(one.line, one.written) for one in found.invalid] == [(7, "not an address")]
    assert found.repeated == 1


def test_a_file_of_nothing_but_addresses_is_known() -> None:
    assert is_address_list("url\nhttps://blick.example/a\nhttp://blick.example/b\n")
    assert not is_address_list("See https://blick.example/a for more.\n")
    assert not is_address_list("\n")


ROBOTS = b"""# for all
User-agent: *
Disallow: /a
Allow: /a/b$
Disallow: /*.pdf$
Crawl-delay: 7

User-agent: Other
User-Agent: Archive App
Disallow: /only-us
"""


def test_robots_txt_is_read_as_the_standard_says() -> None:
    everyone = parse_robots(ROBOTS.replace(b"Archive App", b"Somebody"))
    assert not everyone.allows("/a")
    assert not everyone.allows("/a/c")
    assert everyone.allows("/a/b")
    assert not everyone.allows("/a/b/c")
    assert not everyone.allows("/x/y.pdf")
    assert everyone.allows("/x/y.pdf?z")
    assert everyone.delay == 7
    ours = parse_robots(ROBOTS)
    assert ours.allows("/a")
    assert not ours.allows("/only-us/x")
    assert parse_robots(b"User-agent: *\nDisallow:\n").allows("/anything")


def test_patterns_made_to_be_slow_are_not() -> None:
    robots = parse_robots(b"User-agent: *\n" + (b"Disallow: /" + b"*a" * 200 + b"$\n") * 200)
    began = time.process_time()
    assert robots.allows("/" + "a" * 3000 + "b")
    assert time.process_time() - began < 1


@pytest.mark.parametrize("host", ["127\u30020\u30020\u30021", "\uff11\uff12\uff17.0.0.1"])
def test_an_ip_address_in_the_digits_and_stops_of_other_scripts_is_one(host: str) -> None:
    with pytest.raises(Refused, match="private network"):
        web_address(f"http://{host}/")
