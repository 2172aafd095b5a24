"""`xiaohao matter` enters one matter or a file's tasks for a supervisor, and tells every fault with its line."""

from pathlib import Path

from ledger.mongo.connection import Store
from tests.cli.conftest import Run
from tests.pictures import pdf, picture, sha256

COUNTY = "supervisor-140105"
LAND = "140105-natural-resources"
PLAN = f"""\
title: 攻坚方案
paper: {{number: 小政发〔2026〕3号, dated_on: 2026-03-01}}
due_on: 2040-04-01
tasks:
  - number: "1"
    text: 完成土地预审。
    unit_ids: [{LAND}]
  - number: "2"
    text: 完成环评批复。
    unit_ids: [140105-ecology]
"""


def written(tmp_path: Path, text: str, name: str = "plan.yaml") -> str:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def one(run: Run, *more: str, text: str = "尽快恢复便道通行。") -> str:
    said = run("matter", "enter", "--by", COUNTY, "--source", "leader", "--text", text, "--unit", LAND, *more)
    assert said.exit_code == 0, said.output
    return said.output


def test_one_matter_is_entered_for_a_supervisor_and_its_number_told(run: Run, store: Store) -> None:
    told = one(run, "--number", "小政督〔2026〕5号", "--due", "2040-03-20")
    (issue,) = store["issues"].find()
    assert issue["serial"] in told
    assert (issue["reporter"], issue["unit_id"], issue["matter"]["due_on"]) == (COUNTY, LAND, "2040-03-20")
    (entered, _) = store["events"].find().sort("_id")
    assert entered["actor"]["credential"].startswith("operator:")


def test_under_its_own_id_it_is_entered_once(run: Run, store: Store) -> None:
    identity = "0195551a-9b20-7c31-8f4e-2a6d1b9c0e57"
    assert "已登记 1 件" in one(run, "--id", identity)
    assert "此前已登记 1 件" in one(run, "--id", identity)
    assert store["issues"].count_documents({}) == 1


def test_a_file_is_entered_whole_and_the_same_file_again_is_the_same_set(
    run: Run, store: Store, tmp_path: Path
) -> None:
    file = written(tmp_path, PLAN)
    dry = run("matter", "set", file, "--by", COUNTY, "--dry-run")
    assert (dry.exit_code, store["issues"].count_documents({})) == (0, 0)
    assert "将登记 2 件" in dry.output
    assert "自然资源局" in dry.output
    first, again = (run("matter", "set", file, "--by", COUNTY) for _ in range(2))
    assert "已登记 2 件" in first.output
    assert "此前已登记 2 件" in again.output
    shown = run("matter", "show", first.output.rpartition("id ")[2].strip())
    assert "2 件" in shown.output
    assert "已交办" in shown.output


def test_every_fault_is_told_with_its_line_and_nothing_is_entered(run: Run, store: Store, tmp_path: Path) -> None:
    wrong = PLAN.replace("140105-ecology", "140105-nothing").replace("完成土地预审。", "…")
    of_the_file = run("matter", "set", written(tmp_path, wrong), "--by", COUNTY)
    assert (of_the_file.exit_code, "第 6 行" in of_the_file.stderr) == (1, True)
    unknown = PLAN.replace("140105-ecology", "140105-nothing")
    of_the_ledger = run("matter", "set", written(tmp_path, unknown), "--by", COUNTY)
    assert (of_the_ledger.exit_code, "第 10 行" in of_the_ledger.stderr) == (1, True)
    assert store["issues"].count_documents({}) == 0


def test_a_table_of_tasks_goes_under_a_head_of_options(run: Run, store: Store, tmp_path: Path) -> None:
    file = written(tmp_path, f"number,text,unit_ids\n1,完成土地预审。,{LAND}\n", "tasks.csv")
    bare = run("matter", "set", file, "--by", COUNTY)
    assert (bare.exit_code, "--title" in bare.stderr) == (2, True)
    said = run("matter", "set", file, "--by", COUNTY, "--title", "攻坚方案", "--due", "2040-06-30")
    assert said.exit_code == 0, said.output
    (issue,) = store["issues"].find()
    assert issue["matter"]["part_of"]["title"] == "攻坚方案"


def test_the_notices_tasks_are_entered_as_a_sample(run: Run, store: Store) -> None:
    said = run("matter", "sample", "--by", "supervisor-140000")
    assert said.exit_code == 0, said.output
    assert "已登记 100 件" in said.output
    assert len(store["issues"].distinct("matter.part_of.number")) == 30


def test_files_go_with_it_as_sent_by_the_supervisor(run: Run, store: Store, tmp_path: Path) -> None:
    letter, photo = tmp_path / "letter.pdf", tmp_path / "photo.jpg"
    letter.write_bytes(pdf())
    photo.write_bytes(picture())
    one(run, "--attach", str(letter), "--attach", str(photo), "--dry-run")
    assert store["uploads"].count_documents({}) == 0
    one(run, "--attach", str(letter), "--attach", str(photo))
    (entered, _) = store["events"].find().sort("_id")
    assert entered["data"]["attachments"] == [sha256(pdf()), sha256(picture())]
    assert {row["person_id"] for row in store["uploads"].find()} == {COUNTY}
    said = run("matter", "set", written(tmp_path, PLAN), "--by", COUNTY, "--attach", str(letter))
    assert said.exit_code == 0, said.output
    assert store["events"].count_documents({"data.attachments": [sha256(pdf())]}) == 2


def test_a_file_that_is_none_is_told_and_nothing_is_entered(run: Run, store: Store, tmp_path: Path) -> None:
    for name, content in (("letter.docx", b"PK\x03\x04"), ("photo.jpg", picture()[:-200]), ("empty.pdf", b"")):
        file = tmp_path / name
        file.write_bytes(content)
        said = run("matter", "set", written(tmp_path, PLAN), "--by", COUNTY, "--attach", str(file))
        assert (said.exit_code, name in said.stderr, len(said.stderr.splitlines())) == (1, True, 1)
    assert store["issues"].count_documents({}) == 0


def test_sets_are_listed_with_how_far_they_have_come(run: Run, store: Store, tmp_path: Path) -> None:
    run("matter", "set", written(tmp_path, PLAN), "--by", COUNTY)
    said = run("matter", "sets")
    assert said.exit_code == 0, said.output
    (line,) = said.output.splitlines()
    assert "2 件 在办 open 2 超期 red 0 销号 struck off 0  攻坚方案" in line


def test_who_may_not_enter_it_is_told_so_in_one_line(run: Run, store: Store) -> None:
    for by, word in (("staff-" + LAND, "只能登记本人督办地区的事项"), ("nobody", "没有这个人")):
        said = run("matter", "enter", "--by", by, "--source", "leader", "--text", "尽快恢复。", "--unit", LAND)
        assert (said.exit_code, len(said.stderr.splitlines())) == (1, 1)
        assert word in said.stderr


def test_what_cannot_be_meant_is_told_in_one_line(run: Run, store: Store) -> None:
    said = run("matter", "enter", "--by", COUNTY, "--source", "rumour", "--text", "尽快恢复。", "--unit", LAND)
    assert (said.exit_code, "$.source" in said.stderr) == (1, True)
