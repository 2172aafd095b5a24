"""Knows people who may and may not give commands, and whom a command refuses, and why."""

from ledger.issue.refusals import Refusal
from ledger.registry.actors import Actor
from tests.ledger.factories import CITY, COUNTY, HEAD, INSPECTOR, OTHER_UNIT, PROVINCE, STAFF
from tests.ledger.stories import Story, refused

NOT_THEIRS = (Refusal.NOT_PERMITTED, Refusal.SEPARATION_OF_DUTIES)
UNIT_PEOPLE = {STAFF, HEAD}
SUPERVISORS = {COUNTY, CITY, PROVINCE}
STRANGERS = {
    "supervisor-140106": "of the next county",
    "supervisor-140200": "of the next city",
    "inspector-140106-1": "who inspects the next county",
    f"staff-{OTHER_UNIT}": "of another unit of the county",
    "staff-140100-natural-resources": "of the unit above",
    "staff-140106-natural-resources": "of the same bureau elsewhere",
}
EVERYONE = sorted(UNIT_PEOPLE | SUPERVISORS | {INSPECTOR} | set(STRANGERS))


def refusal(story: Story, command: str, who: Actor | str) -> Refusal:
    return refused(story, command, who).reason
