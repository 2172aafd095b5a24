"""Knows how to write small policies for tests: 13710's clocks unless told otherwise, and only the steps it is about.

13710 is its first version here, whose ladder is that of the digits alone.
"""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import yaml

from ledger.calendar.calendars import Calendars
from ledger.policy.policy import Policy, Scope
from ledger.policy.rules import Rules
from ledger.policy.soundness import PolicyFault, faults_of
from ledger.policy.versions import Adoption, Policies, shipped_policies, shipped_text
from tests.ledger.factories import RULES

Document = dict[str, Any]
ALWAYS = datetime.min.replace(tzinfo=UTC)


class UnsoundPolicy(Exception):
    """What a test wrote makes no sense; `faults` say why."""

    def __init__(self, faults: tuple[PolicyFault, ...]) -> None:
        super().__init__("; ".join(f"{'.'.join(map(str, fault.path))}: {fault.message}" for fault in faults))
        self.faults = faults


def document(name: str = "13710") -> Document:
    """A policy that ships, as data."""
    return deepcopy(_shipped_data(name))


def step(name: str, obligation: str = "resolve", **said: Any) -> Document:
    """A step, to the supervisor of the county unless told otherwise."""
    usual = {"light": "red", "instrument": "supervision_order", "to": {"post": "supervisor", "level": "county"}}
    return {"step": name, "obligation": obligation, **usual, **said}


def due(**limits: Any) -> dict[str, Document]:
    """13710's clocks with these time limits in the place of theirs."""
    obligations: dict[str, Document] = document()["obligations"]
    for code, limit in limits.items():
        obligations[code]["due"] = limit
    return obligations


def policy(*steps: Document, **said: Any) -> Policy:
    """A sound policy with these steps on 13710's clocks. Raises UnsoundPolicy."""
    known = {"name": "test", "version": 1, "title": {"zh": "测试", "en": "Test"}, "obligations": due()}
    found = Policy.model_validate({**known, "ladder": steps, **said})
    faults = tuple(faults_of(found))
    if faults:
        raise UnsoundPolicy(faults)
    return found


def shipped(name: str) -> Policy:
    """A policy that ships."""
    return shipped_policies().named("13710@1" if name == "13710" else name)


def rules(holding: Policy, *others: Policy, calendars: Calendars | None = None) -> Rules:
    """The rules of a deployment where this policy has always held; the others are only kept.

    Beside one with a scope of its own 13710 holds for everything else.
    """
    known = {one.key: Adoption(one, None) for one in shipped_policies().versions()}
    if holding.applies_to != Scope():
        known["13710@1"] = Adoption(shipped("13710"), ALWAYS)
    known |= {other.key: Adoption(other, None) for other in others} | {holding.key: Adoption(holding, ALWAYS)}
    return replace(RULES, policies=Policies(known.values()), calendars=calendars or RULES.calendars)


@cache
def _shipped_data(name: str) -> Document:
    loaded: Document = yaml.safe_load(shipped_text(shipped(name).key))
    return loaded
