"""Knows the group robots of WeCom, DingTalk and Feishu: what each wants to be sent, how it is signed, what it answers.

All three answer 200 with a code of their own in the body. Signatures as their open platforms document them:
DingTalk in the query, keyed with the secret, over "timestamp\\nsecret"; Feishu in the body, keyed with
"timestamp\\nsecret", over nothing; WeCom has none, its address is the secret.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import httpx

from channels.endpoints.endpoint import ChannelKind, Endpoint
from channels.endpoints.message import Message
from channels.endpoints.outcomes import Accepted, Failed, Limited, Outcome
from channels.senders.guard import AddressRefused
from channels.senders.lengths import CAPS
from channels.senders.posting import Answer, NoAnswer, Poster
from channels.senders.texts import body, language_of, trial_text
from channels.senders.webhooks import status_outcome

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Robot:
    """One service: its request from (endpoint, text, time), and which of its codes mean what."""

    request: Callable[[Endpoint, str, datetime], tuple[str, Content]]
    code_fields: tuple[str, ...]
    words_fields: tuple[str, ...]
    limited: frozenset[int]
    limit_lasts: timedelta
    permanent: frozenset[int]


def _wecom(endpoint: Endpoint, text: str, _: datetime) -> tuple[str, Content]:
    return endpoint.address, {"msgtype": "text", "text": {"content": text}}


def _dingtalk(endpoint: Endpoint, text: str, at: datetime) -> tuple[str, Content]:
    content: Content = {"msgtype": "text", "text": {"content": text}}
    if not endpoint.secret:
        return endpoint.address, content
    timestamp = str(int(at.timestamp() * 1000))
    sign = _hmac(endpoint.secret, f"{timestamp}\n{endpoint.secret}")
    return str(httpx.URL(endpoint.address).copy_merge_params({"timestamp": timestamp, "sign": sign})), content


def _feishu(endpoint: Endpoint, text: str, at: datetime) -> tuple[str, Content]:
    content: Content = {"msg_type": "text", "content": {"text": text}}
    if not endpoint.secret:
        return endpoint.address, content
    timestamp = str(int(at.timestamp()))
    return endpoint.address, {"timestamp": timestamp, "sign": _hmac(f"{timestamp}\n{endpoint.secret}", ""), **content}


ROBOTS: Final[Mapping[ChannelKind, Robot]] = {
    ChannelKind.WECOM: Robot(
        _wecom,
        ("errcode",),
        ("errmsg",),
        limited=frozenset({45009}),
        limit_lasts=timedelta(minutes=1),
        permanent=frozenset({93000, 93004, 40008, 40058}),  # no such robot, robot stopped, content refused
    ),
    ChannelKind.DINGTALK: Robot(
        _dingtalk,
        ("errcode",),
        ("errmsg",),
        limited=frozenset({130101, 410100}),
        limit_lasts=timedelta(minutes=10),
        permanent=frozenset(
            {300001, 310000, 400013, 400101, 400102, 400106}
        ),  # token, signature or keyword, group, robot
    ),
    ChannelKind.FEISHU: Robot(
        _feishu,
        ("code", "StatusCode"),
        ("msg", "StatusMessage"),
        limited=frozenset({11232}),
        limit_lasts=timedelta(minutes=1),
        permanent=frozenset({19001, 19002, 19021, 19022, 19024}),  # address, body, signature, network, keyword
    ),
}


async def send_robot(poster: Poster, endpoint: Endpoint, message: Message) -> Outcome:
    """Post the message's text as the endpoint's service wants it."""
    robot = ROBOTS[endpoint.kind]
    language = language_of(endpoint.language)
    text = body(message.alerts, language) if message.alerts else trial_text(language)
    url, content = robot.request(endpoint, CAPS[endpoint.kind].cut(text), message.at)
    headers = {"Content-Type": "application/json; charset=utf-8"}
    try:
        answer = await poster.post(url, headers, json.dumps(content, ensure_ascii=False).encode())
    except AddressRefused as error:
        return Failed(f"refused: {error}", permanent=True)
    except NoAnswer as error:
        return Failed(str(error))
    status = status_outcome(answer, message.at)
    return _said(robot, answer) if isinstance(status, Accepted) else status


def _said(robot: Robot, answer: Answer) -> Outcome:
    try:
        content = json.loads(answer.body)
        code = next(int(content[name]) for name in robot.code_fields if name in content)
    except (ValueError, TypeError, StopIteration, RecursionError):
        return Failed("an answer that is not this service's: is the address right?")
    words = next((str(content[name]) for name in robot.words_fields if name in content), "")
    says = f"code {code}: {words}"[:200]
    if code == 0:
        return Accepted(says)
    if code in robot.limited:
        return Limited(says, robot.limit_lasts)
    return Failed(says, permanent=code in robot.permanent)


def _hmac(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()
