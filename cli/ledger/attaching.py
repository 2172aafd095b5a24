"""Knows how files become attachments of what a command enters: looked into as those that the API takes, then kept."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stack.processes.faults import StackError

if TYPE_CHECKING:
    from ledger.evidence.kinds import Examined
    from ledger.mongo.connection import Store


def looked_into(files: Sequence[Path]) -> "list[Examined]":
    """What each is. Raises StackError with the file and what is wrong, OSError where it cannot be read."""
    return [_examined(file) for file in files]


def keep(store: "Store", files: "Sequence[Examined]", person_id: str) -> None:
    """Keep them as sent by a person. Raises pymongo.errors.PyMongoError."""
    from datetime import UTC, datetime  # noqa: PLC0415
    from io import SEEK_END  # noqa: PLC0415

    from ledger.evidence.files import keep_attachment  # noqa: PLC0415
    from ledger.evidence.uploads import note_upload  # noqa: PLC0415

    for file in files:
        keep_attachment(store, file)
        note_upload(store, file.sha256, person_id, file.content.seek(0, SEEK_END), datetime.now(UTC))


def _examined(file: Path) -> "Examined":
    from hashlib import sha256  # noqa: PLC0415
    from io import BytesIO  # noqa: PLC0415

    from ledger.evidence.faults import UnknownKind, Unreadable  # noqa: PLC0415
    from ledger.evidence.kinds import UNNAMED, examine  # noqa: PLC0415
    from mobile_schema.fields import MAX_ATTACHMENT_BYTES  # noqa: PLC0415

    if file.stat().st_size > MAX_ATTACHMENT_BYTES:
        most = MAX_ATTACHMENT_BYTES // 1024**2
        raise StackError(f"{file}: 附件最大 {most} MiB / an attachment has {most} MiB at most")
    content = file.read_bytes()
    try:
        return examine(sha256(content).hexdigest(), BytesIO(content), UNNAMED)
    except (UnknownKind, Unreadable) as fault:
        raise StackError(f"{file}: {fault.detail}") from None
