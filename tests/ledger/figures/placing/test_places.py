"""A figure's project and regions are found however people write them; what is not one thing is a fault."""

import pytest

from ledger.figures.placing.places import Places
from ledger.figures.placing.where import PlacedFigure, WhereFault, derived_code
from ledger.figures.reach import REPORT, reach_of
from ledger.registry.files.loading import load_catalogue

PLACES = Places(load_catalogue(samples=True), {"渠": ("2019-140400-50-03-100001",), "同名": ("a", "b")})
ACROSS = "太原大同高速公路"
NAMED = Places(PLACES.catalogue, {**PLACES.projects, ACROSS: (derived_code(ACROSS, ()),)})


def placed(name: str = "路", regions: tuple[str, ...] = ("长治市",), code: str | None = None, registered: bool = False):  # type: ignore[no-untyped-def]
    return PLACES.placed(code, name, regions, None, registered=registered)


def test_one_registered_name_is_its_project() -> None:
    found = placed("太焦铁路")
    assert isinstance(found, PlacedFigure)
    assert (found.project, found.is_new) == ("2019-140100-53-01-900002", False)


def test_a_project_that_nobody_knows_stands_under_its_own_code_or_a_derived_one() -> None:
    assert placed().project == derived_code("路", ("140400",)) == placed(" 路 ").project
    assert placed().is_new
    assert placed(code="2019-140400-50-03-100009").project == "2019-140400-50-03-100009"


def test_a_project_that_figures_named_before_is_the_same_after_it_moved() -> None:
    assert placed("渠", ("大同市",)).project == "2019-140400-50-03-100001"


def test_the_registry_alone_names_projects_where_that_is_asked_for() -> None:
    for found in (placed(registered=True), placed(code="2019-140400-50-03-100009", registered=True)):
        assert isinstance(found, WhereFault)
        assert found.slug == "unknown-project"


def test_several_cities_or_the_word_for_it_are_across() -> None:
    several, word = placed(regions=("长治市", "晋城市")), placed(regions=("跨市",))
    assert several.regions == ("140400", "140500")
    assert (word.regions, word.region_count) == (("140000",), 2)


def test_where_no_region_is_named_the_registry_or_the_code_tells_it() -> None:
    assert placed("太焦铁路", ()).regions[0] == "140100"
    assert placed("路", (), "2019-140400-50-03-100009").regions == ("140400",)


@pytest.mark.parametrize(
    ("name", "regions", "slug"),
    [
        ("路", ("火星",), "unknown-region"),
        ("路", ("城区",), "several-regions"),
        ("路", (), "no-region"),
        ("", ("长治市",), "no-project"),
        ("同名", ("长治市",), "several-projects"),
    ],
)
def test_what_is_unknown_or_several_is_a_fault(name: str, regions: tuple[str, ...], slug: str) -> None:
    found = placed(name, regions)
    assert isinstance(found, WhereFault)
    assert found.slug == slug


@pytest.mark.parametrize("name", ["太焦铁路项目", "太焦铁 路(建设工程)", "太胶铁路", "太焦高铁路"])
def test_a_name_near_to_a_known_one_is_offered_and_new_only_where_that_is_said(name: str) -> None:
    for there in (("太原市",), ("太原市小店区",), ()):
        found = placed(name, there)
        assert isinstance(found, WhereFault)
        assert (found.field, found.slug) == ("project", "near-project")
        assert "太焦铁路(2019-140100-53-01-900002)" in found.sentence
    assert PLACES.placed(None, name, ("太原市",), None, registered=False, new=True).is_new  # type: ignore[union-attr]


def test_a_place_that_no_known_one_lies_in_names_its_works_as_it_likes() -> None:
    assert placed("太胶铁路", ("大同市",)).is_new


@pytest.mark.parametrize(
    ("person", "is_told"),
    [("supervisor-140100", True), ("supervisor-140105", False), ("supervisor-140200", False)],
)
def test_a_near_project_is_told_only_to_whom_may_report_it(person: str, is_told: bool) -> None:
    within = reach_of(PLACES.catalogue.persons[person], REPORT, PLACES.catalogue)
    for regions, otherwise in ((("太原市小店区",), True), ((), False)):
        found = PLACES.placed(None, "太胶铁路", regions, None, registered=False, within=within)
        if is_told:
            assert isinstance(found, WhereFault)
            assert "太焦铁路" in found.sentence
        else:
            assert (isinstance(found, PlacedFigure), getattr(found, "slug", "no-region")) == (otherwise, "no-region")
    several = PLACES.placed(None, "同名", ("太原市",), None, registered=False, within=within)
    assert isinstance(several, WhereFault)
    assert "(a、b)" not in several.sentence


def test_a_name_near_to_one_that_crosses_cities_is_offered_wherever_it_is_named() -> None:
    for there in (("大同市",), ("跨市",), ()):
        found = NAMED.placed(None, "太原大同高速公路工程", there, None, registered=False)
        assert isinstance(found, WhereFault)
        assert found.slug == "near-project"


@pytest.mark.parametrize("name", ["太焦铁路二期", "太焦铁路东段", "太焦铁路B", "桥"])
def test_another_part_of_a_series_is_a_project_of_its_own(name: str) -> None:
    assert placed(name, ("太原市",)).is_new
