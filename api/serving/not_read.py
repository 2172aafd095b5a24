"""Knows what comes of a file that cannot be read; nothing of HTTP is known here, as it comes from a process apart."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NotRead:
    """Why a file is refused whole: a stable word, and a sentence with the cure."""

    slug: str
    sentence: str
