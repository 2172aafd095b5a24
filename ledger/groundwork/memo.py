"""Knows how an answer that many ask for is found once."""

from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

Key = TypeVar("Key")
Answer = TypeVar("Answer")

_MOST: Final = 4096
_UNKNOWN: Final[Any] = object()


class Memo(Generic[Key, Answer]):
    """The answers to questions that were asked before; when they are too many, they are found anew.

    Threads may share it: at worst an answer is found twice.
    """

    def __init__(self) -> None:
        self._answers: dict[Key, Answer] = {}

    def of(self, key: Key, find: Callable[[], Answer]) -> Answer:
        """The answer to `key`, which `find` knows."""
        answer: Answer = self._answers.get(key, _UNKNOWN)
        if answer is _UNKNOWN:
            answer = find()
            if len(self._answers) >= _MOST:
                self._answers.clear()
            self._answers[key] = answer
        return answer
