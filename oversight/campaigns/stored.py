"""Knows what a campaign counts of a stored ledger: figures, visits, issues, permits, complaints, as they were then."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ledger.calendar.calendars import Calendars
from ledger.calendar.deadlines import end_of_day
from ledger.complaints.keeping import complaints_of
from ledger.figures.monthly import figures_of_year
from ledger.figures.programmes import is_in
from ledger.figures.reserve import reserve_of
from ledger.issue.projection import replay
from ledger.mongo.connection import Document, Store
from ledger.permits.keeping import by_project
from ledger.permits.standing import standings
from ledger.registry.catalogue import Catalogue
from ledger.registry.days import has_ended, local_day
from ledger.registry.regions import ancestors, level_of
from mobile_schema.cloudevents import SITE_VISIT
from mobile_schema.vocabulary import Level
from oversight.campaigns.campaign import Campaign
from oversight.campaigns.counted import (
    OF_RESERVE,
    Counted,
    complaint_counts,
    issue_counts,
    permit_counts,
    production_counts,
)
from oversight.campaigns.progress import ACROSS, SEVERAL, WHOLE, Row, place_of, progress
from oversight.ranking.measures import measures_of
from oversight.ranking.periods import period_of
from oversight.simulate.histories import Selection, histories
from oversight.subjects import regions_named

_PROBLEMS: Final = ("found", "answered", "solved")


@dataclass(frozen=True, slots=True)
class Watched:
    """What a campaign is computed of: the store, the registry, the working days, the zone of its days, the moment whose
    knowledge counts, and the day on which it is looked at.
    """

    store: Store
    catalogue: Catalogue
    calendars: Calendars
    zone: ZoneInfo
    as_of: datetime
    day: date

    @property
    def cut(self) -> datetime:
        """What happened later is not counted: the end of the day, or the moment if that comes first."""
        return min(self.as_of, end_of_day(self.day, self.zone))

    def begins(self, campaign: Campaign) -> date:
        """The campaign's first day in this year."""
        return campaign.days(self.day.year)[0]

    @property
    def whole(self) -> str:
        """What the sum of all is called: 全省."""
        levels = {level_of(code) for code in self.catalogue.regions}
        return "全省" if Level.PROVINCE in levels else "全市" if Level.CITY in levels else "全县"

    def places(self, level: Level) -> dict[str, str]:
        """The names of the regions of a level, by code."""
        regions = self.catalogue.regions.items()
        return {code: each.full_name_zh or each.name_zh for code, each in regions if level_of(code) is level}


def progress_of(campaign: Campaign, watched: Watched) -> list[Row]:
    """How far each place has come."""
    counted = list(counted_of(campaign, watched))
    return progress(campaign, watched.day, counted, watched.places(campaign.level), watched.whole)


def subjects_named(campaign: Campaign, watched: Watched, counted: Iterable[Counted]) -> dict[str, str]:
    """The codes of all that may have a row by what they are called; a place that is counted alone, by its code."""
    whole = {watched.whole: WHOLE, SEVERAL: ACROSS}
    places = {place: place for each in counted for place in (place_of(each, campaign.level),)}
    return whole | regions_named(watched.catalogue, campaign.level) | places


def counted_of(campaign: Campaign, watched: Watched) -> Iterator[Counted]:
    """All that the campaign counts."""
    if "figures" in campaign.sources:
        yield from _of_figures(campaign, watched)
    if "visits" in campaign.sources:
        yield from _of_visits(campaign, watched)
    if "issues" in campaign.sources:
        yield from _of_issues(campaign, watched)
    if "permits" in campaign.sources:
        yield from _of_permits(watched)
    if "complaints" in campaign.sources:
        yield from _of_complaints(campaign, watched)


def _of_figures(campaign: Campaign, watched: Watched) -> Iterator[Counted]:
    """Each project's last figure of the year that was known then."""
    month, asked = f"{watched.day:%Y-%m}", campaign.projects
    if any(OF_RESERVE.intersection((*each.done, *each.of)) for each in campaign.indicators):
        yield from _of_reserve(campaign, month, watched)
    period = period_of(month)
    for figure in figures_of_year(watched.store, month, watched.as_of):
        if not asked.has(figure, period.year):
            continue
        regions = _regions(figure.regions, figure.region_count)
        registered = watched.catalogue.projects.get(figure.project)
        measures = measures_of(figure, period) | production_counts(figure, registered, watched.day)
        yield Counted(figure.project, figure.name or figure.project, "figures", regions, measures)


