"""Knows how much one transaction takes: items in order, cut where the next would make it too heavy."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def portions(items: Iterable[Item], weight: Callable[[Item], int], most: int) -> Iterator[list[Item]]:
    """The items in portions of at most `most` in all; one that is heavier by itself makes a portion of its own."""
    portion: list[Item] = []
    heavy = 0
    for item in items:
        if portion and heavy + weight(item) > most:
            yield portion
            portion, heavy = [], 0
        portion.append(item)
        heavy += weight(item)
    if portion:
        yield portion
