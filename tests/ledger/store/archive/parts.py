"""Knows a ledger with issues that ended long ago, a run of the rules on it, and what must hold whatever moved."""

from collections import Counter
from typing import Any

from ledger.issue.issue import Issue
from ledger.issue.words.setting_aside import Merge
from ledger.retention.retention import Retention, shipped_retention
from ledger.store.archive.archiving import Done, archiving
from ledger.store.archive.places import ARCHIVED
from tests.ledger.parts import Ledger

CLOSING = ("accept", "report-progress", "request-closure", "approve-closure")


def closed(ledger: Ledger, count: int = 1) -> list[Issue]:
    """Issues that were struck off today, after an alert each that somebody sent out."""
    issues = ledger.opened(count)
    ledger.wait(days=1).sweep()
    ended = [ledger.walk(issue.id, *CLOSING) for issue in issues]
    dispatched(ledger)
    return ended


def family(ledger: Ledger) -> tuple[Issue, Issue]:
    """A main issue that was struck off today, and the duplicate merged into it."""
    main, duplicate = ledger.opened(2)
    ledger.do(duplicate.id, Merge(into=main.id, reason="同一地块"))
    ledger.walk(main.id, *CLOSING)
    return main, duplicate


def dispatched(ledger: Ledger) -> None:
    """Let the deliverer have looked at every alert."""
    ledger.store["alerts"].update_many({}, {"$set": {"dispatched": True}})


def archived(ledger: Ledger, retention: Retention | None = None, limit: int | None = None) -> Done:
    """One run of the rules."""
    return sum(archiving(ledger.store, retention or shipped_retention(), ledger.clock.now(), limit), Done())


def years_later(ledger: Ledger, years: float = 3) -> Ledger:
    """Some years on."""
    return ledger.wait(days=365 * years)


def in_archive(ledger: Ledger) -> set[str]:
    """The ids of the issues in the archive."""
    return set(ledger.store[ARCHIVED["issues"]].distinct("_id"))


def everything(ledger: Ledger) -> dict[str, dict[str, Any]]:
    """Every issue, event, alert and report by its id, wherever it stands; nothing stands twice."""
    found: dict[str, dict[str, Any]] = {}
    for name, archive in ARCHIVED.items():
        documents = [*ledger.store[name].find({}), *ledger.store[archive].find({})]
        if name == "receipts":
            documents = [document for document in documents if "raw" in document]
        assert [each for each, times in Counter(d["_id"] for d in documents).items() if times > 1] == []
        kept = ("_id", "sha256", "raw") if name == "receipts" else None
        found[name] = {d["_id"]: {field: d[field] for field in kept or d} for d in documents}
    return found


def letter(ledger: Ledger, name: str, **over: object) -> None:
    said = {"_id": name, "report_id": name, "reason": "x", "at": ledger.clock.now(), "replayed": "replayed_at" in over}
    ledger.store["dead_letters"].insert_one(said | over)
