"""Knows who holds the post that an alert is for, at the moment it fires, up the tree county → city → province.

An empty post passes upward and is named in `vacant_posts`, never skipped (design §4).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from xiaohao.ledger.issue import Issue
from xiaohao.ledger.policy import Recipient
from xiaohao.ledger.regions import ancestors, level_of
from xiaohao.ledger.registry import Catalogue
from xiaohao.mobile_schema.vocabulary import Level

_UPWARD = (Level.COUNTY, Level.CITY, Level.PROVINCE)


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who gets the alert; `person_id` is None when every post up to the province is empty."""

    person_id: str | None
    post: str
    level: Level | None
    region: str
    vacant_posts: tuple[str, ...]


def resolve(issue: Issue, recipient: Recipient, catalogue: Catalogue) -> Resolved:
    """The person behind a recipient of the policy, or the next one up who is there."""
    vacant: list[str] = []
    last = Resolved(None, recipient.post, recipient.level, issue.region, ())
    for post, level, region, person_id in _candidates(issue, recipient, catalogue):
        last = Resolved(person_id, post, level, region, tuple(vacant))
        if person_id is not None:
            return last
        vacant.append(f"{post}@{issue.unit_id if level is None else region}")
    return Resolved(None, last.post, last.level, last.region, tuple(vacant))


def _candidates(
    issue: Issue, recipient: Recipient, catalogue: Catalogue
) -> Iterator[tuple[str, Level | None, str, str | None]]:
    if recipient.post == "responsible_person":
        if issue.person_id is not None:
            yield "responsible_person", None, issue.region, issue.person_id
        yield "unit_head", None, issue.region, catalogue.unit_head(issue.unit_id)
    lowest = recipient.level or Level.COUNTY
    for level in _UPWARD[_UPWARD.index(lowest) :]:
        region = _region_at(issue.region, level)
        if region is not None:
            yield "supervisor", level, region, catalogue.supervisor(region, level)


def _region_at(region: str, level: Level) -> str | None:
    """The issue's own region at a level; a city's issue has no county."""
    return next((code for code in ancestors(region) if level_of(code) is level), None)
