"""Knows who a slip names: the units with their people, the supervisor, and telephones as far as one may read them."""

from datetime import datetime
from typing import Any

from api.reads.reads import Reads
from ledger.issue.issue import Issue
from ledger.registry.entries import PostCode


def lead_of(issue: Issue, reads: Reads, now: datetime) -> dict[str, Any] | None:
    """The lead unit with the person in charge, before there is one with its head; `PartyView`."""
    return None if issue.unit_id is None else _unit(issue.unit_id, issue.person_id, reads, now)


def supporting_of(issue: Issue, reads: Reads, now: datetime) -> list[dict[str, Any]]:
    """The supporting units with their heads."""
    return [_unit(unit_id, None, reads, now) for unit_id in issue.supporting_unit_ids]


def supervisor_of(issue: Issue, reads: Reads, now: datetime) -> dict[str, Any] | None:
    """The region that supervises, with its supervisor."""
    code = issue.supervising_region
    if code is None:
        return None
    region = reads.rules.catalogue.regions.get(code)
    return {
        "id": code,
        "name_zh": region and (region.full_name_zh or region.name_zh),
        "name_en": region and region.name_en,
        "phone": None,
        **_person(_holder(PostCode.SUPERVISOR, code, reads, now), reads),
    }


def _unit(unit_id: str, person_id: str | None, reads: Reads, now: datetime) -> dict[str, Any]:
    unit = reads.rules.catalogue.units.get(unit_id)
    return {
        "id": unit_id,
        "name_zh": unit and unit.name_zh,
        "name_en": unit and unit.name_en,
        "phone": reads.telephone_of(unit),
        **_person(person_id or _holder(PostCode.UNIT_HEAD, unit_id, reads, now), reads),
    }


def _holder(post: PostCode, place: str, reads: Reads, now: datetime) -> str | None:
    holder = reads.rules.catalogue.holder(post, place, now, reads.rules.zone)
    return None if holder is None else holder.person_id


def _person(person_id: str | None, reads: Reads) -> dict[str, Any]:
    person = None if person_id is None else reads.rules.catalogue.persons.get(person_id)
    return {
        "person_id": person_id,
        "person_name": person and person.name,
        "person_phone": reads.telephone_of(person),
    }
