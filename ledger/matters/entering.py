"""Knows how matters get onto the ledger: one, or all of a set, in one transaction with their 编号, and once.

What was entered is kept as reports are: a receipt under the id that it was entered by, so that the same again is known,
and goes to the archive as theirs do.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ledger.evidence.uploads import sent_by
from ledger.groundwork.clock import Clock
from ledger.intake.planning.serials import counter, serial, year_of
from ledger.issue.changes import Change
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.matters.opening import demand_may_enter, opened, regions_of
from ledger.matters.words import NewMatter, NewSet, Wanted, wanted
from ledger.mongo.connection import Document, Store
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from ledger.store.commit import Batch, Conflict, commit_numbered

RECEIPTS: Final = "receipts"
MATTER: Final = "xiaohao.matter.v1"
"""What a receipt says in `type` where no report came."""
_ATTEMPTS: Final = 5
_UNNUMBERED: Final = "0"


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a matter or a set: when it was entered, and {id, serial} of each issue, in order.

    `new` is False where it had been entered before; `issues_as_opened` are the issues of what is new.
    """

    id: str
    at: datetime
    issues: tuple[Document, ...]
    new: bool
    issues_as_opened: tuple[Issue, ...] = ()


def enter(store: Store, entered: NewMatter | NewSet, actor: Actor, *, clock: Clock, rules: Rules) -> Entered:
    """Put a matter, or all of a set, on the ledger; the same again is known and changes nothing.

    Raises EnteringRefused with what is wrong, CommandRefused: not permitted, another matter has the id (key-reused), a
    file was not sent by the actor; Conflict when races do not end, and pymongo.errors.PyMongoError.
    """
    matters, raw = wanted(entered), entered.model_dump_json(exclude_unset=True).encode()
    digest = hashlib.sha256(actor.person_id.encode() + b"\n" + raw).hexdigest()
    demand_may_enter(regions_of(matters, rules), actor)
    for _ in range(_ATTEMPTS):
        earlier = _entered_before(store, entered.id, digest)
        if earlier is not None:
            return earlier
        at = clock.now()
        would_be(store, matters, actor, at, rules)
        try:
            return _written(store, entered, matters, raw, digest, actor, at, rules)
        except Conflict:
            continue
    raise Conflict(f"matter {entered.id} met another writer {_ATTEMPTS} times")


def would_be(store: Store, matters: Sequence[Wanted], actor: Actor, at: datetime, rules: Rules) -> tuple[Issue, ...]:
    """The issues that these matters would open, without a number; nothing is written. Raises as `enter` does."""
    demand_may_enter(regions_of(matters, rules), actor)
    changes = opened(matters, [_UNNUMBERED] * len(matters), actor, at, rules)
    files = {sha256 for matter in matters for sha256 in matter.attachments}
    missing = sorted(files - sent_by(store, actor.person_id, files).keys())
    if missing:
        detail = "附件尚未由您上传 / upload the attachments first"
        raise CommandRefused(Refusal.UNKNOWN_ATTACHMENT, detail, missing=missing)
    return tuple(change.issue for change in changes)


def _written(  # noqa: PLR0917 - what was entered in which bytes, by whom, when, by which rules
    store: Store,
    entered: NewMatter | NewSet,
    matters: Sequence[Wanted],
    raw: bytes,
    digest: str,
    actor: Actor,
    at: datetime,
    rules: Rules,
) -> Entered:
    counters = [counter(region, year_of(at, rules.zone)) for region in regions_of(matters, rules)]

    def planned(last: Mapping[str, int]) -> Batch:
        changes = opened(matters, _serials(counters, last), actor, at, rules)
        return Batch(changes=changes, receipts=[_receipt(entered, changes, raw, digest, actor, at)])

    batch = commit_numbered(store, Counter(counters), planned, rules)
    issues = tuple(change.issue for change in batch.changes)
    return Entered(entered.id, at, tuple(_named(batch.changes)), new=True, issues_as_opened=issues)


def _serials(counters: Sequence[str], last: Mapping[str, int]) -> list[str]:
    """The 编号 of each matter in order, from where its counter stood."""
    stands = dict(last)
    serials = []
    for drawn_on in counters:
        stands[drawn_on] += 1
        serials.append(serial(drawn_on, stands[drawn_on]))
    return serials


def _receipt(  # noqa: PLR0917 - all that is kept of it
    entered: NewMatter | NewSet, changes: Sequence[Change], raw: bytes, digest: str, actor: Actor, at: datetime
) -> Document:
    first = changes[0].issue
    return {
        "_id": entered.id,
        "sha256": digest,
        "type": MATTER,
        "raw": raw,
        "reporter": actor.person_id,
        "project_code": first.project_code if isinstance(entered, NewMatter) else None,
        "region": first.region if isinstance(entered, NewMatter) else None,
        "title": entered.title if isinstance(entered, NewSet) else None,
        "captured_at": at,
        "received_at": at,
        "recorded_at": at,
        "flags": [],
        "issues": _named(changes),
        "rechecks": [],
    }


def _named(changes: Sequence[Change]) -> list[Document]:
    return [{"id": change.issue.id, "serial": change.issue.serial} for change in changes]


def _entered_before(store: Store, matter_id: str, digest: str) -> Entered | None:
    """What was entered under an id. Raises CommandRefused (key-reused) where that was something else."""
    found = store[RECEIPTS].find_one({"_id": matter_id}, {"raw": 0})
    if found is None:
        return None
    if found["sha256"] != digest:
        raise CommandRefused(
            Refusal.KEY_REUSED,
            "该编号已被内容不同的登记占用 / something else was entered under this id",
            key=matter_id,
        )
    return Entered(found["_id"], found["recorded_at"], tuple(found["issues"]), new=False)
