"""Knows what became of a report that was sent in: on the ledger, refused, or not there yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ledger.mongo.connection import Document, Store

_RECEIPT = {"raw": 0}
_LETTER = {"raw": 0, "headers": 0}


@dataclass(frozen=True, slots=True)
class Receipt:
    """A report on the ledger: what came, when the API took it, and what it became."""

    report_id: str
    sha256: str
    received_at: datetime
    flags: tuple[str, ...]
    issues: tuple[Document, ...]
    """{id, serial} of each issue opened"""
    rechecks: tuple[Document, ...]
    """{issue_id, serial?, refused} of each recheck"""


@dataclass(frozen=True, slots=True)
class Refused:
    """A report that is a dead letter: why, what is wrong with it, and since when."""

    report_id: str
    reason: str
    detail: str
    faults: tuple[Document, ...]
    at: datetime


def receipts_of(store: Store, report_ids: Sequence[str]) -> Mapping[str, Receipt]:
    """The receipts that exist, by report id. Raises pymongo.errors.PyMongoError when MongoDB is away."""
    found = store["receipts"].find({"_id": {"$in": list(report_ids)}}, _RECEIPT)
    return {document["_id"]: _receipt(document) for document in found}


def outcomes_of(store: Store, report_ids: Sequence[str]) -> Mapping[str, Receipt | Refused]:
    """What became of each report; one that the ledger has not met is left out.

    A report on the ledger stays so whatever else came under its id. A dead letter that was sent again counts no more.
    Raises pymongo.errors.PyMongoError when MongoDB is away.
    """
    outcomes: dict[str, Receipt | Refused] = dict(receipts_of(store, report_ids))
    missing = [report_id for report_id in report_ids if report_id not in outcomes]
    if missing:
        wanted = {"report_id": {"$in": missing}, "replayed": False}
        letters = store["dead_letters"].find(wanted, _LETTER, hint=[("report_id", 1)])
        for letter in sorted(letters, key=lambda letter: letter["at"]):
            outcomes[letter["report_id"]] = _refused(letter)
    return outcomes


def _receipt(document: Document) -> Receipt:
    return Receipt(
        document["_id"],
        document["sha256"],
        document["received_at"],
        tuple(document["flags"]),
        tuple(document["issues"]),
        tuple(document["rechecks"]),
    )


def _refused(letter: Document) -> Refused:
    return Refused(letter["report_id"], letter["reason"], letter["detail"], tuple(letter["faults"]), letter["at"])
