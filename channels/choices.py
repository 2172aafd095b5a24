"""Knows by which ways outside the app a person wants notices, and when: a person's own choice, kept in `choices`.

It says nothing of escalations: those go as the policy says, at once.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Annotated, Any, Final, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from channels.endpoints.endpoint import ChannelKind
from ledger.mongo.connection import Store
from mobile_schema.vocabulary import NoticeKind

CHOICES: Final = "choices"
WINDOW: Final = timedelta(minutes=1)
"""What a person is told within so long of the first goes in one message."""
_STRICT: Final = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
_PATTERN: Final = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
_WRITTEN: Final = re.compile(_PATTERN[1:-1])


def _time_of_day(value: Any) -> Any:
    """Hours and minutes, and nothing else that could pass for a time."""
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or _WRITTEN.fullmatch(value) is None:
        raise ValueError("应为 HH:MM,如 22:00 / should be HH:MM, such as 22:00")
    return time.fromisoformat(value)


TimeOfDay = Annotated[
    time,
    BeforeValidator(_time_of_day, json_schema_input_type=Annotated[str, Field(pattern=_PATTERN, examples=["22:00"])]),
    PlainSerializer(lambda at: f"{at:%H:%M}", return_type=str),
]
Ways = Annotated[tuple[ChannelKind, ...], Field(max_length=len(ChannelKind))]


class QuietHours(BaseModel):
    """Local hours in which notices wait; they may go over midnight."""

    model_config = _STRICT

    begin: TimeOfDay = Field(alias="from")
    end: TimeOfDay = Field(alias="to")

    @model_validator(mode="after")
    def _end_is_another(self) -> Self:
        if self.begin == self.end:
            raise ValueError("起止时刻相同 / they end when they begin")
        return self

    def until(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """When a notice of a moment may go: that moment, or the end of the quiet it falls into."""
        local = moment.astimezone(zone)
        now, overnight = local.time(), self.begin > self.end
        quiet = (now >= self.begin or now < self.end) if overnight else self.begin <= now < self.end
        if not quiet:
            return moment
        day = local.date() + timedelta(days=1 if overnight and now >= self.begin else 0)
        return datetime.combine(day, self.end, tzinfo=zone).astimezone(moment.tzinfo)


class Choice(BaseModel):
    """What a person chose.

    `channels` are the kinds of channels for a kind of notice, `otherwise` those for the rest: none is the app alone,
    null whatever address names this very person. With `digest_at` what was told goes once a day, at that local time.
    """

    model_config = _STRICT

    channels: Mapping[NoticeKind, Ways] = Field(default_factory=dict)
    otherwise: Ways | None = None
    quiet_hours: QuietHours | None = None
    digest_at: TimeOfDay | None = None

    def ways(self, kind: str) -> Collection[ChannelKind] | None:
        """By which kinds of channels a notice goes; None: by an address of the person's own."""
        chosen: Mapping[str, Ways] = {each.value: ways for each, ways in self.channels.items()}
        return chosen.get(kind, self.otherwise)

    def goes_at(self, now: datetime, zone: ZoneInfo) -> datetime:
        """When what was told now goes out, with all that is told until then."""
        at = now + WINDOW if self.digest_at is None else _next(self.digest_at, now, zone)
        return at if self.quiet_hours is None else self.quiet_hours.until(at, zone)


UNSAID: Final = Choice()
"""What holds for who chose nothing."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A choice, and when it was made; never, where nothing was chosen."""

    choice: Choice
    changed_at: datetime | None


def read_choice(store: Store, person_id: str) -> Kept:
    """A person's choice. Raises pymongo.errors.PyMongoError when MongoDB is away, as all here do."""
    document = store[CHOICES].find_one({"_id": person_id})
    if document is None:
        return Kept(UNSAID, None)
    return Kept(Choice.model_validate(document["choice"]), document["changed_at"])


def read_choices(store: Store, person_ids: Collection[str]) -> dict[str, Choice]:
    """The choices of those of these who made one."""
    found = store[CHOICES].find({"_id": {"$in": sorted(person_ids)}})
    return {document["_id"]: Choice.model_validate(document["choice"]) for document in found}


def keep_choice(store: Store, person_id: str, choice: Choice, at: datetime) -> None:
    """Set a person's choice; what waits already goes as it was chosen before."""
    kept = {"choice": choice.model_dump(mode="json", by_alias=True), "changed_at": at}
    store[CHOICES].replace_one({"_id": person_id}, kept, upsert=True)


def _next(at: time, now: datetime, zone: ZoneInfo) -> datetime:
    """The next moment after now that the clock on the wall shows this."""
    local = now.astimezone(zone)
    today = datetime.combine(local.date(), at, tzinfo=zone)
    day = today if today > local else datetime.combine(local.date() + timedelta(days=1), at, tzinfo=zone)
    return day.astimezone(now.tzinfo)
