"""Every row read has exactly one verdict, and their sum is the rows read."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.ledgers.checking import Checked, CheckedRow, Earlier, NothingKnown, Verdict, check
from exchange.workbooks.cells import Book
from exchange.workbooks.refused import FileRefused
from tests.exchange.ledgers.ledgers import HEAD, LINES, checked, mapping
from tests.exchange.workbooks.books import sheet

CELLS = st.sampled_from(["", "1", "路没通", "2025-03-01", "2.30", "合计", "说明:x", "一、甲", "整改中", "立即", 7, 7.1])
SUM = ("new", "changed", "same", "duplicate", "conflict", "skipped", "fault")


class _CameInBefore(NothingKnown):
    """A ledger on which these rows are, as a check of them made them."""

    def __init__(self, rows: Sequence[CheckedRow], changed: bool = False) -> None:
        self._rows = {row.row_id: Earlier(row.digest, changed, "晋2025-1") for row in rows if row.row_id}

    def earlier(self, ids: Sequence[str]) -> dict[str, Earlier]:
        return {each: self._rows[each] for each in ids if each in self._rows}


def _verdicts(of: Checked) -> list[str]:
    return [row.verdict.value for row in of.rows]


def test_rows_of_a_sound_ledger_are_new() -> None:
    assert _verdicts(checked(*LINES)) == ["new", "new"]


def test_the_same_file_again_is_all_the_same() -> None:
    first = checked(*LINES)
    again = checked(*reversed(LINES), known=_CameInBefore(first.rows))
    assert _verdicts(again) == ["same", "same"]
    assert {row.reason for row in again.rows} == {"晋2025-1"}


def test_a_cell_edited_is_a_change_and_a_conflict_where_somebody_worked_on_it() -> None:
    first = checked(*LINES)
    edited = [LINES[0], [*LINES[1][:4], "2025-05-01", *LINES[1][5:]]]
    assert _verdicts(checked(*edited, known=_CameInBefore(first.rows))) == ["same", "changed"]
    assert _verdicts(checked(*edited, known=_CameInBefore(first.rows, changed=True))) == ["same", "conflict"]


def test_the_running_number_and_what_nobody_sees_are_no_part_of_a_rows_identity() -> None:
    first = checked(*LINES).rows[0]
    renumbered = checked([9, "2025.3.1", " 一号公路", "便道未通。", *LINES[0][4:]]).rows[0]
    assert renumbered.row_id != first.row_id or renumbered.digest != first.digest
    assert checked([9, *LINES[0][1:]]).rows[0].row_id == first.row_id


@pytest.mark.parametrize(
    ("duplicates", "verdicts", "reason"),
    [("first", ["new", "new", "duplicate"], "台账!2"), ("last", ["duplicate", "new", "new"], "台账!4")],
)
def test_of_rows_with_one_key_one_comes_in_and_the_other_names_it(
    duplicates: str, verdicts: list[str], reason: str
) -> None:
    found = checked(*LINES, [3, *LINES[0][1:]], duplicates=duplicates)
    assert _verdicts(found) == verdicts
    assert [row.reason for row in found.rows if row.verdict is Verdict.DUPLICATE] == [reason]


def test_a_row_without_a_problem_is_a_fault() -> None:
    (row,) = checked([1, "2025-03-01", "一号", "", "2025-03-20", "局", "整改中"]).rows
    assert (row.verdict, row.faults[0].slug) == (Verdict.FAULT, "no-description")


def test_several_problems_in_a_cell_are_told_and_keep_nothing_out() -> None:
    (row,) = checked([1, "2025-03-01", "一号", "1、路\n2、桥", "2025-03-20", "局", "整改中"]).rows
    assert (row.verdict, row.faults[0].slug) == (Verdict.NEW, "several-problems")


def test_a_file_without_a_head_is_refused_and_a_sheet_without_one_is_named() -> None:
    notes = sheet([["说明"], ["本表每月报"]], name="填表说明")
    with pytest.raises(FileRefused) as refused:
        check(Book("a.xlsx", "xlsx", (notes,)), mapping(), NothingKnown())
    assert refused.value.slug == "no-table"
    table = sheet([["序号", "存在问题", "责任单位"], [1, "路", "局"]])
    assert check(Book("a.xlsx", "xlsx", (notes, table)), mapping(), NothingKnown()).unread == ("填表说明",)


@given(st.lists(st.lists(CELLS, min_size=7, max_size=7), max_size=12))
def test_whatever_stands_in_a_table_the_sum_of_the_verdicts_is_the_rows_below_its_head(rows: list[list[Any]]) -> None:
    counts = checked(*rows).counts
    assert counts["rows"] == len(rows) == sum(counts[verdict] for verdict in SUM)


def test_two_tables_on_one_sheet_are_both_read_each_under_its_own_head() -> None:
    second = ["序号", "督办事项", "牵头单位", "办结时限", "备注"]
    lines = [HEAD, *LINES, [], ["二、督办事项"], second, [1, "修复便道", "交通局", "2025-05-01", "急"]]
    rows = check(Book("台账.xlsx", "xlsx", (sheet(lines),)), mapping(), NothingKnown()).rows
    read = [(row.record.row, row.record.fields["description"].value) for row in rows if row.verdict == Verdict.NEW]
    assert read == [(2, "便道未通"), (3, "土地证未办"), (7, "修复便道")]
    assert rows[-1].record.fields["lead_unit"].value == "交通局"


def test_the_head_repeated_on_each_page_is_no_second_table() -> None:
    rows = check(
        Book("台账.xlsx", "xlsx", (sheet([HEAD, LINES[0], [], HEAD, LINES[1]]),)), mapping(), NothingKnown()
    ).rows
    assert [row.reason or row.verdict for row in rows] == ["new", "blank", "head", "new"]


def test_a_sheet_that_there_is_not_is_named_with_those_there_are() -> None:
    with pytest.raises(FileRefused, match="没有工作表“台帐”,文件里有:台账") as refused:
        checked(*LINES, sheets={"include": ["台帐"]})
    assert refused.value.slug == "no-sheet"
