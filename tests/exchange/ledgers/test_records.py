"""A row becomes a record: each cell read as its field, other columns kept, doubts told by cell, nothing dropped."""

from datetime import date
from typing import Any

import pytest

from exchange.ledgers.values.telling import TOLD
from tests.exchange.ledgers.ledgers import HEAD, LINES, records
from tests.exchange.workbooks.books import sheet


def _faults(*rows: list[Any], head: list[str] = HEAD, said: dict[str, Any] | None = None, **more: Any) -> list[Any]:
    read = records(sheet([head, *rows], **more), **(said or {}))
    return [(fault.cell, fault.slug) for record in read for fault in record.faults]


def test_fields_are_read_as_what_they_are() -> None:
    first, _ = records(sheet([HEAD, *LINES]))
    assert {name: found.value for name, found in first.fields.items()} == {
        "seq": "1",
        "found_on": date(2025, 3, 1),
        "project": "一号公路",
        "description": "便道未通",
        "due_on": date(2025, 3, 20),
        "lead_unit": "住建局",
        "status": "open",
    }
    assert (first.row, first.places["description"], first.faults) == (2, "D2", ())


def test_a_column_that_nobody_knows_is_kept_under_its_own_words() -> None:
    (record,) = records(sheet([[*HEAD, "气温"], [*LINES[0], 21]]))
    assert record.kept == {"气温": "21"}
    assert record.cells["气温"] == "21"


@pytest.mark.parametrize(
    ("unknown", "kept", "slugs"), [("drop", {}, []), ("refuse", {"气温": "21"}, ["unknown-column"])]
)
def test_a_mapping_may_drop_or_refuse_what_nobody_knows(unknown: str, kept: dict[str, str], slugs: list[str]) -> None:
    (record,) = records(sheet([[*HEAD, "气温"], [*LINES[0], 21]]), unknown=unknown)
    assert record.kept == kept
    assert [fault.slug for fault in record.faults] == slugs


def test_a_mapping_is_stronger_than_the_dictionary() -> None:
    (record,) = records(sheet([HEAD, LINES[0]]), columns={"存在问题": "note", "状态": None})
    assert "description" not in record.fields
    assert record.fields["note"].text == "便道未通"
    assert record.kept == {"状态": "整改中"}


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        (4, "2025.2.30", ("E2", "day-impossible")),
        (4, "3月20日", ("E2", "day-year")),
        (4, "立即", ("E2", "day-at-once")),
        (1, "3/4/2025", ("B2", "day-order")),
        (6, "差不多", ("G2", "unlisted-value")),
        (3, "1、路没通\n2、桥没通", ("D2", "several-problems")),
        (3, "长" * 20_001, ("D2", "too-long")),
    ],
)
def test_what_is_wrong_or_has_to_be_asked_is_told_by_its_cell(place: int, value: str, fault: tuple[str, str]) -> None:
    line = [*LINES[0][:place], value, *LINES[0][place + 1 :]]
    assert _faults(line) == [fault]


def test_error_cells_and_formulas_without_a_value_are_told() -> None:
    blank = [*LINES[0][:3], "", "", *LINES[0][5:]]
    told = _faults(blank, errors={(1, 3): "#REF!"}, unvalued=frozenset({(1, 4)}))
    assert told == [("D2", "error-cell"), ("E2", "formula-without-value")]


@pytest.mark.parametrize(
    ("said", "slugs", "skipped"), [("ask", ["hidden"], None), ("include", [], None), ("skip", [], "hidden")]
)
@pytest.mark.parametrize("more", [{"hidden_rows": frozenset({1})}, {"visible": False}], ids=["row", "sheet"])
def test_what_is_hidden_is_asked_unless_the_mapping_says(
    more: dict[str, Any], said: str, slugs: list[str], skipped: str | None
) -> None:
    (record,) = records(sheet([HEAD, LINES[0]], **more), hidden_rows=said)
    assert [fault.slug for fault in record.faults] == slugs
    assert record.skipped == skipped


