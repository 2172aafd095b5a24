"""Knows the columns that a ledger can be exported with, by their keys; what they are called stands in columns.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from importlib import resources
from typing import Final

from exchange.texts.yaml_once import load_once

Value = str | int | float | date | datetime | None
"""What stands in a cell; moments are local and without a zone."""


class Kind(StrEnum):
    """What the values of a column are, and so how they are written."""

    TEXT = "text"
    WRAPPED = "wrapped"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    LIGHT = "light"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, what its head says, how many digits wide it is, and what its values are."""

    key: str
    heading: str
    width: float
    kind: Kind


def _read() -> Mapping[str, Column]:
    text = (resources.files("exchange.exports") / "columns.yaml").read_text(encoding="utf-8")
    return {
        key: Column(key, said["heading"], said["width"], Kind(said["kind"])) for key, said in load_once(text).items()
    }


COLUMNS: Final[Mapping[str, Column]] = _read()
"""Key → column, in the order in which they are offered."""
