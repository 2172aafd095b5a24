"""Knows at which moment and position of a stored ledger a bulletin is frozen, and what it is made of there."""

from dataclasses import replace

from oversight.bulletins.basis import Basis
from oversight.bulletins.keeping import KeptBulletin
from oversight.bulletins.making import Bulletin, bulletin_of
from oversight.ranking.periods import Period, period_of
from oversight.ranking.rule import Rule
from oversight.ranking.stored import Ledger, frozen, items_of, ranking_by


def basis_of(rule: Rule, period: Period, ledger: Ledger) -> Basis:
    """The basis of a bulletin as of the ledger's moment.

    It is frozen where the last of what it is made of was entered, so that building it again, later and with nothing
    new, makes the same bytes.
    """
    at, position = frozen(rule, period, ledger)
    then = replace(ledger, as_of=at)
    items = items_of(rule, period, then)
    return Basis(rule, period, at, position, ledger.zone, ranking_by(rule, period, then, items), items)


def built_again(kept: KeptBulletin, ledger: Ledger) -> Bulletin:
    """The bulletin as it was built, by the rule as it was then. Raises NoBulletin, NoPeriod."""
    return bulletin_of(basis_of(Rule.model_validate(kept.rule_said), period_of(kept.period), ledger))
