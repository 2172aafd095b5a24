"""Knows where the members of a JSON array or object begin and end, by brackets and quotes alone.

It keeps one report that a strict JSON reader refuses (a lone surrogate, a bare NaN, bytes that are no UTF-8)
from taking the reports beside it along. It judges nothing inside a member. Linear in the size of the text.
"""

import re
from collections.abc import Iterator
from typing import Final

# Possessive repeats: backtracking into a long text would cost a hundred bytes of memory for each of its own.
_TOKEN: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{},:"]', re.DOTALL)
_CLOSES: Final = {b"[": b"]", b"{": b"}"}
_SPACE: Final = b" \t\r\n"


class UnbalancedError(ValueError):
    """Brackets or quotes do not balance, or the text is not one array (object) from end to end."""


def elements(text: bytes) -> list[bytes]:
    """The elements of a JSON array, byte for byte without the space around them."""
    return _parts(text, b"[")


def members(text: bytes) -> dict[bytes, bytes]:
    """Key (raw, without its quotes) → value of a JSON object, byte for byte; a key twice is an error."""
    found: dict[bytes, bytes] = {}
    for part in _parts(text, b"{"):
        key = _TOKEN.match(part)
        if key is None or len(key[0]) < 2:
            raise UnbalancedError("a member without a key")
        colon, rest = part[key.end() :].lstrip(_SPACE)[:1], part[key.end() :].lstrip(_SPACE)[1:]
        name = key[0][1:-1]
        if colon != b":" or name in found:
            raise UnbalancedError(f"member {name[:60]!r} is written twice or without a colon")
        found[name] = rest.strip(_SPACE)
    return found


def _parts(text: bytes, opening: bytes) -> list[bytes]:
    text = text.strip(_SPACE)
    if not text.startswith(opening):
        raise UnbalancedError(f"does not begin with {opening.decode()}")
    cuts = list(_cuts(text))
    parts = [text[start + 1 : end].strip(_SPACE) for start, end in zip([0, *cuts], cuts, strict=False)]
    return [] if parts == [b""] else parts


def _cuts(text: bytes) -> Iterator[int]:
    """Where the outermost commas are, and last the outermost closing bracket, which must end the text."""
    awaited: list[bytes] = []
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark == b'"':
            raise UnbalancedError(f"a text that begins at byte {token.start()} does not end")
        if mark in _CLOSES:
            awaited.append(_CLOSES[mark])
        elif mark in (b"]", b"}"):
            if awaited.pop() != mark:
                raise UnbalancedError(f"{mark.decode()} at byte {token.start()} closes nothing")
            if not awaited:
                if token.end() != len(text):
                    raise UnbalancedError(f"something follows the end at byte {token.end()}")
                yield token.start()
                return
        elif mark == b"," and len(awaited) == 1:
            yield token.start()
    raise UnbalancedError("the text ends before its last bracket")
