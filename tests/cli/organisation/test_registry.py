"""An operator's own people, projects and posts come in whole, or not at all with every fault named."""

from datetime import date
from pathlib import Path

import pytest

from ledger.mongo.connection import Store
from ledger.registry.catalogue import Catalogue, Holder
from ledger.registry.entries import Absence, Holding, PostCode
from ledger.registry.files.loading import load_catalogue
from ledger.registry.store import read_catalogue
from tests.cli.conftest import Run, opened
from tests.exchange.workbooks.books import xlsx
from tests.factories import OWN_REGISTRY
from tests.ledger.factories import START


def registry(mongo_url: str) -> Catalogue:
    with opened(mongo_url):
        return read_catalogue()


def written(folder: Path, name: str, text: str) -> str:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_a_yaml_file_is_taken_in_and_holds_its_posts(store: Store, run: Run, mongo_url: str, tmp_path: Path) -> None:
    before = registry(mongo_url)
    file = written(tmp_path, "own.yaml", OWN_REGISTRY)
    for _ in range(2):
        told = run("registry", "import", file)
        assert told.exit_code == 0
        assert "imported 2 persons, 1 projects, 2 posts" in told.stdout
    after = registry(mongo_url)
    assert after.holder(PostCode.UNIT_HEAD, "140107-housing", START) == Holder("wang", deputy=False)
    assert after.holder(PostCode.SUPERVISOR, "140107", START) == Holder("li", deputy=False)
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


def test_days_deputies_and_absences_come_in_from_cells_of_csv_too(
    store: Store, run: Run, mongo_url: str, tmp_path: Path
) -> None:
    people = (
        "id,name,role,unit_id,region,absences\n"
        "wang,王工,unit_staff,140107-housing,140107,since=2026-05-01 until=2026-05-05 reason=休假 外出;\n"
        "zhao,赵工,unit_staff,140107-housing,140107,\n"
    )
    posts = "code,place,holders\nunit_head,140107-housing,wang since=2026-01-01; zhao deputy until=2026-12-31\n"
    assert run("registry", "import", written(tmp_path, "people.csv", people)).exit_code == 0
    assert run("registry", "import", written(tmp_path, "posts.csv", posts)).exit_code == 0
    after = registry(mongo_url)
    assert after.persons["wang"].absences == (Absence(date(2026, 5, 1), date(2026, 5, 5), "休假 外出"),)
    assert after.posts["unit_head:140107-housing"].holders == (
        Holding("wang", since=date(2026, 1, 1)),
        Holding("zhao", until=date(2026, 12, 31), deputy=True),
    )


def test_a_supervisor_who_holds_no_post_is_warned_about(store: Store, run: Run, mongo_url: str, tmp_path: Path) -> None:
    """Such a person may decide on issues, and no alert ever comes to them."""
    without = OWN_REGISTRY.replace('  - {code: supervisor, place: "140107", holders: [li]}\n', "")
    told = run("registry", "import", written(tmp_path, "own.yaml", without))
    assert told.exit_code == 0
    assert "督办人员 li 没有岗位" in told.stderr
    assert "supervisor li holds no post" in told.stderr
    assert "wang" not in told.stderr
    assert run("registry", "import", written(tmp_path, "own.yaml", OWN_REGISTRY)).stderr == ""
    assert run("registry", "import", written(tmp_path, "own.yaml", without)).stderr == ""


def test_one_fault_refuses_the_whole_file_and_every_fault_is_listed(
    store: Store, run: Run, mongo_url: str, tmp_path: Path
) -> None:
    text = OWN_REGISTRY.replace("role: unit_staff", "role: chief").replace("2026-140107-48-01-000001", "2026-1")
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
    told = run("registry", "import", written(tmp_path, "own.yaml", OWN_REGISTRY), "--data", str(tmp_path))
    assert told.exit_code == 1
    assert f"no stack runs on {tmp_path}" in told.stderr


def test_vacancies_are_a_table_by_place_narrowed_by_region(
    store: Store, run: Run, mongo_url: str, tmp_path: Path
) -> None:
    told = run("registry", "vacancies", "--region", "140300")
    assert told.exit_code == 0
    lines = told.stdout.splitlines()
    assert [line.split()[0] for line in lines[1:-1]] == [
        f"supervisor@{code}" for code in sorted(load_catalogue(samples=True).regions) if code.startswith("1403")
    ]
    assert "阳泉市" in lines[1]
    assert lines[1].split()[-1] == "supervisor-140000"
    assert lines[-1] == f"{len(lines) - 2} 个空缺岗位 / {len(lines) - 2} vacant post(s)"


def test_where_no_post_is_vacant_that_is_said(store: Store, run: Run) -> None:
    told = run("registry", "vacancies", "--region", "140105")
    assert (told.exit_code, told.stdout) == (0, "没有空缺岗位 / no post is vacant\n")


def test_vacancies_of_what_is_no_region_are_refused(run: Run) -> None:
    told = run("registry", "vacancies", "--region", "Taiyuan")
    assert (told.exit_code, "not a region code" in told.stderr) == (2, True)


