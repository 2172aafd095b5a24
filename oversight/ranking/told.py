"""Knows how the rows of a ranking are told: plain data, figures as they are printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ledger.registry.catalogue import Catalogue
from oversight.ranking.computing import WHOLE, Item, Ranked
from oversight.ranking.printed import as_number, printed
from oversight.ranking.rule import Rule

_WHOLE_EN: Final = "All"


@dataclass(frozen=True, slots=True)
class Names:
    """What the rows of a ranking are called, by code or by a row's own name: a place that is not ranked has its name
    too, and English is there where anybody said it.
    """

    chinese: Mapping[str, str]
    english: Mapping[str, str]


def names_of(rule: Rule, catalogue: Catalogue) -> Names:
    """Those of places and units, and of what the rule has in rows of its own."""
    places = {code: region.full_name_zh or region.name_zh for code, region in catalogue.regions.items()}
    apart = [(each.name, each.name_en) for each in rule.separate]
    out = [(each.show_as or each.status, each.show_as_en) for each in rule.exclude]
    regions = ((code, region.name_en) for code, region in catalogue.regions.items())
    zones = ((zone_id, zone.name_en) for zone_id, zone in catalogue.zones.items())
    units = ((unit_id, unit.name_en) for unit_id, unit in catalogue.units.items())
    return Names(places, {key: name for key, name in (*regions, *zones, *units, *apart, *out) if name})


def told(rule: Rule, row: Ranked, before: Mapping[str, int], names: Names) -> dict[str, Any]:
    """{subject, subject_en, code, kind, place, previous, sequence, sequence_en, values, excluded, lists, exempt,
    broken}; `values` by indicator.

    `before` are the places of the period before by code; `previous` is None of who had none.
    """
    code, name = row.subject.code, row.subject.name
    return {
        "subject": names.chinese.get(code, name) if code == name else name,
        "subject_en": _WHOLE_EN if row.kind == WHOLE else names.english.get(code or name),
        "code": code or (WHOLE if row.kind == WHOLE else name),
        "kind": row.kind,
        "place": row.place,
        "previous": before.get(code),
        "sequence": row.sequence,
        "sequence_en": next((each.name_en for each in rule.sequences if each.name == row.sequence), None),
        "values": {each.key: as_number(printed(row.values[each.key], each.decimals)) for each in rule.indicators},
        "excluded": row.excluded,
        "lists": list(row.lists),
        "exempt": row.exempt,
        "broken": list(row.broken),
    }


def told_rule(rule: Rule) -> dict[str, Any]:
    """{name, version, title, title_en, about, about_en, source, period, subjects, level, indicators: [{key, name,
    name_en, unit, decimals, better}]}.
    """
    return {
        "name": rule.name,
        "version": rule.version,
        "title": rule.title,
        "title_en": rule.title_en,
        "about": rule.about,
        "about_en": rule.about_en,
        "source": rule.source,
        "period": rule.period.kind,
        "subjects": rule.subjects.by,
        "level": rule.subjects.level if rule.subjects.by == "region" else None,
        "indicators": [
            each.model_dump(include={"key", "name", "name_en", "unit", "decimals", "better"})
            for each in rule.indicators
        ],
    }


def told_item(item: Item) -> dict[str, Any]:
    """{id, name, subject, measures}: one project, or issue, behind a figure; money in 分."""
    return {"id": item.id, "name": item.name, "subject": item.subject, "measures": dict(sorted(item.measures.items()))}
