"""Whatever a persona asks of what is there, no answer is a fault of the server, and none is undocumented.

The longer run, with every phase of Schemathesis, is the scenario `fuzz` of `make faults`.
"""

import pytest

from tests.access.fuzzing import Bounds, fuzz
from tests.access.world import PERSONAS, World

SHORT = Bounds(examples=1, phases=("fuzzing",), strangers=False)


@pytest.mark.parametrize(("seed", "persona"), list(enumerate([*PERSONAS, "afar"])))
def test_no_answer_is_a_fault_or_undocumented(made: World, seed: int, persona: str) -> None:
    found = fuzz(made, persona, SHORT, seed)
    assert found.failures == {}
    assert sum(found.statuses.values()) > 60
