"""Knows how a campaign file is read and judged: each fault at its line; the campaigns that ship, and their kind."""

from collections.abc import Iterator, Mapping, Set
from difflib import get_close_matches
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

from ledger.groundwork.yaml_lines import DataFileRefused, YamlFile
from ledger.mongo.rule_files.kinds import RuleKind, texts_in
from oversight.campaigns.campaign import Campaign
from oversight.campaigns.counted import MEASURES

Path = tuple[int | str, ...]


def parse_campaign(text: str) -> Campaign:
    """A campaign from its YAML, or JSON. Raises DataFileRefused with what is wrong, in the order of the lines."""
    file = YamlFile(text)
    campaign = file.parse(Campaign)
    faults = sorted((file.fault(path, said) for path, said in _faults(campaign)), key=lambda each: each.line)
    if faults:
        raise DataFileRefused(tuple(faults))
    return campaign


@cache
def shipped_campaigns() -> Mapping[str, Campaign]:
    """Each campaign under its name, in the order of the names."""
    return MappingProxyType({campaign.name: campaign for campaign in map(parse_campaign, _texts())})


def _texts() -> list[str]:
    return texts_in(resources.files("oversight.campaigns") / "campaigns")


CAMPAIGNS: Final = RuleKind("campaign", parse_campaign, lambda campaign: (campaign.name, campaign.version), _texts)


def _faults(campaign: Campaign) -> Iterator[tuple[Path, str]]:
    keys: set[str] = set()
    for index, each in enumerate(campaign.indicators):
        if each.key in keys:
            yield ("indicators", index, "key"), f"指标 {each.key} 重复 / the key {each.key} stands twice"
        keys.add(each.key)
        known = MEASURES[each.source]
        for field in ("done", "of"):
            for place, name in enumerate(getattr(each, field)):
                if name not in known:
                    yield ("indicators", index, field, place), _unknown(name, known)
        for place, target in enumerate(each.targets):
            if not campaign.begins <= target.by <= campaign.ends:
                said = f"目标日期 {target.by} 不在活动期内 / the day {target.by} is not one of the campaign"
                yield ("indicators", index, "targets", place, "by"), said


def _unknown(name: str, known: Set[str]) -> str:
    near = get_close_matches(name, sorted(known), 1)
    hint_zh, hint_en = (f",是否为 {near[0]}?", f": is it {near[0]}?") if near else ("", "")
    return f"没有 {name}{hint_zh} / nothing is called {name}{hint_en}"
