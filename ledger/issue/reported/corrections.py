"""Knows a correction of what was reported, how it was judged, and that a report was withdrawn, as an issue has them."""

from datetime import datetime

from msgspec import Struct

from mobile_schema.events.report_events import Statement


class Judgement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a supervisor said of a correction; `applied` are the fields of the issue that say what it says."""

    accepted: bool
    by: str
    at: datetime
    reason: str | None
    applied: tuple[str, ...]


class Correction(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Another report (`report_id`, its finding in `place`) of who wrote `corrects`, and what it says of the problem."""

    report_id: str
    place: int
    corrects: str
    by: str
    at: datetime
    says: Statement
    judged: Judgement | None = None
    withdrawn_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether a supervisor has yet to judge it."""
        return self.judged is None and self.withdrawn_at is None


class ReportTakenBack(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That the report which opened an issue was withdrawn (撤回)."""

    at: datetime
    by: str
    reason: str
