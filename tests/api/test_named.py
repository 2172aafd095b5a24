"""A list of what has an id is paged in the order of the ids, and no more of it is looked at than a page needs."""

import pytest

from api.named import named_page, says

IDS = ("a", "b", "d", "e", "g")


def page(limit: int, after: str = "", ids: tuple[str, ...] = IDS, but: str = "") -> tuple[list[str], bool, list[str]]:
    """The ids of a page, whether there is another, and what was looked at."""
    looked_at: list[str] = []

    def matches(key: str) -> bool:
        looked_at.append(key)
        return key not in but

    answer = named_page(ids, matches, lambda key: {"id": key}, limit, after)
    return [each["id"] for each in answer["items"]], answer["next_cursor"] is not None, looked_at


@pytest.mark.parametrize(
    ("limit", "after", "shown", "more"),
    [
        (2, "", ["a", "b"], True),
        (2, "b", ["d", "e"], True),
        (2, "c", ["d", "e"], True),
        (2, "e", ["g"], False),
        (9, "g", [], False),
        (5, "", list(IDS), False),
    ],
)
def test_a_page_begins_after_an_id_whether_that_is_still_there_or_not(
    limit: int, after: str, shown: list[str], more: bool
) -> None:
    assert page(limit, after)[:2] == (shown, more)


def test_what_came_before_and_what_comes_after_the_next_is_not_looked_at() -> None:
    assert page(1, "a")[2] == ["b", "d"]
    assert page(1, "a", but="b")[2] == ["b", "d", "e"]


@pytest.mark.parametrize(
    ("words", "texts", "said"),
    [(None, (), True), ("桥", ("新桥", None), True), ("ROAD", (None, "New road"), True), ("x", (None, "y"), False)],
)
def test_words_are_found_in_any_text_and_in_whatever_case(
    words: str | None, texts: tuple[str | None, ...], said: bool
) -> None:
    assert says(words, *texts) is said
