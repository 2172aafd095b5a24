"""Knows a ZIP of ledgers: its files within bounds, one after another; what is no ledger in it is told by its name."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from exchange.workbooks.guard import MIB, UNPACKED_BYTES
from exchange.workbooks.refused import FileRefused

MOST_LEDGERS: Final = 50
_MEMBER_BYTES: Final = 50 * MIB
_UTF8: Final = 0x800
_PACKED: Final = (".zip", ".rar", ".7z", ".gz", ".tar", ".tgz")
_LEDGERS: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".txt", ".et")


def ledgers_in(name: str, raw: bytes) -> Iterator[tuple[str, bytes]]:
    """The ledgers of a ZIP in order, each by its name in it.

    Raises FileRefused: more than 50, a ZIP in the ZIP, a name that leads out, a size that lies, or damage.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            entries = [(entry, _name(entry)) for entry in packed.infolist() if not entry.is_dir()]
            chosen = [(entry, inner) for entry, inner in entries if _is_ledger(name, inner)]
            if len(chosen) > MOST_LEDGERS:
                raise FileRefused(
                    "too-large",
                    f"{name}: 压缩包中超过 {MOST_LEDGERS} 份台账,请拆分 / "
                    f"{name}: more than {MOST_LEDGERS} ledgers in it: split it",
                )
            left = UNPACKED_BYTES
            for entry, inner in chosen:
                content = _content(name, packed, entry, min(left, _MEMBER_BYTES))
                left -= len(content)
                yield inner, content
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        raise FileRefused(
            "cut", f"{name}: 压缩包不完整或已损坏,请重新打包 / {name}: is cut short or damaged: pack it again"
        ) from None


def _name(entry: zipfile.ZipInfo) -> str:
    """Programs in China write names in GBK and say nothing of it."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _is_ledger(name: str, inner: str) -> bool:
    """Whether an entry is read. Locks, and what systems leave beside, are not; what is packed again is refused."""
    path = PurePosixPath(inner.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise FileRefused("leads-out", f"{name}: 内部路径越界,拒绝读取 / {name}: a name in it leads out of it")
    if path.suffix.lower() in _PACKED:
        raise FileRefused(
            "nested", f"{name}: 压缩包里还有压缩包 {inner},请先解开 / {name}: {inner} in it is packed again: unpack it"
        )
    if path.name.startswith(("~$", ".")) or "__MACOSX" in path.parts:
        return False
    return path.suffix.lower() in _LEDGERS


def _content(name: str, packed: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """What an entry holds: no more than it says, and no more than there is room for."""
    with packed.open(entry) as opened:
        content = opened.read(most + 1)
    if len(content) > most:
        raise FileRefused(
            "too-large", f"{name}: 解压后过大,请拆分 / {name}: is too large when it is unpacked: split it"
        )
    if len(content) != entry.file_size:
        raise FileRefused(
            "lying", f"{name}: 压缩包中的大小与实际不符,拒绝读取 / {name}: a size in it is not what is there"
        )
    return content
