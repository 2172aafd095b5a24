"""Knows who gets an alert, and the alert itself: who holds the post as it fires, up the tree county → city → province.

An empty post passes upward, never down, and is named in `vacant_posts`, never skipped (design §4).
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from ledger.issue.issue import Issue
from ledger.policy.ladder import Recipient
from ledger.registry.catalogue import Catalogue, Holder
from ledger.registry.days import CHINA, local_day
from ledger.registry.posts import Candidate, Resolved, first_there, line_of_unit, supervisors_over
from ledger.registry.regions import level_of
from mobile_schema.events.facts import AlertRaised
from mobile_schema.vocabulary import Level

_ABOVE: Final = {Level.COUNTY: Level.CITY, Level.CITY: Level.PROVINCE, Level.PROVINCE: Level.PROVINCE}
_RESPONSIBLE = "responsible_person"
SUPERVISOR: Final = Recipient(post="supervisor", level="supervising")
"""The issue's own."""
RESPONSIBLE: Final = Recipient(post=_RESPONSIBLE)
"""Whoever answers for the issue in its unit."""


def resolve(
    issue: Issue, recipient: Recipient, catalogue: Catalogue, at: datetime, zone: ZoneInfo = CHINA
) -> tuple[Resolved, ...]:
    """The people behind a recipient of the policy, or the next one up who is there.

    One, or one for each supporting unit: none when the issue has no supporting unit.
    """
    day = local_day(at, zone)
    match recipient:
        case Recipient(post="supervisor"):
            return (first_there(supervisors_over(issue.region, _lowest(issue, recipient), catalogue, day)),)
        case Recipient(of="supporting"):
            return tuple(first_there(_of_unit(issue, unit, catalogue, day)) for unit in issue.supporting_unit_ids)
        case Recipient(post="unit_head"):
            return (first_there(_of_unit(issue, issue.unit_id, catalogue, day)),)
    line = (*_named(issue, catalogue, day), *_of_unit(issue, issue.unit_id, catalogue, day))
    return (first_there(line),)


def resolve_all(
    issue: Issue, recipients: Iterable[Recipient], catalogue: Catalogue, at: datetime, zone: ZoneInfo = CHINA
) -> tuple[Resolved, ...]:
    """The people behind all recipients of one step, each once: as reached first, with the empty posts of all ways.

    Found once for all issues of a place and unit: at the end of a day very many ask.
    """
    several = tuple(recipients)
    asked = (several, local_day(at, zone), *_asked_of(issue))
    resolved: tuple[Resolved, ...] = catalogue.found.of(
        asked, lambda: _resolve_all(issue, several, catalogue, at, zone)
    )
    return resolved


def alert_to(to: Resolved, alert_id: str, texts: tuple[str, str]) -> AlertRaised:
    """The alert to somebody who was found, in these words (Chinese, English)."""
    text_zh, text_en = texts
    return AlertRaised.trusted(
        alert_id=alert_id,
        recipient_person_id=to.person_id,
        recipient_post=to.post,
        recipient_level=to.level,
        recipient_region=to.region,
        text_zh=text_zh,
        text_en=text_en,
        vacant_posts=to.vacant_posts,
    )


def _asked_of(issue: Issue) -> tuple[Any, ...]:
    """What of an issue says who is told."""
    return issue.region, issue.unit_id, issue.supporting_unit_ids, issue.person_id, issue.supervising_level


def _resolve_all(
    issue: Issue, recipients: tuple[Recipient, ...], catalogue: Catalogue, at: datetime, zone: ZoneInfo
) -> tuple[Resolved, ...]:
    found: dict[str | None, Resolved] = {}
    for recipient in recipients:
        for to in resolve(issue, recipient, catalogue, at, zone):
            known = found.setdefault(to.person_id, to)
            if known is not to:
                vacant = tuple(dict.fromkeys(known.vacant_posts + to.vacant_posts))
                found[to.person_id] = replace(known, vacant_posts=vacant)
    return tuple(found.values())


def _named(issue: Issue, catalogue: Catalogue, day: date) -> Iterator[Candidate]:
    """The person that the unit named, as long as it is the unit's; before it named one, nobody is missing."""
    if issue.person_id is not None:
        there = catalogue.is_there(issue.person_id, day) and catalogue.is_of_unit(issue.person_id, issue.unit_id)
        holder = Holder(issue.person_id, deputy=False) if there else None
        yield Candidate(_RESPONSIBLE, str(issue.unit_id), None, issue.region, holder)


def _of_unit(issue: Issue, unit: str | None, catalogue: Catalogue, day: date) -> Iterator[Candidate]:
    """A unit's head, then whoever is over the unit; an issue in triage has none, and none is missing."""
    if unit is None:
        return supervisors_over(issue.region, Level.COUNTY, catalogue, day)
    return line_of_unit(unit, issue.region, catalogue, day)


def _lowest(issue: Issue, recipient: Recipient) -> Level:
    """The level at which to begin; an issue that nobody dispatches yet is supervised where it is."""
    supervising = Level(issue.supervising_level or level_of(issue.region))
    match recipient.level:
        case Level() as level:
            return level
        case "above":
            return _ABOVE[supervising]
    return supervising
