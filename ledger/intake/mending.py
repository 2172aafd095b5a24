"""Knows how the report of a dead letter is mended (改正): once, by whom, when and why; what came stays as it came.

What nobody signed is never mended: the signature would stand under words that nobody known has sent. Nor is a report
that the ledger has, which its reporter alone corrects, nor what holds no single report. The record of a mended report
says in its credential, under the signature, who mended which letter.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from pydantic import ValidationError
from pymongo import ReturnDocument

from ledger.intake.incoming import DAMAGED, UNSIGNED, mended_credential
from ledger.intake.letters import LETTERS, MendedBefore, show_dead_letter
from ledger.intake.planning.opening import unknown_category
from ledger.mongo.connection import Document, Store
from ledger.registry.catalogue import Catalogue
from ledger.reports.said import ALL_MODELS, FieldReport
from mobile_schema.cloudevents import CREDENTIAL
from mobile_schema.faults import Fault, faults_of
from mobile_schema.reports.figure_report import FigureReport

MENDED: Final = "mended"
_TYPE: Final = "ce_type"
_SENDING: Final = timedelta(seconds=20)
"""For so long whoever mended a letter sends it, by the machine's clock; then the same text may be sent again."""


class Unmendable(StrEnum):
    """Why the report of a letter is not mended."""

    DAMAGED = "damaged"
    UNSIGNED = "unsigned"
    TAKEN = "taken"
    NO_REPORT = "no-report"
    MENDED = "mended"


@dataclass(frozen=True, slots=True)
class Mending:
    """A report in other words, who mended it, when, and why."""

    raw: bytes
    by: str
    at: datetime
    reason: str

    @property
    def sha256(self) -> str:
        """Of the words."""
        return hashlib.sha256(self.raw).hexdigest()


def why_unmendable(store: Store, letter: Document) -> Unmendable | None:
    """Why a letter's report is not mended; None where it may be. Raises pymongo.errors.PyMongoError."""
    if letter["reason"] in {DAMAGED, UNSIGNED}:
        return Unmendable(letter["reason"])
    if MENDED in letter:
        return Unmendable.MENDED
    if _type_of(letter) not in ALL_MODELS:
        return Unmendable.NO_REPORT
    known = letter["report_id"] is not None and store["receipts"].find_one({"_id": letter["report_id"]}, {"_id": 1})
    return Unmendable.TAKEN if known else None


def faults_in_mended(letter: Document, raw: bytes, catalogue: Catalogue) -> list[Fault]:
    """What keeps a text from the ledger: the contract, then another report's id, then what the registry lacks."""
    try:
        report = _said_in(letter, raw)
    except ValidationError as error:
        return faults_of(error)
    return list(_unfit(letter, report, catalogue))


def keep_mending(store: Store, identity: str, mending: Mending) -> Document:
    """The letter with its mended report, to be sent; without `sending` where that is being done, or done, already.

    Raises MendedBefore where it was mended in other words, pymongo.errors.PyMongoError.
    """
    now = datetime.now(UTC)
    said = {"raw": mending.raw, "sha256": mending.sha256, "by": mending.by, "at": mending.at, "reason": mending.reason}
    first = {"_id": identity, MENDED: {"$exists": False}}
    letters = store[LETTERS]
    kept = letters.find_one_and_update(
        first, {"$set": {MENDED: said | {"until": now + _SENDING}}}, return_document=ReturnDocument.AFTER
    ) or letters.find_one_and_update(
        {
            "_id": identity,
            "mended.sha256": mending.sha256,
            "mended.sent_at": {"$exists": False},
            "mended.until": {"$lte": now},
        },
        {"$set": {"mended.until": now + _SENDING}},
        return_document=ReturnDocument.AFTER,
    )
    if kept is not None:
        return kept | {"sending": True}
    letter = show_dead_letter(store, identity)
    if letter[MENDED]["sha256"] != mending.sha256:
        raise MendedBefore(identity)
    return letter


def mended_record(letter: Document) -> Document:
    """The mended report as a letter to be sent: its own key and bytes, and who mended which letter."""
    mended = letter[MENDED]
    said = mended_credential(mended["by"], letter["_id"]).encode()
    headers = [[name, value] for name, value in letter["headers"] if name != CREDENTIAL]
    report = _said_in(letter, bytes(mended["raw"]))
    code = report.project if isinstance(report, FigureReport) else report.project_code
    key = letter["key"] if code is None else code.encode()
    return letter | {"raw": bytes(mended["raw"]), "key": key, "headers": [*headers, [CREDENTIAL, said]]}


def mark_mended_sent(store: Store, identity: str, at: datetime) -> None:
    """Keep that the mended report is on its way, so that the letter waits for nobody any more."""
    sent = {"replayed": True, "replayed_at": at, "mended.sent_at": at}
    store[LETTERS].update_one({"_id": identity}, {"$set": sent})


def mark_unsent(store: Store, identity: str) -> None:
    """Keep that the brokers did not confirm it: the same words may be sent again at once."""
    store[LETTERS].update_one(
        {"_id": identity, "mended.sent_at": {"$exists": False}}, {"$set": {"mended.until": datetime.now(UTC)}}
    )


def _type_of(letter: Document) -> str:
    return bytes(dict(letter["headers"]).get(_TYPE) or b"").decode(errors="replace")


def _said_in(letter: Document, raw: bytes) -> FieldReport | FigureReport:
    """Raises pydantic.ValidationError."""
    return ALL_MODELS[_type_of(letter)].model_validate_json(raw)


def _unfit(letter: Document, report: FieldReport | FigureReport, catalogue: Catalogue) -> list[Fault]:
    faults = []
    if letter["report_id"] not in {None, report.report_id}:
        faults.append(Fault("$.report_id", "报告编号不得改动；The id of the report stays as it is", "other_report"))
    if isinstance(report, FigureReport):
        return faults  # where it belongs and what it says is judged beside the figures that are kept
    if report.project_code not in catalogue.projects:
        said = "名录里没有这个项目；The registry has no such project"
        faults.append(Fault("$.project_code", said, "unknown_project"))
    unknown = unknown_category(report, catalogue)
    if unknown is not None:
        place = next(n for n, each in enumerate(getattr(report, "findings", ())) if each.category == unknown)
        said = "名录里没有这个问题类别；The registry has no such category"
        faults.append(Fault(f"$.findings[{place}].category", said, "unknown_category"))
    return faults
