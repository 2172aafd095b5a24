"""The registry that ships in the package: complete against its sources, and sound in its references."""

import re
from collections import Counter, defaultdict
from dataclasses import replace

import pytest

from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import PostCode
from ledger.registry.files.loading import load_catalogue, read_bureaus
from ledger.registry.regions import ancestors, is_within, level_of, parent
from mobile_schema.fields import PROJECT_CODE_PATTERN
from mobile_schema.vocabulary import Level, Role
from tests.checkout import CHECKOUT
from tests.ledger.factories import HEAD, LAND_UNIT, STAFF, START

SHARED = CHECKOUT.parent / "shared"
NOTICE = SHARED / "notice" / "jinzhengbanfa-2019-20.txt"
DIVISIONS = SHARED / "data" / "shanxi_divisions.csv"
COLLECTIVE = "省直有关部门"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(samples=True)


@pytest.fixture(scope="module")
def notice() -> str:
    if not NOTICE.exists():
        pytest.skip(f"the notice is not beside this checkout: {NOTICE.name}")
    return NOTICE.read_text(encoding="utf-8")


def test_shanxi_has_one_province_eleven_cities_and_117_counties(catalogue: Catalogue) -> None:
    levels = Counter(region.level for region in catalogue.regions.values())
    assert levels == {Level.PROVINCE: 1, Level.CITY: 11, Level.COUNTY: 117}


def test_regions_are_those_of_the_published_divisions(catalogue: Catalogue) -> None:
    if not DIVISIONS.exists():
        pytest.skip(f"the divisions are not beside this checkout: {DIVISIONS.name}")
    rows = [line.split(",")[:2] for line in DIVISIONS.read_text(encoding="utf-8").splitlines()[1:]]
    assert {code: region.name_zh for code, region in catalogue.regions.items()} == dict(rows)


def test_a_county_is_named_with_its_city_since_two_are_called_the_same(catalogue: Catalogue) -> None:
    assert catalogue.regions["140302"].full_name_zh == "阳泉市城区"
    assert catalogue.regions["140502"].full_name_zh == "晋城市城区"
    assert len({unit.name_zh for unit in catalogue.units.values()}) == len(catalogue.units)


def test_the_tree_follows_from_the_codes() -> None:
    assert ancestors("140105") == ("140000", "140100", "140105")
    assert ancestors("140000") == ("140000",)
    assert parent("140000") is None
    assert is_within("140105", "140100")
    assert is_within("140105", "140105")
    assert not is_within("140100", "140105")
    assert not is_within("140205", "140100")
    assert parent("429004") == "420000"


@pytest.mark.parametrize(
    ("code", "level", "above"),
    [
        ("140000", Level.PROVINCE, None),
        ("140100", Level.CITY, "140000"),
        ("140105", Level.COUNTY, "140100"),
        ("141000", Level.CITY, "140000"),
        ("141005", Level.COUNTY, "141000"),
        ("100105", Level.COUNTY, "100100"),
        ("419001", Level.COUNTY, "410000"),
        ("149010", Level.COUNTY, "140000"),
        ("140190", Level.COUNTY, "140100"),
        ("190105", Level.COUNTY, "190100"),
    ],
)
def test_only_the_middle_digits_of_a_code_say_what_it_lies_in(code: str, level: Level, above: str | None) -> None:
    assert (level_of(code), parent(code)) == (level, above)


@pytest.mark.parametrize("code", ["", "14", "14010a", "1401050", "140005", "000000", "１４０１０５"])
def test_what_is_no_region_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r"not a region code|without a city"):
        level_of(code)


def test_every_unit_sits_in_a_region_and_is_named_after_it(catalogue: Catalogue) -> None:
    for unit in catalogue.units.values():
        assert unit.id == f"{unit.region}-{unit.bureau}"
        assert catalogue.regions[unit.region].level == unit.level
        assert unit.name_zh.startswith(catalogue.regions[unit.region].full_name_zh)


