"""Knows how a dead letter is kept."""

from datetime import datetime

from ledger.intake.incoming import DeadLetter
from ledger.mongo.connection import Document
from ledger.mongo.outbox import WHEN_WRITTEN


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
        "written": WHEN_WRITTEN,
    }
