"""What is exported is what an import takes: taken in again it is what it was, whatever stands in it."""

from dataclasses import replace
from datetime import date
from string import ascii_lowercase
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.groundwork.seen_text import hides
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import (
    Absence,
    Duty,
    EvidenceKind,
    Holding,
    Person,
    Post,
    PostCode,
    Project,
    RoutingRule,
    Township,
    Unit,
    Zone,
    ZoneTarget,
)
from ledger.registry.files.loading import load_catalogue
from ledger.registry.own_files.checking import check
from ledger.registry.own_files.exporting import as_yaml, part_of, parts_of
from ledger.registry.own_files.kinds import KINDS
from ledger.registry.own_files.written import read_csv, read_yaml
from mobile_schema.vocabulary import Category, Level, Role, Severity
from tests.ledger.registry.exported import csv_of, yaml_of

SHIPPED = load_catalogue(samples=True)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
ids = st.text(ascii_lowercase + "0123456789-_:", min_size=1, max_size=8)
# A cell of CSV knows no text that is empty, and no file one that hides something.
texts = st.text(min_size=1, max_size=12).filter(lambda text: not hides(text))
names = texts.filter(lambda text: bool(text.strip()))
reasons = (texts | st.sampled_from(["培训\n太原", "a;b", "c\\", "\\;", "\\n"])).map(str.strip).filter(bool)

persons = st.builds(
    Person,
    id=ids,
    name=names,
    role=st.just(Role.UNIT_STAFF),
    unit_id=st.just("140107-housing"),
    region=st.just("140107"),
    absences=st.lists(
        st.builds(
            Absence,
            since=st.just(date(2026, 1, 1)),
            until=days.map(lambda day: max(day, date(2026, 1, 1))),
            reason=reasons,
        ),
        max_size=2,
    ).map(tuple),
    also=st.sampled_from([(), (Duty(Role.ADMIN, "140107"),), (Duty(Role.SUPERVISOR, "140100", None, Level.CITY),)]),
    title=st.none() | texts,
    phone=st.none() | st.sampled_from(["+86 351 7654321", "0351", "=1+1", "'=1"]),
    email=st.none() | st.just("a@b.cn"),
    left_on=st.none() | days,
    sample=st.booleans(),
)
units = st.builds(
    Unit,
    id=ids,
    bureau=st.sampled_from(["", "housing", "1:30", "010", "true"]),
    region=st.just("140107"),
    level=st.just(Level.COUNTY),
    name_zh=names,
    name_en=st.just("") | texts,
    phone=st.none() | texts,
    parent=st.none() | st.just("140107-government"),
    retired_on=st.none() | days,
)


KNOWN = replace(SHIPPED, posts={})


def with_entries(**entries: list[Any]) -> Catalogue:
    return replace(
        SHIPPED, **{kind: {KINDS[kind].key_of(each): each for each in some} for kind, some in entries.items()}
    )


@pytest.mark.parametrize("kind", KINDS)
def test_what_ships_comes_back_from_either_form(kind: str) -> None:
    expected = dict(getattr(SHIPPED, kind))
    assert check(read_yaml(yaml_of(SHIPPED, [kind]) if expected else f"{kind}: []"), SHIPPED)[kind] == expected
    assert check(read_csv(csv_of(SHIPPED, kind)), SHIPPED)[kind] == expected


@settings(max_examples=60)
@given(st.lists(persons, max_size=3), st.lists(units, max_size=3))
def test_whatever_an_office_writes_comes_back_from_either_form(people: list[Person], places: list[Unit]) -> None:
    catalogue = with_entries(persons=people, units=places)
    for kind in ("persons", "units"):
        expected = dict(getattr(catalogue, kind))
        read = [read_csv(csv_of(catalogue, kind))]
        if expected:
            read.append(read_yaml(yaml_of(catalogue, [kind])))
        for written in read:
            assert check(written, KNOWN)[kind] == expected


def test_every_kind_comes_back_with_all_that_it_can_say() -> None:
    holder = Holding("supervisor-140105", date(2026, 1, 1), date(2026, 3, 1), deputy=True)
    catalogue = with_entries(
        townships=[Township("140105100", "坞城街道", "Wucheng", "street", date(2027, 1, 1))],
        zones=[Zone("ours", "我区", "", "140105", (ZoneTarget(5, 10), ZoneTarget(2, 1, 9)), date(2027, 1, 1), "key")],
        evidence=[EvidenceKind("selfie", "自拍", "Selfie", photo=True), *SHIPPED.evidence.values()],
        posts=[Post(PostCode.SUPERVISOR, "140105", (holder,))],
        routes=[
            RoutingRule(
                "ours", "own", "city", "县", 5, (Category.LAND,), Severity.MAJOR, Level.COUNTY, "140105", "housing"
            )
        ],
        projects=[
            Project(
                "2026-140107-48-01-000001",
                "新桥",
                "Bridge",
                Level.COUNTY,
                ("140107", "140105"),
                retired_on=date(2026, 1, 1),
            )
        ],
    )
    for kind in ("townships", "zones", "evidence", "posts", "projects", "routes"):
        expected = dict(getattr(catalogue, kind))
        assert check(read_csv(csv_of(catalogue, kind)), catalogue)[kind] == expected
        assert check(read_yaml(yaml_of(catalogue, [kind])), catalogue)[kind] == expected


def test_what_is_more_than_a_file_takes_comes_in_parts_that_are_imported_one_after_the_other() -> None:
    parts = list(parts_of(SHIPPED, most=400))
    assert [len(part) for part in parts[:-1]] == [400] * (len(parts) - 1)
    assert [named for part in parts for named in part] == part_of(SHIPPED)[0]
    known = replace(SHIPPED, **{kind: {} for kind in KINDS})
    for part in parts:
        known = check(read_yaml("".join(as_yaml(SHIPPED, part))), known).over(known)
    assert known == SHIPPED


def test_a_part_begins_after_an_entry_whether_that_is_still_there_or_not() -> None:
    catalogue = with_entries(zones=[Zone(key, "区", "", "140105") for key in ("a", "c")], townships=[])
    assert part_of(catalogue, ["townships", "zones"], ("zones", "b")) == ([("zones", "c")], False)
    assert part_of(catalogue, ["zones", "townships"], ("zones", "b"), most=0) == ([], True)
    assert part_of(catalogue, ["zones"], shown=lambda zone: zone.id == "c") == ([("zones", "c")], False)
    assert list(parts_of(catalogue, ["townships"])) == [[]]
    assert "".join(as_yaml(catalogue, [])) == "{}\n"
