"""Knows what a report says otherwise than the one that it corrects, of one problem: field by field, as sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ledger.reports.said import FieldReport
from mobile_schema.reports.site_visit import SiteVisit

Scalar = str | int | float | bool | None
_OF_THE_SENDING: Final = {"report_id", "schema_version", "sent_at", "device", "corrects"}
_OF_OTHER_PROBLEMS: Final = {"findings", "rechecks", "no_problem_found", "attachments"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field by its path (`problem.severity`, `works.minutes`), null where a report does not say it."""

    path: str
    before: Scalar
    after: Scalar


def differences(before: FieldReport, place: int, after: FieldReport, place_after: int) -> list[Difference]:
    """What differs, in the order of the fields; `place` and `place_after` are where the problem stands in each."""
    old, new = dict(_flat(_about(before, place))), dict(_flat(_about(after, place_after)))
    return [
        Difference(path, old.get(path), new.get(path))
        for path in dict.fromkeys([*old, *new])
        if old.get(path) != new.get(path)
    ]


def _about(report: FieldReport, place: int) -> dict[str, Any]:
    """What a report says of the problem in one place, and of all its problems."""
    if isinstance(report, SiteVisit):
        said = report.model_dump(mode="json", exclude=_OF_THE_SENDING | _OF_OTHER_PROBLEMS)
        finding = report.findings[place].model_dump(mode="json", exclude={"corrects"})
        return said | {"problem": finding}
    said = report.model_dump(mode="json", exclude=_OF_THE_SENDING)
    return said | {"attachments": [attachment.sha256 for attachment in report.attachments]}


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Scalar]]:
    """Every scalar with its path; what is null is left out."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _flat(each, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _flat(each, f"{path}[{index}]")
    elif value is not None:
        yield path, value
