"""Knows how what an issue says of itself is put right (更正), and what its clocks and its supervision then do.

The event keeps both, and nothing is rewritten. Where category, severity or region change, the clocks run as if the
issue had said so from the start; what is major or overdue is corrected so by a level above, as closing it asks for
other things then. Supervision rises where the corrected issue asks for it, and never falls; the unit stays.
"""

from datetime import datetime
from typing import Any, Final

from msgspec.structs import replace

from ledger.access.permissions import demand_above_if_grave, supervises
from ledger.decisions.case import Case
from ledger.decisions.clock_effects import OUT_OF_SCOPE, facts_of
from ledger.decisions.recounting import counted_anew, stands, under_another
from ledger.issue.clocks import ObligationState
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.correcting import Correct
from ledger.policy.policy import Policy
from ledger.policy.regime import Regime
from ledger.registry.days import has_ended, local_day
from ledger.registry.regions import higher, is_within, level_of, region_at
from ledger.registry.routing import RoutingFacts, route
from mobile_schema.events.facts import ClockChanges, ClockKey, Point
from mobile_schema.events.handling_events import IssueCorrected, Particular, Particulars
from mobile_schema.vocabulary import Level, State

_NAMES: Final[tuple[Particular, ...]] = ("category", "severity", "description", "region", "location")
_OF_THE_RULES: Final = frozenset({"category", "severity", "region"})
"""What rules ask about: with these the clocks and the supervision may be others."""


def correct(case: Case, command: Correct) -> IssueCorrected:
    """The correction. Raises CommandRefused: nothing is another then, or the corrected issue cannot be."""
    issue, said = case.issue, _said(command)
    corrected = tuple(name for name in _NAMES if name in said and said[name] != getattr(issue, name))
    if not corrected:
        raise _refused("与现有内容相同,无可更正 / it says nothing that the issue does not say already")
    after = replace(issue, **{name: said[name] for name in corrected})
    event = IssueCorrected(
        reason=command.reason,
        corrected=corrected,
        before=_particulars(issue),
        after=_particulars(after),
        supervising_region=issue.supervising_region,
        supervising_level=issue.supervising_level,
        policy=case.regime.policy.name,
        policy_version=case.regime.policy.version,
    )
    return event if _OF_THE_RULES.isdisjoint(corrected) else _with_what_follows(case, after, event)


def as_corrected(issue: Issue, event: IssueCorrected) -> Issue:
    """The issue that says what the event put right, all else as it was."""
    return replace(issue, **{name: getattr(event.after, name) for name in event.corrected})


def corrected_clocks(issue: Issue, after: Issue, at: datetime, regime: Regime) -> ClockChanges | None:
    """What it does to the clocks of an issue that it is `after` now, under the regime of that.

    What an earlier correction took from its scope runs on where this one brings it back.
    """
    anew = under_another(after, at, regime, without="out_of_scope")
    back = [clock for clock in _latest_rounds(issue) if _is_back(clock, after, regime)]
    standing = {clock.key: clock for clock in issue.obligations}
    same = (issue.policy, issue.policy_version) == (regime.policy.name, regime.policy.version)
    moved = [each for each in anew.moved if not (same and stands(standing[f"{each.code}.{each.round}"], each))]
    moved += [counted_anew(clock, after, regime) for clock in back]
    if not (moved or back or anew.ended or anew.started):
        return None
    resumed = tuple(ClockKey(code=clock.code, round=clock.round) for clock in back)
    return ClockChanges(started=anew.started, ended=anew.ended, resumed=resumed, moved=tuple(moved))


def _said(command: Correct) -> dict[str, Any]:
    said: dict[str, Any] = {name: value for name in _NAMES if (value := getattr(command, name)) is not None}
    place = command.location
    return said if place is None else said | {"location": Point(latitude=place.latitude, longitude=place.longitude)}


def _particulars(issue: Issue) -> Particulars:
    return Particulars(**{name: getattr(issue, name) for name in _NAMES})


def _with_what_follows(case: Case, after: Issue, event: IssueCorrected) -> IssueCorrected:
    """The event with the supervision, the policy and the clocks of the corrected issue. Raises CommandRefused."""
    demand_above_if_grave(case.issue, case.actor, case.at)
    _demand_possible(case, after)
    level, policy = _supervision(case, after), _policy(case, after)
    regime = case.rules.regime(policy, after.region)
    return event.model_copy(
        update={
            "supervising_region": None if level is None else region_at(after.region, level),
            "supervising_level": level,
            "policy": policy.name,
            "policy_version": policy.version,
            "clocks": corrected_clocks(case.issue, after, case.at, regime),
        }
    )


def _demand_possible(case: Case, after: Issue) -> None:
    issue, catalogue = case.issue, case.rules.catalogue
    if after.category != issue.category:
        _demand_category(case, after)
    if after.region == issue.region:
        return
    if after.region not in catalogue.regions:
        raise _refused(f"没有这个地区 / there is no such region: {after.region}")
    project = catalogue.projects.get(issue.project_code or "")
    if project is not None and not any(
        is_within(after.region, region) or is_within(region, after.region) for region in project.regions
    ):
        raise _refused(
            f"项目不在该地区 / the project does not lie there: {after.region}", regions=list(project.regions)
        )
    if not supervises(after, case.actor):
        raise CommandRefused(
            Refusal.NOT_PERMITTED, "您不督办更正后的地区 / you do not supervise where it would be", region=after.region
        )


def _demand_category(case: Case, after: Issue) -> None:
    entry = case.rules.catalogue.categories.get(after.category)
    if entry is None or has_ended(entry, local_day(case.at, case.rules.zone)):
        raise _refused(f"没有这个类别,或其已停用 / no category to choose: {after.category}", category=after.category)
    if case.issue.stands_at is State.CLOSURE_REQUESTED:
        raise _refused(
            "销号申请待核查,其材料按原类别提供,请先退回或由申请人撤回 / "
            "the closure asked for shows the evidence of the category as it is: return it first"
        )


def _supervision(case: Case, after: Issue) -> Level | None:
    """The level that supervises the corrected issue: as now, or higher where the routing rules say so."""
    now = None if after.supervising_level is None else Level(after.supervising_level)
    project = case.rules.catalogue.projects.get(after.project_code or "")
    own = level_of(after.region) if project is None else project.level
    found = route(RoutingFacts(after.category, after.severity, after.region, own), case.rules.routing)
    if found is None:
        return now
    return found.supervising_level if now is None else higher(now, found.supervising_level)


def _policy(case: Case, after: Issue) -> Policy:
    """The one that it has, unless that is not for such an issue: then the one that holds for such."""
    policy, facts = case.regime.policy, facts_of(after)
    return policy if policy.applies_to.covers(facts) else case.rules.policies.for_issue(facts, case.at)


def _latest_rounds(issue: Issue) -> list[ObligationState]:
    return list({clock.code: clock for clock in issue.obligations}.values())


def _is_back(clock: ObligationState, after: Issue, regime: Regime) -> bool:
    rule = regime.policy.obligations.get(clock.code)
    return clock.outcome == OUT_OF_SCOPE and rule is not None and rule.only.covers(facts_of(after))


def _refused(detail: str, **facts: object) -> CommandRefused:
    return CommandRefused(Refusal.CORRECTION_NOT_POSSIBLE, detail, **facts)
