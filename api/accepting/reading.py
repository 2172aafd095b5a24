"""Knows how a report is read on its way in: kept byte for byte, checked against the contract."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from api.http.problems import Problem, invalid
from mobile_schema.cloudevents import FIGURE, INCIDENT, SITE_VISIT
from mobile_schema.faults import faults_of
from mobile_schema.reports.incident import ObstructionIncident
from mobile_schema.reports.site_visit import SiteVisit
from mobile_schema.reports.sync import ItemType
from mobile_schema.topics import FIGURES, INCIDENTS, SITE_VISITS
from mobile_schema.vocabulary import Category

SCHEMA_VERSIONS: Final = ("1.0",)
Said = TypeVar("Said", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of report: its CloudEvents type, and the topic it goes to."""

    event: str
    topic: str


@dataclass(frozen=True, slots=True)
class FieldKind(Kind):
    """A kind of report from a site, with its model."""

    model: type[SiteVisit] | type[ObstructionIncident]


KINDS: Final[Mapping[ItemType, FieldKind]] = {
    "site_visit": FieldKind(SITE_VISIT, SITE_VISITS.name, SiteVisit),
    "incident": FieldKind(INCIDENT, INCIDENTS.name, ObstructionIncident),
}
FIGURE_KIND: Final = Kind(FIGURE, FIGURES.name)


@dataclass(frozen=True, slots=True)
class Report:
    """A report that keeps the contract, in its own bytes; `categories` are those of its findings."""

    kind: Kind
    id: str
    project_code: str
    raw: bytes
    sha256: str
    categories: tuple[Category, ...] = ()


def read_report(kind: FieldKind, raw: bytes) -> Report:
    """The report in these bytes. Raises Problem (422), with the JSON path of each fault."""
    model = said_in(kind.model, raw)
    found = tuple(finding.category for finding in model.findings) if isinstance(model, SiteVisit) else ()
    return Report(kind, model.report_id, model.project_code, raw, hashlib.sha256(raw).hexdigest(), found)


def said_in(model: type[Said], raw: bytes) -> Said:
    """What these bytes say. Raises Problem (422), with the JSON path of each fault."""
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        raise _problem(error) from None


def _problem(error: ValidationError) -> Problem:
    faults = faults_of(error)
    if any(fault.path == "$.schema_version" and fault.type == "literal_error" for fault in faults):
        return Problem(
            422,
            "unknown-schema-version",
            "不支持的 schema_version / this schema_version is not known here",
            faults=faults,
            known=list(SCHEMA_VERSIONS),
        )
    return invalid(faults)
