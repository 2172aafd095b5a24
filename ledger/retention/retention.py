"""Knows what a file of retention rules (保管规则) says: when what is archived, deleted, or kept in the streams."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from ledger.groundwork.yaml_lines import YamlFile
from mobile_schema.topics import EVENTS, FOREVER, TOPICS, Topic

_STRICT: Final = ConfigDict(frozen=True, extra="forbid")
_STATED: Final[Mapping[str, Topic]] = {topic.name: topic for topic in TOPICS}
_DAY: Final = timedelta(days=1)
# An issue goes to the archive only when all its events have left the stream: nobody has to publish or read them again.
_PUBLISHED_DAYS: Final = timedelta(milliseconds=EVENTS.retention_ms).days
_LOOKED_AT_DAYS: Final = 30


class Age(BaseModel):
    """How long ago something was: years, months and days of the calendar, in UTC."""

    model_config = _STRICT

    years: int = Field(default=0, strict=True, ge=0, le=100)
    months: int = Field(default=0, strict=True, ge=0, le=1200)
    days: int = Field(default=0, strict=True, ge=0, le=36_600)

    @model_validator(mode="after")
    def _is_longer_than_nothing(self) -> "Age":
        if not (self.years or self.months or self.days):
            raise ValueError("时长不得为零 / it must be longer than nothing")
        return self

    @property
    def shortest(self) -> timedelta:
        """As short as the calendar can make it."""
        return timedelta(days=365 * self.years + 28 * self.months + self.days)

    @property
    def longest(self) -> timedelta:
        """As long as the calendar can make it."""
        return timedelta(days=366 * self.years + 31 * self.months + self.days)

    def before(self, now: datetime) -> datetime:
        """The moment that was so long ago; a day that its month does not have is the month's last."""
        year, month = divmod(12 * (now.year - self.years) + now.month - 1 - self.months, 12)
        day = min(now.day, monthrange(year, month + 1)[1])
        return now.replace(year=year, month=month + 1, day=day) - timedelta(days=self.days)


def _at_least(days: int) -> AfterValidator:
    def demand(age: Age | None) -> Age | None:
        if age is not None and age.shortest < days * _DAY:
            raise ValueError(f"不得短于 {days} 天 / not shorter than {days} days")
        return age

    return AfterValidator(demand)


def _word(never: str) -> BeforeValidator:
    return BeforeValidator(lambda value: None if value == never else value)


After = Annotated[Age | None, _word("never")]
"""After how long something happens; None where the file says `never`."""


class IssueRule(BaseModel):
    """When an issue goes to the archive with its events, its alerts, and the bytes of its report."""

    model_config = _STRICT

    archive_after: Annotated[After, _at_least(_PUBLISHED_DAYS)]


class ReceiptRule(BaseModel):
    """When the bytes of a report that opened no issue go to the archive, and when bytes in the archive are deleted."""

    model_config = _STRICT

    archive_after: Annotated[After, _at_least(_PUBLISHED_DAYS)]
    delete_after: After


class LogRule(BaseModel):
    """When what is over is deleted."""

    model_config = _STRICT

    delete_after: Annotated[After, _at_least(_LOOKED_AT_DAYS)]


class Retention(BaseModel):
    """One version of the rules. `streams` keeps a topic for longer than `mobile_schema.topics` states; None: for ever.

    Deliveries are deleted when they are over, dead letters when they were sent again as they
    came; nothing else of either.
    """

    model_config = _STRICT

    version: int = Field(strict=True, ge=1, le=1_000_000)
    issues: IssueRule
    receipts: ReceiptRule
    deliveries: LogRule
    dead_letters: LogRule
    streams: Mapping[str, Annotated[Age | None, _word("forever")]] = {}

    @model_validator(mode="after")
    def _bytes_outlive_their_issues(self) -> "Retention":
        archived, deleted = self.issues.archive_after, self.receipts.delete_after
        if deleted is not None and (archived is None or deleted.shortest < archived.longest):
            message = "原文不得先于问题归档而删除 / bytes are not deleted before their issues are archived"
            raise PydanticCustomError("too_early", message, {"at": ["receipts", "delete_after"]})
        return self

    @field_validator("streams")
    @classmethod
    def _lengthen(cls, streams: Mapping[str, Age | None]) -> Mapping[str, Age | None]:
        for name, age in streams.items():
            topic = _STATED.get(name)
            if topic is None:
                message = f"没有这个主题 / no such topic; there are {', '.join(_STATED)}"
                raise PydanticCustomError("unknown_topic", message, {"at": [name]})
            if age is not None and not topic.bears("retention.ms", str(_milliseconds(age.shortest))):
                stated = "永久 for ever" if topic.retention_ms == FOREVER else f"{_days(topic)} 天 days"
                raise PydanticCustomError("shorter", f"不得短于 / not shorter than {stated}", {"at": [name]})
        return streams

    def lengthened(self, topic: Topic) -> int:
        """For how many milliseconds the topic is kept; -1 for ever."""
        if topic.name not in self.streams:
            return topic.retention_ms
        age = self.streams[topic.name]
        return FOREVER if age is None else _milliseconds(age.longest)


def parse_retention(text: str) -> Retention:
    """The rules in a YAML text. Raises DataFileRefused."""
    return YamlFile(text).parse(Retention)


def shipped_text() -> str:
    """The rules that come with the software, as written."""
    return (resources.files("ledger.retention") / "rules.yaml").read_text(encoding="utf-8")


@cache
def shipped_retention() -> Retention:
    """The rules that come with the software; they hold until others are entered."""
    return parse_retention(shipped_text())


def _milliseconds(length: timedelta) -> int:
    return length // timedelta(milliseconds=1)


def _days(topic: Topic) -> int:
    return topic.retention_ms // _milliseconds(_DAY)
