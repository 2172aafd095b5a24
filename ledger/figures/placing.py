"""Knows which project and which regions a figure means: by code, by one registered name, or as its first figure says.

A project that no registry knows stands under its figures alone: its name and regions are theirs. One without a code
gets a derived one (year 0000), the same whenever the name comes; the office enters it in the registry when it may.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from ledger.figures.figure import NO_CODE
from ledger.figures.near import KnownNames
from ledger.figures.reach import Reach
from ledger.registry.catalogue import Catalogue
from ledger.registry.regions import ancestors, level_of, on_one_line
from mobile_schema.vocabulary import Level

ACROSS: Final = frozenset(
    {"跨市", "跨市项目", "跨区域", "跨地区", "跨市域", "跨地市", "跨县", "crosscity", "cross-city", "across"}
)
_PROVINCIAL: Final = frozenset({"省级", "省直", "省本级", "省属", "全省"})
_BLANKS: Final = re.compile(r"[\s\u200b\ufeff]+")
_TAILS: Final = ("市", "县", "区")
_ENGLISH_TAIL: Final = re.compile(r" (?:city|county|district|province)\Z", re.IGNORECASE)
_SIX: Final = re.compile(r"[1-9]\d{5}", re.ASCII)
_SHORTEST: Final = 2
_LONGEST: Final = 20
_OFFERED: Final = 3


@dataclass(frozen=True, slots=True)
class WhereFault:
    """What a figure names that nobody knows, or that is several: its field, a slug, a sentence (zh / en)."""

    field: str
    slug: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    """The project's code and name, its regions, how many the figure says it crosses (0: nothing said), its zone."""

    project: str
    name: str
    regions: tuple[str, ...]
    region_count: int
    is_new: bool = False
    zone: str | None = None


