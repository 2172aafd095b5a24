"""Knows what is answered of rankings, and what is asked of who tries a rule of their own."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.http.params import Moment
from api.http.views import View
from ledger.groundwork.yaml_lines import MAX_CHARACTERS
from mobile_schema.vocabulary import Level


class IndicatorView(View):
    key: str
    name: str
    name_en: str | None
    unit: str
    decimals: int
    better: str


class RuleView(View):
    """`period` is the span that ends with the period asked for; `source` what is counted: figures or issues; `level`
    of which regions, null where units are compared."""

    name: str
    version: str
    title: str
    title_en: str | None
    about: str
    about_en: str | None
    source: str
    period: str
    subjects: str
    level: Level | None
    indicators: list[IndicatorView]


class RuleLine(RuleView):
    """Who entered the version that holds, and when; null of one that ships."""

    entered_at: AwareDatetime | None
    entered_by: str | None


class RuleList(View):
    """`months` are those of which figures were reported, the last first."""

    items: list[RuleLine]
    months: list[str]


class RankingRow(View):
    """`kind`: whole (全省), subject, separate (跨市), excluded (终止). `values` are as printed; `excluded` says why
    there is no place; `broken` are identities that do not hold. `previous` is the place in the period before."""

    subject: str
    subject_en: str | None
    code: str
    kind: str
    place: int | None
    previous: int | None
    sequence: str | None
    sequence_en: str | None
    values: dict[str, float | int | None]
    excluded: str | None
    lists: list[str]
    exempt: str | None
    broken: list[str]


class RankingView(View):
    """The whole first, then by place, those without one, and the rows of their own; `before` is the period that
    `previous` is of, as it stands on the ledger at the same moment. `sort` is the indicator that the order goes by,
    null where weights or points make it."""

    rule: RuleView
    period: str
    sort: str | None
    before: str | None
    as_of: AwareDatetime
    items: list[RankingRow]


class RuleAsked(BaseModel):
    """A rule of one's own, tried over a period that is past; it is kept nowhere."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
    period: Annotated[str, Field(max_length=10)] | None = None
    as_of: Moment | None = None


class BehindItem(View):
    """A project or an issue; `measures` are what it counts as, money in 分."""

    id: str
    name: str
    subject: str
    measures: dict[str, int]


class BehindView(View):
    period: str
    figure: str
    subject: str
    as_of: AwareDatetime
    items: list[BehindItem]
