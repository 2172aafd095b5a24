"""Knows what a file of dispatch rules (针对性调度) says: which flag of a figure opens what matter, until when."""

from functools import cache
from importlib import resources
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from ledger.figures.limits import FLAGS
from ledger.groundwork.yaml_lines import YamlFile
from ledger.issue.words.command import Text
from mobile_schema.fields import Name
from mobile_schema.vocabulary import Category, Severity

PERMIT_LATE: Final = "permit-late"
"""The flag of a permit that is over its limit; the others are of figures."""
_FLAGS: Final = (*FLAGS, PERMIT_LATE)
_STRICT: Final = ConfigDict(frozen=True, extra="forbid")


class MatterRule(BaseModel):
    """What a matter is like that the ledger opens by itself: category, severity and demand, and in how many days it is
    to be solved (None: as the policy says). `bureau` has it where no unit nearer to the cause is known.
    """

    model_config = _STRICT

    category: Category = Category.OTHER
    severity: Severity = Severity.ORDINARY
    bureau: Name | None = None
    days: Annotated[int, Field(strict=True, ge=1, le=366)] | None = None
    demand: Text | None = None


class FlagRule(MatterRule):
    """What one flag opens."""

    flag: str

    @field_validator("flag")
    @classmethod
    def _is_a_flag(cls, flag: str) -> str:
        if flag not in _FLAGS:
            raise ValueError(f"没有这个标记 / no such flag; there are {', '.join(_FLAGS)}")
        return flag


class DispatchRules(BaseModel):
    """One version of the rules; with `enabled: false` nothing is opened. `within_months`: how many months old, at most,
    the month of a figure may be. `awaited_days`: until which day after its end the figure of a month is awaited, before
    a project counts as silent.
    """

    model_config = _STRICT

    version: Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
    enabled: bool = True
    within_months: Annotated[int, Field(strict=True, ge=0, le=1_200)] = 3
    awaited_days: Annotated[int, Field(strict=True, ge=0, le=366)] = 10
    rules: Annotated[tuple[FlagRule, ...], Field(max_length=100)] = ()

    @model_validator(mode="after")
    def _each_flag_once(self) -> "DispatchRules":
        flags = [rule.flag for rule in self.rules]
        if len(set(flags)) < len(flags):
            raise ValueError("一个标记只有一条规则 / a flag has one rule")
        return self

    def of(self, flag: str) -> FlagRule | None:
        """The rule of a flag, where it opens something."""
        return next((rule for rule in self.rules if rule.flag == flag), None) if self.enabled else None


def parse_dispatch(text: str) -> DispatchRules:
    """The rules in a YAML text. Raises DataFileRefused."""
    return YamlFile(text).parse(DispatchRules)


def shipped_text() -> str:
    """The rules that come with the software, as written."""
    return (resources.files("ledger.dispatch") / "rules.yaml").read_text(encoding="utf-8")


@cache
def shipped_dispatch() -> DispatchRules:
    """The rules that come with the software; they hold until others are entered."""
    return parse_dispatch(shipped_text())
