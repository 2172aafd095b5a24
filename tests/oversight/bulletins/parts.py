"""Knows the bulletin of the published figures of January to August 2019, without a database."""

from datetime import UTC, datetime
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from ledger.registry.catalogue import Catalogue
from ledger.registry.files.loading import load_catalogue
from mobile_schema.reports.figure import Kind, NewFigure
from oversight.bulletins.basis import Basis
from oversight.bulletins.making import Bulletin, bulletin_of
from oversight.ranking.computing import Item, Subject, compute
from oversight.ranking.measures import measures_of
from oversight.ranking.rule import Rule
from tests.oversight.ranking.parts import AUGUST, RULE, figure
from tests.published_figures import ACROSS, PLACES, Sample, projects

AT: Final = datetime(2019, 9, 5, 2, tzinfo=UTC)
ZONE: Final = ZoneInfo("Asia/Shanghai")
_FEN: Final = 10**6
_MONTHS: Final = {"2019年5月": "2019-05", "2019年6月": "2019-06", "2019年8月": "2019-08", "2019年10月": "2019-10"}
_DUE: Final = {**_MONTHS, "2019.7": "2019-07", "2019年11月": "2019-11", "": None, "未开工": None}


@cache
def cities() -> tuple[Subject, ...]:
    """The eleven of the province."""
    catalogue: Catalogue = load_catalogue(samples=False)
    found = {region.full_name_zh or region.name_zh: code for code, region in catalogue.regions.items()}
    return tuple(sorted((Subject(found[name], name) for name in PLACES), key=lambda each: each.code))


def items() -> list[Item]:
    """The 249 projects."""
    return list(map(_item, projects()))


def basis(rule: Rule = RULE, of: list[Item] | None = None) -> Basis:
    """Frozen on 5 September 2019."""
    own = items() if of is None else of
    rows = compute(rule, AUGUST, cities(), own, "全省")
    return Basis(rule, AUGUST, AT, f"2019-08:{len(own)}", ZONE, rows, own)


@cache
def published() -> Bulletin:
    """That of January to August 2019."""
    return bulletin_of(basis())


def reported() -> list[NewFigure]:
    """The 249 projects as they are reported."""
    return [_reported(sample) for sample in projects()]


def _item(sample: Sample) -> Item:
    said = _said(sample)
    across = sample.name.startswith(ACROSS)
    own = next((each.code for each in cities() if sample.name.startswith(each.name)), "140100")
    measures = measures_of(figure(**said), AUGUST)
    return Item(sample.code, sample.name, own, ACROSS if across else None, False, measures)


def _reported(sample: Sample) -> NewFigure:
    across = sample.name.startswith(ACROSS)
    regions = ("太原市", "晋中市") if across else (sample.place,)
    return NewFigure(
        project=sample.code,
        name=sample.name,
        month="2019-08",
        regions=regions,
        region_count=2 * across,
        **_said(sample),
    )


def _said(sample: Sample) -> dict[str, Any]:
    due, began = _DUE[sample.due_start], _DUE[sample.started_on]
    return {
        "kind": Kind.NEW if sample.kind == "新建" else Kind.CARRIED_OVER,
        "plan_year": sample.plan * _FEN,
        "done_year": sample.done * _FEN,
        "due_start": due and f"{due}-28",
        "started_on": began and f"{began}-01",
        "resumed": {"是": True, "否": False, "": None}[sample.resumed],
    }
