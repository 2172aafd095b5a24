"""Knows how a process that makes many objects that die together keeps Python's collector from looking at each."""

import gc


def calm_the_collector() -> None:
    """What stands now is looked at no more; the rest seldom. Looking for cycles took a fifth of what a process did."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
