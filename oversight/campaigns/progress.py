"""Knows how far each place has come in a campaign on a day: its numbers, what was to be reached by then, the light.

Sums are exact; a share without anything to share has no number, and says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from ledger.registry.regions import level_of, region_at
from mobile_schema.vocabulary import Level, Light
from oversight.campaigns.campaign import Campaign, Indicator
from oversight.campaigns.counted import SAID_BY_SOME, Counted
from oversight.ranking.printed import printed

WHOLE: Final = "whole"
ACROSS: Final = "across"
SEVERAL: Final = "跨区域、上级"
"""The name of the row of what lies in several places, or in a higher one alone."""
NOTHING: Final = "没有应计的项目或问题 / nothing to count"
UNSAID: Final = "没有一件写明 / none of them says it"
Which = Literal["done", "of", "left"]


@dataclass(frozen=True, slots=True)
class Reached:
    """One indicator of a place: its number as it is printed, what it is made of, what was expected by the day, which
    light that is, and the next target. `why` says why there is no number.
    """

    key: str
    value: Decimal | None
    done: int | None
    of: int | None
    expected: Decimal | None
    light: Light | None
    target: Decimal | None
    by: date | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A place with its indicators; `kind` is whole, place, or across (several places in one project)."""

    code: str
    name: str
    kind: str
    reached: tuple[Reached, ...]

    @property
    def light(self) -> Light | None:
        """The worst of its lights."""
        lights = {each.light for each in self.reached}
        return next((light for light in (Light.RED, Light.YELLOW, Light.GREEN) if light in lights), None)


def progress(
    campaign: Campaign, day: date, counted: Sequence[Counted], places: Mapping[str, str], whole: str
) -> list[Row]:
    """The whole, each place in the order of the codes, then what lies in several."""
    by_place: dict[str, list[Counted]] = {code: [] for code in places}
    for each in counted:
        by_place.setdefault(place_of(each, campaign.level), []).append(each)
    rows = [Row(WHOLE, whole, "whole", _reached(campaign, day, counted))]
    for code in sorted(by_place, key=lambda code: (code == ACROSS, code)):
        name, kind = (SEVERAL, "across") if code == ACROSS else (places.get(code, code), "place")
        rows.append(Row(code, name, kind, _reached(campaign, day, by_place[code])))
    return rows


def place_of(counted: Counted, level: Level) -> str:
    """The place it is counted in."""
    return place_in(counted.regions, level)


def place_in(regions: Sequence[str], level: Level) -> str:
    """The one place of a level that regions lie in; `across` where there are several, or a higher one alone."""
    places = {region_at(code, level) for code in regions}
    if len(places) == 1 and level_of(place := next(iter(places))) is level:
        return place
    return ACROSS


def behind(campaign: Campaign, key: str, which: Which, code: str, counted: Iterable[Counted]) -> list[Counted]:
    """The list behind a number: what is done, what it is of, or what is left to do. Raises KeyError."""
    indicator = campaign.indicator(key)
    of_place = [each for each in counted if code in {WHOLE, place_of(each, campaign.level)}]
    own = [each for each in of_place if each.source == indicator.source]
    done = [each for each in own if _sum(each, indicator.done)]
    if which == "done":
        return done
    of = [each for each in own if _sum(each, indicator.of)]
    return of if which == "of" else [each for each in of if not _sum(each, indicator.done)]


def expected(indicator: Indicator, campaign: Campaign, day: date) -> Fraction | None:
    """What is to be reached by the end of a day; None without targets, or before the campaign begins."""
    begins = _in_year(campaign.begins, day.year)
    if not indicator.targets or day < begins:
        return None
    if indicator.pace == "level":
        target = next((each for each in indicator.targets if _in_year(each.by, day.year) >= day), indicator.targets[-1])
        return Fraction(target.value)
    since, reached = begins, Fraction(0)
    for target in indicator.targets:
        by, value = _in_year(target.by, day.year), Fraction(target.value)
        if day <= by:
            span = (by - since).days
            return value if span == 0 else reached + (value - reached) * (day - since).days / span
        since, reached = by, value
    return reached


def _reached(campaign: Campaign, day: date, counted: Sequence[Counted]) -> tuple[Reached, ...]:
    return tuple(_one(each, campaign, day, counted) for each in campaign.indicators)


def _one(indicator: Indicator, campaign: Campaign, day: date, counted: Sequence[Counted]) -> Reached:
    own = [each for each in counted if each.source == indicator.source]
    unknown = indicator.unknown or (UNSAID if _is_unsaid(indicator, own) else None)
    if unknown is not None:
        return Reached(indicator.key, None, None, None, None, None, *_next(indicator, day), why=unknown)
    done = sum(_sum(each, indicator.done) for each in own)
    of = sum(_sum(each, indicator.of) for each in own) if indicator.of else None
    value, to_reach = _value(indicator, done, of), expected(indicator, campaign, day)
    light = None if value is None or to_reach is None else _light(value, to_reach, campaign.slack)
    return Reached(
        indicator.key,
        printed(value, indicator.decimals),
        done,
        of,
        printed(to_reach, max(1, indicator.decimals)),
        light,
        *_next(indicator, day),
        why=NOTHING if value is None else None,
    )


def _is_unsaid(indicator: Indicator, own: Sequence[Counted]) -> bool:
    return SAID_BY_SOME.issuperset(indicator.done) and not any(SAID_BY_SOME & each.measures.keys() for each in own)


def _value(indicator: Indicator, done: int, of: int | None) -> Fraction | None:
    if of is None:
        return Fraction(done, indicator.per)
    if of == 0:
        return None
    return Fraction(done, of * indicator.per) * (100 if indicator.unit == "%" else 1)


def _light(value: Fraction, to_reach: Fraction, slack: int) -> Light:
    if value >= to_reach:
        return Light.GREEN
    return Light.YELLOW if value >= to_reach * (100 - slack) / 100 else Light.RED


def _next(indicator: Indicator, day: date) -> tuple[Decimal | None, date | None]:
    """The target that comes next, or the last one."""
    days = [(each.value, _in_year(each.by, day.year)) for each in indicator.targets]
    return next((each for each in days if each[1] >= day), days[-1] if days else (None, None))


def _sum(counted: Counted, names: Iterable[str]) -> int:
    return sum(counted.measures.get(name, 0) for name in names)


def _in_year(day: str, year: int) -> date:
    return date.fromisoformat(f"{year}-{day}")
