"""Knows the words by which an issue comes to a unit, to a person, and to those that support them."""

from pydantic import Field, model_validator

from ledger.issue.words.command import Command, Text
from mobile_schema.fields import Name


class Assign(Command):
    """交办: a supervisor hands the issue to a responsible unit, others supporting it (配合单位); its clocks start."""

    name = "assign"
    unit_id: Name
    supporting_unit_ids: tuple[Name, ...] = Field(default=(), max_length=10)

    @model_validator(mode="after")
    def _each_unit_once(self) -> "Assign":
        units = (self.unit_id, *self.supporting_unit_ids)
        if len(set(units)) < len(units):
            raise ValueError("配合单位不得重复,也不得是主办单位 / a supporting unit is named once, and is not the lead")
        return self


class Accept(Command):
    """签收: the unit signs for the issue and names one responsible person (专人负责, notice item 9)."""

    name = "accept"
    person_id: Name


class Decline(Command):
    """退回: the unit says with a reason that the issue is not its own."""

    name = "decline"
    reason: Text


class ChangePerson(Command):
    """换人: the unit names another responsible person, with the reason; who was it before stays among the fixers."""

    name = "change-person"
    person_id: Name
    reason: Text


class ChangeSupport(Command):
    """调整配合单位: a supervisor adds units that support the lead, and takes others away."""

    name = "change-support"
    add: tuple[Name, ...] = Field(default=(), max_length=10)
    remove: tuple[Name, ...] = Field(default=(), max_length=10)
    reason: Text

    @model_validator(mode="after")
    def _each_unit_once(self) -> "ChangeSupport":
        units = (*self.add, *self.remove)
        if not units:
            raise ValueError("须增加或减少配合单位 / it adds or removes at least one unit")
        if len(set(units)) < len(units):
            raise ValueError("配合单位不得重复 / a supporting unit is named once")
        return self


class Transfer(Command):
    """改派: a supervisor moves an assigned issue to another lead unit, signed for or not, with the reason.

    The clocks are kept or begin anew, as the policy says (`on_transfer`); what the unit asked for is asked no more.
    """

    name = "transfer"
    unit_id: Name
    reason: Text
