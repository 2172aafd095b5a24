"""Knows how figures are judged over the API, and kept at once where they come from a desk's file."""

from typing import Any

import pymongo

from api.http.problems import ledger_away
from api.http.settings import COMMAND_SECONDS
from api.resources.figures.asked import FiguresAsked
from api.resources.figures.views import judged_view
from api.services import Services
from ledger.figures.keeping import Reporting, report, would_be
from ledger.figures.reach import REPORT, reach_of
from ledger.registry.entries import Person
from ledger.store.commit import Conflict


def judged(services: Services, person: Person, asked: FiguresAsked, *, keep: bool) -> dict[str, Any]:
    """`JudgedFigures`, in order; of those that one may not report, that one may not. Raises Problem."""
    rules = services.rules.current
    within = reach_of(person, REPORT, rules.catalogue)
    with pymongo.timeout(COMMAND_SECONDS):
        at = services.clock.now()
        reporting = Reporting(person.id, at, rules.catalogue, rules.zone, asked.registered, within)
        try:
            done = (report if keep else would_be)(services.store, asked.figures, reporting)
        except Conflict:
            raise ledger_away() from None
    return {"items": [judged_view(one) for one in done]}
