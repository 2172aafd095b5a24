"""Knows the text of a notice (通知): its kind, the issue, and what the event's row in `notices` says of it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from ledger.escalation.alert_texts import short, written
from ledger.escalation.notices import TABLE
from ledger.issue.issue import Issue
from mobile_schema.events.facts import Event
from mobile_schema.labels import Language, label


def notice_texts(issue: Issue, event: Event, kind: str, zone: ZoneInfo) -> tuple[str, str]:
    """What is said of an event in a notice of this kind, in Chinese and in English. Raises LookupError: no such row."""
    row = next((row for row in TABLE.get(type(event), ()) if row.kind == kind), None)
    if row is None:
        raise LookupError(f"{event.TYPE} tells nobody of {kind}")
    problem = short(issue.description)
    chinese, english = (
        row.chinese.format_map(_Said(event, zone, "zh")),
        row.english.format_map(_Said(event, zone, "en")),
    )
    return (
        _ended(f"【{label(row.kind)}】问题 {issue.serial} “{problem}”{chinese}", "。"),
        _ended(f"[{label(row.kind, 'en')}] Issue {issue.serial} {english}", "."),
    )


def _ended(sentence: str, stop: str) -> str:
    """A sentence with its full stop, where what people wrote does not end with one."""
    return sentence if sentence.endswith(("。", ".")) else sentence + stop


class _Said(Mapping[str, str]):
    """The fields of an event as words, each made when it is asked for: of most only the clocks are long."""

    def __init__(self, event: Event, zone: ZoneInfo, language: Language) -> None:
        self._event, self._zone, self._language = event, zone, language

    def __getitem__(self, name: str) -> str:
        return _shown(getattr(self._event, name), self._zone, self._language)

    def __iter__(self) -> Iterator[str]:
        return iter(type(self._event).model_fields)

    def __len__(self) -> int:
        return len(type(self._event).model_fields)


def _shown(value: Any, zone: ZoneInfo, language: Language) -> str:
    match value:
        case datetime():
            return written(value, zone)
        case StrEnum():
            return label(value, language)
        case tuple():
            return short(";".join(map(str, value)))
    return short(str(value))
