"""What npm installs is pinned by its hash and found in whichever registry npm is told of."""

import json
from typing import Any

import pytest

from workshop.node import WEB


@pytest.fixture(scope="module")
def packages() -> dict[str, dict[str, Any]]:
    """Each package of the lock, by where it is put; ours is the first."""
    locked = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return {name: said for name, said in locked.items() if name}


def test_every_package_has_a_version_and_a_hash(packages: dict[str, dict[str, Any]]) -> None:
    assert [name for name, said in packages.items() if not said.get("version") or not said.get("integrity")] == []


def test_no_package_says_where_it_is_from(packages: dict[str, dict[str, Any]]) -> None:
    assert [name for name, said in packages.items() if "resolved" in said] == []


def test_ours_are_pinned_exactly() -> None:
    said = json.loads((WEB / "package.json").read_text(encoding="utf-8"))
    wanted = {**said["dependencies"], **said["devDependencies"]}
    assert {name: version for name, version in wanted.items() if not version[0].isdigit()} == {}
