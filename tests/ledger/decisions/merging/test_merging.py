"""并案: of two clocks the earlier is kept, nothing fires for the duplicate, and all of it can be undone."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from ledger.escalation.due import next_due_at
from ledger.issue.clocks import ObligationState
from ledger.issue.commands import COMMANDS
from ledger.issue.projection import replay
from ledger.issue.refusals import CommandRefused
from ledger.issue.words.timing import RequestExtension
from mobile_schema.events.escalation_events import EscalationFired
from mobile_schema.events.set_aside_events import DuplicateAbsorbed, DuplicateReleased
from mobile_schema.vocabulary import State
from tests.ledger import policies
from tests.ledger.decisions.merging.pairs import APART, DAY, INTO, main_issue, named, pair
from tests.ledger.factories import PROVINCE, SHANGHAI, START, local, right_person, sample_command
from tests.ledger.stories import due, refused


def as_it_is(clock: ObligationState) -> ObligationState:
    """A clock without what the ladder did on it."""
    return structs.replace(clock, steps={}, runs_from=None)


def test_of_two_clocks_the_earlier_is_kept_and_its_own_stays_known() -> None:
    main = main_issue()
    pair(main, 5 * DAY).do(INTO)
    resolve = main.clock_of("resolve")
    assert (local(resolve.due_at), local(resolve.own_due_at or START)) == ("2026-03-04 23:59:59", "2026-03-09 23:59:59")
    assert {name: local(moment) for name, moment in resolve.adopted.items()} == {"duplicate": "2026-03-04 23:59:59"}
    assert main.issue.duplicates == ("duplicate",)


@pytest.mark.parametrize("identity", ["a-duplicate", "the-duplicate"])
def test_whatever_their_ids_the_main_issue_is_the_one_that_is_named(identity: str) -> None:
    main = main_issue()
    named(pair(main), identity).do(INTO)
    assert main.issue.duplicates == (identity,)


def test_a_younger_duplicate_moves_nothing() -> None:
    main = main_issue()
    clocks = main.issue.obligations
    duplicate = pair(main.wait(days=2))
    before = due(duplicate)
    duplicate.do(INTO)
    assert (main.issue.obligations, main.happened(DuplicateAbsorbed)[0].adopted) == (clocks, ())
    duplicate.do(APART)
    assert (main.issue.obligations, due(duplicate)) == (clocks, before)


def test_only_clocks_that_run_on_both_are_compared() -> None:
    """The main issue was accepted long ago; that its duplicate never was starts no clock anew."""
    main = main_issue()
    pair(main, 5 * DAY, State.ASSIGNED).do(INTO)
    assert main.clock_of("deploy").outcome == "satisfied"
    assert {one.code for one in main.happened(DuplicateAbsorbed)[0].adopted} == {"feedback", "resolve", "zero"}


def test_of_several_duplicates_the_earliest_holds() -> None:
    main = main_issue()
    first, second = pair(main, 2 * DAY), named(pair(main, 5 * DAY), "older")
    first.do(INTO)
    assert local(main.clock_of("resolve").due_at) == "2026-03-07 23:59:59"
    second.do(INTO)
    assert local(main.clock_of("resolve").due_at) == "2026-03-04 23:59:59"
    second.do(APART)
    assert local(main.clock_of("resolve").due_at) == "2026-03-07 23:59:59"
    first.do(APART)
    assert (local(main.clock_of("resolve").due_at), main.clock_of("resolve").own_due_at) == (
        "2026-03-09 23:59:59",
        None,
    )


@pytest.mark.parametrize("leaves", ["earlier", "later"])
def test_of_several_duplicates_only_the_one_that_is_parted_leaves(leaves: str) -> None:
    main = main_issue()
    duplicates = {name: named(pair(main, age * DAY), name) for name, age in (("earlier", 2), ("later", 4))}
    for duplicate in duplicates.values():
        duplicate.do(INTO)
    duplicates.pop(leaves).do(APART)
    assert main.issue.duplicates == tuple(duplicates)
    resolve = main.clock_of("resolve")
    assert (resolve.adopted.keys(), resolve.taken_over.keys()) == (duplicates.keys(), duplicates.keys())


def test_the_ladder_of_the_main_issue_follows_the_earlier_clock() -> None:
    main = main_issue()
    pair(main, 5 * DAY).do(INTO)
    main.clock.moment = datetime(2026, 3, 4, 23, 59, 59, tzinfo=SHANGHAI)
    assert "resolve-person" in [event.step for event in main.sweep()]


def test_what_is_brought_forward_into_the_past_falls_due_at_the_merger_and_is_not_late() -> None:
    main = main_issue()
    pair(main, 9 * DAY).do(INTO)
    fired = [event for event in main.sweep() if event.obligation == "resolve"]
    assert [(event.step, event.due_at, event.late_ms) for event in fired] == [
        ("resolve-person", main.now, 0),
        ("resolve-county", main.now, 0),
    ]


def test_nothing_fires_for_the_duplicate_meanwhile() -> None:
    duplicate = pair(main_issue(), 5 * DAY)
    duplicate.do(INTO)
    assert next_due_at(duplicate.issue, duplicate.rules.regime_of(duplicate.issue)) is None
    assert duplicate.wait(days=60).sweep() == []
    assert duplicate.happened(EscalationFired) == []


def test_a_duplicate_keeps_its_clocks_as_they_are() -> None:
    duplicate = pair(main_issue(), 5 * DAY)
    clocks = duplicate.issue.obligations
    duplicate.do(INTO)
    assert (duplicate.issue.state, duplicate.issue.obligations) == (State.MERGED, clocks)


def test_parted_it_is_where_it_was_and_what_fell_due_meanwhile_is_due_then() -> None:
    main = main_issue()
    duplicate = pair(main, 5 * DAY)
    clocks = due(duplicate)
    duplicate.do(INTO)
    main.wait(days=10)
    duplicate.do(APART)
    assert (duplicate.issue.state, duplicate.issue.merger, due(duplicate)) == (State.IN_PROGRESS, None, clocks)
    fired = [event for event in duplicate.sweep() if event.obligation == "resolve"]
    assert [event.step for event in fired] == ["resolve-person", "resolve-county", "resolve-city", "resolve-province"]
    assert {event.late_ms for event in fired} == {0}
    assert main.issue.duplicates == ()
    assert main.happened(DuplicateReleased)[0].issue_id == "duplicate"


def test_it_can_be_merged_again_after_it_was_parted() -> None:
    main = main_issue()
    duplicate = pair(main, 5 * DAY)
    for _ in range(2):
        duplicate.do(INTO)
        assert local(main.clock_of("resolve").due_at) == "2026-03-04 23:59:59"
        duplicate.do(APART)
        assert local(main.clock_of("resolve").due_at) == "2026-03-09 23:59:59"


def test_an_extension_is_measured_by_the_main_issues_own_deadline() -> None:
    """Else a merger could be used to bring a deadline forward by extending it."""
    main = main_issue()
    pair(main, 5 * DAY).do(INTO)
    wanted = sample_command("request-extension", main.issue, main.now)
    between = wanted.model_copy(update={"due_on": datetime(2026, 3, 6, tzinfo=SHANGHAI).date()})
    assert refused(main, between).facts["due_at"] == main.clock_of("resolve").own_due_at


def test_what_goes_along_with_an_extension_is_measured_by_its_own_deadline_too() -> None:
    """Zero is due late enough by itself: that a duplicate's comes earlier gives the main issue no other one."""
    long = policies.policy(policies.step("late"), obligations=policies.due(zero={"days": 25}))
    main = main_issue(rules=policies.rules(long))
    duplicate = pair(main, 5 * DAY)
    duplicate.do(INTO)
    main.do(RequestExtension(due_on=date(2026, 3, 20), reason="待批复"))
    main.do("approve-extension")
    duplicate.do(APART)
    assert (main.clock_of("zero").round, local(main.clock_of("zero").due_at)) == (1, "2026-03-27 23:59:59")


