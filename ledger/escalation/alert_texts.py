"""Knows the words of an alert (督办提醒): Chinese first, English second, one sentence each."""

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from ledger.escalation.due import DueStep
from ledger.issue.handling.parts import Instruction
from ledger.issue.issue import Issue
from ledger.policy.policy import Policy
from mobile_schema.labels import label
from mobile_schema.vocabulary import Light, RecheckResult, State


def alert_texts(issue: Issue, due: DueStep, policy: Policy) -> tuple[str, str]:
    """The alert's text in Chinese and in English: which clock and how late comes first, as lists cut what is long."""
    step, light = due.step, policy.light(due.step.light)
    title = policy.obligations[due.clock.code].title
    deadline = written(due.clock.due_at, policy.zone)
    apart = due.due_at - due.clock.due_at
    if apart < timedelta():
        zh, en = _span(-apart)
        zh, en = f"还有{zh}到期(时限 {deadline})", f"is due in {en}, at {deadline}"
    elif apart:
        zh, en = _span(apart)
        zh, en = f"已超期{zh}未办(时限 {deadline})", f"is overdue by {en}, it was due {deadline}"
    else:
        zh, en = f"已到期未办(时限 {deadline})", f"is overdue, it was due {deadline}"
    chinese = (
        f"【{label(step.instrument, 'zh')}·{light.zh}灯】“{title.zh}”{zh}:"
        f"问题 {issue.serial} “{short(issue.description)}”。"
    )
    english = f"[{label(step.instrument, 'en')}, {light.en}] '{title.en}' {en}: issue {issue.serial}."
    return chinese, english


def _span(time: timedelta) -> tuple[str, str]:
    """Whole days, or below a day whole hours."""
    if time.days:
        return f" {time.days} 天", f"{time.days} day{'' if time.days == 1 else 's'}"
    hours = max(1, time.seconds // 3600)
    return f" {hours} 小时", f"{hours} hour{'' if hours == 1 else 's'}"


def recheck_texts(issue: Issue, seen: Issue, result: RecheckResult, note: str | None) -> tuple[str, str]:
    """The same of an alert that somebody looked at the problem, at the issue itself or at a duplicate of it."""
    light = Light.GREEN if result is RecheckResult.SOLVED else Light.RED
    state = State(issue.state)
    seen_zh, seen_en = ("", "") if seen is issue else (f"(并入的 {seen.serial})", f" (merged into it: {seen.serial})")
    said_zh, said_en = (f":{short(note)}", f": {short(note)}") if note else ("", "")
    chinese = (
        f"【复核{label(result)}·{label(light)}灯】问题 {issue.serial}{seen_zh}“{short(seen.description)}”"
        f"现为{label(state)},复核结论为{label(result)}{said_zh}。"
    )
    english = (
        f"[recheck: {label(result, 'en')}, {label(light, 'en')}] Issue {issue.serial}{seen_en} is "
        f"{label(state, 'en')}, and a recheck found it {label(result, 'en')}{said_en}."
    )
    return chinese, english


def instruction_texts(issue: Issue, instruction: Instruction, policy: Policy) -> tuple[str, str]:
    """The same of an instruction that nobody answered by its day."""
    day = written(instruction.due_at, policy.zone)
    chinese = (
        f"【批示逾期·{label(Light.RED)}灯】问题 {issue.serial} “{short(issue.description)}”"
        f"的批示“{short(instruction.note)}”应于 {day} 前回复,尚未回复。"
    )
    english = (
        f"[instruction not answered, {label(Light.RED, 'en')}] Issue {issue.serial}: "
        f"what was instructed was to be answered by {day}: {short(instruction.note)}"
    )
    return chinese, english


def reminder_texts(issue: Issue, note: str | None) -> tuple[str, str]:
    """The same of a reminder by a supervisor."""
    state = State(issue.state)
    said_zh, said_en = (f":{short(note)}", f": {short(note)}") if note else ("", "")
    chinese = (
        f"【催办·{label(Light.YELLOW)}灯】问题 {issue.serial} “{short(issue.description)}”"
        f"现为{label(state)},请尽快办理{said_zh}。"
    )
    english = (
        f"[reminder, {label(Light.YELLOW, 'en')}] Issue {issue.serial} is {label(state, 'en')} "
        f"and waits for you{said_en}."
    )
    return chinese, english


@lru_cache(maxsize=256)
def written(moment: datetime, zone: ZoneInfo) -> str:
    """A moment to the minute; very many clocks fall due at one."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def short(text: str, limit: int = 40) -> str:
    """A text as it is quoted within a sentence: without a full stop of its own, and cut where it is long."""
    return text.rstrip("。.") if len(text) <= limit else text[: limit - 1] + "…"
