"""Fetching pages of the web: only when asked, only from the open internet, slowly and within limits.

A name is resolved here, every address it has is checked, and the connection is made to the very address that
was checked, so that no name can lead elsewhere afterwards. Every redirection goes through the same. Proxies
that the environment names are not used: behind one, nothing could be checked.
"""

import http.client
import os
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from archive_app import __version__
from archive_app.importing.web.addresses import WebAddress, web_address, without_target
from archive_app.importing.web.public_hosts import is_public
from archive_app.importing.web.robots import MOST_BYTES as MOST_ROBOTS_BYTES
from archive_app.importing.web.robots import Robots, parse_robots
from archive_app.model.errors import ArchiveError, Cancelled, Refused

USER_AGENT = f"Archive App/{__version__}"
_ACCEPT = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.5"
)
_REDIRECTS = (301, 302, 303, 307, 308)
_CHUNK = 1 << 16
_TICK = 0.05
_BROKE_OFF = "The connection broke off before all of it had come. Try again."
_WITH_ENDING = {
    "text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "text/plain": ".txt",
}  # fmt: skip

Resolved = Sequence[tuple[Any, ...]]  # what socket.getaddrinfo gives


class Unfetchable(ArchiveError):
    """A page could not be fetched; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What fetching one page may take."""

    bytes: int = 20 << 20
    """Of what is sent, and of what that unpacks to."""
    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    """Without a single byte."""
    total_seconds: float = 60.0
    redirects: int = 5
    pace_seconds: float = 2.0
    """Between two requests to one host."""


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """What an address led to."""

    url: str
    """Where it was found in the end."""
    name: str
    """A file's name for it."""
    content: bytes
    charset: str = ""
    """The encoding that the server declares."""


@dataclass
class Fetcher:
    """Fetches one page after the other; remembers what sites allow and when they were asked last.

    One thread at a time may use it.
    """

    limits: FetchLimits = field(default_factory=FetchLimits)
    ports: tuple[int, ...] = (80, 443)
    exempt: frozenset[tuple[str, int]] = frozenset()
    """IP addresses with ports that need not be public: for tests, whose servers are on this machine."""
    resolve: Callable[[str, int], Resolved] = lambda host, port: socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM
    )
    _robots: dict[tuple[str, str, int], Robots] = field(default_factory=dict, repr=False)
    _asked: dict[str, float] = field(default_factory=dict, repr=False)
    _delays: dict[str, float] = field(default_factory=dict, repr=False)

    def fetch(self, url: str, *, cancelled: Callable[[], bool] | None = None) -> FetchedPage:
        """Fetch what an address leads to.

        Raises:
            Unfetchable: It could not be, or must not be; the message says why.
            Cancelled: ``cancelled`` said so, at most a fifth of a second ago.
        """
        attempt = _Attempt(self, url)
        thread = threading.Thread(target=attempt.run, name="archive-fetch", daemon=True)
        thread.start()
        while not attempt.is_over.wait(_TICK):
            if cancelled is not None and cancelled():
                attempt.give_up()
                raise Cancelled("Fetching was cancelled.")
            if time.monotonic() > attempt.deadline:
                attempt.give_up()
                raise Unfetchable(f"It took longer than {self.limits.total_seconds:g} seconds.")
        if attempt.error is not None:
            raise attempt.error
        assert attempt.page is not None
        return attempt.page

    def pause_before(self, host: str) -> float:
        """Return how many seconds to wait before a host may be asked, and note that it is asked then."""
        now = time.monotonic()
        pace = max(self.limits.pace_seconds, self._delays.get(host, 0.0))
        due = max(now, self._asked.get(host, -1e9) + pace)
        self._asked[host] = due
        return due - now


