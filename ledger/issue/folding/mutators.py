"""Knows what a mutator is: what one event changes of an issue, by the names of its fields."""

from collections.abc import Callable, Mapping
from typing import Any

from ledger.issue.issue import Issue
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.facts import Event

Changes = dict[str, Any]
Mutators = Mapping[type[Event], Callable[[Issue, Any, EventEnvelope], Changes]]
