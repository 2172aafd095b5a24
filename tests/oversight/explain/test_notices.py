"""Who was told of what happened, by which line of the policy, and who would be told of what may happen next."""

from contextlib import suppress
from dataclasses import replace

from ledger.decisions.lifecycle.table import possible
from ledger.issue.refusals import CommandRefused
from ledger.issue.words.assigning import Accept
from ledger.issue.words.handling import Comment
from mobile_schema.vocabulary import State
from oversight.explain.explanation import explanation
from oversight.explain.noticed import notice_ids
from oversight.explain.told.people import DeliveryTold
from oversight.explain.told.whole import Explanation
from tests.ledger import policies
from tests.ledger.escalation.test_telling import RULES, at, given, told
from tests.ledger.factories import COUNTY, HEAD, STAFF, vacant
from tests.ledger.stories import in_state
from tests.oversight.explain.parts import explain, said

PAIRS = {"merge", "part"}


def people(explained: Explanation) -> list[tuple[str, str, str | None]]:
    """Of each notice the line of the policy that has it told, its kind and its recipient, in order."""
    return [(each.line, each.notice, each.to.person_id) for one in explained.notified for each in one.notices]


def test_it_says_of_each_event_who_was_told_when_and_by_which_line_of_which_policy() -> None:
    story = at(State.ASSIGNED)
    story.add(told(story, Accept(person_id=STAFF), HEAD).envelopes)
    explained = explain(story, RULES)
    assert people(explained) == [
        ("notices.assigned", "assigned", HEAD),
        ("notices.named", "named", STAFF),
        ("notices.accepted", "accepted", COUNTY),
    ]
    assert [(one.by.version, one.by.title_en, one.policy) for one in explained.notified] == [
        (2, "assigned", "13710@2"),
        (3, "accepted", "13710@2"),
    ]
    assert said(
        explained, "“签收”", "按13710@2的notices.named, notices.accepted告知", "孙丽萍(指定责任人)", "刘慧敏(签收)"
    )
    assert said(explained, "told by notices.named, notices.accepted of 13710@2")


def test_how_each_notice_went_out_is_said_with_it() -> None:
    story = at(State.ASSIGNED)
    (name,) = notice_ids(story.envelopes)
    sent = {name: (DeliveryTold("wecom", "failed", "HTTP 500"),)}
    explained = explanation(story.issue, story.envelopes, RULES, story.now, sent)
    assert explained.notified[0].notices[0].deliveries == sent[name]
    assert said(explained, "梁振国(交办),wecom failed(HTTP 500)")


def test_where_nobody_was_to_be_told_the_empty_posts_are_said() -> None:
    story = at(State.ASSIGNED)
    story.rules = replace(RULES, catalogue=vacant(*(f"supervisor:{code}" for code in ("140105", "140100", "140000"))))
    story.add(told(story, Accept(person_id=STAFF), STAFF).envelopes)
    explained = explain(story, story.rules)
    assert people(explained)[1:] == [("notices.accepted", "accepted", None)]
    assert said(explained, "notices.accepted", "均空缺(签收)")


def test_who_would_be_told_next_is_said_by_kind_and_those_that_only_the_event_knows() -> None:
    explained = explain(at(State.IN_PROGRESS), RULES)
    ahead = {each.notice: ({to.person_id for to in each.to}, each.others) for each in explained.notices_ahead}
    assert ahead["closure_requested"] == ({COUNTY}, False)
    assert ahead["suspension_decided"] == ({HEAD}, False)
    assert ahead["transferred"] == ahead["mentioned"] == (set(), True)
    assert ahead["taken_away"] == ({HEAD}, True)
    assert "accepted" not in ahead
    assert said(explained, "此后如有", "申请销号", "按目前任职告知太原市小店区督办人员刘慧敏")


def test_those_foreseen_are_those_told_by_whatever_happens() -> None:
    """But for who does it, and for whom the event itself says."""
    seen = set()
    for state in State:
        story = at(state)
        ahead = {each.notice: each for each in explain(story, RULES).notices_ahead}
        for command in set(possible(story.issue)) - PAIRS:
            with suppress(CommandRefused):
                change = told(story, command)
                actor = change.envelopes[0].actor.person_id
                for kind in set(given(change).values()):
                    reached = {to for to, its in given(change).items() if its == kind}
                    foreseen = {to.person_id for to in ahead[kind].to} - {actor}
                    assert foreseen == reached or (ahead[kind].others and reached), (state, command, kind)
                    seen.add(kind)
    assert len(seen) > 12


def test_where_the_policy_tells_nobody_nothing_is_said() -> None:
    story = in_state(State.ASSIGNED)
    story.do(Comment(note="请看一下", mentions=(HEAD,)), COUNTY)
    explained = explain(story, policies.rules(policies.shipped("13710")))
    assert (explained.notified, explained.notices_ahead) == ((), ())
    assert not said(explained, "告知")