def test_every_region_has_a_counterpart_of_each_line_of_government(catalogue: Catalogue) -> None:
    found = defaultdict(set)
    for unit in catalogue.units.values():
        found[unit.region].add(unit.bureau)
    everywhere = {bureau.code for bureau in read_bureaus() if len(bureau.levels) == len(Level)}
    assert len(everywhere) == 14
    assert all(everywhere <= found[region] for region in catalogue.regions)
    assert found["140000"] - everywhere == {"civil-aviation", "power-company"}


def items_of(notice: str) -> dict[str, list[str]]:
    """The notice's own words: item → the units it makes responsible, in order."""
    part, items = "", {}
    for line in notice.splitlines():
        if line.startswith(("二、主要目标", "三、重点任务", "四、工作要求")):
            part = {"二": "G", "三": "T", "四": "W"}[line[0]]
        number = re.match(r"(\d+)\.", line)
        named = re.search(r"[（(](?:牵头部门|责任单位)[:：](.+?)[）)]", line)
        if part in ("G", "T") and number and named:
            items[part + number[1]] = re.split("[、，,]", named[1])
    return items


def test_departments_have_the_items_that_the_notice_gives_them(notice: str) -> None:
    leads, shares = defaultdict(set), defaultdict(set)
    items = items_of(notice)
    assert len(items) == 36
    for item, (first, *others) in items.items():
        leads[first].add(item)
        for unit in others:
            shares[unit].add(item)
    bureaus = {bureau.notice_name: bureau for bureau in read_bureaus()}
    assert set(bureaus) | {COLLECTIVE} >= set(leads) | set(shares)
    for name, bureau in bureaus.items():
        assert (name, set(bureau.leads)) == (name, leads[name])
        assert (name, set(bureau.shares)) == (name, shares[name])


def test_items_belong_to_the_province_and_to_the_governments_of_cities(catalogue: Catalogue) -> None:
    assert catalogue.units["140000-public-security"].leads == ("T12",)
    assert catalogue.units["140105-public-security"].leads == ()
    assert "T9" in catalogue.units["140100-government"].leads
    assert catalogue.units["140000-government"].leads == ()
    assert "T25" in catalogue.units["140000-development-reform"].shares
    assert catalogue.units["140100-development-reform"].shares == ()


def test_item_15_projects_are_the_provinces_and_own_up_to_their_sample_codes(catalogue: Catalogue) -> None:
    named = [project for project in catalogue.projects.values() if project.notice_item == "T15"]
    assert len(named) == 32
    for project in named:
        assert project.level is Level.PROVINCE
        assert project.code_is_sample
        assert not project.sample
        assert re.match(PROJECT_CODE_PATTERN, project.code)
        assert project.code[5:11] == project.region
        assert set(project.regions) <= set(catalogue.regions)
        assert project.lead_unit in catalogue.units


@pytest.mark.parametrize(
    "words",
    [
        "大张高铁",
        "太焦铁路",
        "瓦日",
        "蒙华",
        "雄忻铁路",
        "集大原客专",
        "高速公路续建项目",
        "太原西北二环",
        "黎城至霍州",
        "离石至隰县",
        "朔州至神池",
        "临猗黄河大桥及引线工程",
        "运三高速三门峡公铁黄河大桥连接线",
        "汾阳至石楼连接线",
        "昔阳至榆次连接线",
        "太原武宿机场三期改扩建",
        "朔州机场",
        "晋城机场",
        "芮城",
        "阳城通用机场",
        "国际互联网数据专用通道",
        "古贤水利枢纽",
        "浑源",
        "垣曲",
        "小浪底引黄",
        "中部引黄",
        "东山供水",
        "蒙西—晋中特高压交流工程",
        "晋东南特高压长治站配套工程",
        "晋北“一交一直”特高压配套工程",
        "大同新荣",
        "太原北",
    ],
)
def test_each_project_that_item_15_names_is_there(catalogue: Catalogue, notice: str, words: str) -> None:
    assert words in notice
    names = [project.name_zh for project in catalogue.projects.values() if project.notice_item == "T15"]
    assert [name for name in names if words in name]


