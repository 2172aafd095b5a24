"""A CSV file falls into entries, one a line; what would lose a cell is refused with its line."""

import pytest

from ledger.registry.own_files.table import by_column, header_and_entries

HEADER = ("id", "role")
MANY = 100


def test_every_line_below_the_header_is_an_entry_with_its_number() -> None:
    assert header_and_entries("id, role \na,inspector\n\n,\nb,unit_staff\n", MANY) == (
        HEADER,
        [(2, ["a", "inspector"]), (5, ["b", "unit_staff"])],
    )


def test_a_quote_that_is_closed_in_its_line_hides_nothing() -> None:
    assert header_and_entries('id,role\n"a,b",inspector\nc,"unit""staff"\n', MANY)[1] == [
        (2, ["a,b", "inspector"]),
        (3, ["c", 'unit"staff']),
    ]


def test_a_file_without_a_line_has_neither_columns_nor_entries() -> None:
    assert header_and_entries("", MANY) == ((), [])


def test_columns_without_a_name_may_be_several() -> None:
    assert header_and_entries("id,,\na,,\n", MANY) == (("id", "", ""), [(2, ["a", "", ""])])


def test_a_name_that_stands_twice_is_refused_and_no_other_named() -> None:
    with pytest.raises(ValueError, match=r"^表头重复:role、name / the header has twice: role, name$"):
        header_and_entries("id,role,name,role,name,name,,\n", MANY)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('"id,role\na,inspector\n', 1),
        ('id,role\na,"inspector\n', 2),
        ('id,role\na,"inspector', 2),
        ('id,role\na,"inspector\nb",unit_staff\n', 2),
        ('id,role\na,"inspector\nb"x,unit_staff\n', 2),
        ('id,role\n\na,inspector\nb,"unit_staff\n', 4),
    ],
)
def test_a_quote_that_its_line_does_not_close_is_told_with_the_line_that_opens_it(text: str, line: int) -> None:
    with pytest.raises(ValueError, match=rf"^第 {line} 行的引号没有闭合"):
        header_and_entries(text, MANY)


@pytest.mark.parametrize(("text", "line"), [('"i"d,role\n', 1), ('id,role\n"a"b,inspector\n', 2)])
def test_a_line_that_is_no_csv_is_told(text: str, line: int) -> None:
    with pytest.raises(ValueError, match=rf"^第 {line} 行不合 CSV 规则"):
        header_and_entries(text, MANY)


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["a", "inspector"], {"id": "a", "role": "inspector"}),
        (["a", "inspector", "", ""], {"id": "a", "role": "inspector"}),
        (["a", ""], {"id": "a"}),
        (["a"], {"id": "a"}),
        ([], {}),
    ],
)
def test_an_empty_cell_is_as_if_it_were_not_there(cells: list[str], found: dict[str, str]) -> None:
    assert by_column(HEADER, (2, cells)) == found


@pytest.mark.parametrize("surplus", [["more"], ["", "more"]])
def test_a_cell_beyond_the_header_is_refused(surplus: list[str]) -> None:
    with pytest.raises(ValueError, match=rf"^第 7 行有 {2 + len(surplus)} 个单元格,表头有 2 个"):
        by_column(HEADER, (7, ["a", "inspector", *surplus]))


def test_so_many_entries_are_taken_and_the_one_that_is_too_many_is_told_by_its_line() -> None:
    text = "id\na\n\nb\n,\n"
    assert len(header_and_entries(text, 2)[1]) == 2
    with pytest.raises(ValueError, match="第 6 行:最多 2 条,请拆分 / line 6: more than 2 entries"):
        header_and_entries(text + "c\n", 2)


def test_lines_and_cells_without_end_are_told_by_their_line() -> None:
    with pytest.raises(ValueError, match="line 2 is longer than 1048576 characters"):
        header_and_entries(f"id\n{'a,' * 600_000}\n", 2)
    assert len(header_and_entries(f"id\na{',' * 39}\nb{',' * 39}\n", 2)[1]) == 2
    with pytest.raises(ValueError, match="第 3 行:最多 80 个单元格,请拆分 / line 3: more than 80 cells"):
        header_and_entries(f"id\na{',' * 39}\nb{',' * 40}\n", 2)
