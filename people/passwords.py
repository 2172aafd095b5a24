"""Knows passwords: which may be set, and how they are kept: argon2id, made and compared by few threads at a time.

19 MiB, two passes, one lane (OWASP Password Storage); length and known-weak words decide, never a recipe of characters
(NIST SP 800-63B §5.1.1.2). Each hash takes 19 MiB, so no more than `AT_ONCE` are made together.
"""

import threading
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

T = TypeVar("T")

SHORTEST: Final = 12
LONGEST: Final = 128
AT_ONCE: Final = 2
_MOST_WAITING: Final = 200
_STRONG_ENOUGH: Final = 3
_JUDGED_CHARACTERS: Final = 72
_OF_ITS_OWN: Final = 6
"""So many characters are left of a password without the words that anybody here would try first."""
_OURS: Final = (
    "xiaohao",
    "销号",
    "13710",
    "shanxi",
    "山西",
    "taiyuan",
    "太原",
    "jinzhengbanfa",
    "晋政办发",
    "password",
    "密码",
)
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_JUDGING: Final = threading.Lock()  # zxcvbn keeps the words it was given in a global


class WeakPassword(ValueError):
    """A password that may not be set; the message says why, the `code` in one word."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class TooBusy(Exception):
    """So many passwords wait to be looked at that one more would wait for seconds."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a password is the one; `rehashed` is a new hash where the old one was made more cheaply."""

    right: bool
    rehashed: str | None = None


def demand_strong(password: str, own_words: Sequence[str] = ()) -> None:
    """Raises WeakPassword on one that is too short, too long, or easily guessed by who knows `own_words`.

    Its length is that of its NFC form, in characters; spaces and emoji count as any other.
    """
    if len(password) > 4 * LONGEST or len(kept := _as_kept(password)) > LONGEST:
        raise WeakPassword(
            "too-long",
            f"密码太长,最多 {LONGEST} 个字符,请缩短 / the password is too long: shorten it to {LONGEST} characters",
        )
    if len(kept) < SHORTEST:
        raise WeakPassword(
            "too-short",
            f"密码太短,须有 {SHORTEST} 个字符,现有 {len(kept)} 个,请再加几个词 / "
            f"the password is too short: it has {len(kept)} of {SHORTEST} characters, add a few words",
        )
    known = [*_OURS, *_parts(own_words)]
    with _JUDGING:
        score = zxcvbn(kept[:_JUDGED_CHARACTERS], user_inputs=known)["score"]
    if score < _STRONG_ENOUGH or len(_without(known, kept)) < _OF_ITS_OWN:
        raise WeakPassword(
            "too-weak",
            "密码容易被猜到:不要用常见密码、姓名、单位、地名、连号或重复的字,请换用四个不相干的词 / "
            "the password is easily guessed: leave out common passwords, names, units, places, runs and repeats, "
            "and take four words that have nothing to do with each other",
        )


def demand_another(password: str, before: str) -> None:
    """Raises WeakPassword on the password that one has already."""
    if _as_kept(password) == _as_kept(before):
        raise WeakPassword(
            "same-as-before", "新密码与现在的相同,请换一个 / this is the password you have already: take another one"
        )


def hash_of(password: str) -> str:
    """What is kept of a password: about 40 ms and 19 MiB."""
    return _HASHER.hash(_as_kept(password))


def compare(kept: str | None, password: str) -> Verdict:
    """Whether `kept` was made of this password. Where nothing is kept it takes as long, and is wrong."""
    if len(password) > 4 * LONGEST:
        return Verdict(False)
    try:
        _HASHER.verify(kept or _nobodys(), _as_kept(password))
    except (VerificationError, InvalidHashError):
        return Verdict(False)
    if kept is None:
        return Verdict(False)
    return Verdict(True, hash_of(password) if _HASHER.check_needs_rehash(kept) else None)


class Pool:
    """Runs what hashes, on `AT_ONCE` threads; what would wait for seconds is refused at once."""

    def __init__(self, at_once: int = AT_ONCE, waiting: int = _MOST_WAITING) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="passwords")
        self._free = threading.Semaphore(at_once + waiting)

    def submit(self, work: Callable[[], T]) -> "Future[T]":
        """The work's future. Raises TooBusy."""
        if not self._free.acquire(blocking=False):
            raise TooBusy
        future = self._threads.submit(work)
        future.add_done_callback(lambda _: self._free.release())
        return future

    def close(self) -> None:
        """End the threads after what they are doing."""
        self._threads.shutdown(wait=False, cancel_futures=True)


@cache
def _nobodys() -> str:
    return hash_of("nobody has this password")


def _as_kept(password: str) -> str:
    """One form of what looks the same, whatever keyboard wrote it (NFC)."""
    return unicodedata.normalize("NFC", password)


def _without(known: Sequence[str], password: str) -> str:
    rest = password.casefold()
    for word in sorted(known, key=len, reverse=True):
        rest = rest.replace(word.casefold(), "")
    return rest


def _parts(words: Sequence[str]) -> list[str]:
    """Words such as an id, whole and in pieces."""
    return [part for word in words if word for part in (word, *word.replace("_", "-").split("-")) if len(part) > 1]
