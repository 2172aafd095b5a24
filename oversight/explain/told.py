"""Knows what an explanation says, as data: plain frozen facts, moments aware and in UTC, days local to the policy.

Words come in pairs, `*_zh` and `*_en`. A person's name is None when the registry does not know the person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

ChangeKind = Literal[
    "suspended",
    "resumed",
    "adopted",
    "released",
    "parted",
    "moved",
    "recomputed",
    "runs_again",
    "unvoided",
    "corrected",
]
"""What an event did to a clock that had started."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of the issue: its version and type, what people call it, who did it, and the reason given if any."""

    version: int
    type: str
    at: datetime
    title_zh: str
    title_en: str
    person_id: str
    person_name: str | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DaySkipped:
    """A day that a limit in working days passes over: `weekend`, `holiday` (national) or `local` (closing day)."""

    day: date
    why: Literal["weekend", "holiday", "local"]
    reason_zh: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How a due time was counted: the limit, and every local day on the way from the day after the start.

    `limit` holds what is not zero of months, days, working_days, hours, minutes; empty is the end of the day of the
    start. With `or_next_working_day` the last day is put off to the next working day. `made_up` are the counted days
    that are worked in the place of others (调休). `holds` is False when the calendar known now would count otherwise
    than the one that set the clock.
    """

    policy: str
    limit: Mapping[str, int]
    or_next_working_day: bool
    counted: tuple[date, ...]
    made_up: tuple[date, ...]
    skipped: tuple[DaySkipped, ...]
    ends_at: datetime
    provisional: bool
    holds: bool


@dataclass(frozen=True, slots=True)
class Extension:
    """延期: a clock's due time as granted. `asked` is the request, `approved` the decision."""

    asked: Happening | None
    approved: Happening
    original_due_at: datetime
    granted_due_at: datetime


@dataclass(frozen=True, slots=True)
class ClockChange:
    """What an event did to a clock. `due_before` and `due_after` are alike when it did not move.

    `rested_ms` comes with "resumed", `issue` (the other issue's 编号) with "adopted" and "released".
    """

    kind: ChangeKind
    by: Happening
    due_before: datetime
    due_after: datetime
    rested_ms: int = 0
    issue: str | None = None


@dataclass(frozen=True, slots=True)
class ClockTold:
    """One clock (时限节点): why this due time, what moved it, what ended it.

    `due_at` is the end of the counted days (or what was granted), moved on by what of its rests (`rested_ms` in all)
    would have counted, in whole days, unless a duplicate brought an earlier one: then `own_due_at` is that sum.
    `given_due_at` is the deadline that the matter itself came with: then no days are counted. `paused_at` is there
    while it rests. `condition`: running, overdue, resting, merged (its issue is), or its outcome.
    """

    code: str
    round: int
    title_zh: str
    title_en: str
    condition: Literal["running", "overdue", "resting", "merged", "satisfied", "cancelled", "extended", "out_of_scope"]
    started_at: datetime
    started_by: Happening
    due_at: datetime
    own_due_at: datetime | None
    original_due_at: datetime | None
    provisional: bool
    paused_at: datetime | None
    rested_ms: int
    counted: Counted | None
    extension: Extension | None
    changes: tuple[ClockChange, ...]
    ended_at: datetime | None
    ended_by: Happening | None
    given_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VacantPost:
    """An empty post (空缺岗位), named as `GET /v1/vacancies` has it."""

    name: str
    title_zh: str
    title_en: str


@dataclass(frozen=True, slots=True)
class EmptyRooms:
    """Units in which nobody was, by the posts of their heads: `given` the issue by a person all the same (交办, 改派),
    or `passed_by` by the routing rules.
    """

    why: Literal["given", "passed_by"]
    by: Happening
    posts: tuple[VacantPost, ...]


@dataclass(frozen=True, slots=True)
class RecipientTold:
    """Who is told, and as what; `person_id` is None when every post up to the province is empty."""

    person_id: str | None
    person_name: str | None
    post: str
    title_zh: str
    title_en: str
    vacant_posts: tuple[VacantPost, ...]
    deputy: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryTold:
    """One try to reach a recipient outside the app: by which channel, and how that stands."""

    channel: str
    state: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class AlertTold:
    """One alert (督办提醒) that was raised, whether it was acknowledged, and its deliveries."""

    alert_id: str
    to: RecipientTold
    acknowledged: Happening | None
    deliveries: tuple[DeliveryTold, ...]


