"""An operator's own people, projects and posts come in whole, or not at all with every fault named."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run, opened
from xiaohao.ledger.registry import Catalogue
from xiaohao.ledger.store.connection import Store
from xiaohao.ledger.store.registry import read_catalogue
from xiaohao.mobile_schema.vocabulary import Level

GOOD = """
persons:
  - {id: wang, name: 王工, role: unit_staff, unit_id: 140107-housing, region: "140107"}
  - {id: li, name: 李督办, role: supervisor, unit_id: 140107-government, region: "140107", level: county}
projects:
  - {code: 2026-140107-48-01-000001, name_zh: 新桥, name_en: New bridge, level: county, regions: ["140107"]}
posts:
  - {code: unit_head, place: 140107-housing, holders: [wang]}
  - {code: supervisor, place: "140107", holders: [li]}
"""


def registry(mongo_url: str) -> Catalogue:
    with opened(mongo_url):
        return read_catalogue()


def written(folder: Path, name: str, text: str) -> str:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_a_yaml_file_is_taken_in_and_holds_its_posts(store: Store, run: Run, mongo_url: str, tmp_path: Path) -> None:
    before = registry(mongo_url)
    file = written(tmp_path, "own.yaml", GOOD)
    for _ in range(2):
        told = run("registry", "import", file)
        assert told.exit_code == 0
        assert "imported 2 persons, 1 projects, 2 posts" in told.stdout
    after = registry(mongo_url)
    assert after.unit_head("140107-housing") == "wang"
    assert after.supervisor("140107", Level.COUNTY) == "li"
    assert after.projects["2026-140107-48-01-000001"].name_zh == "新桥"
    assert len(after.persons) == len(before.persons) + 2
    assert (after.regions, after.units) == (before.regions, before.units)


def test_a_csv_file_is_of_the_kind_its_columns_tell(store: Store, run: Run, mongo_url: str, tmp_path: Path) -> None:
    people = "id,name,role,unit_id,region,level\nzhao,赵巡查,inspector,,140107,\n"
    projects = (
        "code,name_zh,name_en,level,regions,lead_unit\n2026-140107-48-01-000002,新路,New road,city,140107;140106,\n"
    )
    assert run("registry", "import", written(tmp_path, "people.csv", people)).exit_code == 0
    assert run("registry", "import", written(tmp_path, "projects.csv", projects)).exit_code == 0
    after = registry(mongo_url)
    assert after.persons["zhao"].unit_id is None
    assert after.projects["2026-140107-48-01-000002"].regions == ("140107", "140106")


def test_one_fault_refuses_the_whole_file_and_every_fault_is_listed(
    store: Store, run: Run, mongo_url: str, tmp_path: Path
) -> None:
    text = GOOD.replace("role: unit_staff", "role: chief").replace("2026-140107-48-01-000001", "2026-1")
    before = registry(mongo_url)
    told = run("registry", "import", written(tmp_path, "own.yaml", text))
    assert told.exit_code == 1
    assert "persons 1: role:" in told.stderr
    assert "projects 1: code:" in told.stderr
    assert registry(mongo_url) == before


def test_a_file_that_is_not_there_and_a_stack_that_does_not_run_are_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run("registry", "import", str(tmp_path / "nowhere.yaml"))
    assert (told.exit_code, "nowhere.yaml" in told.stderr) == (1, True)
    monkeypatch.delenv("XIAOHAO_MONGO_URL")
    told = run("registry", "import", written(tmp_path, "own.yaml", GOOD), "--data", str(tmp_path))
    assert told.exit_code == 1
    assert f"no stack runs on {tmp_path}" in told.stderr
