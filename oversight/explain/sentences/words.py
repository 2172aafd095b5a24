"""Knows how moments, days, spans and limits are written, in Chinese and in English."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from ledger.policy.words import NEXT_WORKING_DAY, UNITS, Unit
from oversight.explain.told.clocks import DaySkipped

_DAYS: Final = tuple(zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SPANS: Final = ((86_400, UNITS["days"]), (3_600, UNITS["hours"]), (60, Unit("分", "minute")))


class Said(NamedTuple):
    """One thing in both languages."""

    zh: str
    en: str


def on_day(day: date) -> Said:
    """A day with its weekday: 2026年3月2日(周一), Mon 2 Mar 2026."""
    zh, en = _DAYS[day.weekday()]
    return Said(f"{day.year}年{day.month}月{day.day}日(周{zh})", f"{en} {day.day} {_MONTHS[day.month - 1]} {day.year}")


def at_moment(moment: datetime, zone: ZoneInfo) -> Said:
    """A moment in a zone, seconds only where there are some."""
    local = moment.astimezone(zone)
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    day = on_day(local.date())
    return Said(f"{day.zh}{clock}", f"{day.en} {clock}")


def lasting(milliseconds: float) -> Said:
    """A span in its two largest units; less than a minute in seconds."""
    seconds = milliseconds / 1000
    parts: list[tuple[int, Unit]] = []
    rest = int(seconds)
    for size, unit in _SPANS:
        count, rest = divmod(rest, size)
        if count:
            parts.append((count, unit))
    if not parts:
        written = f"{seconds:.3f}".rstrip("0").rstrip(".")
        return Said(f"{written}秒", f"{written} s")
    return _counted(parts[:2])


def between(first: datetime, last: datetime) -> Said:
    """How long it is from one moment to a later one."""
    return lasting((last - first) / timedelta(milliseconds=1))


def limit(said: Mapping[str, int], *, or_next_working_day: bool = False) -> Said:
    """A time limit as a policy has it; the empty one is the end of the same day."""
    put_off = NEXT_WORKING_DAY if or_next_working_day else Said("", "")
    if not any(said.values()):
        return Said(f"限当日完成{put_off[0]}", f"due the same day{put_off[1]}")
    told = _counted((count, UNITS[unit]) for unit, count in said.items())
    return Said(f"限{told.zh}{put_off[0]}", f"{told.en}{put_off[1]}")


def in_a_row(days: Iterable[date]) -> Said:
    """Days as runs from–to."""
    runs = [_run(run) for run in _runs(days)]
    return Said("、".join(run.zh for run in runs), ", ".join(run.en for run in runs))


def skipped(days: Iterable[DaySkipped]) -> Said:
    """Days passed over, those in a row with one reason together."""
    told = []
    for (zh, en), group in groupby(days, key=lambda day: (day.reason_zh, day.reason_en)):
        run = in_a_row(day.day for day in group)
        told.append(Said(f"{run.zh}{zh}", f"{run.en} ({en})"))
    return Said("、".join(one.zh for one in told), ", ".join(one.en for one in told))


def filled(form: Said, facts: Mapping[str, Said]) -> Said:
    """A sentence with its blanks filled by name, each language with its own."""
    return Said(
        form.zh.format(**{name: fact.zh for name, fact in facts.items()}),
        form.en.format(**{name: fact.en for name, fact in facts.items()}),
    )


def _counted(parts: Iterable[tuple[int, Unit]]) -> Said:
    zh, en = zip(*((f"{count}{unit.zh}", unit.counted(count)) for count, unit in parts), strict=True)
    return Said("".join(zh), " ".join(en))


def _runs(days: Iterable[date]) -> Iterator[Sequence[date]]:
    """Groups of days that follow each other: within one their distance from their place is the same."""
    for _, group in groupby(enumerate(days), key=lambda numbered: numbered[1].toordinal() - numbered[0]):
        yield [day for _, day in group]


def _run(days: Sequence[date]) -> Said:
    first, last = on_day(days[0]), on_day(days[-1])
    return first if len(days) == 1 else Said(f"{first.zh}至{last.zh}", f"{first.en} – {last.en}")
