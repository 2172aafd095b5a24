"""Knows how campaigns and their rows are told: plain data, numbers as they are printed, what is not known as null."""

from collections.abc import Mapping
from typing import Any, Final

from ledger.dispatch.watching import Remembered
from oversight.campaigns.campaign import Campaign
from oversight.campaigns.counted import Counted
from oversight.campaigns.progress import ACROSS, WHOLE, Reached, Row
from oversight.ranking.printed import as_number

_ENGLISH: Final = {WHOLE: "All", ACROSS: "Several places, or above"}


def told_campaign(campaign: Campaign) -> dict[str, Any]:
    """{name, version, title, title_en, about, begins, ends, level, indicators: [{key, name, name_en, source, unit,
    decimals, targets, unknown}]}."""
    return {
        "name": campaign.name,
        "version": campaign.version,
        "title": campaign.title,
        "title_en": campaign.title_en,
        "about": campaign.about,
        "begins": campaign.begins,
        "ends": campaign.ends,
        "level": campaign.level.value,
        "indicators": [
            {
                "key": each.key,
                "name": each.name,
                "name_en": each.name_en,
                "source": each.source,
                "unit": each.unit,
                "decimals": each.decimals,
                "targets": [{"by": target.by, "value": as_number(target.value)} for target in each.targets],
                "unknown": each.unknown,
            }
            for each in campaign.indicators
        ],
    }


def told_row(row: Row, english: Mapping[str, str]) -> dict[str, Any]:
    """{subject, subject_en, code, kind, light, values: {key: …}}; `english` are the places' names by code."""
    light = row.light
    return {
        "subject": row.name,
        "subject_en": {**english, **_ENGLISH}.get(row.code),
        "code": row.code,
        "kind": row.kind,
        "light": None if light is None else light.value,
        "values": {each.key: _told(each) for each in row.reached},
    }


def told_matter(figure: str, opened: Remembered) -> dict[str, Any]:
    """{figure, code, issue, serial, at, behind}: a matter that the ledger opened of a place behind schedule."""
    return {
        "figure": figure,
        "code": opened.region,
        "issue": opened.issue,
        "serial": opened.serial,
        "at": opened.at,
        "behind": opened.behind,
    }


def _told(reached: Reached) -> dict[str, Any]:
    return {
        "value": as_number(reached.value),
        "done": reached.done,
        "of": reached.of,
        "expected": as_number(reached.expected),
        "light": None if reached.light is None else reached.light.value,
        "target": as_number(reached.target),
        "by": None if reached.by is None else reached.by.isoformat(),
        "why": reached.why,
    }


def told_counted(counted: Counted) -> dict[str, Any]:
    """{id, name, source, regions, measures}: one project, visit or issue behind a number."""
    return {
        "id": counted.id,
        "name": counted.name,
        "source": counted.source,
        "regions": list(counted.regions),
        "measures": dict(sorted(counted.measures.items())),
    }
