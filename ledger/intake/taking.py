"""Knows how Kafka records get into the ledger: look up, plan, one transaction with the positions they move."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

from ledger.escalation.rechecks import counts_for
from ledger.groundwork.clock import Clock
from ledger.groundwork.portions import portions
from ledger.intake.dead_letters import dead_letter_to_document
from ledger.intake.incoming import Record
from ledger.intake.plan import IntakePlan, Known, Understood, plan_intake, serial_keys, understand
from ledger.issue.issue import Issue
from ledger.mongo.connection import Store
from ledger.mongo.positions import position_id, read_offsets
from ledger.policy.rules import Rules, RulesReader
from ledger.store.commit import Advance, Batch, Conflict, PositionMoved, Writes, write
from ledger.store.records import issue_from_document

_ATTEMPTS = 20
# About 500 reports: larger transactions gain nothing and keep the next plan waiting.
_PORTION_BYTES = 512 * 1024

Offsets = dict[tuple[str, int], int]


def take_in(store: Store, records: Sequence[Record], clock: Clock, rules: RulesReader) -> list[IntakePlan]:
    """Write what these records say, each once, and move the positions past them.

    Records below the stored position are dropped: they are in. Many records go in several transactions, in order;
    the next is planned while one is written. Returns the plans written, none when all were in.
    Raises PositionMoved on a gap or when another worker took over, Conflict when races do not end,
    pymongo.errors.PyMongoError when MongoDB is away; what was written until then stays, and is dropped next time.
    """
    written: list[IntakePlan] = []
    for _ in range(_ATTEMPTS):
        fresh, offsets = _fenced(store, records)
        try:
            for plan in _write_through(store, fresh, offsets, clock, rules):
                written.append(plan)
        except Conflict:
            continue
        return written
    raise Conflict(f"a batch of {len(records)} records met another writer {_ATTEMPTS} times")


def _fenced(store: Store, records: Sequence[Record]) -> tuple[list[Record], Offsets]:
    """The records not yet in, and where the ledger stands on their partitions."""
    by_place: dict[tuple[str, int], list[Record]] = {}
    for record in records:
        by_place.setdefault((record.topic, record.partition), []).append(record)
    stored = read_offsets(store, by_place)
    fresh: list[Record] = []
    for place, taken in by_place.items():
        expected = stored.get(place)
        if expected is None:
            raise PositionMoved(position_id(*place))
        rest = [record for record in taken if record.offset >= expected]
        if rest and rest[0].offset != expected:
            raise PositionMoved(position_id(*place))
        fresh.extend(rest)
    return fresh, stored


def _write_through(
    store: Store, records: Sequence[Record], offsets: Offsets, clock: Clock, reader: RulesReader
) -> Iterator[IntakePlan]:
    """Plan and write portion by portion; yields each plan once it is written."""
    rules, before = reader.current(), Known()
    being_written: tuple[IntakePlan, Future[None]] | None = None
    with ThreadPoolExecutor(1) as writer:
        for portion in portions(records, lambda record: len(record.value), _PORTION_BYTES):
            at = clock.now()
            understood = understand(portion)
            if understood.has_strangers(rules.catalogue):
                # Someone who was entered a moment ago is no reason for a dead letter.
                rules = reader.anew()
            known = _look_up(store, understood, at, rules).overlaid(before)
            plan = plan_intake(understood, known, at, rules)
            writes = Writes(_batch(plan, known, _advances(portion, offsets), at), rules)
            if being_written is not None:
                yield _written(*being_written)
            being_written = plan, writer.submit(write, store, writes)
            before = plan.leads_to()
        if being_written is not None:
            yield _written(*being_written)


def _written(plan: IntakePlan, writing: "Future[None]") -> IntakePlan:
    writing.result()
    return plan


def _advances(portion: Sequence[Record], offsets: Offsets) -> list[Advance]:
    """How each partition's position moves past a portion; `offsets` is where they stand, and moves along."""
    ends = {(record.topic, record.partition): record.offset + 1 for record in portion}
    advances = [Advance(position_id(*place), offsets[place], end) for place, end in ends.items()]
    offsets.update(ends)
    return advances


def _look_up(store: Store, understood: Understood, at: datetime, rules: Rules) -> Known:
    receipts = store["receipts"].find({"_id": {"$in": understood.report_ids}}, {"sha256": 1})
    serials = store["serials"].find({"_id": {"$in": serial_keys(understood, at, rules)}})
    seen = _issues(store, understood.rechecked_issue_ids)
    mains = _issues(store, [counts_for(issue) for issue in seen.values() if counts_for(issue) not in seen])
    return Known(
        receipts={document["_id"]: document["sha256"] for document in receipts},
        serials={document["_id"]: document["last"] for document in serials},
        issues=seen | mains,
    )


def _issues(store: Store, ids: list[str]) -> dict[str, Issue]:
    found = store["issues"].find({"_id": {"$in": ids}}) if ids else ()
    return {document["_id"]: issue_from_document(document) for document in found}


def _batch(plan: IntakePlan, known: Known, positions: list[Advance], at: datetime) -> Batch:
    return Batch(
        changes=list(plan.changes.values()),
        receipts=plan.receipts,
        dead_letters=[dead_letter_to_document(letter, at) for letter in plan.dead],
        positions=positions,
        serials=[Advance(key, known.serials.get(key, 0), last) for key, last in plan.serials.items()],
    )
