"""Knows what a replay or the demo gives up with: one clear line for a person, never a traceback."""


class PlayError(Exception):
    """Something that stands in the way and can be put right; its text is one line that says what."""
