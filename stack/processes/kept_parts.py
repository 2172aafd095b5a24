"""Knows which embedded parts a data folder has had, so that one whose data are gone is not quietly begun anew.

`parts.json` in the folder names them: ["kafka", "mongod"]. A part is there when what it wrote first is there, so that
an empty folder, as a disk that is not mounted leaves one, does not pass for it.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from stack.processes.faults import StackError

_FIRST_WRITTEN: Final[Mapping[str, str]] = {"kafka": "logs/meta.properties", "mongod": "db/WiredTiger"}
_HOLDS: Final[Mapping[str, str]] = {
    "kafka": "尚未入账的上报 / reports not yet in the ledger",
    "mongod": "整本台账 / the whole ledger",
}


class PartsMissing(StackError):
    """A data folder lacks parts that it had."""

    def __init__(self, folder: Path, missing: list[str]) -> None:
        named = ", ".join(f"{folder / name} ({_HOLDS[name]})" for name in missing)
        super().__init__(f"数据目录原有的部分不见了 / the data folder had parts that are missing: {named}")


def remember_parts(folder: Path) -> None:
    """Keep in mind that the folder has all its parts; whole or not at all."""
    coming = folder / "parts.coming"
    coming.write_text(json.dumps(sorted(_FIRST_WRITTEN)), encoding="utf-8")
    coming.replace(folder / "parts.json")


def require_parts(folder: Path) -> None:
    """Raises PartsMissing when something that the folder had is not there."""
    missing = [name for name in _had(folder) if not (folder / name / _FIRST_WRITTEN[name]).is_file()]
    if missing:
        raise PartsMissing(folder, missing)


def _had(folder: Path) -> list[str]:
    """The parts it had; all of them when what was remembered cannot be read."""
    try:
        said = json.loads((folder / "parts.json").read_bytes())
    except FileNotFoundError:
        return []
    except ValueError:
        return sorted(_FIRST_WRITTEN)
    return sorted(_FIRST_WRITTEN.keys() & said) if isinstance(said, list) else sorted(_FIRST_WRITTEN)
