"""Townships, streets and development zones are imported as units are, each fault with its line."""

from dataclasses import asdict

import pytest

from ledger.registry.files.loading import load_catalogue
from ledger.registry.own_files.checking import check
from ledger.registry.own_files.refusals import ImportRefused
from ledger.registry.own_files.written import read_csv, read_yaml
from tests.ledger.registry.told import told

PLACES = """\
townships:
  - {code: "140107101", name_zh: 三桥街道, kind: street}
  - {code: "140107200", name_zh: 中涧河镇}
zones:
  - {id: zone-xinghualing, name_zh: 杏花岭开发区, region: "140107"}
units:
  - {id: 140107-zhongjianhe, name_zh: 中涧河镇政府, region: "140107", kind: township, township: "140107200"}
  - {id: 140107-zone, name_zh: 开发区管委会, region: "140107", kind: zone, zone: zone-xinghualing}
"""


def test_townships_and_zones_come_as_units_do_and_units_may_be_of_them() -> None:
    found = check(read_yaml(PLACES), load_catalogue(samples=False))
    assert set(found["townships"]) == {"140107101", "140107200"}
    assert found["zones"]["zone-xinghualing"].targets == ()
    in_cells = "id,name_zh,region,targets\nzone-a,甲区,140107,projects=5 at_least=10;projects=2 at_least=1 at_most=9\n"
    zone = check(read_csv(in_cells), load_catalogue(samples=False))["zones"]["zone-a"]
    assert [asdict(target) for target in zone.targets] == [
        {"projects": 5, "at_least": 10, "at_most": None},
        {"projects": 2, "at_least": 1, "at_most": 9},
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('region: "140107"}\nunits', 'region: "999999"}\nunits', "第 5 行 / line 5: zone-xinghualing: 没有行政区划"),
        ("zone: zone-xinghualing", "zone: zone-x", "第 8 行 / line 8: 140107-zone: zone 不存在 / no zone zone-x"),
        ('code: "140107101"', 'code: "999999101"', "第 2 行 / line 2: 999999101: 没有行政区划 / no region 999999"),
        ('code: "140107101"', 'code: "140107"', "第 2 行 / line 2: townships 1: code: "),
        ("kind: street", "kind: village", "第 2 行 / line 2: townships 1: kind: "),
        ('code: "140107101"', 'code: "140107200"', "140107200 重复出现 / 140107200 is there twice"),
        ('township: "140107200"', 'township: "140107999"', "line 7: 140107-zhongjianhe: township 不存在"),
    ],
)
def test_a_fault_of_a_township_or_a_zone_is_said_with_its_line(right: str, wrong: str, said: str) -> None:
    assert right in PLACES
    assert [fault for fault in told(PLACES.replace(right, wrong)) if said in fault]


def test_a_province_of_townships_is_checked_whole_and_every_fault_has_its_line() -> None:
    rows = [f"{county}{place:03},第{place}镇,town" for county in ("140107", "140105") for place in range(1000)]
    rows[1500] = "999999500,无处镇,town"
    with pytest.raises(ImportRefused) as refused:
        check(read_csv("\n".join(["code,name_zh,kind", *rows])), load_catalogue(samples=False))
    assert refused.value.faults == ("第 1502 行 / line 1502: 999999500: 没有行政区划 / no region 999999",)
