"""Knows how the next records are planned while those before are written, from one batch to the next.

A portion is planned on what the ledger holds and on what the one portion under way leads to. When that one fails,
everything planned on it is thrown away: whoever calls hands it over again.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from ledger.escalation.rechecks import counts_for
from ledger.figures.keeping import look_up, to_document
from ledger.figures.reporting import FiguresKnown
from ledger.groundwork.clock import Clock
from ledger.groundwork.portions import portions
from ledger.intake.dead_letters import dead_letter_to_document
from ledger.intake.incoming import Record
from ledger.intake.planning.plan import IntakePlan, Known
from ledger.intake.planning.planner import plan_intake
from ledger.intake.planning.understood import Understood, serial_keys, understand
from ledger.issue.issue import Issue
from ledger.mongo.connection import Document, Store
from ledger.mongo.positions import position_id, read_offsets
from ledger.policy.rules import Rules, RulesReader
from ledger.reports.kept import about
from ledger.store.archive.moving import bring_back
from ledger.store.commit import Advance, Batch, PositionMoved, Writes, write
from ledger.store.records import issue_from_document

# About 500 reports: larger transactions gain nothing and keep the next plan waiting.
_PORTION_BYTES: Final = 512 * 1024

Offsets = dict[tuple[str, int], int]


def _unheard(plan: IntakePlan) -> None:
    """Nobody asked."""


@dataclass(frozen=True, slots=True)
class _Portion:
    """A plan, where each partition stands after it, and its writing."""

    plan: IntakePlan
    ends: Offsets
    writing: "Future[None]"


@dataclass
class Pipeline:
    """One thread calls, one thread of its own writes; `written` hears each plan once it is in.

    Raises, from every method but `forget`, what planning or writing raises: PositionMoved on a gap or when another
    worker took over, Conflict when something else was written meanwhile, pymongo.errors.PyMongoError when MongoDB is
    away. Nothing is under way then, and nothing is in of what was planned on the portion that failed.
    """

    store: Store
    clock: Clock
    rules: RulesReader
    written: Callable[[IntakePlan], None] = _unheard
    _writer: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "ledger-writer"), init=False)
    _under_way: _Portion | None = field(default=None, init=False)

    def take(self, records: Sequence[Record]) -> "Future[None]":
        """Plan records, each partition's in order, on top of those taken before; done when the last of them is in.

        Records below the position are dropped: they are in, or under way.
        """
        try:
            fresh, offsets = self._fenced(records)
            rules = self.rules.current()
            for portion in portions(fresh, lambda record: len(record.value), _PORTION_BYTES):
                rules = self._take(portion, offsets, rules)
        except BaseException:
            self.forget()
            raise
        return self._under_way.writing if self._under_way else _done()

    def settle(self) -> None:
        """Wait until everything taken is in."""
        portion, self._under_way = self._under_way, None
        if portion is not None:
            portion.writing.result()
            self.written(portion.plan)

    def forget(self) -> None:
        """Wait for what is under way, however it ends, and plan nothing on it."""
        portion, self._under_way = self._under_way, None
        if portion is not None:
            wait([portion.writing])
            if not portion.writing.cancelled() and portion.writing.exception() is None:
                self.written(portion.plan)

    def close(self) -> None:
        """End the writing thread, after what is under way."""
        self.forget()
        self._writer.shutdown()

    def _settle_what_is_in(self) -> None:
        """What is in may have moved on since: the ledger knows better than its plan."""
        if self._under_way and self._under_way.writing.done():
            self.settle()

    def _fenced(self, records: Sequence[Record]) -> tuple[list[Record], Offsets]:
        """The records not yet in, and where the ledger will stand on their partitions before them."""
        self._settle_what_is_in()
        by_place: dict[tuple[str, int], list[Record]] = {}
        for record in records:
            by_place.setdefault((record.topic, record.partition), []).append(record)
        ends = self._under_way.ends if self._under_way else {}
        stands = read_offsets(self.store, by_place)
        stands |= {place: ends[place] for place in stands.keys() & ends.keys()}
        fresh: list[Record] = []
        for place, taken in by_place.items():
            expected = stands.get(place)
            if expected is None:
                raise PositionMoved(position_id(*place))
            rest = [record for record in taken if record.offset >= expected]
            if rest and rest[0].offset != expected:
                raise PositionMoved(position_id(*place))
            fresh.extend(rest)
        return fresh, stands

    def _take(self, portion: Sequence[Record], offsets: Offsets, rules: Rules) -> Rules:
        """Plan a portion and have it written after the one before; the rules by which it was planned."""
        self._settle_what_is_in()
        at = self.clock.now()
        understood = understand(portion)
        if understood.has_strangers(rules.catalogue):
            # Someone who was entered a moment ago is no reason for a dead letter.
            rules = self.rules.anew()
        before = self._under_way.plan.leads_to() if self._under_way else Known()
        known = _look_up(self.store, understood, before, at, rules)
        plan = plan_intake(understood, known, at, rules)
        advances = _advances(portion, offsets)
        writes = Writes(_batch(plan, known, advances, at), rules)
        self.settle()
        self._under_way = _Portion(plan, dict(offsets), self._writer.submit(write, self.store, writes))
        return rules


def _done() -> "Future[None]":
    done: Future[None] = Future()
    done.set_result(None)
    return done


def _advances(portion: Sequence[Record], offsets: Offsets) -> list[Advance]:
    """How each partition's position moves past a portion; `offsets` is where they stand, and moves along."""
    ends = {(record.topic, record.partition): record.offset + 1 for record in portion}
    advances = [Advance(position_id(*place), offsets[place], end) for place, end in ends.items()]
    offsets.update(ends)
    return advances


