"""Rows become histories of issues without any server: the ledger's own decisions at the file's own dates."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from exchange.tables.faults import PlayError
from exchange.tables.mapping import Mapping
from exchange.tables.mapping_files import load_mapping, parse_mapping
from ledger.issue.projection import replay
from mobile_schema.vocabulary import State
from oversight.simulate.comparing import Question, simulate
from oversight.simulate.tally import Window
from play.histories.histories import FileHistories
from tests.checkout import CHECKOUT
from tests.ledger.factories import RULES, SHANGHAI
from tests.play.histories.visits import DAYS, HEADER, MAPPING


def read(folder: Path, *rows: str, mapping: str = MAPPING) -> FileHistories:
    file = folder / "rows.csv"
    file.write_text(HEADER + "".join(f"{number},{row}\n" for number, row in enumerate(rows)), encoding="utf-8")
    return FileHistories(file, parse_mapping("visits", mapping), RULES)


def test_a_row_goes_from_its_report_to_its_closure_at_its_own_dates(tmp_path: Path) -> None:
    ((*events,),) = read(tmp_path, DAYS.format("land", "no", "2026-03-20T09:00"))
    assert [(envelope.type, envelope.at.day) for envelope in events] == [
        ("issue.reported.v1", 2),
        ("issue.assigned.v1", 2),
        ("issue.accepted.v1", 3),
        ("plan.filed.v1", 4),
        ("progress.reported.v1", 4),
        ("closure.requested.v1", 20),
        ("issue.closed.v1", 20),
    ]
    issue = replay(events)
    assert (issue.state, issue.closed_by, issue.unit_id) == (
        State.CLOSED,
        "supervisor-140105",
        "140105-natural-resources",
    )


def test_a_major_one_is_rechecked_and_one_without_a_rule_is_handed_to_a_unit(tmp_path: Path) -> None:
    major, unrouted = read(
        tmp_path, DAYS.format("land", "yes", "2026-03-20T09:00"), DAYS.format("signs", "no", "2026-03-20T09:00")
    )
    assert "recheck.recorded.v1" in {envelope.type for envelope in major}
    assert [envelope.type for envelope in unrouted][1:3] == ["issue.triaged.v1", "issue.assigned.v1"]
    assert replay(unrouted).unit_id == "140105-development-reform"


def test_one_without_a_closing_date_stays_open(tmp_path: Path) -> None:
    (history,) = read(tmp_path, DAYS.format("land", "no", ""))
    assert replay(history).state is State.IN_PROGRESS


def test_rows_that_make_none_are_told_with_their_line(tmp_path: Path) -> None:
    good = DAYS.format("land", "no", "")
    file = read(tmp_path, good, good.replace("2026-03-02T09:00", "monday"), good.replace(",a,", ",gone,"))
    assert len(list(file)) == 1
    assert file.refused.keys() == {3, 4}
    assert "seen" in file.refused[3]
    assert "no project 2020-140105-30-03-999999" in file.refused[4]


def test_a_category_that_the_registry_does_not_have_is_told_before_any_row(tmp_path: Path) -> None:
    with pytest.raises(PlayError, match="no such category: heating"):
        read(tmp_path, DAYS.format("land", "no", ""), mapping=MAPPING.replace("land: land", "land: heating"))


def test_a_row_that_comes_twice_is_one_issue(tmp_path: Path) -> None:
    file = read(tmp_path, DAYS.format("land", "no", ""))
    file.file.write_text(file.file.read_text() + file.file.read_text().splitlines()[1] + "\n")
    assert (len(list(file)), file.doubles) == (1, 1)


def test_the_last_date_of_the_file_is_where_a_simulation_ends(tmp_path: Path) -> None:
    file = read(tmp_path, DAYS.format("land", "no", "2026-03-20T09:00"), DAYS.format("land", "no", ""))
    assert file.last_moment() == datetime(2026, 3, 20, 1, tzinfo=UTC)
    assert read(tmp_path).last_moment() is None


def test_five_thousand_real_rows_are_five_thousand_histories(shared: Path) -> None:
    mapping: Mapping = load_mapping("la311")
    file = FileHistories(shared / "data" / "la311_2020_first5000.csv", mapping, RULES)
    ends = Counter(history[-1].type for history in file)
    assert (file.refused, file.doubles) == ({}, 0)
    assert ends == {
        "issue.closed.v1": 4_862,
        "issue.voided.v1": 121,
        "progress.reported.v1": 11,
        "issue.accepted.v1": 6,
    }


def test_the_table_of_the_docs_is_what_the_real_rows_give(shared: Path) -> None:
    file = FileHistories(shared / "data" / "la311_2020_first5000.csv", load_mapping("la311"), RULES)
    last = file.last_moment()
    assert last is not None
    question = Question(
        RULES.policies.newest("13710-working-days"), RULES.policies.of("13710", 1), Window(None, last, SHANGHAI)
    )
    compared = simulate(file, question, RULES)
    told = (CHECKOUT / "docs" / "simulation.md").read_text(encoding="utf-8")
    for step, both in compared.side_by_side("steps").items():
        assert f"| {step} | {both['did']:,} | {both['would']:,} |" in told
    assert f"| **all steps** | **{compared.did.fired:,}** | **{compared.would.fired:,}** |" in told
