"""Knows the time zone of a deployment, in which its days begin and end, as the environment names it."""

import os
from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from xiaohao.ledger.policy import DEFAULT_ZONE
from xiaohao.stack.faults import StackError

TIME_ZONE: Final = "XIAOHAO_TIME_ZONE"


def time_zone(environment: Mapping[str, str] = os.environ) -> str:
    """Its name, such as Asia/Shanghai. Raises StackError when there is no such zone."""
    name = environment.get(TIME_ZONE) or DEFAULT_ZONE
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise StackError(f"{TIME_ZONE}: no time zone {name!r}") from None
