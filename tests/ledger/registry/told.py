"""Knows how the faults of a registry file are told."""

import re

import pytest

from ledger.registry.files.loading import load_catalogue
from ledger.registry.own_files.checking import check
from ledger.registry.own_files.refusals import ImportRefused
from ledger.registry.own_files.written import read_csv, read_yaml


def told(text: str, *, as_csv: bool = False) -> tuple[str, ...]:
    """The faults as they are said: with their lines, in both languages."""
    with pytest.raises(ImportRefused) as refused:
        check(read_csv(text) if as_csv else read_yaml(text), load_catalogue(samples=True))
    return refused.value.faults


def faults_of(text: str, *, as_csv: bool = False) -> tuple[str, ...]:
    """The faults without their lines, in English where both languages say the same."""
    return tuple(in_english(fault) for fault in told(text, as_csv=as_csv))


def in_english(fault: str) -> str:
    unplaced = re.sub(r"^第 \d+ 行 / line \d+: (?=\w)", "", fault)
    return re.sub(r"(?<=: )[^/$:]*[\u4e00-\u9fff][^/]* / (?=[a-z])", "", unplaced, count=1)