def test_a_main_issue_may_rest_and_takes_what_it_adopted_along() -> None:
    main = main_issue()
    duplicate = pair(main, 5 * DAY)
    duplicate.do(INTO)
    main.do("suspend")
    main.wait(days=4).do("resume")
    resolve = main.clock_of("resolve")
    assert (local(resolve.due_at), local(resolve.own_due_at or START)) == ("2026-03-08 23:59:59", "2026-03-13 23:59:59")
    duplicate.do(APART)
    assert local(main.clock_of("resolve").due_at) == "2026-03-13 23:59:59"


_NAMES = sorted(set(COMMANDS) - {"merge", "part"})


@settings(max_examples=120, deadline=None)
@given(
    state=st.sampled_from([State.ASSIGNED, State.ACCEPTED, State.IN_PROGRESS, State.CLOSURE_REQUESTED]),
    older_ms=st.integers(-5 * 86_400_000, 20 * 86_400_000),
    life=st.lists(st.tuples(st.sampled_from([*_NAMES, "sweep"]), st.integers(0, 9 * 86_400_000)), max_size=10),
)
def test_parting_gives_both_issues_every_clock_as_it_would_have_been(
    state: State, older_ms: int, life: list[tuple[str, int]]
) -> None:
    """The same life with and without the merger: what people did to the main issue counts, the merger does not."""
    merged, alone = main_issue(state), main_issue(state)
    duplicate = pair(merged, timedelta(milliseconds=older_ms))
    before = duplicate.issue.obligations
    duplicate.do(INTO, PROVINCE)
    for name, milliseconds in life:
        merged.wait(milliseconds=milliseconds)
        alone.wait(milliseconds=milliseconds)
        if name == "sweep":
            merged.sweep()
            alone.sweep()
            continue
        command = sample_command(name, alone.issue, alone.now)
        who = right_person(command, alone.issue, alone.now)
        try:
            merged.do(command, who)
        except CommandRefused:
            continue
        alone.do(command, who)
    duplicate.do(APART, PROVINCE)
    assert [as_it_is(one) for one in merged.issue.obligations] == [as_it_is(one) for one in alone.issue.obligations]
    assert [as_it_is(one) for one in duplicate.issue.obligations] == [as_it_is(one) for one in before]
    assert replay(merged.envelopes) == merged.issue


