"""Knows how Python is set for a process that makes many objects that die together, or whose threads compute."""

import gc
import sys
from typing import Final

# Python's own 5 ms are what a thread waits that has an answer of MongoDB in hand while another computes, and a
# transaction has some ten answers: one of 500 reports took 142 ms so, and takes 98 ms.
_TURN_SECONDS: Final = 0.0005


def calm_the_collector() -> None:
    """What stands now is looked at no more; the rest seldom. Looking for cycles took a fifth of what a process did."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def take_short_turns() -> None:
    """A thread that computes lets another on after half a millisecond."""
    sys.setswitchinterval(_TURN_SECONDS)
