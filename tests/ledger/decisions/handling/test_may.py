"""What a caller may do now is what the ledger would take from them, command by command."""

from dataclasses import replace
from typing import Any

import pytest
from msgspec import structs

from ledger.decisions.handling.may import May, may
from ledger.decisions.lifecycle.table import ROWS
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.solving import RecordRecheck
from ledger.registry.actors import Actor
from mobile_schema.vocabulary import Category, Level, RecheckResult, Severity, State
from tests.ledger.factories import (
    CITY,
    COUNTY,
    HEAD,
    INSPECTOR,
    OTHER_UNIT,
    PROVINCE,
    STAFF,
    person,
    right_person,
    sample_command,
)
from tests.ledger.stories import Story, in_state

EVERYONE = (
    STAFF,
    HEAD,
    COUNTY,
    CITY,
    PROVINCE,
    INSPECTOR,
    f"staff-{OTHER_UNIT}",
    "supervisor-140200",
    "auditor-140000",
)
OF_ITS_WORDS = (
    Refusal.UNKNOWN_UNIT,
    Refusal.UNKNOWN_PERSON,
    Refusal.UNIT_NOT_IN_CHARGE,
    Refusal.EVIDENCE_MISSING,
    Refusal.PLAN_DOES_NOT_FIT,
    Refusal.CORRECTION_NOT_POSSIBLE,
    Refusal.SEPARATION_OF_DUTIES,
    Refusal.MERGER_NOT_POSSIBLE,
)
"""What only the words of a command can be refused with."""


def asked(story: Story, who: Actor | str) -> dict[str, May]:
    actor = person(who) if isinstance(who, str) else who
    main = story.main.issue if story.main else None
    found = {each.command.name: each for each in may(story.issue, actor, story.now, story.rules, main)}
    assert list(found) == [kind.name for kind in ROWS]
    return found


def told(one: May) -> tuple[bool, Refusal | None, dict[str, Any]]:
    return one.ok, one.why_not.reason if one.why_not else None, dict(one.missing)


def given(story: Story, name: str, who: str) -> CommandRefused | None:
    """Why a command with nothing wrong in it is refused, if it is; the story stays as it was."""
    tried = replace(story, envelopes=list(story.envelopes))
    try:
        tried.do(sample_command(name, story.issue, story.now), who)
    except CommandRefused as refusal:
        return refusal
    return None


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("state", State)
def test_it_says_of_each_command_what_giving_it_comes_to(state: State, severity: Severity) -> None:
    story = in_state(state, severity)
    for who in EVERYONE:
        for name, one in asked(story, who).items():
            refusal = given(story, name, who)
            if one.why_not is not None:
                assert refusal is not None, (name, who)
                assert (refusal.reason, refusal.detail) == (one.why_not.reason, one.why_not.detail), (name, who)
            else:
                assert refusal is None or refusal.reason in OF_ITS_WORDS, (name, who, refusal)


def test_what_is_not_permitted_comes_before_a_state_that_does_not_allow_it() -> None:
    found = asked(in_state(State.CLOSED), "supervisor-140200")
    assert {each.why_not.reason for each in found.values() if each.why_not} == {Refusal.NOT_PERMITTED}


def test_a_request_for_closure_says_which_evidence_has_to_come_along() -> None:
    story = in_state(State.IN_PROGRESS, category=Category.DEMOLITION)
    worker = right_person(sample_command("request-closure", story.issue, story.now), story.issue, story.now)
    assert told(asked(story, worker)["request-closure"]) == (
        True,
        None,
        {"evidence": ("compensation_agreement", "site_photo")},
    )


def test_a_closure_says_which_recheck_it_waits_for() -> None:
    story = in_state(State.CLOSURE_REQUESTED, Severity.MAJOR)
    assert told(asked(story, PROVINCE)["approve-closure"]) == (False, Refusal.RECHECK_MISSING, {"recheck": "on_site"})
    story.do(RecordRecheck(result=RecheckResult.NOT_SOLVED, on_site=False), PROVINCE)
    assert told(asked(story, PROVINCE)["approve-closure"])[2] == {"recheck": "solved"}
    story.do("record-recheck")
    assert asked(story, PROVINCE)["approve-closure"].ok


def test_a_level_that_the_policy_or_the_gravity_of_an_issue_asks_for_is_named() -> None:
    story = in_state(State.IN_PROGRESS)
    assert told(asked(story, COUNTY)["move-policy"])[2] == {"level": Level.PROVINCE}
    assert asked(story, COUNTY)["void"].ok
    story.wait(days=30)
    assert told(asked(story, COUNTY)["void"]) == (False, Refusal.NOT_PERMITTED, {"level": Level.CITY})
    assert asked(story, CITY)["void"].ok


def test_who_did_the_work_is_told_that_and_not_that_the_recheck_is_missing() -> None:
    story = in_state(State.CLOSURE_REQUESTED, Severity.MAJOR)
    promoted = replace(person(PROVINCE), person_id=story.issue.fixers[-1])
    assert told(asked(story, promoted)["approve-closure"])[1] is Refusal.SEPARATION_OF_DUTIES


def test_nothing_asked_is_nothing_to_grant_and_who_asked_is_named_to_who_would_withdraw_it() -> None:
    story = in_state(State.IN_PROGRESS)
    assert told(asked(story, COUNTY)["approve-extension"])[1] is Refusal.EXTENSION_NOT_POSSIBLE
    assert told(asked(story, STAFF)["withdraw-suspension"])[1] is Refusal.SUSPENSION_NOT_POSSIBLE
    story.do("request-extension", STAFF)
    assert asked(story, COUNTY)["approve-extension"].ok
    assert told(asked(story, HEAD)["withdraw-extension"])[2] == {"requested_by": STAFF}
    assert told(asked(story, HEAD)["request-extension"])[1] is Refusal.EXTENSION_NOT_POSSIBLE


def test_parting_asks_who_supervises_the_main_issue_too() -> None:
    story = in_state(State.MERGED)
    assert asked(story, COUNTY)["part"].ok
    assert story.main is not None
    story.main.issue = structs.replace(story.main.issue, supervising_level=Level.CITY)
    assert told(asked(story, COUNTY)["part"])[1] is Refusal.NOT_PERMITTED
    assert asked(story, CITY)["part"].ok


def test_every_reason_is_in_both_languages() -> None:
    for state in State:
        for who in (STAFF, COUNTY, INSPECTOR):
            for one in asked(in_state(state), who).values():
                if one.why_not is not None:
                    chinese, _, english = one.why_not.detail.partition(" / ")
                    assert (bool(chinese), bool(english), english.isascii()) == (True, True, True), one.why_not.detail
