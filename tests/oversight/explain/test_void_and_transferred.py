"""What a voiding that was undone and a transfer did to each clock is told."""

from mobile_schema.vocabulary import State
from tests.ledger import policies
from tests.ledger.factories import local
from tests.ledger.stories import in_state
from tests.oversight.explain.parts import clock, explain, said


def test_a_voiding_that_was_undone_is_told_with_the_time_that_does_not_count() -> None:
    story = in_state(State.IN_PROGRESS).wait(days=2)
    story.do("void")
    story.wait(days=10).do("unvoid")
    (change,) = clock(explain(story), "resolve").changes
    assert (change.kind, local(change.due_before), local(change.due_after)) == (
        "unvoided", "2026-03-09 23:59:59", "2026-03-19 23:59:59",
    )  # fmt: skip
    assert change.rested_ms == 10 * 86_400_000
    assert said(explain(story), "解决", "撤销作废", "经复核属实", "作废期间不计时")
    assert said(explain(story), "'Resolve'", "undid the voiding", "does not count")


def test_clocks_that_a_transfer_began_anew_are_told_with_what_ended_those_before() -> None:
    policy = policies.shipped("13710").model_copy(update={"on_transfer": "restart"})
    story = in_state(State.IN_PROGRESS, rules=policies.rules(policy)).wait(days=2)
    story.do("transfer")
    told = explain(story, story.rules)
    first, second = clock(told, "resolve"), clock(told, "resolve", 2)
    assert (first.condition, first.ended_by and first.ended_by.title_zh) == ("cancelled", "改派")
    assert (second.started_by.title_en, local(second.due_at)) == ("transferred", "2026-03-11 23:59:59")
