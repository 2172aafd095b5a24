"""Knows whatever people may do to an issue, in whatever order and however long they wait."""

from contextlib import suppress
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from msgspec import structs

from ledger.decisions.lifecycle.table import allowed
from ledger.escalation.due import due_steps
from ledger.issue.commands import COMMANDS
from ledger.issue.issue import Issue
from ledger.issue.projection import replay
from ledger.issue.refusals import CommandRefused
from ledger.issue.words.assigning import Assign, Transfer
from ledger.issue.words.correcting import Correct
from ledger.issue.words.setting_aside import Merge
from ledger.issue.words.solving import RecordRecheck, RequestClosure
from ledger.issue.words.timing import RequestExtension, Suspend
from mobile_schema.events.escalation_events import EscalationFired
from mobile_schema.events.facts import EvidenceItem
from mobile_schema.vocabulary import Category, RecheckResult, Severity, State
from tests.ledger import policies
from tests.ledger.factories import (
    CITY,
    CITY_PROJECT,
    COUNTY,
    INSPECTOR,
    LAND_UNIT,
    OTHER_UNIT,
    PROJECT,
    PROVINCE,
    RULES,
    SHANGHAI,
    VISIT,
    right_person,
    sample_command,
)
from tests.ledger.stories import Story, in_state, reported

PROVINCE_LAND_UNIT = "140000-natural-resources"
ANYONE = [
    COUNTY,
    CITY,
    PROVINCE,
    "supervisor-140200",
    INSPECTOR,
    "inspector-140106-1",
    *(
        f"{post}-{unit}"
        for unit in (LAND_UNIT, OTHER_UNIT, PROVINCE_LAND_UNIT, "140105-government")
        for post in ("head", "staff")
    ),
]
UNITS = [LAND_UNIT, OTHER_UNIT, PROVINCE_LAND_UNIT, "140105-government", "140100-government"]

_UNDER = {one.name: policies.rules(one) for one in RULES.policies.versions()}
_UNDER["13710, begun anew"] = policies.rules(policies.shipped("13710").model_copy(update={"on_transfer": "restart"}))


