"""What If-Match and If-None-Match ask for, however their lists are written."""

import pytest
from starlette.requests import Request

from api.http.etags import expected_versions, is_known
from api.http.problems import Problem


def asking(name: str, *lines: str) -> Request:
    """A request with a field, once for each line."""
    return Request({"type": "http", "headers": [(name.encode(), line.encode("latin-1")) for line in lines]})


@pytest.mark.parametrize(
    ("lines", "versions"),
    [
        ([], None),
        (["*"], None),
        (['"3"'], {3}),
        (['"3-red"', '"4-archived"'], {3, 4}),
        (['"3", "4"', '"5"'], {3, 4, 5}),
        (['"of,another"', '"3"'], {3}),
        (['W/"3"', '"4"'], {4}),
        (['W/"3"', 'W/"4"'], set()),
    ],
)
def test_one_of_the_versions_must_stand_on_whichever_line_it_is(lines: list[str], versions: set[int] | None) -> None:
    assert expected_versions(asking("if-match", *lines)) == versions


@pytest.mark.parametrize("lines", [[""], ['"3"', "4"]])
def test_what_is_no_list_of_tags_is_refused(lines: list[str]) -> None:
    with pytest.raises(Problem) as refused:
        expected_versions(asking("if-match", *lines))
    assert refused.value.status == 400


@pytest.mark.parametrize("lines", [["*"], ['"2", "3"'], ['"2"', 'W/"3"']])
def test_what_the_client_has_is_known_on_whichever_line_it_is(lines: list[str]) -> None:
    assert is_known(asking("if-none-match", *lines), '"3"')
    assert not is_known(asking("if-none-match", '"2"'), '"3"')
    assert not is_known(asking("if-none-match"), '"3"')
