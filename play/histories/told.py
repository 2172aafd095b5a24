"""Knows how one row's issue is told move by move: by whom, with which commands, decided by the ledger's own code."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from exchange.tables.mapping import Mapping
from exchange.tables.row import RowRefused
from ledger.decisions.case import Shown, Visit
from ledger.decisions.lifecycle.deciding import decide
from ledger.issue.changes import Change, envelopes_for, fold
from ledger.issue.issue import Issue
from ledger.issue.words.assigning import Accept, Assign
from ledger.issue.words.command import Command
from ledger.issue.words.setting_aside import Void
from ledger.issue.words.solving import ApproveClosure, FilePlan, RecordRecheck, ReportProgress, RequestClosure
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor, actor_of
from ledger.registry.catalogue import Catalogue
from ledger.registry.regions import ancestors, parent
from mobile_schema.events.facts import EvidenceItem, Milestone
from mobile_schema.vocabulary import Grade, ObligationCode, RecheckResult, Role, Severity, State
from play.replay.journey import Move

# A history is only told: no file is stored and no visit sent in, so these stand for those that there would be.
_SOME_FILE: Final = "0" * 64
_SOME_VISIT: Final = str(UUID(int=0))


class People:
    """Who does what: anybody of the registry with the role that it takes."""

    def __init__(self, catalogue: Catalogue) -> None:
        people = sorted(catalogue.persons.values(), key=lambda person: not person.id.startswith("staff-"))
        self._of_unit = {person.unit_id: person for person in reversed(people) if person.role is Role.UNIT_STAFF}
        self._over = {(person.role, person.region): person for person in reversed(people)}
        self._any = {person.role: person for person in reversed(people)}

    def of_unit(self, unit_id: str) -> Actor:
        """Someone who works for a unit, a 经办人 before a head. Raises RowRefused."""
        person = self._of_unit.get(unit_id)
        if person is None:
            raise RowRefused(f"登记簿中没有 {unit_id} 的人员 / nobody of {unit_id} in the registry")
        return actor_of(person)

    def over(self, region: str, role: Role) -> Actor:
        """The nearest with a role from a region upward; an inspector from anywhere does. Raises RowRefused."""
        for code in reversed(ancestors(region)):
            person = self._over.get((role, code))
            if person is not None:
                return actor_of(person)
        if role is Role.INSPECTOR and role in self._any:
            return actor_of(self._any[role])
        raise RowRefused(f"登记簿中没有 {region} 的 {role} / no {role} over {region} in the registry")


@dataclass(slots=True)
class Told:
    """One issue as far as it has been told; its moves are those of `xiaohao replay --through-closure`."""

    rules: Rules
    people: People
    change: Change
    at: datetime = datetime.min

    @property
    def issue(self) -> Issue:
        """As it stands now."""
        return self.change.issue

    def do(self, command: Command, who: Actor) -> None:
        """Let a command happen. Raises CommandRefused."""
        visits = {_SOME_VISIT: Visit(str(self.issue.project_code), who.person_id, self.at)}
        shown = Shown({_SOME_FILE: "image/png"}, visits)
        events = decide(self.issue, command, who, self.at, self.rules, shown)
        self.change = self.change.then(fold(self.issue, envelopes_for(self.issue, events, self.at, who)))

    @property
    def staff(self) -> Actor:
        """Someone of its unit. Raises RowRefused."""
        return self.people.of_unit(str(self.issue.unit_id))

    @property
    def supervisor(self) -> Actor:
        """Whoever supervises it. Raises RowRefused."""
        return self.people.over(self.issue.supervising_region or self.issue.region, Role.SUPERVISOR)

    def accept(self, mapping: Mapping) -> None:
        """Signed for by its unit; one that no rule routed is first handed to a unit."""
        if self.issue.state is State.REPORTED and mapping.work:
            self.do(Assign(unit_id=f"{self.issue.region}-{mapping.work.unrouted_to}"), self.supervisor)
        self.do(Accept(person_id=self.staff.person_id), self.staff)

    def progress(self, _: Mapping) -> None:
        """A plan drawn back from the deadline where there is still one to keep, and the first report."""
        resolve = self.issue.obligation(ObligationCode.RESOLVE)
        if resolve is not None and resolve.due_at > self.at:
            day = resolve.due_at.astimezone(self.rules.zone).date()
            self.do(FilePlan(milestones=(Milestone(name="办结 / done", due_on=day),)), self.staff)
        self.do(ReportProgress(note="见原文件 / see the file", measures="现场办理 / on site"), self.staff)

    def close(self, _: Mapping) -> None:
        """Asked for with its evidence, rechecked by a visit when major, struck off."""
        kinds = self.rules.catalogue.evidence_for(self.issue.category)
        evidence = tuple(
            EvidenceItem(kind=kind.code, text="见原文件 / see the file", sha256=_SOME_FILE if kind.photo else None)
            for kind in kinds
        )
        self.do(RequestClosure(statement="见原文件 / see the file", evidence=evidence), self.staff)
        if self.issue.severity is Severity.MAJOR:
            looked = RecordRecheck(result=RecheckResult.SOLVED, on_site=True, report_id=_SOME_VISIT)
            self.do(looked, self.people.over(self.issue.region, Role.INSPECTOR))
        self.do(ApproveClosure(grade=Grade.QUALIFIED), self.supervisor)

    def void(self, _: Mapping) -> None:
        """Taken off the ledger, a level above its supervisor, as it may be overdue: the file says it was withdrawn."""
        region = self.issue.supervising_region or self.issue.region
        above = self.people.over(parent(region) or region, Role.SUPERVISOR)
        self.do(Void(reason="已撤回 / withdrawn"), above)


MOVES: dict[Move, Callable[[Told, Mapping], None]] = {
    Move.ACCEPT: Told.accept,
    Move.PROGRESS: Told.progress,
    Move.CLOSE: Told.close,
    Move.VOID: Told.void,
}
