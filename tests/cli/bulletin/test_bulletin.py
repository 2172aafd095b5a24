"""`xiaohao bulletin`: built and kept once, the same bytes again, changed figures named, issued by a person alone."""

import getpass
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import docx as word
import pytest

from ledger.figures.keeping import Reporting, report
from ledger.mongo.connection import Store
from ledger.registry.days import CHINA
from ledger.registry.files.loading import load_catalogue
from tests.cli.conftest import Run
from tests.oversight.bulletins.parts import reported

RULE: Final = "shanxi-province-level"
NAMES: Final = [f"{RULE}-2019-08.{suffix}" for suffix in ("docx", "pdf", "xlsx")]
FIRST: Final = datetime(2019, 9, 5, 2, tzinfo=UTC)
LATER: Final = datetime(2019, 9, 12, 2, tzinfo=UTC)


def entered(store: Store, at: datetime = FIRST, **over: object) -> None:
    """The published figures; `over` is what the first project says otherwise."""
    first, *others = reported()
    wanted = [first.model_copy(update=over), *others]
    report(store, wanted, Reporting("someone", at, load_catalogue(samples=True), CHINA))


@pytest.fixture
def ledger(store: Store) -> Store:
    entered(store)
    return store


def built(run: Run, out: Path, *more: str) -> dict[str, object]:
    result = run("bulletin", "build", RULE, "--period", "2019-08", "--out", str(out), "--json", *more)
    assert (result.exit_code, result.stderr) == (0, "")
    told: dict[str, object] = json.loads(result.stdout)
    return told


def edited(file: Path, written: bytes, instead: bytes, times: int = -1) -> Path:
    """A copy of a Word file whose text says something else."""
    other = file.with_name("edited.docx")
    with zipfile.ZipFile(file) as parts, zipfile.ZipFile(other, "w") as made:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "word/document.xml":
                assert written in content
                content = content.replace(written, instead, times)
            made.writestr(name, content)
    return other


def test_the_same_build_is_the_same_bytes_and_is_kept_once(ledger: Store, run: Run, tmp_path: Path) -> None:
    first, again = built(run, tmp_path / "a"), built(run, tmp_path / "b")
    assert first["id"] == again["id"]
    assert sorted(file.name for file in (tmp_path / "a").iterdir()) == NAMES
    for name in NAMES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert ledger["bulletins"].count_documents({}) == 1
    assert (first["position"], first["frozen_at"]) == ("2019-08:249", FIRST.isoformat(timespec="milliseconds"))
    assert built(run, tmp_path / "a")["id"] == first["id"]


def test_a_correction_makes_another_and_leaves_the_old_day_as_it_was(ledger: Store, run: Run, tmp_path: Path) -> None:
    first = built(run, tmp_path / "a")
    entered(ledger, LATER, done_year=0)
    assert built(run, tmp_path / "b")["id"] != first["id"]
    assert built(run, tmp_path / "c", "--as-of", "2019-09-06") == first | {
        "files": [str(tmp_path / "c" / f"{RULE}-2019-08.{suffix}") for suffix in ("docx", "xlsx", "pdf")]
    }
    into = run("bulletin", "build", RULE, "--period", "2019-08", "--out", str(tmp_path / "a"))
    assert (into.exit_code, "left as it is" in into.stderr) == (1, True)


def test_an_untouched_file_is_whole_and_a_changed_figure_is_named(ledger: Store, run: Run, tmp_path: Path) -> None:
    built(run, tmp_path)
    file = tmp_path / NAMES[0]
    whole = run("bulletin", "check", str(file))
    assert (whole.exit_code, "untouched" in whole.stdout) == (0, True)

    other = edited(file, b">124.9<", b">130.0<", 1)
    told = run("bulletin", "check", str(other), "--json")
    assert told.exit_code == 1
    (change,) = json.loads(told.stdout)["changes"]
    assert (change["key"], change["kept"], change["found"]) == ("rate@140400", "124.9", "130.0")
    said = run("bulletin", "check", str(other)).stdout
    assert "rate@140400 长治市投资完成率: 124.9 → 130.0" in said

    fewer = run("bulletin", "check", str(edited(file, b'w:tag w:val="late@whole"', b'w:tag w:val="x"', 1)))
    assert (fewer.exit_code, "removed: late@whole" in fewer.stdout) == (1, True)


