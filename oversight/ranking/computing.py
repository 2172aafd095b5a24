"""Knows how a ranking is computed: items put under subjects, indicators worked out, places given, lists taken.

Pure, and the same whatever order the items come in: everything is a sum, and what is equal is parted by its code.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter
from typing import Final

from msgspec import Struct

from oversight.ranking.formulas import comparison, formula
from oversight.ranking.issue_measures import OF_ISSUES
from oversight.ranking.measures import OF_FIGURES, SUMS
from oversight.ranking.periods import Period
from oversight.ranking.places import Standing, with_lists, with_places
from oversight.ranking.rule import MONEY, Indicator, Rule

WHOLE: Final = "whole"
SUBJECT: Final = "subject"
SEPARATE: Final = "separate"
EXCLUDED: Final = "excluded"
_OUTSIDE: Final = "属地不在参与排名的层级 / it lies at no place of the level that is ranked"


class Item(Struct, frozen=True, gc=False):
    """One project, or issue: where it counts (a subject's code, or the name of a row of its own), and what as.

    `out` is one that stands apart from every rate (终止). `series` are what medians are made of. `zone` is a second
    subject to which it counts, the development zone that it lies in.
    """

    id: str
    name: str
    subject: str
    separate: str | None
    out: bool
    measures: Mapping[str, int]
    series: Mapping[str, int] = {}
    regions: tuple[str, ...] = ()
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is compared: code and name; of a development zone its tier too, blank where nobody said it."""

    code: str
    name: str
    tier: str | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A row: `kind` is whole, subject, separate or excluded; values are exact, `broken` are identities that fail."""

    kind: str
    subject: Subject
    values: Mapping[str, Fraction | None]
    place: int | None = None
    sequence: str | None = None
    excluded: str | None = None
    lists: tuple[str, ...] = ()
    exempt: str | None = None
    broken: tuple[str, ...] = ()
    items: int = 0


def compute(rule: Rule, period: Period, subjects: Iterable[Subject], items: Sequence[Item], whole: str) -> list[Ranked]:
    """The whole first, then subjects by place, those without one, and the rows of their own."""
    known = {subject.code: subject for subject in subjects}
    groups, apart, nowhere = _grouped(rule, known, items)
    totals = [_totals(rule, nowhere)]

    def values_of(own: Sequence[Item]) -> dict[str, Fraction | None]:
        totals.append(_totals(rule, own))
        return _values(rule, period, totals[-1], own)

    standings = [_standing(rule, period, known, code, own, values_of(own)) for code, own in groups.items()]
    ranked = with_lists(rule, period, with_places(rule, period, standings))
    names = {each.show_as for each in rule.exclude}
    rows_apart = [
        _row(EXCLUDED if name in names else SEPARATE, Subject("", name), values_of(own), len(own), rule)
        for name, own in apart.items()
    ]
    of_all = _values(rule, period, _whole(rule, totals, items), [item for item in items if not item.out])
    rows = [_row(WHOLE, Subject("", whole), of_all, len(items), rule)]
    rows += [
        Ranked(
            SUBJECT,
            Subject(each.code, each.name),
            each.values,
            each.place,
            each.sequence,
            each.excluded,
            each.lists,
            each.exempt,
            _broken(rule, each.values),
            len(groups[each.code]),
        )
        for each in ranked
    ]
    return rows + rows_apart


def _grouped(
    rule: Rule, known: Iterable[str], items: Sequence[Item]
) -> tuple[dict[str, list[Item]], dict[str, list[Item]], list[Item]]:
    """Those of each subject, those of each row of its own, and those that stand in none."""
    groups: dict[str, list[Item]] = {code: [] for code in known}
    apart: dict[str, list[Item]] = {each.name: [] for each in rule.separate}
    apart |= {each.show_as: [] for each in rule.exclude if each.show_as is not None}
    nowhere: list[Item] = []
    for item in items:
        if item.separate is not None:
            apart.setdefault(item.separate, []).append(item)
        else:
            (nowhere if item.out else groups.setdefault(item.subject, [])).append(item)
        if item.zone is not None:
            groups.setdefault(item.zone, []).append(item)
    return groups, apart, nowhere


def _standing(  # noqa: PLR0917 - what a standing is made of
    rule: Rule,
    period: Period,
    known: Mapping[str, Subject],
    code: str,
    own: Sequence[Item],
    values: Mapping[str, Fraction | None],
) -> Standing:
    subject = known.get(code, Subject(code, code))
    why = _why_not(rule, period, own, values) if code in known else _OUTSIDE
    return Standing(subject.code, subject.name, values, why, tier=subject.tier)


def behind(rule: Rule, items: Iterable[Item], key: str, subject: str) -> list[Item]:
    """The items that a row's figure is made of: all of its own that count to it. Raises KeyError."""
    indicator = next((each for each in rule.indicators if each.key == key), None)
    if indicator is None:
        raise KeyError(key)
    own = [item for item in items if _is_of(item, subject)]
    if indicator.count is None:
        return [item for item in own if not item.out or item.separate == subject]
    named = [name for name in (indicator.count, indicator.over) if name is not None]
    return [item for item in own if any(item.measures[name] for name in named)]


def _is_of(item: Item, subject: str) -> bool:
    if subject == WHOLE:
        return True
    if item.separate is not None:
        return item.separate == subject
    return not item.out and subject in {item.subject, item.zone}


def _row(kind: str, subject: Subject, values: Mapping[str, Fraction | None], items: int, rule: Rule) -> Ranked:
    return Ranked(kind, subject, values, broken=_broken(rule, values), items=items)


def _totals(rule: Rule, items: Sequence[Item]) -> dict[str, int]:
    """What these count up to, each measure once."""
    measures = [item.measures for item in items]
    return {name: sum(map(itemgetter(name), measures)) for name in known_to(rule)}


def _whole(rule: Rule, totals: Sequence[Mapping[str, int]], items: Sequence[Item]) -> dict[str, int]:
    """The same of everything: every item lies in one of the groups, or in a zone too, and what is out is in no sum."""
    outside, twice = (
        _totals(rule, own) for own in ([item for item in items if item.out], [item for item in items if item.zone])
    )
    return {
        name: sum(map(itemgetter(name), totals)) - twice[name] - (outside[name] if name in SUMS else 0)
        for name in known_to(rule)
    }


def _values(
    rule: Rule, period: Period, totals: Mapping[str, int], summed: Sequence[Item]
) -> dict[str, Fraction | None]:
    """Every measure and indicator; medians are of those that are in rates."""
    found: dict[str, Fraction | None] = {name: Fraction(total) for name, total in totals.items()}
    found["elapsed"] = period.elapsed
    for each in rule.indicators:
        found[each.key] = _value(each, found, summed)
    return found


def _value(indicator: Indicator, found: Mapping[str, Fraction | None], summed: Sequence[Item]) -> Fraction | None:
    if indicator.formula is not None:
        return formula(indicator.formula).value(found)
    if indicator.median is not None:
        return _median([item.series[indicator.median] for item in summed if indicator.median in item.series])
    value = found.get(indicator.of or indicator.count or "")
    if value is None:
        return None
    if indicator.over is None:
        return value / MONEY[indicator.unit] if indicator.of and indicator.unit in MONEY else value
    over = found.get(indicator.over)
    if not over:
        return None
    return value / over * (100 if indicator.unit == "%" else 1)


def _median(values: list[int]) -> Fraction | None:
    if not values:
        return None
    ordered, middle = sorted(values), len(values) // 2
    return Fraction(ordered[middle] if len(values) % 2 else ordered[middle - 1] + ordered[middle], 2 - len(values) % 2)


def known_to(rule: Rule) -> frozenset[str]:
    """What sums and counts the items of a rule have."""
    return OF_FIGURES if rule.source == "figures" else OF_ISSUES


def _why_not(rule: Rule, period: Period, own: Sequence[Item], values: Mapping[str, Fraction | None]) -> str | None:
    """Why a subject has no place (zh / en); None where it has one."""
    noun_zh, noun_en = ("项目", "projects") if rule.source == "figures" else ("问题", "issues")
    if not own:
        return f"没有{noun_zh},不参与排名 / no {noun_en}: not ranked"
    counted = len(own) if rule.min_of is None else values[rule.min_of] or 0
    if counted < rule.min_items:
        what_zh, what_en = (noun_zh, noun_en) if rule.min_of is None else (rule.min_of, rule.min_of)
        return f"{what_zh}少于 {rule.min_items} 个,不参与排名 / fewer than {rule.min_items} {what_en}: not ranked"
    score = rule.score_of(period.quarter)
    for key in [score.sort] if score.sort else list(score.weights or ()):
        if key is not None and values[key] is None:
            return _without(next(each for each in rule.indicators if each.key == key))
    return None


def _without(indicator: Indicator) -> str:
    if indicator.over == "plan_year":
        return "年度计划为零或缺失,不参与排名 / the year's plan is zero or missing: not ranked"
    return f"{indicator.name}没有可计算的基数,不参与排名 / nothing to compute {indicator.key} from: not ranked"


def _broken(rule: Rule, values: Mapping[str, Fraction | None]) -> tuple[str, ...]:
    """The identities that do not hold here."""
    identities = [each.identity for each in rule.indicators if each.identity is not None]
    return tuple(text for text in identities if comparison(text).holds(values) is False)
