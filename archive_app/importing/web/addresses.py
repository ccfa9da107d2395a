"""Web addresses as people type and paste them: understood, or refused with a reason."""

import ipaddress
import re
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit, urlunsplit

from archive_app.importing.web.public_hosts import is_public
from archive_app.model.errors import Refused

LONGEST = 4000
_BARE = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#].*)?", re.UNICODE)
_HEADINGS = {"url", "urls", "link", "links", "address", "addresses", "web address", "adresse", "href", "lien"}
_PORTS = {"http": 80, "https": 443}
_KEPT = "!#$%&'()*+,/:;=?@[]~-._"
_CHANGED = re.compile("[\u00df\u1e9e\u03c2\u200c\u200d]")
"""Letters that IDNA 2003, which Python knows, makes others of, so that another site would be asked."""
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address that may be asked for a page."""

    scheme: str
    host: str
    """In ASCII, small letters; an IPv6 address without its brackets."""
    port: int
    target: str
    """Path and query, in ASCII."""

    @property
    def url(self) -> str:
        """The whole address."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        at = host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"
        return f"{self.scheme}://{at}{self.target}"


@dataclass(frozen=True, slots=True)
class InvalidAddress:
    """Something in a list that is no address to fetch."""

    line: int
    """From 1."""
    written: str
    reason: str
    """A sentence."""


@dataclass(frozen=True, slots=True)
class AddressList:
    """What a typed or pasted list of addresses holds."""

    urls: tuple[str, ...]
    """Each once, in order."""
    invalid: tuple[InvalidAddress, ...] = ()
    repeated: int = 0
    """How many stood there more than once."""


def web_address(written: str) -> WebAddress:
    """Understand an address.

    Raises:
        Refused: It is none that would be fetched; the message says why.
    """
    written = written.strip()
    if len(written) > LONGEST:
        raise Refused(f"It is longer than {LONGEST:,} characters.")
    if not re.match(r"[a-z][a-z0-9+.-]*:", written, re.IGNORECASE):
        raise Refused("It is no web address such as https://www.example.org/page.")
    if re.search(r"[\x00-\x20\x7f\\]", written):
        raise Refused("It holds a blank, a backslash or a character that no address has.")
    try:
        parts = urlsplit(written)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Refused("It is no web address.") from error
    if parts.scheme not in _PORTS:
        raise Refused(f"It begins with “{parts.scheme}:”; only http and https can be fetched.")
    if "@" in parts.netloc:
        raise Refused("It holds a user name or password. Addresses are fetched without any.")
    if not host:
        raise Refused("It names no site.")
    path = quote(parts.path, safe=_KEPT) or "/"
    target = urlunsplit(("", "", path, quote(parts.query, safe=_KEPT), ""))
    target = target if target.startswith("/") else f"/{target}"
    # A path of two slashes would be read as a host.
    return WebAddress(
        parts.scheme, _ascii_host(host), port or _PORTS[parts.scheme], re.sub(r"^/+", "/", target)
    )


def _ascii_host(host: str) -> str:
    if changed := _CHANGED.search(host):
        raise Refused(
            f"The name of its site holds “{changed[0]}”, which would be taken for other letters. Write it as "
            "your browser copies it, beginning with “xn--”."
        )
    try:
        # First of all: other scripts' digits and full stops become those of an IP address.
        host = (host if host.isascii() else host.encode("idna").decode("ascii")).lower()
    except UnicodeError as error:
        raise Refused("It names no site that can exist.") from error
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    else:
        if "%" in host or not is_public(str(address)):
            raise Refused("It leads into a private network, not to the web.")
        return str(address)
    if re.fullmatch(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*\.?", host, re.IGNORECASE):
        raise Refused("It names its site by a number that is no ordinary address.")
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise Refused("It names no site that can exist.")
    if "." not in host.rstrip(".") or host.rstrip(".").endswith((".local", ".internal", ".localhost")):
        raise Refused("It names a computer in a private network, not a site of the web.")
    return host


def addresses_in(text: str) -> AddressList:
    """Find the addresses in a list: one a line, or several with commas, semicolons or tabs between them.

    ``www.example.org`` is taken for ``https://www.example.org``. Blank lines, lines that begin with ``#`` and
    a heading above the list are passed over.
    """
    urls: dict[str, None] = {}
    invalid: list[InvalidAddress] = []
    repeated = 0
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        for written in _cells(line):
            if number == 1 and written.casefold() in _HEADINGS:
                continue
            try:
                url = web_address(_with_scheme(written)).url
            except Refused as error:
                invalid.append(InvalidAddress(number, written[:200], str(error)))
                continue
            repeated += url in urls
            urls[url] = None
    return AddressList(tuple(urls), tuple(invalid), repeated)


def _cells(line: str) -> list[str]:
    line = line.strip()
    if not line or line.startswith("#"):
        return []
    # A comma is also part of addresses; it parts two only where another begins after it.
    cells = re.split(r"[,;\t ]\s*(?=\"?https?://)|\t|[,;]+$", line, flags=re.IGNORECASE)
    plain = [cell.strip().strip("\"'<>").strip().rstrip(",;") for cell in cells]
    return [cell for cell in plain if cell]


def _with_scheme(written: str) -> str:
    return f"https://{written}" if _BARE.fullmatch(written) else written


def is_address_list(text: str) -> bool:
    """Say whether a text holds addresses and nothing else, each of them with http or https."""
    lines = [cell for line in text.lstrip("\ufeff").splitlines() for cell in _cells(line)]
    if lines and lines[0].casefold() in _HEADINGS:
        lines = lines[1:]
    return bool(lines) and all(re.match(r"https?://\S+$", line, re.IGNORECASE) for line in lines)


def without_target(address: WebAddress, target: str) -> WebAddress:
    """Return the address of something else on the same site."""
    return replace(address, target=target)
