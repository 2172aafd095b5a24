"""Knows what people call each event, each post and who holds it, and the empty posts an alert was passed up from."""

from collections.abc import Iterable
from typing import Final

from ledger.registry.actors import SYSTEM_ID
from ledger.registry.catalogue import Catalogue
from mobile_schema.events.envelope import EventEnvelope
from oversight.explain.told import Happening, RecipientTold, VacantPost

_POSTS: Final = {
    "responsible_person": ("责任人", "responsible person"),
    "unit_head": ("负责人", "head"),
    "supervisor": ("督办人员", "supervisor"),
}

_TITLES: Final[dict[str, tuple[str, str]]] = {
    "issue.reported.v1": ("上报", "reported"),
    "issue.assigned.v1": ("交办", "assigned"),
    "issue.triaged.v1": ("转人工分派", "handed to triage"),
    "issue.declined.v1": ("退回", "declined"),
    "issue.accepted.v1": ("签收", "accepted"),
    "plan.filed.v1": ("报送倒排计划", "plan filed"),
    "progress.reported.v1": ("反馈进展", "progress reported"),
    "closure.requested.v1": ("申请销号", "closure requested"),
    "recheck.recorded.v1": ("复核", "rechecked"),
    "issue.closed.v1": ("销号", "struck off"),
    "closure.returned.v1": ("不合格退回", "returned"),
    "issue.reopened.v1": ("反弹", "reopened"),
    "issue.voided.v1": ("认定误报", "voided"),
    "referral.logged.v1": ("移送", "referred"),
    "extension.requested.v1": ("申请延期", "extension requested"),
    "extension.approved.v1": ("批准延期", "extension approved"),
    "extension.refused.v1": ("不予延期", "extension refused"),
    "suspension.requested.v1": ("申请挂起", "suspension requested"),
    "suspension.refused.v1": ("不予挂起", "suspension refused"),
    "issue.suspended.v1": ("挂起", "suspended"),
    "issue.resumed.v1": ("恢复", "resumed"),
    "issue.merged.v1": ("并案", "merged"),
    "duplicate.absorbed.v1": ("并入重复问题", "took in a duplicate"),
    "issue.parted.v1": ("撤销并案", "parted"),
    "duplicate.released.v1": ("重复问题分出", "let a duplicate go"),
    "policy.moved.v1": ("改用规则", "moved to another policy"),
    "clocks.recomputed.v1": ("按新公布的日历重算", "counted again by the calendar published since"),
    "alert.acknowledged.v1": ("确认提醒", "alert acknowledged"),
}


def happening(envelope: EventEnvelope, catalogue: Catalogue) -> Happening:
    """An event as it is spoken of."""
    event, person_id = envelope.data, envelope.actor.person_id
    zh, en = _TITLES.get(envelope.type, (envelope.type, envelope.type))
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
