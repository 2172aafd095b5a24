"""Knows how a complaint is judged and kept over the API: may one, can it be meant, is it still the last version."""

from datetime import datetime

from msgspec.structs import replace

from api.http.problems import Problem, invalid
from api.resources.complaints.listing import demand_seen
from api.resources.complaints.views import ComplaintWithdrawal, NewComplaint
from api.services import Services
from ledger.access.scopes import READ as READ_ISSUE
from ledger.access.scopes import scope_of
from ledger.complaints.complaint import Complaint
from ledger.complaints.judging import faults
from ledger.complaints.keeping import (
    AnotherComplaint,
    Check,
    CorrectedSince,
    NoSuchComplaint,
    Permit,
    enter,
    versions_of,
)
from ledger.complaints.rights import may_change, receiving_unit, supervises
from ledger.registry.days import local_day
from ledger.registry.entries import Person
from ledger.store.listing import ids_within
from mobile_schema.faults import Fault


def entered(services: Services, person: Person, said: NewComplaint) -> Complaint:
    """A new complaint, or a correction of one. Raises Problem; pymongo.errors.PyMongoError."""
    complaint = _complaint(said, person.id, services.clock.now())

    def permit(last: Complaint | None) -> Complaint:
        return replace(complaint, received_by=_demand_right(services, person, complaint, last))

    def check(last: Complaint | None) -> None:
        _demand_counting(last)
        _demand_meant(services, person, complaint, last)

    return _kept(services, complaint, permit, check)


def withdrawn(services: Services, person: Person, complaint: str, said: ComplaintWithdrawal) -> Complaint:
    """The version that says why a complaint no longer counts. Raises Problem; pymongo.errors.PyMongoError."""
    versions = versions_of(services.store, complaint)
    last = demand_seen(person, versions[-1] if versions else None)
    corrects = last.corrects if last.id == said.report_id else last.id
    of_now = {"corrects": corrects, "at": services.clock.now(), "by": person.id, "withdrawn": said.reason}

    def permit(now: Complaint | None) -> Complaint:
        _demand_change(person, now or last)
        return asked

    asked = replace(last, id=said.report_id, **of_now)
    return _kept(services, asked, permit, _demand_counting)


def _kept(services: Services, said: Complaint, permit: Permit, check: Check) -> Complaint:
    try:
        return enter(services.store, said, permit, check)
    except AnotherComplaint:
        raise Problem(409, "report-id-conflict", "同一编号已报过另一内容 / another entry came under this id") from None
    except NoSuchComplaint:
        raise Problem(404, "unknown-complaint", "没有这件投诉 / no such complaint") from None
    except CorrectedSince:
        raise Problem(409, "corrected-since", "已另有更正,请重新查看 / it was corrected since; look again") from None


def _complaint(said: NewComplaint, by: str, at: datetime) -> Complaint:
    """What is entered, before its version is known."""
    told = {name: getattr(said, name) for name in NewComplaint.model_fields if name != "report_id"}
    stripped = {name: told[name].strip() for name in ("intermediary", "service", "words")}
    known = {"id": said.report_id, "complaint": said.report_id, "version": 0, "at": at, "by": by}
    return Complaint(**told | stripped | known, received_by=None, withdrawn="")


def _demand_right(services: Services, person: Person, said: Complaint, last: Complaint | None) -> str | None:
    """By which unit it was received. Raises Problem: 404, 403."""
    if last is not None:
        _demand_change(person, demand_seen(person, last))
    if supervises(person, said.region):
        return None if last is None else last.received_by
    unit = receiving_unit(person, said.region, services.rules.current.catalogue)
    if unit is None:
        raise Problem(
            403, "not-permitted", "由收到投诉的单位或督办人员登记 / by the unit that received it, or a supervisor"
        )
    return unit if last is None else last.received_by


def _demand_change(person: Person, last: Complaint) -> None:
    if not may_change(person, last):
        raise Problem(
            403, "not-permitted", "由收到投诉的单位或督办人员更正 / by the unit that received it, or a supervisor"
        )


def _demand_counting(last: Complaint | None) -> None:
    """Raises Problem (409) where what is corrected counts no longer."""
    if last is not None and last.withdrawn:
        raise Problem(409, "complaint-withdrawn", "投诉已撤回 / the complaint was withdrawn")


def _demand_meant(services: Services, person: Person, said: Complaint, last: Complaint | None) -> None:
    """An issue that the last version names already may be one that others read. Raises Problem (422)."""
    rules = services.rules.current
    found = faults(said, rules.catalogue, local_day(said.at, rules.zone), last)
    named = None if last is None else last.issue
    if said.issue not in {None, named} and not _is_read(services, person, said.issue):
        found.append(Fault("$.issue", "没有这个问题 / no such issue", "unknown-issue"))
    if found:
        raise invalid(found)


def _is_read(services: Services, person: Person, serial: str) -> bool:
    """Whether there is an issue of this 编号 for somebody."""
    return ids_within(services.store, scope_of(person, READ_ISSUE), [serial])[serial] != serial
