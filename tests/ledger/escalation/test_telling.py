"""Who is told (通知) of what happens: the posts that the policy names, never the one who did it, nobody twice."""

from dataclasses import replace

import pytest

from ledger.decisions.lifecycle.deciding import decide
from ledger.escalation.notice_texts import notice_texts
from ledger.escalation.notices import TABLE
from ledger.escalation.telling import happened
from ledger.issue.changes import Change
from ledger.issue.words.assigning import Accept, ChangePerson, ChangeSupport, Transfer
from ledger.issue.words.command import Command
from ledger.issue.words.handling import Comment, Instruct
from ledger.policy.policy import Policy
from ledger.policy.versions import shipped_policies
from ledger.registry.actors import SYSTEM
from mobile_schema.events.envelope import EVENT_TYPES
from mobile_schema.events.facts import NoticeGiven
from mobile_schema.vocabulary import NoticeKind, State
from tests.ledger import policies
from tests.ledger.factories import (
    COUNTY,
    HEAD,
    OTHER_UNIT,
    SHANGHAI,
    STAFF,
    person,
    right_person,
    sample_command,
    shown_to,
    vacant,
)
from tests.ledger.stories import Story, in_state

NOW = shipped_policies().newest()
RULES = policies.rules(NOW)
OTHER_HEAD = f"head-{OTHER_UNIT}"


def told(story: Story, command: Command | str, who: str | None = None, holding: Policy = NOW) -> Change:
    """What a command comes to under this policy, with whom is told of it."""
    rules = replace(policies.rules(holding), catalogue=story.rules.catalogue)
    issue, now = story.issue, story.now
    asked = sample_command(command, issue, now) if isinstance(command, str) else command
    actor = person(who) if who else right_person(asked, issue, now)
    return happened(issue, decide(issue, asked, actor, now, rules, shown_to(issue, actor, now)), now, actor, rules)


def given(change: Change) -> dict[str | None, str]:
    """Who was told, under which kind."""
    (envelope,) = change.envelopes
    return {each.person_id: each.notice for each in envelope.data.notices}


def at(state: State) -> Story:
    """An issue in a state under 13710 as it is now."""
    return in_state(state, rules=RULES)


def test_who_has_to_sign_is_told_of_an_assignment_as_it_is_made_by_itself() -> None:
    (assigned,) = [each for each in at(State.ASSIGNED).envelopes if each.type == "issue.assigned.v1"]
    assert {each.person_id: each.notice for each in assigned.data.notices} == {HEAD: "assigned"}
    assert assigned.actor.person_id == SYSTEM.person_id


def test_the_supervisor_is_told_that_a_unit_signed_and_the_person_that_it_named() -> None:
    assert given(told(at(State.ASSIGNED), Accept(person_id=STAFF), HEAD)) == {COUNTY: "accepted", STAFF: "named"}


def test_nobody_is_told_of_what_they_did_themselves() -> None:
    assert given(told(at(State.ASSIGNED), Accept(person_id=STAFF), STAFF)) == {COUNTY: "accepted"}


def test_who_is_named_and_at_the_head_too_is_told_once() -> None:
    story = at(State.ASSIGNED)
    story.do(Accept(person_id=STAFF), HEAD)
    change = told(story, ChangePerson(person_id=HEAD, reason="工作调整"), STAFF)
    assert given(change) == {HEAD: "named"}


def test_who_is_responsible_no_more_is_told_so() -> None:
    change = told(at(State.ACCEPTED), ChangePerson(person_id=STAFF, reason="工作调整"), STAFF)
    assert given(change) == {HEAD: "taken_away"}


def test_of_a_transfer_both_units_are_told_each_in_its_own_words() -> None:
    story = at(State.ASSIGNED)
    story.do(Accept(person_id=STAFF), HEAD)
    change = told(story, Transfer(unit_id=OTHER_UNIT, reason="职责调整"))
    assert given(change) == {OTHER_HEAD: "transferred", STAFF: "taken_away", HEAD: "taken_away"}
    event = change.envelopes[0].data
    said = notice_texts(change.issue, event, "taken_away", SHANGHAI)
    assert said[0].endswith("已改派其他单位:职责调整。")
    assert said[1].endswith("went to another unit: 职责调整.")


def test_units_that_are_asked_for_support_are_told_and_those_no_longer_asked() -> None:
    story = at(State.ACCEPTED)
    added = told(story, ChangeSupport(add=(OTHER_UNIT,), reason="需环评意见"))
    assert given(added) == {OTHER_HEAD: "supporting"}
    story.add(added.envelopes)
    removed = told(story, ChangeSupport(remove=(OTHER_UNIT,), reason="已出具"))
    assert given(removed) == {OTHER_HEAD: "taken_away"}


