"""Knows what the embedded stack refuses with: one clear line for a person, never a traceback."""


class StackError(Exception):
    """Something the person who started the stack can put right; its text is one line that says what."""
