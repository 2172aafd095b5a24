"""Knows how a ranking rule file is read and judged: each fault at its line, as of a policy."""

from collections.abc import Iterator, Set
from difflib import get_close_matches
from typing import Final

from ledger.groundwork.yaml_lines import DataFileRefused, YamlFile
from mobile_schema.reports.figure import STAGES
from oversight.bulletins.wording.checking import unknown_in_wording
from oversight.ranking.computing import known_to
from oversight.ranking.formulas import comparison, formula
from oversight.ranking.issue_measures import MEDIANS
from oversight.ranking.measures import OF_A_PROJECT, SUMS
from oversight.ranking.rule import MONEY, Rule

OF_THE_PERIOD: Final = "elapsed"
Path = tuple[int | str, ...]


def parse_rule(text: str) -> Rule:
    """A rule from its YAML. Raises DataFileRefused with what is wrong, in the order of the lines."""
    file = YamlFile(text)
    rule = file.parse(Rule)
    faults = sorted((file.fault(path, message) for path, message in faults_of(rule)), key=lambda each: each.line)
    if faults:
        raise DataFileRefused(tuple(faults))
    return rule


def faults_of(rule: Rule) -> Iterator[tuple[Path, str]]:
    """What no shape can tell: names of nothing, keys twice, units that money has not."""
    known = known_to(rule)
    keys: set[str] = set()
    for index, each in enumerate(rule.indicators):
        path: Path = ("indicators", index)
        if each.key in keys:
            yield (*path, "key"), f"指标 {each.key} 重复 / the key {each.key} stands twice"
        keys.add(each.key)
        for field in ("of", "over", "count"):
            if (name := getattr(each, field)) is not None and name not in known:
                yield (*path, field), _unknown(name, known)
        if each.median is not None and each.median not in MEDIANS:
            yield (*path, "median"), _unknown(each.median, MEDIANS)
        if each.of in SUMS and each.over is None and each.unit not in MONEY:
            yield (*path, "unit"), "金额须写单位 亿元、万元或 元 / money needs its unit: 亿元, 万元 or 元"
    named = known | keys | {OF_THE_PERIOD}
    yield from _formulas(rule, known, named)
    yield from _scores(rule, keys, named)
    yield from _rest(rule, named)
    yield from _sequences(rule)
    yield from ((path, _unknown(name, may_be)) for path, name, may_be in unknown_in_wording(rule, named))


def _formulas(rule: Rule, known: frozenset[str], named: set[str] | frozenset[str]) -> Iterator[tuple[Path, str]]:
    before: set[str] = {*known, OF_THE_PERIOD}
    for index, each in enumerate(rule.indicators):
        if each.formula is not None:
            yield from _names(("indicators", index, "formula"), formula(each.formula).names(), before)
        before.add(each.key)
    for index, each in enumerate(rule.indicators):
        if each.identity is not None:
            yield from _names(("indicators", index, "identity"), comparison(each.identity).names(), named)
    asked = OF_A_PROJECT if rule.source == "figures" else known
    for index, separate in enumerate(rule.separate):
        yield from _names(("separate", index, "when"), comparison(separate.when).names(), asked)
    words = {*STAGES.values(), *(stage.value for stage in STAGES)}
    for index, exclude in enumerate(rule.exclude):
        if exclude.status not in words:
            yield ("exclude", index, "status"), _unknown(exclude.status, words)


def _scores(rule: Rule, keys: set[str], named: set[str] | frozenset[str]) -> Iterator[tuple[Path, str]]:
    if rule.score.sort is not None and rule.score.sort not in keys:
        yield ("score", "sort"), _unknown(rule.score.sort, keys)
    yield from ((("score", "weights", key), _unknown(key, keys)) for key in rule.score.weights or () if key not in keys)
    for index, point in enumerate(rule.score.points or ()):
        yield from _names(("score", "points", index, "give"), formula(point.give).names(), named)
        if point.when is not None:
            yield from _names(("score", "points", index, "when"), comparison(point.when).names(), named)
    for quarter, weights in rule.quarters.items():
        yield from ((("quarters", quarter, key), _unknown(key, keys)) for key in weights if key not in keys)


def _rest(rule: Rule, named: set[str] | frozenset[str]) -> Iterator[tuple[Path, str]]:
    if rule.min_of is not None and rule.min_of not in named:
        yield ("min_of",), _unknown(rule.min_of, named)
    for colour in ("red", "black"):
        part = getattr(rule.lists, colour)
        if part is not None and part.only_if is not None:
            yield from _names(("lists", colour, "only_if"), comparison(part.only_if).names(), named)


def _sequences(rule: Rule) -> Iterator[tuple[Path, str]]:
    names: set[str] = set()
    for index, each in enumerate(rule.sequences):
        if each.name in names:
            yield ("sequences", index), f"序列 {each.name} 重复 / the sequence {each.name} stands twice"
        names.add(each.name)
        if each.zones is not None and (rule.subjects.by, rule.source) != ("region", "figures"):
            said = "开发区只在由月报算、按地区排的规则里排 / zones are ranked beside regions, of figures alone"
            yield ("sequences", index), said


def _names(path: Path, names: Iterator[str], known: set[str] | frozenset[str]) -> Iterator[tuple[Path, str]]:
    for name in dict.fromkeys(names):
        if name not in known:
            yield path, _unknown(name, known)


def _unknown(name: str, known: Set[str]) -> str:
    near = get_close_matches(name, sorted(known), 1)
    hint_zh, hint_en = (f",是否为 {near[0]}?", f": is it {near[0]}?") if near else ("", "")
    return f"没有 {name}{hint_zh} / nothing is called {name}{hint_en}"