class _Attempt:
    """One address on its way; runs in a thread that may be left behind."""

    def __init__(self, fetcher: Fetcher, url: str) -> None:
        self.is_over = threading.Event()
        self.page: FetchedPage | None = None
        self.error: Exception | None = None
        self.deadline = time.monotonic() + fetcher.limits.total_seconds
        self._fetcher = fetcher
        self._limits = fetcher.limits
        self._url = url
        self._given_up = threading.Event()
        self._socket: socket.socket | None = None

    def give_up(self) -> None:
        """Stop soon, whatever it is doing."""
        self._given_up.set()
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def run(self) -> None:
        """Fetch it, and leave the page or the error."""
        try:
            self.page = self._fetched()
        except Unfetchable as error:
            self.error = error
        except Refused as error:
            self.error = Unfetchable(str(error))
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.error = Unfetchable(_said_of(error))
        except Exception as error:  # a bug, raised in the thread that waits for this one
            self.error = error
        finally:
            self.is_over.set()

    def _fetched(self) -> FetchedPage:
        address = self._checked(self._url)
        host = ""
        for _ in range(self._limits.redirects + 1):
            self._ask_robots(address)
            if address.host != host:
                self._pause(self._fetcher.pause_before(address.host))
                host = address.host
            answer = self._get(address, self._limits.bytes)
            if answer.location is None:
                return self._page(address, answer)
            address = self._redirected(address, answer.location)
        raise Unfetchable(f"It leads on and on, more than {self._limits.redirects} times.")

    def _checked(self, url: str) -> WebAddress:
        address = web_address(url)
        if address.port not in self._fetcher.ports:
            ports = " and ".join(map(str, self._fetcher.ports))
            raise Unfetchable(f"It asks for port {address.port}; only {ports} are fetched from.")
        return address

    def _redirected(self, address: WebAddress, location: str) -> WebAddress:
        with suppress(UnicodeError):  # headers are taken for Latin-1, and many servers write UTF-8
            location = location.encode("latin-1").decode("utf-8")
        url = urljoin(address.url, location.strip()).partition("#")[0]
        try:
            return self._checked(url)
        except (Refused, Unfetchable) as error:
            raise Unfetchable(f"It leads on to “{url[:200]}”. {error}") from error

    def _pause(self, seconds: float) -> None:
        self.deadline += seconds
        if seconds > 0:
            self._given_up.wait(seconds)
        if self._given_up.is_set():
            raise Unfetchable("It was given up.")

    # What the site allows -----------------------------------------------------------------------

    def _ask_robots(self, address: WebAddress) -> None:
        site = (address.scheme, address.host, address.port)
        robots = self._fetcher._robots.get(site)
        if robots is None:
            robots = self._fetcher._robots[site] = self._robots_of(address)
            self._fetcher._delays[address.host] = robots.delay
        if not robots.allows(address.target):
            raise Unfetchable(
                "The site asks programs not to fetch this page (robots.txt). "
                "Open it in a browser, save it and import the file."
            )

    def _robots_of(self, address: WebAddress) -> Robots:
        at = without_target(address, "/robots.txt")
        for _ in range(self._limits.redirects + 1):
            answer = self._get(at, MOST_ROBOTS_BYTES, is_cut=True, any_status=True)
            if answer.location is None:
                break
            at = self._redirected(at, answer.location)
        if answer.status >= 500:
            raise Unfetchable(
                f"The site's robots.txt could not be read (answer {answer.status}), so what it allows is "
                "unknown. Try again later."
            )
        return parse_robots(answer.content) if answer.status == 200 else Robots()

    # Asking -------------------------------------------------------------------------------------

    def _get(
        self, address: WebAddress, most: int, *, is_cut: bool = False, any_status: bool = False
    ) -> "_Answer":
        connection = http.client.HTTPConnection(address.host, address.port)
        connection.sock = self._connected(address)
        try:
            connection.request(
                "GET",
                address.target,
                headers={
                    "User-Agent": USER_AGENT, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate",
                    "Host": _host_header(address), "Connection": "close",
                },
            )  # fmt: skip
            with connection.getresponse() as response:
                location = response.headers.get("Location")
                if response.status in _REDIRECTS and location:
                    return _Answer(response.status, location=location)
                if response.status != 200:
                    if any_status:
                        return _Answer(response.status)
                    raise Unfetchable(_said_of_status(response.status))
                content = b"".join(self._body(response, most, is_cut=is_cut))
                return _Answer(200, content, response.headers)
        finally:
            connection.close()
            self._socket = None

    def _connected(self, address: WebAddress) -> socket.socket:
        error: OSError | None = None
        for family, kind, protocol, _, place in self._places(address):
            made = socket.socket(family, kind, protocol)
            self._socket = made
            try:
                made.settimeout(self._limits.connect_seconds)
                made.connect(place)
                if address.scheme == "https":
                    context = ssl.create_default_context()
                    made = self._socket = context.wrap_socket(made, server_hostname=address.host)
                made.settimeout(self._limits.read_seconds)
            except OSError as refused:
                made.close()
                error = refused
                continue
            if self._given_up.is_set():
                made.close()
                raise Unfetchable("It was given up.")
            return made
        raise error or Unfetchable(f"The site “{address.host}” has no address.")

    def _places(self, address: WebAddress) -> Resolved:
        """Resolve a name; every one of its addresses has to be public."""
        try:
            places = self._fetcher.resolve(address.host, address.port)
        except (socket.gaierror, UnicodeError) as error:
            raise Unfetchable(
                f"The site “{address.host}” was not found. Check the address, and whether you are online."
            ) from error
        sockets = [(str(place[4][0]), int(place[4][1])) for place in places]
        if not all(is_public(ip) or (ip, port) in self._fetcher.exempt for ip, port in sockets):
            raise Unfetchable(f"The site “{address.host}” leads into a private network, not to the web.")
        return places

    def _body(self, response: http.client.HTTPResponse, most: int, *, is_cut: bool) -> Iterator[bytes]:
        unpack = _unpacker(response.headers.get("Content-Encoding", ""))
        taken = given = 0
        while given <= most:
            chunk = response.read(_CHUNK)
            taken += len(chunk)
            for piece in unpack(chunk, most + 1 - given):
                given += len(piece)
                yield piece
            if not chunk:
                break
            if taken > most:
                given = most + 1
        if given > most and not is_cut:
            raise Unfetchable(f"It is larger than {most >> 20} MB.")
        if response.length and not is_cut and given <= most:
            raise Unfetchable(_BROKE_OFF)

    def _page(self, address: WebAddress, answer: "_Answer") -> FetchedPage:
        if not answer.content:
            raise Unfetchable("The server sent nothing.")
        headers = answer.headers
        kind = headers.get_content_type() if headers is not None else ""
        charset = (headers.get_content_charset() or "") if headers is not None else ""
        return FetchedPage(address.url, file_name(address.url, kind), answer.content, charset)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    content: bytes = b""
    headers: Any = None  # http.client's message
    location: str | None = None


