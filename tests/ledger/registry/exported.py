"""Knows a registry as one file of an office."""

from collections.abc import Sequence

from ledger.registry.catalogue import Catalogue
from ledger.registry.own_files.exporting import as_csv, as_yaml, part_of
from ledger.registry.own_files.kinds import KINDS


def yaml_of(catalogue: Catalogue, kinds: Sequence[str] = tuple(KINDS)) -> str:
    """All entries of these kinds, as YAML."""
    return "".join(as_yaml(catalogue, part_of(catalogue, kinds)[0]))


def csv_of(catalogue: Catalogue, kind: str) -> str:
    """All entries of a kind, as CSV."""
    return "".join(as_csv(catalogue, kind, part_of(catalogue, [kind])[0]))
