"""Knows which regions people mean by what they write: a code, any of their names, an address that begins with one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ledger.figures.figure import NO_CODE
from ledger.figures.placing.where import WhereFault, plain
from ledger.registry.catalogue import Catalogue
from ledger.registry.regions import ancestors, level_of
from mobile_schema.vocabulary import Level

ACROSS: Final = frozenset(
    {"跨市", "跨市项目", "跨区域", "跨地区", "跨市域", "跨地市", "跨县", "crosscity", "cross-city", "across"}
)
_PROVINCIAL: Final = frozenset({"省级", "省直", "省本级", "省属", "全省"})
_TAILS: Final = ("市", "县", "区")
_ENGLISH_TAIL: Final = re.compile(r" (?:city|county|district|province)\Z", re.IGNORECASE)
_SIX: Final = re.compile(r"[1-9]\d{5}", re.ASCII)
_SHORTEST: Final = 2
_LONGEST: Final = 20


@dataclass(frozen=True)
class RegionNames:
    """The regions of the registry by every way in which people write them, made ready once for many figures."""

    catalogue: Catalogue

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        names: Mapping[str, tuple[str, ...]] = self.catalogue.found.of("regions' names", self._all_names)
        return names

    def _all_names(self) -> Mapping[str, tuple[str, ...]]:
        """Codes by every way in which people write a region; the higher one first where a city and a district agree."""
        found: dict[str, dict[str, None]] = {}
        for code, region in sorted(self.catalogue.regions.items(), key=lambda each: (_depth(each[0]), each[0])):
            city = next((self.catalogue.regions.get(above) for above in reversed(ancestors(code)[:-1])), None)
            for name in _spellings(region.name_zh, region.full_name_zh, region.name_en, city.name_zh if city else ""):
                found.setdefault(plain(name), {})[code] = None
        return {name: tuple(codes) for name, codes in found.items()}

    def codes(self, said: str) -> tuple[str, ...]:
        """The codes of regions that are called so; a city alone where a district has its short name too."""
        if _SIX.fullmatch(said):
            return (said,) if said in self.catalogue.regions else ()
        name = plain(said)
        found = self._by_name.get(name) or self._beginning(name)
        highest = [code for code in found if _depth(code) == min(map(_depth, found))]
        return tuple(highest)

    def _beginning(self, name: str) -> tuple[str, ...]:
        """Those whose full name an address begins with, after the province: the longest such name."""
        for province in self._provinces():
            name = name.removeprefix(plain(self.catalogue.regions[province].name_zh))
        for length in range(min(len(name), _LONGEST), _SHORTEST, -1):
            if found := self._by_name.get(name[:length]):
                return found
        return self._by_name.get(name, ())

    def meant(self, said: tuple[str, ...]) -> tuple[tuple[str, ...], bool] | WhereFault:
        """The codes of all that are named, and whether it is said to lie across several."""
        codes: dict[str, None] = {}
        across = False
        for name in said:
            if plain(name) in ACROSS:
                across = True
                continue
            found = self._provinces() if plain(name) in _PROVINCIAL else self.codes(name)
            if len(found) != 1:
                slug = "several-regions" if found else "unknown-region"
                zh, en = ("属地不唯一", "several regions are called") if found else ("没有属地", "no region is called")
                return WhereFault("region", slug, f"{zh}“{name[:40]}” / {en} “{name[:40]}”")
            codes[found[0]] = None
        return tuple(codes), across

    def _provinces(self) -> tuple[str, ...]:
        return tuple(code for code in self.catalogue.regions if level_of(code) is Level.PROVINCE)

    def of_code(self, code: str) -> tuple[str, ...]:
        """A project's code names the region that approved it."""
        region = code[5:11]
        return (region,) if not code.startswith(NO_CODE) and region in self.catalogue.regions else ()

    def highest(self) -> tuple[str, ...]:
        """The one that all others lie in."""
        return (min(self.catalogue.regions, key=_depth),)


def _depth(code: str) -> int:
    return len(ancestors(code))


def _spellings(name: str, full: str, english: str, city: str) -> set[str]:
    told = {name, full, english, _ENGLISH_TAIL.sub("", english), f"{city}{name}"}
    bare = name[:-1] if name.endswith(_TAILS) else name
    if len(bare) >= _SHORTEST:
        told |= {bare, f"{city}{bare}", f"{city[:-1]}{bare}" if city else bare, f"{city[:-1]}{name}" if city else name}
    return {each for each in told if each}
