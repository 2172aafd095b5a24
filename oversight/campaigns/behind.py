"""Knows which places a campaign's rules find behind schedule on a day, and of what the ledger opens their matters.

It looks at the day that is over. A matter is of a campaign, its version, the year, a place and an indicator.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from ledger.dispatch.daily import Day
from ledger.dispatch.opening import Cause, derived_matter
from ledger.dispatch.watching import Remembered, Seen, beginning, remembered
from ledger.mongo.connection import Store
from ledger.mongo.rule_files.keeping import rules_in_force
from mobile_schema.vocabulary import Light, MatterSource
from oversight.campaigns.campaign import BehindRule, Campaign, Indicator
from oversight.campaigns.checking import CAMPAIGNS
from oversight.campaigns.lights import keep_lights
from oversight.campaigns.progress import Reached, Row
from oversight.campaigns.stored import Watched, progress_of


def behind_schedule(day: Day) -> Iterator[Seen]:
    """How each place stands by the rules of each campaign; the lights of all that run are kept, for the board."""
    over = day.today - timedelta(days=1)
    for held in rules_in_force(day.store, CAMPAIGNS).values():
        campaign = held.rules
        ruled = {each.key: each.matters for each in campaign.indicators if each.matters is not None}
        if _runs(campaign, over, day.store):
            watched = Watched(day.store, day.rules.catalogue, day.rules.calendars, day.rules.zone, day.at, over)
            rows = progress_of(campaign, watched)
            keep_lights(day.store, campaign, over, rows)
            for row in rows:
                if row.kind == "place":
                    yield from (
                        _seen(campaign, row, one, ruled[one.key], over) for one in row.reached if one.key in ruled
                    )


def matters_opened(store: Store, campaign: Campaign, year: int) -> list[tuple[str, Remembered]]:
    """What was opened of a campaign in a year: the indicator's key with each."""
    found = remembered(store, beginning(f"campaign/{campaign.name}@{campaign.version}/{year}/"))
    return [(each.key.rsplit("/", 1)[1], each) for each in found]


def _runs(campaign: Campaign, day: date, store: Store) -> bool:
    """Whether it runs, or somebody behind may still be told to be well again."""
    first, last = campaign.days(day.year)
    return first <= day and (day <= last or any(each.behind for _, each in matters_opened(store, campaign, day.year)))


def _seen(campaign: Campaign, row: Row, reached: Reached, rule: BehindRule, day: date) -> Seen:
    since = campaign.days(day.year)[0] if rule.since is None else date.fromisoformat(f"{day.year}-{rule.since}")
    may_open = since <= day <= campaign.days(day.year)[1]
    behind = reached.light is Light.RED or (rule.when == "yellow" and reached.light is Light.YELLOW)
    is_well = reached.light is Light.GREEN
    indicator = campaign.indicator(reached.key)
    return Seen(
        key=f"campaign/{campaign.name}@{campaign.version}/{day.year}/{row.code}/{reached.key}",
        behind=behind or (False if is_well else None),
        note=_note(campaign, indicator, reached, day, behind=behind),
        cause=_cause(campaign, row, indicator, reached, rule, day) if may_open else None,
    )


def _cause(  # noqa: PLR0917 - of which campaign, where, which number of it, by which rule, when
    campaign: Campaign, row: Row, indicator: Indicator, reached: Reached, rule: BehindRule, day: date
) -> Cause:
    of = (campaign.name, campaign.version, str(day.year), row.code, reached.key)
    return Cause(
        matter_id=derived_matter(date(day.year, 1, 1), "campaign", *of),
        region=row.code,
        said=f"{campaign.title}:{row.name}落后于进度。截至 {day},{_numbers(indicator, reached)};"
        f"{reached.by}应达 {reached.target}{indicator.unit}。",
        title=f"{campaign.title}({campaign.name}@{campaign.version})",
        source=MatterSource.CAMPAIGN,
        by=f"campaign:{campaign.name}@{campaign.version}",
        rule=rule,
    )


def _note(campaign: Campaign, indicator: Indicator, reached: Reached, day: date, *, behind: bool) -> str:
    zh = "再次落后于进度" if behind else "已赶上进度。本事项不自动销号,请核实后办理"
    en = "behind schedule again" if behind else "on schedule again; the matter is not closed by this"
    named = campaign.title_en or campaign.title
    return f"截至 {day},{campaign.title}{_numbers(indicator, reached)},{zh}。 / {named} on {day}: {en}."


def _numbers(indicator: Indicator, reached: Reached) -> str:
    unit = indicator.unit
    return f"{indicator.name} {reached.value}{unit}(当日应达 {reached.expected}{unit})"
