import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from archive_app.importing.web.fetching import Fetcher, FetchLimits, Resolved

Answer = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """A real server on this machine that answers for any name."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.names: dict[str, str] = {}
        """Names that lead elsewhere than to this machine."""
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers)))
                answer = site.pages.get(self.path)
                if answer is None:
                    self.send_response(404)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                answer(self)

            def log_message(self, *_arguments: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_arguments: object) -> None:
                pass  # whoever fetches may leave early

        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.port = int(self.server.server_address[1])
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()

    def url(self, path: str, host: str = "blick.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def put(self, path: str, content: bytes | str, status: int = 200, **headers: str) -> str:
        encoded = content.encode() if isinstance(content, str) else content

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            for name, value in {"Content-Length": str(len(encoded)), **named}.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(encoded)

        self.pages[path] = answer
        return self.url(path)

    def lead(self, path: str, to: str, status: int = 302) -> str:
        return self.put(path, b"", status, Location=to)

    def resolve(self, host: str, port: int) -> Resolved:
        ip = self.names.get(host, "127.0.0.1")
        family = socket.AF_INET6 if ":" in ip else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (ip, port))]

    def fetcher(self, **limits: float) -> Fetcher:
        chosen: dict[str, float] = {"pace_seconds": 0.0, **limits}
        return Fetcher(
            FetchLimits(**chosen),  # type: ignore[arg-type]  # of their kinds
            ports=(80, 443, self.port),
            exempt=frozenset({("127.0.0.1", self.port)}),
            resolve=self.resolve,
        )


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()
