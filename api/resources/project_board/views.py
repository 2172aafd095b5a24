"""Knows what is answered of the board of projects."""

from datetime import date
from typing import Any

from pydantic import AwareDatetime

from api.http.views import View
from mobile_schema.vocabulary import Level, Light
from oversight.campaigns.campaign import Campaign
from oversight.campaigns.lights import CampaignLight
from oversight.projects.summing import Last, Sums
from oversight.targets.target import Target


class BoardSums(View):
    """What some projects add up to. `plan` and `done` are of the year, in 分, `rate` in per cent, null without a plan;
    `silent` have reported nothing for two months. `stages` counts them by stage, `unknown` where none was said."""

    projects: int
    stages: dict[str, int]
    plan: int
    done: int
    rate: float | None
    silent: int
    flagged: int


class BoardPlace(BoardSums):
    """`code` is a region's, or `across`: of projects that lie in several, or in a higher one alone."""

    code: str
    name_zh: str
    name_en: str | None


class BoardCampaign(View):
    """One that runs: in how many days it ends, and the worst light of the places that one oversees, as of the end of
    `day`; null before anybody looked."""

    name: str
    title: str
    title_en: str | None
    ends: date
    days_left: int
    day: date | None
    light: Light | None


class BoardTarget(View):
    """`light` is null where nothing was entered; of one that is computed of figures it is of the day before."""

    code: str
    item: str
    name_zh: str
    name_en: str
    light: Light | None


class ProjectBoard(View):
    """Of one's own regions, now. The sums are of `year`, that of the last `month` of which anything was reported;
    `level` is that of the places."""

    as_of: AwareDatetime
    year: int
    month: str | None
    level: Level
    whole: BoardSums
    places: list[BoardPlace]
    campaigns: list[BoardCampaign]
    targets_year: int | None
    targets: list[BoardTarget]


class BoardProject(View):
    """A project by its last figure; money in 分. `leader` is its lead leader (包联领导), blank where none is named."""

    code: str
    name: str
    regions: list[str]
    month: str
    stage: str | None
    plan: int | None
    done: int | None
    flags: list[str]
    silent: bool
    leader: str


class BoardProjects(View):
    """By code; `count` is of all of them, `items` are the first."""

    count: int
    items: list[BoardProject]


def told_sums(sums: Sums) -> dict[str, Any]:
    """`BoardSums`."""
    names = ("projects", "plan", "done", "rate", "silent", "flagged")
    return {name: getattr(sums, name) for name in names} | {"stages": dict(sorted(sums.stages.items()))}


def told_campaign(campaign: Campaign, today: date, found: CampaignLight | None) -> dict[str, Any]:
    """`BoardCampaign`."""
    ends = campaign.days(today.year)[1]
    return {
        "name": campaign.name,
        "title": campaign.title,
        "title_en": campaign.title_en,
        "ends": ends.isoformat(),
        "days_left": (ends - today).days,
        "day": found and found.day.isoformat(),
        "light": found and found.light,
    }


def told_target(target: Target, light: Light | None) -> dict[str, Any]:
    """`BoardTarget`."""
    return {name: getattr(target, name) for name in ("code", "item", "name_zh", "name_en")} | {"light": light}


def told_project(last: Last, newest: str, leader: str) -> dict[str, Any]:
    """`BoardProject`."""
    figure = last.figure
    return {
        "code": figure.project,
        "name": figure.name or figure.project,
        "regions": list(figure.regions),
        "month": last.month,
        "stage": figure.stage,
        "plan": figure.plan_year,
        "done": figure.done_year,
        "flags": list(figure.flags),
        "silent": last.is_silent(newest),
        "leader": leader,
    }