@dataclass(frozen=True, slots=True)
class StepTold:
    """Which occurrence of which ladder step, on which clock. Light and instrument are None if its policy is gone."""

    obligation: str
    round: int
    title_zh: str
    title_en: str
    step: str
    occurrence: int
    light: str | None
    light_zh: str | None
    light_en: str | None
    instrument: str | None
    instrument_zh: str | None
    instrument_en: str | None


@dataclass(frozen=True, slots=True)
class Firing:
    """What came of a step that fell due: `version` is that of its event. What a supervisor was told at once
    is told likewise, in round 0: a recheck as the step `solved` or `not-solved` of `recheck`, a report as `corrected`
    or `withdrawn` of `report`.

    `until` comes with "deferred"; `reason` with "deferred" and "failed", and with "fired" where it had to wait.
    `vacant_posts` are those for which nobody was there to tell.
    """

    version: int
    step: StepTold
    result: Literal["fired", "deferred", "failed"]
    due_at: datetime
    at: datetime
    late_ms: int
    reason: str | None
    until: datetime | None
    alerts: tuple[AlertTold, ...]
    vacant_posts: tuple[VacantPost, ...]


@dataclass(frozen=True, slots=True)
class Coming:
    """A step that will fire if nothing happens. `at` is when it falls due; past when the next sweep fires it late.

    `result` is what it will come to: "fire", "wait" (`until`: quiet hours) or "nobody" (every post is empty). `to` are
    the recipients as of now, `to_then` those of that moment as far as the registry knows today, when they differ.
    """

    step: StepTold
    at: datetime
    is_due: bool
    result: Literal["fire", "wait", "nobody"]
    until: datetime | None
    to: tuple[RecipientTold, ...]
    to_then: tuple[RecipientTold, ...] | None


@dataclass(frozen=True, slots=True)
class NoticeTold:
    """One notice (通知) of an event. `line` is what of the policy has it told, as in `notices.accepted`.

    `notice_id` is None where nobody was there to be told. A `post` of `named` is whom the event itself named.
    """

    notice: str
    title_zh: str
    title_en: str
    line: str
    to: RecipientTold
    notice_id: str | None
    deliveries: tuple[DeliveryTold, ...] = ()


@dataclass(frozen=True, slots=True)
class Notified:
    """An event of which people were told, under `policy` (name@version), each of them once."""

    by: Happening
    policy: str
    notices: tuple[NoticeTold, ...]


@dataclass(frozen=True, slots=True)
class NoticeAhead:
    """A kind of notice that what may happen next would be told by: `to` as posts are held now, never who does it.

    `others`: and whom the event will say, by their names or by the unit that it gives the work to or takes it from.
    """

    notice: str
    title_zh: str
    title_en: str
    line: str
    to: tuple[RecipientTold, ...]
    others: bool


@dataclass(frozen=True, slots=True)
class PolicyTold:
    """Which policy version holds for the issue and why: chosen by date and scope, or moved to it by someone.

    `scope` names what it is for (categories, severities, regions, works_stopped), empty for everything. `holds_from`
    is None when it always held, or nobody adopted it.
    """

    name: str
    version: int
    title_zh: str | None
    title_en: str | None
    why: Literal["chosen", "moved"]
    by: Happening
    scope: Mapping[str, tuple[str, ...]]
    scope_zh: str
    scope_en: str
    holds_from: datetime | None


@dataclass(frozen=True, slots=True)
class Silence:
    """Why nothing fires now. `until` comes with "suspended", `into` (a 编号) with "merged"."""

    why: Literal["closed", "voided", "suspended", "merged", "nothing_left", "unknown_policy"]
    by: Happening | None
    until: datetime | None = None
    into: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """All of it, for one issue at one moment. `coming` is in the order in which it falls due.

    The sentences say the same in words, one fact each, in the order: the issue, the empty rooms it came by, its policy,
    its clocks, what fired, who was told of what, why nothing fires or what comes, who would be told next.
    """

    issue_id: str
    serial: str
    version: int
    state: str
    state_zh: str
    state_en: str
    category: str
    severity: str
    as_of: datetime
    time_zone: str
    empty_rooms: tuple[EmptyRooms, ...]
    policy: PolicyTold
    clocks: tuple[ClockTold, ...]
    firings: tuple[Firing, ...]
    notified: tuple[Notified, ...]
    coming: tuple[Coming, ...]
    silence: Silence | None
    notices_ahead: tuple[NoticeAhead, ...]
    sentences_zh: tuple[str, ...] = ()
    sentences_en: tuple[str, ...] = ()
