"""The pages' own tests of their parts, clocks and words, by Vitest on the Node of the wheel."""

import pytest

from workshop.node import StepFailed, npm


@pytest.mark.usefixtures("built")
def test_the_units_of_the_pages_pass() -> None:
    try:
        npm("run", "test")
    except StepFailed as failed:
        pytest.fail(str(failed), pytrace=False)
