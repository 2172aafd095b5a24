"""Knows which project and which regions a figure means: by code, by one registered name, or as its first figure says.

A project that no registry knows stands under its figures alone: its name and regions are theirs. One without a code
gets a derived one (year 0000), the same whenever the name comes; the office enters it in the registry when it may.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ledger.figures.placing.near import KnownNames
from ledger.figures.placing.regions import RegionNames
from ledger.figures.placing.where import OFFERED, PlacedFigure, WhereFault, derived_code, near_to, plain, unknown
from ledger.figures.reach import Reach
from ledger.registry.catalogue import Catalogue
from ledger.registry.regions import on_one_line


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
    def _regions(self) -> RegionNames:
        return RegionNames(self.catalogue)

    def _project_names(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for code, project in self.catalogue.projects.items():
            for name in {plain(project.name_zh), plain(project.name_en)} - {""}:
                found.setdefault(name, []).append(code)
        return {name: tuple(codes) for name, codes in found.items()}

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
        where = self._regions.meant(regions)
        if isinstance(where, WhereFault):
            return where
        codes, across = where
        if code is None and not new and (near := self._near(name, codes, registered=registered, within=within)):
            return near_to(name, near)
        found = self._project(code, name, codes, registered=registered, within=within)
        if isinstance(found, WhereFault):
            return found
        known = self.catalogue.projects.get(found)
        if not regions and kept is not None:
            codes = kept(found)
        if not codes:
            codes = tuple(known.regions) if known else self._regions.of_code(found)
        if not codes and not across:
            return WhereFault("region", "no-region", "没有写明属地 / no region is named")
        if not codes:
            codes = self._regions.highest()
        count = region_count or (2 if across else 0)
        told = name or (known.name_zh if known else found)
        is_new = known is None and found not in self.projects.get(plain(name), ())
        return PlacedFigure(found, told, codes, count, is_new)

    def project(self, code: str | None, name: str, regions: tuple[str, ...], *, registered: bool) -> str | WhereFault:
        """The code of whose figure it is, wherever it lies and whatever name is near to it."""
        where = self._regions.meant(regions)
        if isinstance(where, WhereFault):
            return where
        return self._project(code, name, where[0], registered=registered)

    def _project(
        self, code: str | None, name: str, regions: tuple[str, ...], *, registered: bool, within: Reach | None = None
    ) -> str | WhereFault:
        if code is not None:
            return unknown(code) if registered and code not in self.catalogue.projects else code
        if not plain(name):
            return WhereFault("project", "no-project", "没有写明项目 / no project is named")
        found = self._codes_of(plain(name), registered=registered)
        derived = derived_code(name, regions)
        if len(found) > 1 and derived not in found:
            told = "、".join([each for each in sorted(found) if self._is_told(each, within)][:OFFERED])
            these = f"({told})" if told else ""
            return WhereFault(
                "project",
                "several-projects",
                f"“{name[:40]}”不止一个项目{these},请写项目代码 / several projects are called so: write the code",
            )
        if registered and not found:
            return unknown(name)
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
        return (code[5:11],) if code[5:11] in self.catalogue.regions else self._regions.highest()