class AnyLife(RuleBasedStateMachine):
    """One issue among people who may do anything; what they try is decided by the ledger alone."""

    @initialize(
        category=st.sampled_from([Category.LAND, Category.OTHER, Category.DEMOLITION, Category.ENVIRONMENT]),
        severity=st.sampled_from(Severity),
        project=st.sampled_from([PROJECT, CITY_PROJECT]),
        state=st.sampled_from(State),
        policy=st.sampled_from(["13710", "13710-working-days", "before-due", "three-sheets", "13710, begun anew"]),
    )
    def begins(self, category: Category, severity: Severity, project: str, state: State, policy: str) -> None:
        self.story: Story = in_state(state, severity, category, project=project, rules=_UNDER[policy])
        self.first = self.story.issue
        self.story.wait(milliseconds=1)  # nobody acts in the very moment in which it is reported
        self.followed = replay(self.story.envelopes)
        self.handed = self.followed
        self.lived: Issue | None = None
        self.voided: Issue | None = None
        self.duplicates: list[Story] = []
        self.alerts: list[str] = []
        self.steps: list[tuple[str, int, str, int]] = []
        self.judged = 0

    @rule(name=st.sampled_from(sorted(COMMANDS)), who=st.sampled_from(ANYONE), unit=st.sampled_from(UNITS))
    def anyone_tries_anything(self, name: str, who: str, unit: str) -> None:
        command = sample_command(name, self.story.issue, self.story.now)
        if isinstance(command, Assign | Transfer):
            command = command.model_copy(update={"unit_id": unit})
        with suppress(CommandRefused):
            self.story.do(command, who)

    @rule(choices=st.lists(st.integers(min_value=0, max_value=12), min_size=1, max_size=6))
    def the_work_goes_on(self, choices: list[int]) -> None:
        """The right people do what the state allows, several times; a plan or an approval may still not fit."""
        for choice in choices:
            state = self.story.issue.state
            names = [name for name in allowed(state) if name not in ("void", "log-referral", "decline")]
            if not names:
                return
            command = sample_command(names[choice % len(names)], self.story.issue, self.story.now)
            who = right_person(command, self.story.issue, self.story.now)
            with suppress(CommandRefused):
                self.story.do(command, who)

    @precondition(lambda self: self.story.issue.state is State.CLOSURE_REQUESTED)
    @rule(
        result=st.sampled_from(RecheckResult),
        on_site=st.booleans(),
        report_id=st.sampled_from([None, VISIT, "another"]),
        who=st.sampled_from(ANYONE),
    )
    def someone_looks(self, result: RecheckResult, on_site: bool, report_id: str | None, who: str) -> None:
        with suppress(CommandRefused):
            self.story.do(RecordRecheck(result=result, on_site=on_site, report_id=report_id), who)

    @precondition(lambda self: not self.story.issue.corrections)
    @rule(description=st.sampled_from(["甲", "乙"]), severity=st.sampled_from(Severity))
    def its_reporter_corrects_it(self, description: str, severity: Severity) -> None:
        self.story.corrected(description=description, severity=severity)

    @precondition(lambda self: self.story.issue.taken_back is None)
    @rule()
    def its_reporter_withdraws_it(self) -> None:
        self.story.withdrawn()

    @precondition(lambda self: self.story.issue.state is State.IN_PROGRESS)
    @rule(kinds=st.lists(st.sampled_from(["land_certificate", "site_photo", "resolution_statement"]), max_size=3))
    def the_unit_asks_with_some_evidence(self, kinds: list[str]) -> None:
        evidence = tuple(EvidenceItem(kind=kind, text="见附件") for kind in kinds)
        with suppress(CommandRefused):
            self.story.do(RequestClosure(statement="已解决", evidence=evidence))

    @rule(code=st.sampled_from(["resolve", "zero"]), days=st.integers(min_value=-2, max_value=20))
    def the_unit_asks_for_time_and_gets_it_if_it_may(self, code: str, days: int) -> None:
        clock = self.story.issue.obligation(code)
        day = (clock.due_at if clock else self.story.now).astimezone(SHANGHAI).date() + timedelta(days=days)
        with suppress(CommandRefused):
            self.story.do(RequestExtension(obligation=code, due_on=day, reason="待上级批复"))
            self.story.do("approve-extension", PROVINCE)

    @rule(days=st.integers(min_value=0, max_value=40))
    def the_clocks_rest(self, days: int) -> None:
        with suppress(CommandRefused):
            day = self.story.now.astimezone(SHANGHAI).date() + timedelta(days=days)
            self.story.do(Suspend(resume_on=day, reason="冬季停工"), PROVINCE)

    @rule(older=st.integers(min_value=0, max_value=24 * 20), category=st.sampled_from([Category.LAND, Category.OTHER]))
    def a_duplicate_goes_into_it(self, older: int, category: Category) -> None:
        at = self.story.now - timedelta(hours=older)
        duplicate = reported(category, self.first.severity, at=at)
        duplicate.issue = structs.replace(duplicate.issue, id=f"duplicate-{len(self.duplicates)}")
        duplicate.clock, duplicate.main = self.story.clock, self.story
        with suppress(CommandRefused):
            duplicate.do(Merge(into=self.story.issue.id, reason="同一问题"), PROVINCE)
            self.duplicates.append(duplicate)

    @precondition(lambda self: any(duplicate.issue.merger for duplicate in self.duplicates))
    @rule(data=st.data())
    def a_duplicate_is_parted(self, data: st.DataObject) -> None:
        merged = [duplicate for duplicate in self.duplicates if duplicate.issue.merger]
        data.draw(st.sampled_from(merged)).do("part", PROVINCE)

    @rule(
        category=st.sampled_from([None, Category.LAND, Category.OTHER, Category.ENVIRONMENT]),
        severity=st.sampled_from([None, *Severity]),
        who=st.sampled_from(ANYONE),
    )
    def someone_puts_it_right(self, category: Category | None, severity: Severity | None, who: str) -> None:
        if category is not None or severity is not None:
            with suppress(CommandRefused):
                self.story.do(Correct(category=category, severity=severity, reason="原登记有误"), who)

    @rule(hours=st.integers(min_value=1, max_value=24 * 20), milliseconds=st.integers(min_value=0, max_value=999))
    def time_passes(self, hours: int, milliseconds: int) -> None:
        self.story.wait(hours=hours, milliseconds=milliseconds)

    @rule()
    def the_ledger_sweeps(self) -> None:
        for fired in self.story.sweep():
            self.alerts.extend(alert.alert_id for alert in fired.alerts)
            self.steps.append((fired.obligation, fired.round, fired.step, fired.occurrence))
        assert due_steps(self.story.issue, RULES.regime_of(self.story.issue), self.story.now) == ()

    @rule(data=st.data())
    def a_recipient_acknowledges(self, data: st.DataObject) -> None:
        fired = [e.data for e in self.story.envelopes if isinstance(e.data, EscalationFired)]
        if not fired:
            return
        one = data.draw(st.sampled_from(fired))
        running = {clock.key: clock.running for clock in self.story.issue.obligations}
        self.story.acknowledge(one)
        assert {clock.key: clock.running for clock in self.story.issue.obligations} == running
