"""Knows how units follow from bureaus: each bureau once in every region of its levels."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict

from ledger.registry.entries import Region, Unit, unit_id
from mobile_schema.vocabulary import Level


@dataclass(frozen=True, slots=True)
class Bureau:
    """One line of government: the notice's name for it, and what its unit is called at each level."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    code: str
    notice_name: str
    name_zh: Mapping[Level, str]
    name_en: str
    levels: tuple[Level, ...] = tuple(Level)
    notice_level: Level = Level.PROVINCE
    leads: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()


def units_of(bureaus: Iterable[Bureau], regions: Iterable[Region]) -> tuple[Unit, ...]:
    """Every unit of these bureaus in these regions; a bureau has a name at each of its levels."""
    places = tuple(regions)
    return tuple(_unit(bureau, region) for bureau in bureaus for region in places if region.level in bureau.levels)


def _unit(bureau: Bureau, region: Region) -> Unit:
    named = region.level is bureau.notice_level
    return Unit(
        id=unit_id(region.code, bureau.code),
        bureau=bureau.code,
        region=region.code,
        level=region.level,
        name_zh=region.full_name_zh + bureau.name_zh[region.level],
        name_en=f"{bureau.name_en}, {region.name_en}",
        leads=bureau.leads if named else (),
        shares=bureau.shares if named else (),
    )