def test_a_clock_that_is_due_at_the_very_same_moment_is_not_taken_over() -> None:
    main = main_issue()
    pair(main).do(INTO)
    assert main.happened(DuplicateAbsorbed)[0].adopted == ()


def test_time_at_rest_counts_for_what_was_taken_over_from_the_merger_on() -> None:
    """A rest that ended as the merger came is none of its business; every one that begins then or later is."""
    main = main_issue()
    main.do("suspend")
    main.wait(days=2).do("resume")
    pair(main, 5 * DAY).do(INTO)
    dues = [due(main)["resolve.1"]]
    for days in (3, 4):
        main.do("suspend")
        main.wait(days=days).do("resume")
        dues.append(due(main)["resolve.1"])
    assert dues == ["2026-03-06 23:59:59", "2026-03-09 23:59:59", "2026-03-13 23:59:59"]
    assert main.clock_of("resolve").rested_ms == 9 * 86_400_000


def test_only_the_clocks_that_were_taken_over_move_by_what_the_duplicate_brought() -> None:
    main = main_issue()
    duplicate = pair(main, 2 * DAY)
    duplicate.do(RequestExtension(due_on=date(2026, 3, 20), reason="待批复"))
    duplicate.do("approve-extension")
    duplicate.do(INTO)
    main.do("suspend")
    main.wait(days=2).do("resume")
    assert due(main) == {
        "feedback.1": "2026-03-05 23:59:59",
        "resolve.1": "2026-03-11 23:59:59",
        "zero.1": "2026-03-11 23:59:59",
    }
