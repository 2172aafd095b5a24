"""Knows which row a row is: the same however the file is sorted, coloured or named."""

import hashlib
import re
import unicodedata
import uuid
from collections import Counter
from collections.abc import Iterable
from typing import Final

from exchange.ledgers.exported import SHEET, Identity
from exchange.ledgers.mapping import KEY, LedgerMapping
from exchange.ledgers.records import Record

_NAMESPACE: Final = uuid.UUID("6f2c1a52-7d5e-5b0e-9a53-6c8a1f7f5f10").bytes
# 3, 2-15: where a row stands, not which it is.
_COUNTER: Final = re.compile(r"\d{1,5}(?:[.\-]\d{1,3})*")
_VARIANT: Final = str.maketrans("0123456789abcdef", "89ab" * 4)
_SAID: Final = re.compile(r"[^\W_]+")


class BareTexts(dict[str, str]):
    """What texts say, without blanks and marks: made once of each, as it is asked for several times."""

    def __missing__(self, text: str) -> str:
        bare = self[text] = "".join(_SAID.findall(unicodedata.normalize("NFKC", text))).casefold()
        return bare


class Identities:
    """The ids of the rows of a file: of the mapping's name and each row's key.

    Where no key was chosen and a row has a number that is no counter, it is known by that; where several rows of the
    file have it, by that and the key.
    """

    def __init__(self, mapping: LedgerMapping, records: Iterable[Record], bare: BareTexts) -> None:
        self._bare, self._name = bare, mapping.name
        self._key = [name for name in mapping.key if name != "serial"]
        self._is_chosen, self._is_number = mapping.key != KEY, "serial" in mapping.key
        self._times = Counter(bare[record.number] for record in records if record.number)

    def of(self, record: Record, identity: Identity | None) -> str:
        """Of a row that this ledger wrote out, by its issue, whatever the mapping; "" of one that tells no problem."""
        if record.skipped is not None or not record.is_told:
            return ""
        if identity is not None:
            return _uuid(f"{SHEET}\0{identity[0]}")
        return _uuid("\0".join([self._name, *map(self._bare.__getitem__, self._parts(record))]))

    def _parts(self, record: Record) -> list[str]:
        number, fields = record.number, record.fields
        if number and self._is_number:
            return [number]
        keyed = [fields[name].text if name in fields else "" for name in self._key]
        if not number or self._is_chosen or _COUNTER.fullmatch(number):
            return keyed
        return [number] if self._times[self._bare[number]] == 1 else [number, *keyed]


def _uuid(name: str) -> str:
    """The UUIDv5 (RFC 9562 §5.5) of a name, as text: an object for each would cost as much as all the rest of it."""
    told = hashlib.sha1(_NAMESPACE + name.encode(), usedforsecurity=False).hexdigest()
    return f"{told[:8]}-{told[8:12]}-5{told[13:16]}-{told[16].translate(_VARIANT)}{told[17:20]}-{told[20:32]}"
