"""Calendar files: what a clerk writes wrong is refused whole, each fault with its line and a reason."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from ledger.calendar.files import CalendarFile, calendar_schema, parse_calendar
from ledger.groundwork.yaml_lines import MAX_CHARACTERS, DataFileRefused, FileFault
from tests.checkout import CHECKOUT
from tests.ledger.calendars import YEAR_2027

LOCAL = """\
name: taiyuan
version: 2
region: "140100"
closed:
  - {from: 2026-03-03, to: 2026-03-05, reason: 暴雪停工}
  - from: 2026-04-01
    reason: 停电
working:
  - {date: 2026-03-07, reason: 补班}
"""


def faults(text: str) -> tuple[FileFault, ...]:
    """What is wrong with a file."""
    with pytest.raises(DataFileRefused) as caught:
        parse_calendar(text)
    assert str(caught.value)
    return caught.value.faults


def test_local_days_are_read_from_to_and_single() -> None:
    file = parse_calendar(LOCAL)
    assert (file.name, file.version, file.region) == ("taiyuan", 2, "140100")
    assert file.local_closed() == [date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5), date(2026, 4, 1)]
    assert file.local_working() == [date(2026, 3, 7)]


def test_the_local_file_in_the_guide_is_sound() -> None:
    guide = (CHECKOUT / "docs" / "calendars.md").read_text(encoding="utf-8")
    file = parse_calendar(guide.split("```yaml\n")[1].split("```")[0])
    assert (file.region, len(file.local_closed()), len(file.local_working())) == ("140100", 4, 1)


def test_a_published_year_is_read() -> None:
    assert date(2027, 10, 9) in parse_calendar(YEAR_2027).years[2027].working


def test_years_that_follow_each_other_are_read() -> None:
    following = "  2028: {closed: [2028-01-01, 2028-05-01, 2028-10-01]}\n"
    assert list(parse_calendar(YEAR_2027 + following).years) == [2027, 2028]


def test_of_a_region_that_is_none_twenty_characters_are_told() -> None:
    (fault,) = faults(LOCAL.replace("140100", "x" * 21))
    assert fault.message.endswith(": " + "x" * 20)


WITH_A_HOLE = (
    YEAR_2027
    + """\
  2029:
    closed: [2029-01-01, 2029-05-01, 2029-10-01]
