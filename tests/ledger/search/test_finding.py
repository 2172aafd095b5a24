"""A list that words are looked for in is the same list: its scope, filters, orders, pages and marks, of those that have
the words; and never more than MongoDB has within the scope now.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger.access.scopes import unit_key
from ledger.mongo.connection import Document
from ledger.search.entries import entry_of
from ledger.search.finding import MARKED, Search
from ledger.search.shelf import NotBuilt, Position, Shelf, Written
from ledger.store.wanted import IssueFilter, Sort
from tests.ledger.factories import EVERYWHERE, RULES, START
from tests.ledger.store.lists.test_lists import FILTERS, LAND, SCOPES, issues, matches, order

__all__ = ["issues"]
TEXT = "汾河东岸便道,征地补偿款未到位"
SAID = "已约谈村委会,限三日"
"""On every tenth."""


@pytest.fixture(scope="module")
def shelf(issues: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder = tmp_path_factory.mktemp("search")
    written = Written(folder)
    for number, issue in enumerate(issues):
        said = [SAID] if number % 10 == 0 else []
        written.add([entry_of(issue | {"description": f"{TEXT} 第{number}号"}, said, archived=False)])
    written.commit(Position("this", {"_data": "00"}))
    return Shelf(folder)


def search(database: Any, shelf: Shelf, words: str, scope: Any = EVERYWHERE, **wanted: Any) -> Search:
    return Search(database, shelf, RULES.catalogue, scope, IssueFilter(**wanted, words=words), START)


def ids(search: Search, sort: Sort = Sort.DUE) -> list[str]:
    return [issue["_id"] for issue in search.page(200, None, sort).items]


def pages(search: Search, limit: int, sort: Sort) -> Iterator[list[Document]]:
    after: Any = None
    while True:
        page = search.page(limit, after, sort)
        yield list(page.items)
        after = page.next
        if after is None:
            return


@pytest.mark.parametrize("named", FILTERS)
def test_it_is_the_list_of_those_with_the_words(
    database: Any, issues: list[Document], shelf: Shelf, named: str
) -> None:
    for scope in (EVERYWHERE, SCOPES["elsewhere, and one's own"]):
        looked = search(database, shelf, "补偿款 河东", scope, **FILTERS[named])
        expected = {issue["_id"] for issue in issues if matches(issue, scope, looked.wanted)}
        for sort in (Sort.DUE, Sort.UPDATED, Sort.REGION):
            listed = list(pages(looked, 30, sort))
            whole = [issue for page in listed for issue in page]
            assert [issue["_id"] for issue in whole] == list(dict.fromkeys(issue["_id"] for issue in whole))
            assert {issue["_id"] for issue in whole} == expected
            places = [order(issue, sort)[:-1] for issue in whole]
            assert places == sorted(places)
            marks = looked.marks(30, sort)
            assert (marks.total, marks.bound) == (len(expected), None)
            assert [list(looked.page(30, mark, sort).items) for mark in marks.after] == listed[1:]


def test_words_are_found_in_all_that_is_written_and_every_one_of_them(
    database: Any, issues: list[Document], shelf: Shelf
) -> None:
    def count(words: str) -> int:
        return search(database, shelf, words).marks(200, Sort.DUE).total

    assert [count(words) for words in ("约谈", "约谈 补偿款", "约谈 拆迁", "约谈村委会补偿")] == [12, 12, 0, 0]
    assert [count(words) for words in ("谈", "第3号", "第3号 便道", "3号", "道 号", "道征地")] == [12, 1, 1, 1, 120, 0]
    assert [count(words) for words in ("2026 00003", "00003", "140105-2026-00003", "0003", "-")] == [1, 1, 1, 0, 0]
    typed = {'"征地': 120, "征地*": 120, "/征.*/": 120, "text:征地": 0, "征地 OR 补偿": 0, "征地) OR (x": 0}
    assert {words: count(words) for words in typed} == typed


def test_a_name_finds_what_it_is_the_name_of_as_it_is_called_now(
    database: Any, issues: list[Document], shelf: Shelf
) -> None:
    of_unit = {issue["_id"] for issue in issues if unit_key(LAND) in issue["scopes"]}
    assert set(ids(search(database, shelf, "小店区自然资源局"))) == of_unit != set()
    assert set(ids(search(database, shelf, "natural RESOURCES 征地", region="140105"))) <= of_unit
    renamed = RULES.catalogue.units | {LAND: replace(RULES.catalogue.units[LAND], name_zh="小店规划局")}
    looked = replace(search(database, shelf, "小店规划局"), catalogue=replace(RULES.catalogue, units=renamed))
    assert set(ids(looked)) == of_unit
    assert ids(replace(looked, wanted=replace(looked.wanted, words="小店区自然资源局"))) == []


def test_a_whole_serial_is_that_issue_and_no_index_is_asked(
    database: Any, issues: list[Document], tmp_path: Path
) -> None:
    one = issues[0]
    looked = search(database, Shelf(tmp_path), f" {one['serial']} ")
    assert (ids(looked), looked.marks(200, Sort.DUE).total) == ([one["_id"]], 1)
    elsewhere = replace(looked, scope=SCOPES["elsewhere, and one's own"])
    assert not elsewhere.scope.meets(one["scopes"])
    assert (ids(elsewhere), elsewhere.marks(200, Sort.DUE).total) == ([], 0)
    with pytest.raises(NotBuilt):
        ids(search(database, Shelf(tmp_path), "征地"))


def test_what_the_index_has_and_the_scope_has_not_any_more_is_not_shown(
    database: Any, issues: list[Document], shelf: Shelf
) -> None:
    one = issues[3]
    looked = search(database, shelf, "第3号", SCOPES["a county"])
    assert ids(looked) == [one["_id"]]
    database["issues"].update_one({"_id": one["_id"]}, {"$pull": {"scopes": "r:140105"}})
    try:
        assert ids(looked) == []
    finally:
        database["issues"].replace_one({"_id": one["_id"]}, one)


def test_marks_of_very_many_are_bounded_and_their_number_is_not(
    database: Any, issues: list[Document], shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.search.finding.MARKED", 50)
    marks = search(database, shelf, "征地").marks(20, Sort.SERIAL)
    assert (marks.total, marks.bound, len(marks.after)) == (len(issues), 50, 2)
    assert MARKED > 10_000
