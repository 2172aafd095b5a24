"""Alerts reach the endpoint that comes first, again after failures, together when they are many, else the next one."""

from datetime import timedelta

import pytest

from channels.endpoints.endpoint import ChannelKind
from channels.endpoints.store import enable_endpoint, remove_endpoint
from channels.queue.pacing import GIVE_UP_AFTER
from tests.channels.parts import NOW, PERSON, Post, Receiver, receiving, says, status


def test_an_alert_goes_to_its_recipients_endpoint_once(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url())
    post.alerts(1)
    post.look()
    post.look()
    (request,) = receiver.requests
    assert request.json["data"]["alerts"][0]["id"] == "alert-0001"
    (delivery,) = post.deliveries()
    assert (delivery["state"], delivery["attempts"], delivery["delivered_at"]) == ("delivered", 1, NOW)
    assert [each["outcome"] for each in delivery["results"]] == ["accepted"]
    assert request.headers["webhook-id"] == delivery["_id"]
    assert "next_try_at" not in delivery
    assert post.store["alerts"].find_one({"dispatched": False}) is None


def test_an_alert_older_than_channels_is_left_alone(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url())
    post.alerts(1)
    post.store["alerts"].update_one({}, {"$unset": {"dispatched": "", "channels": ""}})
    post.look()
    assert not receiver.requests


def test_an_alert_that_nobody_outside_is_for_is_only_marked(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url(), persons=("someone-else",))
    post.alerts(1)
    post.look()
    assert not post.deliveries()
    assert post.store["alerts"].find_one({"dispatched": False}) is None


def test_500_for_an_hour_is_tried_again_and_again_under_one_id_and_delivered(post: Post, receiver: Receiver) -> None:
    receiver.answer = status(500)
    post.endpoint(receiver.url())
    post.alerts(1)
    post.run(hours=1)
    tries = len(receiver.requests)
    assert 6 <= tries <= 20
    assert len(set(receiver.ids)) == 1
    assert post.stored().failing_since is not None
    assert post.deliveries()[0]["reason"] == "HTTP 500"
    receiver.answer = status(204)
    post.run(minutes=16)
    assert len(receiver.requests) == tries + 1
    assert post.states() == [("one", "delivered")]
    assert (post.stored().failing_since, post.stored().last_error) == (None, None)


def test_who_never_answers_is_given_up_after_the_stated_time(post: Post, receiver: Receiver) -> None:
    receiver.answer = status(500)
    post.endpoint(receiver.url())
    post.alerts(1)
    post.run(hours=GIVE_UP_AFTER / timedelta(hours=1) + 1)
    (delivery,) = post.deliveries()
    assert (delivery["state"], delivery["reason"]) == ("failed", "given up: nobody took it in time")
    assert post.run(hours=1) == 1


def test_after_three_failures_the_next_in_rank_gets_it_and_the_operator_sees_why(
    post: Post, receiver: Receiver
) -> None:
    with receiving() as second:
        receiver.answer = status(502)
        post.endpoint(receiver.url(), id="first", rank=1)
        post.endpoint(second.url(), id="second", rank=2)
        post.alerts(1)
        post.run(minutes=5)
        assert (len(receiver.requests), len(second.requests)) == (3, 1)
    assert sorted(post.states()) == [("first", "failed"), ("second", "delivered")]
    assert post.deliveries()[0]["passed_to"] == "second"
    first = post.stored("first")
    assert (first.last_error, first.failures, first.failing_since is not None) == ("HTTP 502", 3, True)


def test_all_that_waits_for_a_failing_endpoint_goes_on_at_once(post: Post, receiver: Receiver) -> None:
    with receiving() as second:
        receiver.answer = status(404)
        post.endpoint(receiver.url(), id="first", rank=1)
        post.endpoint(second.url(), id="second", rank=2)
        post.alerts(*range(1, 6))
        post.run(seconds=2)
        assert (len(receiver.requests), len(second.requests)) == (1, 5)
        post.alerts(6)
        post.look()
        assert (len(receiver.requests), len(second.requests)) == (1, 6)


def test_a_failing_endpoint_is_tried_again_in_time_and_recovers(post: Post, receiver: Receiver) -> None:
    with receiving() as second:
        receiver.answer = status(404)
        post.endpoint(receiver.url(), id="first", rank=1)
        post.endpoint(second.url(), id="second", rank=2)
        post.alerts(1)
        post.run(minutes=20)
        receiver.answer = status(200)
        post.alerts(2)
        post.look()
    assert post.states(alert_id="alert-0002") == [("first", "delivered")]
    assert (post.stored("first").failing_since, post.stored("first").failures) == (None, 0)


def test_when_nobody_is_left_it_is_failed_and_stays_in_the_app(post: Post, receiver: Receiver) -> None:
    receiver.answer = status(410)
    post.endpoint(receiver.url())
    post.alerts(1)
    post.run(hours=1)
    assert post.states() == [("one", "failed")]
    assert len(receiver.requests) == 1


