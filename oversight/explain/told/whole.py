"""Knows what an explanation is: all of it, for one issue at one moment, with its policy and why nothing fires."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from oversight.explain.told.clocks import ClockTold
from oversight.explain.told.happening import Happening
from oversight.explain.told.notices import NoticeAhead, Notified
from oversight.explain.told.people import EmptyRooms
from oversight.explain.told.steps import Coming, Firing


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

    why: Literal[
        "closed", "closed_on_paper", "voided", "import_undone", "suspended", "merged", "nothing_left", "unknown_policy"
    ]
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