@dataclass(frozen=True)
class Places:
    """The names of the registry, made ready once for many figures."""

    catalogue: Catalogue
    projects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Codes of projects that figures named before, by `plain` name; those of names near to what is asked too."""

    @cached_property
    def _registered(self) -> Mapping[str, tuple[str, ...]]:
        names: Mapping[str, tuple[str, ...]] = self.catalogue.found.of("projects' names", self._project_names)
        return names

    @cached_property
    def _known(self) -> KnownNames:
        return KnownNames([*self._registered, *self.projects])

    @cached_property
    def _regions(self) -> Mapping[str, tuple[str, ...]]:
        names: Mapping[str, tuple[str, ...]] = self.catalogue.found.of("regions' names", self._region_names)
        return names

    def _project_names(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for code, project in self.catalogue.projects.items():
            for name in {plain(project.name_zh), plain(project.name_en)} - {""}:
                found.setdefault(name, []).append(code)
        return {name: tuple(codes) for name, codes in found.items()}

    def _region_names(self) -> Mapping[str, tuple[str, ...]]:
        """Codes by every way in which people write a region; the higher one first where a city and a district agree."""
        found: dict[str, dict[str, None]] = {}
        for code, region in sorted(self.catalogue.regions.items(), key=lambda each: (_depth(each[0]), each[0])):
            city = next((self.catalogue.regions.get(above) for above in reversed(ancestors(code)[:-1])), None)
            for name in _spellings(region.name_zh, region.full_name_zh, region.name_en, city.name_zh if city else ""):
                found.setdefault(plain(name), {})[code] = None
        return {name: tuple(codes) for name, codes in found.items()}

    def region(self, said: str) -> tuple[str, ...]:
        """The codes of regions that are called so; a city alone where a district has its short name too."""
        if _SIX.fullmatch(said):
            return (said,) if said in self.catalogue.regions else ()
        name = plain(said)
        found = self._regions.get(name) or self._beginning(name)
        highest = [code for code in found if _depth(code) == min(map(_depth, found))]
        return tuple(highest)

    def _beginning(self, name: str) -> tuple[str, ...]:
        """Those whose full name an address begins with, after the province: the longest such name."""
        for province in self._provincial():
            name = name.removeprefix(plain(self.catalogue.regions[province].name_zh))
        for length in range(min(len(name), _LONGEST), _SHORTEST, -1):
            if found := self._regions.get(name[:length]):
                return found
        return self._regions.get(name, ())

    def placed(
        self,
        code: str | None,
        name: str,
        regions: tuple[str, ...],
        region_count: int | None,
        *,
        registered: bool,
        new: bool = False,
        within: Reach | None = None,
        kept: Callable[[str], tuple[str, ...]] | None = None,
    ) -> PlacedFigure | WhereFault:
        """Whose figure it is, and where the project lies by it; with `registered` the registry alone names projects.
        A name that nobody knows but that is near to one of a project there is a fault, unless it is said to be `new`.
        Who reports is told of no project that is not `within` reach.
        Where it says no region the project lies where what is `kept` of it does, then as the registry or its code has
        it.
        """
        where = self._where(regions)
        if isinstance(where, WhereFault):
            return where
        codes, across = where
        if code is None and not new and (near := self._near(name, codes, registered=registered, within=within)):
            return _near_to(name, near)
        found = self._project(code, name, codes, registered=registered, within=within)
        if isinstance(found, WhereFault):
            return found
        known = self.catalogue.projects.get(found)
        if not regions and kept is not None:
            codes = kept(found)
        if not codes:
            codes = tuple(known.regions) if known else self._of_code(found)
        if not codes and not across:
            return WhereFault("region", "no-region", "没有写明属地 / no region is named")
        if not codes:
            codes = self._highest()
        count = region_count or (2 if across else 0)
        told = name or (known.name_zh if known else found)
        is_new = known is None and found not in self.projects.get(plain(name), ())
        return PlacedFigure(found, told, codes, count, is_new)

    def project(self, code: str | None, name: str, regions: tuple[str, ...], *, registered: bool) -> str | WhereFault:
        """The code of whose figure it is, wherever it lies and whatever name is near to it."""
        where = self._where(regions)
        if isinstance(where, WhereFault):
            return where
        return self._project(code, name, where[0], registered=registered)

    def _where(self, said: tuple[str, ...]) -> tuple[tuple[str, ...], bool] | WhereFault:
        codes: dict[str, None] = {}
        across = False
        for name in said:
            if plain(name) in ACROSS:
                across = True
                continue
            found = self._provincial() if plain(name) in _PROVINCIAL else self.region(name)
            if len(found) != 1:
                slug = "several-regions" if found else "unknown-region"
                zh, en = ("属地不唯一", "several regions are called") if found else ("没有属地", "no region is called")
                return WhereFault("region", slug, f"{zh}“{name[:40]}” / {en} “{name[:40]}”")
            codes[found[0]] = None
        return tuple(codes), across

    def _provincial(self) -> tuple[str, ...]:
        return tuple(code for code in self.catalogue.regions if level_of(code) is Level.PROVINCE)

    def _of_code(self, code: str) -> tuple[str, ...]:
        """A project's code names the region that approved it."""
        region = code[5:11]
        return (region,) if not code.startswith(NO_CODE) and region in self.catalogue.regions else ()

    def _project(
        self, code: str | None, name: str, regions: tuple[str, ...], *, registered: bool, within: Reach | None = None
    ) -> str | WhereFault:
        if code is not None:
            return _unknown(code) if registered and code not in self.catalogue.projects else code
        if not plain(name):
            return WhereFault("project", "no-project", "没有写明项目 / no project is named")
        found = self._codes_of(plain(name), registered=registered)
        derived = derived_code(name, regions)
        if len(found) > 1 and derived not in found:
            told = "、".join([each for each in sorted(found) if self._is_told(each, within)][:_OFFERED])
            these = f"({told})" if told else ""
            return WhereFault(
                "project",
                "several-projects",
                f"“{name[:40]}”不止一个项目{these},请写项目代码 / several projects are called so: write the code",
            )
        if registered and not found:
            return _unknown(name)
        return derived if derived in found or not found else found[0]

    def knows(self, name: str) -> bool:
        """Whether the registry or a figure gave a project this name."""
        return bool(self._codes_of(plain(name), registered=False))

    def _codes_of(self, name: str, *, registered: bool) -> tuple[str, ...]:
        return self._registered.get(name) or (() if registered else self.projects.get(name, ()))

    def _near(
        self, name: str, regions: tuple[str, ...], *, registered: bool, within: Reach | None
    ) -> dict[str, list[str]]:
        """Known names near to one that nobody knows, with their projects: counties name their works alike, so that
        elsewhere the same letters mean another.
        """
        if self._codes_of(plain(name), registered=registered):
            return {}
        found = {
            each: [
                code
                for code in self._codes_of(each, registered=registered)
                if self._may_lie_in(regions, code) and self._is_told(code, within)
            ]
            for each in self._known.near(plain(name))
        }
        return {each: codes for each, codes in found.items() if codes}

    def _is_told(self, code: str, within: Reach | None) -> bool:
        return within is None or within.reports(code, self._lies(code))

    def _may_lie_in(self, regions: tuple[str, ...], code: str) -> bool:
        return not regions or any(on_one_line(place, region) for place in self._lies(code) for region in regions)

    def _lies(self, code: str) -> tuple[str, ...]:
        """Where a project lies as the registry has it, or by its code; what crosses regions may lie in any."""
        if (known := self.catalogue.projects.get(code)) is not None:
            return tuple(known.regions)
        return (code[5:11],) if code[5:11] in self.catalogue.regions else self._highest()

    def _highest(self) -> tuple[str, ...]:
        return (min(self.catalogue.regions, key=_depth),)


