"""Knows how fast a ledger is checked beside its library alone, and written beside raw inserts of the same documents."""

import io
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import xlsxwriter

from bench.paper.hostile import dearest
from bench.rig.figures import Figure
from bench.rig.ledgered import rules
from bench.rig.parts import parts
from exchange.ledgers.checking import NothingKnown, check
from exchange.ledgers.mapping import LedgerMapping
from exchange.workbooks.reading import read_book
from ledger.groundwork.clock import HeldClock
from ledger.groundwork.interpreter import calm_the_collector
from ledger.imports.committing import commit
from ledger.imports.records import ImportRecord, begin
from ledger.imports.words import ImportRow
from ledger.mongo.connection import Store
from ledger.registry.actors import actor_of
from mobile_schema.vocabulary import Level, Role

ROWS: Final = 100_000
FEW: Final = 10_000
WRITTEN: Final = 10_000
ROUNDS: Final = 3
_START: Final = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
_HEAD: Final = (
    *(
        "序号",
        "检查日期",
        "项目名称",
        "检查工点",
        "检查人",
        "隐患类型",
        "隐患等级",
        "隐患问题描述",
        "整改要求",
        "整改期限",
    ),
    *(
        "施工单位",
        "监理单位",
        "设计单位",
        "建设单位",
        "责任人",
        "联系电话",
        "进展情况",
        "整改完成日期",
        "复查人",
        "备注",
    ),
)
_MAPPING: Final = LedgerMapping(name="rail", values={"category": {"*": "other"}})
_ALONE: Final = (
    "import io, resource, sys\nfrom python_calamine import CalamineWorkbook\n"
    "book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))\n"
    "print(sum(1 for _ in book.get_sheet_by_index(0).iter_rows()), file=sys.stderr)\n"
    "used = resource.getrusage(resource.RUSAGE_SELF)\nprint(used.ru_utime + used.ru_stime)\n"
)
_HELD: Final = (
    "import sys\nfrom bench.running.high_water import high_water\nfrom exchange.workbooks.child import main\n"
    "ended = main()\nprint(high_water(), file=sys.stderr)\nsys.exit(ended)\n"
)


def run() -> list[Figure]:
    """CPU seconds of the whole check, its process apart too; its memory; a commit; each refusal of a hostile file."""
    calm_the_collector()  # as the API's process, in which a ledger is checked and committed
    large, small = _workbook(ROWS), _workbook(FEW)
    checks = [(ROWS / _spent(lambda: _check(large)), ROWS / _alone(large)) for _ in range(ROUNDS)]
    child = _held(large)
    few = min(_spent(lambda: _check(small)) for _ in range(ROUNDS))
    seconds, memory = dearest()
    return [
        Figure.beside("import, check of 100,000 rows of 20, of calamine alone", "rows/cpu-s", checks, 0.2),
        Figure.below("import, memory of the process that reads", "MiB", child, 512),
        Figure.below("import, check of 10,000 rows", "cpu-s", few, 2),
        Figure.below("import, slowest refusal of a hostile file", "cpu-s", seconds, 2),
        Figure.below("import, memory of the dearest refusal", "MiB", memory, 64),
        Figure.beside("import, commit, of raw inserts of the same documents", "rows/s", _commits(), 0.3),
    ]


def _workbook(rows: int) -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "constant_memory": False})
    page, day = book.add_worksheet("台账"), book.add_format({"num_format": "yyyy-mm-dd"})
    page.write_row(0, 0, _HEAD)
    found = datetime(2025, 3, 1)
    for row in range(1, rows + 1):
        line = [row, found, f"铁路{row % 40}号线", f"K{row}+{row % 997}", "王工", "临时用电", "一般"]
        line += [f"第{row}处配电箱未上锁,电缆拖地", "立即整改并上锁", found + timedelta(days=7), "中铁一局", "监理公司"]
        line += ["设计院", "建设公司", "李工", "13800000000", "已安排整改", found + timedelta(days=5), "赵工", "无"]
        for column, value in enumerate(line):
            if isinstance(value, datetime):
                page.write_datetime(row, column, value, day)
            else:
                page.write(row, column, value)
    book.close()
    return made.getvalue()


def _check(raw: bytes) -> None:
    counts = check(read_book("台账.xlsx", raw), _MAPPING, NothingKnown()).counts
    if counts["new"] != counts["rows"]:
        raise AssertionError(f"not every row is new: {counts}")


def _alone(raw: bytes) -> float:
    """CPU seconds of the library in a process of its own."""
    done = subprocess.run([sys.executable, "-c", _ALONE], input=raw, capture_output=True, check=True)
    return float(done.stdout)


def _held(raw: bytes) -> float:
    """MiB at most in the process that reads."""
    done = subprocess.run([sys.executable, "-c", _HELD], input=raw, capture_output=True, check=True)
    return float(done.stderr)


def _spent(work: Callable[[], None]) -> float:
    """CPU seconds, of ended children too."""
    before = _cpu()
    work()
    return _cpu() - before


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _commits() -> list[tuple[float, float]]:
    """Rows a second, and documents of the same import written raw, as rows a second."""
    with parts() as running:
        return [_commit(running.store(), number) for number in range(ROUNDS)]


def _commit(store: Store, number: int) -> tuple[float, float]:
    known = rules()
    people = known.catalogue.persons.values()
    who = next(each for each in people if (each.role, each.level) == (Role.SUPERVISOR, Level.PROVINCE))
    projects = sorted(known.catalogue.projects)
    rows = [_row(number * WRITTEN + n, projects[n % len(projects)]) for n in range(WRITTEN)]
    kept = ImportRecord(f"0195551a-9b20-7c31-8f4e-{number:012d}", who.id, "ab" * 32, "台账.xlsx", 1, _START, _START)
    begin(store, kept)
    began = time.perf_counter()
    counts = commit(store, kept.id, rows, actor_of(who), clock=HeldClock(_START), rules=known)
    took = time.perf_counter() - began
    if counts.new != WRITTEN:
        raise AssertionError(f"not every row came in: {counts}")
    return WRITTEN / took, WRITTEN / _raw(store, kept.id)


def _raw(store: Store, import_id: str) -> float:
    """How long it takes to insert those documents as they are, into collections with the same indexes."""
    rows = list(store["import_rows"].find({"import_id": import_id}))
    ids = [row["issue_id"] for row in rows]
    copies = {
        "import_rows": rows,
        "issues": list(store["issues"].find({"_id": {"$in": ids}})),
        "events": list(store["events"].find({"issue_id": {"$in": ids}})),
    }
    for name in copies:
        copy = store[f"bench_{name}"]
        copy.drop()
        for index in store[name].index_information().values():
            options = {key: index[key] for key in ("unique", "sparse", "partialFilterExpression") if key in index}
            if index["key"] != [("_id", 1)]:
                copy.create_index(index["key"], **options)
    began = time.perf_counter()
    for name, documents in copies.items():
        store[f"bench_{name}"].insert_many(documents, ordered=False)
    return time.perf_counter() - began


def _row(number: int, project: str) -> ImportRow:
    said = dict(zip(_HEAD, [str(number)] * len(_HEAD), strict=True)) | {"隐患问题描述": f"第{number}处配电箱未上锁"}
    plain = ImportRow(f"{number:036d}", "台账", number + 2, said, said["隐患问题描述"], project_code=project)
    return replace(plain, free={"measures": "立即整改", "column:施工单位": "中铁一局"}, fixed={"status": "open"})
