"""Knows how a file is refused whole: by a stable word for programs, and one sentence with the cure for people."""

from exchange.tables.faults import PlayError


class FileRefused(PlayError):
    """A file of which nothing is read. `slug` says why, in one stable word."""

    def __init__(self, slug: str, sentence: str) -> None:
        super().__init__(sentence)
        self.slug = slug
