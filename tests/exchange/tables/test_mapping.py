"""A mapping is data: what ships can be read, and what is wrong with one's own is said in a line."""

from pathlib import Path

import pytest
import yaml

from exchange.tables.faults import PlayError
from exchange.tables.mapping_files import demand_categories, load_mapping, parse_mapping, shipped_mappings
from ledger.registry.files.loading import load_catalogue


def test_every_shipped_mapping_loads_by_its_name_and_names_projects_that_ship() -> None:
    assert "la311" in shipped_mappings()
    projects = load_catalogue(samples=True).projects
    for name in shipped_mappings():
        mapping = load_mapping(name)
        assert mapping.name == name
        assert {*mapping.project.values.values(), *mapping.project.among} <= projects.keys()


def test_a_mapping_of_ones_own_is_read_from_a_file(tmp_path: Path, mapping_text: str) -> None:
    file = tmp_path / "works.yaml"
    file.write_text(mapping_text, encoding="utf-8")
    assert load_mapping(str(file)).name == "works"


def test_an_unknown_mapping_is_told_with_those_that_ship() -> None:
    with pytest.raises(PlayError, match=r"no mapping nowhere.*la311"):
        load_mapping("nowhere")


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"project": {"column": "site"}}, r"\$\.project .*`values` or in `among`"),
        ({"project": {"column": "site", "among": ["12345"]}}, r"\$\.project\.among\[0\]"),
        ({"category": {"column": "kind", "values": {"pipes": "Plumbing!"}}}, r"\$\.category\.values\.pipes"),
        ({"dates": {"formats": ["iso"], "time_zone": "Asia/Atlantis"}}, "no such time zone: 'Asia/Atlantis'"),
        ({"dates": {"formats": ["iso"], "time_zone": "../../etc/passwd"}}, "no such time zone"),
        ({"dates": {"formats": [], "time_zone": "UTC"}}, r"\$\.dates\.formats"),
        ({"encoding": "utf-eight"}, "no such encoding"),
        ({"encoding": "undefined"}, "no such encoding"),
        ({"delimiter": '"'}, "parts no cells"),
        ({"dates": {"formats": ["%Y %Y"], "time_zone": "UTC"}}, "no such format: '%Y %Y'"),
        ({"dates": {"formats": ["%Y-%Q"], "time_zone": "UTC"}}, "no such format: '%Y-%Q'"),
        ({"description": "{what.__class__}{}"}, "description"),
        ({"description": "{what!r}"}, "description"),
        ({"surprise": 1}, r"\$\.surprise"),
        ({"name": "Not A Name"}, r"\$\.name"),
        ({"id": None}, r"\$\.id"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said_with_its_place(
    mapping_text: str, over: dict[str, object], said: str
) -> None:
    with pytest.raises(PlayError, match=said):
        parse_mapping("mine", yaml.safe_dump({**yaml.safe_load(mapping_text), **over}))


def test_a_category_of_the_offices_own_is_a_word_that_its_registry_is_asked_for(mapping_text: str) -> None:
    own = mapping_text.replace("pipes: utilities", "pipes: heating")
    for mapping in (parse_mapping("works", own), parse_mapping("works", own.replace("heating", "land, x: other"))):
        demand_categories(mapping, {"heating", "land", "permits", "other"})
    by_default = yaml.safe_load(mapping_text) | {"category": {"column": "kind", "default": "heating"}}
    for text in (own, yaml.safe_dump(by_default)):
        with pytest.raises(
            PlayError, match="mapping works: 名录中没有该问题类别 / the registry has no such category: heating"
        ):
            demand_categories(parse_mapping("works", text), load_catalogue(samples=False).categories)


def test_a_key_that_stands_twice_is_told_and_the_last_does_not_win(mapping_text: str) -> None:
    with pytest.raises(PlayError, match="键 captured 重复 / key captured stands in line 4 already"):
        parse_mapping("mine", mapping_text + "captured: done\n")


@pytest.mark.parametrize("codec", ["gb18030", "utf-16"])
def test_a_mapping_is_read_whatever_its_encoding(tmp_path: Path, mapping_text: str, codec: str) -> None:
    file = tmp_path / "works.yaml"
    file.write_bytes(mapping_text.replace("{what} ({no})", "{what}(第 {no} 号)").encode(codec))
    assert load_mapping(str(file)).description == "{what}(第 {no} 号)"


@pytest.mark.parametrize("text", ["a: [", "- a\n- b", "", "just words", "{unbalanced: '"])
def test_what_is_no_mapping_at_all_is_told_too(text: str) -> None:
    with pytest.raises(PlayError, match="mapping mine: "):
        parse_mapping("mine", text)


def test_an_unbalanced_description_is_refused(mapping_text: str) -> None:
    with pytest.raises(PlayError, match="expected '}'"):
        parse_mapping("mine", yaml.safe_dump({**yaml.safe_load(mapping_text), "description": "{what"}))


def test_of_the_service_requests_the_cancelled_were_never_solved() -> None:
    work = load_mapping("la311").work
    assert work is not None
    withdrew = {fate: work.withdrew({"status": fate}) for fate in ("Cancelled", "Closed", "Referred Out", "Pending")}
    assert withdrew == {"Cancelled": True, "Closed": False, "Referred Out": False, "Pending": False}


@pytest.mark.parametrize("form", ["%m月%d日 %H:%M", "%H:%M", "%%Y-%m-%d"])
def test_a_format_without_a_year_is_refused_as_every_moment_would_be_in_1900(mapping_text: str, form: str) -> None:
    with pytest.raises(PlayError, match=r"映射 works 有误 / .*格式没有年份"):
        parse_mapping("works", mapping_text.replace("%Y-%m-%d %H:%M", form))


def test_what_is_wrong_with_a_mapping_is_said_in_both_languages(mapping_text: str) -> None:
    for broken in (mapping_text + "\nnom: x\n", mapping_text.replace("name: works", "name: '!'")):
        with pytest.raises(PlayError, match=r"(未知字段|格式不符)；"):
            parse_mapping("works", broken)
