"""What a connection may cost before any token: by raw sockets against a real server."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from api.app import create_app
from api.serving.protocol import ConnectionLimits
from tests.api.parts import PROVINCE, Scene, raw_request, running

LIMITS = ConnectionLimits(head_seconds=1.0, idle=4, linger=0.5)


@pytest.fixture(scope="module")
def tight(scene: Scene) -> Iterator[str]:
    """The app within limits that a test can reach."""
    with running(create_app(scene.settings, store=scene.store), LIMITS) as url:
        yield url


def opened(url: str) -> socket.socket:
    host, _, port = url.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=5)


def rest(connection: socket.socket) -> bytes:
    answer = b""
    try:
        while chunk := connection.recv(65536):
            answer += chunk
    except ConnectionResetError:
        """What came until then is the answer."""
    return answer


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize(
    "head",
    [
        "X: " + "x" * 33_000 + "\n",
        "X: " + "x" * 4_000_000 + "\n",
        "".join(f"X{number}: x\n" for number in range(101)),
        "X: x\n" * 200_000,
    ],
    ids=["33 KB", "4 MB", "101 fields", "200,000 lines"],
)
def test_a_head_that_is_too_large_is_refused(scene: Scene, head: str) -> None:
    answer = raw_request(scene.url, f"GET /v1/me HTTP/1.1\nHost: x\n{head}")
    assert status(answer) == 431
    assert b"urn:xiaohao:problem:head-too-large" in answer
    assert b"connection: close" in answer
    assert b"\r\nxiaohao-time: 20" in answer


def test_so_is_an_address(scene: Scene) -> None:
    assert status(raw_request(scene.url, f"GET /{'x' * 40_000} HTTP/1.1\nHost: x\n")) == 431


def test_trailers_are_bounded_too(scene: Scene) -> None:
    head = "POST /v1/site-visits HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n"
    began = time.monotonic()
    raw_request(scene.url, head, b"0\r\n", *[b"X: " + b"x" * 60_000 + b"\r\n"] * 100)
    assert time.monotonic() - began < 5


def test_a_head_at_its_limits_is_taken(scene: Scene) -> None:
    fields = "".join(f"X{number}: x\n" for number in range(98))
    answer = raw_request(scene.url, f"GET /healthz HTTP/1.1\nHost: x\nConnection: close\n{fields}")
    assert status(answer) == 200
    large = raw_request(scene.url, f"GET /healthz HTTP/1.1\nHost: x\nConnection: close\nX: {'x' * 32_000}\n")
    assert status(large) == 200


def test_a_head_that_drips_is_cut_off(tight: str) -> None:
    with opened(tight) as connection:
        began = time.monotonic()
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
        answer = rest(connection)
        assert (status(answer), time.monotonic() - began < 4) == (408, True)
        assert b"urn:xiaohao:problem:too-slow" in answer


def test_so_is_the_second_head_of_a_connection(tight: str) -> None:
    with opened(tight) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /hea")
        assert b" 408 " in rest(connection)


def test_a_connection_that_says_nothing_is_closed(tight: str) -> None:
    with opened(tight) as connection:
        assert rest(connection) == b""


def test_a_body_that_nobody_reads_is_not_waited_for(tight: str) -> None:
    with opened(tight) as connection:
        connection.sendall(b"POST /v1/site-visits HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n{")
        assert status(rest(connection)) == 401


def test_the_longest_idle_connection_makes_room(tight: str) -> None:
    connections = [opened(tight) for _ in range(LIMITS.idle + 2)]
    try:
        connections[0].settimeout(0.9)
        assert connections[0].recv(1) == b""
        connections[-1].sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert status(connections[-1].recv(65536)) == 200
    finally:
        for connection in connections:
            connection.close()


def test_floods_of_heads_leave_others_their_answers(scene: Scene) -> None:
    """Two hundred heads that never end, and four that send a large one again and again."""
    over = threading.Event()

    def flood() -> None:
        while not over.is_set():
            raw_request(scene.url, f"GET /v1/me HTTP/1.1\nHost: x\nX: {'x' * 1_000_000}\n")

    slow = [opened(scene.url) for _ in range(200)]
    loud = [threading.Thread(target=flood) for _ in range(4)]
    try:
        for connection in slow:
            connection.sendall(b"GET /v1/me HTTP/1.1\r\nX: ")
        for thread in loud:
            thread.start()
        with scene.client() as client:
            waited = [client.get("/v1/me").elapsed.total_seconds() for _ in range(50)]
    finally:
        over.set()
        for thread in loud:
            thread.join(10)
        for connection in slow:
            connection.close()
    assert sorted(waited)[45] < 1


def test_a_connection_at_work_on_what_was_asked_behind_another_is_not_idle(tight: str, scene: Scene) -> None:
    ahead = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    stream = f"GET /v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {scene.tokens[PROVINCE]}\r\n\r\n"
    with opened(tight) as working:
        working.sendall((ahead + stream).encode())
        answer = b""
        while b"text/event-stream" not in answer:
            answer += working.recv(65536)
        connections = [opened(tight) for _ in range(LIMITS.idle + 1)]
        try:
            connections[0].settimeout(0.9)
            assert connections[0].recv(1) == b""
            working.settimeout(0.3)
            with pytest.raises(TimeoutError):
                rest(working)
        finally:
            for connection in connections:
                connection.close()


@pytest.mark.parametrize(
    "request_line",
    ["GARBAGE", "GET", "GET / HTTP/9.9", "G@T / HTTP/1.1", "GET http://[ HTTP/1.1", "GET / HTTP/1.1\nA b: c"],
)
def test_what_is_no_http_is_a_problem(scene: Scene, request_line: str) -> None:
    answer = raw_request(scene.url, f"{request_line}\nHost: x\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert status(answer) == 400
    assert b"application/problem+json" in head
    assert b"urn:xiaohao:problem:bad-request" in body


@pytest.mark.parametrize("head", ["HTTP/1.1\n", "HTTP/1.1\nHost: x\nHost: x\n", "HTTP/1.0\nHost: x\nHost: y\n"])
def test_a_request_names_one_host(scene: Scene, head: str) -> None:
    answer = raw_request(scene.url, f"GET /healthz {head}")
    assert (status(answer), b"problem:bad-request" in answer) == (400, True)


def test_an_old_client_names_none(scene: Scene) -> None:
    assert status(raw_request(scene.url, "GET /healthz HTTP/1.0\n")) == 200


@pytest.mark.parametrize("field", ["Transfer-Encoding: chunked", "Transfer-Encoding: gzip"])
def test_a_body_that_is_no_http_is_a_problem_too(scene: Scene, field: str) -> None:
    answer = raw_request(scene.url, f"POST /v1/site-visits HTTP/1.1\nHost: x\n{field}\n", b"zz\r\n")
    assert (status(answer), b"problem:bad-request" in answer) == (400, True)
