"""Knows the lists of issues that one person may read: page after page, counted, by marks, under a 编号."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Final, cast

import pymongo

from api.http.problems import Problem, away
from api.http.settings import QUERY_SECONDS
from api.reads.reading import Reading
from ledger.access.scopes import READ, Scope
from ledger.issue.refusals import CommandRefused
from ledger.mongo.connection import Document
from ledger.mongo.outbox import position_of_events
from ledger.mongo.pages import Key, Page, TextKey
from ledger.search.finding import Search
from ledger.search.orders import serial_in
from ledger.search.shelf import NotBuilt
from ledger.store.listing import ids_within, list_issues
from ledger.store.lists.few import TooManyToSort
from ledger.store.lists.marks import Marks, marks_of
from ledger.store.wanted import IssueFilter, Sort, several
from ledger.store.within import issue_within

EXPORT: Final = "issue.export"
"""The action of whole lists as files; it has the scope of a list."""
_PAGE: Final = 1_000


class Lists(Reading):
    """The lists of issues of one person."""

    __slots__ = ()

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
                return issue_within(self.store, self.scope(READ), serial)[0].id
        except CommandRefused:
            return None

    def ids(self, names: Iterable[str]) -> dict[str, str]:
        """Each of these names with the id of its issue; the name itself where that is not there."""
        with pymongo.timeout(QUERY_SECONDS):
            return ids_within(self.store, self.scope(READ), names)

    def _named_by_id(self, scope: Scope, wanted: IssueFilter) -> IssueFilter:
        """The same, where issues are named by their 编号 too; one that is not there names nothing."""
        if wanted.issue is None:
            return wanted
        return replace(wanted, issue=tuple(ids_within(self.store, scope, several(wanted.issue) or ()).values()))

    def _search(self, scope: Scope, wanted: IssueFilter, now: datetime) -> Search:
        if self.shelf is None:
            raise NotBuilt("XIAOHAO_SEARCH")
        return Search(self.store, self.shelf, self.rules.catalogue, scope, wanted, now)


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
