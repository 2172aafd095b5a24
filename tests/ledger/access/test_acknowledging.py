"""Who may acknowledge an alert."""

import pytest

from ledger.access.permissions import (
    may_acknowledge,
)
from ledger.registry.actors import SYSTEM
from mobile_schema.vocabulary import State
from tests.ledger.access.parts import EVERYONE, SUPERVISORS
from tests.ledger.factories import (
    HEAD,
    person,
)
from tests.ledger.stories import in_state


@pytest.mark.parametrize("who", EVERYONE)
def test_an_alert_is_acknowledged_by_its_recipient_or_a_supervisor_over_the_issue(who: str) -> None:
    issue = in_state(State.IN_PROGRESS).issue
    assert may_acknowledge(issue, who, person(who))
    for recipient in (HEAD, None):
        assert may_acknowledge(issue, recipient, person(who)) is (who in {*SUPERVISORS, recipient})


def test_the_ledger_itself_acknowledges_nothing() -> None:
    assert not may_acknowledge(in_state(State.IN_PROGRESS).issue, SYSTEM.person_id, SYSTEM)
