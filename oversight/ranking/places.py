"""Knows how places are given: by score within each sequence, ties as the rule says, then the red and the black list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from oversight.ranking.formulas import comparison, formula
from oversight.ranking.periods import Period
from oversight.ranking.printed import printed
from oversight.ranking.rule import ListPart, Rule, Score


@dataclass(frozen=True, slots=True)
class Standing:
    """A subject with its exact values, why it has no place or which it has, and the lists that it stands on."""

    code: str
    name: str
    values: Mapping[str, Fraction | None]
    excluded: str | None = None
    place: int | None = None
    sequence: str | None = None
    lists: tuple[str, ...] = ()
    exempt: str | None = None
    tier: str | None = None
    """Of a development zone, blank where nobody said it; None of a region or unit."""


def with_places(rule: Rule, period: Period, standings: Sequence[Standing]) -> list[Standing]:
    """By sequence and place; those without one come last, by code."""
    told = [replace(each, sequence=_sequence(rule, each)) for each in standings]
    if rule.sequences:
        outside = "不属于任何序列,不参与排名 / in no sequence: not ranked"
        told = [replace(each, excluded=each.excluded or (None if each.sequence else outside)) for each in told]
    ranked = [each for each in told if each.excluded is None]
    if len(ranked) < rule.min_subjects:
        few = f"参与排名的不足 {rule.min_subjects} 个 / fewer than {rule.min_subjects} to be ranked"
        told = [replace(each, excluded=each.excluded or few) for each in told]
        ranked = []
    placed: list[Standing] = []
    for name in _names(rule):
        placed += _placed(rule, period, [each for each in ranked if each.sequence == name])
    rest = [each for each in told if each.excluded is not None]
    return placed + sorted(rest, key=lambda each: each.code)


def with_lists(rule: Rule, period: Period, standings: Sequence[Standing]) -> list[Standing]:
    """The same with the lists that each stands on; who is exempt says why."""
    told = list(standings)
    for name in _names(rule):
        places = [place for place, each in enumerate(told) if each.place is not None and each.sequence == name]
        for colour, part, order in (("red", rule.lists.red, places), ("black", rule.lists.black, places[::-1])):
            if part is None:
                continue
            taken = 0
            for place in order:
                if taken == part.take:
                    break
                told[place], counted = _listed(rule, period, told[place], colour, part)
                taken += counted
    return told


def score_of(rule: Rule, period: Period, values: Mapping[str, Fraction | None]) -> Fraction:
    """What the order goes by: more is better. Raises KeyError where a value is missing."""
    score: Score = rule.score_of(period.quarter)
    low = {each.key for each in rule.indicators if each.better == "low"}
    if score.sort is not None:
        value = values[score.sort] or Fraction(0)
        return -value if score.sort in low else value
    if score.weights is not None:
        return sum(
            (
                Fraction(weight) * (values[key] or 0) * (-1 if key in low else 1)
                for key, weight in score.weights.items()
            ),
            Fraction(0),
        )
    points = Fraction(0)
    for point in score.points or ():
        if point.when is not None and not comparison(point.when).holds(values):
            continue
        given = formula(point.give).value(values) or Fraction(0)
        points += given if point.most is None else min(given, Fraction(point.most))
    return points


def _names(rule: Rule) -> list[str | None]:
    """The sequences; one without a name where there are none."""
    return [sequence.name for sequence in rule.sequences] or [None]


def _sequence(rule: Rule, standing: Standing) -> str | None:
    for sequence in rule.sequences:
        if standing.tier is not None:
            within = sequence.zones in {"all", standing.tier}
        else:
            within = standing.code in sequence.regions or standing.name.endswith(sequence.ends)
        if within:
            return sequence.name
    return None


def _placed(rule: Rule, period: Period, standings: Sequence[Standing]) -> list[Standing]:
    scores = {each.code: score_of(rule, period, each.values) for each in standings}
    by_name = rule.ties.order == "name"
    ordered = sorted(standings, key=lambda each: (-scores[each.code], each.name if by_name else each.code))
    decimals = _decimals(rule, period)
    placed: list[Standing] = []
    last: object = None
    for number, each in enumerate(ordered, 1):
        exact = scores[each.code]
        told: object = printed(exact, decimals) if rule.ties.on == "printed" else exact
        shares = rule.ties.place == "shared" and placed and told == last
        placed.append(replace(each, place=placed[-1].place if shares else number))
        last = told
    return placed


def _decimals(rule: Rule, period: Period) -> int:
    """Those of the score as it is printed."""
    sort = rule.score_of(period.quarter).sort
    return next((each.decimals for each in rule.indicators if each.key == sort), 2)


def _listed(rule: Rule, period: Period, standing: Standing, colour: str, part: ListPart) -> tuple[Standing, bool]:
    if part.only_if is not None and not comparison(part.only_if).holds(standing.values):
        return standing, False
    for each in rule.exemptions:
        named = each.subject in {standing.code, standing.name}
        if named and each.period == period.name and each.kind == part.exempt:
            return replace(standing, exempt=each.reason), False
    return replace(standing, lists=(*standing.lists, colour)), True
