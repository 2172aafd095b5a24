"""Knows what becomes of a project's figure that came in: on the ledger with its receipt, or among the dead letters."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from ledger.figures.judging import KEPT, FigureVerdict, JudgedFigure
from ledger.figures.reach import REPORT, reach_of
from ledger.figures.reporting import Judging, fault_of
from ledger.intake.incoming import DeadLetter, ReceivedFigure, dead, received_at
from ledger.intake.planning.plan import Known, Underway
from ledger.intake.planning.plausibility import mending_flags
from ledger.policy.rules import Rules
from ledger.registry.actors import actor_of
from ledger.registry.entries import Person

REASONS: Final[Mapping[FigureVerdict, str]] = {
    FigureVerdict.CONFLICT: "figure-conflict",
    FigureVerdict.FAULT: "figure-fault",
}
"""The reasons of dead letters that a verdict on a figure gives."""


class FigureTaker:
    """Takes figures one by one into a plan; each is judged beside those before it."""

    def __init__(self, known: Known, underway: Underway, at: datetime, rules: Rules) -> None:
        self._judging = Judging(known.figures, rules.catalogue, at, rules.zone)
        self._catalogue = rules.catalogue
        self._plan = underway.plan
        self._at = at

    def enter(self, received: ReceivedFigure, person: Person) -> None:
        """Judge a figure; one that is the same again has its receipt too."""
        report, reporter = received.report, actor_of(person, received.delivery.event.credential)
        one = self._judging.judge(report, person.id, reach_of(person, REPORT, self._catalogue))
        if one.figure is None:
            self._plan.dead.append(_dead(received, one))
            return
        if one.verdict in KEPT:
            self._plan.figures.append(one.figure)
        receipt: dict[str, Any] = {
            "_id": report.report_id,
            "sha256": received.sha256,
            "type": received.delivery.event.type,
            "raw": received.delivery.raw,
            "reporter": reporter.person_id,
            "project_code": one.figure.project,
            "received_at": received_at(received.delivery, self._at),
            "recorded_at": self._at,
            "flags": (*one.flags, *mending_flags(reporter.credential)),
            "issues": [],
            "rechecks": [],
            "figure": {
                "verdict": one.verdict.value,
                "id": one.figure.id,
                "project": one.figure.project,
                "version": one.figure.version,
            },
        }
        self._plan.receipts.append(receipt)


def _dead(received: ReceivedFigure, one: JudgedFigure) -> DeadLetter:
    """Why a figure stays out."""
    fault = fault_of(one.field, one.slug, one.reason)
    return dead(received.delivery, REASONS[one.verdict], one.reason, (fault,))
