"""The API guide names every path and every problem that there is."""

import ast
import re
from collections.abc import Iterator

import pytest

from ledger.issue.commands import COMMANDS
from ledger.issue.refusals import Refusal
from ledger.registry.entries import CategoryEntry
from ledger.registry.files.loading import load_catalogue
from tests.api.openapi import document
from tests.checkout import CHECKOUT

GUIDE = (CHECKOUT / "docs" / "api.md").read_text(encoding="utf-8")
SLUG = re.compile(r"[a-z]+(-[a-z]+)*")
SAYS_NO = {"Problem", "away", "unauthorized", "_ended"}


def _slugs_of_the_api() -> Iterator[str]:
    """The first text given wherever a problem is made."""
    for file in sorted((CHECKOUT / "api").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYS_NO:
                said = [each.value for each in node.args if isinstance(each, ast.Constant)]
                yield from [text for text in said if isinstance(text, str) and SLUG.fullmatch(text)][:1]


@pytest.mark.parametrize("slug", sorted({*_slugs_of_the_api(), *Refusal}))
def test_every_problem_is_in_the_guide(slug: str) -> None:
    assert f"`{slug}`" in GUIDE


@pytest.mark.parametrize("category", load_catalogue(samples=False).categories.values(), ids=lambda each: each.code)
def test_what_each_category_demands_is_in_the_guide(category: CategoryEntry) -> None:
    row = next(line for line in GUIDE.splitlines() if line.startswith(f"| `{category.code}` "))
    assert [kind for kind in category.evidence if f"`{kind}`" not in row] == []


def test_every_path_is_in_the_guide() -> None:
    paths = document()["paths"]
    commands = {f"/v1/issues/{{issue_id}}/{name}" for name in COMMANDS}
    assert commands <= paths.keys()
    assert [path for path in paths if path not in commands and path.partition("{")[0].rstrip("/") not in GUIDE] == []
    assert [name for name in COMMANDS if f"| `{name}`" not in GUIDE and f", `{name}`" not in GUIDE] == []
