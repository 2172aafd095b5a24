"""Knows what finds the issues of a scope that are wanted: the query, the index that narrows most.

Every value is a scalar of a known type, so that no query operator can come in from outside.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from ledger.access.scopes import Scope, region_key, regions_of, unit_key
from ledger.mongo.pages import Document
from ledger.registry.regions import ancestors, is_within, level_of
from ledger.store.wanted import IssueFilter, several
from mobile_schema.vocabulary import Level, Light

Index = list[tuple[str, int]]
"""Fields and their directions."""

BY_DUE: Final = [("due_at", 1), ("_id", 1)]
BY_SCOPE: Final = [("scopes", 1), ("state", 1), *BY_DUE, ("category", 1)]
"""Where another category is read past, it is so in the index."""
BY_ID: Final = [("_id", 1)]
_BY_PERSON: Final = [("person_id", 1), ("state", 1), *BY_DUE]
"""Of those that somebody signed for; the archive has none."""
_IMPORT: Final = "imported.file.import_id"
_BY_IMPORT: Final = [(_IMPORT, 1), ("state", 1), *BY_DUE]
"""Of those that an import began; the archive has none."""
_BY_PROJECT: Final = [("project_code", 1), *BY_DUE]
_BY_CATEGORY: Final = [("category", 1), ("state", 1), *BY_DUE]
_LED_BY_NONE: Final = [("unit_id", 1), ("scopes", 1), ("state", 1), *BY_DUE]
_MERGED: Final = 12
"""Categories whose runs, one for each state, MongoDB still merges: it sorts what is in more than 200."""
_NEVER_SHOWN: Final = frozenset(Light) - {Light.GREEN, Light.YELLOW, Light.RED}
"""Lights that policies give their steps; `lights.light_of` gives none of them to an issue."""


@dataclass(frozen=True, slots=True)
class Found:
    """What finds them. The index is said, since the planner tries every plan first, for up to a third of the
    collection, when filters combine. `regions` are those in which all of them lie, `alone` without those below; None
    where they may lie anywhere.
    """

    query: Document
    index: Index
    regions: frozenset[str] | None
    alone: bool

    @property
    def bounds(self) -> Document:
        """What of the query the index has, states and due times aside."""
        return {name: self.query[name] for name, _ in self.index if name in self.query}

    def lies_in(self, code: str) -> bool:
        """Whether some of them may lie in this region itself."""
        if self.regions is None or self.alone:
            return self.regions is None or code in self.regions
        return not self.regions.isdisjoint(ancestors(code))


def within(scope: Scope, wanted: IssueFilter) -> Found | None:
    """The issues of a scope that may be wanted, whatever their states and due times; None when there are none.

    Where the index begins with a unit's key, an expression asks for the person's: a second condition on the same field
    might be taken for the bounds.
    """
    keys, narrowed = _keys(scope, several(wanted.region) if wanted.at is None else (wanted.at,))
    lights = several(wanted.light)
    if not keys or (lights is not None and not set(lights) - _NEVER_SHOWN):
        return None
    query = equalities(wanted) | narrowed | _one_by_one(wanted) | _imported(wanted) | _escalated(wanted)
    regions = _regions(keys, wanted)

    def found(index: Index, scopes: Collection[str]) -> Found:
        return Found(query | {"scopes": one_of(scopes)}, index, regions, wanted.at is not None)

    narrow, units = _narrow(wanted), several(wanted.unit)
    if narrow is not None:
        return found(narrow, keys)
    if units is not None and "" not in units:
        theirs = {unit_key(unit) for unit in units}
        if not theirs <= scope.keys:
            query["$expr"] = {"$gt": [{"$size": {"$setIntersection": ["$scopes", sorted(keys)]}}, 0]}
        return found(BY_SCOPE, theirs)
    whole = any(level_of(code) is Level.PROVINCE for code in regions_of(keys))
    categories = several(wanted.category)
    if categories is not None and len(categories) <= _MERGED and whole and not wanted.archived:
        return found(_BY_CATEGORY, keys)
    return found(BY_SCOPE, keys)


def _narrow(wanted: IssueFilter) -> Index | None:
    """The index of what is named, the narrowest first: issues, an import, people, a project, that no unit
    leads."""
    if wanted.issue is not None:
        return BY_ID
    if wanted.imported_in is not None and not wanted.archived:
        return _BY_IMPORT
    if wanted.person is not None and not wanted.archived:
        return _BY_PERSON
    if wanted.project is not None:
        return _BY_PROJECT
    return _LED_BY_NONE if several(wanted.unit) == ("",) and not wanted.archived else None


def equalities(wanted: IssueFilter) -> Document:
    """The query for what is wanted beside scope, states, due times, single issues, imports and what fired on
    them."""
    fields: dict[str, Any] = {
        "unit_id": wanted.unit,
        "project_code": wanted.project,
        "category": wanted.category,
        "severity": wanted.severity,
        "source": wanted.source,
        "person_id": wanted.person,
    }
    units = several(wanted.unit)
    found: Document = {
        name: one_of([str(value) for value in values])
        for name, given in fields.items()
        if (values := several(given)) is not None
    }
    if units is not None and "" in units:
        found["unit_id"] = {"$in": [unit or None for unit in units]} if len(units) > 1 else None
    if wanted.at is not None:
        found["region"] = wanted.at
        if wanted.region is not None:
            found["ancestors"] = one_of(several(wanted.region) or ())
    if wanted.policy is not None:
        found["policy"], found["policy_version"] = wanted.policy
    spans = {
        "reported_at": (wanted.reported_from, wanted.reported_before),
        "closed_at": (wanted.closed_from, wanted.closed_before),
        "updated_at": (wanted.updated_from, None),
    }
    for name, (first, end) in spans.items():
        span = {bound: at for bound, at in (("$gte", first), ("$lt", end)) if at is not None}
        if span:
            found[name] = span
    return found


def _one_by_one(wanted: IssueFilter) -> Document:
    return {} if wanted.issue is None else {"_id": one_of(several(wanted.issue) or ())}


def _imported(wanted: IssueFilter) -> Document:
    return {} if wanted.imported_in is None else {_IMPORT: wanted.imported_in}


def _escalated(wanted: IssueFilter) -> Document:
    if wanted.escalated is None:
        return {}
    fired = {"$elemMatch": {"ended_at": None, "steps": {"$exists": True}}}
    return {"obligations": fired if wanted.escalated else {"$not": fired}}


def one_of(values: Collection[str]) -> Document | str:
    """A query for one value, or for any of several."""
    wanted = sorted(values)
    return wanted[0] if len(wanted) == 1 else {"$in": wanted}


def _keys(scope: Scope, regions: tuple[str, ...] | None) -> tuple[frozenset[str], Document]:
    """The keys of a scope under which issues of these regions may stand, and what has to be asked besides.

    Of a region that is within as a whole its own key is enough.
    """
    if regions is None:
        return scope.keys, {}
    covered = {region_key(code) for code in regions if scope.covers_region(code)}
    if len(covered) == len(regions):
        return frozenset(covered), {}
    apart = {region_key(own) for own in scope.regions if not any(is_within(own, code) for code in regions)}
    return (scope.keys - apart) | covered, {"ancestors": one_of(regions)}


def _regions(keys: Collection[str], wanted: IssueFilter) -> frozenset[str] | None:
    """In which regions all lie that are wanted and bear one of these keys."""
    if wanted.at is not None:
        return frozenset({wanted.at})
    if wanted.region is not None:
        return frozenset(several(wanted.region) or ())
    regions = regions_of(keys)
    return frozenset(regions) if len(regions) == len(keys) else None
