"""What doctor says of relays, whether every slot of the issues has one, and of indexes for text search; what to do."""

from datetime import UTC, datetime, timedelta

import pytest

from ledger.groundwork.clock import SystemClock
from ledger.jobs.shares import Shares
from ledger.mongo.connection import Store
from ledger.mongo.slots import SLOTS
from ledger.mongo.waiting import INDEXES, say_indexed, unsay_indexed
from stack.checkup.finding import Finding
from stack.checkup.flow import flow


def relays(store: Store) -> Finding:
    return next(found for found in flow(store, SystemClock()) if found.part == "relay lag")


@pytest.mark.parametrize(
    ("claims", "says", "do"),
    [
        (
            "",
            "0 个发布进程 / 0 event(s) not yet published, no relay(s) at work",
            "启动发布进程，查看其日志 / start one",
        ),
        ("a", "1 个发布进程 / 0 event(s) not yet published, 1 relay(s) at work", ""),
        ("abab", "2 个发布进程 / 0 event(s) not yet published, 2 relay(s) at work", ""),
        (
            "aba",
            "1 个发布进程，负责 16 份中的 8 份 / "
            "0 event(s) not yet published, 1 relay(s) at work on 8 of 16 slots of the issues",
            "稍候片刻，查看其日志 / wait some seconds",
        ),
    ],
)
def test_it_says_how_many_publish_and_whether_each_slot_has_one(store: Store, claims: str, says: str, do: str) -> None:
    """Each letter is a relay that claims its part."""
    for name in claims:
        Shares(store, "relay", name, SLOTS).claim()
    found = relays(store)
    assert found.says == f"0 条事件尚未发布，{says}"
    assert found.do.startswith(do)
    assert bool(found.do) == bool(do)


def searches(store: Store) -> list[tuple[str, str, bool]]:
    return [(found.part, found.says, found.ok) for found in flow(store, SystemClock()) if found.part == "search"]


def test_it_says_how_each_index_for_text_search_stands(store: Store) -> None:
    now = datetime.now(UTC)
    assert searches(store) == []
    say_indexed(store, "a", None, None)
    say_indexed(store, "b", now - timedelta(seconds=90), (500, 2_000))
    store[INDEXES].update_many({}, {"$set": {"host": "here"}})
    following, made = searches(store)
    assert following == ("search", "here: 检索落后 0 秒 / 0 s behind; 有进程维护 / one process keeps it", True)
    assert made == ("search", "here: 正在建立索引 / being made, 500 of about 2000 issues", True)
    store[INDEXES].update_one({"_id": "a"}, {"$set": {"at": now - timedelta(seconds=90)}})
    _, says, ok = searches(store)[0]
    assert (ok, says.endswith(" s behind; 没有进程维护 / no process keeps it")) == (False, True)
    unsay_indexed(store, "a")
    unsay_indexed(store, "b")
