"""Knows what one person may read of projects: what was seen of them, their figures, the sets of matters."""

from collections.abc import Mapping
from datetime import datetime

import pymongo

from api.http.settings import QUERY_SECONDS
from api.reads.reading import Reading
from ledger.access.scopes import REPORTS
from ledger.figures.figure import Figure
from ledger.figures.keeping import figures_of_project, readable
from ledger.figures.reach import READ as FIGURES
from ledger.figures.reach import reach_of
from ledger.figures.withdrawal.versions import counting
from ledger.matters.sets import list_sets, matter_set
from ledger.matters.standing import MatterSet
from ledger.mongo.pages import Key, Page
from ledger.reports.listing import seen_of
from ledger.reports.wanted import Seen
from ledger.store.listing import count_of_project
from mobile_schema.vocabulary import State


class Projects(Reading):
    """The projects as one person sees them."""

    __slots__ = ()

    def project(self, code: str) -> tuple[Mapping[State, int], Seen | None]:
        """How many issues of a project stand in each state, and what was seen of it; None to who reads no reports."""
        scope, reports = self.bound("project.read"), self.scope(REPORTS)
        with pymongo.timeout(QUERY_SECONDS):
            counts = count_of_project(self.store, scope, code)
            return counts, None if reports.empty else seen_of(self.store, reports, code)

    def figures(self, code: str) -> list[Figure]:
        """The figures of a project that count and that the person may read, by month and version."""
        reach = reach_of(self.person, FIGURES, self.rules.catalogue)
        with pymongo.timeout(QUERY_SECONDS):
            return readable(counting(figures_of_project(self.store, code)), reach)

    def matter_set(self, set_id: str) -> tuple[MatterSet | None, datetime]:
        """A set of matters as far as the person may read it, and the ledger's time."""
        with pymongo.timeout(QUERY_SECONDS):
            return matter_set(self.store, self.scope("matter.read"), set_id), self.clock.now()

    def matter_sets(self, limit: int, after: Key | None) -> tuple[Page[MatterSet], datetime]:
        """A page of the sets of matters that the person may read something of, and the ledger's time."""
        scope = self.bound("matter.read")
        with pymongo.timeout(QUERY_SECONDS):
            return list_sets(self.store, scope, limit, after), self.clock.now()
