"""Whatever happened to an issue, what is said of it is what the engine did and will do."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.decisions.lifecycle.table import allowed
from ledger.escalation.due import next_due_at
from ledger.issue.refusals import CommandRefused
from ledger.issue.words.timing import MovePolicy
from mobile_schema.events.escalation_events import EscalationDeferred, EscalationFailed, EscalationFired
from mobile_schema.events.handling_events import InstructionOverdue
from mobile_schema.vocabulary import Category, Severity, State
from oversight.explain.told.steps import Coming
from oversight.explain.told.whole import Explanation
from tests.ledger.factories import CITY_PROJECT, PROJECT, PROVINCE, RULES, SHANGHAI
from tests.ledger.stories import Story, reported
from tests.oversight.explain.parts import OUTCOMES, duplicate_of, explain, sweep

MOVES = ["before-due", "three-sheets", "13710-working-days"]
SKIPPED = {"part", "merge"}


def live(story: Story, data: st.DataObject) -> None:
    """Something happens: time, a sweep, an acknowledgement, a duplicate, a move, or a command by the right person."""
    what = data.draw(st.sampled_from(["wait", "sweep", "acknowledge", "duplicate", "part", "move", *["command"] * 6]))
    with suppress(CommandRefused):
        if what == "wait":
            story.wait(hours=data.draw(st.integers(1, 300)))
        elif what == "sweep":
            sweep(story)
        elif what == "acknowledge":
            fired = [one.data for one in story.envelopes if isinstance(one.data, EscalationFired)]
            if fired:
                story.acknowledge(data.draw(st.sampled_from(fired)))
        elif what == "duplicate":
            duplicate_of(story, earlier=timedelta(hours=data.draw(st.integers(0, 72)))).do("merge", PROVINCE)
        elif what == "part" and story.issue.duplicates:
            other = duplicate_of(story, earlier=timedelta())
            other.do("merge", PROVINCE)
            other.do("part", PROVINCE)
        elif what == "move":
            name = data.draw(st.sampled_from(MOVES))
            story.do(MovePolicy(policy=name, version=1, reason="试行"))
        else:
            names = [name for name in allowed(State(story.issue.state)) if name not in SKIPPED]
            if names:
                story.do(data.draw(st.sampled_from(names)))


def _random_life(data: st.DataObject) -> Story:
    story = reported(
        data.draw(st.sampled_from([Category.LAND, Category.OTHER, Category.DEMOLITION])),
        data.draw(st.sampled_from(Severity)),
        project=data.draw(st.sampled_from([PROJECT, CITY_PROJECT])),
    )
    for _ in range(data.draw(st.integers(0, 14))):
        live(story, data)
    return story


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_what_it_says_fires_next_is_what_the_sweep_at_that_moment_fires(data: st.DataObject) -> None:
    story = _random_life(data)
    told = explain(story)
    looks = next_due_at(story.issue, RULES.regime_of(story.issue)) if story.issue.is_open else None
    if not told.coming:
        assert told.silence is not None
        assert looks is None or told.silence.why == "suspended"
        return
    if told.silence is None:
        assert looks == told.coming[0].at or told.coming[0].is_due
    moment = max(told.coming[0].at, story.now)
    story.clock.moment = moment
    due = sorted((one for one in told.coming if one.at <= moment), key=lambda one: one.step.obligation == "instruction")
    assert _fired(sweep(story)) == [_expected(one) for one in due]


def _fired(events: Sequence[Any]) -> list[tuple[object, ...]]:
    """As it was told; what nobody answered after the steps."""
    return [
        (
            *_of(event),
            event.due_at,
            {EscalationDeferred: "wait", EscalationFailed: "nobody"}.get(type(event), "fire"),
            [alert.recipient_person_id for alert in getattr(event, "alerts", ())],
        )
        for event in events
    ]


def _of(event: Any) -> tuple[str, int, str, int]:
    if isinstance(event, InstructionOverdue):
        return "instruction", 0, "not-answered", 1
    return event.obligation, event.round, event.step, event.occurrence


def _expected(one: Coming) -> tuple[object, ...]:
    step = one.step
    people = [to.person_id for to in one.to_then or one.to] if one.result == "fire" else []
    return step.obligation, step.round, step.step, step.occurrence, one.at, one.result, people


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_everything_that_fell_due_is_told_once_and_every_due_time_is_accounted_for(data: st.DataObject) -> None:
    story = _random_life(data)
    told = explain(story)
    happened = [(one.version, OUTCOMES[type(one.data)]) for one in story.envelopes if type(one.data) in OUTCOMES]
    assert [(one.version, one.result) for one in told.firings] == happened
    assert [f"{one.code}.{one.round}" for one in told.clocks] == [one.key for one in story.issue.obligations]
    for one, stored in zip(told.clocks, story.issue.obligations, strict=True):
        own = stored.own_due
        if one.extension is not None:
            assert one.extension.granted_due_at == (own if not stored.rests else stored.granted_due_at)
            assert one.extension.original_due_at == one.original_due_at
        else:
            assert one.counted is not None
            assert one.counted.holds
            assert stored.rests or one.counted.ends_at == own
            last = one.counted.counted[-1] if one.counted.counted else one.started_at.astimezone(SHANGHAI).date()
            assert one.counted.ends_at.astimezone(SHANGHAI) == datetime(
                last.year, last.month, last.day, 23, 59, 59, tzinfo=SHANGHAI
            )
        assert one.due_at == min([one.own_due_at or one.due_at, *stored.adopted.values()])
        if one.changes:
            assert one.changes[-1].due_after == one.due_at


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_the_sentences_are_whole_in_both_languages_and_survive_json(data: st.DataObject) -> None:
    told = explain(_random_life(data))
    assert len(told.sentences_zh) == len(told.sentences_en)
    for zh, en in zip(told.sentences_zh, told.sentences_en, strict=True):
        assert zh.endswith("。")
        assert en.endswith(".")
        for sentence in (zh, en):
            assert not set("{}") & set(sentence)
            assert "None" not in sentence
    assert msgspec.json.decode(msgspec.json.encode(told), type=Explanation) == told
