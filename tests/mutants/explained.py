"""Knows the mutants that no test could notice, each with why: what `explained.yaml` says."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import yaml

from tests.mutants.mutants import Mutant

_FILE: Final = Path(__file__).with_name("explained.yaml")


class Explained:
    """Why a mutant changes nothing that anybody could see, by its module, what it takes away and what it puts there."""

    def __init__(self) -> None:
        entries = yaml.safe_load(_FILE.read_text(encoding="utf-8")) or ()
        self._why = {(each["module"], each["was"], each["becomes"]): str(each["why"]) for each in entries}

    @property
    def changes(self) -> Iterable[tuple[str, str, str]]:
        """(module, what is taken away, what is put there) of each."""
        return self._why.keys()

    def why(self, mutant: Mutant, original: str) -> str | None:
        """Why it is no fault of the tests, or None."""
        return self._why.get((str(mutant.module), *mutant.change(original)))
