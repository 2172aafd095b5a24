"""Knows the parts that events are made of: points, obligations, milestones, evidence, alerts, actors."""

from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from mobile_schema.fields import NO_NUL_PATTERN, SHA256_PATTERN, Day
from mobile_schema.vocabulary import Level, Role

# A policy names its clocks, steps and lights itself.
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]


class Fact(BaseModel):
    """A part of an event: frozen, no unknown field."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def trusted(cls, **fields: Any) -> Self:
        """The same as the class makes of these fields, unchecked: for what the ledger makes of its own by thousands.

        Every value must be what its field keeps, and no field without a default may be missing.
        """
        made = cls.__new__(cls)
        keep = object.__setattr__
        keep(made, "__dict__", _unsaid(cls) | fields)
        keep(made, "__pydantic_fields_set__", set(fields))
        keep(made, "__pydantic_extra__", None)
        keep(made, "__pydantic_private__", None)
        return made


@cache
def _unsaid(kind: type[Fact]) -> dict[str, Any]:
    """All fields in their order, with their defaults."""
    return {name: field.default for name, field in kind.model_fields.items()}


class Point(Fact):
    """WGS-84, degrees."""

    latitude: float
    longitude: float


class ClockKey(Fact):
    """One clock (时限节点) of an issue: which, and the how-manieth start of it."""

    code: Code
    round: int


class Obligation(ClockKey):
    """One clock as it was set. `original_due_at` is the first deadline of one that was extended (延期).

    `provisional`: it rests on a year whose working days are not published yet.
    """

    due_at: AwareDatetime
    original_due_at: AwareDatetime | None = None
    provisional: bool = False


class AdoptedDue(ClockKey):
    """One clock's due time taken over from a duplicate (并案), `issue_id`; on the duplicate it is `own_due_at`."""

    issue_id: str
    due_at: AwareDatetime
    own_due_at: AwareDatetime


class StepDone(ClockKey):
    """What a ladder step has done on one clock: how often, when first, when last, and when that was acknowledged."""

    step: Code
    occurrence: int
    first_at: AwareDatetime
    last_at: AwareDatetime
    idle: int = 0
    acknowledged_at: AwareDatetime | None = None


class ClockEnded(ClockKey):
    """One clock that stopped, and why; `out_of_scope`: the issue was corrected to one that does not have it."""

    outcome: Literal["satisfied", "cancelled", "extended", "out_of_scope"]


class ClockChanges(Fact):
    """What an event did to the clocks of its issue; `resumed` run on, with the due time they had unless they `moved`.

    `moved` have the due time given, from duplicates apart, whose own times `adopted` gives where they moved.
    """

    started: tuple[Obligation, ...] = ()
    ended: tuple[ClockEnded, ...] = ()
    resumed: tuple[ClockKey, ...] = ()
    moved: tuple[Obligation, ...] = ()
    adopted: tuple[AdoptedDue, ...] = ()


class NoticeGiven(Fact):
    """One person told (通知) of what happened, by post; it asks for nothing, and no clock hears of it.

    `vacant_posts` are the empty posts it was passed up from; `person_id` is None where nobody was there at all.
    """

    notice: Code
    person_id: str | None
    post: str
    level: Level | None
    region: str
    vacant_posts: tuple[str, ...] = ()


class Event(Fact):
    """One thing that happened to one issue, what that did to its clocks, and who was told.

    `TYPE` is the versioned name it is published under, `TITLE` what people call it, in Chinese and in English.
    """

    TYPE: ClassVar[str]
    TITLE: ClassVar[tuple[str, str]]
    clocks: ClockChanges | None = None
    notices: tuple[NoticeGiven, ...] = ()


class Deed(Event):
    """What a command made: an event with the note of who gave it, and the files that go with it (SHA-256)."""

    note: str | None = None
    attachments: tuple[str, ...] = ()


class Milestone(Fact):
    """One step of a plan drawn backwards from the deadline (倒排工期), due by the end of that local day."""

    name: Annotated[str, Field(min_length=1, max_length=200, pattern=NO_NUL_PATTERN)]
    due_on: Day


class EvidenceItem(Fact):
    """One piece of evidence for a closure: a stored attachment, a text, or both."""

    kind: Annotated[str, Field(min_length=1, max_length=60, pattern=NO_NUL_PATTERN)]
    sha256: Annotated[str, Field(pattern=SHA256_PATTERN)] | None = None
    text: Annotated[str, Field(max_length=2000, pattern=NO_NUL_PATTERN)] | None = None


class AlertRaised(Fact):
    """One message (督办提醒) to one recipient; `vacant_posts` are the empty posts it was passed up from."""

    alert_id: str
    recipient_person_id: str | None
    recipient_post: str
    recipient_level: Level | None
    recipient_region: str
    text_zh: str
    text_en: str
    vacant_posts: tuple[str, ...] = ()


class ToldAtOnce(Event):
    """An event of which somebody is told as it happens, under no clock: `alerts` is to whom, at any hour.

    With nobody there up to the province, `vacant_posts` are the empty posts.
    """

    alerts: tuple[AlertRaised, ...] = ()
    vacant_posts: tuple[str, ...] = ()


class EventActor(Fact):
    """Who did it; `person_id` is "system" and the rest empty when the ledger itself did.

    `credential` is the id of the session, device or token it came by (`session:9f3c…`), absent on older events.
    """

    person_id: str
    role: Role | None = None
    unit_id: str | None = None
    region: str | None = None
    credential: str | None = None
