"""Knows what can become of one attempt to send."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Accepted:
    """The other side has it; `says` is for the record."""

    says: str = ""


@dataclass(frozen=True, slots=True)
class Limited:
    """The other side wants fewer messages for a while; no fault of the endpoint's."""

    says: str
    pause: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not work; `permanent` when trying the same again cannot help."""

    says: str
    permanent: bool = False


Outcome = Accepted | Limited | Failed
