"""What nobody knows is asked once, with how often it stands; what one answer settles for all is asked once of all."""

from exchange.ledgers.naming import Named, Registry
from exchange.ledgers.spellings import questions_of, spellings_of
from tests.exchange.ledgers.ledgers import LINES, checked


def test_a_spelling_is_asked_once_with_its_count_and_its_first_cell() -> None:
    odd = [[*line[:6], "差不多了"] for line in LINES]
    (asked,) = spellings_of(checked(*odd).rows)
    assert (asked.field, asked.text, asked.count, asked.first) == ("status", "差不多了", 2, "台账!G2")


def test_what_the_registry_does_not_have_is_asked_by_its_field() -> None:
    known = Registry(projects=[Named("2020-140105-30-03-990001", ("一号公路",), "140105")], regions=[], units=[])
    asked = {(one.field, one.text) for one in spellings_of(checked(*LINES, known=known).rows)}
    assert asked == {("project", "二号公路"), ("lead_unit", "住建局"), ("lead_unit", "自然资源局")}


def test_a_word_for_a_day_is_asked_and_a_missing_year_once_for_the_whole_file() -> None:
    rows = checked([1, "2025-03-01", "甲", "路", "立即", "", ""], [2, "3月5日", "乙", "桥", "", "", ""]).rows
    assert [(one.field, one.text) for one in spellings_of(rows)] == [("due_on", "立即")]
    assert questions_of(rows) == {"year": 1, "order": 0, "hidden": 0}


def test_a_day_that_there_is_not_is_no_spelling() -> None:
    assert spellings_of(checked([1, "2025-02-30", "甲", "路", "", "", ""]).rows) == []


def test_a_text_that_is_no_word_is_not_asked() -> None:
    long = "很" * 300
    assert spellings_of(checked([1, "2025-03-01", "甲", "路", "", "", long]).rows) == []