def test_the_eleven_zones_of_goal_5_are_there_with_their_targets(catalogue: Catalogue) -> None:
    assert len(catalogue.zones) == 11
    taiyuan = catalogue.zones["zone-shanxi-transition-taiyuan"]
    assert [(t.projects, t.at_least, t.at_most) for t in taiyuan.targets] == [(10, 30, None), (10, 10, 30)]
    assert catalogue.zones["zone-xiaoyi"].region == "141181"


def test_samples_are_marked_and_absent_unless_asked_for(catalogue: Catalogue) -> None:
    bare = load_catalogue(samples=False)
    assert not bare.persons
    assert not any(project.sample for project in bare.projects.values())
    assert all(person.sample for person in catalogue.persons.values())
    added = set(catalogue.projects) - set(bare.projects)
    assert all(catalogue.projects[code].code_is_sample for code in added)
    assert all("样例" in catalogue.projects[code].name_zh for code in added if catalogue.projects[code].sample)


def test_without_samples_no_project_has_a_code_that_was_made_up() -> None:
    assert not any(project.code_is_sample for project in load_catalogue(samples=False).projects.values())


def test_eight_sample_projects_lie_in_eight_counties(catalogue: Catalogue) -> None:
    samples = [project for project in catalogue.projects.values() if project.name_zh.startswith("样例项目")]
    assert len(samples) == len({project.region for project in samples}) == 8
    assert all(project.level is Level.COUNTY for project in samples)


def test_sample_supervisors_hold_the_posts_up_the_tree(catalogue: Catalogue) -> None:
    line = zip(ancestors("140105"), (Level.PROVINCE, Level.CITY, Level.COUNTY), strict=True)
    for region, level in line:
        holder = catalogue.holder(PostCode.SUPERVISOR, region, START)
        assert holder is not None
        assert catalogue.persons[holder.person_id].level is level


def test_a_post_without_a_holder_is_there_and_vacant(catalogue: Catalogue) -> None:
    assert catalogue.posts["supervisor:140321"].holders == ()
    assert catalogue.holder(PostCode.SUPERVISOR, "140321", START) is None
    assert catalogue.holder(PostCode.UNIT_HEAD, "140321-approval", START) is None


def test_a_head_belongs_to_the_unit_and_is_not_its_only_one(catalogue: Catalogue) -> None:
    head = catalogue.holder(PostCode.UNIT_HEAD, "140105-public-security", START)
    staff = [p for p in catalogue.staff_of("140105-public-security") if p.role is Role.UNIT_STAFF]
    assert head is not None
    assert head.person_id in {person.id for person in staff}
    assert len(staff) == 2


def test_the_staff_of_a_unit_are_those_who_belong_to_it_and_no_others(catalogue: Catalogue) -> None:
    assert {person.id for person in catalogue.staff_of(LAND_UNIT)} == {HEAD, STAFF}
    assert catalogue.staff_of("no-unit") == ()


@pytest.mark.parametrize(
    ("unit", "there"),
    [(LAND_UNIT, True), ("140105-housing", False), ("140106-natural-resources", False), (None, False)],
)
def test_someone_is_of_their_own_unit_and_of_no_other(catalogue: Catalogue, unit: str | None, there: bool) -> None:
    assert catalogue.is_of_unit(HEAD, unit) is there
    assert not catalogue.is_of_unit("nobody", unit)


@pytest.mark.parametrize("unit", [LAND_UNIT, None])
def test_someone_without_a_unit_is_of_none(catalogue: Catalogue, unit: str | None) -> None:
    alone = replace(catalogue.persons[HEAD], unit_id=None)
    assert not replace(catalogue, persons={HEAD: alone}).is_of_unit(HEAD, unit)


def test_a_registry_is_equal_to_another_with_the_same_entries_whatever_either_was_asked(catalogue: Catalogue) -> None:
    other = replace(catalogue)
    assert catalogue.holder(PostCode.SUPERVISOR, "140105", START)
    assert other == catalogue
    assert replace(other, persons={}) != catalogue


def test_a_registry_that_follows_from_another_answers_for_itself(catalogue: Catalogue) -> None:
    assert catalogue.holder(PostCode.SUPERVISOR, "140105", START)
    assert replace(catalogue, posts={}).holder(PostCode.SUPERVISOR, "140105", START) is None
