"""Knows how an explanation looks in an answer: `oversight.explain.told.whole.Explanation`, with a real example."""

import json
from importlib import resources
from typing import Any, Final

from pydantic import RootModel

from oversight.explain.told.whole import Explanation

EXAMPLE: Final[dict[str, Any]] = json.loads(
    (resources.files("api.resources.issues") / "explanation.json").read_text(encoding="utf-8")
)


class ExplanationView(RootModel[Explanation]):
    """Why everything is as it is on one issue, as of a moment; the sentences say the same as the data."""
