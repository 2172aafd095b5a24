"""A webhook is signed as Standard Webhooks says, and no receiver, however bad, holds the deliverer up."""

import asyncio
import base64
import hashlib
import hmac
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook

from channels.endpoints.endpoint import Endpoint
from channels.endpoints.outcomes import Accepted, Failed, Limited, Outcome
from channels.senders.outbound import Outbound
from channels.senders.posting import MOST_BYTES, Poster
from channels.senders.webhooks import Webhooks, signed
from tests.channels.parts import NOW, Handler, Receiver, alert, endpoint, message, poster, receiving, status

WEBHOOKS = Webhooks()


def posted(by: Poster, to: Endpoint, at: datetime) -> Outcome:
    return asyncio.run(WEBHOOKS.send(Outbound(by, None), to, message(alert(), at=at)))


def sent(receiver: Receiver, seconds: float = 10.0, **over: Any) -> Outcome:
    return posted(poster(seconds=seconds), endpoint(address=receiver.url(), **over), datetime.now(UTC))


def test_the_signature_is_that_of_the_published_example() -> None:
    """Standard Webhooks, "Signature scheme": its secret, id, time and payload."""
    at = datetime.fromtimestamp(1674087231, UTC)
    headers = signed(
        message(id="msg_p5jXN8AQM9LWM0D4loKWxJek", at=datetime.fromtimestamp(1614265330, UTC)),
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        '{"test": 2432232314}',
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert headers["webhook-timestamp"] == "1614265330"
    assert signed(message(at=at), WEBHOOKS.new_secret(), "")["webhook-timestamp"] == "1674087231"


def test_the_receiver_can_verify_it(receiver: Receiver) -> None:
    secret = WEBHOOKS.new_secret()
    assert isinstance(sent(receiver, secret=secret), Accepted)
    (request,) = receiver.requests
    content = Webhook(secret).verify(request.body, request.headers)
    assert content["type"] == "alerts.raised"
    assert content["data"]["alerts"][0]["serial"] == "140105-2026-0001"
    signing = b".".join(
        [request.headers["webhook-id"].encode(), request.headers["webhook-timestamp"].encode(), request.body]
    )
    key = base64.b64decode(secret.removeprefix("whsec_"))
    own = base64.b64encode(hmac.new(key, signing, hashlib.sha256).digest()).decode()
    assert request.headers["webhook-signature"] == f"v1,{own}"
    assert "." not in request.headers["webhook-id"]


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_c2hvcnQ=", "whsec_!!!", "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"])
def test_a_secret_that_is_none_is_told(secret: str) -> None:
    assert list(WEBHOOKS.secret_faults(secret))
    assert not list(WEBHOOKS.secret_faults(WEBHOOKS.new_secret()))


@pytest.mark.parametrize(
    ("code", "permanent"),
    [(400, True), (401, True), (404, True), (410, True), (408, False), (500, False), (503, False)],
)
def test_what_a_status_means(receiver: Receiver, code: int, permanent: bool) -> None:
    receiver.answer = status(code)
    assert sent(receiver) == Failed(f"HTTP {code}", permanent=permanent)


@pytest.mark.parametrize(("asked", "pause"), [("7", timedelta(seconds=7)), ("soon", None), ("", None)])
def test_a_limit_says_how_long(receiver: Receiver, asked: str, pause: timedelta | None) -> None:
    receiver.answer = status(429, Retry_After=asked)
    assert sent(receiver) == Limited("HTTP 429", pause)


def test_a_redirect_to_loopback_is_not_followed() -> None:
    with receiving() as trap, receiving() as receiver:
        receiver.answer = status(307, Location=trap.url("/inside"))
        outcome = sent(receiver)
        assert isinstance(outcome, Failed)
        assert "redirects are not followed" in outcome.says
        assert not trap.requests


def test_an_answer_of_10_gb_is_read_for_64_kib_only(receiver: Receiver) -> None:
    written = 0

    def endless(handler: Handler) -> None:
        nonlocal written
        handler.send_response(200)
        handler.send_header("Content-Length", str(10 * 1024**3))
        handler.end_headers()
        while True:
            written += handler.wfile.write(b"x" * 65536)

    receiver.answer = endless
    assert isinstance(sent(receiver), Accepted)
    answer = asyncio.run(poster().post(receiver.url(), {}, b"{}"))
    assert len(answer.body) == MOST_BYTES
    assert written < 100 * 1024 * 1024


def test_headers_without_end_are_cut(receiver: Receiver) -> None:
    def endless(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"X-Filler: " + b"x" * 1000 + b"\r\n")

    receiver.answer = endless
    assert isinstance(sent(receiver), Failed)


def test_one_that_hangs_is_left_after_the_time_allowed(receiver: Receiver) -> None:
    receiver.answer = lambda handler: receiver.finish.wait(60) and None
    assert sent(receiver, seconds=0.3) == Failed("no whole answer within 0.3 s")


def test_one_that_drips_is_left_after_the_time_allowed_in_all(receiver: Receiver) -> None:
    """Each byte comes in time; the whole does not."""

    def drip(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while not receiver.finish.is_set():
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.02)

    receiver.answer = drip
    assert sent(receiver, seconds=0.5) == Failed("no whole answer within 0.5 s")


@pytest.mark.parametrize("garbage", [b"", b"\x00\x01\x02\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"])
def test_an_answer_that_is_no_http_is_a_failure(receiver: Receiver, garbage: bytes) -> None:
    def answer(handler: Handler) -> None:
        handler.wfile.write(garbage)
        handler.close_connection = True

    receiver.answer = answer
    outcome = sent(receiver)
    assert isinstance(outcome, Failed)
    assert not outcome.permanent


def test_one_that_is_not_there_is_a_failure() -> None:
    with receiving() as gone:
        url = gone.url()
    outcome = posted(poster(), endpoint(address=url), NOW)
    assert isinstance(outcome, Failed)
    assert not outcome.permanent
