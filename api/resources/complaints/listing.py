"""Knows how complaints are listed and counted for somebody: those of their regions, or of their unit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.http import cursor as cursors
from api.http.problems import Problem
from api.resources.complaints.views import told_complaint, told_region, told_tally, told_version
from api.services import Services
from ledger.access.scopes import may, scope_of
from ledger.complaints.complaint import Complaint, ComplaintKind
from ledger.complaints.keeping import then_and_last, versions_of
from ledger.complaints.rights import ENTER, READ, may_change, may_see
from ledger.complaints.tallying import NONE, tallies, tally
from ledger.registry.entries import Person
from ledger.registry.regions import is_within


@dataclass(frozen=True, slots=True)
class Asked:
    """Which complaints are asked for, as of when."""

    region: str | None
    kind: ComplaintKind | None
    month: str | None
    as_of: datetime | None


def page_of(services: Services, person: Person, asked: Asked, limit: int, cursor: str | None) -> dict[str, Any]:
    """`ComplaintList`."""
    at, after = _at(services, asked), cursors.read_text_key(cursor)
    found = sorted(_found(services, person, asked, at), key=_place, reverse=True)
    rest = [each for each in found if after is None or _place(each) < after]
    more = len(rest) > limit
    return {
        "as_of": at,
        "items": [_told(services, None if asked.as_of else person, each) for each in rest[:limit]],
        "next_cursor": cursors.write(_place(rest[limit - 1])) if more else None,
    }


def counts_of(services: Services, person: Person, asked: Asked) -> dict[str, Any]:
    """`ComplaintCounts`."""
    at, catalogue = _at(services, asked), services.rules.current.catalogue
    found = [each for each in _found(services, person, asked, at) if not each.withdrawn]
    of_kind, of_region = tallies(found, lambda each: each.kind), tallies(found, lambda each: each.region)
    return {
        "as_of": at,
        "may_enter": may(person, ENTER),
        "total": told_tally(tally(found)),
        "items": [{"kind": kind, **told_tally(of_kind.get(kind, NONE))} for kind in ComplaintKind],
        "regions": [
            {"region": code, **told_region(code, catalogue, "name"), **told_tally(of_region[code])}
            for code in sorted(of_region)
        ],
    }


def history_of(services: Services, person: Person, complaint: str) -> dict[str, Any]:
    """`ComplaintHistory`. Raises Problem (404)."""
    versions = versions_of(services.store, complaint)
    last = demand_seen(person, versions[-1] if versions else None)
    return {"complaint": _told(services, person, last), "items": list(map(told_version, versions))}


def demand_seen(person: Person, last: Complaint | None) -> Complaint:
    """A complaint that is there for somebody. Raises Problem (404)."""
    if last is None or not may_see(scope_of(person, READ), last):
        raise Problem(404, "unknown-complaint", "没有这件投诉 / no such complaint")
    return last


def _found(services: Services, person: Person, asked: Asked, at: datetime) -> list[Complaint]:
    """As they were at a moment; whose they are is judged by their last version, whatever an earlier one named."""
    scope, known = scope_of(person, READ), then_and_last(services.store, at)
    return [then for then, last in known if may_see(scope, last) and _is_wanted(then, asked)]


def _is_wanted(each: Complaint, asked: Asked) -> bool:
    return (
        (asked.region is None or is_within(each.region, asked.region))
        and asked.kind in {None, each.kind}
        and (asked.month is None or each.received_on.isoformat().startswith(asked.month))
    )


def _told(services: Services, changes: Person | None, each: Complaint) -> dict[str, Any]:
    """`changes` is who may correct it, nobody where it is told as it was once."""
    changeable = changes is not None and not each.withdrawn and may_change(changes, each)
    return told_complaint(each, services.rules.current.catalogue, may_change=changeable)


def _at(services: Services, asked: Asked) -> datetime:
    return asked.as_of or services.clock.now()


def _place(each: Complaint) -> tuple[str, str]:
    return each.received_on.isoformat(), each.complaint
