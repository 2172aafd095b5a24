"""Each row is counted once: accepted, already there, or refused and kept with its reason."""

import csv
from pathlib import Path

import pytest

from exchange.tables.mapping import Mapping
from exchange.tables.mapping_files import parse_mapping
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


def refused_of(file: Path, mapping: Mapping) -> Path:
    """The file of refused rows after a run in which the API refuses nothing."""
    path = file.with_name(f"{file.name.removesuffix('.csv')}.refused.csv")
    books = Books(file, mapping, path, Unwatched())
    books.enter(Outcome(report, Fate.ACCEPTED) for report in books.reports())
    books.refused.close()
    return path


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_refused_rows_keep_delimiter_encoding_quotes_and_surplus_cells(
    tmp_path: Path, mapping_text: str, codec: str, delimiter: str
) -> None:
    mapping = parse_mapping("works", f'{mapping_text}\ndelimiter: "{delimiter}"\n'.replace("\t", "\\t"))
    rows = [
        '1,昨天,,,pipes,light,A,"围挡""破损""\n第二行",,,',
        "2,2020-01-02 13:40,,,pipes,light,A,围挡,,,,surplus,more",
        '3,2020-01-02 13:40,,,pipes,light,A,"6" 寸管,,,',
        "4,2020-01-02 13:40,,,pipes,light,A,好,,,",
        "5,前天,,,pipes,light,A,短",
    ]
    lines = [line.replace(",", delimiter) for line in (HEADER, *rows)]
    file = tmp_path / "works.csv"
    file.write_bytes("".join(f"{line}\r\n" for line in lines).encode(codec))

    refused = refused_of(file, mapping)
    text = refused.read_bytes().decode(codec)
    assert (refused.read_bytes()[:2] == b"\xff\xfe", refused.read_bytes()[:3] == b"\xef\xbb\xbf") == (
        codec == "utf-16",
        codec == "utf-8-sig",
    )
    assert text.startswith(f"{lines[0]}{delimiter}xiaohao_line{delimiter}xiaohao_reason\r\n")
    for line in (lines[1], lines[2], lines[3], lines[5] + delimiter * 3):
        assert f"\n{line}{delimiter}" in text
    assert "围挡破" not in text.replace('""', "") or "好" not in text

    again = refused_of(refused, mapping)
    twice = again.read_bytes().decode(codec)
    assert again.name == "works.refused.refused.csv"
    assert twice.count("xiaohao_reason") == 1
    for line in (lines[1], lines[2], lines[3], lines[5] + delimiter * 3):
        assert f"\n{line}{delimiter}" in twice
    assert twice.count("surplus") == 1


def test_a_refused_row_that_was_mended_is_taken(tmp_path: Path, mapping: Mapping) -> None:
    books_of(tmp_path, mapping)
    file = tmp_path / "works.csv"
    file.write_text(f"{HEADER}\n1,soon,,,pipes,light,A,x,,,\n", encoding="utf-8")
    refused = refused_of(file, mapping)
    refused.write_text(refused.read_text(encoding="utf-8").replace("soon", "2020-01-01 08:00", 1), encoding="utf-8")
    assert not refused_of(refused, mapping).exists()


def test_a_run_that_was_cut_off_takes_nothing_away_that_an_earlier_one_left(tmp_path: Path, mapping: Mapping) -> None:
    earlier = tmp_path / "works.refused.csv"
    earlier.write_text("earlier", encoding="utf-8")
    for date in ("2020-01-01 08:00", "soon"):
        books = books_of(tmp_path, mapping, date)
        list(books.reports())
        books.refused.close(whole=False)
        assert [file.name for file in tmp_path.iterdir() if "refused" in file.name] == [earlier.name]
        assert earlier.read_text(encoding="utf-8") == "earlier"


def test_equal_rows_are_one_accepted_and_one_already_whatever_the_api_says(tmp_path: Path, mapping: Mapping) -> None:
    file = tmp_path / "works.csv"
    line = "1,2020-01-01 08:00,,,pipes,light,A,x,,,"
    file.write_text("\n".join((HEADER, line, line, line.replace("x", "y"))), encoding="utf-8")
    books = Books(file, mapping, tmp_path / "works.refused.csv", Unwatched())
    books.enter(Outcome(report, Fate.ACCEPTED, ("issue",)) for report in books.reports())
    assert books.tally.counts() == {"rows": 3, "accepted": 1, "in_ledger": 2, "already": 1, "refused": 1}
    books.refused.close()
    assert "conflict: 编号与第 2 行相同" in (tmp_path / "works.refused.csv").read_text(encoding="utf-8")
