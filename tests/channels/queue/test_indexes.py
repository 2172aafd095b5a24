"""However long the history of deliveries, what a deliverer asks is answered by an index."""

from channels.queue.claiming import claim, due_endpoints
from channels.queue.dispatching import dispatch
from ledger.mongo.figures import Counts
from tests.channels.parts import NOW, Post, Receiver
from tests.ledger.mongo.profiling import profiled


def test_a_look_walks_no_collection(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url(), per_minute=5)
    post.alerts(*range(1, 41))
    with profiled(post.store) as did:
        dispatch(post.store, NOW)
        assert due_endpoints(post.store, NOW) == ["one"]
        claim(post.store, "one", NOW)
    asked = [entry for entry in did if entry["ns"].endswith((".deliveries", ".alerts")) and "planSummary" in entry]
    assert len(asked) >= 5
    assert all("IXSCAN" in entry["planSummary"] or "IDHACK" in entry["planSummary"] for entry in asked), asked


def test_how_many_notices_wait_is_counted_without_reading_one(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url())
    post.notices(*range(1, 41))
    post.look()
    with profiled(post.store) as did:
        Counts(post.store, post.clock).count()
    (asked,) = [entry for entry in did if entry["ns"].endswith(".deliveries") and "fold" in str(entry["command"])]
    assert (asked["keysExamined"] > 0, asked["docsExamined"]) == (True, 0)
