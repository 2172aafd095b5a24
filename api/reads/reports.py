"""Knows which reports one person may read, and what became of them."""

from collections.abc import Sequence
from datetime import datetime

import pymongo
from gridfs.grid_file import GridOut

from api.http.settings import QUERY_SECONDS
from api.reads.reading import Reading
from ledger.access.scopes import READ, REPORTS
from ledger.intake.receipts import Receipt, Refused, may_be_told
from ledger.mongo.connection import Document
from ledger.mongo.pages import Key, Page
from ledger.reports.listing import became, list_reports, refused_reports
from ledger.reports.reading import corrected_by, report_file, report_within
from ledger.reports.wanted import Became, Kept, ReportFilter
from ledger.store.within import own_file


class Reports(Reading):
    """The reports that one person may read."""

    __slots__ = ()

    def report(self, report_id: str) -> tuple[Kept, Became, datetime]:
        """One report, what became of it, and the ledger's time."""
        scope = self.scope(REPORTS)
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
            return report_file(self.store, self.scope(REPORTS), report_id, sha256)

    def own_file(self, sha256: str) -> GridOut | None:
        """A file that the person sent."""
        with pymongo.timeout(QUERY_SECONDS):
            return own_file(self.store, self.scope("attachment.read"), sha256)

    def may_be_told(self, outcome: Receipt | Refused) -> bool:
        """Whether the person may know what became of a report."""
        return may_be_told(outcome, self.scope("receipt.read"), self.rules.catalogue)

    def _became(self, receipts: Sequence[Document]) -> Became:
        issues = became(self.store, self.scope(READ), receipts)
        return Became(issues, corrected_by(self.store, [receipt["_id"] for receipt in receipts]))