"""
)


@pytest.mark.parametrize(("kind", "key", "weekend"), [("closed", "from", False), ("working", "date", True)])
def test_a_file_has_a_thousand_local_entries_of_a_kind_and_no_more(kind: str, key: str, weekend: bool) -> None:
    every = (date(2026, 1, 1) + timedelta(days=n) for n in range(9000))
    entries = [{key: day, "reason": "x"} for day in every if (day.weekday() >= 5) is weekend][:1001]
    said = {"name": "many", "version": 1, "region": "140100"}
    assert len(getattr(CalendarFile.model_validate({**said, kind: entries[:1000]}), kind)) == 1000
    with pytest.raises(ValidationError, match="at most 1000"):
        CalendarFile.model_validate({**said, kind: entries})


BROKEN = {
    "a hole between its years": (WITH_A_HOLE, 8, "$.years[2029]", "no year between 2027 and 2029"),
    "a year without days": (YEAR_2027 + "  2028: {closed: []}\n", 8, "$.years[2028].closed", "at least 1 item"),
    "an empty year": (YEAR_2027 + "  2028:\n", 8, "$.years[2028]", "应为对象"),
    "a year that is not whole": (
        YEAR_2027.replace("2027-10-01, ", ""), 6, "$.years[2027].closed", "2027-10-01 must be closed"
    ),
    "a day of another year": (
        YEAR_2027.replace("2027-01-30", "2028-01-29"), 7, "$.years[2027].working[0]", "lies outside 2027"
    ),
    "a day of the November before": (
        YEAR_2027.replace("2027-01-30", "2026-11-29"), 7, "$.years[2027].working[0]", "lies outside 2027"
    ),
    "a December of two years before": (
        YEAR_2027.replace("2027-01-30", "2025-12-28"), 7, "$.years[2027].working[0]", "lies outside 2027"
    ),
    "a made-up Friday": (
        YEAR_2027.replace("2027-10-09", "2027-10-08"), 7, "$.years[2027].working[1]", "needs no making up"
    ),
    "a made-up day in the week": (
        YEAR_2027.replace("2027-10-09", "2027-10-11"), 7, "$.years[2027].working[1]", "needs no making up"
    ),
    "a day both closed and worked": (
        YEAR_2027.replace("2027-02-05", "2027-01-30"), 5, "$.years[2027]", "stands twice: 2027-01-30"
    ),
    "a year out of range": (YEAR_2027.replace("  2027:", "  20277:"), 5, "$.years[20277]", "2100"),
    "a year in quotes": (YEAR_2027.replace("  2027:", '  "2027":'), 5, "$.years['2027']", "应为整数"),
    "a national year in a region's file": (
        YEAR_2027.replace("null", '"140100"'), 4, "$.years", "belong into a file with region: null"
    ),
    "a day that no month has": (LOCAL.replace("2026-04-01", "2026-02-30"), 6, "$.closed[1].from", "应为日期"),
    "a date in quotes": (LOCAL.replace("2026-04-01", '"2026-04-01"'), 6, "$.closed[1].from", "应为日期"),
    "a moment for a date": (LOCAL.replace("2026-04-01", "2026-04-01 10:00:00"), 6, "$.closed[1].from", "应为日期"),
    "a closing that ends before it begins": (
        LOCAL.replace("to: 2026-03-05", "to: 2026-03-02"), 5, "$.closed[0]", "`to` lies before `from`"
    ),
    "a closing of more than a year": (
        LOCAL.replace("to: 2026-03-05", "to: 2027-03-04"), 5, "$.closed[0]", "longer than 366 days"
    ),
    "a region that is no text": (LOCAL.replace('"140100"', "!!binary MTQwMTAw"), 3, "$.region", ""),
    "a name that is no text": (LOCAL.replace("name: taiyuan", "name: !!binary dGFpeXVhbg=="), 1, "$.name", ""),
    "a reason that is no text": (LOCAL.replace("停电", "!!binary 6Zuq"), 7, "$.closed[1].reason", "应为文本"),
    "a closing without a reason": (LOCAL.replace("    reason: 停电\n", ""), 6, "$.closed[1].reason", "缺少必填字段"),
    "an empty reason": (LOCAL.replace("停电", '""'), 7, "$.closed[1].reason", "at least 1 character"),
    "a local day both closed and worked": (LOCAL.replace("2026-03-07", "2026-03-04"), 1, "$", "2026-03-04"),
    "an unknown field": (LOCAL + "holidays: []\n", 10, "$.holidays", "未知字段"),
    "a region without quotes": (LOCAL.replace('"140100"', "140100"), 3, "$.region", "应为文本"),
    "a region that is none": (LOCAL.replace('"140100"', '"1401"'), 3, "$.region", "not a GB/T 2260 region code: 1401"),
    "no region said": (LOCAL.replace('region: "140100"\n', ""), 1, "$.region", "缺少必填字段"),
    "version 0": (LOCAL.replace("version: 2", "version: 0"), 2, "$.version", "不得小于 1"),
    "a version in quotes": (LOCAL.replace("version: 2", 'version: "2"'), 2, "$.version", "应为整数"),
    "a version of 5,000 digits": (LOCAL.replace("version: 2", "version: " + "9" * 5000), 2, "$.version", "应为整数"),
    "a tag that does not fit": (LOCAL.replace("2026-04-01", "!!timestamp x"), 6, "$.closed[1].from", "应为日期"),
    "a tag on nothing": (LOCAL.replace("version: 2", 'version: !!int ""'), 2, "$.version", "应为整数"),
    "a truth that is none": (LOCAL.replace("version: 2", "version: !!bool maybe"), 2, "$.version", "应为整数"),
    "a name that no file can have": (LOCAL.replace("taiyuan", "../taiyuan"), 1, "$.name", "格式不符"),
    "nothing in it": ('name: a\nversion: 1\nregion: "140100"\n', 1, "$", "names no day"),
    "a key twice": (LOCAL + "region: null\n", 10, "$.region", "stands in line 3 already"),
    "a year twice": (YEAR_2027 + "  2027: {closed: [2027-01-01]}\n", 8, "$.years[2027]", "in line 5 already"),
    "a key twice deep inside": (
        LOCAL.replace("{date: 2026-03-07,", "{date: 2026-03-07, date: 2026-03-14,"), 9, "$.working[0].date", "line 9"
    ),
    "a key that is a list": (LOCAL + "? [a, b]\n: 1\n", 10, "$", "a key must be a plain text"),
    "a merge key": (LOCAL + "<<: {name: b}\n", 10, "$", "a key must be a plain text"),
    "an anchor": (LOCAL.replace("taiyuan", "&name taiyuan"), 1, "$", "anchors and aliases"),
    "an alias": (LOCAL.replace("reason: 补班", "reason: *name"), 9, "$", "anchors and aliases"),
    "no YAML": (LOCAL + "closed: [", 10, "$", "not YAML"),
    "two documents": (LOCAL + "---\n" + LOCAL, 10, "$", "not YAML"),
    "a tab": (LOCAL + "\tx: 1\n", 10, "$", "not YAML"),
    "a NUL character": (LOCAL + "x: \0\n", 10, "$", "a character that YAML does not allow"),
    "something to run": (LOCAL.replace("停电", "!!python/object/apply:os.getcwd []"), 7, "$", "not YAML"),
    "nothing": ("", 1, "$", "the file is empty"),
    "only a comment": ("# 2027\n", 1, "$", "the file is empty"),
    "a list": ("- 2027-01-01\n", 1, "$", "应为对象"),
    "too long": ("#" * (MAX_CHARACTERS + 1), 1, "$", "longer than"),
    "too deep": ("name: " + "[" * 1000, 1, "$", "nested deeper"),
    "too deep in blocks": ("- " * 1000, 1, "$", "nested deeper"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_refused_with_line_path_and_reason(case: str) -> None:
    text, line, path, reason = BROKEN[case]
    (fault,) = faults(text)
    assert (fault.line, fault.path) == (line, path)
    assert reason in fault.message
    assert any("一" <= mark <= "鿿" for mark in fault.message), "Chinese first"


def test_every_fault_is_told_in_the_order_of_its_line() -> None:
    found = faults(LOCAL.replace("version: 2", "version: -1").replace("停电", '""').replace("暴雪停工", "7"))
    assert [(fault.line, fault.path) for fault in found] == [
        (2, "$.version"),
        (5, "$.closed[0].reason"),
        (7, "$.closed[1].reason"),
    ]
    assert str(found[0]).startswith("第 2 行 / line 2: $.version: ")


def test_a_bomb_of_aliases_is_refused_before_it_unfolds() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert "anchors" in faults("\n".join(lines))[0].message


def test_an_editor_can_check_a_file_by_the_schema() -> None:
    schema = calendar_schema()
    Draft202012Validator.check_schema(schema)
    assert set(schema["properties"]) == {"name", "version", "region", "years", "closed", "working"}
    assert set(schema["$defs"]["ClosedDays"]["properties"]) == {"from", "to", "reason"}


pieces = st.sampled_from(
    [
        *LOCAL.splitlines(),
        *YEAR_2027.splitlines(),
        "  - ",
        "&a",
        "*a",
        "!!set",
        "!!bool x",
        "!!int ''",
        "!!timestamp x",
        "? ",
        "2027-13-01",
        "[",
        "}",
        "\0",
        "<<:",
    ]
)


@given(st.lists(st.one_of(pieces, st.text(max_size=12)), max_size=12).map("\n".join))
def test_whatever_is_in_a_file_it_is_taken_or_refused_in_words(text: str) -> None:
    try:
        told = [(1, parse_calendar(text).name)]
    except DataFileRefused as refused:
        told = [(fault.line, fault.message) for fault in refused.faults]
    assert told
    assert all(line >= 1 and words for line, words in told)


@pytest.mark.parametrize("escape", [r"\U00110000", r"\UFFFFFFFF"])
def test_an_escape_that_names_no_character_is_a_fault_with_its_line(escape: str) -> None:
    with pytest.raises(DataFileRefused, match=r"第 2 行.*转义符不是任何字符"):
        parse_calendar(f'name: c\nregion: "{escape}"\n')
