"""Knows the sentences about a clock: until when and why, what moved it, how it stands."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from oversight.explain.sentences.words import Said, at_moment, between, filled, in_a_row, lasting, limit, skipped
from oversight.explain.told.clocks import ClockChange, ClockTold, Counted, Extension
from oversight.explain.told.happening import Happening

_CHANGES: Final[Mapping[str, Said]] = {
    "suspended": Said(
        "{name}于{when}由{who}挂起{why},停止计时。", "{name} was suspended on {when} by {who}{why} and rested."
    ),
    "resumed": Said(
        "{name}停计{rest}后恢复,时限顺延至{due}。", "{name} rested {rest} and ran on; that made it due {due}."
    ),
    "adopted": Said(
        "{name}因并入问题{issue},取两者中较早的时限{due}。",
        "{name} took the earlier due time, {due}, when issue {issue} was merged into this one.",
    ),
    "released": Said(
        "{name}因问题{issue}撤销并案,时限回到{due}。",
        "{name} is due {due} by its own count again, as issue {issue} was parted from this one.",
    ),
    "parted": Said(
        "{name}自{when}撤销并案起继续督办,时限仍为{due}。",
        "{name} is pursued again since {when}, when the issue was parted; it is due {due} as before.",
    ),
    "moved": Said(
        "{name}于{when}由{who}改用另一规则版本{why},时限定为{due}。",
        "{name} was moved to another policy version on {when} by {who}{why}; that made it due {due}.",
    ),
    "recomputed": Said(
        "{name}于{when}按新日历重算,时限定为{due}。",
        "{name} was counted again on {when} by the calendar as it is since; that made it due {due}.",
    ),
    "unvoided": Said(
        "{name}自{when}由{who}撤销作废起恢复{why},作废期间不计时,时限为{due}。",
        "{name} stands again since {when}, when {who} undid the voiding{why}; "
        "the time that it was void does not count: it is due {due}.",
    ),
    "corrected": Said(
        "{name}因{who}于{when}更正{why},时限定为{due}。",
        "{name} was set anew on {when}, when {who} corrected the issue{why}; that made it due {due}.",
    ),
    "runs_again": Said(
        "{name}因{did}于{when}继续计时,时限仍为{due}。",
        "{name} runs on since {when} ({did}); it is due {due} still.",
    ),
}
_SATISFIED: Final = "{name}已于{when}由{who}“{did}”完成"
_STANDS: Final[Mapping[tuple[str, bool], Said]] = {
    ("satisfied", False): Said(f"{_SATISFIED},未逾期。", "{name} was satisfied on {when} by {who} ({did}), in time."),
    ("satisfied", True): Said(
        f"{_SATISFIED},逾期{{span}}。", "{name} was satisfied on {when} by {who} ({did}), {span} late."
    ),
    **dict.fromkeys(
        (("cancelled", False), ("cancelled", True)),
        Said("{name}因{did}于{when}取消。", "{name} was cancelled on {when} ({did})."),
    ),
    **dict.fromkeys(
        (("out_of_scope", False), ("out_of_scope", True)),
        Said(
            "{name}因{did}于{when}取消,更正后的问题不设此时限。",
            "{name} ended on {when} ({did}): the issue as corrected does not have it.",
        ),
    ),
    **dict.fromkeys(
        (("extended", False), ("extended", True)),
        Said(
            "{name}于{when}因{did}结束,由延期后的一轮接续。",
            "{name} ended on {when} ({did}); its next round goes on.",
        ),
    ),
    **dict.fromkeys(
        (("merged", False), ("merged", True)),
        Said("{name}因并案暂不督办。", "{name} is not pursued here while the issue is merged."),
    ),
    ("resting", False): Said("{name}挂起中,尚余{span}。", "{name} rests with {span} left."),
    ("resting", True): Said("{name}挂起中,挂起时已超期{span}。", "{name} rests; it was {span} overdue already."),
    ("running", False): Said("{name}应于{due}前完成,还有{span}。", "{name} is due {due}: {span} left."),
    ("overdue", True): Said("{name}应于{due}前完成,已超期{span}。", "{name} was due {due}: {span} overdue."),
}


def clock_sentences(clock: ClockTold, zone: ZoneInfo, now: datetime) -> Iterator[Said]:
    """All that is to say of one clock, one fact a sentence."""
    name = clock_name(clock)
    if clock.extension is not None:
        yield _extended(name, clock.extension, zone)
    elif clock.given_due_at is not None:
        yield _given(name, clock, clock.given_due_at, zone)
    elif clock.counted is not None:
        yield from _counted(name, clock, clock.counted, zone)
    else:
        yield _uncounted(name, clock, zone)
    for change in clock.changes:
        yield _changed(name, change, zone)
    yield _stands(name, clock, zone, now)


def clock_name(clock: ClockTold) -> Said:
    """A clock by its title, with its round from the second on."""
    if clock.round == 1:
        return Said(f"“{clock.title_zh}”", f"'{clock.title_en}'")
    return Said(f"“{clock.title_zh}”(第{clock.round}轮)", f"'{clock.title_en}' (round {clock.round})")


def by_whom(happened: Happening) -> Said:
    """Who did something; the system where nobody did."""
    if happened.person_id == "system":
        return Said("系统", "the system")
    name = happened.person_name or happened.person_id
    return Said(name, name)


def because(happened: Happening) -> Said:
    """The reason given, in brackets, if one was."""
    return Said(f"(理由:{happened.reason})", f" (reason: {happened.reason})") if happened.reason else Said("", "")


def _extended(name: Said, extension: Extension, zone: ZoneInfo) -> Said:
    original, granted = at_moment(extension.original_due_at, zone), at_moment(extension.granted_due_at, zone)
    when, who = at_moment(extension.approved.at, zone), by_whom(extension.approved)
    asked_zh = asked_en = ""
    if extension.asked is not None:
        person, reason = by_whom(extension.asked), because(extension.asked)
        asked_zh, asked_en = f"经{person.zh}申请{reason.zh},", f", asked by {person.en}{reason.en}"
    return Said(
        f"{name.zh}{asked_zh}由{who.zh}于{when.zh}批准延期至{granted.zh},原时限{original.zh}保留备查。",
        f"{name.en} was extended to {granted.en} by {who.en} on {when.en}{asked_en}; "
        f"the original deadline, {original.en}, stays on record.",
    )


def _counted(name: Said, clock: ClockTold, how: Counted, zone: ZoneInfo) -> Iterator[Said]:
    start, end = at_moment(clock.started_at, zone), at_moment(how.ends_at, zone)
    time, event, days = limit(how.limit, or_next_working_day=how.or_next_working_day), clock.started_by, _days(how)
    yield Said(
        f"{name.zh}自{start.zh}{event.title_zh}起算,{time.zh},{days.zh}止于{end.zh}。",
        f"{name.en} runs from {start.en} ({event.title_en}), {time.en}, {days.en}to {end.en}.",
    )
    if how.skipped:
        passed = skipped(how.skipped)
        yield Said(f"{name.zh}跳过不计:{passed.zh}。", f"{name.en} skips {passed.en}.")
    if how.made_up:
        worked = in_a_row(how.made_up)
        yield Said(
            f"{name.zh}计入调休上班日:{worked.zh}。", f"{name.en} counts days worked in place of others: {worked.en}."
        )
    if how.provisional:
        yield Said(
            f"{name.zh}所涉日期的放假安排尚未公布,时限为暂定,公布后重算。",
            f"{name.en} is provisional: the holidays of days it runs into are not published; it is counted again then.",
        )
    if not how.holds:
        yield Said(
            f"{name.zh}的时限按设定时的日历计算,与现行日历所得不同;仍在计时的一分钟内重算,已了结的不变。",
            f"{name.en} was counted by the calendar of its day, today's counts otherwise: set anew if it runs still.",
        )


def _days(how: Counted) -> Said:
    """The days counted; nothing for minutes, hours and the same day."""
    if not how.counted:
        return Said("", "")
    days, count = in_a_row(how.counted), len(how.counted)
    return Said(
        f"当日不计,计{days.zh}共{count}天,",
        f"counting {days.en} ({count} {'day' if count == 1 else 'days'}) from the next day on, ",
    )


def _given(name: Said, clock: ClockTold, deadline: datetime, zone: ZoneInfo) -> Said:
    start, end = at_moment(clock.started_at, zone), at_moment(deadline, zone)
    return Said(
        f"{name.zh}自{start.zh}{clock.started_by.title_zh}起算,止于交办时限定的{end.zh}。",
        f"{name.en} runs from {start.en} ({clock.started_by.title_en}) to {end.en}, the deadline the matter came with.",
    )


def _uncounted(name: Said, clock: ClockTold, zone: ZoneInfo) -> Said:
    start, due = at_moment(clock.started_at, zone), at_moment(clock.due_at, zone)
    return Said(
        f"{name.zh}自{start.zh}{clock.started_by.title_zh}起算,止于{due.zh};其规则版本在此已查不到。",
        f"{name.en} runs from {start.en} ({clock.started_by.title_en}) to {due.en}; its policy is not known here.",
    )


def _changed(name: Said, change: ClockChange, zone: ZoneInfo) -> Said:
    facts = {
        "name": name,
        "when": at_moment(change.by.at, zone),
        "who": by_whom(change.by),
        "why": because(change.by),
        "did": Said(change.by.title_zh, change.by.title_en),
        "due": at_moment(change.due_after, zone),
        "rest": lasting(change.rested_ms),
        "issue": Said(str(change.issue), str(change.issue)),
    }
    return filled(_CHANGES[change.kind], facts)


def _stands(name: Said, clock: ClockTold, zone: ZoneInfo, now: datetime) -> Said:
    until = clock.ended_at or clock.paused_at or now
    late = until > clock.due_at
    facts = {
        "name": name,
        "due": at_moment(clock.due_at, zone),
        "span": between(*sorted((clock.due_at, until))),
        "when": at_moment(until, zone),
    }
    if clock.ended_by is not None:
        facts["who"] = by_whom(clock.ended_by)
        facts["did"] = Said(clock.ended_by.title_zh, clock.ended_by.title_en)
    return filled(_STANDS[clock.condition, late], facts)
