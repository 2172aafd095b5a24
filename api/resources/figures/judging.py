"""Knows how figures are judged over the API, and kept at once where they come from a desk's file."""

from typing import Any

import pymongo

from api.http.problems import ledger_away
from api.http.settings import COMMAND_SECONDS
from api.resources.figures.asked import FiguresAsked
from api.resources.figures.views import judged_view
from api.services import Services
from ledger.access.scopes import scope_of
from ledger.figures.keeping import Reporting, report, would_be
from ledger.figures.reporting import ELSEWHERE, REPORT, lies_within
from ledger.registry.entries import Person
from ledger.store.commit import Conflict


def judged(services: Services, person: Person, asked: FiguresAsked, *, keep: bool) -> dict[str, Any]:
    """`JudgedFigures`, in order; of those that lie in no region of one's own that they do not. Raises Problem."""
    rules, scope = services.rules.current, scope_of(person, REPORT)
    with pymongo.timeout(COMMAND_SECONDS):
        at = services.clock.now()
        reporting = Reporting(person.id, at, rules.catalogue, rules.zone, asked.registered)
        seen = would_be(services.store, asked.figures, reporting)
        here = [one.figure is None or lies_within(scope, one.figure.regions) for one in seen]
        own = [place for place, is_here in enumerate(here) if is_here]
        if keep:
            try:
                done = report(services.store, [asked.figures[place] for place in own], reporting)
            except Conflict:
                raise ledger_away() from None
        else:
            done = [seen[place] for place in own]
    of = dict(zip(own, done, strict=True))
    return {"items": [judged_view(of.get(place, ELSEWHERE)) for place in range(len(seen))]}
