"""Knows how one report is read again, as its bytes say it, wherever those are by now; and the files that it names."""

from collections.abc import Collection
from operator import itemgetter

from gridfs.grid_file import GridOut

from ledger.access.scopes import Scope
from ledger.evidence.files import open_attachment
from ledger.evidence.uploads import has_sent
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.mongo.connection import Document, Store
from ledger.reports.said import MODELS, said_in
from ledger.reports.wanted import Kept
from ledger.store.archive.places import ARCHIVED, RECEIPTS


def report_within(store: Store, scope: Scope, report_id: str) -> Kept:
    """One report. Raises CommandRefused (unknown-report), out of scope in the very words for one that is not there."""
    found = kept_reports(store, [report_id]).get(report_id)
    if found is None or not scope.meets(found.receipt.get("scopes", ())):
        raise unknown_report(report_id)
    return found


def kept_reports(store: Store, report_ids: Collection[str]) -> dict[str, Kept]:
    """Those of these reports that the ledger has, whoever asks; what a supervisor entered is no report.

    Raises pymongo.errors.PyMongoError.
    """
    receipts: dict[str, Document] = {}
    raws: dict[str, bytes] = {}
    for name in (RECEIPTS, ARCHIVED[RECEIPTS], RECEIPTS):  # one that is brought back meanwhile is found all the same
        wanted = [report_id for report_id in report_ids if report_id not in raws]
        for document in store[name].find({"_id": {"$in": wanted}}) if wanted else ():
            raw = document.pop("raw", None)
            if raw is not None:
                raws[document["_id"]] = bytes(raw)
            if name == RECEIPTS:
                receipts[document["_id"]] = document
    return {
        report_id: Kept(receipt, said_in(receipt["type"], raws[report_id]) if report_id in raws else None)
        for report_id, receipt in receipts.items()
        if receipt["type"] in MODELS
    }


def report_file(store: Store, scope: Scope, report_id: str, sha256: str) -> GridOut | None:
    """A file that a report names and its reporter had sent; None where there is none such.

    Raises CommandRefused (unknown-report).
    """
    receipt = store[RECEIPTS].find_one({"_id": report_id}, {"scopes": 1, "attachments": 1, "reporter": 1})
    if receipt is None or not scope.meets(receipt.get("scopes", ())):
        raise unknown_report(report_id)
    if sha256 not in receipt.get("attachments", ()) or not has_sent(store, sha256, receipt["reporter"]):
        return None
    return open_attachment(store, sha256)


def unknown_report(report_id: str) -> CommandRefused:
    """The refusal of what is asked of a report that is not there."""
    return CommandRefused(Refusal.UNKNOWN_REPORT, "没有这份报告 / no such report", report_id=report_id)


def reports_of(issue: Issue) -> list[str]:
    """The ids of the reports that say something of an issue: the one that opened it first."""
    return list(dict.fromkeys((issue.report_id, *(each.report_id for each in issue.corrections))))


def corrected_by(store: Store, report_ids: Collection[str]) -> dict[str, list[str]]:
    """By report the ids of those that correct it, in the order of their ids."""
    found: dict[str, list[str]] = {}
    query = {"corrects": {"$in": list(report_ids)}}
    for receipt in sorted(store[RECEIPTS].find(query, {"corrects": 1}), key=itemgetter("_id")):
        found.setdefault(receipt["corrects"], []).append(receipt["_id"])
    return found
