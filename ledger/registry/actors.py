"""Knows who acts: the person behind a credential, or the ledger itself."""

from dataclasses import dataclass, replace
from functools import lru_cache

from ledger.registry.entries import Duty, Person
from mobile_schema.events.facts import EventActor
from mobile_schema.vocabulary import Level, Role

SYSTEM_ID = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """One acting person, as the credential says; never as a request body says. `credential` names that one."""

    person_id: str
    role: Role | None
    unit_id: str | None = None
    region: str | None = None
    level: Level | None = None
    also: tuple[Duty, ...] = ()
    credential: str | None = None

    @property
    def guises(self) -> "tuple[Actor, ...]":
        """The same person acting in each of their duties, as which they came first; none for the ledger itself."""
        if self.role is None:
            return ()
        others = (replace(self, role=d.role, unit_id=d.unit_id, region=d.region, level=d.level) for d in self.also)
        return (self, *others)

    @property
    def units(self) -> frozenset[str]:
        """The units of all duties."""
        return frozenset(unit for unit in (self.unit_id, *(duty.unit_id for duty in self.also)) if unit is not None)

    @lru_cache(maxsize=4096)  # noqa: B019 - an actor is a value, and the same few act
    def signature(self) -> EventActor:
        """What an event keeps of its actor; of the same actor the same."""
        return EventActor(
            person_id=self.person_id,
            role=self.role,
            unit_id=self.unit_id,
            region=self.region,
            credential=self.credential,
        )


SYSTEM = Actor(person_id=SYSTEM_ID, role=None)


def actor_of(person: Person, credential: str | None = None) -> Actor:
    """The actor that a registered person is, by a session, a device or a token (`session:9f3c…`)."""
    return Actor(person.id, person.role, person.unit_id, person.region, person.level, person.also, credential)
