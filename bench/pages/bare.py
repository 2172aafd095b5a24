"""Knows a page that only has to arrive: files and bytes as of the phone's first page, none of which runs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from playwright.sync_api import Browser

from bench.pages.browser import LISTEN, seen, slowed
from tests.web.device import PHONE

_ARRIVED = "(files) => performance.getEntriesByType('resource').filter((each) => each.responseEnd > 0).length >= files"


@contextmanager
def bare_page(sizes: Sequence[int]) -> Iterator[str]:
    """Its address. Its files are as large as is said; its words stand in the page itself."""
    links = "".join(f'<link rel="preload" as="fetch" crossorigin href="/{number}">' for number in range(len(sizes)))
    page = f'<!doctype html><link rel="icon" href="data:,">{links}<p>Xiaohao</p>'.encode()

    class Files(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name = self.path.removeprefix("/")
            content = b" " * sizes[int(name)] if name else page
            self.send_response(200)
            self.send_header("Content-Type", "text/plain" if name else "text/html")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the library calls it
            """What is asked for is no news."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def opened(started: Browser, url: str, files: int) -> tuple[float, float]:
    """Ms until it is painted first, and until all of it is there, on the same slow phone and line."""
    context = started.new_context(viewport=PHONE)
    try:
        context.add_init_script(LISTEN)
        page = context.new_page()
        slowed(page)
        page.goto(url, wait_until="commit")
        page.wait_for_function(_ARRIVED, arg=files, polling="raf")
        arrived = float(page.evaluate("performance.now()"))
        page.wait_for_function("window.seen.paint !== null")
        return float(seen(page)["paint"]), arrived
    finally:
        context.close()
