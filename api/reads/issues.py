"""Knows what one person may read of one issue: what it is, was and may become, and what it shows."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import pymongo
from gridfs.grid_file import GridOut

from api.http.settings import QUERY_SECONDS
from api.reads.reading import Reading
from ledger.access.scopes import READ
from ledger.alike.likeness import Similar
from ledger.alike.suggesting import similar
from ledger.decisions.handling.may import May
from ledger.informants.keeping import InformantMay, is_given, may_with, reveals
from ledger.issue.issue import Issue
from ledger.mongo.connection import Document
from ledger.mongo.pages import Key, Page
from ledger.registry.actors import actor_of
from ledger.registry.keeping.names import UnitNames, names_of_units, units_in
from ledger.reports.reading import kept_reports, reports_of
from ledger.reports.wanted import Kept
from ledger.store.ahead.foreseeing import permitted
from ledger.store.listing import list_history
from ledger.store.within import evidence_within, history_within, issue_within
from oversight.explain.stored import explain, explained
from oversight.explain.told.whole import Explanation


class Issues(Reading):
    """One issue as one person sees it."""

    __slots__ = ()

    def issue(self, name: str) -> tuple[Issue, bool, datetime]:
        """One issue, whether it is archived, and the ledger's time."""
        with pymongo.timeout(QUERY_SECONDS):
            return *issue_within(self.store, self.scope(READ), name), self.clock.now()

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
            issue, _ = issue_within(self.store, self.scope("issue.similar"), name)
        return self.similar_to(issue)

    def similar_to(self, issue: Issue) -> list[Similar]:
        """The same of an issue that is new, or only would be."""
        with pymongo.timeout(QUERY_SECONDS):
            return similar(self.store, self.scope("issue.similar"), issue)

    def history(self, name: str) -> tuple[list[Document], UnitNames]:
        """Every event of an issue, and what the units in them are and were called."""
        with pymongo.timeout(QUERY_SECONDS):
            events = history_within(self.store, self.scope("issue.history"), name)
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
            issue, _ = issue_within(self.store, self.scope("issue.explain"), name)
            return explain(self.store, issue.id, self.rules, self.clock.now())

    def slip(self, name: str, action: str = "issue.slip") -> tuple[Issue, bool, list[Document], Explanation]:
        """An issue, whether it is archived, its events and its explanation: what a supervision slip or a paper says.

        All of it is of the same events.
        """
        with pymongo.timeout(QUERY_SECONDS):
            found, archived = issue_within(self.store, self.scope(action), name)
            events = list_history(self.store, found.id)
            issue, told = explained(self.store, events, self.rules, self.clock.now())
            return issue, archived, events, told

    def reports_of_issue(self, name: str) -> tuple[Issue, Mapping[str, Kept]]:
        """An issue, and what was reported of it, by report id."""
        with pymongo.timeout(QUERY_SECONDS):
            issue, _ = issue_within(self.store, self.scope("issue.report"), name)
            return issue, kept_reports(self.store, reports_of(issue))

    def evidence(self, name: str, sha256: str) -> GridOut | None:
        """A file that an issue shows."""
        with pymongo.timeout(QUERY_SECONDS):
            return evidence_within(self.store, self.scope("issue.evidence"), name, sha256)

    def shown_on_paper(self, name: str, hashes: Iterable[str]) -> dict[str, GridOut]:
        """Those of these files that an issue shows, by their hash."""
        scope = self.scope("issue.paper")
        with pymongo.timeout(QUERY_SECONDS):
            found = {sha256: evidence_within(self.store, scope, name, sha256) for sha256 in hashes}
            return {sha256: file for sha256, file in found.items() if file is not None}
