"""Knows how the rows of a ranking are told: plain data, figures as they are printed."""

from collections.abc import Mapping
from typing import Any

from oversight.ranking.computing import WHOLE, Item, Ranked
from oversight.ranking.printed import as_number, printed
from oversight.ranking.rule import Rule


def told(rule: Rule, row: Ranked, before: Mapping[str, int]) -> dict[str, Any]:
    """{subject, code, kind, place, previous, sequence, values, excluded, lists, exempt, broken}; `values` by indicator.

    `before` are the places of the period before by code; `previous` is None of who had none.
    """
    return {
        "subject": row.subject.name,
        "code": row.subject.code or (WHOLE if row.kind == WHOLE else row.subject.name),
        "kind": row.kind,
        "place": row.place,
        "previous": before.get(row.subject.code),
        "sequence": row.sequence,
        "values": {each.key: as_number(printed(row.values[each.key], each.decimals)) for each in rule.indicators},
        "excluded": row.excluded,
        "lists": list(row.lists),
        "exempt": row.exempt,
        "broken": list(row.broken),
    }


def told_rule(rule: Rule) -> dict[str, Any]:
    """{name, version, title, about, source, period, subjects, indicators: [{key, name, unit, decimals, better}]}."""
    return {
        "name": rule.name,
        "version": rule.version,
        "title": rule.title,
        "about": rule.about,
        "source": rule.source,
        "period": rule.period.kind,
        "subjects": rule.subjects.by,
        "indicators": [
            {"key": each.key, "name": each.name, "unit": each.unit, "decimals": each.decimals, "better": each.better}
            for each in rule.indicators
        ],
    }


def told_item(item: Item) -> dict[str, Any]:
    """{id, name, subject, measures}: one project, or issue, behind a figure; money in 分."""
    return {"id": item.id, "name": item.name, "subject": item.subject, "measures": dict(sorted(item.measures.items()))}
