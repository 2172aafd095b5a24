"""Knows what the ledger keeps of a report beside its bytes: whose it is, where it may be read, what lists show of it.

So that the visits to a project, or an inspector's own, are one read of one index, and stay what they were when their
bytes go to the archive.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from ledger.access.scopes import region_keys, reporter_key
from ledger.reports.said import FieldReport
from mobile_schema.reports.site_visit import SiteVisit

_UNBELIEVABLE: Final = frozenset({"captured-in-future", "captured-long-ago"})
Document = dict[str, Any]


def seen_at(captured_at: datetime, received_at: datetime, flags: Collection[str]) -> datetime:
    """When a report's inspector was there, as far as can be believed: else a phone's wrong clock would put its visit
    before or after all others for ever.
    """
    return captured_at if _UNBELIEVABLE.isdisjoint(flags) else received_at


@lru_cache(maxsize=4096)
def scopes_of_report(region: str, reporter: str) -> tuple[str, ...]:
    """The keys by which people may know of a report: the region of its project with those above it, and its reporter.

    No unit's: what concerns a unit is on its issues.
    """
    return (*region_keys(region), reporter_key(reporter))


def shown_in_lists(report: FieldReport) -> Iterable[tuple[str, Any]]:
    """What a line of a list shows of a report; what is not said is left out."""
    yield "kind", report.kind.value
    if report.attachments:
        yield "attachments", [attachment.sha256 for attachment in report.attachments]
    if isinstance(report, SiteVisit):
        if report.no_problem_found:
            yield "no_problem", True
        said = (
            () if report.progress is None else (("percent", report.progress.percent), ("stage", report.progress.stage))
        )
        seen = {name: value for name, value in said if value is not None}
        if seen:
            yield "progress", seen


def touched(receipt: Document) -> list[str]:
    """The issues that a report opened, corrected or looked at, each once."""
    looked = [each["issue_id"] for each in receipt["rechecks"] if each["refused"] is None]
    return list(dict.fromkeys([*about(receipt), *looked]))


def about(receipt: Document) -> list[str]:
    """The issues that a report opened and those that it corrected."""
    corrected = [each["issue_id"] for each in receipt.get("corrections", ()) if each["issue_id"] is not None]
    return [*(issue["id"] for issue in receipt["issues"]), *corrected]
