import doctest
import gzip
import time
import zlib
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from archive_app import __version__
from archive_app.importing.web import fetching
from archive_app.importing.web.fetching import Fetcher, Unfetchable
from archive_app.model.errors import Cancelled
from tests.importing.web.conftest import Site

PAGE = "<html><head><title>Störung</title></head><body><p>Es stürmte.</p></body></html>"


def refusal(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(Unfetchable) as error:
        fetcher.fetch(url)
    return str(error.value)


def test_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(fetching).failed == 0


def test_a_page_is_fetched_under_our_own_name(site: Site) -> None:
    url = site.put("/2019/storm", PAGE.encode("latin-1"), Content_Type="text/html; charset=iso-8859-1")
    page = site.fetcher().fetch(url)
    assert page.content.decode(page.charset) == PAGE
    assert (page.url, page.name) == (url, "storm.html")
    assert [path for path, _ in site.asked] == ["/robots.txt", "/2019/storm"]
    headers = site.asked[1][1]
    assert headers["User-Agent"] == f"Archive App/{__version__}"
    assert headers["Host"] == f"blick.example:{site.port}"
    assert not {"Cookie", "Authorization", "Referer"} & set(headers)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "bare deflate"])
def test_a_packed_page_is_unpacked(site: Site, coding: str) -> None:
    packer = zlib.compressobj(wbits={"gzip": 31, "deflate": 15, "bare deflate": -15}[coding])
    packed = packer.compress(PAGE.encode()) + packer.flush()
    url = site.put("/a", packed, Content_Encoding=coding.split()[-1])
    assert site.fetcher().fetch(url).content == PAGE.encode()


def test_redirections_are_followed_five_times(site: Site) -> None:
    for number in range(5):
        site.lead(f"/{number}", f"/{number + 1}")
    site.put("/5", PAGE)
    assert site.fetcher().fetch(site.url("/0")).url == site.url("/5")
    site.lead("/5", "/6")
    assert "more than 5 times" in refusal(site.fetcher(), site.url("/0"))


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/", "http://127.0.0.1:{port}/secret", "file:///etc/passwd", "ftp://blick.example/a",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://0x7f.1/", "http://0/",
        "http://017700000001/", "http://user:word@blick.example/", "http://localhost/", "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data", "//192.168.0.1/a", "http://router.example/",
        "gopher://blick.example/", "http://[fe80::1%25eth0]/", "http://blick.example:22/",
        "javascript:alert(1)",
    ],
)  # fmt: skip
def test_no_redirection_leads_into_the_private_network(site: Site, target: str) -> None:
    site.names["router.example"] = "192.168.1.1"
    site.put("/secret", "a secret")
    url = site.lead("/a", target.format(port=site.port))
    reason = refusal(site.fetcher(), url)
    assert "leads" in reason or "port" in reason
    assert "/secret" not in [path for path, _ in site.asked]


@pytest.mark.parametrize(
    "ip",
    [
        "10.0.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.168.0.1", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1",
        "ff02::1",
        "ff0e::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1",
        "2002:7f00:1::", "2001:db8::1", "2001:0:4136:e378:8000:63bf:80ff:fffe", "fec0::1",
    ],
)  # fmt: skip
def test_no_name_leads_into_the_private_network(site: Site, ip: str) -> None:
    site.names["sly.example"] = ip
    fetcher = site.fetcher()
    fetcher.exempt = frozenset()
    assert "private network" in refusal(fetcher, "http://sly.example/")
    assert not site.asked


def test_a_name_with_one_private_address_among_public_ones_is_refused(site: Site) -> None:
    fetcher = site.fetcher()
    fetcher.resolve = lambda _host, port: [
        (2, 1, 6, "", ("93.184.216.34", port)),
        (2, 1, 6, "", ("10.0.0.1", port)),
    ]
    assert "private network" in refusal(fetcher, "http://sly.example/")


def test_the_address_that_was_checked_is_the_one_connected_to(site: Site) -> None:
    url = site.put("/a", PAGE)
    fetcher = site.fetcher()
    answers = [site.resolve("", site.port), site.resolve("", site.port)]  # robots.txt and the page

    def once(_host: str, _port: int):  # type: ignore[no-untyped-def]  # as socket.getaddrinfo
        return answers.pop()  # a third lookup, as a rebinding needs, would fail

    fetcher.resolve = once
    assert fetcher.fetch(url).content == PAGE.encode()


@pytest.mark.parametrize("packed", [False, True])
def test_a_page_that_is_too_large_is_given_up(site: Site, packed: bool) -> None:
    large = b"a" * 3_000_000
    url = site.put("/a", gzip.compress(large), Content_Encoding="gzip") if packed else site.put("/a", large)
    assert "larger than 1 MB" in refusal(site.fetcher(bytes=1 << 20), url)


def test_a_bomb_is_not_unpacked(site: Site) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()
    url = site.put("/a", bomb, Content_Encoding="gzip")
    began = time.process_time()
    assert "larger than 20 MB" in refusal(site.fetcher(), url)
    assert time.process_time() - began < 2


