"""Each operation of each persona on each issue answers as docs/access.csv says, and shows nothing that is foreign."""

import pytest

from tests.access.checks.commands import check_commands
from tests.access.checks.imports import check_imports
from tests.access.checks.informants import check_informants
from tests.access.checks.lists import check_alerts, check_export, check_lists
from tests.access.checks.matters import check_matters
from tests.access.checks.one_issue import check_one_issue
from tests.access.checks.under_no_issue import check_the_rest
from tests.access.world import ELSEWHERE, PERSONAS, World


@pytest.mark.parametrize("persona", PERSONAS)
def test_one_issue_is_there_for_whom_the_table_says_and_for_others_not_at_all(made: World, persona: str) -> None:
    check_one_issue(made, persona)


@pytest.mark.parametrize("persona", PERSONAS)
def test_lists_and_counts_show_what_opening_allows(made: World, persona: str) -> None:
    check_lists(made, persona)


@pytest.mark.parametrize("persona", PERSONAS)
def test_the_list_as_a_file_shows_what_the_table_says(made: World, persona: str) -> None:
    check_export(made, persona)


@pytest.mark.parametrize("persona", PERSONAS)
def test_alerts_are_those_of_the_issues_that_one_may_read(made: World, persona: str) -> None:
    check_alerts(made, persona)


@pytest.mark.parametrize("persona", PERSONAS)
def test_commands_are_refused_in_order_and_change_nothing(made: World, persona: str) -> None:
    check_commands(made, persona)


@pytest.mark.parametrize("persona", PERSONAS)
def test_who_told_is_given_shown_and_accounted_for_as_the_table_says(made: World, persona: str) -> None:
    check_informants(made, persona)


@pytest.mark.parametrize("persona", PERSONAS)
def test_what_is_under_no_issue_is_for_the_posts_that_the_table_says(made: World, persona: str) -> None:
    check_the_rest(made, persona)


@pytest.mark.parametrize("persona", PERSONAS)
def test_matters_are_entered_and_read_as_the_table_says(made: World, persona: str) -> None:
    check_matters(made, persona)


@pytest.mark.parametrize("persona", PERSONAS)
def test_ledgers_are_brought_in_as_the_table_says(made: World, persona: str) -> None:
    check_imports(made, persona)


def test_who_reported_elsewhere_reads_that_and_nothing_else(made: World) -> None:
    with made.client("afar") as client:
        found = {item["id"] for item in client.get("/v1/issues?limit=200").json()["items"]}
    assert found == {case.id for case in made.cases if case.reporter == ELSEWHERE.id}
    assert len(found) == 4
