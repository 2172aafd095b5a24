"""Knows what the environment says to the command line and to a stack: which ledger is meant, where parts are kept."""

from ledger.groundwork.process_settings import Folder, ProcessSettings, SettingsError
from stack.processes.faults import StackError


class Settings(ProcessSettings):
    """The addresses are empty where none is named; `cache` is the folder for downloaded parts."""

    cache: Folder | None = None


def settings() -> Settings:
    """What the environment says. Raises StackError."""
    try:
        return Settings.from_environment()
    except SettingsError as error:
        raise StackError(str(error)) from None
