"""Knows how the events of a ledger come before the audit: issue by issue, as raw documents, one at a time in memory."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

import yaml

from ledger.calendar.calendars import Calendars
from ledger.calendar.files import parse_calendar
from ledger.groundwork.process_settings import DEFAULT_ZONE
from ledger.mongo.connection import Document, Store
from ledger.policy.versions import shipped_versions
from ledger.store.archive.places import everywhere
from ledger.store.listing import issue_id_of, list_history
from ledger.store.records import events_of
from oversight.audit.dates import IsWorking
from oversight.audit.report import Report
from oversight.audit.steps import Ladder
from oversight.audit.trial import UnknownPolicy, judge
from oversight.audit.verdict import Rulebook, Verdict, Window

# The texts of alerts are most of the bytes, and say nothing of when.
_WHEN = {"data.alerts": 0}


def audit(store: Store, window: Window, serial: str | None = None, zone: str = DEFAULT_ZONE) -> Report:
    """All issues audited, or the one with that 编号. Raises LookupError when there is none."""
    report = Report()
    for verdict in verdicts(store, window, serial, zone):
        report.add(verdict)
    return report


def verdicts(
    store: Store, window: Window, serial: str | None = None, zone: str = DEFAULT_ZONE
) -> Iterator[Verdict | None]:
    """The verdict on each issue in id order; None for one whose policy is not here. Raises LookupError.

    A ledger may be written meanwhile: an issue that is not clean is read again, all its events at once.
    """
    rules = read_rulebook(store, zone)
    found = everywhere(store, "events", _of(store, serial), _WHEN)
    for issue_id, events in groupby(found, key=lambda event: str(event["issue_id"])):
        verdict = _judged(events, rules, window)
        if verdict is not None and not verdict.clean:
            verdict = _judged(list_history(store, issue_id), rules, window)
        yield verdict


def read_rulebook(store: Store, zone: str = DEFAULT_ZONE) -> Rulebook:
    """The policies stored and shipped as plain data, and the calendars by the moment at which they were entered."""
    shipped = [{"time_zone": zone} | yaml.safe_load(text) for text in shipped_versions()]
    stored = [
        {"time_zone": document["time_zone"]} | yaml.safe_load(document["text"]) for document in store["policies"].find()
    ]
    ladders = {(policy["name"], policy["version"]): Ladder(policy) for policy in (*shipped, *stored)}
    return Rulebook(ladders, _CalendarsOfOld(store).working)


class _CalendarsOfOld:
    """Which days were worked, as was known at a moment: a file entered later says nothing of what fired before."""

    def __init__(self, store: Store) -> None:
        entered = list(store["calendars"].find({}, sort=[("entered_at", 1), ("_id", 1)]))
        self._entered_at = [document["entered_at"] for document in entered]
        self._files = tuple(parse_calendar(document["text"]) for document in entered)
        self._known: dict[int, Calendars] = {}

    def working(self, region: str, at: datetime) -> IsWorking:
        """The working days of a region as known then."""
        count = bisect_right(self._entered_at, at)
        if count not in self._known:
            self._known[count] = Calendars(self._files[:count])
        return self._known[count].of(region).is_working


def _of(store: Store, serial: str | None) -> Document:
    if serial is None:
        return {}
    issue_id = issue_id_of(store, serial)
    if issue_id == serial:
        raise LookupError(f"没有这个问题 / no issue {serial}")
    return events_of(issue_id)


def _judged(events: Iterable[Document], rules: Rulebook, window: Window) -> Verdict | None:
    try:
        return judge(events, rules, window)
    except UnknownPolicy:
        return None
