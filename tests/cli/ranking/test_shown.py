"""A ranking on a terminal says by how many places each rose or fell, with a bar of what the order goes by."""

from typing import Any

import pytest

from cli.ranking.shown import show_ranking


def test_the_table_says_who_rose_who_fell_and_who_was_not_there_before(capsys: pytest.CaptureFixture[str]) -> None:
    places = {"长治": (1, 3), "忻州": (2, 2), "晋城": (3, 1), "大同": (4, None), "全省": (None, None)}
    rows = [
        {"subject": name, "place": place, "previous": previous, "values": {"n": 1}, "excluded": None, "lists": []}
        | {"exempt": None, "sequence": None}
        for name, (place, previous) in places.items()
    ]
    rule = {"title": "排名", "name": "x", "version": "1", "indicators": [{"key": "n", "name": "数", "unit": ""}]}
    show_ranking({"rule": rule, "period": "2019-08", "sort": "n", "items": rows})
    lines = {name: line for line in capsys.readouterr().out.splitlines() for name in places if name in line}
    assert ("▲2" in lines["长治"], "=" in lines["忻州"], "▼2" in lines["晋城"]) == (True, True, True)
    assert not any(sign in lines[name] for sign in "▲▼=" for name in ("大同", "全省"))


@pytest.mark.parametrize(("sort", "bars"), [("rate", [20, 10]), ("projects", [5, 20]), (None, [0, 0])])
def test_the_bar_is_of_what_the_order_goes_by(
    sort: str | None, bars: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    rest: dict[str, Any] = {"previous": None, "excluded": None, "lists": [], "exempt": None, "sequence": None}
    rows = [
        {"subject": name, "place": place, "values": {"projects": projects, "rate": rate}} | rest
        for place, (name, projects, rate) in enumerate([("长治", 5, 100.0), ("忻州", 20, 50.0)], 1)
    ]
    indicators = [{"key": key, "name": name, "unit": ""} for key, name in (("projects", "项目"), ("rate", "完成率"))]
    rule = {"title": "排名", "name": "x", "version": "1", "indicators": indicators}
    show_ranking({"rule": rule, "period": "2019-08", "sort": sort, "items": rows})
    lines = capsys.readouterr().out.splitlines()
    assert [line.count("█") for line in lines if "长治" in line or "忻州" in line] == bars
