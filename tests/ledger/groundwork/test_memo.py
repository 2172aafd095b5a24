"""An answer that many ask for is found once, and what is kept has a bound."""

from ledger.groundwork.memo import Memo


def test_an_answer_is_found_once_even_when_it_is_none() -> None:
    memo: Memo[str, int | None] = Memo()
    asked: list[str] = []

    def find() -> None:
        asked.append("again")

    assert [memo.of("nothing", find), memo.of("nothing", find)] == [None, None]
    assert asked == ["again"]
    assert memo.of("something", lambda: 1) == 1


def test_too_many_answers_are_forgotten_and_found_anew() -> None:
    memo: Memo[int, int] = Memo()
    found: list[int] = []

    def find(number: int) -> int:
        found.append(number)
        return number

    for number in [*range(5_000), 0, 4_999]:
        assert memo.of(number, lambda number=number: find(number)) == number  # type: ignore[misc]
    assert found.count(0) == 2
    assert found.count(4_999) == 1
