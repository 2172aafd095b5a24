"""Knows when to try again or give up, how much goes in a minute and in one message: pure, the time is handed in."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar

FAIL_OVER_AFTER: Final = 3
"""So many failures in a row, and an endpoint counts as failing: what waits for it goes to the next in line."""
GIVE_UP_AFTER: Final = timedelta(hours=24)
"""A delivery that nobody has taken by then is failed for good; the alert stays in the app."""
WINDOW: Final = timedelta(minutes=1)
MOST_FOLDED: Final = 50
MOST_NOTICES: Final = 5_000
"""So many notices go in one message, in which most of them are only counted: each is in the app."""

_FIRST: Final = timedelta(seconds=5)
_LONGEST: Final = timedelta(minutes=15)
_SHORTEST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=1), timedelta(hours=1)
T = TypeVar("T")


def back_off(failures: int, jitter: float) -> timedelta:
    """How long to wait after so many failures in a row (1, 2, …): 5 s, doubled each time, at most 15 minutes.

    `jitter` from 0 to 1 takes away up to half, so that those that failed together do not come back together.
    """
    doubled: timedelta = _FIRST * 2 ** min(failures - 1, 20)
    return min(doubled, _LONGEST) * (1 - jitter / 2)


def pause(asked: timedelta | None, usual: timedelta) -> timedelta:
    """How long to leave a service alone that said "too many": as it asks, from a second to an hour."""
    return min(max(usual if asked is None else asked, _SHORTEST_PAUSE), _LONGEST_PAUSE)


def used(recent: Sequence[datetime], now: datetime) -> list[datetime]:
    """Which of these uses still count against the limit, oldest first; one in the future (a clock set back) counts."""
    return sorted(at for at in recent if at > now - WINDOW)


def room(recent: Sequence[datetime], per_minute: int, now: datetime) -> int:
    """How many messages an endpoint takes now: never more than `per_minute` in any 60 s."""
    return max(0, per_minute - len(used(recent, now)))


def room_at(recent: Sequence[datetime], per_minute: int, now: datetime) -> datetime:
    """When it takes the next one; `now` when it does already. Never further off than the window."""
    counted = used(recent, now)
    if len(counted) < per_minute:
        return now
    return min(counted[-per_minute] + WINDOW, now + WINDOW)


def next_group(waiting: Sequence[T], room: int, fits: Callable[[Sequence[T]], bool]) -> Sequence[T]:
    """Those of `waiting` (oldest first, at least one) that make the next message; always a beginning of them.

    When all that wait may still go one by one, the first alone. Else as many as `fits` allows, each of them told in
    the message: an alert that is only counted has not been delivered.
    """
    if len(waiting) <= room:
        return waiting[:1]
    low, high = 1, min(len(waiting), MOST_FOLDED)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(waiting[:middle]):
            low = middle
        else:
            high = middle - 1
    return waiting[:low]