def file_name(url: str, kind: str = "") -> str:
    """Make up a file's name for a page.

    >>> file_name("https://blick.example/2019/storm", "text/html"), file_name("https://blick.example/")
    ('storm.html', 'blick.example')
    """
    parts = urlsplit(url)
    name = unquote(PurePosixPath(parts.path).name, errors="replace")
    name = "".join(letter for letter in name if letter.isprintable() and letter not in '/\\:*?"<>|')[:120]
    name = name.strip(". ") or parts.hostname or "page"
    ending = _WITH_ENDING.get(kind, "")
    known = PurePosixPath(name).suffix.lower() in (ending, ".htm", ".xhtml", ".php", ".asp", ".aspx")
    return name if not ending or known else name + ending


def _host_header(address: WebAddress) -> str:
    return urlsplit(address.url).netloc


def _unpacker(encoding: str) -> Callable[[bytes, int], Iterator[bytes]]:
    """Return what unpacks a body piece by piece, never more than is asked for."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return lambda chunk, _most: iter((chunk,))
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise Unfetchable(f"The server packed it in a way that was not asked for (“{encoding[:40]}”).")
    state: list[Any] = []  # the decompressor, once the first bytes show which it is

    def unpack(chunk: bytes, most: int) -> Iterator[bytes]:
        if not chunk:
            if state and not state[0].eof:
                raise Unfetchable(_BROKE_OFF)
            return
        if not state:
            is_bare = encoding == "deflate" and chunk[0] & 0x0F != 8
            state.append(zlib.decompressobj(-15 if is_bare else 47))
        try:
            yield state[0].decompress(chunk, max(most, 1))
        except zlib.error as error:
            raise Unfetchable("What came is damaged. Try again.") from error

    return unpack


def _said_of_status(status: int) -> str:
    reason = http.client.responses.get(status, "")
    known = {
        401: "The page needs a password.",
        403: "The site refuses programs this page. Open it in a browser, save it and import the file.",
        404: "There is no such page.",
        410: "The page was taken down.",
        429: "The site was asked too often. Try again later.",
        451: "The page is blocked for legal reasons.",
    }
    sentence = known.get(status, "The site could not answer. Try again later." if status >= 500 else "")
    return f"{sentence} The server answered {status}{f' ({reason})' if reason else ''}.".strip()


def _said_of(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"The site could not prove who it is ({error.verify_message}), so nothing was fetched."
    if isinstance(error, TimeoutError):
        return "The site did not answer in time. Try again later."
    if isinstance(error, http.client.IncompleteRead | ConnectionError):
        return "The connection broke off. Try again."
    if isinstance(error, http.client.HTTPException | ValueError):
        return "What the site answered is no proper answer."
    sentence = f"The site could not be reached ({getattr(error, 'strerror', None) or error})."
    if any(os.environ.get(name) for name in ("https_proxy", "http_proxy", "HTTPS_PROXY", "HTTP_PROXY")):
        sentence += " Archive App does not use the proxy that this system names."
    return sentence
