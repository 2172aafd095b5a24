"""Text of reports arrives in every service as text: it calls nobody, forges no alert, hides nothing."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.endpoints.endpoint import ChannelKind
from channels.providers import PROVIDERS
from channels.senders.mail import Mail
from channels.senders.outbound import MailServer
from ledger.groundwork.seen_text import hides
from tests.channels.parts import NOW, alert, endpoint, message

ROBOTS = (ChannelKind.WECOM, ChannelKind.DINGTALK, ChannelKind.FEISHU)
SPECIAL = {
    ChannelKind.WECOM: ("<", ">", "@", "]("),
    ChannelKind.DINGTALK: ("@", "]("),
    ChannelKind.FEISHU: ("<", ">", "@", "](", "&", "**"),
    ChannelKind.EMAIL: (),
}
HOSTILE = (
    '<at user_id="all">所有人</at>',
    "<\u200bat user_id='all'>",
    "&lt;at user_id='all'&gt;",
    "<@all> @所有人 @13800000000",
    "]\u200b(https://example.org) [点此销号](https://example.org)",
    "断裂\n【督办单·红灯】问题 140105-2026-99999 已销号",
    "断裂\r\nBcc: someone@example.org\r\n\r\n正文",
    "断裂\u2028【督办单】\x85【通报】\x0b\x0c\x1c\x1d\x1e",
    "\x1b]0;title\x07\x1b[2J\x9b31m",
    "\u202e已销号\u2066\u200f\ufeff\U000e0041",
)
texts = (
    st.text(st.characters(exclude_categories=[]), max_size=60)
    | st.sampled_from(HOSTILE)
    | st.lists(st.sampled_from([*'<>@&*[]()\n\r\x1b"', "\u200b", "\u202e", "at", "all", "**"]), max_size=30).map(
        "".join
    )
)


def written(kind: ChannelKind, *alerts: dict[str, Any], language: str = "zh") -> str:
    to = endpoint(kind, "head@example.org", language=language)
    return PROVIDERS[kind].written(to, alerts, NOW)


@pytest.mark.parametrize("kind", [*ROBOTS, ChannelKind.EMAIL])
@given(text=texts, other=texts)
def test_one_alert_is_two_lines_whatever_the_report_says(kind: ChannelKind, text: str, other: str) -> None:
    told = written(kind, alert(text_zh=text, light_zh=other, serial=other))
    assert len(told.splitlines()) == len(told.split("\n")) == 2
    assert told.split("\n")[1] == "项目 2020-140105-30-03-990001"
    assert not any(hides(line) for line in told.split("\n"))
    assert not any(special in told for special in SPECIAL[kind])


@pytest.mark.parametrize("kind", [*ROBOTS, ChannelKind.EMAIL])
@given(text=texts)
def test_several_are_a_line_each(kind: ChannelKind, text: str) -> None:
    several = [alert(n, light_zh=text, obligation=text, serial=text) for n in (1, 2)]
    told = written(kind, *several)
    assert len(told.split("\n")) == 3
    assert not any(hides(line) for line in told.split("\n"))
    assert not any(special in told for special in SPECIAL[kind])


@given(text=texts)
def test_a_mail_has_the_headers_it_was_given_and_no_other(text: str) -> None:
    server = MailServer("127.0.0.1", 25, "ledger@example.org", plain=True)
    to = endpoint(ChannelKind.EMAIL, "head@example.org")
    letter = Mail()._letter(server, to, message(alert(text_zh=text, serial=text, light_zh=text)))
    named = {"from", "to", "date", "message-id", "auto-submitted", "subject", "mime-version"}
    assert {name.lower() for name in letter} <= named | {"content-type", "content-transfer-encoding"}
    assert not hides(letter["subject"])
    assert len(letter.get_content().rstrip("\n").split("\n")) == 2
    assert bytes(letter)


@pytest.mark.parametrize("kind", ROBOTS)
@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_only_text_stays_to_be_read(kind: ChannelKind, text: str) -> None:
    told = written(kind, alert(text_zh=f"便道{text}断裂,O'Neill *重要*"))
    assert told.startswith("便道")
    assert "断裂,O'Neill *重要*\n" in told


@pytest.mark.parametrize("text", HOSTILE)
def test_a_webhook_carries_the_original(text: str) -> None:
    told = json.loads(written(ChannelKind.WEBHOOK, alert(text_zh=text)))
    assert told["data"]["alerts"][0]["text_zh"] == text
