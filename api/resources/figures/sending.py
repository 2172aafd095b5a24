"""Knows how figures go to Kafka: each read, its project found, under the project's code as its key."""

import hashlib

import pymongo

from api.accepting.reading import FIGURE_KIND, Report, said_in
from api.accepting.several import too_large
from api.http.problems import Problem, invalid
from api.http.settings import QUERY_SECONDS, REPORT_BYTES
from api.services import Services
from ledger.figures.keeping import names_known
from ledger.figures.placing.places import Places
from ledger.figures.placing.where import WhereFault
from ledger.figures.reach import REPORT, Reach, reach_of
from ledger.figures.reporting import ELSEWHERE, OTHER_UNIT, fault_of, placed
from ledger.registry.entries import Person
from mobile_schema.reports.figure_report import FigureReport


def read_figures(services: Services, person: Person, raws: list[bytes]) -> list[Report | Problem]:
    """Each as it is to be taken, or why it is not, in order. Only names without a code are asked of the ledger."""
    said = [_said(raw) for raw in raws]
    catalogue = services.rules.current.catalogue
    figures = [each for each in said if isinstance(each, FigureReport)]
    with pymongo.timeout(QUERY_SECONDS):
        places = Places(catalogue, names_known(services.store, figures, catalogue))
    within = reach_of(person, REPORT, catalogue)
    return [
        each if isinstance(each, Problem) else _report(each, raw, places, within)
        for each, raw in zip(said, raws, strict=True)
    ]


def _said(raw: bytes) -> FigureReport | Problem:
    if len(raw) > REPORT_BYTES:
        return too_large(REPORT_BYTES)
    try:
        return said_in(FigureReport, raw)
    except Problem as problem:
        return problem


def _report(said: FigureReport, raw: bytes, places: Places, within: Reach) -> Report | Problem:
    where = placed(places, said, within)
    if isinstance(where, WhereFault):
        return invalid([fault_of(where.field, where.slug, where.sentence)])
    if not within.reports(where.project, where.regions):
        return Problem(403, "not-permitted", ELSEWHERE.reason)
    if not within.speaks_for(where.project, where.regions, said.unit):
        return invalid([fault_of(OTHER_UNIT.field, OTHER_UNIT.slug, OTHER_UNIT.reason)])
    return Report(FIGURE_KIND, said.report_id, where.project, raw, hashlib.sha256(raw).hexdigest())
