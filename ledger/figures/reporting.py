"""Knows how figures are judged one after another: where each belongs, and what it is beside those before it.

Pure: what is kept of their projects is looked up once before (`FiguresKnown`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec import structs

from ledger.figures.carrying import carried
from ledger.figures.figure import SAID, Figure
from ledger.figures.judging import KEPT, FigureVerdict, JudgedFigure, judged
from ledger.figures.placing.newcomers import Newcomers
from ledger.figures.placing.places import Places
from ledger.figures.placing.where import PlacedFigure, WhereFault, near_to, plain
from ledger.figures.placing.zones import in_its_zone
from ledger.figures.reach import Reach
from ledger.figures.withdrawal.versions import unless_withdrawn
from ledger.registry.catalogue import Catalogue
from ledger.registry.days import local_day
from mobile_schema.faults import Fault
from mobile_schema.reports.figure import Kind, NewFigure

ELSEWHERE: Final = JudgedFigure(
    FigureVerdict.FAULT,
    slug="elsewhere",
    reason="项目不在您的地区,也不由您单位负责 / the project is in no region of yours, nor your unit's",
    field="region",
)
OTHER_UNIT: Final = JudgedFigure(
    FigureVerdict.FAULT,
    slug="other-unit",
    reason="只能以本单位名义报送 / a unit reports in no other unit's name",
    field="unit",
)
UNIT_ELSEWHERE: Final = JudgedFigure(
    FigureVerdict.FAULT,
    slug="unit-elsewhere",
    reason="该单位不在您的地区,也不是本项目的责任单位 / the unit is in no region of yours, nor the project's own",
    field="unit",
)
_WRITTEN: Final[Mapping[str, str]] = {"region": "regions"}
"""Where what is asked of a table stands in the contract."""
_PLACED: Final = {"project", "name", "regions", "region_count", "zone"}
_OF_CELLS: Final = tuple(name for name in SAID if name not in _PLACED)
_BLANK: Final = (None, "")
_SENT: Final = {"report_id", "schema_version", "registered", "new", "plan_months"}


@dataclass(frozen=True, slots=True)
class FiguresKnown:
    """What is kept of the projects that figures are of."""

    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """`plain` name → the codes of projects that figures gave it"""
    months: Mapping[str, Mapping[str, Figure]] = field(default_factory=dict)
    """project → month → its last figure, also where that is withdrawn"""

    @classmethod
    def of(cls, figures: Iterable[Figure]) -> "FiguresKnown":
        """What is known once these are kept, each project's in their order."""
        named: dict[str, tuple[str, ...]] = {}
        months: dict[str, dict[str, Figure]] = {}
        for each in figures:
            codes = named.get(plain(each.name), ())
            named[plain(each.name)] = codes if each.project in codes else tuple(sorted((*codes, each.project)))
            months.setdefault(each.project, {})[each.month] = each
        return cls(named, months)

    def overlaid(self, later: "FiguresKnown") -> "FiguresKnown":
        """This with what is known later on top."""
        named = {name: tuple(sorted({*self.named.get(name, ()), *codes})) for name, codes in later.named.items()}
        months = {code: {**self.months.get(code, {}), **known} for code, known in later.months.items()}
        return FiguresKnown({**self.named, **named}, {**self.months, **months})