def test_vacancies_of_a_region_that_nobody_registered_are_refused(store: Store, run: Run) -> None:
    told = run("registry", "vacancies", "--region", "149999")
    assert (told.exit_code, told.stdout) == (1, "")
    assert "no region 149999 in the registry" in told.stderr


UNITS = "id,name_zh,region,kind,phone\n140107-new-town,新城管委会,140107,zone,0351-1234567\n"


def test_a_dry_run_names_what_would_come_and_takes_nothing(
    store: Store, run: Run, mongo_url: str, tmp_path: Path
) -> None:
    before = registry(mongo_url)
    told = run("registry", "import", written(tmp_path, "units.csv", UNITS), "--dry-run")
    assert "将导入责任单位 1" in told.stdout
    assert "1 created, 0 changed, 0 as they were" in told.stdout
    assert registry(mongo_url) == before


def test_what_was_imported_is_in_the_history_and_its_export_changes_nothing(
    store: Store, run: Run, mongo_url: str, tmp_path: Path
) -> None:
    assert run("registry", "import", written(tmp_path, "units.csv", UNITS), "--reason", "新区").exit_code == 0
    told = run("registry", "history", "units", "140107-new-town").stdout
    assert "created units 140107-new-town (新区): " in told
    assert "phone: — → 0351-1234567" in told
    assert "operator:" in told
    for arguments in ((), ("--kind", "units", "--csv")):
        exported = run("registry", "export", *arguments)
        name = "whole.csv" if arguments else "whole.yaml"
        again = run("registry", "import", written(tmp_path, name, exported.stdout))
        assert "0 created, 0 changed" in again.stdout, again.stderr
    folder = tmp_path / "parts"
    assert run("registry", "export", "--into", str(folder)).stdout == f"{folder / 'registry-001.yaml'}\n"
    assert (folder / "registry-001.yaml").read_text("utf-8") == (tmp_path / "whole.yaml").read_text("utf-8")
    assert run("registry", "export", "--into", str(folder)).exit_code == 1


def listed(folder: Path, *rows: list[str]) -> str:
    """A workbook of these rows."""
    file = folder / "名单.xlsx"
    file.write_bytes(xlsx(rows))
    return str(file)


def test_a_list_as_an_office_keeps_it_comes_in_by_the_names_of_its_places_and_units(
    store: Store, run: Run, mongo_url: str, tmp_path: Path
) -> None:
    unit = registry(mongo_url).units["140107-housing"].name_zh
    file = listed(
        tmp_path,
        ["某区人员名单", "", "", "", ""],
        ["序号", "姓名", "单位", "属地", "角色"],
        ["1", "甲某", unit, "杏花岭区", "责任单位人员"],
        ["2", "乙某", "140107-housing", "140107", "unit_staff"],
        ["填报人:丙某", "", "", "", ""],
    )
    first = run("registry", "import", file, "--kind", "persons", "--dry-run")
    assert (first.exit_code, "2 persons" in first.stdout) == (0, True), first.output
    assert not any(person.name == "甲某" for person in registry(mongo_url).persons.values())
    assert run("import", file, "--kind", "persons", "--commit").exit_code == 0
    people = {person.name: person for person in registry(mongo_url).persons.values()}
    assert (people["甲某"].unit_id, people["乙某"].region) == ("140107-housing", "140107")
    again = run("registry", "import", file, "--kind", "persons")
    assert "0 created, 0 changed, 2 as they were" in again.stdout


def test_every_fault_of_a_list_is_told_by_its_row_and_nothing_comes_in(
    store: Store, run: Run, mongo_url: str, tmp_path: Path
) -> None:
    before = registry(mongo_url)
    file = listed(
        tmp_path,
        ["项目名称", "项目代码", "建设地点", "级别"],
        ["新路", "2026-140107-48-01-000003", "杏花岭区", "县级"],
        ["新桥", "2026-140107-48-01-000004", "没有这个区", "县级"],
        ["新站", "2026-140107-48-01-000005", "也没有", "县级"],
    )
    refused = run("registry", "import", file, "--kind", "projects")
    assert refused.exit_code == 1
    assert "第 3 行" in refused.stderr
    assert "line 4" in refused.stderr
    assert registry(mongo_url) == before


@pytest.mark.usefixtures("store")
def test_planned_days_and_the_lead_leader_of_a_list_of_projects_come_in(
    run: Run, mongo_url: str, tmp_path: Path
) -> None:
    file = listed(
        tmp_path,
        ["项目名称", "项目代码", "建设地点", "级别", "计划竣工时间", "计划投产时间", "包联领导", "是否转型项目"],
        ["新路", "2026-140107-48-01-000006", "140107", "县级", "2027-06-30", "2027年9月底前", "甲某 副区长", "是"],
    )
    told = run("registry", "import", file, "--kind", "projects")
    assert told.exit_code == 0, told.stderr
    road = registry(mongo_url).projects["2026-140107-48-01-000006"]
    assert (road.due_complete, road.due_produce) == (date(2027, 6, 30), date(2027, 9, 30))
    assert (road.leader, road.transition, road.key_project) == ("甲某 副区长", True, None)
