"""What somebody may not change is refused by itself, and tells nothing of the registry; one entry is read as a file."""

from collections.abc import Iterator

import pytest

from ledger.registry.catalogue import Catalogue
from ledger.registry.files.loading import load_catalogue
from ledger.registry.own_files.checking import Entries, check
from ledger.registry.own_files.refusals import ImportForbidden, ImportRefused
from ledger.registry.own_files.shapes import shaped
from ledger.registry.own_files.written import read_yaml

KNOWN = load_catalogue(samples=False)
UNIT = "  - {id: a, name_zh: 甲, region: '140107'}\n"
LOOSE = "  - {id: b, name_zh: 乙, region: '999999'}\n"
SHAPELESS = "  - {id: c, name_zh: 丙, region: '140107', colour: red}\n"


def no_units(found: Entries, known: Catalogue) -> Iterator[tuple[str, str, str]]:
    assert known is KNOWN
    yield from (("units", key, f"{key}: 不可 / you may not") for key in found["units"])


def refused(*entries: str) -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        check(read_yaml("units:\n" + "".join(entries)), KNOWN, forbids=no_units)
    return caught.value


def test_what_one_may_not_change_is_told_in_the_order_of_its_lines_and_no_loose_end_with_it() -> None:
    caught = refused(LOOSE, UNIT)
    assert isinstance(caught, ImportForbidden)
    assert caught.faults == (
        "第 2 行 / line 2: b: 不可 / you may not",
        "第 3 行 / line 3: a: 不可 / you may not",
    )


def test_beside_what_is_of_no_shape_that_alone_is_told() -> None:
    caught = refused(LOOSE, SHAPELESS)
    assert not isinstance(caught, ImportForbidden)
    assert caught.faults == ("第 3 行 / line 3: units 2: 未知字段 / unknown field(s) colour",)


def test_without_anything_forbidden_shapes_and_loose_ends_are_told_together() -> None:
    with pytest.raises(ImportRefused) as caught:
        check(read_yaml(f"units:\n{SHAPELESS}{LOOSE}"), KNOWN)
    assert [fault[:4] for fault in caught.value.faults] == ["第 2 ", "第 3 "]


def test_one_entry_by_itself_has_its_key_or_is_refused_with_what_is_wrong_with_it() -> None:
    key, unit = shaped("units", {"id": "a", "name_zh": "甲", "region": "140107"})
    assert (key, unit.id, unit.level) == ("a", "a", "county")
    with pytest.raises(ImportRefused, match="unknown field"):
        shaped("units", {"id": "a", "name_zh": "甲", "region": "140107", "colour": "red"})
    with pytest.raises(ImportRefused, match="an id has no blanks"):
        shaped("units", {"id": "a b", "name_zh": "甲", "region": "140107"})