def test_words_may_be_an_offices_own_also_after_another_program_saved_it(
    ledger: Store, run: Run, tmp_path: Path
) -> None:
    built(run, tmp_path)
    document = word.Document(str(tmp_path / NAMES[0]))
    document.paragraphs[0].add_run("（送审稿）")
    document.save(str(tmp_path / "office.docx"))
    told = run("bulletin", "check", str(tmp_path / "office.docx"))
    assert (told.exit_code, "every figure is as kept" in told.stdout) == (0, True)


def test_a_file_from_elsewhere_is_refused_in_a_sentence(ledger: Store, run: Run, tmp_path: Path) -> None:
    built(run, tmp_path)
    empty = io.BytesIO()
    word.Document().save(empty)
    (tmp_path / "other.docx").write_bytes(empty.getvalue())
    (tmp_path / "no.docx").write_bytes(b"no")
    ledger["bulletins"].delete_many({})
    for name, why in (("other.docx", "no bulletin of this system"), ("no.docx", "no Word"), (NAMES[0], "this ledger")):
        told = run("bulletin", "check", str(tmp_path / name))
        assert (told.exit_code, why in told.stderr, len(told.stderr.splitlines())) == (2, True, 1), told.stderr


def test_a_file_that_is_not_there_is_told_apart_from_changed_figures(ledger: Store, run: Run, tmp_path: Path) -> None:
    told = run("bulletin", "check", str(tmp_path / "nowhere.docx"))
    assert (told.exit_code, "没有这个文件" in told.stderr, "Errno" in told.stderr) == (2, True, False), told.stderr


def test_it_is_issued_by_a_person_once_and_only_after_a_yes(ledger: Store, run: Run, tmp_path: Path) -> None:
    first = built(run, tmp_path)
    identity = str(first["id"])
    assert first["issued_by"] is None
    assert run("bulletin", "issue", identity).exit_code == 1
    assert ledger["bulletins"].count_documents({"type": "bulletin.issued"}) == 0
    told = json.loads(run("bulletin", "issue", identity, "--yes", "--json").stdout)
    assert told["issued_by"] == f"operator:{getpass.getuser()}"
    assert json.loads(run("bulletin", "issue", identity, "--yes", "--json").stdout) == told
    record = ledger["bulletins"].find_one({"type": "bulletin.issued"})
    assert record is not None
    assert (record["sha256"], record["bulletin"], record["position"]) == (first["sha256"], identity, "2019-08:249")
    (line,) = run("bulletin", "show").stdout.splitlines()
    assert identity in line
    assert "operator:" in line
    shown = run("bulletin", "show", identity).stdout
    assert "rate@140400 长治市投资完成率: 124.9" in shown


def test_what_cannot_be_built_or_shown_is_told_in_one_line(ledger: Store, run: Run, tmp_path: Path) -> None:
    plain = tmp_path / "plain.yaml"
    plain.write_text(
        "name: x\nversion: 1\nsubjects: {by: region}\nindicators: [{key: n, name: 项目, count: projects}]\n"
        "score: {sort: n}\n",
        "utf-8",
    )
    build = ("bulletin", "build", "--out", str(tmp_path))
    for arguments in (
        (*build, RULE, "--period", "2019-07"),
        (*build, RULE, "--period", "soon"),
        (*build, "nothing"),
        (*build, str(plain), "--period", "2019-08"),
        ("bulletin", "show", "nothing"),
        ("bulletin", "issue", "nothing", "--yes"),
    ):
        told = run(*arguments)
        assert (told.exit_code, len(told.stderr.splitlines())) == (1, 1), (arguments, told.stderr)
    assert ledger["bulletins"].count_documents({}) == 0
