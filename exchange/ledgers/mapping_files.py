"""Knows mappings of ledgers as files: read with every fault named, written to be corrected by hand."""

from pathlib import Path

import yaml
from pydantic import ValidationError

from exchange.ledgers.mapping import LedgerMapping
from exchange.tables.faults import PlayError
from exchange.texts.mapping_faults import faults_of_mapping
from exchange.texts.reading import read_text
from exchange.texts.yaml_once import load_once


def load_ledger_mapping(path: Path) -> LedgerMapping:
    """The mapping in a YAML file. Raises PlayError that says what is wrong with it."""
    with faults_of_mapping(path):
        return LedgerMapping.model_validate(load_once(read_text(path)))


def mapping_in(text: str) -> LedgerMapping:
    """The mapping in a text that was kept. Raises PlayError where it cannot be read any more."""
    try:
        return LedgerMapping.model_validate(load_once(text))
    except ValidationError as error:
        raise PlayError(f"映射无法读取 / the mapping cannot be read: {error}") from None


def remembered(text: str | None) -> LedgerMapping | None:
    """The mapping in a text that was kept; None where there is none, or it cannot be read any more."""
    try:
        return None if text is None else mapping_in(text)
    except PlayError:
        return None


def as_yaml(mapping: LedgerMapping) -> str:
    """The mapping as YAML, without what is so by itself."""
    told = mapping.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False)
