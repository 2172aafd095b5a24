"""The index follows what is written, by one process of a machine; it goes on where it stood, or is made anew."""

from pathlib import Path

import pytest

from ledger.issue.issue import Issue
from ledger.issue.words.handling import Comment
from ledger.mongo.waiting import indexed
from ledger.search.comparing import compared, too_many
from ledger.search.shelf import Position, Shelf, Written
from mobile_schema.vocabulary import State
from tests import factories as phone
from tests.ledger.factories import visit
from tests.ledger.parts import Ledger
from tests.ledger.search.parts import found, kept
from tests.ledger.store.archive.parts import archived, closed, years_later
from tests.streams.parts import until


def opened(ledger: Ledger, description: str) -> Issue:
    (issue,) = ledger.take(visit(phone.finding(description=description)))
    return issue


def wrong(ledger: Ledger, shelf: Shelf) -> list[str]:
    return [each for _, differ in compared(ledger.store, shelf) for each in differ]


def test_an_issue_is_found_as_it_stands_whatever_was_done_with_it(ledger: Ledger, tmp_path: Path) -> None:
    before = opened(ledger, "汾河东岸便道被堵")
    with kept(ledger.store, tmp_path) as shelf:
        until(lambda: found(ledger.store, shelf, "便道") == {before.id})
        after = opened(ledger, "拌合站北侧停电")
        until(lambda: found(ledger.store, shelf, "拌合站") == {after.id})
        ledger.do(after.id, Comment(note="供电公司已到场"))
        until(lambda: found(ledger.store, shelf, "供电公司 拌合站") == {after.id})
        ledger.do(before.id, "void")
        until(lambda: found(ledger.store, shelf, "便道", state=State.VOIDED) == {before.id})
        assert found(ledger.store, shelf, "便道", state=State.ASSIGNED) == set()
        until(lambda: wrong(ledger, shelf) == [])
        assert too_many(ledger.store, shelf) == 0


def test_what_goes_to_the_archive_and_comes_back_is_found_there_and_here(ledger: Ledger, tmp_path: Path) -> None:
    (issue,) = closed(ledger)
    ledger.do(issue.id, Comment(note="回访无异议"))
    with kept(ledger.store, tmp_path) as shelf:
        until(lambda: found(ledger.store, shelf, "回访") == {issue.id})
        archived(years_later(ledger))
        until(lambda: found(ledger.store, shelf, "回访", archived=True) == {issue.id})
        assert found(ledger.store, shelf, "回访") == set()
        ledger.do(issue.id, Comment(note="再看一次"))
        until(lambda: found(ledger.store, shelf, "回访") == {issue.id})
        until(lambda: wrong(ledger, shelf) == [])


def test_it_goes_on_from_where_it_stood_and_is_made_anew_when_that_is_gone(
    ledger: Ledger, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "ledger.search")
    first = opened(ledger, "第一件")
    with kept(ledger.store, tmp_path) as shelf:
        until(lambda: found(ledger.store, shelf, "第一件") == {first.id})
    second = opened(ledger, "第二件")
    assert found(ledger.store, shelf, "第二件") == set()
    assert wrong(ledger, shelf) == [second.id]
    with kept(ledger.store, tmp_path) as shelf:
        until(lambda: found(ledger.store, shelf, "第二件") == {second.id})
    assert caplog.text.count("index is made: ") == 1
    ours = shelf.position
    for position in (Position("another ledger", ours.token), Position(ours.ledger, {"_data": "82"})):
        written = Written(tmp_path)
        written.drop([first.id])
        written.commit(position)
        del written
        assert wrong(ledger, shelf) == [first.id]
        with kept(ledger.store, tmp_path) as shelf:
            until(lambda: found(ledger.store, shelf, "第一件") == {first.id})


def test_what_was_not_committed_is_read_again_with_its_position(ledger: Ledger, tmp_path: Path) -> None:
    issue = opened(ledger, "第一件")
    with kept(ledger.store, tmp_path) as shelf:
        until(lambda: found(ledger.store, shelf, "第一件") == {issue.id})
    position = shelf.position
    written = Written(tmp_path)
    written.drop([issue.id])
    del written
    assert (shelf.position, found(ledger.store, shelf, "第一件")) == (position, {issue.id})


def test_one_process_keeps_it_and_the_next_one_takes_over(ledger: Ledger, tmp_path: Path) -> None:
    with kept(ledger.store, tmp_path) as one:
        until(lambda: [(each.kept, each.made) for each in indexed(ledger.store)] == [(True, None)])
        with kept(ledger.store, tmp_path) as other:
            first = opened(ledger, "第一件")
            until(lambda: found(ledger.store, other, "第一件") == {first.id})
            assert len(indexed(ledger.store)) == 1
    with kept(ledger.store, tmp_path):
        second = opened(ledger, "第二件")
        until(lambda: found(ledger.store, one, "第二件") == {second.id})
    assert indexed(ledger.store) == []


def test_a_file_in_its_place_is_told_and_tried_again(
    ledger: Ledger, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "search").write_text("no folder", encoding="utf-8")
    with kept(ledger.store, tmp_path / "search") as shelf:
        until(lambda: "cannot be kept" in caplog.text)
        (tmp_path / "search").unlink()
        issue = opened(ledger, "第一件")
        until(lambda: found(ledger.store, shelf, "第一件") == {issue.id})