def _look_up(store: Store, understood: Understood, before: Known, at: datetime, rules: Rules) -> Known:
    """What the ledger holds of a batch, once `before` is in."""
    receipts = store["receipts"].find({"_id": {"$in": understood.report_ids}}, {"sha256": 1})
    serials = store["serials"].find({"_id": {"$in": serial_keys(understood, at, rules)}})
    corrected = _corrected(store, understood.corrected_report_ids)
    seen = _issues(store, [*understood.rechecked_issue_ids, *(each for one in corrected for each in about(one))])
    mains = _issues(store, [counts_for(issue) for issue in seen.values() if counts_for(issue) not in seen])
    figures = [each.report for each in understood.figures]
    stands = Known(
        receipts={document["_id"]: document["sha256"] for document in receipts},
        serials={document["_id"]: document["last"] for document in serials},
        issues=seen | mains,
        corrected={receipt["_id"]: receipt for receipt in corrected},
        figures=look_up(store, figures, rules.catalogue, before.figures) if figures else FiguresKnown(),
    )
    return stands.overlaid(before)


def _corrected(store: Store, report_ids: list[str]) -> list[Document]:
    """The receipts of these reports, without their bytes."""
    return list(store["receipts"].find({"_id": {"$in": report_ids}}, {"raw": 0})) if report_ids else []


def _issues(store: Store, ids: list[str]) -> dict[str, Issue]:
    """These issues; those that were archived are back on the ledger after it, since somebody looked at them again."""
    found = _on_ledger(store, ids)
    missing = [issue_id for issue_id in ids if issue_id not in found]
    if missing and bring_back(store, missing):
        found |= _on_ledger(store, missing)
    return found


def _on_ledger(store: Store, ids: list[str]) -> dict[str, Issue]:
    found = store["issues"].find({"_id": {"$in": ids}}) if ids else ()
    return {document["_id"]: issue_from_document(document) for document in found}


def _batch(plan: IntakePlan, known: Known, positions: list[Advance], at: datetime) -> Batch:
    return Batch(
        changes=list(plan.changes.values()),
        receipts=plan.receipts,
        figures=[to_document(figure) for figure in plan.figures],
        dead_letters=[dead_letter_to_document(letter, at) for letter in plan.dead],
        positions=positions,
        serials=[Advance(key, known.serials.get(key, 0), last) for key, last in plan.serials.items()],
    )
