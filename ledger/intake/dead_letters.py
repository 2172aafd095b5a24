"""Knows how a dead letter is kept."""

from datetime import datetime

from ledger.intake.incoming import UNSIGNED, DeadLetter
from ledger.mongo.connection import Document
from ledger.mongo.outbox import WHEN_WRITTEN
from mobile_schema.cloudevents import REPORTER


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
        "reporter": _reporter(letter),
        "at": at,
        "replayed": False,
        "written": WHEN_WRITTEN,
    }


def _reporter(letter: DeadLetter) -> str | None:
    """Who sent it, as the API said of it; nobody where it was not the API that said so."""
    said = None if letter.reason == UNSIGNED else dict(letter.headers).get(REPORTER)
    return None if said is None else said.decode(errors="replace")
