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
from stack.checkup.finding import Finding
from stack.embedded.broker_state import Partition
from stack.supervisor.readiness import INTAKE, deliverer_alive, signs_of_life, unread

_FAR_BEHIND: Final = 10_000
_COUNTED: Final = 100_000
_SWEEP_PATIENCE: Final = timedelta(minutes=2)


def flow(store: Store, clock: Clock) -> Iterator[Finding]:
    """What the database tells of the work under way. Raises pymongo.errors.PyMongoError when it is away."""
    yield _workers(store)
    yield _relays(store)
    yield _sweep(store, clock)
    yield _dead_letters(store)
    yield _channels(store)


def _workers(store: Store) -> Finding:
    signs = signs_of_life(store)
    nobodys = unread(signs)
    says = f"{len(signs)} alive, {len(INTAKE) - len(nobodys)} of {len(INTAKE)} partitions of reports read"
    advice = "start a worker (`xiaohao up` does), or wait some seconds while they divide them, and look at its log"
    return Finding("workers", says, advice if nobodys else "")


def consumer_lag(store: Store, admin: KafkaAdminClient) -> Finding:
    """How far the ledger is behind the topics. Raises PyMongoError or KafkaError when one of the two is away."""
    first, end = _offsets(admin, OffsetSpec.EARLIEST), _offsets(admin, OffsetSpec.LATEST)
    stored = read_offsets(store, INTAKE)
    lost = sum(first[place] - offset for place, offset in stored.items() if offset < first[place])
    lag = sum(end[place] - stored.get(place, first[place]) for place in INTAKE)
    says = f"{lag} record(s) of reports not yet in the ledger"
    if lost:
        advice = "they are gone: raise the topics' retention.ms, and have the phones send again what has no receipt"
        return Finding("consumer lag", f"{says}; retention deleted {lost} record(s) before they were taken in", advice)
    if INTAKE - stored.keys():
        return Finding("consumer lag", f"{says}; partitions without a position", "run `xiaohao prepare`")
    return Finding("consumer lag", says, "add workers (`xiaohao up --workers N`)" if lag > _FAR_BEHIND else "")


def _offsets(admin: KafkaAdminClient, which: OffsetSpec) -> dict[Partition, int]:
    found = admin.list_partition_offsets({TopicPartition(*place): which for place in INTAKE}, timeout_ms=10_000)
    return {(place.topic, place.partition): said.offset for place, said in found.items()}


def _relays(store: Store) -> Finding:
    lag, relays = unpublished(store, _COUNTED), holders(store, "relay")
    says = f"{lag} event(s) not yet published, {len(set(relays.values())) or 'no'} relay(s) at work"
    if not relays:
        return Finding(
            "relay lag", says, "start one (`xiaohao up` does), and look at its log; it goes on from its mark"
        )
    if len(relays) < SLOTS:
        says += f" on {len(relays)} of {SLOTS} slots of the issues"
        return Finding("relay lag", says, "wait some seconds while they divide them, and look at their logs")
    return Finding("relay lag", says, "add relays (`xiaohao up --relays N`)" if lag > _FAR_BEHIND else "")


def _sweep(store: Store, clock: Clock) -> Finding:
    late = store["issues"].count_documents(due_by(clock.now() - _SWEEP_PATIENCE), limit=_COUNTED)
    says = f"{late} issue(s) with a step that fell due more than two minutes ago and has not fired"
    return Finding("sweep", says, "see that a worker runs, and its log; they fire as soon as one does" if late else "")


def _dead_letters(store: Store) -> Finding:
    waiting = store["dead_letters"].count_documents(
        {"replayed": {"$ne": True}, "reason": {"$ne": DAMAGED}}, limit=_COUNTED
    )
    skipped = store["dead_letters"].count_documents({"reason": DAMAGED}, limit=_COUNTED)
    says = f"{waiting} record(s) that could not enter the ledger"
    if skipped:
        says += f"; damaged ones were skipped {skipped} time(s)"
    advice = "look at them with `xiaohao deadletters list`, put the cause right, and replay them" if waiting else ""
    return Finding("dead letters", says, advice)


def _channels(store: Store) -> Finding:
    endpoints = read_endpoints(store).values()
    failing = [each.id for each in endpoints if each.enabled and each.failing_since is not None]
    queued = store["deliveries"].count_documents(OPEN, limit=_COUNTED)
    alive = deliverer_alive(store)
    says = f"{len(endpoints)} endpoint(s), {queued} message(s) waiting, {'one' if alive else 'no'} deliverer works"
    if failing:
        says += f"; failing: {', '.join(failing)}"
    if not alive:
        return Finding("channels", says, "start one (`xiaohao up` does), and look at its log; nothing queued is lost")
    return Finding("channels", says, "see why with `xiaohao channel list`" if failing else "")