def test_a_mapping_says_what_words_and_days_mean() -> None:
    said = {
        "dates": {"order": "dmy", "year_from": "found_on", "words": {"立即": "found_on", "年底前": "12-31"}},
        "values": {"status": {"差不多": "done"}},
    }
    rows = [
        [1, "3/4/2025", "一号", "路", "立即", "局", "差不多"],
        [2, "2025-03-01", "一号", "桥", "年底前", "局", "差不多"],
        [3, "2025-03-01", "一号", "水", "4月5日", "局", "差不多"],
    ]
    read = records(sheet([HEAD, *rows]), **said)
    assert [record.fields["due_on"].value for record in read] == [
        date(2025, 4, 3),
        date(2025, 12, 31),
        date(2025, 4, 5),
    ]
    assert read[0].fields["status"].value == "done"
    assert not any(record.faults for record in read)


def test_what_is_carried_on_goes_to_the_record_above_and_is_still_a_row() -> None:
    first, rest = records(sheet([HEAD, LINES[0], ["", "", "", "又塌了", "", "", ""]]))[::-1]
    assert (first.skipped, rest.skipped) in ((None, "carried-on"), ("carried-on", None))
    whole = first if first.skipped is None else rest
    assert whole.fields["description"].value == "便道未通\n又塌了"


def test_a_blank_cell_of_a_column_to_fill_down_says_what_the_record_above_says() -> None:
    second = [2, "2025-03-02", "", "桥没通", "", "住建局", "整改中"]
    read = records(sheet([HEAD, LINES[0], second]), fill_down=["项目名称"])
    assert [record.fields["project"].value for record in read] == ["一号公路", "一号公路"]
    assert "due_on" not in read[1].fields


def test_a_blank_project_is_told_with_the_one_above_and_carried_on_where_that_is_said() -> None:
    second = [2, "2025-03-02", "", "桥没通", "", "住建局", "整改中"]
    (fault,) = records(sheet([HEAD, LINES[0], second]))[1].faults
    assert (fault.cell, fault.slug, fault.slug in TOLD) == ("C3", "blank-project", True)
    assert "“一号公路”" in fault.sentence
    assert "fill_down: [project]" in fault.sentence
    filled = records(sheet([HEAD, LINES[0], second]), fill_down=["project"])
    assert (filled[1].fields["project"].value, filled[1].faults) == ("一号公路", ())
    assert _faults(second) == [("C2", "no-project")]


def test_a_project_to_fill_down_is_its_name_and_its_code_filled_together_where_both_are_blank() -> None:
    one, other = "2019-140100-48-01-000001", "2019-140100-48-01-000002"
    head = ["项目代码", "项目名称", "存在问题", "责任单位"]

    def filled(head: list[str], *rows: list[str]) -> list[list[str | None]]:
        read = records(sheet([head, *([*row, "住建局"] for row in rows)]), fill_down=["project"])
        assert not any(record.faults for record in read)
        fields = ("project_code", "project")
        return [[record.fields[name].text if name in record.fields else None for name in fields] for record in read]

    rows = [one, "一号公路", "塌"], ["", "", "断"], [other, "", "裂"], ["", "", "漏"], ["", "二号桥", "锈"]
    same = [one, "一号公路"], [other, None]
    assert filled(head, *rows) == [same[0], same[0], same[1], same[1], [None, "二号桥"]]
    assert filled([head[0], *head[2:]], [one, "塌"], ["", "断"]) == [[one, None], [one, None]]


def test_a_row_that_begins_with_a_word_to_skip_is_skipped() -> None:
    (record,) = records(sheet([HEAD, ["本页作废", "", "", "x", "y", "", ""]]), skip=["本页作废"])
    assert record.skipped == "subtotal"


@pytest.mark.parametrize(
    ("head", "text", "value"),
    [
        ("状态", "是", None),
        ("status", "Yes", None),
        ("状态", "已销号", "closed"),
        ("是否销号", "是", "closed"),
        ("是否完成", "是", "closed"),
        ("Closed", "Yes", "closed"),
    ],
)
def test_a_bare_yes_says_closed_only_under_a_head_that_asks_for_that(head: str, text: str, value: str | None) -> None:
    heads, line = [*HEAD[:-1], head], [*LINES[0][:-1], text]
    (record,) = records(sheet([heads, line]), columns={head: "status"})
    assert record.fields["status"].value == value
    assert [fault.slug for fault in record.faults] == ([] if value else ["unlisted-value"])


def test_a_bare_yes_means_what_the_clerk_says_of_it() -> None:
    (record,) = records(sheet([HEAD, [*LINES[0][:-1], "是"]]), values={"status": {"是": "done"}})
    assert (record.fields["status"].value, record.faults) == ("done", ())
