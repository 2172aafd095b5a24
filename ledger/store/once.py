"""Knows how a command that comes again under its key is answered as the first time, and carried out once.

What it came to is kept in the transaction that wrote it, for a day, so that there is neither without the other.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.mongo.connection import Document, Store
from ledger.store.records import issue_from_document, plain

COLLECTION = "answered"


@dataclass(frozen=True, slots=True)
class Once:
    """The key that a person gave a command, and the SHA-256 of what was asked under it."""

    person_id: str
    key: str
    sha256: str

    @property
    def id(self) -> str:
        """A key is its person's own."""
        return f"{self.person_id}:{self.key}"


def answer_of(once: Once, issue: Issue) -> Document:
    """What is kept; its time is the machine's own, by which MongoDB lets it go."""
    document: Document = plain(issue)
    document["_id"] = document.pop("id")
    return {"_id": once.id, "sha256": once.sha256, "at": datetime.now(UTC), "issue": document}


def answered(store: Store, once: Once | None) -> Issue | None:
    """The issue as it was after the command, when that was carried out under this key.

    Raises CommandRefused (key-reused) when something else was.
    """
    found = None if once is None else store[COLLECTION].find_one({"_id": once.id})
    if found is None or once is None:
        return None
    if found["sha256"] != once.sha256:
        raise CommandRefused(
            Refusal.KEY_REUSED,
            "此 Idempotency-Key 已用于另一请求 / the key was used for another one",
            key=once.key,
        )
    return issue_from_document(found["issue"])
