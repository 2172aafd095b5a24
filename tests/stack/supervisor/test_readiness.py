"""Ready is what our own API says: another process on its port, whatever it answers, does not pass for it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ledger.groundwork.key_file import make_keys
from ledger.groundwork.process_settings import key_file_in
from stack.processes.data_folder import DataFolder
from stack.processes.faults import StackError
from stack.supervisor.plan import Addresses, StackOptions, own_processes
from stack.supervisor.readiness import answers_ok, api_ready


@contextmanager
def a_server(body: bytes) -> Iterator[int]:
    """An HTTP server that answers every GET with 200 and `body`; its port."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """It says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("body", [b"ok", b"", b"[]", b'{"ready": true}', b'{"ready": true, "instance": "theirs"}'])
def test_a_foreign_server_that_answers_200_is_not_our_api(body: bytes) -> None:
    with a_server(body) as port:
        assert answers_ok(port, "/readyz")
        assert not api_ready(port, "ours")


def test_our_api_answers_its_own_id() -> None:
    with a_server(json.dumps({"ready": True, "instance": "ours"}).encode()) as port:
        assert api_ready(port, "ours")


def test_an_api_whose_port_was_taken_meanwhile_is_told_and_never_ready(
    tmp_path: Path, mongo_url: str, kafka_bootstrap: str
) -> None:
    for name in ("intake", "informant"):
        make_keys(key_file_in(tmp_path).with_name(name))
    with a_server(b'{"ready": true}') as port:
        api = own_processes(
            StackOptions(tmp_path, port), DataFolder(tmp_path), Addresses(mongo_url, kafka_bootstrap)
        ).api
        api.launch()
        with pytest.raises(StackError, match=r"^api 已退出 / api ended \(3\): .*[Aa]ddress already in use"):
            api.wait_ready()


def test_each_stack_has_an_id_of_its_own(tmp_path: Path) -> None:
    ids = {own_processes(StackOptions(tmp_path), DataFolder(tmp_path), Addresses("", "")).instance for _ in range(2)}
    assert len(ids) == 2
