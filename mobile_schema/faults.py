"""Knows how to say what is wrong with a report: one JSON path and one short text per fault, Chinese first.

The input itself is never repeated: it may be 50 MB, hostile, or about a person.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from mobile_schema.fields import (
    DAY_PATTERN,
    MOMENT_PATTERN,
    NO_NUL_PATTERN,
    PROJECT_CODE_PATTERN,
    SHA256_PATTERN,
    UUID7_PATTERN,
)

MAX_FAULTS: Final = 50
_MAX_PATH: Final = 200
_MAX_TEXT: Final = 300
_NAME: Final = re.compile(r"^[A-Za-z_][A-Za-z0-9_]{0,63}$")
_BOTH: Final = " / "
"""Between Chinese and English in what a validator of ours says."""
_NO_DAY: Final = "outside expected range"
"""What pydantic says of a 13th month or a 30th of February, and of no year that has five digits."""
_WHERE: Final = re.compile(r" at line (\d+) column (\d+)$")

# pydantic's error type → Chinese text; {names} are filled from the error's own context.
_ZH: Final[Mapping[str, str]] = {
    "missing": "缺少必填字段",
    "extra_forbidden": "未知字段",
    "json_invalid": "不是有效的 JSON",
    "model_type": "应为对象",
    "dict_type": "应为对象",
    "list_type": "应为数组",
    "model_attributes_type": "应为对象",
    "string_type": "应为文本",
    "string_too_short": "文本过短，至少 {min_length} 个字符",
    "string_too_long": "文本过长，最多 {max_length} 个字符",
    "string_pattern_mismatch": "格式不符",
    "string_unicode": "不是有效的 UTF-8 文本",
    "int_type": "应为整数",
    "int_from_float": "应为整数",
    "bool_parsing": "应为 true 或 false",
    "int_parsing": "应为整数",
    "int_parsing_size": "整数过大",
    "float_type": "应为数字",
    "finite_number": "应为有限的数字",
    "bool_type": "应为 true 或 false",
    "tuple_type": "应为数组",
    "enum": "不在允许的取值之内：{expected}",
    "literal_error": "不在允许的取值之内：{expected}",
    "union_tag_invalid": "类型标记不在允许的取值之内：{expected_tags}",
    "union_tag_not_found": "缺少类型标记 {discriminator}",
    "greater_than_equal": "不得小于 {ge}",
    "less_than_equal": "不得大于 {le}",
    "too_long": "过多，最多 {max_length} 项",
    "too_short": "过少，至少 {min_length} 项",
    "timezone_aware": "时间须带时区偏移",
    "date_from_datetime_parsing": "没有这一天",
    "date_from_datetime_inexact": "应为日期，如 2026-03-02",
    "date_parsing": "年份超出范围",
    "date_type": "应为日期，如 2027-01-31（不加引号）",
    "datetime_type": "应为带时区偏移的时间",
    "datetime_parsing": "不是有效的时间",
    "datetime_from_date_parsing": "不是有效的时间",
    "contradiction": "与“未发现问题”矛盾",
    "corrects_nothing": "未写明更正哪份报告(corrects)，却写了更正哪个问题",
    "nothing_said": "既无问题也无复核，须明确“未发现问题”",
    "shows_nothing": "文本须有文字或数字,仅有标点或空白不算说明",
    "nul_character": "文本不得含有 NUL 字符",
}
# What a text must look like where its pattern alone would tell nobody.
_SHAPES: Final[Mapping[str, str]] = {
    UUID7_PATTERN: "应为小写的 UUIDv7；Should be a UUIDv7 in lower case",
    PROJECT_CODE_PATTERN: "应为投资项目统一代码，如 2019-140100-54-03-012345；Should be a project code like that",
    SHA256_PATTERN: "应为 64 位小写十六进制 SHA-256；Should be a SHA-256 as 64 lower-case hex digits",
    DAY_PATTERN: "应为日期，如 2026-03-02；Should be a day like 2026-03-02",
    MOMENT_PATTERN: "应为带时区偏移的时间，如 2026-03-02T09:15:00+08:00；Should be a time with offset like that",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: where (JSON path from the report's root `$`), what (zh；en), and its stable type."""

    path: str
    message: str
    type: str


def faults_of(error: ValidationError, root: str = "$") -> list[Fault]:
    """At most 50 faults, in the order pydantic found them; paths begin at `root`."""
    return faults_in(error.errors(include_url=False, include_input=False), root)


def faults_in(entries: Sequence[Mapping[str, Any]], root: str = "$") -> list[Fault]:
    """The same from pydantic's error entries (`type`, `loc`, `msg`, `ctx`)."""
    return [_fault(entry, root) for entry in entries[:MAX_FAULTS]]


def message_of(entry: Mapping[str, Any]) -> str:
    """What one of pydantic's entries says, in both languages; what a validator of ours said, in its own words."""
    said = entry.get("ctx", {}).get("error")
    return _fault(entry, "$").message if said is None else str(said)


def json_path(location: tuple[int | str, ...], root: str = "$") -> str:
    """RFC 9535 path, such as `$.findings[0].category`; long or odd names are quoted and cut."""
    path = root
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
        elif _NAME.match(step):
            path += f".{step}"
        else:
            cut = "".join(mark for mark in step[:64] if mark.isprintable() and mark not in "'\\")
            path += f"['{cut}']"
    return path[:_MAX_PATH]


def _fault(entry: Mapping[str, Any], root: str) -> Fault:
    kind: str = entry["type"]
    english: str = entry["msg"]
    context: Mapping[str, Any] = entry.get("ctx", {})
    if context.get("pattern") == NO_NUL_PATTERN:
        kind, english = "nul_character", "The text holds a NUL character (U+0000)"
    elif (shape := _SHAPES.get(context.get("pattern", ""))) is not None:
        return Fault(path=json_path(_without_tag(entry["loc"]), root), message=shape, type=kind)
    elif kind == "union_tag_invalid":
        english = f"Tag {context.get('discriminator')} must be one of {context.get('expected_tags')}"
    path = json_path(_without_tag(entry["loc"]), root)
    if kind == "date_from_datetime_parsing" and _NO_DAY not in english:
        return Fault(path=path, message=_SHAPES[DAY_PATTERN], type=kind)
    if kind == "value_error" and _BOTH in (said := str(context.get("error", ""))):
        return Fault(path=path, message=said[:_MAX_TEXT], type=kind)
    if kind == "json_invalid" and (where := _WHERE.search(english)):
        path = f"{root} (line {where[1]}, column {where[2]})"
    chinese = _ZH.get(kind, "不符合要求").format_map(_Context(context))
    return Fault(path=path, message=f"{chinese}；{english[:_MAX_TEXT]}", type=kind)


def _without_tag(location: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Pydantic names the chosen variant of `location` as a step of its own; the JSON has no such step."""
    for index, step in enumerate(location[:-1]):
        if step == "location" and location[index + 1] in ("fixed", "absent"):
            return location[: index + 1] + location[index + 2 :]
    return location


class _Context(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"
