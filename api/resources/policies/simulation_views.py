"""Knows what is asked of a simulation over HTTP, and what its answer looks like."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.http.params import POLICY_KEY_PATTERN
from api.http.views import View
from ledger.groundwork.yaml_lines import MAX_CHARACTERS
from ledger.registry.regions import RegionCode
from mobile_schema.fields import Day
from mobile_schema.vocabulary import Category

PolicyKey = Annotated[str, Field(pattern=POLICY_KEY_PATTERN)]


class SimulationAsked(BaseModel):
    """A policy, as the text of its file or by NAME@VERSION, and over what: all that the person supervises, or less.

    Without `against` it stands beside what did fire. `from` and `to` are local days, both included.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"policy": "three-sheets@1", "against": "13710@1", "from": "2026-01-01"}]},
    )

    text: str | None = Field(default=None, max_length=MAX_CHARACTERS)
    policy: PolicyKey | None = None
    against: PolicyKey | None = None
    region: RegionCode | None = None
    category: Category | None = None
    first: Day | None = Field(default=None, alias="from")
    last: Day | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _one_policy(self) -> Self:
        if (self.text is None) == (self.policy is None):
            raise ValueError("text 与 policy 须且只能写一个 / either text or policy")
        return self


class BothView(View):
    """How often: under the policy, and beside it."""

    would: int
    did: int


class ApartView(BothView):
    """One issue on which they differ."""

    id: str
    serial: str


class SimulationView(View):
    """`issues` were within the policy's scope, `outside` were not and are in no count.

    `fired` and `did` count steps, as do `by_step`, `by_unit` and `by_week` (ISO 8601); `by_level` counts alerts.
    `failed` are steps with nobody to tell. On `more` issues more steps would have fired, on `fewer` fewer; `differing`
    are those, the furthest apart first, 200 at most.
    """

    issues: int
    outside: int
    policy: str
    against: str | None
    fired: int
    did: int
    failed: int
    did_failed: int
    by_step: dict[str, BothView]
    by_level: dict[str, BothView]
    by_unit: dict[str, BothView]
    by_week: dict[str, BothView]
    more: int
    fewer: int
    differing: list[ApartView]