@pytest.mark.parametrize("leave", ["disable", "remove"])
def test_what_waits_for_an_endpoint_that_is_taken_away_goes_to_the_next(
    post: Post, receiver: Receiver, leave: str
) -> None:
    with receiving() as second:
        receiver.answer = status(500)
        post.endpoint(receiver.url(), id="first", rank=1)
        post.endpoint(second.url(), id="second", rank=2)
        post.alerts(1)
        post.look()
        if leave == "disable":
            enable_endpoint(post.store, "first", False, post.clock.now())
        else:
            remove_endpoint(post.store, "first", post.clock.now())
        post.run(seconds=1)
        assert len(second.requests) == 1
    assert sorted(post.states()) == [("first", "failed"), ("second", "delivered")]


@pytest.mark.parametrize("leave", ["disable", "remove"])
def test_when_the_next_in_line_is_gone_an_endpoint_keeps_its_own_retries(
    post: Post, receiver: Receiver, leave: str
) -> None:
    receiver.answer = status(500)
    post.endpoint(receiver.url(), id="first", rank=1)
    post.endpoint(receiver.url("/second"), id="second", rank=2)
    post.alerts(1)
    post.look()
    if leave == "disable":
        enable_endpoint(post.store, "second", False, post.clock.now())
    else:
        remove_endpoint(post.store, "second", post.clock.now())
    post.run(hours=1)
    assert len(receiver.requests) >= 6
    assert post.states() in ([("first", "waiting")], [("first", "deferred")])
    receiver.answer = status(204)
    post.run(minutes=16)
    assert post.states() == [("first", "delivered")]


def test_more_than_20_a_minute_are_folded_and_each_is_delivered_once(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url(), kind=ChannelKind.WECOM)
    post.alerts(*range(1, 101))
    post.run(minutes=10)
    texts = [request.json["text"]["content"] for request in receiver.requests]
    assert len(texts) < 10
    assert all(len(text.encode()) <= 2048 for text in texts)
    assert all(sum(f"2026-{number:04d}" in text for text in texts) == 1 for number in range(1, 101))
    assert [state for _, state in post.states()] == ["delivered"] * 100


def test_no_minute_has_more_than_the_service_takes(post: Post, receiver: Receiver) -> None:
    at: list[object] = []
    receiver.answer = lambda handler: (at.append(post.clock.now()), says(errcode=0)(handler))[1]
    post.endpoint(receiver.url(), kind=ChannelKind.DINGTALK, per_minute=5)
    for number in range(1, 21):
        post.alerts(number)
        post.look()
        post.clock.advance(timedelta(seconds=1))
    waiting = post.deliveries(state="deferred")
    assert waiting
    assert {each["reason"] for each in waiting} == {"rate limit"}
    post.run(minutes=5)
    times = sorted(at)  # type: ignore[type-var]
    assert all(later - earlier >= timedelta(minutes=1) for earlier, later in zip(times, times[5:], strict=False))  # type: ignore[operator]
    assert {state for _, state in post.states()} == {"delivered"}


def test_too_many_says_the_service_and_is_left_alone_without_counting_as_failing(
    post: Post, receiver: Receiver
) -> None:
    receiver.answer = status(429, Retry_After="120")
    post.endpoint(receiver.url())
    post.alerts(1, 2)
    post.run(seconds=119)
    assert len(receiver.requests) == 1
    assert {(each["state"], each["reason"]) for each in post.deliveries()} == {("deferred", "rate limit")}
    assert post.stored().failing_since is None
    receiver.answer = status(200)
    post.run(seconds=2)
    assert {state for _, state in post.states()} == {"delivered"}


def test_the_channels_that_the_step_names_are_taken_in_its_order_and_no_others(post: Post, receiver: Receiver) -> None:
    for kind, rank in ((ChannelKind.WEBHOOK, 1), (ChannelKind.WECOM, 2), (ChannelKind.FEISHU, 3)):
        post.endpoint(receiver.url(f"/{kind}"), id=kind.value, kind=kind, rank=rank)
    post.alerts(1, channels=["app", "feishu", "wecom"])
    post.alerts(2, channels=["app"])
    post.look()
    assert post.states() == [("feishu", "delivered")]
    assert post.deliveries()[0]["onward"] == ["wecom"]


def test_a_copy_is_sent_whatever_the_others_get(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url(), id="mine")
    post.endpoint(receiver.url("/all"), id="all", persons=(), regions=("140000",), copies=True)
    post.alerts(1)
    post.alerts(2, recipient_person_id="someone-else", recipient_region="140200")
    post.look()
    assert sorted(post.states()) == [("all", "delivered"), ("all", "delivered"), ("mine", "delivered")]


@pytest.mark.parametrize(
    ("served", "over"),
    [
        (True, {"persons": (PERSON,)}),
        (True, {"persons": (), "regions": ("140100",)}),
        (True, {"persons": (), "posts": ("unit_head",)}),
        (True, {"persons": (), "posts": ("unit_head",), "regions": ("140105",)}),
        (False, {"persons": (), "posts": ("supervisor",), "regions": ("140105",)}),
        (False, {"persons": (), "regions": ("140200",)}),
        (False, {"persons": ()}),
    ],
)
def test_whom_an_endpoint_serves(
    post: Post, receiver: Receiver, served: bool, over: dict[str, tuple[str, ...]]
) -> None:
    post.endpoint(receiver.url(), **over)
    post.alerts(1)
    post.look()
    assert bool(receiver.requests) is served
