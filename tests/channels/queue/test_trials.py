"""An endpoint is tried out by whoever asks: a test message past the queue, once a minute, and what came back."""

from datetime import timedelta

import pytest

from channels.endpoints.trials import TriedLately, UnknownEndpoint, ask_trial
from channels.listing import channel_lines
from tests.channels.parts import Post, Receiver, status

BY = "admin-140000"


def tried(post: Post) -> tuple[str, str]:
    (line,) = channel_lines(post.store)
    assert line["trial"]["done_at"] is not None
    return line["trial"]["state"], line["trial"]["says"]


def test_one_message_goes_and_what_came_back_is_kept(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url())
    asked = ask_trial(post.store, "one", BY, post.clock.now())
    post.look()
    post.look()
    assert receiver.ids == [asked["id"]]
    assert receiver.requests[0].json["type"] == "channel.tested"
    assert tried(post) == ("accepted", "HTTP 200")


def test_a_failure_is_told_and_does_not_count_against_the_endpoint(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url())
    receiver.answer = status(500)
    ask_trial(post.store, "one", BY, post.clock.now())
    post.look()
    assert tried(post) == ("failed", "HTTP 500")
    assert (post.stored().failures, post.stored().failing_since) == (0, None)


def test_it_is_tried_once_a_minute(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url())
    ask_trial(post.store, "one", BY, post.clock.now())
    post.look()
    with pytest.raises(TriedLately):
        ask_trial(post.store, "one", BY, post.clock.now() + timedelta(seconds=59))
    ask_trial(post.store, "one", BY, post.clock.now() + timedelta(seconds=60))
    post.look()
    assert len(receiver.requests) == 2


def test_there_must_be_one(post: Post) -> None:
    with pytest.raises(UnknownEndpoint):
        ask_trial(post.store, "nowhere", BY, post.clock.now())
