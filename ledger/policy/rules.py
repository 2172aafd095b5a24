"""Knows what a decision rests on besides the issue itself: the registry, the policies, the calendars."""

from dataclasses import dataclass, field
from typing import Protocol
from zoneinfo import ZoneInfo

from ledger.calendar.calendars import Calendars
from ledger.groundwork.process_settings import DEFAULT_ZONE
from ledger.issue.issue import Issue
from ledger.policy.policy import Policy
from ledger.policy.regime import Regime
from ledger.policy.versions import Policies
from ledger.registry.catalogue import Catalogue
from ledger.registry.routing import RuleSet

_CHINA = ZoneInfo(DEFAULT_ZONE)


@dataclass(frozen=True, slots=True)
class Rules:
    """One consistent snapshot of everything that is data and not code."""

    catalogue: Catalogue
    policies: Policies
    routing: RuleSet
    calendars: Calendars = field(default_factory=Calendars)
    zone: ZoneInfo = _CHINA
    _regimes: dict[tuple[str, str], Regime] = field(default_factory=dict, init=False, compare=False)

    def regime(self, policy: Policy, region: str) -> Regime:
        """A policy version with the working days of a region."""
        known = self._regimes.get((policy.key, region))
        if known is None:
            known = self._regimes[policy.key, region] = Regime(policy, self.calendars.of(region))
        return known

    def regime_of(self, issue: Issue) -> Regime:
        """The regime frozen onto an issue. Raises LookupError when its policy version is not known here."""
        if issue.policy is None or issue.policy_version is None:
            raise LookupError(f"issue {issue.id} has no policy yet")
        return self.regime(self.policies.of(issue.policy, issue.policy_version), issue.region)


class RulesReader(Protocol):
    """Where a long-running process has its rules from."""

    def current(self) -> Rules:
        """A snapshot that is a few seconds old at most."""
        ...

    def anew(self) -> Rules:
        """A snapshot as of now."""
        ...


@dataclass(frozen=True, slots=True)
class GivenRules:
    """Rules that do not change."""

    rules: Rules

    def current(self) -> Rules:
        """The rules given."""
        return self.rules

    def anew(self) -> Rules:
        """The rules given."""
        return self.rules
