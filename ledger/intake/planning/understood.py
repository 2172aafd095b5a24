"""Knows a batch after reading: which reports keep the contract, and what the ledger is to be asked about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ledger.intake.incoming import DeadLetter, Received, ReceivedFigure, Record, open_record, read
from ledger.intake.planning.opening import unknown_category
from ledger.intake.planning.serials import counter, year_of
from ledger.policy.rules import Rules
from ledger.registry.catalogue import Catalogue
from mobile_schema.reports.site_visit import SiteVisit


@dataclass(frozen=True, slots=True)
class Understood:
    """A batch after reading: reports and projects' figures that keep the contract, and what does not."""

    received: Sequence[Received]
    dead: Sequence[DeadLetter]
    figures: Sequence[ReceivedFigure] = ()

    @property
    def report_ids(self) -> list[str]:
        """The ids to look up among the receipts."""
        return [
            *(received.report.report_id for received in self.received),
            *(figure.report.report_id for figure in self.figures),
        ]

    def has_strangers(self, catalogue: Catalogue) -> bool:
        """Whether a report is of a project or a category, or by a person, that this registry does not know."""
        return any(
            received.report.project_code not in catalogue.projects
            or received.delivery.event.reporter not in catalogue.persons
            or unknown_category(received.report, catalogue) is not None
            for received in self.received
        ) or any(
            figure.delivery.event.reporter not in catalogue.persons
            or (figure.report.registered and figure.report.project not in catalogue.projects)
            for figure in self.figures
        )

    @property
    def rechecked_issue_ids(self) -> list[str]:
        """The issues to look up, since a visit rechecked them."""
        visits = (received.report for received in self.received if isinstance(received.report, SiteVisit))
        return [recheck.issue_id for visit in visits for recheck in visit.rechecks]

    @property
    def corrected_report_ids(self) -> list[str]:
        """The reports to look up, since others correct them."""
        return [received.report.corrects for received in self.received if received.report.corrects is not None]


def understand(records: Iterable[Record]) -> Understood:
    """Open and read every record; a fault in one report spoils no other."""
    received: list[Received] = []
    figures: list[ReceivedFigure] = []
    refused: list[DeadLetter] = []
    for record in records:
        opened = open_record(record)
        if isinstance(opened, DeadLetter):
            refused.append(opened)
            continue
        for delivery in opened:
            outcome = read(delivery)
            if isinstance(outcome, Received):
                received.append(outcome)
            elif isinstance(outcome, ReceivedFigure):
                figures.append(outcome)
            else:
                refused.append(outcome)
    return Understood(received, refused, figures)


def serial_keys(understood: Understood, at: datetime, rules: Rules) -> list[str]:
    """The counters of 编号 (per region and local year) that a batch may draw on."""
    projects = (rules.catalogue.projects.get(received.report.project_code) for received in understood.received)
    year = year_of(at, rules.zone)
    return sorted({counter(project.region, year) for project in projects if project})
