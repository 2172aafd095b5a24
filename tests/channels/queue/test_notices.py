"""Notices go out by the channels that a person chose, when they chose, and many of them in one message."""

from datetime import timedelta
from typing import Any

import pytest

from channels.choices import WINDOW
from channels.endpoints.endpoint import ChannelKind
from channels.figures import OF_NOTICES
from tests.channels.parts import NOW, PERSON, Post, Receiver, receiving, status

NIGHT = {"from": "22:00", "to": "07:30"}
MANY = 1_000


def told(receiver: Receiver) -> list[dict[str, Any]]:
    """What the messages that came say."""
    return [request.json for request in receiver.requests]


def test_a_notice_waits_a_minute_for_others_and_goes_once(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url())
    post.notices(1)
    post.look()
    assert receiver.requests == []
    post.run(minutes=2)
    (message,) = told(receiver)
    assert (message["type"], message["data"]["count"]) == ("notices.given", 1)
    assert message["data"]["notices"][0]["notice"] == "assigned"
    (delivery,) = post.deliveries()
    assert (delivery["state"], delivery["notice"], delivery["delivered_at"]) == ("delivered", "assigned", NOW + WINDOW)


def test_a_storm_is_one_message_to_each_recipient_by_each_channel_and_is_whole_in_the_app(
    post: Post, receiver: Receiver
) -> None:
    """1,000 assignments within a minute, as the deliverer finds them: some at once, the rest later in that minute."""
    other = "head-140106-land"
    with receiving() as second:
        post.endpoint(receiver.url(), persons=(PERSON, other))
        post.endpoint(second.url(), id="copies", persons=(PERSON, other), copies=True)
        for first in range(0, MANY, 250):
            post.notices(*range(first, first + 200))
            post.notices(*range(first + 200, first + 250), recipient_person_id=other)
            post.look()
            post.clock.advance(timedelta(seconds=14))
        post.run(minutes=2)
        for came in (told(receiver), told(second)):
            assert sorted(message["data"]["count"] for message in came) == [200, 800]
    assert {delivery["state"] for delivery in post.deliveries()} == {"delivered"}
    assert len(post.deliveries()) == 2 * MANY
    assert post.store["notices"].count_documents({"seen": False}) == MANY


def test_one_that_comes_when_its_message_has_gone_waits_for_the_next(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url())
    post.notices(1, 2)
    post.run(minutes=2)
    post.notices(3)
    post.run(minutes=2)
    assert [message["data"]["count"] for message in told(receiver)] == [2, 1]
    assert len(set(receiver.ids)) == 2


def test_a_message_that_failed_goes_again_as_it_was_under_its_id(post: Post, receiver: Receiver) -> None:
    receiver.answer = status(500)
    post.endpoint(receiver.url())
    post.notices(1, 2)
    post.run(minutes=1)
    post.notices(3)
    receiver.answer = status(204)
    post.run(minutes=5)
    first, *others = receiver.requests
    again = [each for each in others if each.headers["webhook-id"] == first.headers["webhook-id"]]
    assert [each.json["data"]["count"] for each in again] == [2] * len(again) != []
    assert [each.json["data"]["count"] for each in others if each not in again] == [1]
    assert {delivery["state"] for delivery in post.deliveries()} == {"delivered"}


def test_what_goes_on_to_the_next_endpoint_is_one_message_there_too(post: Post, receiver: Receiver) -> None:
    with receiving() as second:
        receiver.answer = status(404)
        post.endpoint(receiver.url(), id="first", rank=1)
        post.endpoint(second.url(), id="second", rank=2)
        post.notices(*range(5))
        post.run(minutes=3)
        assert [message["data"]["count"] for message in told(second)] == [5]


def test_in_quiet_hours_and_before_a_digest_nothing_goes_then_all_at_once(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url())
    post.chose(quiet_hours=NIGHT, digest_at="08:30")
    post.notices(1, 2, 3)
    post.run(hours=12)
    post.notices(4)
    post.run(hours=10)
    assert receiver.requests == []
    post.run(hours=1)
    assert [message["data"]["count"] for message in told(receiver)] == [4]


def test_a_digest_that_waited_a_day_is_not_given_up(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url())
    post.chose(digest_at="10:00")
    receiver.answer = status(503)
    post.notices(1)
    post.run(hours=24)
    receiver.answer = status(204)
    post.run(hours=1)
    assert {delivery["state"] for delivery in post.deliveries()} == {"delivered"}


def test_a_kind_for_the_app_alone_is_sent_nowhere_and_others_by_what_was_chosen(post: Post, receiver: Receiver) -> None:
    with receiving() as robot:
        post.endpoint(receiver.url())
        post.endpoint(robot.url(), id="robot", kind=ChannelKind.WECOM)
        post.chose(channels={"assigned": []}, otherwise=["wecom"])
        post.notices(1)
        post.notices(2, notice="accepted")
        post.run(minutes=2)
        assert len(robot.requests) == 1
    assert receiver.requests == []
    assert [delivery["alert_id"] for delivery in post.deliveries()] == [f"issue-2:000002/{PERSON}"]
    assert post.store["notices"].find_one({"dispatched": False}) is None


@pytest.mark.parametrize(("chosen", "came"), [({}, 0), ({"otherwise": ["webhook"]}, 1)])
def test_a_group_hears_of_a_notice_only_where_its_recipient_chose_so(
    post: Post, receiver: Receiver, chosen: dict[str, Any], came: int
) -> None:
    post.endpoint(receiver.url(), persons=(), regions=("140105",))
    if chosen:
        post.chose(**chosen)
    post.notices(1)
    post.run(minutes=2)
    assert len(receiver.requests) == came


def test_an_alert_does_not_wait_with_notices_and_is_never_told_among_them(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url())
    post.chose(channels={}, quiet_hours=NIGHT, digest_at="08:30")
    post.notices(1)
    post.alerts(1)
    post.look()
    assert [message["type"] for message in told(receiver)] == ["alerts.raised"]
    post.alerts(2)
    post.run(hours=23)
    assert sorted(message["type"] for message in told(receiver)) == ["alerts.raised", "alerts.raised", "notices.given"]


def test_a_robot_is_told_how_many_of_what_and_the_first_in_their_own_words(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url(), kind=ChannelKind.WECOM)
    post.notices(*range(1, 31))
    post.notices(*range(31, 51), notice="closure_requested")
    post.run(minutes=2)
    (request,) = receiver.requests
    text = request.json["text"]["content"]
    assert text.startswith("通知 50 条(交办 30, 申请销号 20),详见台账收件箱:\n1. 【交办】问题 140105-2026-0001 ")
    assert text.endswith("\n另有 40 条。")
    assert len(text.encode()) <= 2048


def test_what_was_sent_folded_and_taken_by_nobody_is_counted(post: Post, receiver: Receiver) -> None:
    def figures() -> list[float]:
        names = ("sent", "folded", "failed")
        return [OF_NOTICES.get_sample_value(f"xiaohao_notices_{name}_total") or 0 for name in names]

    before = figures()
    post.endpoint(receiver.url())
    post.alerts(1)
    post.notices(1)
    post.run(minutes=2)
    post.notices(2, 3, 4)
    post.run(minutes=2)
    receiver.answer = status(404)
    post.notices(5, 6)
    post.run(minutes=2)
    assert [now - was for now, was in zip(figures(), before, strict=True)] == [4, 3, 2]
