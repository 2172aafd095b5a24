"""Whom a step will tell or has told is said by name, with who is missing and what keeps it waiting."""

from dataclasses import replace
from datetime import UTC, date, datetime

import msgspec

from ledger.escalation.firing import fire_due
from ledger.policy.versions import Adoption, Policies, parse_policy, shipped_text
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Absence
from mobile_schema.vocabulary import Category
from oversight.explain.explanation import explanation
from oversight.explain.firings import alert_ids
from tests.ledger.factories import CITY, COUNTY, PROVINCE, RULES
from tests.ledger.stories import reported
from tests.oversight.explain.parts import explain, looked_in_vain, said, sweep


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
    story.wait(hours=1).acknowledge(fired)
    told = explain(story)
    (firing,) = told.firings
    assert firing.late_ms == (2 * 3600 + 1) * 1000
    (alert,) = firing.alerts
    assert alert.acknowledged is not None
    assert alert.acknowledged.person_id == COUNTY
    name = RULES.catalogue.persons[COUNTY].name
    assert said(told, "应于2026年3月3日(周二)23:59:59、实于2026年3月4日(周三)02:00发出,迟2小时", f"{name}于")
    assert said(told, "2 hours late", f"acknowledged by {name} on Wed 4 Mar 2026 03:00")


def test_a_recheck_that_found_it_not_solved_is_told_with_its_alert() -> None:
    story = reported(Category.OTHER)
    looked_in_vain(story)
    (firing,) = explain(story).firings
    assert (firing.result, firing.step.obligation, firing.step.round) == ("fired", "recheck", 0)
    (alert,) = firing.alerts
    assert (alert.to.person_id, alert.acknowledged) == (COUNTY, None)
    name = RULES.catalogue.persons[COUNTY].name
    assert said(explain(story), "“复核未解决”提醒函·红灯于2026年3月2日", f"{name},尚未确认")
    assert said(explain(story), "'rechecked: not solved'", f"went out on Mon 2 Mar 2026 10:00: to {name}")


def test_a_report_that_was_corrected_and_then_withdrawn_is_told_with_its_alerts_and_what_that_ended() -> None:
    story = reported(Category.OTHER)
    story.corrected(description="另一处")
    assert said(explain(story), "“上报更正”提醒函·黄灯", "尚未确认")
    ended = reported(Category.OTHER)
    ended.withdrawn()
    assert [firing.step.step for firing in explain(ended).firings] == ["withdrawn"]
    assert said(explain(ended), "“上报撤回”提醒函·黄灯")
    silence = explain(ended).silence
    assert silence is not None
    assert (silence.why, silence.by and silence.by.person_id) == ("voided", "inspector-140105-1")


def test_what_became_of_an_alert_outside_the_app_is_looked_up_for_every_alert_that_is_told() -> None:
    story = reported(Category.OTHER)
    looked_in_vain(story)
    story.wait(days=3)
    sweep(story)
    told = [alert.alert_id for firing in explain(story).firings for alert in firing.alerts]
    assert len({firing.step.obligation for firing in explain(story).firings if firing.alerts}) == 2
    assert list(alert_ids(story.envelopes)) == told


def test_a_recheck_that_nobody_was_there_to_be_told_of_is_told_too() -> None:
    rules = replace(RULES, catalogue=_without(COUNTY, CITY, PROVINCE))
    story = reported(Category.OTHER)
    looked_in_vain(story, rules)
    (firing,) = explain(story, rules).firings
    assert (firing.result, len(firing.vacant_posts)) == ("failed", 3)
    assert said(explain(story, rules), "“复核未解决”", "未能发出", "均空缺")


def test_quiet_hours_are_told_as_a_delay_before_and_after() -> None:
    text = shipped_text("13710@1").replace("version: 1", "version: 3")
    quiet = parse_policy(f"{text}\nquiet_hours: {{from: '22:00', to: '08:00', lights: [yellow]}}\n")
    rules = replace(RULES, policies=Policies([Adoption(quiet, datetime.min.replace(tzinfo=UTC))]))
    story = reported(Category.OTHER)
    story.issue = msgspec.structs.replace(story.issue, policy_version=3)
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


def _without(*persons: str) -> Catalogue:
    """The registry with the posts of these people empty."""
    posts = {
        name: replace(post, holders=tuple(one for one in post.holders if one.person_id not in persons))
        for name, post in RULES.catalogue.posts.items()
    }
    return replace(RULES.catalogue, posts=posts)
