"""Each clock is told with what it counted, what it skipped and what has moved it since."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ledger.issue.words.timing import ApproveExtension, MovePolicy, RequestExtension
from mobile_schema.vocabulary import State
from tests.ledger.calendars import calendars, local
from tests.ledger.factories import COUNTY, HEAD, PROVINCE, RULES
from tests.ledger.stories import in_state, reported
from tests.oversight.explain.parts import clock, duplicate_of, explain, said


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
    assert said(after, "“解决”停计9天14小时后恢复,时限顺延至2026年3月18日(周三)23:59:59")


def test_a_merger_brings_an_earlier_due_time_and_silences_the_duplicate() -> None:
    story = reported()
    other = duplicate_of(story, earlier=timedelta(days=2))
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
