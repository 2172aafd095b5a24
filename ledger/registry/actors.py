"""Knows who acts: the person behind a credential, or the ledger itself."""

from dataclasses import dataclass

from ledger.registry.entries import Person
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
    credential: str | None = None

    def signature(self) -> EventActor:
        """What an event keeps of its actor."""
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
    return Actor(person.id, person.role, person.unit_id, person.region, person.level, credential)
