"""What the ledger has under a row's id is that row only if it has the same bytes: the receipt's hash says so."""

import asyncio
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from exchange.tables.mapping import Mapping
from exchange.tables.reports import FileReport
from play.client.http import Api
from play.replay.sending import Fate, Outcome, deliver
from stack.processes.ports import LOOPBACK
from tests.play.replay.test_books import Unwatched, books_of


@contextmanager
def ledger_that_has(sha256: str, status: str) -> Iterator[str]:
    """An API that takes every report, and whose ledger has those bytes under its id: its address."""
    receipt = {"status": "accepted", "sha256": sha256, "issues": [{"id": "issue"}]}

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(receipt)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._say({"results": [{"index": 0, "status": status}]})

        def _say(self, answer: object) -> None:
            content = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer((LOOPBACK, 0), Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{LOOPBACK}:{server.server_port}"
        server.shutdown()


@pytest.fixture
def report(tmp_path: Path, mapping: Mapping) -> FileReport:
    """One row, ready to send."""
    (made,) = books_of(tmp_path, mapping, "2020-01-01 08:00").reports()
    return made


def delivered(report: FileReport, address: str) -> Outcome:
    async def send() -> list[Outcome]:
        async with Api(address) as api:
            return await deliver(api, "token", [report], Unwatched())

    (outcome,) = asyncio.run(send())
    return outcome


@pytest.mark.parametrize("status", ["accepted", "already"])
def test_a_receipt_of_the_same_bytes_is_this_rows(report: FileReport, status: str) -> None:
    with ledger_that_has(hashlib.sha256(report.raw).hexdigest(), status) as address:
        outcome = delivered(report, address)
    assert (outcome.fate, outcome.issues) == (Fate(status), ("issue",))


@pytest.mark.parametrize("status", ["accepted", "already"])
def test_a_receipt_of_other_bytes_is_a_conflict_and_none_of_this_rows_issues(report: FileReport, status: str) -> None:
    with ledger_that_has(hashlib.sha256(report.raw + b" ").hexdigest(), status) as address:
        outcome = delivered(report, address)
    assert (outcome.fate, outcome.issues) == (Fate.REFUSED, ())
    assert outcome.reason.startswith("report-id-conflict: ")
