"""Knows the group robots of WeCom, DingTalk and Feishu: what each wants to be sent, how it is signed, what it answers.

All three answer 200 with a code of their own in the body. Lengths and signatures are as their open platforms document
them; where JSON is counted, a quote is two bytes.
"""

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

import httpx

from channels.endpoints.endpoint import ChannelKind, Endpoint
from channels.endpoints.message import Message
from channels.endpoints.outcomes import Accepted, Failed, Limited, Outcome
from channels.senders.lengths import Cap, json_bytes, utf8
from channels.senders.posting import Answer
from channels.senders.provider import Posted, Request
from ledger.groundwork.seen_text import one_line

Content = dict[str, Any]
_CALLS: Final = {"@": "＠", "](": "]（"}
_TAGGED: Final = {**_CALLS, "<": "＜", ">": "＞"}
_STYLED: Final = {**_TAGGED, "&": "＆", "**": "＊＊"}
"""What stands for what each of them reads as mention, link, tag, entity or style; the text reads the same."""
_AROUND: Final = 400  # bytes for the JSON around a text, with a signature


class Robot(Posted):
    """A robot of a group: how its service is written to, and which of its codes mean what."""

    hides_address = True
    code_fields: ClassVar[tuple[str, ...]] = ("errcode",)
    words_fields: ClassVar[tuple[str, ...]] = ("errmsg",)
    limited: ClassVar[frozenset[int]]
    limit_lasts: ClassVar[timedelta] = timedelta(minutes=1)
    permanent: ClassVar[frozenset[int]]

    def content(self, text: str) -> Content:
        """The JSON that is posted, unsigned."""
        return {"msgtype": "text", "text": {"content": text}}

    def signed(self, url: str, content: Content, _secret: str, _at: datetime, /) -> tuple[str, Content]:
        """URL and JSON with a signature, where the service has one."""
        return url, content

    def request(self, endpoint: Endpoint, message: Message) -> Request:
        text = self.cap.cut(self.written(endpoint, message.alerts, message.at))
        url, content = endpoint.address, self.content(text)
        if endpoint.secret:
            url, content = self.signed(url, content, endpoint.secret, message.at)
        headers = {"Content-Type": "application/json; charset=utf-8"}
        return url, headers, json.dumps(content, ensure_ascii=False).encode()

    def taken(self, answer: Answer) -> Outcome:
        try:
            content = json.loads(answer.body)
            code = next(int(content[name]) for name in self.code_fields if name in content)
        except (ValueError, TypeError, StopIteration, RecursionError):
            return Failed("an answer that is not this service's: is the address right?")
        words = next((str(content[name]) for name in self.words_fields if name in content), "")
        says = one_line(f"code {code}: {words}")[:200]
        if code == 0:
            return Accepted(says)
        if code in self.limited:
            return Limited(says, self.limit_lasts)
        return Failed(says, permanent=code in self.permanent)


class WeCom(Robot):
    """企业微信: 2048 bytes of UTF-8 in a text; not signed, its address is the secret.

    `<@id>` calls someone, `<font>` colours, `[…](…)` links; a text may not do what only markdown is said to.
    """

    kind = ChannelKind.WECOM
    instead = _TAGGED
    cap = Cap(2048, utf8)
    limited = frozenset({45009})
    permanent = frozenset({93000, 93004, 40008, 40058})  # no such robot, robot stopped, content refused


class DingTalk(Robot):
    """钉钉: 20,000 bytes of JSON; signed in the query, keyed with the secret, over "timestamp\\nsecret".

    `@` before a telephone number, an id or 所有人 calls; links as in markdown.
    """

    kind = ChannelKind.DINGTALK
    instead = _CALLS
    cap = Cap(20_000 - _AROUND, json_bytes)
    signs = True
    limited = frozenset({130101, 410100})
    limit_lasts = timedelta(minutes=10)
    permanent = frozenset({300001, 310000, 400013, 400101, 400102, 400106})  # token, signature or keyword, group, robot

    def signed(self, url: str, content: Content, secret: str, at: datetime, /) -> tuple[str, Content]:
        timestamp = str(int(at.timestamp() * 1000))
        sign = _hmac(secret, f"{timestamp}\n{secret}")
        return str(httpx.URL(url).copy_merge_params({"timestamp": timestamp, "sign": sign})), content


class Feishu(Robot):
    """飞书: 20 KB of JSON; signed in the body, keyed with "timestamp\\nsecret", over nothing.

    `<at user_id="all">` calls everyone, other tags and `**` style, `&lt;` is a `<`, `[…](…)` links.
    """

    kind = ChannelKind.FEISHU
    instead = _STYLED
    cap = Cap(20_000 - _AROUND, json_bytes)
    signs = True
    code_fields = ("code", "StatusCode")
    words_fields = ("msg", "StatusMessage")
    limited = frozenset({11232})
    permanent = frozenset({19001, 19002, 19021, 19022, 19024})  # address, body, signature, network, keyword

    def content(self, text: str) -> Content:
        return {"msg_type": "text", "content": {"text": text}}

    def signed(self, url: str, content: Content, secret: str, at: datetime, /) -> tuple[str, Content]:
        timestamp = str(int(at.timestamp()))
        return url, {"timestamp": timestamp, "sign": _hmac(f"{timestamp}\n{secret}", ""), **content}


def _hmac(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()
