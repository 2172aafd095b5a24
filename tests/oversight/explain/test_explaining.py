"""Explaining: what is said of an issue is what the engine does, whatever happened to it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.decisions.lifecycle import allowed
from ledger.escalation.due import next_due_at
from ledger.escalation.firing import fire_due
from ledger.issue.changes import envelopes_for
from ledger.issue.commands import ApproveExtension, MovePolicy, RequestExtension, Void
from ledger.issue.refusals import CommandRefused
from ledger.policy.rules import Rules
from ledger.policy.versions import Adoption, Policies, parse_policy, shipped_texts
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Absence
from mobile_schema.events.envelope import (
    AlertAcknowledged,
    EscalationDeferred,
    EscalationFailed,
    EscalationFired,
    Event,
)
from mobile_schema.vocabulary import Category, Severity, State
from oversight.explain.explanation import explanation
from oversight.explain.told import ClockTold, Coming, Explanation, Silence
from tests.ledger.calendars import calendars, local
from tests.ledger.factories import (
    CITY,
    CITY_PROJECT,
    COUNTY,
    LAND_UNIT,
    PROJECT,
    PROVINCE,
    RULES,
    SHANGHAI,
    START,
    Story,
    in_state,
    person,
    reported,
)

HEAD = f"head-{LAND_UNIT}"
OUTCOMES: dict[type[Event], str] = {
    EscalationFired: "fired",
    EscalationDeferred: "deferred",
    EscalationFailed: "failed",
}
MOVES = ["before-due", "three-sheets", "13710-working-days"]
SKIPPED = {"void", "part", "merge"}


def explain(story: Story, rules: Rules = RULES) -> Explanation:
    return explanation(story.issue, story.envelopes, rules, story.now)


def clock(told: Explanation, code: str, round_: int = 1) -> ClockTold:
    (found,) = [one for one in told.clocks if (one.code, one.round) == (code, round_)]
    return found


def acknowledge(story: Story, fired: EscalationFired, who: str) -> None:
    event = AlertAcknowledged(
        alert_id=fired.alerts[0].alert_id,
        **{name: getattr(fired, name) for name in ("obligation", "round", "step", "occurrence")},
    )
    story.add(envelopes_for(story.issue, [event], story.now, person(who)))


def said(told: Explanation, *words: str) -> bool:
    """Whether one sentence has all these words."""
    return any(all(word in sentence for word in words) for sentence in (*told.sentences_zh, *told.sentences_en))


# --- random lives


def live(story: Story, data: st.DataObject) -> None:
    """Something happens: time, a sweep, an acknowledgement, a duplicate, a move, or a command by the right person."""
    what = data.draw(st.sampled_from(["wait", "sweep", "acknowledge", "duplicate", "part", "move", *["command"] * 6]))
    with suppress(CommandRefused):
        if what == "wait":
            story.wait(hours=data.draw(st.integers(1, 300)))
        elif what == "sweep":
            _sweep(story)
        elif what == "acknowledge":
            fired = [one.data for one in story.envelopes if isinstance(one.data, EscalationFired)]
            if fired:
                acknowledge(story, data.draw(st.sampled_from(fired)), COUNTY)
        elif what == "duplicate":
            _duplicate_of(story, earlier=timedelta(hours=data.draw(st.integers(0, 72)))).do("merge", PROVINCE)
        elif what == "part" and story.issue.duplicates:
            other = _duplicate_of(story, earlier=timedelta())
            other.do("merge", PROVINCE)
            other.do("part", PROVINCE)
        elif what == "move":
            name = data.draw(st.sampled_from(MOVES))
            story.do(MovePolicy(policy=name, version=1, reason="试行"))
        else:
            names = [name for name in allowed(State(story.issue.state)) if name not in SKIPPED]
            if names:
                story.do(data.draw(st.sampled_from(names)))


def _sweep(story: Story) -> list[Event]:
    change = fire_due(story.issue, story.now, RULES)
    if change is None:
        return []
    story.add(change.envelopes)
    return [envelope.data for envelope in change.envelopes if type(envelope.data) in OUTCOMES]


def _duplicate_of(story: Story, *, earlier: timedelta) -> Story:
    other = reported(story.issue.category, story.issue.severity, at=START - earlier)
    other.clock, other.main = story.clock, story
    return other


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
    assert _fired(_sweep(story)) == [_expected(one) for one in told.coming if one.at <= moment]


def _fired(events: Sequence[Any]) -> list[tuple[object, ...]]:
    return [
        (
            event.obligation,
            event.round,
            event.step,
            event.occurrence,
            event.due_at,
            {EscalationFired: "fire", EscalationDeferred: "wait", EscalationFailed: "nobody"}[type(event)],
            [alert.recipient_person_id for alert in getattr(event, "alerts", ())],
        )
        for event in events
    ]


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
        own = stored.own_due - timedelta(milliseconds=one.rested_ms)
        if one.extension is not None:
            assert one.extension.granted_due_at == own
            assert one.extension.original_due_at == one.original_due_at
        else:
            assert one.counted is not None
            assert one.counted.holds
            assert one.counted.ends_at == own
            last = one.counted.counted[-1] if one.counted.counted else one.started_at.astimezone(SHANGHAI).date()
            assert own.astimezone(SHANGHAI) == datetime(last.year, last.month, last.day, 23, 59, 59, tzinfo=SHANGHAI)
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


# --- one by one


def test_an_ordinary_issue_counts_the_days_after_the_first() -> None:
    told = explain(reported())
    counted = clock(told, "feedback").counted
    assert counted is not None
    assert counted.limit == {"days": 3}
    assert counted.counted == (date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5))
    assert said(told, "“反馈”自2026年3月2日(周一)10:00交办起算,限3天", "至2026年3月5日(周四)共3天")
    assert said(told, "'Feedback' runs from Mon 2 Mar 2026 10:00 (assigned), 3 days", "to Thu 5 Mar 2026 23:59:59")
    assert said(told, "“研究部署”", "限当日完成")
    first = told.coming[0]
    assert (first.step.step, first.result, [to.person_id for to in first.to]) == ("deploy-person", "fire", [HEAD])
    assert said(told, "下一步:2026年3月2日(周一)23:59:59发出“研究部署”提醒函·黄灯", "按目前任职送")
    assert told.silence is None


def test_a_policy_is_told_with_the_event_that_brought_it_its_scope_and_its_date() -> None:
    text = shipped_texts()["13710-working-days"]
    narrow = parse_policy(f"{text}\napplies_to: {{categories: [land], severities: [ordinary]}}\n")
    since = START - timedelta(days=30)
    rules = replace(RULES, policies=Policies([*RULES.policies.adopted(), Adoption(narrow, since)]))
    story = reported(Category.OTHER)
    told = explain(story, rules)
    assert (told.policy.name, told.policy.why, told.policy.scope, told.policy.holds_from) == (
        "13710",
        "chosen",
        {},
        None,
    )
    assert said(told, "13710@1", "转人工分派时")
    story.do(MovePolicy(policy="13710-working-days", version=1, reason="试行工作日"))
    told = explain(story, rules)
    assert (told.policy.why, told.policy.by.person_id, told.policy.holds_from) == ("moved", PROVINCE, since)
    assert told.policy.scope == {"categories": ("land",), "severities": ("ordinary",)}
    assert said(told, "改用(理由:试行工作日)")
    assert said(told, "自2026年1月31日(周六)10:00起用于:用地、一般")


def test_over_a_holiday_working_days_name_what_they_skip_and_why() -> None:
    story = reported(at=datetime(2026, 9, 24, 2, 0, tzinfo=UTC))
    story.do(MovePolicy(policy="13710-working-days", version=1, reason="试行"))
    storm = calendars(local("140105", closed=[date(2026, 9, 29)]))
    told = explain(story, replace(RULES, calendars=storm))
    resolve = clock(told, "resolve")
    assert resolve.counted is not None
    skipped = {day.day: (day.why, day.reason_zh) for day in resolve.counted.skipped}
    assert skipped[date(2026, 9, 25)] == ("holiday", "中秋")
    assert skipped[date(2026, 9, 29)] == ("local", "大风")
    assert skipped[date(2026, 10, 1)] == ("holiday", "国庆节")
    assert [change.kind for change in resolve.changes] == ["moved"]
    assert not resolve.counted.holds, "the closing day was ordered after the clock was set"
    assert said(told, "跳过不计", "2026年9月25日(周五)至2026年9月27日(周日)中秋", "2026年9月29日(周二)大风")
    assert said(told, "skips", "Fri 25 Sep 2026 – Sun 27 Sep 2026 (Mid-autumn Festival)")
    assert said(told, "与现行日历所得不同")


def test_days_worked_in_the_place_of_others_are_named() -> None:
    story = reported(at=datetime(2026, 2, 11, 2, 0, tzinfo=UTC))
    story.do(MovePolicy(policy="13710-working-days", version=1, reason="试行"))
    counted = clock(explain(story), "feedback").counted
    assert counted is not None
    assert counted.made_up == (date(2026, 2, 14),)
    assert said(explain(story), "计入调休上班日:2026年2月14日(周六)")


def test_a_year_not_yet_published_is_provisional() -> None:
    story = reported(at=datetime(2031, 1, 6, 2, 0, tzinfo=UTC))
    story.do(MovePolicy(policy="13710-working-days", version=1, reason="试行"))
    told = explain(story)
    assert clock(told, "resolve").provisional
    assert said(told, "“解决”", "暂定")
    assert said(told, "'Resolve' is provisional")


def test_an_extension_names_who_asked_who_approved_and_the_original_deadline() -> None:
    story = in_state(State.IN_PROGRESS)
    before = clock(explain(story), "resolve").due_at
    story.do(RequestExtension(due_on=date(2026, 3, 20), reason="待上级批复"))
    story.wait(hours=3).do(ApproveExtension())
    told = explain(story)
    assert clock(told, "resolve").condition == "extended"
    extended = clock(told, "resolve", 2)
    assert extended.counted is None
    assert extended.extension is not None
    assert extended.extension.original_due_at == before
    assert extended.extension.approved.person_id == COUNTY
    assert extended.extension.asked is not None
    assert extended.extension.asked.reason == "待上级批复"
    name = RULES.catalogue.persons[COUNTY].name
    assert said(told, "理由:待上级批复", f"由{name}于2026年3月2日(周一)13:00批准延期至2026年3月20日(周五)23:59:59")
    assert said(told, "the original deadline, Mon 9 Mar 2026 23:59:59, stays on record")


def test_a_suspension_tells_what_is_left_and_what_fires_once_it_ends() -> None:
    story = in_state(State.SUSPENDED)
    told = explain(story)
    assert story.issue.suspension is not None
    until = story.issue.suspension.until
    assert told.silence is not None
    assert (told.silence.why, told.silence.until) == ("suspended", until)
    assert clock(told, "resolve").condition == "resting"
    assert said(told, "到2026年3月12日(周四)00:00自动恢复", "其间不督办")
    assert said(told, "“解决”挂起中,尚余7天13小时")
    assert told.coming[0].at > until
    story.wait(days=11).sweep()
    after = explain(story)
    assert after.silence is None
    assert after.coming == told.coming
    resolve = clock(after, "resolve")
    assert [change.kind for change in resolve.changes] == ["suspended", "resumed"]
    assert resolve.rested_ms == timedelta(days=9, hours=14) / timedelta(milliseconds=1)
    assert said(after, "“解决”停计9天14小时后恢复,时限顺延至2026年3月19日(周四)13:59:59")


def test_a_merger_brings_an_earlier_due_time_and_silences_the_duplicate() -> None:
    story = reported()
    other = _duplicate_of(story, earlier=timedelta(days=2))
    other.do("merge", PROVINCE)
    told, duplicate = explain(story), explain(other)
    resolve = clock(told, "resolve")
    assert resolve.due_at < (resolve.own_due_at or resolve.due_at)
    assert [(change.kind, change.issue) for change in resolve.changes] == [("adopted", other.issue.serial)]
    assert said(told, "“解决”因并入问题", "2026年3月7日(周六)23:59:59")
    assert duplicate.silence is not None
    assert (duplicate.silence.why, duplicate.silence.into) == ("merged", story.issue.serial)
    assert not duplicate.coming
    assert {one.condition for one in duplicate.clocks} == {"merged"}
    assert said(duplicate, "并入", "督办以该问题为准")
    other.do("part", PROVINCE)
    assert clock(explain(story), "resolve").due_at == resolve.own_due_at
    assert said(explain(story), "撤销并案,时限回到2026年3月9日(周一)23:59:59")
    assert explain(other).coming


def test_a_vacancy_is_passed_upward_and_said_so_before_and_after_it_fires() -> None:
    rules = replace(RULES, catalogue=_without(COUNTY))
    story = reported(Category.OTHER)
    told = explain(story, rules)
    (to,) = told.coming[0].to
    assert (to.person_id, [post.name for post in to.vacant_posts]) == (CITY, ["supervisor@140105"])
    assert said(told, "太原市小店区督办人员空缺,上送")
    assert said(told, "passed up, empty: supervisor of Xiaodian District")
    story.clock.moment = told.coming[0].at
    change = fire_due(story.issue, story.now, rules)
    assert change is not None
    story.add(change.envelopes)
    (fired,) = explain(story, rules).firings
    assert [(alert.to.person_id, len(alert.to.vacant_posts)) for alert in fired.alerts] == [(CITY, 1)]


def test_where_every_post_is_empty_it_says_that_nobody_would_be_told() -> None:
    rules = replace(RULES, catalogue=_without(COUNTY, CITY, PROVINCE))
    story = reported(Category.OTHER)
    told = explain(story, rules)
    assert told.coming[0].result == "nobody"
    assert said(told, "目前无人可送")
    story.clock.moment = told.coming[0].at
    change = fire_due(story.issue, story.now, rules)
    assert change is not None
    story.add(change.envelopes)
    after = explain(story, rules)
    assert [(one.result, len(one.vacant_posts)) for one in after.firings] == [("failed", 3)]
    assert said(after, "未能发出", "均空缺")
    assert said(after, "failed", "nobody to tell")


def test_who_will_be_told_then_differs_when_the_registry_knows_of_an_absence() -> None:
    away = Absence(date(2026, 3, 3), date(2026, 3, 9), "培训")
    persons = {**RULES.catalogue.persons, COUNTY: replace(RULES.catalogue.persons[COUNTY], absences=(away,))}
    rules = replace(RULES, catalogue=replace(RULES.catalogue, persons=persons))
    told = explain(reported(Category.OTHER), rules)
    assert [to.person_id for to in told.coming[0].to] == [COUNTY]
    assert [to.person_id for to in told.coming[0].to_then or ()] == [CITY]
    assert said(told, "届时按任职安排应为太原市督办人员")


def test_an_acknowledgement_and_the_lateness_are_told() -> None:
    story = reported(Category.OTHER).wait(days=1, hours=16)
    (fired,) = story.sweep()
    acknowledge(story.wait(hours=1), fired, COUNTY)
    told = explain(story)
    (firing,) = told.firings
    assert firing.late_ms == (2 * 3600 + 1) * 1000
    (alert,) = firing.alerts
    assert alert.acknowledged is not None
    assert alert.acknowledged.person_id == COUNTY
    name = RULES.catalogue.persons[COUNTY].name
    assert said(told, "应于2026年3月3日(周二)23:59:59、实于2026年3月4日(周三)02:00发出,迟2小时", f"{name}于")
    assert said(told, "2 hours late", f"acknowledged by {name} on Wed 4 Mar 2026 03:00")


def test_quiet_hours_are_told_as_a_delay_before_and_after() -> None:
    text = shipped_texts()["13710"].replace("version: 1", "version: 2")
    quiet = parse_policy(f"{text}\nquiet_hours: {{from: '22:00', to: '08:00', lights: [yellow]}}\n")
    rules = replace(RULES, policies=Policies([Adoption(quiet, datetime.min.replace(tzinfo=UTC))]))
    story = reported(Category.OTHER)
    story.issue = msgspec.structs.replace(story.issue, policy_version=2)
    told = explanation(story.issue, story.envelopes, rules, story.now)
    assert (told.coming[0].result, told.coming[0].until) == ("wait", datetime(2026, 3, 4, 0, 0, tzinfo=UTC))
    assert said(told, "届时为静默时段,推迟到2026年3月4日(周三)08:00")
    for moment in (told.coming[0].at, told.coming[0].until):
        assert moment is not None
        story.clock.moment = moment
        change = fire_due(story.issue, story.now, rules)
        assert change is not None
        story.add(change.envelopes)
    after = explanation(story.issue, story.envelopes, rules, story.now)
    assert [one.result for one in after.firings] == ["deferred", "fired"]
    assert said(after, "因静默时段推迟到2026年3月4日(周三)08:00")
    assert said(after, "put off: quiet hours")


def test_a_closed_issue_says_who_ended_it_and_that_nothing_fires() -> None:
    told = explain(in_state(State.CLOSED))
    assert told.coming == ()
    assert told.silence is not None
    assert told.silence.why == "closed"
    assert said(told, "销号,不再督办")
    assert said(told, "Nothing fires any more")
    assert {one.code: one.condition for one in told.clocks} == {
        "deploy": "satisfied",
        "feedback": "cancelled",
        "resolve": "satisfied",
        "verify": "satisfied",
        "zero": "satisfied",
    }


def test_a_voided_issue_says_why() -> None:
    story = reported()
    story.do(Void(reason="重复上报"))
    assert said(explain(story), "认定误报(理由:重复上报),不再督办")


def test_an_issue_in_triage_goes_up_to_the_province_and_then_has_nothing_left() -> None:
    story = reported(Category.OTHER)
    told = explain(story)
    assert [(one.step.step, one.to[0].person_id) for one in told.coming] == [
        ("triage-county", COUNTY),
        ("triage-city", CITY),
        ("triage-province", PROVINCE),
    ]
    story.wait(days=30).sweep()
    after = explain(story)
    assert after.silence == Silence("nothing_left", None)
    assert said(after, "不再有待发的督办步骤")
    assert clock(after, "triage").condition == "overdue"


def test_a_policy_version_that_is_gone_is_said_and_not_guessed() -> None:
    story = reported()
    others = Policies([Adoption(RULES.policies.of("before-due", 1), datetime.min.replace(tzinfo=UTC))])
    told = explain(story, replace(RULES, policies=others))
    assert told.silence == Silence("unknown_policy", None)
    assert {one.counted for one in told.clocks} == {None}
    assert said(told, "查不到该问题的规则版本")


def _without(*persons: str) -> Catalogue:
    """The registry with the posts of these people empty."""
    posts = {
        name: replace(post, holders=tuple(one for one in post.holders if one.person_id not in persons))
        for name, post in RULES.catalogue.posts.items()
    }
    return replace(RULES.catalogue, posts=posts)
