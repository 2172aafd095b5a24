"""Knows what one person may read of the ledger: the only way by which the API asks for issues and what belongs to them.

A person's scope goes into every question, so that lists, the stream, one issue, its events, its alerts and its files
agree on what is there. What is out of it answers as what does not exist.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, cast

import pymongo
from gridfs.grid_file import GridOut

from api.http.problems import Problem, away
from api.http.settings import QUERY_SECONDS
from ledger.access.registry_changes import is_within_scope
from ledger.access.scopes import READ, REPORTS, Scope, scope_of
from ledger.alike.likeness import Similar
from ledger.alike.suggesting import similar
from ledger.decisions.handling.may import May
from ledger.figures.figure import Figure
from ledger.figures.keeping import figures_within
from ledger.figures.reach import READ as FIGURES
from ledger.figures.reach import reach_of
from ledger.groundwork.clock import Clock
from ledger.informants.keeping import InformantMay, is_given, may_with, reveals
from ledger.intake.receipts import Receipt, Refused, may_be_told
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused
from ledger.matters.sets import list_sets, matter_set
from ledger.matters.standing import MatterSet
from ledger.mongo.connection import Document, Store
from ledger.mongo.outbox import position_of_events
from ledger.mongo.pages import Key, Page, TextKey, page_from
from ledger.policy.rules import Rules
from ledger.registry.actors import actor_of
from ledger.registry.days import local_day
from ledger.registry.entries import Person, Unit
from ledger.registry.keeping.names import UnitNames, names_of_units, units_in
from ledger.registry.regions import is_within
from ledger.registry.vacancies import ListedVacancy
from ledger.reports.listing import became, list_reports, refused_reports, seen_of
from ledger.reports.reading import corrected_by, kept_reports, report_file, report_within, reports_of
from ledger.reports.wanted import Became, Kept, ReportFilter, Seen
from ledger.search.finding import Search
from ledger.search.orders import serial_in
from ledger.search.shelf import NotBuilt, Shelf
from ledger.store.ahead.foreseeing import permitted
from ledger.store.listing import count_of_project, ids_within, list_history, list_issues
from ledger.store.lists.few import TooManyToSort
from ledger.store.lists.marks import Marks, marks_of
from ledger.store.vacancies import list_vacancies
from ledger.store.wanted import IssueFilter, Sort, several
from ledger.store.within import evidence_within, history_within, issue_within, own_file
from mobile_schema.vocabulary import State
from oversight.explain.stored import explain, explained
from oversight.explain.told.whole import Explanation

EXPORT: Final = "issue.export"
"""The action of whole lists as files; it has the scope of a list."""
_PAGE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Reads:
    """The ledger as one person sees it. Its functions wait for MongoDB: call them on a thread.

    They raise CommandRefused of one thing that is not there, Problem of what no duty of the person allows (403) and of
    too much to be sorted (422), and pymongo.errors.PyMongoError when MongoDB is away.
    """

    store: Store
    clock: Clock
    rules: Rules
    person: Person
    shelf: Shelf | None = None

    def issues(
        self, wanted: IssueFilter, limit: int, after: Key | TextKey | None, sort: Sort = Sort.DUE
    ) -> tuple[Page[Document], datetime]:
        """A page of issues, and the ledger's time as of which it was read."""
        scope = self.bound("issue.list")
        with pymongo.timeout(QUERY_SECONDS), _told_why_there_is_no_list():
            now, wanted = self.clock.now(), self._named_by_id(scope, wanted)
            if wanted.words is None:
                return list_issues(self.store, scope, wanted, now, limit, after, sort), now
            return self._search(scope, wanted, now).page(limit, after, sort), now

    def listed(self, wanted: IssueFilter, sort: Sort, now: datetime) -> Iterator[Document]:
        """The whole list as of a moment, page after page."""
        scope, after = self.bound(EXPORT), None
        while True:
            with pymongo.timeout(QUERY_SECONDS), _told_why_there_is_no_list():
                named = self._named_by_id(scope, wanted)
                if named.words is None:
                    page = list_issues(self.store, scope, named, now, _PAGE, after, sort)
                else:
                    page = self._search(scope, named, now).page(_PAGE, after, sort)
            yield from page.items
            if page.next is None:
                return
            after = cast(Key | TextKey, page.next)

    def count(self, wanted: IssueFilter, now: datetime) -> int:
        """How many lines the whole list has."""
        scope = self.bound(EXPORT)
        with pymongo.timeout(QUERY_SECONDS), _told_why_there_is_no_list():
            named = self._named_by_id(scope, wanted)
            if named.words is None:
                return marks_of(self.store, scope, named, now, _PAGE).total
            return self._search(scope, named, now).marks(_PAGE, Sort.DUE).total

    @contextmanager
    def at_one_moment(self) -> Iterator[tuple[datetime, str]]:
        """The ledger's time, and the position of its events: all that is read until the end of the block is as of it.

        MongoDB keeps what was for five minutes; what takes longer breaks off with pymongo.errors.OperationFailure.
        """
        with self.store.client.start_session(snapshot=True) as session, session.bind(end_session=False):
            with pymongo.timeout(QUERY_SECONDS):
                now, position = self.clock.now(), position_of_events(self.store)
            yield now, position

    def marks(self, wanted: IssueFilter, every: int, sort: Sort) -> Marks:
        """How many lines a list has, and the keys by which one jumps into it."""
        scope = self.bound("issue.list")
        with pymongo.timeout(QUERY_SECONDS), _told_why_there_is_no_list():
            now, wanted = self.clock.now(), self._named_by_id(scope, wanted)
            if wanted.words is None:
                return marks_of(self.store, scope, wanted, now, every, sort)
            return self._search(scope, wanted, now).marks(every, sort)

    def named(self, wanted: IssueFilter) -> str | None:
        """The id of the issue whose 编号 was typed whole, whatever else is asked for; None where it is not there."""
        serial = serial_in(wanted.words or "")
        if serial is None:
            return None
        try:
            with pymongo.timeout(QUERY_SECONDS):
                return issue_within(self.store, self._scope(READ), serial)[0].id
        except CommandRefused:
            return None

    def ids(self, names: Iterable[str]) -> dict[str, str]:
        """Each of these names with the id of its issue; the name itself where that is not there."""
        with pymongo.timeout(QUERY_SECONDS):
            return ids_within(self.store, self._scope(READ), names)

    def _named_by_id(self, scope: Scope, wanted: IssueFilter) -> IssueFilter:
        """The same, where issues are named by their 编号 too; one that is not there names nothing."""
        if wanted.issue is None:
            return wanted
        return replace(wanted, issue=tuple(ids_within(self.store, scope, several(wanted.issue) or ()).values()))

    def _search(self, scope: Scope, wanted: IssueFilter, now: datetime) -> Search:
        if self.shelf is None:
            raise NotBuilt("XIAOHAO_SEARCH")
        return Search(self.store, self.shelf, self.rules.catalogue, scope, wanted, now)

    def issue(self, name: str) -> tuple[Issue, bool, datetime]:
        """One issue, whether it is archived, and the ledger's time."""
        with pymongo.timeout(QUERY_SECONDS):
            return *issue_within(self.store, self._scope(READ), name), self.clock.now()

    def issue_told(self, name: str) -> tuple[Issue, bool, bool, datetime]:
        """The same, and whether an informant of it is kept, after whether it is archived."""
        with pymongo.timeout(QUERY_SECONDS):
            issue, archived, now = self.issue(name)
            return issue, archived, is_given(self.store, issue.id), now

    def reveals(self, name: str, limit: int, after: Key | None) -> Page[Document]:
        """A page of who looked at the informant of an issue."""
        with pymongo.timeout(QUERY_SECONDS):
            return reveals(self.store, name, actor_of(self.person), limit, after, at=self.clock.now())

    def similar(self, name: str) -> list[Similar]:
        """The issues that may be the same as one."""
        with pymongo.timeout(QUERY_SECONDS):
            issue, _ = issue_within(self.store, self._scope("issue.similar"), name)
        return self.similar_to(issue)

    def similar_to(self, issue: Issue) -> list[Similar]:
        """The same of an issue that is new, or only would be."""
        with pymongo.timeout(QUERY_SECONDS):
            return similar(self.store, self._scope("issue.similar"), issue)

    def history(self, name: str) -> tuple[list[Document], UnitNames]:
        """Every event of an issue, and what the units in them are and were called."""
        with pymongo.timeout(QUERY_SECONDS):
            events = history_within(self.store, self._scope("issue.history"), name)
            by = {event["actor"]["unit_id"] for event in events} - {None}
            units = {unit for event in events for unit in units_in(event["data"])} | by
            return events, names_of_units(self.store, self.rules.catalogue.units, units)

    def may(self, name: str) -> tuple[int, tuple[May, ...]]:
        """The version of an issue, and what the person may do with it now."""
        with pymongo.timeout(QUERY_SECONDS):
            return permitted(self.store, name, actor_of(self.person), at=self.clock.now(), rules=self.rules)

    def may_inform(self, name: str) -> InformantMay:
        """What the person may do with who told of an issue."""
        with pymongo.timeout(QUERY_SECONDS):
            return may_with(self.store, name, actor_of(self.person), at=self.clock.now())

    def explanation(self, name: str) -> Explanation:
        """Why everything is as it is on an issue."""
        with pymongo.timeout(QUERY_SECONDS):
            issue, _ = issue_within(self.store, self._scope("issue.explain"), name)
            return explain(self.store, issue.id, self.rules, self.clock.now())

    def slip(self, name: str, action: str = "issue.slip") -> tuple[Issue, bool, list[Document], Explanation]:
        """An issue, whether it is archived, its events and its explanation: what a supervision slip or a paper says.

        All of it is of the same events.
        """
        with pymongo.timeout(QUERY_SECONDS):
            found, archived = issue_within(self.store, self._scope(action), name)
            events = list_history(self.store, found.id)
            issue, told = explained(self.store, events, self.rules, self.clock.now())
            return issue, archived, events, told

    def reports_of_issue(self, name: str) -> tuple[Issue, Mapping[str, Kept]]:
        """An issue, and what was reported of it, by report id."""
        with pymongo.timeout(QUERY_SECONDS):
            issue, _ = issue_within(self.store, self._scope("issue.report"), name)
            return issue, kept_reports(self.store, reports_of(issue))

    def report(self, report_id: str) -> tuple[Kept, Became, datetime]:
        """One report, what became of it, and the ledger's time."""
        scope = self._scope(REPORTS)
        with pymongo.timeout(QUERY_SECONDS):
            found = report_within(self.store, scope, report_id)
            return found, self._became([found.receipt]), self.clock.now()

    def reports(self, wanted: ReportFilter, limit: int, after: Key | None) -> tuple[Page[Document], Became, datetime]:
        """A page of reports, what became of them, and the ledger's time."""
        scope = self.bound(REPORTS)
        with pymongo.timeout(QUERY_SECONDS):
            page = list_reports(self.store, scope, wanted, limit, after)
            return page, self._became(page.items), self.clock.now()

    def refused_reports(self, limit: int, after: Key | None) -> Page[Document]:
        """A page of the person's own reports that the ledger refused."""
        self.bound(REPORTS)
        with pymongo.timeout(QUERY_SECONDS):
            return refused_reports(self.store, self.person.id, limit, after)

    def report_file(self, report_id: str, sha256: str) -> GridOut | None:
        """A file that a report names."""
        with pymongo.timeout(QUERY_SECONDS):
            return report_file(self.store, self._scope(REPORTS), report_id, sha256)

    def _became(self, receipts: Sequence[Document]) -> Became:
        issues = became(self.store, self._scope(READ), receipts)
        return Became(issues, corrected_by(self.store, [receipt["_id"] for receipt in receipts]))

    def project(self, code: str) -> tuple[Mapping[State, int], Seen | None]:
        """How many issues of a project stand in each state, and what was seen of it; None to who reads no reports."""
        scope, reports = self.bound("project.read"), self._scope(REPORTS)
        with pymongo.timeout(QUERY_SECONDS):
            counts = count_of_project(self.store, scope, code)
            return counts, None if reports.empty else seen_of(self.store, reports, code)

    def figures(self, code: str) -> list[Figure]:
        """The figures of a project that the person may read, by month and version."""
        reach = reach_of(self.person, FIGURES, self.rules.catalogue)
        with pymongo.timeout(QUERY_SECONDS):
            return figures_within(self.store, code, reach)

    def evidence(self, name: str, sha256: str) -> GridOut | None:
        """A file that an issue shows."""
        with pymongo.timeout(QUERY_SECONDS):
            return evidence_within(self.store, self._scope("issue.evidence"), name, sha256)

    def shown_on_paper(self, name: str, hashes: Iterable[str]) -> dict[str, GridOut]:
        """Those of these files that an issue shows, by their hash."""
        scope = self._scope("issue.paper")
        with pymongo.timeout(QUERY_SECONDS):
            found = {sha256: evidence_within(self.store, scope, name, sha256) for sha256 in hashes}
            return {sha256: file for sha256, file in found.items() if file is not None}

    def own_file(self, sha256: str) -> GridOut | None:
        """A file that the person sent."""
        with pymongo.timeout(QUERY_SECONDS):
            return own_file(self.store, self._scope("attachment.read"), sha256)

    def matter_set(self, set_id: str) -> tuple[MatterSet | None, datetime]:
        """A set of matters as far as the person may read it, and the ledger's time."""
        with pymongo.timeout(QUERY_SECONDS):
            return matter_set(self.store, self._scope("matter.read"), set_id), self.clock.now()

    def matter_sets(self, limit: int, after: Key | None) -> tuple[Page[MatterSet], datetime]:
        """A page of the sets of matters that the person may read something of, and the ledger's time."""
        scope = self.bound("matter.read")
        with pymongo.timeout(QUERY_SECONDS):
            return list_sets(self.store, scope, limit, after), self.clock.now()

    def may_be_told(self, outcome: Receipt | Refused) -> bool:
        """Whether the person may know what became of a report."""
        return may_be_told(outcome, self._scope("receipt.read"), self.rules.catalogue)

    def today(self) -> date:
        """The ledger's local day."""
        with pymongo.timeout(QUERY_SECONDS):
            return local_day(self.clock.now(), self.rules.zone)

    def registry_scope(self) -> Scope:
        """Where the person may read the registry whole."""
        return self.bound("registry.entries")

    def telephone_of(self, entry: Person | Unit | None) -> str | None:
        """That of somebody, or of a unit, whose entry in the registry the person may read."""
        if entry is None or not is_within_scope(self._scope("registry.entries"), entry, self.rules.catalogue):
            return None
        return entry.phone

    def people_scope(self) -> Scope:
        """Of whom the person may choose."""
        return self.bound("person.list")

    def vacancies(self, region: str | None, limit: int, after: str) -> Page[ListedVacancy]:
        """A page of empty posts, those of the person's regions."""
        scope = self.bound("vacancy.list")
        with pymongo.timeout(QUERY_SECONDS):
            listed = self._vacancies(scope, region, after)
            return page_from(listed, limit, lambda each: each.vacancy.place)

    def _vacancies(self, scope: Scope, region: str | None, after: str) -> Iterator[ListedVacancy]:
        """Of the region asked for as far as it lies in the person's, else of the one region or the several."""
        lies_above = region is None or any(is_within(own, region) for own in scope.regions)
        if region is not None and not lies_above and not scope.covers_region(region):
            return
        wanted = region if region is not None and scope.covers_region(region) else None
        listed = list_vacancies(self.store, self.rules.catalogue, self.clock.now(), wanted, after, zone=self.rules.zone)
        yield from (each for each in listed if scope.covers_region(each.vacancy.region))

    def bound(self, action: str) -> Scope:
        """The person's scope for an action on many things. Raises Problem (403) where no duty allows it at all."""
        scope = self._scope(action)
        if scope.empty:
            raise not_permitted()
        return scope

    def _scope(self, action: str) -> Scope:
        return scope_of(self.person, action)


@contextmanager
def _told_why_there_is_no_list() -> Iterator[None]:
    try:
        yield
    except TooManyToSort as error:
        raise Problem(
            422,
            "too-many-to-sort",
            f"多于 {error.most} 条,不能这样排序,请先缩小范围,或按时限排序 / "
            f"more than {error.most} are not sorted like this: narrow the list, or take it by due time",
            most=error.most,
        ) from None
    except NotBuilt:
        raise away(
            "search-not-ready",
            "检索索引尚未建成 / the index for text search is not there, or is still being made",
        ) from None


def not_permitted() -> Problem:
    """The answer to what a post never does, on whatever it is."""
    return Problem(403, "not-permitted", "您的岗位不能这样做 / your post does not allow this")
