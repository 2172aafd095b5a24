"""Knows which digits stand for a number: those of a keyboard, full-width ones too, but no footnote and no bullet."""


def has_odd_digits(text: str) -> bool:
    """Whether a digit is raised, lowered or in a circle (², ₂, ②), which a wider form of the text would make plain."""
    return any(mark.isdigit() and not mark.isdecimal() for mark in text)
