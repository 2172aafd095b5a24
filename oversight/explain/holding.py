"""Knows which policy version holds for an issue and why: chosen by date and scope, or moved to it by someone."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from ledger.issue.issue import Issue
from ledger.policy.policy import Scope
from ledger.policy.rules import Rules
from mobile_schema.events.assigning_events import IssueAssigned, IssueTriaged
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.handling_events import IssueCorrected
from mobile_schema.events.import_events import IssueImported
from mobile_schema.events.timing_events import PolicyMoved
from mobile_schema.labels import label
from oversight.explain.clocks import policy_version
from oversight.explain.names import happening
from oversight.explain.told.whole import PolicyTold

_EVER: Final = datetime.min.replace(tzinfo=UTC)


def policy_told(issue: Issue, envelopes: Iterable[EventEnvelope], rules: Rules) -> PolicyTold:
    """The policy frozen onto an issue. Raises ValueError when no event brought one."""
    by = _brought_by(envelopes)
    policy = policy_version(rules, issue.policy, issue.policy_version)
    scope = policy.applies_to if policy else Scope()
    zh, en = _scope_words(scope, rules)
    return PolicyTold(
        name=str(issue.policy),
        version=issue.policy_version or 0,
        title_zh=policy.title.zh if policy else None,
        title_en=policy.title.en if policy else None,
        why="moved" if isinstance(by.data, PolicyMoved | IssueCorrected) else "chosen",
        by=happening(by, rules.catalogue),
        scope=_scope(scope),
        scope_zh=zh,
        scope_en=en,
        holds_from=_holds_from(issue, rules),
    )


def _brought_by(envelopes: Iterable[EventEnvelope]) -> EventEnvelope:
    brought: EventEnvelope | None = None
    for one in envelopes:
        event = one.data
        if isinstance(event, IssueAssigned | IssueTriaged | PolicyMoved | IssueImported) or (
            isinstance(event, IssueCorrected) and brought is not None and _names(event) != _names(brought.data)
        ):
            brought = one
    if brought is None:
        raise ValueError("no event of the issue brought a policy")
    return brought


def _names(event: Any) -> tuple[str, int]:
    return event.policy, event.policy_version


def _holds_from(issue: Issue, rules: Rules) -> datetime | None:
    for adoption in rules.policies.adopted():
        if (adoption.policy.name, adoption.policy.version) == (issue.policy, issue.policy_version):
            return None if adoption.holds_from == _EVER else adoption.holds_from
    return None


def _scope(scope: Scope) -> dict[str, tuple[str, ...]]:
    said: dict[str, Sequence[str]] = {
        "categories": [category.value for category in scope.categories],
        "severities": [severity.value for severity in scope.severities],
        "regions": scope.regions,
        "works_stopped": () if scope.works_stopped is None else (str(scope.works_stopped).lower(),),
    }
    return {name: tuple(values) for name, values in said.items() if values}


def _scope_words(scope: Scope, rules: Rules) -> tuple[str, str]:
    regions = [rules.catalogue.regions.get(code) for code in scope.regions]
    zh = [rules.catalogue.category_name(code) for code in scope.categories]
    en = [rules.catalogue.category_name(code, "en") for code in scope.categories]
    zh += [label(code) for code in scope.severities]
    en += [label(code, "en") for code in scope.severities]
    zh += [region.name_zh for region in regions if region]
    en += [region.name_en for region in regions if region]
    if scope.works_stopped is not None:
        zh.append("已停工" if scope.works_stopped else "未停工")
        en.append("works stopped" if scope.works_stopped else "works not stopped")
    return "、".join(zh), ", ".join(en)
