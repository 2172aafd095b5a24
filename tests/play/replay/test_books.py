"""Each row is counted once: accepted, already there, or refused and kept with its reason."""

import csv
from pathlib import Path

import pytest

from exchange.tables.mapping import Mapping
from play.replay.books import Books
from play.replay.sending import Fate, Outcome, Queues
from play.replay.tally import Tally
from tests.exchange.tables.works import HEADER


class Unwatched:
    """Nobody looks."""

    def begin(self, rows: int) -> None: ...
    def sent(self, reports: int) -> None: ...
    def settled(self, reports: int) -> None: ...
    def stand(self, text: str) -> None: ...


def books_of(folder: Path, mapping: Mapping, *dates: str) -> Books:
    file = folder / "works.csv"
    lines = [HEADER, *(f"{number},{date},,,pipes,light,A,x,,," for number, date in enumerate(dates, 1))]
    file.write_text("\n".join(lines), encoding="utf-8")
    return Books(file, mapping, folder / "works.refused.csv", Unwatched())


def test_every_row_ends_in_one_place_and_the_refused_are_kept_as_they_were(tmp_path: Path, mapping: Mapping) -> None:
    books = books_of(tmp_path, mapping, "2020-01-01 08:00", "yesterday", "2020-01-01 09:00", "2020-01-01 10:00")
    first, second, third = list(books.reports())
    assert not books.tally.complete
    books.enter([Outcome(first, Fate.ACCEPTED, ("issue",)), Outcome(second, Fate.ALREADY)])
    books.enter([Outcome(third, Fate.REFUSED, reason="unknown-project: no such project")])
    books.refused.close()
    assert books.tally.counts() == {"rows": 4, "accepted": 1, "in_ledger": 2, "already": 1, "refused": 2}
    assert books.tally.complete
    with (tmp_path / "works.refused.csv").open(encoding="utf-8-sig", newline="") as text:
        kept = list(csv.DictReader(text))
    assert [(row["no"], row["xiaohao_line"]) for row in kept] == [("2", "3"), ("4", "5")]
    assert "yesterday" in kept[0]["xiaohao_reason"]
    assert kept[1]["xiaohao_reason"] == "unknown-project: no such project"


def test_the_refused_file_can_be_replayed_itself(tmp_path: Path, mapping: Mapping) -> None:
    books = books_of(tmp_path, mapping, "soon")
    assert list(books.reports()) == []
    books.refused.close()
    again = Books(tmp_path / "works.refused.csv", mapping, tmp_path / "second.csv", Unwatched())
    assert list(again.reports()) == []
    assert again.tally.counts()["refused"] == 1


def test_a_refused_file_of_an_earlier_run_does_not_outlive_its_rows(tmp_path: Path, mapping: Mapping) -> None:
    (tmp_path / "works.refused.csv").write_text("old", encoding="utf-8")
    books = books_of(tmp_path, mapping, "2020-01-01 08:00")
    assert len(list(books.reports())) == 1
    books.refused.close()
    assert not (tmp_path / "works.refused.csv").exists()


@pytest.mark.parametrize(
    ("tally", "complete"),
    [
        (Tally(), True),
        (Tally(rows=5, accepted=2, already=2, in_ledger=4, refused=1), True),
        (Tally(rows=5, accepted=2, already=2, in_ledger=3, refused=1), False),
        (Tally(rows=5, accepted=2, already=1, in_ledger=3, refused=1), False),
        (Tally(rows=1), False),
    ],
)
def test_complete_means_that_nothing_is_between_file_and_ledger(tally: Tally, complete: bool) -> None:
    assert tally.complete is complete


def test_queues_fill_by_token_to_two_hundred_and_nothing_is_left_behind(tmp_path: Path, mapping: Mapping) -> None:
    reports = list(books_of(tmp_path, mapping, *(f"2020-01-01 {n // 60:02}:{n % 60:02}" for n in range(450))).reports())
    queues = Queues()
    full = [
        queue
        for number, report in enumerate(reports)
        if (queue := queues.add("ab"[number % 3 == 0], report)) is not None
    ]
    rest = queues.rest()
    assert [len(queue) for queue in full] == [200]
    assert sorted(len(queue) for _, queue in rest) == [100, 150]
    sent = [report.report_id for queue in (*full, *(queue for _, queue in rest)) for report in queue]
    assert sorted(sent) == sorted(report.report_id for report in reports)
