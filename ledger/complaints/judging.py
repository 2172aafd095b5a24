"""Knows what cannot be meant of a complaint, each with its field and sentence. Pure: registry and day are arguments."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from ledger.complaints.complaint import Complaint, ComplaintKind
from ledger.registry.catalogue import Catalogue
from ledger.registry.days import has_ended
from mobile_schema.faults import Fault

_SENTENCES: Final = {
    "unknown-region": "名录中没有这个区划,或已撤销 / the registry has no such region, or it was retired",
    "unknown-project": "名录中没有这个项目 / the registry has no such project",
    "no-words": "其他类投诉须写明情况 / a complaint of another kind needs its words",
    "unknown-unit": "名录中没有这个单位,或已撤销 / the registry has no such unit, or it was retired",
    "future": "日期尚未到来 / the day has not come yet",
    "early": "日期早于 2000 年,请核对年份 / a day before 2000: check the year",
}
_FIRST_YEAR: Final = 2000
_REGISTERED: Final = frozenset({"region", "project", "asked_of"})


def faults(said: Complaint, catalogue: Catalogue, today: date, last: Complaint | None = None) -> list[Fault]:
    """What is wrong of a complaint, in the order of its fields; a correction is not to blame for what left the registry
    since the version that it corrects.
    """
    found = _found(said, catalogue, today)
    return [Fault(f"$.{field}", _SENTENCES[slug], slug) for field, slug in found if not _as_before(field, said, last)]


def _as_before(field: str, said: Complaint, last: Complaint | None) -> bool:
    return last is not None and field in _REGISTERED and getattr(said, field) == getattr(last, field)


def _found(said: Complaint, catalogue: Catalogue, today: date) -> Iterator[tuple[str, str]]:
    region, unit = catalogue.regions.get(said.region), catalogue.units.get(said.asked_of)
    if region is None or has_ended(region, today):
        yield "region", "unknown-region"
    if said.project is not None and said.project not in catalogue.projects:
        yield "project", "unknown-project"
    if unit is None or has_ended(unit, today):
        yield "asked_of", "unknown-unit"
    if said.received_on > today:
        yield "received_on", "future"
    if said.received_on.year < _FIRST_YEAR:
        yield "received_on", "early"
    if said.kind is ComplaintKind.OTHER and not said.words:
        yield "words", "no-words"
