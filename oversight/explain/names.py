"""Knows how an event is spoken of, what people call each post and who holds it, and the empty posts passed by."""

from collections.abc import Iterable
from typing import Final

from ledger.escalation.telling import BY_NAME
from ledger.registry.actors import SYSTEM_ID
from ledger.registry.catalogue import Catalogue
from mobile_schema.events.envelope import EventEnvelope
from oversight.explain.told.happening import Happening
from oversight.explain.told.people import RecipientTold, VacantPost

_POSTS: Final = {
    "responsible_person": ("责任人", "responsible person"),
    "unit_head": ("负责人", "head"),
    "supervisor": ("督办人员", "supervisor"),
    BY_NAME: ("人员", "somebody"),
}


def happening(envelope: EventEnvelope, catalogue: Catalogue) -> Happening:
    """An event as it is spoken of."""
    event, person_id = envelope.data, envelope.actor.person_id
    zh, en = event.TITLE
    said = getattr(event, "reason", None) or getattr(event, "note", None)
    return Happening(
        version=envelope.version,
        type=envelope.type,
        at=envelope.at,
        title_zh=zh,
        title_en=en,
        person_id=person_id,
        person_name=name_of(person_id, catalogue),
        reason=said if isinstance(said, str) else None,
    )


def name_of(person_id: str | None, catalogue: Catalogue) -> str | None:
    """What someone is called; None for nobody, the ledger itself, and people the registry does not know."""
    if person_id is None or person_id == SYSTEM_ID:
        return None
    person = catalogue.persons.get(person_id)
    return person.name if person else None


def recipient_told(
    person_id: str | None,
    post: str,
    region: str,
    vacant_posts: Iterable[str],
    catalogue: Catalogue,
    *,
    deputy: bool = False,
) -> RecipientTold:
    """A recipient as people speak of it: the post with its unit or region."""
    person = catalogue.persons.get(person_id) if person_id else None
    place = person.unit_id if person and person.unit_id and post != "supervisor" else region
    zh, en = _title(post, place, catalogue)
    return RecipientTold(
        person_id=person_id,
        person_name=name_of(person_id, catalogue),
        post=post,
        title_zh=zh,
        title_en=en,
        vacant_posts=vacant_told(vacant_posts, catalogue),
        deputy=deputy,
    )


def vacant_told(names: Iterable[str], catalogue: Catalogue) -> tuple[VacantPost, ...]:
    """Empty posts, each named `post@place`, as people speak of them."""
    told = []
    for name in names:
        post, _, place = name.partition("@")
        told.append(VacantPost(name, *_title(post, place, catalogue)))
    return tuple(told)


def _title(post: str, place: str, catalogue: Catalogue) -> tuple[str, str]:
    zh, en = _POSTS.get(post, (post, post))
    region, unit = catalogue.regions.get(place), catalogue.units.get(place)
    if region is not None:
        return f"{region.full_name_zh or region.name_zh}{zh}", f"{en} of {region.name_en}"
    if unit is not None:
        return f"{unit.name_zh}{zh}", f"{en} of {unit.name_en}"
    return f"{place} {zh}", f"{en} of {place}"
