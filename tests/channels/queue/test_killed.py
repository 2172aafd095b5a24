"""A deliverer that is killed, late or without its database loses nothing and marks nothing twice."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from pymongo import MongoClient

from channels.deliverer import Deliverer
from channels.endpoints.outcomes import Accepted, Failed
from channels.queue import dispatching
from channels.queue.claiming import LEASE, claim
from channels.queue.dispatching import Moved, dispatch
from channels.queue.settling import settle
from ledger.groundwork.clock import HeldClock, SystemClock
from ledger.mongo.connection import Store
from stack.embedded.mongod import Mongod
from stack.processes.ports import free_port
from tests.channels.parts import NOW, Post, Receiver, sender, status
from tests.ledger.parts import at_once


def until(condition: Callable[[], object], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def started(mongod: Mongod, store: Store) -> subprocess.Popen[bytes]:
    """A real deliverer process on a test's database, that may post to loopback."""
    env = {
        **os.environ,
        "XIAOHAO_MONGO_URL": mongod.url(store.database.name),
        "XIAOHAO_OUTBOUND_NETWORKS": "127.0.0.0/8",
        "XIAOHAO_OUTBOUND_HTTP": "yes",
    }
    return subprocess.Popen([sys.executable, "-m", "cli", "deliver"], env=env, stderr=subprocess.DEVNULL)


def test_killed_between_sending_and_marking_it_is_sent_again_under_the_same_id(
    mongod: Mongod, post: Post, receiver: Receiver
) -> None:
    receiver.answer = lambda handler: receiver.finish.wait(30) and None
    post.endpoint(receiver.url())
    post.alerts(1)
    process = started(mongod, post.store)
    try:
        until(lambda: receiver.requests)
    finally:
        process.kill()
        process.wait()
    assert post.states() == [("one", "sending")]
    receiver.finish.set()
    receiver.answer = status(204)
    post.clock = HeldClock(SystemClock().now())
    post.look()
    assert len(receiver.requests) == 1, "the claim has not run out"
    post.clock.advance(LEASE + timedelta(seconds=1))
    post.look()
    assert len(receiver.requests) == 2
    assert len(set(receiver.ids)) == 1
    (delivery,) = post.deliveries()
    assert (delivery["state"], delivery["attempts"]) == ("delivered", 2)
    assert [each["outcome"] for each in delivery["results"]] == ["unknown", "accepted"]


def test_asked_to_end_it_ends_in_order(mongod: Mongod, post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url())
    post.alerts(1)
    process = started(mongod, post.store)
    until(lambda: post.deliveries(state="delivered"))
    process.terminate()
    assert process.wait(20) == 0
    assert post.store["leases"].find_one({"_id": "deliver"}) is None


def test_a_folded_message_that_was_begun_goes_again_as_it_was(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url(), per_minute=1)
    post.alerts(1, 2, 3)
    dispatch(post.store, NOW)
    lost = claim(post.store, "one", NOW)
    assert lost is not None
    assert len(lost.deliveries) == 3
    post.clock.advance(LEASE)
    post.alerts(4)
    post.run(minutes=3)
    first, second = receiver.requests
    assert first.headers["webhook-id"] == lost.message.id != second.headers["webhook-id"]
    assert [each["id"] for each in first.json["data"]["alerts"]] == [each["_id"] for each in lost.message.alerts]
    assert [each["id"] for each in second.json["data"]["alerts"]] == ["alert-0004"]


@pytest.mark.parametrize("late", [Accepted(), Failed("late"), Failed("late", permanent=True)])
def test_who_settles_after_the_claim_ran_out_changes_nothing(
    post: Post, receiver: Receiver, late: Accepted | Failed
) -> None:
    post.endpoint(receiver.url())
    post.alerts(1)
    dispatch(post.store, NOW)
    slow = claim(post.store, "one", NOW)
    assert slow is not None
    post.clock.advance(LEASE)
    post.look()
    before = (post.deliveries(), post.stored())
    assert settle(post.store, slow, late, post.clock.now(), 0.0) is False
    assert (post.deliveries(), post.stored()) == before


def test_several_deliverers_at_once_queue_each_alert_once_and_claim_it_once(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url())
    post.alerts(*range(1, 21))

    def turn() -> int:
        got = 0
        for _ in range(30):
            try:
                dispatch(post.store, NOW)
                claimed = claim(post.store, "one", NOW)
            except Moved:
                continue
            got += 0 if claimed is None else len(claimed.deliveries)
        return got

    taken = at_once(turn, turn, turn)
    assert all(isinstance(each, int) for each in taken), taken
    assert sum(each for each in taken if isinstance(each, int)) == 20
    assert {each["attempts"] for each in post.deliveries()} == {1}
    assert len(post.deliveries()) == 20


def test_an_alert_that_cannot_be_queued_is_not_marked(post: Post, receiver: Receiver) -> None:
    """Both in one transaction: here the delivery is there already, so the mark is not set either."""
    post.endpoint(receiver.url())
    post.alerts(1)
    post.store["deliveries"].insert_one({"_id": dispatching.delivery_id("alert-0001", "one")})
    with pytest.raises(Exception, match="duplicate key"):
        dispatch(post.store, NOW)
    assert post.store["alerts"].count_documents({"dispatched": False}) == 1


def test_one_that_stands_by_does_nothing_until_the_other_is_gone(post: Post, receiver: Receiver) -> None:
    async def stand_by() -> None:
        stop = asyncio.Event()
        ttl = timedelta(milliseconds=400)
        deliverer = Deliverer(post.store, sender(), stop, ttl=ttl)
        post.store["leases"].insert_one(
            {"_id": "deliver", "holder": "another", "until": SystemClock().now() + timedelta(hours=1)}
        )
        task = asyncio.create_task(deliverer.run())
        await asyncio.sleep(0.3)
        assert not receiver.requests
        await asyncio.to_thread(post.store["leases"].delete_many, {})
        await asyncio.to_thread(until, lambda: receiver.requests)
        stop.set()
        await task

    post.endpoint(receiver.url())
    post.alerts(1)
    asyncio.run(stand_by())


def test_without_mongodb_it_waits_and_can_be_ended() -> None:
    async def wait() -> bool:
        client: MongoClient[dict[str, object]] = MongoClient(
            "127.0.0.1", free_port(), serverSelectionTimeoutMS=50, tz_aware=True
        )
        stop = asyncio.Event()
        task = asyncio.create_task(Deliverer(Store(client, client["none"]), sender(), stop).run())
        await asyncio.sleep(0.5)
        waits = not task.done()
        stop.set()
        await asyncio.wait_for(task, 20)
        client.close()
        return waits

    assert asyncio.run(wait())


def test_an_endpoint_that_hangs_holds_up_no_other(post: Post, receiver: Receiver) -> None:
    from tests.channels.parts import receiving

    with receiving() as hung:
        hung.answer = lambda handler: hung.finish.wait(30) and None
        post.endpoint(hung.url(), id="hung", rank=1)
        post.endpoint(receiver.url(), id="good", persons=("other",))
        post.alerts(1)
        post.alerts(2, recipient_person_id="other")

        async def look() -> None:
            deliverer = Deliverer(post.store, sender(), asyncio.Event(), post.clock)
            await deliverer.look()
            await asyncio.to_thread(until, lambda: post.deliveries(state="delivered") and hung.requests)
            hung.finish.set()
            await deliverer.finish(30)

        asyncio.run(look())
    assert ("good", "delivered") in post.states()
