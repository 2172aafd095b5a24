"""Knows a report by what it says: read from its bytes, and the problems in it."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from mobile_schema.cloudevents import FIGURE, INCIDENT, SITE_VISIT
from mobile_schema.reports.figure_report import FigureReport
from mobile_schema.reports.incident import ObstructionIncident
from mobile_schema.reports.site_visit import SiteVisit
from mobile_schema.vocabulary import Category, IncidentKind, Severity

FieldReport = SiteVisit | ObstructionIncident

MODELS: Final[Mapping[str, type[SiteVisit] | type[ObstructionIncident]]] = {
    SITE_VISIT: SiteVisit,
    INCIDENT: ObstructionIncident,
}
"""The model of a report from a site, by the type of its event."""

ALL_MODELS: Final[Mapping[str, type[SiteVisit] | type[ObstructionIncident] | type[FigureReport]]] = {
    **MODELS,
    FIGURE: FigureReport,
}
"""The same of all that intake takes: a project's figure is no report from a site."""


class Problem(Struct, frozen=True):
    """One problem found, in the words of its report; `corrects` is its place in the report that this one corrects."""

    index: int
    category: Category
    severity: Severity
    description: str
    measure_proposed: str | None
    incident_kind: IncidentKind | None
    attachments: tuple[str, ...]
    works_stopped: bool = False
    corrects: int | None = None


def said_in(event_type: str, raw: bytes) -> FieldReport:
    """What a report of this type says. Raises KeyError of another type, pydantic.ValidationError of other bytes."""
    return MODELS[event_type].model_validate_json(raw)


def problems_of(report: FieldReport) -> list[Problem]:
    """The problems of a report: a visit's findings, or the one that an incident is."""
    if isinstance(report, ObstructionIncident):
        shown = tuple(attachment.sha256 for attachment in report.attachments)
        return [
            Problem(
                0,
                Category.OBSTRUCTION,
                report.severity,
                report.description,
                report.measure_proposed,
                report.kind,
                shown,
                report.works.stopped,
                None if report.corrects is None else 0,
            )
        ]
    return [
        Problem(
            index,
            finding.category,
            finding.severity,
            finding.description,
            finding.measure_proposed,
            None,
            finding.attachments,
            corrects=finding.corrects,
        )
        for index, finding in enumerate(report.findings)
    ]
