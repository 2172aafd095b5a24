"""Knows the two ways a file is no evidence: it is of a kind that is not taken, or it cannot be read as what it is."""


class UnknownKind(Exception):
    """A kind of file that is not taken; `found` is its media type as far as the bytes tell, `detail` for people."""

    def __init__(self, detail: str, found: str | None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.found = found


class Unreadable(Exception):
    """Empty, cut short, damaged, too large to look at, or not what it was sent as; `detail` for people."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail
