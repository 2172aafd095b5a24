"""Knows how to let an issue live at random under any shipped policy, and how to audit what its events say."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import bson
import yaml
from bson.codec_options import CodecOptions

from ledger.decisions.lifecycle.table import allowed
from ledger.escalation.due import next_due_at
from ledger.groundwork.process_settings import DEFAULT_ZONE
from ledger.issue.refusals import CommandRefused
from ledger.issue.words.setting_aside import Merge
from ledger.policy.rules import Rules
from ledger.policy.versions import Adoption, Policies, parse_policy, shipped_versions
from ledger.store.records import event_to_document
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.escalation_events import EscalationFired
from mobile_schema.vocabulary import Severity
from oversight.audit.steps import Ladder
from oversight.audit.trial import judge
from oversight.audit.verdict import Rulebook, Verdict, Window
from tests.ledger.factories import PROVINCE, RULES, START
from tests.ledger.stories import Story, obstruction, reported

Document = dict[str, Any]
_FORWARD = frozenset(
    {
        "assign",
        "accept",
        "file-plan",
        "report-progress",
        "request-closure",
        "return-closure",
        "reopen",
        "approve-closure",
        "request-extension",
        "approve-extension",
        "record-recheck",
    }
)
_ALWAYS = datetime.min.replace(tzinfo=UTC)


@lru_cache
def rules_with(*texts: str, chosen: str = "13710") -> Rules:
    """Rules in which one policy, shipped or given here, holds for every new issue."""
    policies = [parse_policy(text) for text in (*shipped_versions(), *texts)]
    since = {"13710": _ALWAYS} | {chosen: START - timedelta(days=1)}
    adopted = [Adoption(policy, since.get(policy.name)) for policy in policies]
    return replace(RULES, policies=Policies(adopted))


@lru_cache
def rulebook(*texts: str) -> Rulebook:
    """What the audit knows: the same policies as text."""
    policies = [{"time_zone": DEFAULT_ZONE} | yaml.safe_load(text) for text in (*shipped_versions(), *texts)]
    ladders = {(policy["name"], policy["version"]): Ladder(policy) for policy in policies}
    return Rulebook(ladders, lambda region, _: RULES.calendars.of(region).is_working)


def as_stored(envelopes: Iterable[EventEnvelope]) -> list[Document]:
    """The events as MongoDB gives them back."""
    aware: CodecOptions[Document] = CodecOptions(tz_aware=True)
    return [bson.decode(bson.encode(event_to_document(envelope)), aware) for envelope in envelopes]


def audited(events: list[Document], now: datetime, *texts: str, window: Window | None = None) -> Verdict:
    """The verdict on one issue's events."""
    return judge(events, rulebook(*texts), window or Window.of(None, None, now))


@dataclass
class Life:
    """An issue and one of longer clocks that it may be merged into; nobody acts on what is due and was not fired."""

    story: Story = field(default_factory=reported)
    main: Story = field(init=False)

    def __post_init__(self) -> None:
        self.main = reported(severity=Severity.MAJOR, at=self.story.issue.reported_at, rules=self.story.rules)
        self.main.clock = self.story.clock
        self.story.main = self.main

    def sweep(self) -> None:
        """Fire what is due on both."""
        self.story.sweep()
        self.main.sweep()

    def act(self, choice: int) -> None:
        """One of the things that may be done now, by the right person, as the store does it: the due is fired first."""
        self.sweep()
        story = self.main if choice % 5 == 0 else self.story
        names = [name for name in allowed(story.issue.state) if story is self.story or name != "merge"]
        forward = [name for name in names if name in _FORWARD]
        names = forward if forward and choice % 3 else names
        if not names:
            return
        name = names[choice // 3 % len(names)]
        with suppress(CommandRefused):
            if name == "merge":
                story.do(Merge(into=self.main.issue.id, reason="同一问题"), PROVINCE)
            else:
                story.do(name, PROVINCE if name == "part" else None)

    def go_on(self) -> None:
        """Wait until something falls due, if anything will, and fire it at its very moment."""
        moments = [next_due_at(story.issue, story.rules.regime_of(story.issue)) for story in (self.story, self.main)]
        self.story.clock.moment = max(self.story.now, min(filter(None, moments), default=self.story.now))
        self.sweep()

    def fired(self) -> list[EscalationFired]:
        """What was told of the issue so far."""
        return [told.data for told in self.story.envelopes if isinstance(told.data, EscalationFired)]

    def acknowledge(self, choice: int) -> None:
        """A recipient confirms one of the alerts, counted from the newest."""
        self.sweep()
        fired = self.fired()
        if fired:
            self.story.acknowledge(fired[-1 - choice % len(fired)])


def life_of(incident: bool, rules: Rules = RULES) -> Life:
    """An issue that a visit or an incident made, under these rules."""
    return Life(obstruction(rules) if incident else reported(rules=rules))
