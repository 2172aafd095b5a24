"""Knows the retention rules that hold: the highest version entered, or those that ship."""

from typing import Final

from ledger.groundwork.yaml_lines import DataFileRefused
from ledger.mongo.connection import Store
from ledger.mongo.rule_files.keeping import rule_in_force
from ledger.mongo.rule_files.kinds import RuleKind
from ledger.retention.retention import Retention, parse_retention, shipped_text

RETENTION: Final = RuleKind(
    "retention", parse_retention, lambda rules: ("", rules.version), lambda: [shipped_text()], "retention"
)


class RetentionOutdated(Exception):
    """The version that holds was entered when other rules were sound; it takes a higher one to go on."""


def read_retention(store: Store) -> Retention:
    """The rules that hold. Raises RetentionOutdated."""
    try:
        return rule_in_force(store, RETENTION)
    except DataFileRefused as refused:
        raise RetentionOutdated(
            "现行保管规则(retention)已不合规,请导入更高版本 / the retention rules that hold are not sound any more: "
            f"import a higher version: {refused}"
        ) from refused
