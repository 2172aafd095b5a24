"""Each robot is sent what its service documents; signatures are computed here a second time."""

import asyncio
import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from channels.endpoints.endpoint import ChannelKind
from channels.endpoints.outcomes import Accepted, Failed, Limited, Outcome
from channels.providers import PROVIDERS
from channels.senders.outbound import Outbound
from tests.channels.parts import Receiver, alert, endpoint, message, notice, poster, says, status

SECRET = "SEC-sample-0123456789"
AT = datetime(2026, 3, 2, 2, 0, 0, 123000, UTC)


def sent(kind: ChannelKind, receiver: Receiver, *alerts: dict[str, Any], **over: Any) -> Outcome:
    to = endpoint(kind, receiver.url("/robot/send?access_token=a%2Bb"), **over)
    return asyncio.run(PROVIDERS[kind].send(Outbound(poster(), None), to, message(*(alerts or (alert(),)), at=AT)))


def test_dingtalk_is_signed_in_the_query_with_the_secret_as_key(receiver: Receiver) -> None:
    assert isinstance(sent(ChannelKind.DINGTALK, receiver, secret=SECRET), Accepted)
    (request,) = receiver.requests
    query = parse_qs(urlsplit(request.path).query)
    assert query["access_token"] == ["a+b"]
    assert query["timestamp"] == ["1772416800123"]
    digest = hmac.new(SECRET.encode(), f"1772416800123\n{SECRET}".encode(), hashlib.sha256).digest()
    assert query["sign"] == [base64.b64encode(digest).decode()]
    assert request.json == {
        "msgtype": "text",
        "text": {"content": f"{alert()['text_zh']}\n项目 {alert()['project_code']}"},
    }


def test_an_alert_about_a_matter_without_a_project_names_its_region(receiver: Receiver) -> None:
    sent(ChannelKind.WECOM, receiver, alert(project_code=None))
    (request,) = receiver.requests
    assert request.json["text"]["content"] == f"{alert()['text_zh']}\n地区 140105"


def test_a_notice_about_one_does_so_too(receiver: Receiver) -> None:
    sent(ChannelKind.WECOM, receiver, notice(project_code=None))
    (request,) = receiver.requests
    assert request.json["text"]["content"] == f"{notice()['text_zh']}\n地区 140105"


def test_feishu_is_signed_in_the_body_over_nothing_with_timestamp_and_secret_as_key(receiver: Receiver) -> None:
    assert isinstance(sent(ChannelKind.FEISHU, receiver, secret=SECRET), Accepted)
    (request,) = receiver.requests
    digest = hmac.new(f"1772416800\n{SECRET}".encode(), b"", hashlib.sha256).digest()
    assert request.json["timestamp"] == "1772416800"
    assert request.json["sign"] == base64.b64encode(digest).decode()
    assert request.json["msg_type"] == "text"
    assert alert()["text_zh"] in request.json["content"]["text"]


def test_wecom_is_not_signed(receiver: Receiver) -> None:
    assert isinstance(sent(ChannelKind.WECOM, receiver), Accepted)
    (request,) = receiver.requests
    assert request.path == "/robot/send?access_token=a%2Bb"
    assert set(request.json) == {"msgtype", "text"}


def test_a_text_that_is_too_long_is_cut_to_what_the_service_takes(receiver: Receiver) -> None:
    sent(ChannelKind.WECOM, receiver, alert(text_zh="督" * 1000))
    text = receiver.requests[0].json["text"]["content"]
    assert len(text.encode()) <= 2048
    assert text.endswith("督…")


def test_english_is_spoken_where_it_is_asked_for(receiver: Receiver) -> None:
    sent(ChannelKind.WECOM, receiver, language="en")
    assert "is overdue" in receiver.requests[0].json["text"]["content"]


@pytest.mark.parametrize(
    ("kind", "answer", "outcome"),
    [
        (ChannelKind.WECOM, {"errcode": 45009, "errmsg": "freq"}, Limited("code 45009: freq", timedelta(minutes=1))),
        (ChannelKind.WECOM, {"errcode": 93000, "errmsg": "no"}, Failed("code 93000: no", permanent=True)),
        (ChannelKind.WECOM, {"errcode": -1, "errmsg": "busy"}, Failed("code -1: busy")),
        (ChannelKind.DINGTALK, {"errcode": 130101, "errmsg": "x"}, Limited("code 130101: x", timedelta(minutes=10))),
        (ChannelKind.DINGTALK, {"errcode": 310000, "errmsg": "s"}, Failed("code 310000: s", permanent=True)),
        (ChannelKind.FEISHU, {"code": 11232, "msg": "f"}, Limited("code 11232: f", timedelta(minutes=1))),
        (ChannelKind.FEISHU, {"code": 19021, "msg": "sign"}, Failed("code 19021: sign", permanent=True)),
        (ChannelKind.FEISHU, {"StatusCode": 0, "StatusMessage": "success"}, Accepted("code 0: success")),
    ],
)
def test_what_the_service_says_is_understood(
    receiver: Receiver, kind: ChannelKind, answer: dict[str, Any], outcome: Outcome
) -> None:
    receiver.answer = says(**answer)
    assert sent(kind, receiver) == outcome


@pytest.mark.parametrize("body", ["", "<html>", "[]", "{}", '{"errcode": "none"}', "[" * 60_000])
def test_an_answer_of_another_service_is_no_success(receiver: Receiver, body: str) -> None:
    receiver.answer = status(200, body)
    outcome = sent(ChannelKind.WECOM, receiver)
    assert isinstance(outcome, Failed)
    assert "is the address right?" in outcome.says
