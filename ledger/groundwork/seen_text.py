"""Knows which characters nobody sees, and how the text of others is shown as text: on one line, with nothing hidden.

The one rule for chats, mails, terminals and names; what a service reads specially beyond it is that service's to say.
"""

from collections.abc import Mapping
from typing import Final

import regex

_BREAKS: Final = r"\p{Cc}\p{Zl}\p{Zp}\p{Cs}"
"""Controls (line breaks, tabs, escapes of terminals, C1), separators of lines, halves of surrogate pairs."""
_UNSEEN: Final = r"[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\uFFF9-\uFFFB--\p{Variation_Selector}]"
"""Zero width, bidi, tags (UAX #44). Variation selectors stay: rare characters of names are written with them."""
_BREAK: Final = regex.compile(f"[{_BREAKS}]")
_UNREAD: Final = regex.compile(r"[\p{Cc}\p{Zl}\p{Zp}--\t\n\r]", regex.V1)
_HIDDEN: Final = regex.compile(_UNSEEN, regex.V1)


def hides(text: str) -> bool:
    """Whether a text has a character that is not seen as one: such a name is not what it looks like."""
    return bool(_BREAK.search(text) or _HIDDEN.search(text))


def one_line(text: str, instead: Mapping[str, str] | None = None) -> str:
    """The text on one line: controls are blanks, what nobody sees is left out.

    `instead` says what stands for what a service reads specially, such as `＜` for `<`.
    """
    shown: str = _HIDDEN.sub("", _BREAK.sub(" ", text))
    for special, plain in (instead or {}).items():
        shown = shown.replace(special, plain)
    return shown


def marked(text: str) -> str:
    """The text with what nobody sees written out, `‹U+202E›`: nothing in it turns or hides the rest where it is shown.

    Line breaks and tabs stay.
    """
    return str(_HIDDEN.sub(_named, _UNREAD.sub(_named, text)))


def escaped(json: str) -> str:
    r"""JSON with what nobody sees written as `\u202e`: the same JSON, and a terminal that shows it does as it should.

    Line breaks, which stand between values, stay.
    """
    return str(_HIDDEN.sub(_escape, regex.sub(r"[\x7f-\x9f\p{Zl}\p{Zp}]", _escape, json)))


def _named(found: "regex.Match[str]") -> str:
    return "".join(f"‹U+{ord(each):04X}›" for each in found[0])


def _escape(found: "regex.Match[str]") -> str:
    units = found[0].encode("utf-16-be")
    return "".join(f"\\u{units[n]:02x}{units[n + 1]:02x}" for n in range(0, len(units), 2))
