"""What an issue, a clock and a step are before anything has happened to them, and which clock an issue shows."""

import msgspec
import pytest

from ledger.issue.clocks import ObligationState, StepState
from ledger.issue.issue import Issue
from ledger.issue.parts import (
    ClosureRequest,
    ExtensionRequest,
    Merger,
    Recheck,
    Suspension,
    SuspensionRequest,
    Voiding,
)
from mobile_schema.vocabulary import State
from tests.ledger.factories import START
from tests.ledger.stories import in_state, reported

NOTHING = {
    "works_stopped": False,
    "plan_is_late": False,
    "times_returned": 0,
    "times_reopened": 0,
    "rested_ms": 0,
    "provisional": False,
    "idle": 0,
    "failed": False,
}


@pytest.mark.parametrize(
    "new",
    [
        reported().issue,
        ObligationState(code="resolve", round=1, started_at=START, due_at=START),
        StepState(occurrence=1, counts_from=START),
    ],
    ids=lambda new: type(new).__name__,
)
def test_what_has_not_happened_is_nothing_and_is_not_kept(new: Issue | ObligationState | StepState) -> None:
    kept = msgspec.structs.asdict(new)
    known = NOTHING.keys() & kept.keys()
    assert {name: kept[name] for name in known} == {name: NOTHING[name] for name in known}
    assert known
    stored = msgspec.to_builtins(new, builtin_types=(type(START),), enc_hook=vars)
    assert not known & stored.keys()


def test_of_a_clock_the_latest_round_is_shown_and_of_none_there_is_none() -> None:
    story = in_state(State.REOPENED)
    found = story.issue.obligation("resolve")
    assert found is not None
    assert found.key == "resolve.2"
    assert story.issue.obligation("police_answer") is None
    assert {code: story.clock_of(code).code for code in ("deploy", "feedback", "verify", "zero")} == {
        code: code for code in ("deploy", "feedback", "verify", "zero")
    }


@pytest.mark.parametrize(
    "part",
    [
        StepState,
        ObligationState,
        ExtensionRequest,
        SuspensionRequest,
        Suspension,
        Merger,
        Voiding,
        ClosureRequest,
        Recheck,
        Issue,
    ],
)
def test_its_parts_are_made_by_name_alone_and_take_nothing_that_they_do_not_know(part: type[msgspec.Struct]) -> None:
    with pytest.raises(TypeError, match="positional"):
        part(*part.__struct_fields__)
    with pytest.raises(msgspec.ValidationError, match="unknown field `of_tomorrow`"):
        msgspec.convert({"of_tomorrow": 1}, part)
