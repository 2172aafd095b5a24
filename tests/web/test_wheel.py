"""A wheel holds the pages, and its API shows them: nobody who installs it needs Node, or the checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager

from tests.checkout import CHECKOUT
from workshop.shipping import SHIPPED, NotBuilt, ShipsPages

_ASK = "from api.serving.site.files import Site; print(Site().find('m/', frozenset({'br'})).coding)"


@pytest.fixture(scope="module")
def wheel(built: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, as it is installed: unpacked."""
    to = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", to], cwd=CHECKOUT, check=True)
    (made,) = to.glob("*.whl")
    with zipfile.ZipFile(made) as packed:
        packed.extractall(to / "installed")
    return to / "installed"


def test_it_holds_every_file_of_the_build(wheel: Path) -> None:
    built, shipped = CHECKOUT / "web" / "dist", wheel / SHIPPED
    assert {"index.html", "m/index.html", "m/sw.js", "d/index.html", "d/index.html.br"} <= _names(shipped)
    assert _names(shipped) == _names(built)


def test_what_makes_the_pages_is_not_in_it(wheel: Path) -> None:
    assert not (wheel / "web").exists()
    assert not (wheel / "workshop").exists()


def test_its_api_shows_its_own_pages(wheel: Path, tmp_path: Path) -> None:
    alone = {"PYTHONPATH": str(wheel)}
    said = subprocess.check_output([sys.executable, "-c", _ASK], cwd=tmp_path, env=alone, text=True)
    assert said == "br\n"


def test_there_is_no_wheel_without_pages(tmp_path: Path) -> None:
    metadata = ProjectMetadata(str(tmp_path), PluginManager())
    hook = ShipsPages(str(tmp_path), {}, None, metadata, str(tmp_path), "wheel")
    with pytest.raises(NotBuilt, match="make web"):
        hook.initialize("standard", {"force_include": {}})
    hook.initialize("editable", {"force_include": {}})


def _names(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
