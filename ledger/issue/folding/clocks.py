"""Knows how what an event says of clocks changes them: ended, resumed, moved, started, rested, adopted."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec.structs import replace

from ledger.issue.clocks import ObligationState
from mobile_schema.events.facts import AdoptedDue, ClockChanges, Obligation

Clocks = tuple[ObligationState, ...]


def changed(clocks: Clocks, changes: ClockChanges, at: datetime, *, resting: bool) -> Clocks:
    """The clocks after an event at `at`; those that start or run again on an issue at rest rest from then on."""
    ended = {(end.code, end.round): end.outcome for end in changes.ended}
    resumed = {(key.code, key.round) for key in changes.resumed}
    moved = {(obligation.code, obligation.round): obligation for obligation in changes.moved}
    after = tuple(_one_changed(clock, ended, resumed, moved, at) for clock in clocks)
    for due in changes.adopted:
        after = tuple(_adopted_anew(clock, due, at) for clock in after)
    after += tuple(_started(obligation, at) for obligation in changes.started)
    return rest(after, at) if resting else after


def rest(clocks: Clocks, at: datetime) -> Clocks:
    """All running clocks, resting from `at` on; those that rest already rest on."""
    return tuple(
        replace(clock, paused_at=at) if clock.running and clock.paused_at is None else clock for clock in clocks
    )


def run_on(clocks: Clocks, at: datetime) -> Clocks:
    """All resting clocks, running from `at` on; a rest is never negative, even where the time jumped back."""
    return tuple(_run_on(clock, clock.paused_at, at) if clock.paused_at else clock for clock in clocks)


def adopt(clocks: Clocks, duplicate: str, adopted: tuple[Obligation, ...], at: datetime) -> Clocks:
    """The clocks with the earlier due times of a duplicate; what these bring forward into the past is due at `at`."""
    earlier = {(obligation.code, obligation.round): obligation.due_at for obligation in adopted}

    def adopting(clock: ObligationState) -> ObligationState:
        due = earlier.get((clock.code, clock.round))
        if due is None:
            return clock
        after = with_due(clock, clock.own_due, {**clock.adopted, duplicate: due})
        return replace(after, runs_from=at, taken_over={**clock.taken_over, duplicate: (due, at)})

    return tuple(adopting(clock) for clock in clocks)


def release(clocks: Clocks, duplicate: str) -> Clocks:
    """The clocks without what they adopted from a duplicate."""
    return tuple(_released(clock, duplicate) if duplicate in clock.adopted else clock for clock in clocks)


def run_from(clocks: Clocks, at: datetime) -> Clocks:
    """The running clocks, on which nothing falls due before `at`."""
    return tuple(replace(clock, runs_from=at) if clock.running else clock for clock in clocks)


def with_due(clock: ObligationState, own: datetime, adopted: Mapping[str, datetime]) -> ObligationState:
    """A clock with its own due time and those adopted: the earliest holds."""
    if not adopted:
        return replace(clock, due_at=own, own_due_at=None, adopted={})
    return replace(clock, due_at=min(own, *adopted.values()), own_due_at=own, adopted=dict(adopted))


def _one_changed(
    clock: ObligationState,
    ended: Mapping[tuple[str, int], str],
    resumed: set[tuple[str, int]],
    moved: Mapping[tuple[str, int], Obligation],
    at: datetime,
) -> ObligationState:
    key = (clock.code, clock.round)
    if key in ended:
        return replace(clock, ended_at=at, outcome=ended[key], paused_at=None)
    if key in resumed:
        clock = replace(clock, ended_at=None, outcome=None, runs_from=at)
    if key in moved:
        obligation = moved[key]
        after = with_due(clock, obligation.due_at, clock.adopted)
        return replace(
            after,
            provisional=obligation.provisional,
            original_due_at=obligation.original_due_at,
            runs_from=at,
        )
    return clock


def _adopted_anew(clock: ObligationState, due: AdoptedDue, at: datetime) -> ObligationState:
    if (clock.code, clock.round) != (due.code, due.round):
        return clock
    after = with_due(clock, clock.own_due, {**clock.adopted, due.issue_id: due.due_at})
    since = clock.taken_over[due.issue_id][1]
    return replace(after, runs_from=at, taken_over={**clock.taken_over, due.issue_id: (due.own_due_at, since)})


def _released(clock: ObligationState, duplicate: str) -> ObligationState:
    left = {issue: due for issue, due in clock.adopted.items() if issue != duplicate}
    taken_over = {issue: known for issue, known in clock.taken_over.items() if issue != duplicate}
    return replace(with_due(clock, clock.own_due, left), taken_over=taken_over)


def _started(obligation: Obligation, at: datetime) -> ObligationState:
    return ObligationState(
        code=obligation.code,
        round=obligation.round,
        started_at=at,
        due_at=obligation.due_at,
        original_due_at=obligation.original_due_at,
        granted_due_at=obligation.due_at if obligation.original_due_at else None,
        provisional=obligation.provisional,
    )


def _run_on(clock: ObligationState, since: datetime, at: datetime) -> ObligationState:
    until = max(since, at)
    return replace(
        clock,
        original_due_at=clock.original_due,
        paused_at=None,
        runs_from=at,
        rests=(*clock.rests, (since, until)),
        rested_ms=clock.rested_ms + (until - since) // timedelta(milliseconds=1),
    )
