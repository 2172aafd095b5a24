"""Knows how what somebody asks to have counted divides: into keys that have rows of counters, and a rest that has none.

Regions that do not overlap are summed. What is added to them for other reasons, as what one reported oneself, would be
counted twice: of that the index finds what lies outside of those regions.
"""

from dataclasses import dataclass

from ledger.access.scopes import Scope, region_key
from ledger.mongo.connection import Document
from ledger.registry.regions import is_within

_UNIT = "u:"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The `keys` whose rows are summed, and the query for what is counted besides; None where nothing is."""

    keys: tuple[str, ...]
    regions: tuple[str, ...]
    rest: Document | None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to count."""
        return not self.keys and self.rest is None


def wanted_of(scope: Scope, region: str | None = None) -> Wanted:
    """What of a scope, and of a region where one is asked for, is counted how."""
    if region is not None and scope.covers_region(region):
        return Wanted((region_key(region),), (region,), None)
    regions = _apart(tuple(code for code in scope.regions if region is None or is_within(code, region)))
    others = sorted(key for key in scope.keys if not key.startswith("r:"))
    keys = tuple(region_key(code) for code in regions)
    if not others:
        return Wanted(keys, regions, None)
    if region is None and not regions and len(others) == 1 and others[0].startswith(_UNIT):
        return Wanted((others[0],), (), None)
    within: Document = {} if region is None else {"$all": [region]}
    outside: Document = {"$nin": list(regions)} if regions else {}
    ancestors = {"ancestors": within | outside} if within or outside else {}
    return Wanted(keys, regions, {"scopes": {"$in": others}, **ancestors})


def _apart(regions: tuple[str, ...]) -> tuple[str, ...]:
    """Those that lie in none of the others."""
    return tuple(code for code in regions if not any(code != other and is_within(code, other) for other in regions))
