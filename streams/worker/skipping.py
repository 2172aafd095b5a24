"""Knows how a person moves a partition past records that cannot be read: one transaction, and a dead letter tells it.

The letter has no bytes, since nobody can read them: it says which offsets, who skipped them and why.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kafka import KafkaAdminClient, TopicPartition
from kafka.admin import OffsetSpec

from ledger.intake.dead_letters import dead_letter_to_document
from ledger.intake.incoming import DAMAGED, DeadLetter, letter_id
from ledger.mongo.connection import Store
from ledger.mongo.positions import position_id, read_offsets
from ledger.policy.rules import Rules
from ledger.store.commit import Advance, Batch, PositionMoved, commit

_ASK_MS: Final = 10_000
_log = logging.getLogger(__name__)


class NotThere(Exception):
    """The partition does not stand where it was said to, or does not reach as far; nothing was written."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Offsets of a partition that are given up, from `start` up to, not including, `end`; who says so, and why."""

    topic: str
    partition: int
    start: int
    end: int
    by: str
    reason: str


def skip(store: Store, rules: Rules, wanted: Skip, at: datetime) -> str:
    """Move the position past the offsets and keep a dead letter of them; the letter's id.

    Raises NotThere when the position is elsewhere, and pymongo.errors.PyMongoError when MongoDB is away.
    """
    place = position_id(wanted.topic, wanted.partition)
    letter = DeadLetter(
        id=letter_id(f"{place}/{wanted.start}", b""),
        topic=wanted.topic,
        key=None,
        headers=[],
        raw=b"",
        reason=DAMAGED,
        detail=f"offsets {wanted.start} to {wanted.end - 1} skipped by {wanted.by}: {wanted.reason}",
    )
    told = dead_letter_to_document(letter, at) | {
        "skipped": {"from": wanted.start, "to": wanted.end, "by": wanted.by, "reason": wanted.reason}
    }
    moved = Advance(place, wanted.start, wanted.end)
    try:
        commit(store, Batch(dead_letters=[told], positions=[moved]), rules)
    except PositionMoved:
        raise NotThere(_elsewhere(store, wanted)) from None
    _log.warning("%s: %s", place, letter.detail)
    return letter.id


def require_within(admin: KafkaAdminClient, wanted: Skip) -> None:
    """Raises NotThere when the partition ends before the place to go on from, KafkaError when the broker is away."""
    place = TopicPartition(wanted.topic, wanted.partition)
    end = admin.list_partition_offsets({place: OffsetSpec.LATEST}, timeout_ms=_ASK_MS)[place].offset
    if wanted.end > end:
        raise NotThere(
            f"{wanted.topic}/{wanted.partition} 到 {end} 为止，不能跳到 {wanted.end} / "
            f"{wanted.topic}/{wanted.partition} ends at {end}: cannot go on from {wanted.end}"
        )


def _elsewhere(store: Store, wanted: Skip) -> str:
    place = (wanted.topic, wanted.partition)
    stands = read_offsets(store, [place]).get(place)
    return (
        f"{position_id(*place)} 的位置是 {stands}，不是 {wanted.start}，未作改动 / "
        f"{position_id(*place)} stands at {stands}, not at {wanted.start}: nothing was changed"
    )
