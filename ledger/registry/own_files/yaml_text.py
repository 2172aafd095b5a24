"""Knows how an entry is written as YAML that is read back as what it was; a whole province of them in some seconds."""

import re
from collections.abc import Mapping
from typing import Any, Final

import yaml

from ledger.groundwork.yaml_lines import TEXT
from ledger.groundwork.yaml_scalars import looks

# Words of any language: nothing in them is a mark of YAML. What looks like another thing (`no`, `null`) is quoted.
_WORDS: Final = re.compile(r"[^\W\d_](?:[\w./ -]*[\w./])?")
# What YAML takes between double quotes as it is, but for the two that stand behind a backslash.
_SEEN: Final = re.compile(r"[ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
_MARKS: Final = str.maketrans({"\\": "\\\\", '"': '\\"'})
_DUMPER: Final[Any] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_ON_ONE_LINE: Final = 2**30


def entry_text(entry: Mapping[str, Any]) -> str:
    """An entry (as JSON has it, without nulls) in a list of YAML, a line for each of its fields."""
    fields = "\n  ".join(f"{name}: {_written(value)}" for name, value in entry.items())
    return f"- {fields}\n"


def _written(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {_written(part)}' for name, part in value.items())}}}"
    return str(value).lower()


def _text(value: str) -> str:
    if _WORDS.fullmatch(value) and looks(value) == TEXT:
        return value
    if _SEEN.fullmatch(value):
        return f'"{value.translate(_MARKS)}"'
    text: str = yaml.dump(value, Dumper=_DUMPER, allow_unicode=True, default_style='"', width=_ON_ONE_LINE)
    return text.rstrip("\n")