@pytest.mark.parametrize(
    ("state", "command", "to"),
    [
        (State.ASSIGNED, "decline", {COUNTY: "declined"}),
        (State.IN_PROGRESS, "request-closure", {COUNTY: "closure_requested"}),
        (State.CLOSURE_REQUESTED, "return-closure", {HEAD: "closure_decided"}),
        (State.CLOSURE_REQUESTED, "approve-closure", {HEAD: "closure_decided"}),
        (State.IN_PROGRESS, "request-extension", {COUNTY: "extension_requested"}),
        (State.IN_PROGRESS, "request-suspension", {COUNTY: "suspension_requested"}),
        (State.CLOSED, "reopen", {HEAD: "reopened"}),
        (State.IN_PROGRESS, "void", {HEAD: "taken_away"}),
        (State.IN_PROGRESS, "instruct", {HEAD: "instructed"}),
        (State.IN_PROGRESS, "reply", {COUNTY: "replied"}),
        (State.CLOSURE_REQUESTED, "withdraw-closure", {COUNTY: "closure_requested"}),
        (State.IN_PROGRESS, "correct", {HEAD: "corrected"}),
    ],
)
def test_what_is_asked_goes_up_and_what_is_decided_comes_down(
    state: State, command: str, to: dict[str | None, str]
) -> None:
    assert given(told(at(state), command)) == to


def test_who_is_mentioned_is_told_so_and_not_as_the_post_that_they_hold_too() -> None:
    story = at(State.ACCEPTED)
    assert given(told(story, Comment(note="请看一下", mentions=(HEAD, COUNTY)), HEAD)) == {COUNTY: "mentioned"}
    assert given(told(story, Instruct(note="三日内办结", mentions=(HEAD,)))) == {HEAD: "mentioned"}


def test_a_first_version_tells_nobody() -> None:
    story = in_state(State.ASSIGNED)
    assert given(told(story, "accept", holding=policies.shipped("13710"))) == {}


def test_an_empty_post_passes_upward_and_is_named_on_the_notice_and_on_the_issue() -> None:
    story = at(State.ASSIGNED)
    story.rules = replace(RULES, catalogue=vacant("supervisor:140105"))
    change = told(story, Accept(person_id=STAFF), STAFF)
    (notice,) = change.envelopes[0].data.notices
    assert (notice.person_id, notice.level, notice.region) == ("supervisor-140100", "city", "140100")
    assert notice.vacant_posts == ("supervisor@140105",)
    assert change.issue.vacant_posts == ("supervisor@140105",)


def test_with_nobody_up_to_the_province_the_empty_posts_are_kept_and_nobody_is_told() -> None:
    posts = tuple(f"supervisor@{code}" for code in ("140105", "140100", "140000"))
    story = at(State.ASSIGNED)
    story.rules = replace(RULES, catalogue=vacant(*(post.replace("@", ":") for post in posts)))
    change = told(story, Accept(person_id=STAFF), STAFF)
    assert given(change) == {None: "accepted"}
    assert change.issue.vacant_posts == posts


def test_a_notice_touches_no_clock() -> None:
    story = at(State.ASSIGNED)
    silent = told(story, "accept", holding=NOW.model_copy(update={"notices": {}})).issue
    assert told(story, "accept").issue == silent


def test_every_row_of_the_table_can_be_said_of_its_event() -> None:
    """Its words name only what the event has; one without a value is never named."""
    for event, rows in TABLE.items():
        assert EVENT_TYPES[event.TYPE] is event
        required = {name for name, field in event.model_fields.items() if field.is_required()}
        for row in rows:
            for words in (row.chinese, row.english):
                words.format_map(dict.fromkeys(required | {"serial"}, "…"))
    assert {row.kind for rows in TABLE.values() for row in rows} == set(NoticeKind)


def test_what_people_wrote_is_cut_and_never_read_as_a_pattern() -> None:
    story = at(State.ASSIGNED)
    event = told(story, "decline").envelopes[0].data
    long = event.model_copy(update={"reason": "{serial}" * 50})
    said, _ = notice_texts(story.issue, long, "declined", SHANGHAI)
    assert "{serial}{serial}" in said
    assert len(said) < 140


def test_an_event_of_which_nobody_is_told_says_so() -> None:
    story = at(State.ACCEPTED)
    change = told(story, "report-progress")
    assert change.envelopes[0].data.notices == ()
    with pytest.raises(LookupError, match="tells nobody"):
        notice_texts(story.issue, change.envelopes[0].data, "accepted", SHANGHAI)


def test_a_notice_says_which_post_it_went_to() -> None:
    (notice,) = told(at(State.ASSIGNED), Accept(person_id=STAFF), STAFF).envelopes[0].data.notices
    expected = NoticeGiven(notice="accepted", person_id=COUNTY, post="supervisor", level="county", region="140105")
    assert notice == expected