def test_an_endless_page_is_given_up(site: Site) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        while True:
            handler.wfile.write(b"more and more " * 5000)

    site.pages["/a"] = endless
    assert "larger than 1 MB" in refusal(site.fetcher(bytes=1 << 20), site.url("/a"))


def _slow(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def test_a_slow_page_is_given_up_in_time(site: Site) -> None:
    site.pages["/a"] = _slow
    began = time.monotonic()
    assert "longer than 0.5 seconds" in refusal(site.fetcher(total_seconds=0.5), site.url("/a"))
    assert time.monotonic() - began < 3


def test_cancelling_takes_effect_at_once(site: Site) -> None:
    site.pages["/a"] = _slow
    began = time.monotonic()
    with pytest.raises(Cancelled):
        site.fetcher().fetch(site.url("/a"), cancelled=lambda: time.monotonic() - began > 0.3)
    assert time.monotonic() - began < 0.3 + 0.2 + 0.5  # the half second for a busy machine


def test_silence_is_not_waited_for(site: Site) -> None:
    site.pages["/a"] = lambda _handler: time.sleep(2)
    assert "did not answer in time" in refusal(site.fetcher(read_seconds=0.3), site.url("/a"))


def test_a_page_that_breaks_off_is_not_taken_for_whole(site: Site) -> None:
    def broken(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"half of it")
        handler.close_connection = True

    site.pages["/a"] = broken
    assert "broke off" in refusal(site.fetcher(), site.url("/a"))


def test_a_packed_page_that_breaks_off_is_not_taken_for_whole(site: Site) -> None:
    packed = gzip.compress((PAGE * 50).encode())
    url = site.put("/a", packed[: len(packed) // 2], Content_Encoding="gzip")
    assert "broke off" in refusal(site.fetcher(), url)


def test_more_than_was_announced_is_not_read(site: Site) -> None:
    url = site.put("/a", PAGE + "more than was announced", Content_Length=str(len(PAGE.encode())))
    assert site.fetcher().fetch(url).content == PAGE.encode()


@pytest.mark.parametrize(
    "answer", [b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b""]
)
def test_an_answer_that_is_none_is_told_in_a_sentence(site: Site, answer: bytes) -> None:
    def answered(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(answer)
        handler.close_connection = True

    site.pages["/a"] = answered
    assert refusal(site.fetcher(), site.url("/a")).endswith((".", "again."))


@pytest.mark.parametrize(
    ("status", "said"), [(404, "no such page"), (403, "refuses programs"), (503, "Try again")]
)
def test_a_refusal_of_the_server_is_explained(site: Site, status: int, said: str) -> None:
    reason = refusal(site.fetcher(), site.put("/a", "no", status))
    assert said in reason
    assert str(status) in reason


def test_what_robots_txt_forbids_is_not_fetched(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /private/\nAllow: /private/open\n")
    site.put("/private/a", PAGE)
    site.put("/private/open", PAGE)
    fetcher = site.fetcher()
    assert "robots.txt" in refusal(fetcher, site.url("/private/a"))
    fetcher.fetch(site.url("/private/open"))
    assert [path for path, _ in site.asked] == ["/robots.txt", "/private/open"]


def test_a_redirection_asks_the_other_sites_robots_txt(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /b\n")
    url = site.lead("/a", site.url("/b", "other.example"))
    assert "robots.txt" in refusal(site.fetcher(), url)


def test_where_robots_txt_fails_nothing_is_fetched(site: Site) -> None:
    site.put("/robots.txt", "broken", 500)
    assert "robots.txt could not be read" in refusal(site.fetcher(), site.put("/a", PAGE))


def test_one_host_is_asked_once_in_two_seconds() -> None:
    fetcher = Fetcher()
    assert fetcher.pause_before("blick.example") == 0
    assert fetcher.pause_before("other.example") == 0
    assert 1.5 < fetcher.pause_before("blick.example") <= 2
    assert 3.5 < fetcher.pause_before("blick.example") <= 4


def test_waiting_for_ones_turn_can_be_cancelled(site: Site) -> None:
    url = site.put("/a", PAGE)
    fetcher = site.fetcher(pace_seconds=30.0)
    fetcher.fetch(url)
    began = time.monotonic()
    with pytest.raises(Cancelled):
        fetcher.fetch(url, cancelled=lambda: time.monotonic() - began > 0.2)
    assert time.monotonic() - began < 2


def test_a_proxy_of_the_environment_is_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    assert site.fetcher().fetch(site.put("/a", PAGE)).content == PAGE.encode()


def test_an_unknown_name_is_told_in_a_sentence(site: Site, tmp_path: Path) -> None:
    import socket

    def unknown(_host: str, _port: int):  # type: ignore[no-untyped-def]  # as socket.getaddrinfo
        raise socket.gaierror(-2, "Name or service not known")

    fetcher = site.fetcher()
    fetcher.resolve = unknown
    assert "was not found" in refusal(fetcher, "http://nobody.example/")