def _of_reserve(campaign: Campaign, month: str, watched: Watched) -> Iterator[Counted]:
    """Each project that was in reserve this year, of the campaign's programmes; some have no figure of this year."""
    for each in reserve_of(watched.store, month, watched.as_of):
        if not is_in(campaign.projects.programmes, each):
            continue
        measures = {"reserve": 1, "begun": int(each.begun), "not_begun": int(not each.begun)}
        regions = _regions(each.regions, each.region_count)
        yield Counted(each.project, each.name or each.project, "figures", regions, measures)


def _regions(regions: tuple[str, ...], count: int) -> tuple[str, ...]:
    """One that says it lies in several places, and not in which, is in none below the province."""
    return ancestors(regions[0])[:1] if count > 1 and len(regions) == 1 else regions


def _of_visits(campaign: Campaign, watched: Watched) -> Iterator[Counted]:
    """Each project of the registry with the months of the campaign that have begun and those with a visit, each visit,
    and each problem that a visit found.
    """
    begins = watched.begins(campaign)
    months = max(0, watched.day.month - begins.month + 1) if watched.day >= begins else 0
    standing = {code: each for code, each in watched.catalogue.projects.items() if not has_ended(each, watched.day)}
    visits = _visits(watched, begins, standing)
    for code, project in standing.items():
        made = visits.get(code, [])
        visited = {local_day(each["captured_at"], watched.zone).month for each in made}
        measures = {
            "projects": 1,
            "visited": int(bool(made)),
            "not_visited": int(not made),
            "project_months": months,
            "visited_months": len(visited),
            "visits": len(made),
        }
        yield Counted(code, project.name_zh, "visits", tuple(project.regions), measures)
    for one in _of_issues(campaign, watched, visits_alone=True):
        problems = {name: one.measures[name] for name in _PROBLEMS}
        yield Counted(one.id, one.name, "visits", one.regions, problems)


def _visits(watched: Watched, begins: date, projects: Iterable[str]) -> dict[str, list[Document]]:
    """The visits of these projects since the campaign began, as they were known."""
    since = end_of_day(begins - timedelta(days=1), watched.zone)
    query = {
        "project_code": {"$in": sorted(projects)},
        "seen_at": {"$gt": since, "$lte": watched.cut},
        "type": SITE_VISIT,
        "recorded_at": {"$lte": watched.as_of},
    }
    found: defaultdict[str, list[Document]] = defaultdict(list)
    fields = {"project_code": 1, "captured_at": 1, "withdrawn": 1}
    for receipt in watched.store["receipts"].find(query, fields, batch_size=5_000):
        taken_back = receipt.get("withdrawn")
        if taken_back is None or taken_back["at"] > watched.as_of:
            found[receipt["project_code"]].append(receipt)
    return found


def _of_issues(campaign: Campaign, watched: Watched, *, visits_alone: bool = False) -> Iterator[Counted]:
    begins = watched.begins(campaign)
    since = end_of_day(begins - timedelta(days=1), watched.zone)
    for events in histories(watched.store, Selection(until=watched.cut, since=since)):
        known = [event for event in events if event.at <= watched.cut]
        if not known:
            continue
        issue = replay(known)
        if visits_alone and issue.source != "site_visit":
            continue
        if not visits_alone and campaign.categories and issue.category not in campaign.categories:
            continue
        counts = issue_counts(issue, known, begins, watched.cut, watched.zone)
        if counts is not None:
            yield Counted(issue.id, issue.serial, "issues", (issue.region,), counts)


def _of_permits(watched: Watched) -> Iterator[Counted]:
    """Each permit that a project of the registry needs, as it stands on the day; its id begins with the project's."""
    standing = {code: each for code, each in watched.catalogue.projects.items() if not has_ended(each, watched.day)}
    for permits in by_project(watched.store, standing, watched.as_of):
        project = standing[permits[0].project]
        for each in standings(permits, watched.day, watched.calendars.of(project.region)):
            counts = permit_counts(each)
            if counts is not None:
                name = f"{project.name_zh} · {each.permit.called}"
                yield Counted("/".join(each.permit.key), name, "permits", tuple(project.regions), counts)


def _of_complaints(campaign: Campaign, watched: Watched) -> Iterator[Counted]:
    """Each complaint received since the campaign began that was not withdrawn by then."""
    begins = watched.begins(campaign)
    for each in complaints_of(watched.store, watched.as_of):
        if begins <= each.received_on <= watched.day and not each.withdrawn:
            yield Counted(each.complaint, each.called, "complaints", (each.region,), complaint_counts(each))
