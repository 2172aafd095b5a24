"""Knows how a ranking is made of a stored ledger: of the figures, or issues, as they stood at a moment."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from ledger.calendar.deadlines import end_of_day
from ledger.figures.figure import MonthFigure
from ledger.figures.keeping import FIGURES
from ledger.figures.monthly import figures_of
from ledger.issue.projection import replay
from ledger.mongo.connection import Document, Store
from ledger.registry.catalogue import Catalogue
from ledger.registry.regions import level_of, region_at
from mobile_schema.reports.figure import STAGES
from mobile_schema.vocabulary import Level
from oversight.ranking.computing import WHOLE, Item, Ranked, Subject, compute
from oversight.ranking.formulas import comparison
from oversight.ranking.issue_measures import measures_of_issue
from oversight.ranking.measures import Measuring
from oversight.ranking.periods import Period
from oversight.ranking.rule import Rule
from oversight.simulate.histories import Selection, histories
from oversight.subjects import regions_named


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a ranking is made of: the store, the registry, the zone of its days, and the moment as of which."""

    store: Store
    catalogue: Catalogue
    zone: ZoneInfo
    as_of: datetime

    @property
    def whole(self) -> str:
        """What the sum of all is called: 全省."""
        levels = {level_of(code) for code in self.catalogue.regions}
        return "全省" if Level.PROVINCE in levels else "全市" if Level.CITY in levels else "全县"


def ranking_of(rule: Rule, period: Period, ledger: Ledger) -> list[Ranked]:
    """The rows of a ranking, in order."""
    return ranking_by(rule, period, ledger, items_of(rule, period, ledger))


def ranking_by(rule: Rule, period: Period, ledger: Ledger, items: list[Item]) -> list[Ranked]:
    """The same of items that were read already."""
    return compute(rule, period, list(_subjects(rule, ledger.catalogue, items)), items, ledger.whole)


def items_of(rule: Rule, period: Period, ledger: Ledger) -> list[Item]:
    """The projects, or issues, that it is made of."""
    if rule.source == "figures":
        placing = Placing(rule, period)
        figures = figures_of(ledger.store, period.month, ledger.as_of)
        return [placing.item(each) for each in figures if rule.projects.has(each, period.year)]
    return list(_of_issues(rule, period, ledger))


def subjects_named(rule: Rule, ledger: Ledger, items: Iterable[Item]) -> dict[str, str]:
    """The codes of all that may have a row by what they are called; what items alone know, by its code."""
    apart = [*(each.name for each in rule.separate), *(each.show_as for each in rule.exclude if each.show_as)]
    named = {ledger.whole: WHOLE} | {name: name for name in apart}
    counted = {code: code for item in items for code in (item.subject, item.zone) if code}
    if rule.subjects.by == "unit":
        return named | _units_named(ledger.catalogue) | counted
    regions = regions_named(ledger.catalogue, rule.subjects.level)
    zones = {zone.name_zh: zone.id for zone in ledger.catalogue.zones.values() if zone.name_zh not in regions}
    return named | regions | zones | counted


def _units_named(catalogue: Catalogue) -> dict[str, str]:
    """By name those that alone are called so, and each by its id."""
    times = Counter(unit.name_zh for unit in catalogue.units.values())
    alone = {unit.name_zh: code for code, unit in catalogue.units.items() if times[unit.name_zh] == 1}
    return alone | {code: code for code in catalogue.units}


def frozen(rule: Rule, period: Period, ledger: Ledger) -> tuple[datetime, str]:
    """The moment of the last of what a ranking is made of, and how many reports of the month there were by then; of
    issues the moment itself.
    """
    if rule.source == "issues":
        at = min(ledger.as_of, end_of_day(period.last_day, ledger.zone))
        return at, f"{at.isoformat(timespec='milliseconds')}"
    grouped: list[Document] = [
        {"$match": {"month": period.month, "at": {"$lte": ledger.as_of}}},
        {"$group": {"_id": None, "last": {"$max": "$at"}, "count": {"$sum": 1}}},
    ]
    found: Iterable[Document] = ledger.store[FIGURES].aggregate(grouped)
    last = next(iter(found), None)
    return (ledger.as_of, f"{period.month}:0") if last is None else (last["last"], f"{period.month}:{last['count']}")


