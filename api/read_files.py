"""Knows how a file of rows that somebody sent is worked on apart, how it is refused whole, how its rows are counted."""

from collections.abc import Callable
from typing import Final, TypeVar

from api.http.problems import Problem, away
from api.http.views import View
from api.services import Services
from api.serving.apart import Bounds, BrokenOff, apart
from api.serving.not_read import NotRead

T = TypeVar("T")
G = TypeVar("G")

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEMORY: Final = 2 * 1024**3
"""Bytes that reading a file may ask for."""
READ_SECONDS: Final = 180.0
"""A file of all the rows that are taken is judged in some 15 s and 450 MiB; two are read at a time."""


class VerdictCounts(View):
    """How many rows have each verdict; the seven are `rows` together."""

    rows: int
    new: int
    changed: int
    same: int
    duplicate: int
    conflict: int
    skipped: int
    fault: int


async def work(services: Services, of: Callable[[str, G], T | NotRead], given: G, seconds: float = READ_SECONDS) -> T:
    """What comes of a file. Raises Problem: 422 where it is refused whole, 503 where it takes too long."""
    try:
        came = await apart(Bounds(seconds, MEMORY), services.ledgers, of, services.settings.mongo_url, given)
    except BrokenOff:
        raise away(
            "import-broken-off",
            "文件未能读完,请拆分后再试 / the file was not read to its end: send less, or later",
        ) from None
    if isinstance(came, NotRead):
        raise not_read(came)
    return came


def not_read(came: NotRead) -> Problem:
    """A file that is refused whole, with the sentence that says the cure."""
    return Problem(422, "file-refused", came.sentence, reason=came.slug)
