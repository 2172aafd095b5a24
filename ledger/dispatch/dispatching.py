"""Knows how flagged figures that wait become matters: each in one transaction with the figure's leaving the queue.

A figure waits from the transaction that kept it (`mongo.waiting`), whatever dies meanwhile; the id of its matter
derives from project, month and flag, so that it is opened once, however often the figure comes or a turn is repeated.
"""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from pymongo.client_session import ClientSession

from ledger.dispatch.flagged import cause_of, issue_of, region_of, told_of
from ledger.dispatch.opening import noted, opened
from ledger.dispatch.rules import DispatchRules, FlagRule
from ledger.dispatch.silence import GAP, silence_key
from ledger.dispatch.store import read_dispatch
from ledger.dispatch.watching import BROKEN, WATCHED, matters_there, remember
from ledger.figures.figure import Figure, earlier_by
from ledger.figures.keeping import figures_by_id, last_of_months
from ledger.figures.monthly import month_before
from ledger.groundwork.clock import Clock
from ledger.groundwork.yaml_lines import DataFileRefused
from ledger.intake.planning.serials import counter, serial, year_of
from ledger.issue.issue import Issue
from ledger.jobs.leases import Lease
from ledger.mongo.connection import Store
from ledger.mongo.waiting import UNDISPATCHED
from ledger.policy.rules import Rules, RulesReader
from ledger.registry.days import local_day
from ledger.store.commit import Batch, Conflict, commit_numbered

EVERY_SECONDS: Final = 1.0
_LASTS: Final = timedelta(seconds=10)
_AT_ONCE: Final = 500
_WAITING: Final = {"failed": {"$exists": False}}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Dispatching:
    """One process's turns at dispatch."""

    store: Store
    clock: Clock
    rules: RulesReader
    holder: str

    @property
    def lease(self) -> Lease:
        """The claim that keeps the others from dispatching meanwhile."""
        return Lease(self.store, "dispatch", self.holder, _LASTS)

    def turn(self) -> int:
        """Open, or tell on, what waits, if no other process does; how many figures it was of.

        Raises pymongo.errors.PyMongoError; what was written stays written, and nothing of it comes again.
        """
        if self.store[UNDISPATCHED].find_one(_WAITING, {"_id": 1}) is None:
            return 0
        with self.lease.held() as ours:
            return self._all() if ours else 0

    def _all(self) -> int:
        try:
            dispatch = read_dispatch(self.store)
        except DataFileRefused as refused:
            _log.error("the dispatch rules that hold are not sound any more, figures wait: %s", refused)
            return 0
        done, rules = 0, self.rules.current()
        while waiting := self._waiting():
            figures = figures_by_id(self.store, waiting)
            settled = sum(self._one(each, figures.get(each), dispatch, rules) for each in waiting)
            if not settled:
                break
            done += settled
        return done

    def _waiting(self) -> list[str]:
        """Those that wait; what corrects a figure after it."""
        found = self.store[UNDISPATCHED].find(_WAITING, {"_id": 1}, sort=[("version", 1), ("_id", 1)], limit=_AT_ONCE)
        return [each["_id"] for each in found]

    def _one(self, figure_id: str, figure: Figure | None, dispatch: DispatchRules, rules: Rules) -> bool:
        """Dispatch one; whether it waits no more. What nothing can be decided of is marked, and holds up no other."""
        try:
            if figure is None:
                raise LookupError("the figure is not there")
            _Dispatch(self.store, figure, self._before(figure), dispatch, rules, self.clock).write()
        except Conflict as met:
            _log.info("figure %s waits for the next look: %r", figure_id, met)
            return False
        except BROKEN as error:
            _log.error("no matter could be opened of figure %s: %r", figure_id, error)
            failed = {"$set": {"failed": repr(error)[:500]}}
            self.store[UNDISPATCHED].update_one({"_id": figure_id}, failed)
        return True

    def _before(self, figure: Figure) -> Figure | None:
        """The figure that this one corrects."""
        return figures_by_id(self.store, [figure.corrects]).get(figure.corrects) if figure.corrects else None


@dataclass(slots=True)
class _Dispatch:
    """What one figure leads to: matters of its flags, and what is told on those of the figure that it corrects."""

    store: Store
    figure: Figure
    before: Figure | None
    dispatch: DispatchRules
    rules: Rules
    clock: Clock
    _there: Mapping[str, Issue] = field(default_factory=dict, init=False)

    def write(self) -> None:
        """Write it, with the figure's leaving the queue. Raises Conflict, pymongo.errors.PyMongoError."""
        earlier, now = () if self.before is None else self.before.flags, self.figure.flags
        flags = {flag: issue_of(self.figure.project, self.figure.month, flag) for flag in (*earlier, *now)}
        self._there = matters_there(self.store, list(flags.values()))
        at = self.clock.now()
        silence = self._silence() if GAP in now else None
        new = [
            rule
            for flag in now
            if flags[flag] not in self._there and not (flag == GAP and self._was_seen(silence))
            for rule in self._ruled(flag)
        ]
        if new and self._is_withdrawn():
            new = []
        differ = [flag for flag in flags if (flag in earlier) != (flag in now)]
        changed = [flag for flag in differ if flags[flag] in self._there]
        drawn_on = counter(region_of(self.figure), year_of(at, self.rules.zone))

        def planned(last: Mapping[str, int]) -> Batch:
            opening = [
                opened(cause_of(self.figure, rule), serial(drawn_on, last[drawn_on] + number), at, self.rules)
                for number, rule in enumerate(new, start=1)
            ]
            gap = next((change.issue for rule, change in zip(new, opening, strict=True) if rule.flag == GAP), None)
            telling = [noted(self._there[flags[flag]], told_of(self.figure, flag, self.before), at) for flag in changed]

            def also(store: Store, session: ClientSession) -> None:
                self._leave(store, session)
                if gap is not None and silence is not None:
                    remember(store, session, silence, gap, at, behind=False)

            return Batch(changes=[*opening, *telling], also=also)

        commit_numbered(self.store, Counter({drawn_on: len(new)} if new else {}), planned, self.rules)

    def _ruled(self, flag: str) -> Sequence[FlagRule]:
        """The rule by which a flag opens a matter now, unless its month is history."""
        rule = self.dispatch.of(flag)
        this_month = f"{local_day(self.clock.now(), self.rules.zone):%Y-%m}"
        recent = self.figure.month >= earlier_by(self.dispatch.within_months, this_month)
        return [rule] if rule is not None and recent else []

    def _is_withdrawn(self) -> bool:
        """Whether its month was withdrawn meanwhile: nothing is opened of what counts no more."""
        project, month = self.figure.project, self.figure.month
        return bool(last_of_months(self.store, {project: [month]})[project][month].withdrawn)

    def _silence(self) -> str | None:
        """Under which the silence is remembered that this figure ends."""
        last = month_before(self.store, self.figure.project, self.figure.month)
        return None if last is None else silence_key(self.figure.project, last)

    def _was_seen(self, silence: str | None) -> bool:
        """Whether the day's look opened the matter of that silence already."""
        return silence is not None and self.store[WATCHED].find_one({"_id": silence}, {"_id": 1}) is not None

    def _leave(self, store: Store, session: ClientSession) -> None:
        if not store[UNDISPATCHED].delete_one({"_id": self.figure.id}, session=session).deleted_count:
            raise Conflict(f"figure {self.figure.id} was dispatched meanwhile")
