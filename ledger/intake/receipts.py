"""Knows what became of a report that was sent in: on the ledger, refused, or not there yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ledger.access.scopes import Scope
from ledger.mongo.connection import Document, Store
from ledger.registry.catalogue import Catalogue
from mobile_schema.cloudevents import REPORTER

_RECEIPT = {"raw": 0}
_LETTER = {"raw": 0}


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
    corrections: tuple[Document, ...]
    """{place, issue_id, serial, refused} of each problem that corrects one of another report"""
    reporter: str
    figure: Document | None
    """{verdict, id, project, version} of a project's figure"""
    project_code: str | None
    """None of a matter that was entered: that is told under its issues alone"""


@dataclass(frozen=True, slots=True)
class Refused:
    """A report that is a dead letter: why, what is wrong with it, and since when."""

    report_id: str
    reason: str
    detail: str
    faults: tuple[Document, ...]
    at: datetime
    reporter: str | None
    project_code: str | None
    """both as far as the record said them"""


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


def may_be_told(outcome: Receipt | Refused, scope: Scope, catalogue: Catalogue) -> bool:
    """Whether the scope has what became of a report: it is one's own, or its project crosses a region within."""
    if scope.owns(outcome.reporter):
        return True
    project = catalogue.projects.get(outcome.project_code or "")
    return project is not None and any(scope.covers_region(region) for region in project.regions)


def _receipt(document: Document) -> Receipt:
    return Receipt(
        document["_id"],
        document["sha256"],
        document["received_at"],
        tuple(document["flags"]),
        tuple(document["issues"]),
        tuple(document["rechecks"]),
        tuple(document.get("corrections", ())),
        document["reporter"],
        document.get("figure"),
        document["project_code"],
    )


def _refused(letter: Document) -> Refused:
    said = {name: bytes(value or b"").decode(errors="replace") for name, value in letter["headers"]}
    return Refused(
        letter["report_id"],
        letter["reason"],
        letter["detail"],
        tuple(letter["faults"]),
        letter["at"],
        said.get(REPORTER),
        None if letter["key"] is None else bytes(letter["key"]).decode(errors="replace"),
    )
