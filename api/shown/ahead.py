"""Knows what fires next on the issues that one may read, and whom it tells with which telephone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import pymongo

from api.http.settings import QUERY_SECONDS
from api.http.views import View
from api.reads.reads import Reads
from ledger.issue.issue import Issue
from ledger.registry.days import local_day
from ledger.store.listing import list_firing
from ledger.store.records import issue_from_document
from oversight.explain.coming import coming_before
from oversight.explain.told.people import RecipientTold
from oversight.explain.told.steps import Coming


class WhoIsTold(View):
    """Somebody who will be told; `phone` is theirs, or that of their unit, for who may read it in the registry."""

    person_id: str | None
    person_name: str | None
    title_zh: str
    title_en: str
    unit_id: str | None
    unit_zh: str | None
    unit_en: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class Ahead:
    """The steps from a moment on and before another, in their order; `more` where there are others."""

    as_of: datetime
    until: datetime
    steps: Sequence[tuple[Issue, Coming]]
    more: bool


def ahead(reads: Reads, region: str | None, until: datetime | None, limit: int) -> Ahead:
    """Up to so many steps, until the end of today unless said. Waits for MongoDB and raises as `Reads` does."""
    scope, zone = reads.bound("issue.list"), reads.rules.zone
    with pymongo.timeout(QUERY_SECONDS):
        now = reads.clock.now()
        until = until or datetime.combine(local_day(now, zone) + timedelta(days=1), time(), zone)
        found = [issue_from_document(each) for each in list_firing(reads.store, scope, region, until, limit)]
    steps = [(issue, step) for issue in found[:limit] for step in coming_before(issue, reads.rules, now, until)]
    steps.sort(key=lambda each: (each[1].until or each[1].at, each[0].id))
    return Ahead(now, until, steps[:limit], len(found) > limit or len(steps) > limit)


def who_is_told(one: RecipientTold, reads: Reads) -> dict[str, Any]:
    """`WhoIsTold`."""
    catalogue = reads.rules.catalogue
    person = catalogue.persons.get(one.person_id or "")
    unit = None if person is None else catalogue.units.get(person.unit_id or "")
    return {
        "person_id": one.person_id,
        "person_name": one.person_name,
        "title_zh": one.title_zh,
        "title_en": one.title_en,
        "unit_id": unit and unit.id,
        "unit_zh": unit and unit.name_zh,
        "unit_en": unit and unit.name_en,
        "phone": reads.telephone_of(person) or reads.telephone_of(unit),
    }
