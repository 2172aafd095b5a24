"""Knows the sentences about ladder steps: what fired, to whom, with what result, and what comes next."""

from collections.abc import Iterable
from typing import Final
from zoneinfo import ZoneInfo

from oversight.explain.sentences.clocks import by_whom
from oversight.explain.sentences.words import Said, at_moment, lasting
from oversight.explain.told.people import DeliveryTold, RecipientTold
from oversight.explain.told.steps import AlertTold, Coming, Firing, StepTold

_ON_TIME_MS: Final = 1_000
_WAITED: Final = {"quiet_hours": Said("静默时段", "quiet hours"), "rate_limit": Said("限频", "a rate limit")}


def firing_sentence(firing: Firing, zone: ZoneInfo) -> Said:
    """One step that fell due, and what came of it."""
    what, due = step_words(firing.step), at_moment(firing.due_at, zone)
    when = at_moment(firing.at, zone)
    if firing.result == "deferred":
        until = at_moment(firing.until or firing.at, zone)
        why = _why_waited(firing.reason)
        return Said(
            f"{what.zh}应于{due.zh}发出,因{why.zh}推迟到{until.zh}。",
            f"{what.en} fell due {due.en} and was put off to {until.en}: {why.en}.",
        )
    late = _late(firing.late_ms)
    posts = "、".join(post.title_zh for post in firing.vacant_posts)
    posts_en = ", ".join(post.title_en for post in firing.vacant_posts)
    if firing.result == "failed":
        return Said(
            f"{what.zh}应于{due.zh}发出,{when.zh}未能发出{late.zh}:无人可送({posts}均空缺)。",
            f"{what.en} fell due {due.en} and failed on {when.en}{late.en}: nobody to tell, empty: {posts_en}.",
        )
    to = [_alert(alert, zone) for alert in firing.alerts]
    if firing.vacant_posts:
        to.append(Said(f"另有{posts}空缺,无人可送", f"nobody to tell elsewhere, empty: {posts_en}"))
    to_zh, to_en = ";".join(one.zh for one in to), "; ".join(one.en for one in to)
    if not firing.step.round:
        return Said(f"{what.zh}于{when.zh}发出:{to_zh}。", f"{what.en} went out on {when.en}: {to_en}.")
    if firing.reason is None and firing.late_ms < _ON_TIME_MS:
        return Said(f"{what.zh}于{due.zh}按时发出:{to_zh}。", f"{what.en} fired on time on {due.en}: {to_en}.")
    waited = _why_waited(firing.reason)
    after = Said(f"(因{waited.zh}推迟)", f" (put off: {waited.en})") if firing.reason else Said("", "")
    return Said(
        f"{what.zh}应于{due.zh}、实于{when.zh}发出{after.zh}{late.zh}:{to_zh}。",
        f"{what.en} fell due {due.en} and fired on {when.en}{after.en}{late.en}: {to_en}.",
    )


def coming_sentence(coming: Coming, zone: ZoneInfo, *, first: bool) -> Said:
    """One step that will fire if nothing happens."""
    what, when = step_words(coming.step), at_moment(coming.at, zone)
    lead = Said("下一步", "Next") if first else Said("此后", "Then")
    to = _people(coming.to)
    begun = (
        Said(f"{lead.zh}:已于{when.zh}到期、即将发出", f"{lead.en}, due since {when.en}:")
        if coming.is_due
        else Said(f"{lead.zh}:{when.zh}发出", f"{lead.en}, on {when.en}:")
    )
    if coming.result == "nobody":
        return Said(
            f"{begun.zh}{what.zh},但目前无人可送:{to.zh}。", f"{begun.en} {what.en}, but nobody is there: {to.en}."
        )
    ends = Said("", "")
    if coming.until is not None:
        until = at_moment(coming.until, zone)
        ends = Said(f";届时为静默时段,推迟到{until.zh}", f"; quiet hours then, put off to {until.en}")
    if coming.to_then is not None:
        then = _people(coming.to_then)
        ends = Said(f"{ends.zh};届时按任职安排应为{then.zh}", f"{ends.en}; by then, as posts are held: {then.en}")
    return Said(
        f"{begun.zh}{what.zh},按目前任职送{to.zh}{ends.zh}。", f"{begun.en} {what.en}, as of now to {to.en}{ends.en}."
    )


def step_words(step: StepTold) -> Said:
    """A step by its paper, its light with the word, its clock and its occurrence."""
    again = Said(f"第{step.occurrence}次", f", no. {step.occurrence}") if step.occurrence > 1 else Said("", "")
    round_ = Said(f"(第{step.round}轮)", f" (round {step.round})") if step.round > 1 else Said("", "")
    paper = Said(step.instrument_zh or "督办提醒", step.instrument_en or "an alert")
    light = Said(f"·{step.light_zh}灯", f" [{step.light_en}]") if step.light_zh else Said("", "")
    return Said(
        f"“{step.title_zh}”{round_.zh}{paper.zh}{light.zh}{again.zh}",
        f"'{step.title_en}'{round_.en} {paper.en}{light.en}{again.en}",
    )


def _why_waited(reason: str | None) -> Said:
    return _WAITED.get(reason or "", Said(reason or "", reason or ""))


def _late(late_ms: int) -> Said:
    if late_ms < _ON_TIME_MS:
        return Said("", "")
    late = lasting(late_ms)
    return Said(f",迟{late.zh}", f", {late.en} late")


def _alert(alert: AlertTold, zone: ZoneInfo) -> Said:
    to = recipient_words(alert.to)
    if alert.acknowledged is None:
        seen = Said("尚未确认", "not acknowledged")
    else:
        who, when = by_whom(alert.acknowledged), at_moment(alert.acknowledged.at, zone)
        seen = Said(f"{who.zh}于{when.zh}确认", f"acknowledged by {who.en} on {when.en}")
    sent = sent_words(alert.deliveries)
    return Said(f"送{to.zh},{seen.zh}{sent.zh}", f"to {to.en}, {seen.en}{sent.en}")


def sent_words(deliveries: Iterable[DeliveryTold]) -> Said:
    """What became of each try to reach somebody outside the app."""
    sent = "".join(f",{one.channel} {one.state}" + (f"({one.reason})" if one.reason else "") for one in deliveries)
    return Said(sent, sent.replace(",", ", ").replace("(", " ("))


def _people(to: Iterable[RecipientTold]) -> Said:
    several = [recipient_words(one) for one in to]
    return Said("、".join(one.zh for one in several), ", ".join(one.en for one in several))


def recipient_words(to: RecipientTold) -> Said:
    """Somebody by their post and name, and past which empty posts."""
    name = to.person_name or to.person_id
    deputy = Said("(代理)", ", deputy") if to.deputy else Said("", "")
    passed = Said(
        "、".join(post.title_zh for post in to.vacant_posts), ", ".join(post.title_en for post in to.vacant_posts)
    )
    if name is None:
        return Said(f"{passed.zh}均空缺", f"empty posts: {passed.en}")
    up = Said(f"({passed.zh}空缺,上送)", f" (passed up, empty: {passed.en})") if to.vacant_posts else Said("", "")
    return Said(f"{to.title_zh}{name}{deputy.zh}{up.zh}", f"{name}{deputy.en}, {to.title_en}{up.en}")
