"""What both front pages say of `make demo` is taken by the command behind it."""

import re
import shlex

import pytest
from typer.main import get_command

from cli.commands import app
from tests.checkout import CHECKOUT


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_demo_takes_the_port_that_the_front_page_gives_it(page: str) -> None:
    (words,) = re.findall(r"`make demo ARGS='([^']*)'`", (CHECKOUT / page).read_text(encoding="utf-8"))
    assert "demo $(ARGS)" in (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    demo = get_command(app).commands["demo"]  # type: ignore[attr-defined] # of a group
    assert demo.make_context("demo", shlex.split(words)).params["port"] == 8793
