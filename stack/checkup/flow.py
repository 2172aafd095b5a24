"""Knows how far behind the ledger is: reports not yet taken in, events not yet published, clocks not yet fired."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from kafka import KafkaAdminClient, TopicPartition
from kafka.admin import OffsetSpec

from channels.endpoints.store import OPEN, read_endpoints
from ledger.groundwork.clock import Clock
from ledger.intake.incoming import DAMAGED
from ledger.jobs.shares import holders
from ledger.mongo.connection import Store
from ledger.mongo.outbox import unpublished
from ledger.mongo.positions import read_offsets
from ledger.mongo.slots import SLOTS, due_by
from ledger.mongo.waiting import Indexed, counting_lag, indexed
from stack.checkup.finding import PREPARE, Finding
from stack.embedded.broker_state import Partition
from stack.supervisor.readiness import INTAKE, deliverer_alive, signs_of_life, unread

_FAR_BEHIND: Final = 10_000
_COUNTED: Final = 100_000
_NO_RELAY: Final = (
    "启动发布进程，查看其日志 / start one (`xiaohao up` does), and look at its log; it goes on from its mark"
)
_NO_DELIVERER: Final = (
    "启动投递进程，查看其日志 / start one (`xiaohao up` does), and look at its log; nothing queued is lost"
)
_COUNTING_PATIENCE: Final = 60.0
_SEARCH_PATIENCE: Final = 60.0
_SWEEP_PATIENCE: Final = timedelta(minutes=2)


def flow(store: Store, clock: Clock) -> Iterator[Finding]:
    """What the database tells of the work under way. Raises pymongo.errors.PyMongoError when it is away."""
    yield _workers(store)
    yield _relays(store)
    yield _sweep(store, clock)
    yield _counting(store)
    yield from map(_search, indexed(store))
    yield _dead_letters(store)
    yield _channels(store)


def _workers(store: Store) -> Finding:
    signs = signs_of_life(store)
    nobodys = unread(signs)
    read = len(INTAKE) - len(nobodys)
    says = (
        f"{len(signs)} 个在运行，读取 {len(INTAKE)} 个分区中的 {read} 个 / "
        f"{len(signs)} alive, {read} of {len(INTAKE)} partitions of reports read"
    )
    advice = (
        "启动入账进程，或稍候片刻，并查看其日志 / "
        "start a worker (`xiaohao up` does), or wait some seconds while they divide them, and look at its log"
    )
    return Finding("workers", says, advice if nobodys else "")


def consumer_lag(store: Store, admin: KafkaAdminClient) -> Finding:
    """How far the ledger is behind the topics. Raises PyMongoError or KafkaError when one of the two is away."""
    first, end = _offsets(admin, OffsetSpec.EARLIEST), _offsets(admin, OffsetSpec.LATEST)
    stored = read_offsets(store, INTAKE)
    lost = sum(first[place] - offset for place, offset in stored.items() if offset < first[place])
    lag = sum(end[place] - stored.get(place, first[place]) for place in INTAKE)
    says = f"{lag} 条上报尚未入账 / {lag} record(s) of reports not yet in the ledger"
    if lost:
        advice = (
            "这些记录已不可取回，请调大 retention.ms，并让手机重发没有回执的上报 / "
            "they are gone: raise the topics' retention.ms, and have the phones send again what has no receipt"
        )
        says += f"; 有 {lost} 条到期删除 / retention deleted {lost} record(s) before they were taken in"
        return Finding("consumer lag", says, advice)
    if INTAKE - stored.keys():
        return Finding("consumer lag", f"{says}; 有分区没有读取位置 / partitions without a position", PREPARE)
    advice = "增加入账进程 / add workers (`xiaohao up --workers N`)"
    return Finding("consumer lag", says, advice if lag > _FAR_BEHIND else "")


def _offsets(admin: KafkaAdminClient, which: OffsetSpec) -> dict[Partition, int]:
    found = admin.list_partition_offsets({TopicPartition(*place): which for place in INTAKE}, timeout_ms=10_000)
    return {(place.topic, place.partition): said.offset for place, said in found.items()}


def _relays(store: Store) -> Finding:
    lag, relays = unpublished(store, _COUNTED), holders(store, "relay")
    count = len(set(relays.values()))
    zh, en = (
        f"{lag} 条事件尚未发布，{count} 个发布进程",
        f"{lag} event(s) not yet published, {count or 'no'} relay(s) at work",
    )
    if not relays:
        return Finding("relay lag", f"{zh} / {en}", _NO_RELAY)
    if len(relays) < SLOTS:
        says = f"{zh}，负责 {SLOTS} 份中的 {len(relays)} 份 / {en} on {len(relays)} of {SLOTS} slots of the issues"
        advice = "稍候片刻，查看其日志 / wait some seconds while they divide them, and look at their logs"
        return Finding("relay lag", says, advice)
    advice = "增加发布进程 / add relays (`xiaohao up --relays N`)"
    return Finding("relay lag", f"{zh} / {en}", advice if lag > _FAR_BEHIND else "")


def _sweep(store: Store, clock: Clock) -> Finding:
    late = store["issues"].count_documents(due_by(clock.now() - _SWEEP_PATIENCE), limit=_COUNTED)
    says = (
        f"{late} 个问题的督办步骤到期两分钟仍未发出 / "
        f"{late} issue(s) with a step that fell due more than two minutes ago and has not fired"
    )
    advice = "检查入账进程及其日志 / see that a worker runs, and its log; they fire as soon as one does"
    return Finding("sweep", says, advice if late else "")


def _counting(store: Store) -> Finding:
    lag = counting_lag(store)
    says = (
        f"计数落后 {lag:.0f} 秒，查询时一并计入 / "
        f"{lag:.0f} s behind; what waits is counted all the same where somebody asks"
    )
    advice = (
        "检查入账进程及其日志；数字仍然正确，只是读得慢 / "
        "see that a worker runs, and its log; the numbers stay right, and are slower to read"
    )
    return Finding("counters", says, advice if lag > _COUNTING_PATIENCE else "")


def _search(index: Indexed) -> Finding:
    """A machine of which nothing was heard for an hour has no index any more, or no API."""
    if index.made is not None and index.kept:
        done, total = index.made
        return Finding("search", f"{index.host}: 正在建立索引 / being made, {done} of about {total} issues")
    says = (
        f"{index.host}: 检索落后 {index.behind:.0f} 秒 / {index.behind:.0f} s behind; "
        f"{'有' if index.kept else '没有'}进程维护 / {'one' if index.kept else 'no'} process keeps it"
    )
    advice = (
        "检查该机的 API 及其日志；列表不受影响 / "
        "see that an API runs there, and its log; lists without words to look for are not affected"
    )
    return Finding("search", says, advice if index.behind > _SEARCH_PATIENCE else "")


def _dead_letters(store: Store) -> Finding:
    waiting = store["dead_letters"].count_documents(
        {"replayed": {"$ne": True}, "reason": {"$ne": DAMAGED}}, limit=_COUNTED
    )
    skipped = store["dead_letters"].count_documents({"reason": DAMAGED}, limit=_COUNTED)
    says = f"{waiting} 条记录未能入账 / {waiting} record(s) that could not enter the ledger"
    if skipped:
        says += f"; 跳过损坏的记录 {skipped} 次 / damaged ones were skipped {skipped} time(s)"
    advice = (
        "用 xiaohao deadletters list 查看，排除原因后重放 / "
        "look at them with `xiaohao deadletters list`, put the cause right, and replay them"
    )
    return Finding("dead letters", says, advice if waiting else "")


def _channels(store: Store) -> Finding:
    endpoints = read_endpoints(store).values()
    failing = [each.id for each in endpoints if each.enabled and each.failing_since is not None]
    queued = store["deliveries"].count_documents(OPEN, limit=_COUNTED)
    alive = deliverer_alive(store)
    says = (
        f"{len(endpoints)} 个渠道，{queued} 条待送，{'有' if alive else '没有'}投递进程 / "
        f"{len(endpoints)} endpoint(s), {queued} message(s) waiting, {'one' if alive else 'no'} deliverer works"
    )
    if failing:
        says += f"; 送不出 / failing: {', '.join(failing)}"
    if not alive:
        return Finding("channels", says, _NO_DELIVERER)
    return Finding("channels", says, "原因见 / see why with `xiaohao channel list`" if failing else "")
