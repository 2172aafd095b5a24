"""Knows how YAML is read in which nothing is lost: a key that stands twice is refused, the last one does not win."""

from typing import Any, Final

import yaml

from exchange.tables.faults import PlayError

# As in the files of policies and calendars: PyYAML reads some 20,000 a second at worst.
_CHARACTERS: Final = 262_144


class _Loader(yaml.SafeLoader):
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