class Judging:
    """Figures judged at one moment; each is seen by those after it."""

    def __init__(self, known: FiguresKnown, catalogue: Catalogue, at: datetime, zone: ZoneInfo) -> None:
        self._places = Places(catalogue, known.named)
        self._known = known
        self._months: dict[str, dict[str, Figure]] = {}
        self._met: dict[str, dict[str, set[str]]] = {}
        self._newcomers = Newcomers()
        self._rows: dict[tuple[str, str, str], Mapping[str, Any]] = {}
        """The first row by project, month and file"""
        self._catalogue = catalogue
        self._at = at
        self._today = local_day(at, zone)

    def judge(self, said: NewFigure, by: str, within: Reach | None = None) -> JudgedFigure:
        """What becomes of a figure; with `within`, of one whose project is out of it nothing does."""
        where = self._placed(said, within)
        if isinstance(where, WhereFault):
            return JudgedFigure(FigureVerdict.FAULT, slug=where.slug, reason=where.sentence, field=where.field)
        if within is not None and not within.reports(where.project, where.regions):
            return ELSEWHERE
        if within is not None and not within.speaks_for(where.project, where.regions, said.unit):
            return OTHER_UNIT
        of_project = self._of(where.project)
        last = of_project.get(said.month)
        latest = unless_withdrawn(last)
        # What the month says already is nobody's naming: a correction says it again.
        is_said = latest is not None and self._is_one_unit(said.unit, latest.unit)
        if within is not None and not is_said and not within.may_name(where.project, said.unit):
            return UNIT_ELSEWHERE
        reported = {month for month, each in of_project.items() if not each.withdrawn}
        earlier = [month for month in reported if month < said.month]
        before = of_project[max(earlier)] if earlier else None
        wanted = self._figure(said, where, by)
        if latest is not None and said.source.sha256 is not None:
            wanted = _with_what_was_known(wanted, latest, said)
        if latest is not None and self._is_one_unit(wanted.unit, latest.unit):
            wanted = structs.replace(wanted, unit=latest.unit)
        wanted = carried(wanted, latest, before, self._catalogue.projects.get(where.project))
        row = (where.project, said.month, said.source.sha256 or "")
        one = judged(wanted, last, before, self._today, row=self._rows.get(row))
        if one.figure is not None:
            self._rows.setdefault(row, wanted.source)
        if one.figure is None or one.verdict not in KEPT:
            return one
        is_new = not reported and where.project not in self._catalogue.projects
        if is_new:
            self._newcomers.add(where)
        of_project[said.month] = one.figure
        return replace(one, project_is_new=is_new)

    def _is_one_unit(self, said: str, other: str) -> bool:
        """Whether one text is a unit's id and the other what it is called: tables write names, forms ids."""
        ids = (unit for unit in map(self._catalogue.units.get, (said, other)) if unit is not None)
        return said == other or any({said, other} <= unit.called for unit in ids)

    def _of(self, project: str) -> dict[str, Figure]:
        """The project's last figures by month, as those before left them."""
        if project not in self._months:
            self._months[project] = dict(self._known.months.get(project, {}))
        return self._months[project]

    def _kept(self, project: str, said: NewFigure) -> tuple[str, ...]:
        """The regions that a row of a file leaves as the month has them."""
        latest = None if said.source.sha256 is None else unless_withdrawn(self._of(project).get(said.month))
        return () if latest is None else latest.regions

    def _placed(self, said: NewFigure, within: Reach | None) -> PlacedFigure | WhereFault:
        """Where it belongs. Of one name without a code, what lies elsewhere in another month has moved: it is the same
        project; what lies elsewhere in the same month is another one.
        """
        where = placed(self._places, said, within, lambda project: self._kept(project, said))
        if isinstance(where, PlacedFigure) and said.project is None:
            own = self._met.setdefault(plain(said.name), {})
            if where.is_new and where.project not in own:
                moved = next((code for code, months in own.items() if said.month not in months), where.project)
                where = replace(where, project=moved)
            own.setdefault(where.project, set()).add(said.month)
            if where.is_new and not said.new and (near := self._newcomers.near(where, within)):
                return near_to(said.name, near)
        return where

    def _figure(self, said: NewFigure, where: PlacedFigure, by: str) -> Figure:
        """What is reported, before its version is known."""
        told = said.model_dump(mode="json", exclude=_PLACED | _SENT)
        return Figure(
            id="",
            project=where.project,
            name=where.name,
            version=0,
            corrects=None,
            at=self._at,
            by=by,
            regions=where.regions,
            region_count=where.region_count,
            zone=where.zone,
            plan_months=said.plan_months,
            **told,
        )


def _with_what_was_known(wanted: Figure, latest: Figure, said: NewFigure) -> Figure:
    """A row of a file says what its cells say: what it has no column for, or leaves blank, stays as it was known."""
    known = {name: getattr(latest, name) for name in _OF_CELLS if getattr(wanted, name) in _BLANK}
    if wanted.regions == latest.regions:
        known |= {"region_count": latest.region_count} if said.region_count is None else {}
        # What the registry says of the zone now is for a month that knows none.
        known |= {"zone": latest.zone} if latest.zone is not None and not plain(said.zone) else {}
    if wanted.kind == Kind.NEW:
        known.pop("resumed", None)
    return structs.replace(wanted, **known)


def placed(
    places: Places,
    said: NewFigure,
    within: Reach | None = None,
    kept: Callable[[str], tuple[str, ...]] | None = None,
) -> PlacedFigure | WhereFault:
    """Where a figure belongs by itself, and by what is `kept` of its project; nothing out of reach is offered."""
    where = places.placed(
        said.project,
        said.name,
        said.regions,
        said.region_count,
        registered=said.registered,
        new=said.new,
        within=within,
        kept=kept,
    )
    return where if isinstance(where, WhereFault) else in_its_zone(where, said.zone, places.catalogue)


def fault_of(field: str, slug: str, sentence: str) -> Fault:
    """What is wrong of a figure, at the field that it is about."""
    return Fault(f"$.{_WRITTEN.get(field, field)}", sentence, slug)
