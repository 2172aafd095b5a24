"""What If-Match and If-None-Match ask for, however their lists are written."""

import re

import pytest
from starlette.requests import Request

from api.http.etags import TAGS, etag, expected_versions, is_known
from api.http.problems import Problem
from mobile_schema.vocabulary import Light


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
        (['"3-red-2late"', '"4-50late"'], {3, 4}),
        (['"3-told"', '"4-red-2late-told"', '"5-archived-told"'], {3, 4, 5}),
        (['"3-0late"', '"4"'], {4}),
        (['"3", "4"', '"5"'], {3, 4, 5}),
        (['"of,another"', '"3"'], {3}),
        (['W/"3"', '"4"'], {4}),
        (['W/"3"', 'W/"4"'], set()),
    ],
)
def test_one_of_the_versions_must_stand_on_whichever_line_it_is(lines: list[str], versions: set[int] | None) -> None:
    assert expected_versions(asking("if-match", *lines)) == versions


@pytest.mark.parametrize(
    ("light", "late", "tag"),
    [("green", 0, '"3"'), ("red", 0, '"3-red"'), ("green", 1, '"3-1late"'), ("yellow", 12, '"3-yellow-12late"')],
)
def test_what_time_alone_changes_stands_in_the_tag(light: str, late: int, tag: str) -> None:
    assert etag(3, Light(light), late=late) == tag
    assert etag(3, Light(light), archived=True, late=late) == '"3-archived"'


@pytest.mark.parametrize(
    ("light", "archived", "late", "tag"),
    [
        ("green", False, 0, '"3-told"'),
        ("red", False, 2, '"3-red-2late-told"'),
        ("red", True, 2, '"3-archived-told"'),
    ],
)
def test_that_an_informant_came_to_be_known_stands_in_the_tag(light: str, archived: bool, late: int, tag: str) -> None:
    assert etag(3, Light(light), archived=archived, late=late, told=True) == tag
    assert re.match(TAGS, tag)


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
