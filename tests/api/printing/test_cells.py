"""Values are written for people: codes by their words, moments by the clock on the wall, what is hidden written out."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.printing.cells import Look, found, shown
from ledger.groundwork.seen_text import hides
from ledger.registry.files.loading import load_catalogue

LOOK = Look(load_catalogue(samples=True), ZoneInfo("Asia/Shanghai"))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=6), below, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("state", "in_progress", "办理中"),
        ("state", "queued", "queued"),
        ("state", "delivered", "已送达"),
        ("what", "retired", "撤销"),
        ("light", "red", "红"),
        ("category", "land", "用地"),
        ("category", "own-word", "own-word"),
        ("region", "140105", "太原市小店区"),
        ("unit_id", "no-such-unit", "no-such-unit"),
        ("due_at", "2026-03-02T16:30:00Z", "2026-03-03 00:30"),
        ("acknowledged_at", "昨天", "昨天"),
        ("description", "2026-03-02T16:30:00Z", "2026-03-02T16:30:00Z"),
        ("type", "issue.accepted.v1", "签收"),
        ("works_stopped", True, "是"),
        ("works_stopped", False, "否"),
        ("percent", 40, "40"),
        ("late", -3, "-3"),
        ("fee", 2_600_050, "26000.50"),
        ("fees", 5, "0.05"),
        ("rate", 2 / 3, "0.6667"),
        ("unit", None, ""),
        ("open", {"count": 7, "list": "/v1/issues"}, "7"),
        ("to", [{"person_id": "p", "person_name": "刘慧敏", "title_zh": "负责人"}], "刘慧敏"),
        ("changes", [{"field": "title", "from": None, "to": "主任"}], "field=title, to=主任"),
        ("flags", [], ""),
    ],
)
def test_a_value_is_written_by_its_name(name: str, value: Any, text: str) -> None:
    assert shown(name, value, LOOK) == text


def test_what_nobody_sees_in_a_text_is_written_out() -> None:
    assert shown("description", "甲\u202e乙\u200b", LOOK) == "甲‹U+202E›乙‹U+200B›"
    assert shown("facts", {"a\u202eb": 1}, LOOK) == "a‹U+202E›b=1"


def test_a_path_leads_through_things_and_lists() -> None:
    row = {"names": {"unit": None}, "issues": [{"serial": "1"}, {"serial": "2"}]}
    assert found(row, "names.unit.name_zh") is None
    assert found(row, "issues.serial") == ["1", "2"]
    assert found(row, "absent.too") is None


@given(st.sampled_from(["state", "at", "due_at", "region", "category", "level", "facts", "kind", "fee"]), PLAIN)
def test_whatever_an_answer_holds_is_a_text_that_hides_nothing(name: str, value: Any) -> None:
    assert not hides(shown(name, value, LOOK).translate(dict.fromkeys(map(ord, "\t\n\r"))))


def test_a_moment_is_local() -> None:
    assert LOOK.time(datetime(2026, 12, 31, 16, tzinfo=UTC)) == "2027-01-01 00:00"
