"""Knows recipients and the posts they name, filled, empty or held by someone who is away."""

from dataclasses import replace
from datetime import date
from typing import Any

from ledger.escalation.recipients import resolve
from ledger.issue.issue import Issue
from ledger.policy.ladder import Recipient
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Absence, Holding, Post, PostCode
from ledger.registry.posts import Resolved
from tests.ledger.factories import RULES, START, vacant

RESPONSIBLE = Recipient(post="responsible_person")
UNIT_HEAD = Recipient(post="unit_head")
TODAY = START.date()


def supervisor(level: Any) -> Recipient:
    return Recipient(post="supervisor", level=level)


def held(place: str, *holdings: Holding, code: PostCode = PostCode.SUPERVISOR) -> Post:
    return Post(code, place, holdings)


def resolved(issue: Issue, recipient: Recipient, *empty: str) -> Resolved:
    (to,) = resolve(issue, recipient, vacant(*empty), START)
    return to


def away(*people: str, on: date = TODAY) -> Catalogue:
    """The registry with these people absent on a day."""
    persons = RULES.catalogue.persons
    gone = {name: replace(persons[name], absences=(Absence(on, on, "出差"),)) for name in people}
    return replace(RULES.catalogue, persons={**persons, **gone})
