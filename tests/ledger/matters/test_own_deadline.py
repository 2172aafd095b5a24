"""The deadline that a matter came with holds for it as long as it lies ahead, whatever happens to the matter."""

from datetime import timedelta

from ledger.calendar.deadlines import end_of_day
from ledger.issue.words.assigning import Assign, Transfer
from ledger.issue.words.timing import ApproveExtension, MovePolicy, RequestExtension, Suspend
from mobile_schema.vocabulary import State
from tests.ledger import policies
from tests.ledger.factories import CITY, COUNTY, OTHER_UNIT, PROVINCE, SHANGHAI
from tests.ledger.matters.parts import in_days, new_matter, story_of
from tests.oversight.explain.parts import clock, explain, said

GIVEN = end_of_day(in_days(20), SHANGHAI)


def test_another_policy_leaves_it() -> None:
    story = story_of(new_matter())
    story.do(MovePolicy(policy="13710-working-days", version=1, reason="试行"), PROVINCE)
    assert story.clock_of("resolve").due_at == GIVEN


def test_declined_and_assigned_again_it_has_it_still() -> None:
    story = story_of(new_matter())
    story.do("decline")
    story.do(Assign(unit_id=OTHER_UNIT), COUNTY)
    assert (story.clock_of("resolve").round, story.clock_of("resolve").due_at) == (2, GIVEN)


def test_assigned_after_it_had_passed_it_has_the_policys_time() -> None:
    story = story_of(new_matter())
    story.do("decline")
    story.wait(days=21)
    story.do(Assign(unit_id=OTHER_UNIT), COUNTY)
    assert story.clock_of("resolve").due_at == end_of_day(in_days(28), SHANGHAI)


def test_transferred_where_the_clocks_begin_anew_the_next_unit_has_it_too() -> None:
    anew = policies.rules(policies.shipped("13710").model_copy(update={"on_transfer": "restart"}))
    story = story_of(new_matter(), rules=anew)
    story.do(Transfer(unit_id=OTHER_UNIT, reason="属其职责"), COUNTY)
    assert (story.clock_of("resolve").round, story.clock_of("resolve").due_at) == (2, GIVEN)


def test_an_extension_is_counted_from_it_and_it_stays_on_record() -> None:
    story = story_of(new_matter()).to(State.ACCEPTED, State.IN_PROGRESS)
    story.do(RequestExtension(due_on=in_days(50), reason="待省厅批复"))
    story.do(ApproveExtension(), CITY)
    assert (story.clock_of("resolve").due_at, story.clock_of("resolve").original_due) == (
        end_of_day(in_days(50), SHANGHAI),
        GIVEN,
    )


def test_time_at_rest_is_given_back() -> None:
    story = story_of(new_matter()).to(State.ACCEPTED, State.IN_PROGRESS)
    story.do(Suspend(resume_on=in_days(5), reason="冬季停工"), CITY)
    story.wait(days=6).sweep()
    assert story.clock_of("resolve").due_at == GIVEN + timedelta(days=4)


def test_it_is_told_as_what_the_matter_came_with() -> None:
    told = explain(story_of(new_matter()))
    assert clock(told, "resolve").given_due_at == GIVEN
    assert clock(told, "resolve").counted is None
    assert clock(told, "feedback").given_due_at is None
    assert said(told, "“解决”自2026年3月2日(周一)10:00交办起算,止于交办时限定的2026年3月22日(周日)23:59:59")
    assert said(told, "'Resolve' runs", "the deadline the matter came with")
