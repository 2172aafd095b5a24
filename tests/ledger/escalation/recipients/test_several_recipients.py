"""A step to several: the units that support, each person told once, an alert for each."""

from datetime import timedelta

from msgspec.structs import replace as altered

from ledger.escalation.due import due_steps
from ledger.escalation.firing import alert_id, fire
from ledger.escalation.recipients import resolve, resolve_all
from ledger.issue.issue import Issue
from ledger.policy.ladder import Recipient
from mobile_schema.vocabulary import State
from tests.ledger import policies
from tests.ledger.escalation.recipients.posts import RESPONSIBLE, supervisor
from tests.ledger.factories import COUNTY, HEAD, OTHER_UNIT, RULES, START, vacant
from tests.ledger.stories import in_state, reported

POLICY = policies.shipped("13710")
SUPPORTING = Recipient(post="responsible_person", of="supporting")


def supported_by(*units: str) -> Issue:
    """An issue with supporting units, the lead its usual one."""
    return altered(in_state(State.ACCEPTED).issue, supporting_unit_ids=units)


def test_each_supporting_unit_is_its_head_whoever_the_lead_named() -> None:
    for recipient in (SUPPORTING, Recipient(post="unit_head", of="supporting")):
        found = resolve(supported_by(OTHER_UNIT, "140105-housing"), recipient, RULES.catalogue, START)
        assert [to.person_id for to in found] == [f"head-{OTHER_UNIT}", "head-140105-housing"]
        assert {(to.post, to.vacant_posts) for to in found} == {("unit_head", ())}
    assert resolve(supported_by(), SUPPORTING, RULES.catalogue, START) == ()


def test_one_person_reached_twice_is_told_once_with_all_empty_posts() -> None:
    issue = supported_by(OTHER_UNIT, "140105-housing")
    empty = vacant(f"unit_head:{OTHER_UNIT}", "unit_head:140105-housing")
    found = resolve_all(issue, (SUPPORTING, supervisor("supervising"), RESPONSIBLE), empty, START)
    assert [to.person_id for to in found] == [COUNTY, HEAD]
    assert found[0].vacant_posts == (f"unit_head@{OTHER_UNIT}", "unit_head@140105-housing")


def test_a_step_to_several_raises_an_alert_for_each_with_an_id_of_its_own() -> None:
    (due, *_) = due_steps(reported().issue, RULES.regime(POLICY, "140105"), START + timedelta(days=1))
    issue, several = (
        supported_by(OTHER_UNIT, "140105-housing"),
        altered(due, step=due.step.model_copy(update={"to": (SUPPORTING,)})),
    )
    alerts = fire(issue, several, RULES.regime(POLICY, "140105"), RULES.catalogue, START).alerts
    assert [alert.recipient_person_id for alert in alerts] == [f"head-{OTHER_UNIT}", "head-140105-housing"]
    assert len({alert.alert_id for alert in alerts}) == 2
    assert fire(issue, several, RULES.regime(POLICY, "140105"), RULES.catalogue, START).alerts == alerts
    one = altered(issue, supporting_unit_ids=(OTHER_UNIT,))
    (alone,) = fire(one, several, RULES.regime(POLICY, "140105"), RULES.catalogue, START).alerts
    assert alone.alert_id == alert_id(issue, several, POLICY)
