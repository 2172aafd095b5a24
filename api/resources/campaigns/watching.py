"""Knows which campaigns are in force, and what of the ledger is told of one: how far each place has come, and the list
behind a number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import pymongo

from api.http.problems import Problem
from api.services import Services
from ledger.access.scopes import scope_of
from ledger.figures.reach import READ as ROWS
from ledger.figures.reach import reach_of
from ledger.mongo.rule_files.keeping import rules_in_force
from ledger.mongo.rule_files.kinds import HeldRules
from ledger.registry.days import local_day
from ledger.registry.entries import Person
from mobile_schema.vocabulary import Level
from oversight.campaigns.behind import matters_opened
from oversight.campaigns.campaign import Campaign
from oversight.campaigns.checking import CAMPAIGNS
from oversight.campaigns.progress import Which, behind
from oversight.campaigns.stored import Watched, counted_of, progress_of, subjects_named
from oversight.campaigns.told import told_campaign, told_counted, told_matter, told_row
from oversight.subjects import UnknownSubject, code_of

MATTERS: Final = "issue.read"
_SECONDS: Final = 30.0
_YEARS: Final = range(1900, 2100)


@dataclass(frozen=True, slots=True)
class Asked:
    """On which day, as of which moment, of which places a campaign is asked for; None as it is without being said."""

    day: date | None
    as_of: datetime | None
    level: Level | None


@dataclass(frozen=True, slots=True)
class Number:
    """Which number of a campaign: an indicator's key (None the first with a number), which part of it, of whom."""

    figure: str | None
    which: Which
    subject: str


async def campaigns_held(services: Services) -> Mapping[str, HeldRules[Campaign]]:
    """Those in force, by name."""
    return await services.ask(lambda: rules_in_force(services.store, CAMPAIGNS))


async def campaign_named(services: Services, name: str) -> Campaign:
    """The one in force. Raises Problem (404) where there is none."""
    held = (await campaigns_held(services)).get(name)
    if held is None:
        raise Problem(404, "unknown-campaign", f"没有专题活动 {name} / no such campaign: {name}", campaign=name)
    return held.rules


def progress(services: Services, person: Person, campaign: Campaign, asked: Asked) -> dict[str, Any]:
    """`ProgressView`; it waits for MongoDB."""
    campaign, scope = _at(campaign, asked.level), scope_of(person, MATTERS)

    def found(watched: Watched) -> dict[str, Any]:
        english = {code: region.name_en for code, region in watched.catalogue.regions.items()}
        rows = [told_row(row, english) for row in progress_of(campaign, watched)]
        opened = matters_opened(watched.store, campaign, watched.day.year)
        own = [told_matter(key, each) for key, each in opened if scope.covers_region(each.region)]
        return {"campaign": told_campaign(campaign), "items": rows, "matters": own}

    return _watching(services, asked, found)


def rows(services: Services, person: Person, campaign: Campaign, asked: Asked, number: Number) -> dict[str, Any]:
    """`CampaignBehind`, those that the person may read; it waits for MongoDB.

    Raises Problem of a figure (404) or a subject (422) that the campaign does not have.
    """
    campaign, reach = _at(campaign, asked.level), reach_of(person, ROWS, services.rules.current.catalogue)
    key = number.figure or next(each.key for each in campaign.indicators if each.done)

    def found(watched: Watched) -> dict[str, Any]:
        counted = list(counted_of(campaign, watched))
        try:
            code = code_of(number.subject, subjects_named(campaign, watched, counted))
            items = behind(campaign, key, number.which, code, counted)
        except UnknownSubject as error:
            raise Problem(422, "unknown-subject", str(error)) from None
        except KeyError:
            raise Problem(404, "unknown-figure", f"没有指标 {key} / no such figure: {key}") from None
        own = [told_counted(item) for item in items if reach.reads(item.id, item.regions)]
        return {"figure": key, "which": number.which, "subject": number.subject, "items": own}

    return _watching(services, asked, found)


def _watching(services: Services, asked: Asked, found: Callable[[Watched], dict[str, Any]]) -> dict[str, Any]:
    """What is found of the ledger as of a moment, on a day, and which these are."""
    rules = services.rules.current
    at = asked.as_of or services.clock.now()
    on = _on(asked.day, at, rules.zone)
    with pymongo.timeout(_SECONDS):
        told = found(Watched(services.store, rules.catalogue, rules.calendars, rules.zone, at, on))
        return told | {"day": on.isoformat(), "as_of": at}


def _on(day: date | None, at: datetime, zone: ZoneInfo) -> date:
    """The day that is asked for, of a year in which there are figures."""
    on = day or local_day(at, zone)
    if on.year not in _YEARS:
        raise Problem(422, "no-period", f"只看 1900 至 2099 年 / a day from 1900 to 2099: {on}")
    return on


def _at(campaign: Campaign, level: Level | None) -> Campaign:
    return campaign if level is None else campaign.model_copy(update={"level": level})
