"""Knows how complaints are shown on a terminal: a table of them, a table of what they come to."""

from decimal import Decimal
from typing import Any, Final

from cli.terminal.wide import tell_table

_COLUMNS: Final = ("收到", "机构", "类别", "事项", "收费(元)", "耗时(天)", "区划", "被要求单位", "撤回", "编号", "末次")
_SUMS: Final = ("类别、区划", "件数", "收费(元)", "耗时中位数(天)")


def tell(items: list[dict[str, Any]]) -> None:
    """Each complaint on a row, with its id and, where it was corrected, that of its last version."""
    tell_table(_COLUMNS, map(_row, items))


def tell_counts(found: dict[str, Any]) -> None:
    """Each kind, each region, then all."""
    kinds = [(word_of(each["kind"]), each) for each in found["items"]]
    regions = [(each["name_zh"], each) for each in found["regions"]]
    tell_table(_SUMS, (_sums(name, each) for name, each in [*kinds, *regions, ("合计", found["total"])]))


def word_of(kind: str) -> str:
    """A kind in a word: 乱收费."""
    from ledger.complaints.complaint import COMPLAINT_KINDS, ComplaintKind  # noqa: PLC0415

    return COMPLAINT_KINDS[ComplaintKind(kind)]


def _row(item: dict[str, Any]) -> list[str]:
    days = "—" if item["days"] is None else str(item["days"])
    said = [item["received_on"], item["intermediary"], word_of(item["kind"]), item["service"], _yuan(item["fee"]), days]
    last = item["id"] if item["version"] > 1 else ""
    return [*said, item["region_name_zh"], item["asked_name_zh"], item["withdrawn"], item["complaint"], last]


def _sums(name: str, tally: dict[str, Any]) -> list[str]:
    days = tally["median_days"]
    return [name, str(tally["count"]), _yuan(tally["fees"]), "—" if days is None else f"{days:g}"]


def _yuan(fen: int | None) -> str:
    return "—" if fen is None else f"{Decimal(fen) / 100:,.2f}"
