"""Knows the registry by the names that offices write, and what of it somebody may enter anything for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from exchange.ledgers.checking import Earlier, Known, Placed
from exchange.ledgers.naming import Named, Registry
from exchange.ledgers.records import Record
from ledger.registry.catalogue import Catalogue
from ledger.registry.regions import is_within

_ELSEWHERE = (
    "region",
    "not-yours",
    "不在您的辖区,不能由您导入 / outside your region: not yours to bring in",
)


@dataclass(frozen=True, slots=True)
class WithinRegions:
    """What is known, where a row that lies outside some regions is a fault."""

    known: Known
    regions: tuple[str, ...]

    def placed(self, record: Record) -> Placed:
        """Whom and what a record names; a fault more where it lies elsewhere."""
        placed = self.known.placed(record)
        if placed.region is None or any(is_within(placed.region, region) for region in self.regions):
            return placed
        return Placed(
            placed.project_code, placed.region, placed.unit_id, placed.person_id, (*placed.faults, _ELSEWHERE)
        )

    def earlier(self, ids: Sequence[str]) -> Mapping[str, Earlier]:
        """Those of these row ids that came in before."""
        return self.known.earlier(ids)


def registry_for(catalogue: Catalogue, regions: tuple[str, ...], today: date) -> Known:
    """The names in the registry as it stands, for somebody who may enter what lies in these regions; `today` is the
    ledger's day.
    """
    return WithinRegions(
        Registry(
            projects=[
                Named(one.code, _names(one.name_zh, one.name_en), one.region)
                for one in catalogue.projects.values()
                if one.retired_on is None
            ],
            regions=[
                Named(one.code, _names(one.name_zh, one.full_name_zh, one.name_en), one.code)
                for one in catalogue.regions.values()
            ],
            units=[
                Named(one.id, _names(one.name_zh, one.name_en), one.region)
                for one in catalogue.units.values()
                if one.retired_on is None
            ],
            persons=[
                Named(one.id, (one.name,), one.region, one.unit_id)
                for one in catalogue.persons.values()
                if one.left_on is None
            ],
            today=today,
        ),
        regions,
    )


def _names(*names: str) -> tuple[str, ...]:
    return tuple(name for name in names if name)
