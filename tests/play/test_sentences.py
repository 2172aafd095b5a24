"""What the player cannot do is said in Chinese first, then in English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import play

_WORDS = re.compile(r"[a-z]+ [a-z]+ [a-z]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def sentences() -> Iterator[tuple[str, str]]:
    """Every text with which something is given up, after the place where it stands; `…` is what is put in."""
    (folder,) = play.__path__
    for file in sorted(Path(folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"PlayError", "Stuck"}
            ):
                parts = (part for argument in node.args for part in ast.walk(argument))
                words = [str(part.value) for part in parts if isinstance(part, ast.Constant)]
                yield f"{file.name}:{node.lineno}", "…".join(words)


def test_every_sentence_is_chinese_before_it_is_english() -> None:
    found = dict(sentences())
    assert len(found) > 10
    told = {place: (_CHINESE.search(text), _WORDS.search(text)) for place, text in found.items()}
    assert [place for place, (zh, en) in told.items() if en and (zh is None or zh.start() > en.start())] == []
