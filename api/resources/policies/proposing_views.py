"""Knows what is said of a policy that is proposed over HTTP, and how it is answered."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.http.views import View
from api.resources.policies.simulation_views import PolicyKey
from ledger.groundwork.yaml_lines import MAX_CHARACTERS
from ledger.policy.ladder import Words
from ledger.policy.policy import Policy
from mobile_schema.fields import NO_NUL_PATTERN, Day
from mobile_schema.statements import SAID

Text = Annotated[str, Field(max_length=MAX_CHARACTERS)]


class PolicyText(BaseModel):
    """The text of a policy's file."""

    model_config = ConfigDict(extra="forbid")

    text: Text


class AdoptionAsked(BaseModel):
    """A policy, as the text of its file or by NAME@VERSION, from which local day on (at once if it says none), and why.

    A text is entered first, and stays.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"policy": "three-sheets@1", "from": "2026-04-01", "reason": "省办〔2026〕3号"}]
        },
    )

    text: Text | None = None
    policy: PolicyKey | None = None
    first: Day | None = Field(default=None, alias="from")
    reason: Annotated[str, Field(max_length=500, pattern=NO_NUL_PATTERN), SAID]

    @model_validator(mode="after")
    def _one_policy(self) -> Self:
        if (self.text is None) == (self.policy is None):
            raise ValueError("text 与 policy 须且只能写一个 / either text or policy")
        return self


class LineView(View):
    """What is wrong, or odd, in which line (from 1)."""

    line: int
    path: str
    message: str


class CheckedPolicy(View):
    """`state`: a version nobody entered (`new`), one that stands here just so (`entered`), or one whose number is
    `taken` by another text; null, as the rest, where there are `faults`. `warnings` hinder nothing.
    """

    state: Literal["new", "entered", "taken"] | None
    name: str | None
    version: int | None
    title: Words | None
    definition: Policy | None
    faults: list[LineView]
    warnings: list[LineView]
