"""Knows the time zone of a deployment, in which its days begin and end, as the environment names it."""

import os
from collections.abc import Mapping
from typing import Final

from ledger.groundwork import process_settings as settings
from stack.processes.faults import StackError

TIME_ZONE: Final = "XIAOHAO_TIME_ZONE"


def time_zone(environment: Mapping[str, str] = os.environ) -> str:
    """Its name, such as Asia/Shanghai. Raises StackError when there is no such zone."""
    try:
        return settings.time_zone(environment)
    except settings.SettingsError as error:
        raise StackError(str(error)) from None
