"""Knows how a batch of Kafka records gets into the ledger: look up, plan, one transaction with its positions."""

from collections.abc import Sequence
from datetime import datetime

from xiaohao.ledger.clock import Clock
from xiaohao.ledger.deliveries import DeadLetter, Record
from xiaohao.ledger.intake import IntakePlan, Known, Understood, plan_intake, serial_keys, understand
from xiaohao.ledger.rules import Rules
from xiaohao.ledger.store.commit import Advance, Batch, Conflict, Document, PositionMoved, commit
from xiaohao.ledger.store.connection import Store
from xiaohao.ledger.store.positions import position_id, read_offsets
from xiaohao.ledger.store.records import issue_from_document

_ATTEMPTS = 20


def take_in(store: Store, records: Sequence[Record], clock: Clock, rules: Rules) -> IntakePlan | None:
    """Write what these records say, each once, and move the positions past them.

    Records below the stored position are dropped: they are in. Returns the plan written, None when all were in.
    Raises PositionMoved on a gap or when another worker took over, Conflict when races do not end,
    pymongo.errors.PyMongoError when MongoDB is away; in each case nothing was written.
    """
    fresh, positions = _fenced(store, records)
    if not fresh:
        return None
    understood = understand(fresh)
    for _ in range(_ATTEMPTS):
        at = clock.now()
        known = _look_up(store, understood, at, rules)
        plan = plan_intake(understood, known, at, rules)
        try:
            commit(store, _batch(plan, known, positions, at), rules.policies)
        except Conflict:
            continue
        return plan
    raise Conflict(f"a batch of {len(fresh)} records met another writer {_ATTEMPTS} times")


def _fenced(store: Store, records: Sequence[Record]) -> tuple[list[Record], list[Advance]]:
    """The records not yet in, and how each partition's position moves past them."""
    by_place: dict[tuple[str, int], list[Record]] = {}
    for record in records:
        by_place.setdefault((record.topic, record.partition), []).append(record)
    stored = read_offsets(store, by_place)
    fresh: list[Record] = []
    positions: list[Advance] = []
    for place, taken in by_place.items():
        expected = stored.get(place)
        if expected is None:
            raise PositionMoved(position_id(*place))
        rest = [record for record in taken if record.offset >= expected]
        if rest and rest[0].offset != expected:
            raise PositionMoved(position_id(*place))
        if rest:
            fresh.extend(rest)
            positions.append(Advance(position_id(*place), expected, rest[-1].offset + 1))
    return fresh, positions


def _look_up(store: Store, understood: Understood, at: datetime, rules: Rules) -> Known:
    receipts = store["receipts"].find({"_id": {"$in": understood.report_ids}}, {"sha256": 1})
    serials = store["serials"].find({"_id": {"$in": serial_keys(understood, at, rules)}})
    rechecked = understood.rechecked_issue_ids
    issues = store["issues"].find({"_id": {"$in": rechecked}}) if rechecked else ()
    return Known(
        receipts={document["_id"]: document["sha256"] for document in receipts},
        serials={document["_id"]: document["last"] for document in serials},
        issues={document["_id"]: issue_from_document(document) for document in issues},
    )


def _batch(plan: IntakePlan, known: Known, positions: list[Advance], at: datetime) -> Batch:
    return Batch(
        changes=list(plan.changes.values()),
        receipts=plan.receipts,
        dead_letters=[dead_letter_to_document(letter, at) for letter in plan.dead],
        positions=positions,
        serials=[Advance(key, known.serials.get(key, 0), last) for key, last in plan.serials.items()],
    )


def dead_letter_to_document(letter: DeadLetter, at: datetime) -> Document:
    """A dead letter as stored: reason, faults, and the bytes and headers to send it again."""
    return {
        "_id": letter.id,
        "topic": letter.topic,
        "key": letter.key,
        "headers": [[name, value] for name, value in letter.headers],
        "raw": letter.raw,
        "reason": letter.reason,
        "detail": letter.detail,
        "faults": [{"path": fault.path, "message": fault.message, "type": fault.type} for fault in letter.faults],
        "report_id": letter.report_id,
        "at": at,
        "replayed": False,
    }
