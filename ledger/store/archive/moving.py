"""Knows how families of issues go to the archive, and come back: whole or not at all, in one transaction.

What is read in the transaction is what is moved: an issue that somebody changes meanwhile makes the transaction begin
again, and stays where the change left it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pymongo import UpdateOne
from pymongo.client_session import ClientSession

from ledger.counting.cells import counted_as
from ledger.counting.tally import Tally
from ledger.mongo.connection import Document, Store
from ledger.retention.ended import may_go
from ledger.store.archive.places import ALERTS, ARCHIVED, EVENTS, ISSUES, NOTICES, RECEIPTS
from ledger.store.counted.uncounted import keep_uncounted
from ledger.store.records import event_id, issue_from_document
from ledger.store.telling.notices import notices_about


@dataclass(frozen=True, slots=True)
class Moved:
    """How many of each went to the archive, and how many families stayed for a reason other than a change."""

    families: int = 0
    issues: int = 0
    events: int = 0
    alerts: int = 0
    receipts: int = 0
    families_left: int = 0


def archive(store: Store, main_ids: Sequence[str], before: datetime, most: int | None = None) -> Moved:
    """Move these issues with their duplicates, events and alerts, and with the bytes of reports none else is left of.

    Those stay that do not stand as they must (`ended.may_go`), lack an event, or have an alert that is still being
    sent; of the others at most so many go. Raises pymongo.errors.PyMongoError; nothing was moved then.
    """
    return store.transaction(lambda session: _Move(store, session).families(main_ids, before, most))


def archive_bytes(store: Store, report_ids: Sequence[str]) -> int:
    """Move the bytes of these reports alone; of how many. Raises pymongo.errors.PyMongoError."""
    return store.transaction(lambda session: _Move(store, session).bytes_of({"_id": {"$in": list(report_ids)}}))


def bring_back(store: Store, issue_ids: Iterable[str]) -> int:
    """Put those of these issues that are archived on the ledger again: each with its family, their alerts and bytes.

    How many came back. Raises pymongo.errors.PyMongoError; nothing was moved then.
    """
    wanted = sorted(set(issue_ids))
    if store[ARCHIVED[ISSUES]].find_one({"_id": {"$in": wanted}}, {"_id": 1}) is None:
        return 0
    return store.transaction(lambda session: _back(store, session, wanted))


def _back(store: Store, session: ClientSession, wanted: list[str]) -> int:
    archived = store[ARCHIVED[ISSUES]]
    named = list(archived.find({"_id": {"$in": wanted}}, session=session))
    into = [document["merger"]["into"] for document in named if document.get("merger")]
    mains = [*named, *archived.find({"_id": {"$in": into}}, session=session)]
    family = {name for document in mains for name in (document["_id"], *document.get("duplicates", ()))}
    issues = list(archived.find({"_id": {"$in": sorted(family)}}, session=session))
    alerts = list(store[ARCHIVED[ALERTS]].find({"issue_id": {"$in": sorted(family)}}, session=session))
    _shift(store, session, ARCHIVED[ISSUES], ISSUES, issues)
    keep_uncounted(store, _tally(issues, 1), session)
    _shift(store, session, ARCHIVED[ALERTS], ALERTS, alerts)
    if issues:
        notices = list(store[ARCHIVED[NOTICES]].find(notices_about(issues), session=session))
        _shift(store, session, ARCHIVED[NOTICES], NOTICES, notices)
    _bytes_back(store, session, {issue["report_id"] for issue in issues})
    return len(issues)


def _bytes_back(store: Store, session: ClientSession, report_ids: Iterable[str]) -> None:
    """In the archive the bytes of an issue that is looked at again might be deleted."""
    archived = list(store[ARCHIVED[RECEIPTS]].find({"_id": {"$in": sorted(report_ids)}}, session=session))
    if archived:
        writes = [UpdateOne({"_id": receipt["_id"]}, {"$set": {"raw": receipt["raw"]}}) for receipt in archived]
        store[RECEIPTS].bulk_write(writes, session=session)
        gone = {"_id": {"$in": [receipt["_id"] for receipt in archived]}}
        store[ARCHIVED[RECEIPTS]].delete_many(gone, session=session)


class _Move:
    """One transaction's reading and writing."""

    def __init__(self, store: Store, session: ClientSession) -> None:
        self._store = store
        self._session = session

    def families(self, main_ids: Sequence[str], before: datetime, most: int | None) -> Moved:
        mains = self._found(ISSUES, {"_id": {"$in": list(main_ids)}})
        named = sorted(name for document in mains for name in document.get("duplicates", ()))
        duplicates = {document["_id"]: document for document in self._found(ISSUES, {"_id": {"$in": named}})}
        families = []
        for main in mains:
            theirs = [duplicates[name] for name in main.get("duplicates", ()) if name in duplicates]
            if may_go(issue_from_document(main), [issue_from_document(each) for each in theirs], before):
                families.append([main, *theirs])
        issues = [document for family in families for document in family]
        events = self._events_of(issues)
        alerts = self._found(ALERTS, {"issue_id": {"$in": [issue["_id"] for issue in issues]}})
        notices = self._found(NOTICES, notices_about(issues)) if issues else []
        busy = self._unsound(issues, events) | self._being_sent([*alerts, *notices])
        free = [family for family in families if not busy & {each["_id"] for each in family}]
        going = [document for family in free[:most] for document in family]
        ids = {document["_id"] for document in going}
        events = [event for event in events if event["issue_id"] in ids]
        alerts = [alert for alert in alerts if alert["issue_id"] in ids]
        notices = [notice for notice in notices if notice["issue_id"] in ids]
        for name, documents in ((ISSUES, going), (EVENTS, events), (ALERTS, alerts), (NOTICES, notices)):
            _shift(self._store, self._session, name, ARCHIVED[name], documents)
        keep_uncounted(self._store, _tally(going, -1), self._session)
        receipts = self._bytes_left_alone(going)
        return Moved(
            families=len(free[:most]),
            issues=len(going),
            events=len(events),
            alerts=len(alerts),
            receipts=receipts,
            families_left=len(families) - len(free),
        )

    def bytes_of(self, query: Document) -> int:
        """Move the bytes of these receipts; how many had any here."""
        wanted = {"sha256": 1, "raw": 1, "recorded_at": 1}
        receipts = list(self._store[RECEIPTS].find({**query, "raw": {"$exists": True}}, wanted, session=self._session))
        if receipts:
            self._store[ARCHIVED[RECEIPTS]].insert_many(receipts, session=self._session)
            ids = [receipt["_id"] for receipt in receipts]
            self._store[RECEIPTS].update_many({"_id": {"$in": ids}}, {"$unset": {"raw": ""}}, session=self._session)
        return len(receipts)

    def _events_of(self, issues: Iterable[Document]) -> list[Document]:
        ids = [event_id(issue["_id"], version) for issue in issues for version in range(1, issue["version"] + 1)]
        return self._found(EVENTS, {"_id": {"$in": ids}})

    def _unsound(self, issues: Iterable[Document], events: Iterable[Document]) -> set[str]:
        """The issues of which an event is neither here nor, after they were brought back, in the archive."""
        here: defaultdict[str, set[int]] = defaultdict(set)
        for event in events:
            here[event["issue_id"]].add(event["version"])
        missing = {
            event_id(issue["_id"], version): issue["_id"]
            for issue in issues
            for version in range(1, issue["version"] + 1)
            if version not in here[issue["_id"]]
        }
        if not missing:
            return set()
        there = {event["_id"] for event in self._found(ARCHIVED[EVENTS], {"_id": {"$in": list(missing)}})}
        return {issue_id for name, issue_id in missing.items() if name not in there}

    def _being_sent(self, alerts: Iterable[Document]) -> set[str]:
        """The issues with an alert that nobody has looked at yet, or that has a delivery under way."""
        by_id = {alert["_id"]: alert["issue_id"] for alert in alerts}
        waiting = {alert["issue_id"] for alert in alerts if alert.get("dispatched") is False}
        if not by_id:
            return waiting
        under_way = self._found("deliveries", {"alert_id": {"$in": list(by_id)}, "next_try_at": {"$exists": True}})
        return waiting | {by_id[delivery["alert_id"]] for delivery in under_way}

    def _bytes_left_alone(self, gone: Iterable[Document]) -> int:
        """Move the bytes of the reports of which these were the last issues on the ledger."""
        reports = sorted({issue["report_id"] for issue in gone})
        if not reports:
            return 0
        receipts = list(self._store[RECEIPTS].find({"_id": {"$in": reports}}, {"issues.id": 1}, session=self._session))
        named = [issue["id"] for receipt in receipts for issue in receipt["issues"]]
        here = {issue["_id"] for issue in self._found(ISSUES, {"_id": {"$in": named}}, {"_id": 1})}
        alone = [r["_id"] for r in receipts if not any(issue["id"] in here for issue in r["issues"])]
        return self.bytes_of({"_id": {"$in": alone}})

    def _found(self, name: str, query: Document, projection: Document | None = None) -> list[Document]:
        return list(self._store[name].find(query, projection, session=self._session))


def _shift(store: Store, session: ClientSession, here: str, there: str, documents: Sequence[Document]) -> None:
    if documents:
        store[there].insert_many(documents, session=session)
        ids = [document["_id"] for document in documents]
        store[here].delete_many({"_id": {"$in": ids}}, session=session)


def _tally(issues: Iterable[Document], each: int) -> Tally:
    """What the counters, which are of the ledger alone, have more or fewer."""
    cells = Counter(counted_as(issue_from_document(issue)) for issue in issues)
    return Tally(Counter({cell: each * found for cell, found in cells.items()}))
