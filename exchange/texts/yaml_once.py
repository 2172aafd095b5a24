"""Knows how YAML is read in which nothing is lost: a key that stands twice is refused, the last one does not win."""

import re
from typing import Any, Final

import yaml

from exchange.tables.faults import PlayError

# As in the files of policies and calendars: PyYAML reads some 20,000 a second at worst.
_CHARACTERS: Final = 262_144


# 1:30 is ninety by YAML 1.1, 010 is eight.
_ODD_NUMBER: Final = re.compile(r"[-+]?(?:[0-9_]+(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|0[0-7_]+)", re.ASCII)
_NUMBERS: Final = frozenset({"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"})


class _Loader(yaml.SafeLoader):
    def compose_scalar_node(self, anchor: Any) -> yaml.ScalarNode:
        node = super().compose_scalar_node(anchor)
        if node.tag in _NUMBERS and _ODD_NUMBER.fullmatch(node.value):
            said = f"{node.value[:40]} 会被读作别的数,请加引号 / is read as another number: put it in quotes"
            raise yaml.constructor.ConstructorError(None, None, said, node.start_mark)
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: dict[str, int] = {}
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    said = f"键 {key.value} 重复 / key {key.value} stands in line {seen[key.value]} already"
                    raise yaml.constructor.ConstructorError(None, None, said, key.start_mark)
                seen[key.value] = key.start_mark.line + 1
        return super().construct_mapping(node, deep)


def load_once(text: str) -> Any:
    """What a YAML text holds. Raises PlayError when it is too long, no YAML, nested too deep, or says a key twice."""
    if len(text) > _CHARACTERS:
        raise PlayError(f"文件过大,最多 {_CHARACTERS} 个字符 / longer than {_CHARACTERS} characters")
    try:
        return yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        raise PlayError(f"不是有效的 YAML / not YAML: {' '.join(str(error).split())}") from None
