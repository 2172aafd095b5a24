"""What happened is counted once, under the day, the region and the unit of then; spans give medians."""

from collections import Counter

import pytest

from ledger.counting.cells import counted_as
from ledger.counting.happened import HOURS, Happened, Period, happened, periods_of, quantile
from ledger.counting.tally import tally_of
from ledger.issue.changes import Change, fold
from ledger.issue.issue import Issue
from ledger.issue.words.assigning import ChangeSupport
from mobile_schema.vocabulary import State
from tests.ledger.factories import RULES
from tests.ledger.stories import Story, in_state, reported

LAND, ECOLOGY = "140105-natural-resources", "140105-ecology"


def told(story: Story) -> Counter[tuple[str, str]]:
    """What all of a story adds, event by event, by unit and name."""
    issue: Issue | None = None
    found: Counter[tuple[str, str]] = Counter()
    for envelope in story.envelopes:
        change = fold(issue, (envelope,))
        for one, times in happened(change, RULES.zone):
            found[one.unit, one.name] += times
        issue = change.issue
    return found


def test_an_issue_that_went_all_the_way_in_time() -> None:
    found = told(in_state(State.CLOSED))
    assert found["", "new"] == found[LAND, "given"] == found[LAND, "struck_off"] == found[LAND, "on_time"] == 1
    assert {name for _, name in found if name.startswith("m")} >= {"met.deploy", "met.resolve"}
    assert not any(name.startswith("missed") for _, name in found)


def test_a_step_that_was_late_is_missed_and_its_issue_not_on_time() -> None:
    story = reported().wait(days=40)
    story.to(State.ACCEPTED, State.IN_PROGRESS, State.CLOSURE_REQUESTED, State.CLOSED)
    found = told(story)
    assert found[LAND, "struck_off"] == found[LAND, "missed.deploy"] == 1
    assert found[LAND, "on_time"] == found[LAND, "met.deploy"] == 0
    assert found[LAND, f"took.deploy.{HOURS.index(1080)}"] == 1


def test_what_comes_back_was_not_struck_off_after_all() -> None:
    found = told(in_state(State.REOPENED))
    assert found["", "new"] == 1
    assert found[LAND, "struck_off"] == found[LAND, "on_time"] == 0
    assert found[LAND, "met.resolve"] == 1


@pytest.mark.parametrize("state", sorted(set(State) - {State.CLOSED}))
def test_only_what_was_solved_was_struck_off(state: State) -> None:
    """What was reported in error, and an import that was undone, ended without it."""
    found = told(in_state(state))
    assert not any(times for (_, name), times in found.items() if name in {"struck_off", "on_time", "shown.struck_off"})


def test_a_units_people_are_shown_what_another_leads() -> None:
    story = reported()
    story.do(ChangeSupport(add=(ECOLOGY,), reason="配合"))
    story.to(State.ACCEPTED, State.IN_PROGRESS, State.CLOSURE_REQUESTED, State.CLOSED)
    found = told(story)
    for unit in (LAND, ECOLOGY):
        assert found[unit, "shown.new"] == found[unit, "shown.struck_off"] == 1
    assert found[ECOLOGY, "struck_off"] == 0


def test_what_changes_no_number_adds_nothing() -> None:
    story = reported().wait(days=1, hours=18)
    before = story.issue
    assert story.sweep()
    assert not tally_of([Change(before, story.issue, tuple(story.envelopes[-1:]))], RULES.zone)


def test_an_issue_is_counted_where_it_came_to_and_no_more_where_it_was() -> None:
    story = reported()
    before = story.issue
    story.do("accept")
    tally = tally_of([Change(before, story.issue, tuple(story.envelopes[-1:]))], RULES.zone)
    assert dict(tally.cells) == {counted_as(before): -1, counted_as(story.issue): 1}


def test_a_day_counts_for_the_regions_and_the_unit_and_a_month_for_the_unit_in_each() -> None:
    one = Happened("2026-11-27", "140105", LAND, "struck_off")
    assert set(periods_of(one)) == {
        *(Period(f"r:{code}", "2026-11-27", "") for code in ("140000", "140100", "140105")),
        *(Period(f"r:{code}", "2026-11", LAND) for code in ("140000", "140100", "140105")),
        Period(f"u:{LAND}", "2026-11-27", ""),
    }


def test_what_a_unit_is_shown_counts_for_it_alone() -> None:
    assert list(periods_of(Happened("2026-11-27", "140105", LAND, "shown.new"))) == [
        Period(f"u:{LAND}", "2026-11-27", "")
    ]


@pytest.mark.parametrize(
    ("spans", "share", "hours"),
    [
        ({}, 0.5, None),
        ({0: 1}, 0.5, 0.5),
        ({0: 4}, 1.0, 1),
        ({7: 10}, 0.5, 22),
        ({0: 1, 7: 1}, 0.5, 1),
        ({0: 9, 7: 1}, 0.9, 1),
        ({0: 9, 7: 1}, 1.0, 24),
        ({len(HOURS): 1}, 0.5, HOURS[-1]),
        ({3: 0, 7: 2}, 0.5, 22),
    ],
)
def test_medians_are_read_off_the_spans(spans: dict[int, int], share: float, hours: float | None) -> None:
    assert quantile(spans, share) == hours
