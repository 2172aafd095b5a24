"""Pages of issues of which some have no clock: none is lost, none breaks a page, and they are green."""

from datetime import timedelta

import pytest

from ledger.issue.lights import RUNNING, SOON, light_of
from ledger.store.listing import list_issues
from ledger.store.wanted import IssueFilter
from mobile_schema.vocabulary import Light, State
from tests.ledger.factories import EVERYWHERE
from tests.ledger.parts import Ledger

COUNT = 9


@pytest.fixture
def shown(ledger: Ledger) -> dict[str, Light]:
    """Issues without a clock, late, late soon, late later, some of them struck off: each with its light."""
    found = {}
    now = ledger.clock.now()
    for number, issue in enumerate(ledger.opened(COUNT)):
        due = [None, now - SOON, now, now + SOON - timedelta(milliseconds=1), now + SOON][number % 5]
        state = State.CLOSED if number in {1, 5} else issue.state
        ledger.store["issues"].update_one({"_id": issue.id}, {"$set": {"due_at": due, "state": state.value}})
        found[issue.id] = light_of(state, due, now)
    return found


@pytest.mark.parametrize("state", [None, State.ASSIGNED, State.CLOSED])
@pytest.mark.parametrize("light", [None, *Light])
@pytest.mark.parametrize("limit", [1, 2, 200])
def test_every_page_goes_on_where_the_last_one_ended(
    ledger: Ledger, shown: dict[str, Light], light: Light | None, state: State | None, limit: int
) -> None:
    assert State.ASSIGNED in RUNNING
    now, after, ids = ledger.clock.now(), None, []
    for _ in range(COUNT + 1):
        page = list_issues(ledger.store, EVERYWHERE, IssueFilter(light=light, state=state), now, limit, after)
        ids += [document["_id"] for document in page.items]
        after = page.next
        if after is None:
            break
    stored = {each["_id"]: each["state"] for each in ledger.store["issues"].find()}
    wanted = [
        name for name, its in shown.items() if light in {None, its} and (state is None or stored[name] == state.value)
    ]
    assert len(ids) == len(set(ids))
    assert sorted(ids) == sorted(wanted)


def test_those_without_a_clock_come_first(ledger: Ledger, shown: dict[str, Light]) -> None:
    page = list_issues(ledger.store, EVERYWHERE, IssueFilter(), ledger.clock.now(), 2)
    assert [document["due_at"] for document in page.items] == [None, None]
    assert page.next is not None
    assert page.next[0] is None
