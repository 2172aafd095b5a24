"""Every unsound firing is found under its own name: missed, doubled, early, late, misdated, never due."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from oversight.audit.limits import right_due
from oversight.audit.steps import Ladder
from oversight.audit.verdict import Kind
from tests.ledger.factories import START
from tests.oversight.audit.stories import the, told
from tests.oversight.lives import as_stored, audited, life_of


@pytest.mark.parametrize("step", ["deploy-person", "deploy-county", "resolve-province", "feedback-city"])
def test_a_firing_that_never_came_is_missed(step: str) -> None:
    events, now = told()
    gone = the(events, step)
    verdict = audited([event for event in events if event is not gone], now)
    (finding,) = verdict.findings
    assert (finding.kind, finding.step, finding.due, finding.fired) == (
        Kind.MISSED,
        step,
        gone["data"]["due_at"],
        None,
    )
    assert not verdict.clean


def test_a_firing_that_comes_again_is_doubled() -> None:
    events, now = told()
    one = the(events, "deploy-city")
    verdict = audited([*events, one | {"_id": "again", "at": now}], now)
    assert [(finding.kind, finding.step) for finding in verdict.findings] == [(Kind.DOUBLED, "deploy-city")]


def test_two_firings_in_one_sweep_are_doubled_too() -> None:
    events, now = told()
    at = events.index(the(events, "deploy-city"))
    verdict = audited([*events[: at + 1], events[at] | {"_id": "again"}, *events[at + 1 :]], now)
    assert [(finding.kind, finding.step) for finding in verdict.findings] == [(Kind.DOUBLED, "deploy-city")]


def test_forty_repeats_after_an_outage_instead_of_one_catch_up_are_doubled() -> None:
    events, now = told(days=40)
    circulars = [event for event in events if event["data"].get("step") == "zero-circular"]
    assert len(circulars) == 4
    rest = [event for event in events if event not in circulars]
    verdict = audited([*rest, *(event | {"at": now} for event in circulars)], now)
    assert {finding.step for finding in verdict.findings if finding.kind is Kind.DOUBLED} == {"zero-circular"}


@pytest.mark.parametrize("by", [timedelta(milliseconds=1), timedelta(days=1)])
def test_a_firing_before_its_moment_is_early(by: timedelta) -> None:
    events, now = told()
    one = the(events, "resolve-county")
    one["at"] = one["data"]["due_at"] - by
    verdict = audited(events, now)
    found = [(finding.kind, finding.due) for finding in verdict.findings if finding.step == "resolve-county"]
    assert found == [(Kind.EARLY, one["data"]["due_at"])]


@pytest.mark.parametrize(("by", "late"), [(1000, 0), (1001, 1), (86_400_000, 1)])
def test_a_firing_more_than_a_second_after_its_moment_is_late_and_nothing_worse(by: int, late: int) -> None:
    events, now = told()
    one = the(events, "resolve-province")
    one["at"] = one["data"]["due_at"] + timedelta(milliseconds=by)
    verdict = audited(events, now)
    assert verdict.clean
    assert [finding.kind for finding in verdict.findings] == [Kind.LATE] * late


@pytest.mark.parametrize("by", [timedelta(milliseconds=-1), timedelta(hours=8)])
def test_a_firing_for_a_moment_that_was_not_the_steps_is_misdated(by: timedelta) -> None:
    events, now = told()
    one = the(events, "feedback-county")
    due, one["data"]["due_at"] = one["data"]["due_at"], one["data"]["due_at"] + by
    verdict = audited(events, now)
    assert [(finding.kind, finding.due) for finding in verdict.findings] == [(Kind.MISDATED, due)]
    assert not verdict.clean


def test_what_fires_on_a_clock_that_has_ended_was_never_due() -> None:
    life = life_of(incident=False)
    life.story.wait(days=2).sweep()
    at = life.story.now
    one = the(as_stored(life.story.envelopes), "deploy-county")
    life.story.do("accept")
    forged = one | {"_id": "forged", "at": at, "data": one["data"] | {"step": "deploy-province"}}
    found = audited([*as_stored(life.story.envelopes), forged], at).findings
    (finding,) = [finding for finding in found if finding.kind is not Kind.LATE]
    assert (finding.kind, finding.step, finding.due) == (Kind.EARLY, "deploy-province", None)


def test_a_person_who_is_faster_than_the_sweep_hides_nothing() -> None:
    life = life_of(incident=False)
    life.story.wait(days=2).do("accept")
    missed = audited(as_stored(life.story.envelopes), life.story.now).findings
    assert [(finding.kind, finding.step) for finding in missed] == [
        (Kind.MISSED, "deploy-person"),
        (Kind.MISSED, "deploy-county"),
    ]


def test_a_suspension_that_nobody_ends_hides_nothing() -> None:
    life = life_of(incident=False)
    life.story.do("suspend")
    events = as_stored(life.story.envelopes)
    assert audited(events, life.story.now + timedelta(days=9)).clean
    kinds = {finding.step for finding in audited(events, life.story.now + timedelta(days=13)).findings}
    assert kinds == {"deploy-person", "deploy-county", "deploy-city", "feedback-person"}


@pytest.mark.parametrize("by", [timedelta(milliseconds=-1), timedelta(days=1), timedelta(days=-2)])
def test_a_clock_that_began_with_a_wrong_due_time_is_miscounted(by: timedelta) -> None:
    events, now = told(days=0.5)
    event = next(event for event in events if (event["data"].get("clocks") or {}).get("started"))
    clock = event["data"]["clocks"]["started"][-1]
    right, clock["due_at"] = clock["due_at"], clock["due_at"] + by
    found = [one for one in audited(events, now).findings if one.kind is Kind.MISCOUNTED]
    assert [(one.obligation, one.round, one.step, one.due, one.fired) for one in found] == [
        (clock["code"], clock["round"], "", right, right + by)
    ]
    assert not audited(events, now).clean


def test_what_a_later_event_granted_is_not_counted_anew() -> None:
    life = life_of(incident=False)
    for name in ("accept", "request-extension", "approve-extension"):
        life.story.do(name)
    assert audited(as_stored(life.story.envelopes), life.story.now).clean


def test_a_limit_in_words_that_the_audit_does_not_know_is_trusted() -> None:
    def due(rule: dict[str, Any]) -> datetime | None:
        ladder = Ladder({"time_zone": "Asia/Shanghai", "obligations": {"resolve": rule}})
        return right_due(ladder, "resolve", "ordinary", START, lambda _: True)

    assert due({"due": {"days": 3, "or": "the next working day"}}) is None
    assert due({"due": {"days": 3}, "ends": {"on": "a working day"}}) is None
    assert due({"due": {"days": 3}}) is not None
    assert due({"due": {"ordinary": {"days": 3}, "major": {"days": 9}}}) == due({"due": {"days": 3}})
