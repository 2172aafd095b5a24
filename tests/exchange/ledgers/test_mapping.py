"""A mapping is data: what it does not know it refuses with the nearest it knows, and a template is known again."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from exchange.ledgers.mapping import completed, fingerprint_of, name_of
from exchange.ledgers.mapping_files import as_yaml, load_ledger_mapping
from exchange.ledgers.tables.heads import head_of, said_head
from exchange.tables.faults import PlayError
from tests.checkout import CHECKOUT
from tests.exchange.ledgers.ledgers import HEAD, mapping
from tests.exchange.workbooks.books import sheet


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"columns": {"问题": "descripton"}}, "description"),
        ({"columns": {"隐患": "问题描述"}}, "是否为 description"),
        ({"columns": {"期限": "deadline"}}, "是否为 due_on"),
        ({"columns": {"隐患": "qqq"}}, "是否为 [a-z]"),
        ({"colums": {}}, "没有 colums 这个键,是否为 columns"),
        ({"dates": {"yer_from": "found_on"}}, "是否为 year_from"),
        ({"key": ["seq"]}, "序号"),
        ({"name": "台账"}, "name"),
        ({"values": {"stats": {"完": "closed"}}}, "status"),
        ({"colour": {"column": "severity", "red": "majr"}}, "major"),
        ({"colour": {"column": "severity"}}, "red: major"),
        ({"colour": {"column": "severity", "pink": "major"}}, "pink"),
        ({"clocks": "none"}, "never late"),
        ({"clocks": "from-now"}, "from-file"),
        ({"closed_rows": "drop"}, "skip"),
    ],
)
def test_what_it_does_not_know_is_refused_by_name(said: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        mapping(**said)


def test_a_template_is_known_again_wherever_its_head_stands() -> None:
    first = head_of(sheet([HEAD]), 0, 0)
    moved = head_of(sheet([["标题"], ["", *reversed(HEAD)]]), 1, 1)
    other = head_of(sheet([HEAD[:-1]]), 0, 0)
    assert fingerprint_of(first) == fingerprint_of(moved) != fingerprint_of(other)


def test_what_is_written_to_be_corrected_names_every_column_and_is_read_back_the_same(tmp_path: Path) -> None:
    whole = completed(mapping(), head_of(sheet([[*HEAD, "气温"]]), 0, 0))
    assert whole.columns["存在问题"] == "description"
    assert whole.columns["气温"] is None
    file = tmp_path / "ledger.yaml"
    file.write_text(as_yaml(whole), encoding="utf-8")
    assert load_ledger_mapping(file) == whole


def test_a_faulty_file_names_itself_and_the_place(tmp_path: Path) -> None:
    file = tmp_path / "坏.yaml"
    file.write_text("name: works\nheader: [a]\n", encoding="utf-8")
    with pytest.raises(PlayError, match=r"坏\.yaml.*header"):
        load_ledger_mapping(file)


def test_the_name_of_a_file_makes_a_name_and_always_the_same() -> None:
    assert name_of("Rail Hazards 2025") == "rail-hazards-2025"
    assert name_of("问题台账") == name_of("问题台账") != name_of("问题台帐")
    mapping(name=name_of("问题台账"))


def test_the_mapping_of_the_documentation_is_one(tmp_path: Path) -> None:
    text = (CHECKOUT / "docs" / "import.md").read_text(encoding="utf-8")
    file = tmp_path / "ledger.yaml"
    file.write_text(text.partition("```yaml\n")[2].partition("```")[0], encoding="utf-8")
    assert load_ledger_mapping(file).columns["整改责任单位/施工"] == "lead_unit.work"


@pytest.mark.parametrize("rows", [(9, 9), (1, 9)])
def test_a_head_that_is_said_to_stand_below_the_sheets_end_is_none(rows: tuple[int, int]) -> None:
    assert said_head(sheet([HEAD]), rows) is None
