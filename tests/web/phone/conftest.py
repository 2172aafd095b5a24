"""Knows the stack that all files of the phone share: none of them moves its clock, or changes its units and rules."""

from collections.abc import Iterator

import pytest

from tests.stacks import Up


@pytest.fixture(scope="package")
def running_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """A whole embedded stack with sample people, until the last file of this folder is done."""
    with Up(tmp_path_factory.mktemp("phones")) as stack:
        yield stack