def places_before(rule: Rule, period: Period, ledger: Ledger) -> Mapping[str, int]:
    """The place of each subject, by its code, in the period before: by the same rule, as the ledger stands now.

    What was entered of that period seldom changes: it is computed once for each position of the ledger.
    """
    before = period.before(rule.period.kind)
    if before is None:
        return {}
    asked = (rule.model_dump_json(), before.name, *frozen(rule, before, ledger))

    def computed() -> Mapping[str, int]:
        rows = ranking_of(rule, before, ledger)
        return {row.subject.code: row.place for row in rows if row.place is not None}

    found: Mapping[str, int] = ledger.catalogue.found.of(("places", *asked), computed)
    return found


class Placing:
    """How figures become items by one rule: what it asks of each is made ready once for many."""

    def __init__(self, rule: Rule, period: Period) -> None:
        self._rule, self._measuring = rule, Measuring(period)
        self._separate = [(each.name, comparison(each.when)) for each in rule.separate]
        self._asked = tuple({name for _, when in self._separate for name in when.names()})
        self._known: dict[tuple[int, ...], str | None] = {}
        self._places: dict[tuple[str, ...], tuple[str, int]] = {}
        self._out = [(_stages(each.status), each.show_as) for each in rule.exclude]

    def item(self, figure: MonthFigure) -> Item:
        """One project: under its subject, or in a row of its own."""
        measures = self._measuring.of(figure)
        first, places = self._placed(figure.regions)
        own = figure.unit if self._rule.subjects.by == "unit" else first
        zone = figure.zone if self._rule.ranks_zones else None
        if zone is not None and self._rule.in_zones == "zone":
            own, zone = zone, None
        for stages, name in self._out:
            if figure.stage in stages:
                return Item(figure.project, figure.name, own, name, True, measures, regions=figure.regions)
        name = self._separated(measures, max(figure.region_count, places)) if self._separate else None
        zone = zone if name is None else None
        return Item(figure.project, figure.name, own, name, False, measures, regions=figure.regions, zone=zone)

    def _placed(self, regions: tuple[str, ...]) -> tuple[str, int]:
        """The first place of the level that is ranked, and in how many a project lies."""
        if regions not in self._places:
            found = list(dict.fromkeys(region_at(code, self._rule.subjects.level) for code in regions))
            self._places[regions] = found[0], len(found)
        return self._places[regions]

    def _separated(self, measures: Mapping[str, int], crossed: int) -> str | None:
        asked = tuple(crossed if name == "region_count" else measures[name] for name in self._asked)
        if asked not in self._known:
            values = dict(zip(self._asked, map(Fraction, asked), strict=True))
            self._known[asked] = next((name for name, when in self._separate if when.holds(values)), None)
        return self._known[asked]


def _stages(word: str) -> frozenset[str]:
    return frozenset(stage.value for stage, name in STAGES.items() if word in {name, stage.value})


def _of_issues(rule: Rule, period: Period, ledger: Ledger) -> Iterator[Item]:
    first = period.first_day(rule.period.kind)
    since = end_of_day(first - timedelta(days=1), ledger.zone)
    cut = min(ledger.as_of, end_of_day(period.last_day, ledger.zone))
    for events in histories(ledger.store, Selection(until=cut, since=since)):
        known = [event for event in events if event.at <= cut]
        if not known:
            continue
        issue = replay(known)
        measured = measures_of_issue(issue, known, first, cut, ledger.zone)
        by_unit = rule.subjects.by == "unit"
        if measured is None or (by_unit and issue.unit_id is None):
            continue
        subject = str(issue.unit_id) if by_unit else region_at(issue.region, rule.subjects.level)
        yield Item(issue.id, issue.serial, subject, None, False, *measured, regions=(issue.region,))


def _subjects(rule: Rule, catalogue: Catalogue, items: list[Item]) -> Iterator[Subject]:
    """Who is compared: every region of the level, and the zones where the rule ranks them; or the units that any item
    is of.
    """
    if rule.subjects.by == "region":
        for code in sorted(catalogue.regions):
            if level_of(code) is rule.subjects.level:
                region = catalogue.regions[code]
                yield Subject(code, region.full_name_zh or region.name_zh)
        if rule.ranks_zones:
            used = {zone for item in items for zone in (item.subject, item.zone)}
            for zone in sorted(catalogue.zones.values(), key=lambda each: each.id):
                if zone.retired_on is None or zone.id in used:
                    yield Subject(zone.id, zone.name_zh, zone.tier or "")
        return
    for code in sorted({item.subject for item in items if item.subject}):
        unit = catalogue.units.get(code)
        yield Subject(code, unit.name_zh if unit else code)