def plain(name: str) -> str:
    """A name as people mean it: no blanks, one width, no case."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", name)).casefold()


def derived_code(name: str, regions: tuple[str, ...]) -> str:
    """A code of the right form for a project that came without one: the year 0000 says that nobody gave it."""
    number = f"{int.from_bytes(hashlib.sha256(plain(name).encode()).digest()[:8]) % 10**10:010}"
    region = regions[0] if len(regions) == 1 else f"{regions[0][:2]}0000" if regions else "000000"
    return f"{NO_CODE}{region}-{number[:2]}-{number[2:4]}-{number[4:]}"


def _near_to(name: str, near: Mapping[str, Sequence[str]]) -> WhereFault:
    codes = [code for each in near.values() for code in each]
    told = "、".join([*near][:_OFFERED]) + f"({'、'.join(codes[:_OFFERED])})"
    return WhereFault(
        "project",
        "near-project",
        f"没有项目“{name[:60]}”,相近的是 {told}:是它的,写它的名称或代码;确是另一个的,在映射写 new_projects: "
        f"[{name[:60]}] / nobody knows “{name[:60]}”, near is {told}: write its name or code; if it is another, "
        "new_projects in the mapping",
    )


def _unknown(said: str) -> WhereFault:
    return WhereFault(
        "project",
        "unknown-project",
        f"名录中没有项目“{said[:60]}”:改正名称、先登记该项目,或在映射中写 projects: register / the registry has no "
        f"project “{said[:60]}”: correct it, register it, or write projects: register in the mapping",
    )


def _depth(code: str) -> int:
    return len(ancestors(code))


def _spellings(name: str, full: str, english: str, city: str) -> set[str]:
    told = {name, full, english, _ENGLISH_TAIL.sub("", english), f"{city}{name}"}
    bare = name[:-1] if name.endswith(_TAILS) else name
    if len(bare) >= _SHORTEST:
        told |= {bare, f"{city}{bare}", f"{city[:-1]}{bare}" if city else bare, f"{city[:-1]}{name}" if city else name}
    return {each for each in told if each}
