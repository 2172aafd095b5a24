"""Knows the kinds of rule files of oversight, by what they are called: campaigns, ranking rules, a year's targets."""

from collections.abc import Mapping
from typing import Any, Final

from ledger.mongo.rule_files.kinds import HeldRules, RuleKind
from oversight.campaigns.checking import CAMPAIGNS
from oversight.ranking.shipped import RANKINGS
from oversight.targets.target import TARGETS

KINDS: Final[Mapping[str, RuleKind[Any]]] = {each.kind: each for each in (CAMPAIGNS, RANKINGS, TARGETS)}


def told_entry(held: HeldRules[Any]) -> dict[str, Any]:
    """{entered_at, entered_by}: None of what ships."""
    return {"entered_at": held.entered_at, "entered_by": held.entered_by}
