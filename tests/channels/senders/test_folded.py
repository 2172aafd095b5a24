"""However many notices are folded into one message, it counts each by its kind and tells the first in their words."""

import json
import re
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from channels.endpoints.endpoint import ChannelKind
from channels.providers import PROVIDERS
from channels.senders.texts import NOTICES_TOLD, body, counted
from channels.senders.webhooks import notices_json
from mobile_schema.labels import label
from mobile_schema.vocabulary import NoticeKind
from tests.channels.parts import NOW, notice

KINDS = st.lists(st.sampled_from(NoticeKind), min_size=2, max_size=300)
ROBOTS = st.sampled_from([kind for kind in ChannelKind if kind is not ChannelKind.WEBHOOK])


def folded(kinds: list[NoticeKind]) -> list[dict[str, object]]:
    return [notice(number, notice=kind.value) for number, kind in enumerate(kinds, 1)]


@given(KINDS, ROBOTS, st.sampled_from(["zh", "en"]))
def test_a_robot_says_how_many_of_what_however_many_there_are(
    kinds: list[NoticeKind], channel: ChannelKind, language: str
) -> None:
    provider, words = PROVIDERS[channel], "en" if language == "en" else "zh"
    notices = folded(kinds)
    text = body(notices, "en" if language == "en" else "zh", provider.plain)
    heading, *lines = text.splitlines()
    assert re.search(rf"\b{len(kinds)}\b", heading)
    for kind, count in Counter(kinds).items():
        assert provider.plain(f"{label(kind, words)} {count}") in heading
    told = [line for line in lines if re.match(r"\d+\. ", line)]
    assert len(told) == min(len(kinds), NOTICES_TOLD)
    for line, each in zip(told, notices, strict=False):
        assert line.endswith(provider.plain(str(each[f"text_{words}"])))
    rest = len(kinds) - len(told)
    assert (str(rest) in lines[-1]) if rest else lines == told
    assert provider.cap.cut(text).startswith(heading)


@given(KINDS)
def test_a_webhook_is_told_every_one_by_its_kind_and_stays_small(kinds: list[NoticeKind]) -> None:
    notices = folded(kinds)
    said = json.loads(notices_json(notices, NOW))["data"]
    assert said["count"] == sum(said["kinds"].values()) == len(kinds)
    assert said["kinds"] == dict(Counter(kind.value for kind in kinds)) == counted(notices)
    assert [each["id"] for each in said["notices"]] == [each["_id"] for each in notices[:NOTICES_TOLD]]
    assert PROVIDERS[ChannelKind.WEBHOOK].cap.holds(notices_json(notices, NOW))
