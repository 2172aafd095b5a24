"""Knows how much is made at once that is kept to the end: without looking through all of it for garbage."""

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def gathering(make: Callable[P, T]) -> Callable[P, T]:
    """What `make` makes. Python looks at every object so far whenever many are new, and would find none to let go:
    a sixth of the time of a check of 100,000 rows."""

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> T:
        was_looking = gc.isenabled()
        gc.disable()
        try:
            return make(*args, **kwargs)
        finally:
            if was_looking:
                gc.enable()

    return made
