"""Knows how a file of text is read: no more than a bound, in its own encoding, or refused in a sentence."""

from pathlib import Path
from typing import Final

from exchange.tables.faults import PlayError
from exchange.texts.encodings import Encoding, is_damaged, recognise
from exchange.texts.other_kinds import other_kind

MIB: Final = 1024 * 1024
TEXT_BYTES: Final = 64 * MIB


def read_text(file: Path) -> str:
    """The text of a file of at most 64 MiB that is UTF-8, or plainly UTF-16 or GB18030, its lines ending in `\\n`.

    Raises PlayError.
    """
    return text_in(file, read_bytes(file, TEXT_BYTES))


def text_in(file: Path, raw: bytes) -> str:
    """The same of the bytes of a file, by whose name refusals call it. Raises PlayError."""
    text, encoding = decode(file, raw)
    if is_damaged(text):
        line = next(number for number, each in enumerate(text.split("\n"), 1) if is_damaged(each))
        raise PlayError(
            f"{file}: 第 {line} 行有不属于 {encoding.label} 编码的字节,请另存为 UTF-8 / "
            f"line {line} has bytes that are not {encoding.label}: save it as UTF-8"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_bytes(file: Path, limit: int) -> bytes:
    """The bytes of a file. Raises PlayError when it is not there, cannot be read, or has more than `limit` bytes."""
    try:
        with file.open("rb") as content:
            raw = content.read(limit + 1)
    except FileNotFoundError:
        raise PlayError(f"{file}: 没有这个文件 / no such file: {file}") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise PlayError(f"{file}: 无法读取 / cannot be read: {why}") from None
    if len(raw) > limit:
        size = f"{limit // MIB} MiB"
        raise PlayError(f"{file}: 文件超过 {size},请拆分 / longer than {size}: split it")
    return raw


def decode(file: Path, raw: bytes, declared: str = "utf-8") -> tuple[str, Encoding]:
    """The text of a file and the encoding that it is in; see `recognise`. Raises PlayError when there is none.

    Byte order marks, which files that were joined have within, are no text.
    """
    kind = other_kind(raw)
    if kind is not None:
        raise PlayError(f"{file}: {kind}")
    encoding = recognise(raw, declared)
    try:
        return encoding.decode(raw).replace("\ufeff", ""), encoding
    except UnicodeError:
        raise PlayError(
            f"{file}: 不是完好的 {encoding.label} 文本,请另存为 UTF-8 / not sound {encoding.label}: save it as UTF-8"
        ) from None
