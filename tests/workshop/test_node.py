"""Node is that of the wheel, whatever else is on the machine; its faults are told in its own words."""

import json
from pathlib import Path

import pytest

from workshop.node import NODE, StepFailed, npm


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package whose scripts tell which Node runs them, and fail."""
    scripts = {"which": "node -p process.execPath", "fails": "node -e \"console.log('it broke'); process.exit(3)\""}
    (tmp_path / "package.json").write_text(json.dumps({"name": "x", "version": "1.0.0", "scripts": scripts}))
    return tmp_path


def test_scripts_run_by_the_node_of_the_wheel(
    package: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path_factory.mktemp("other") / "node"
    other.write_text("#!/bin/sh\necho another\n")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", f"{other.parent}:/usr/bin:/bin")
    assert npm("run", "--silent", "which", folder=package).strip() == str(NODE.resolve())


def test_what_fails_says_all_that_it_said(package: Path) -> None:
    with pytest.raises(StepFailed, match="it broke"):
        npm("run", "fails", folder=package)
