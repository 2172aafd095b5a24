"""Commands that come at once are carried out in one transaction, and nothing else binds them to each other."""

from datetime import timedelta

import pytest

from ledger.groundwork.clock import Clock
from ledger.issue.issue import Issue
from ledger.issue.refusals import Refusal
from ledger.issue.words.command import Command
from ledger.issue.words.setting_aside import Merge
from ledger.store import carrying_out
from ledger.store.carrying_out import Asked, Outcome, execute_together
from ledger.store.commit import Batch, commit
from ledger.store.listing import load_issue
from mobile_schema.vocabulary import State
from tests.ledger.factories import COUNTY, RULES, START, person, right_person, sample_command
from tests.ledger.parts import Interrupting, Ledger
from tests.ledger.store.parts import reason


def asked(ledger: Ledger, issue: Issue, command: str, who: str | None = None, version: int | None = None) -> Asked:
    """A command as its right person gives it, or whom is named."""
    given = sample_command(command, issue, ledger.clock.now())
    seen = None if version is None else frozenset({version})
    return Asked(issue.id, given, person(who) if who else right_person(given, issue, START), seen)


def carried_out(ledger: Ledger, *several: Asked, clock: Clock | None = None) -> list[Outcome]:
    outcomes = execute_together(ledger.store, several, clock=clock or ledger.clock, rules=RULES)
    assert outcomes.keys() == set(several)
    return [outcomes[one] for one in several]


def states(ledger: Ledger, issues: list[Issue]) -> list[State]:
    return [load_issue(ledger.store, issue.id).state for issue in issues]


def reasons(outcomes: list[Outcome]) -> list[Refusal | None]:
    return [reason(outcome) for outcome in outcomes]


@pytest.fixture
def transactions(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many changes each transaction held that was for several."""
    sizes: list[int] = []

    def counted(store: object, batch: Batch, rules: object) -> None:
        if len(batch.changes) > 1:
            sizes.append(len(batch.changes))
        commit(store, batch, rules)  # type: ignore[arg-type]

    monkeypatch.setattr(carrying_out, "commit", counted)
    return sizes


def test_each_is_answered_with_its_issue_after_it_and_all_are_one_transaction(
    ledger: Ledger, transactions: list[int]
) -> None:
    issues = ledger.opened(5)
    outcomes = carried_out(ledger, *(asked(ledger, issue, "accept") for issue in issues))
    assert outcomes == [load_issue(ledger.store, issue.id) for issue in issues]
    assert states(ledger, issues) == [State.ACCEPTED] * 5
    assert transactions == [5]
    assert ledger.wrong() == []


def test_what_fell_due_fires_before_each(ledger: Ledger) -> None:
    issues = ledger.opened(3)
    ledger.wait(days=1)
    carried_out(ledger, *(asked(ledger, issue, "accept") for issue in issues))
    assert ledger.store["alerts"].count_documents({"step": "deploy-person"}) == 3
    assert ledger.wrong() == []


def test_a_refusal_is_the_refused_ones_own(ledger: Ledger) -> None:
    first, second, third, fourth = ledger.opened(4)
    unknown = Asked("nowhere", sample_command("accept", first, ledger.clock.now()), person(COUNTY))
    outcomes = carried_out(
        ledger,
        asked(ledger, first, "accept"),
        asked(ledger, second, "accept", who=COUNTY),
        asked(ledger, third, "approve-closure"),
        unknown,
        asked(ledger, fourth, "accept", version=fourth.version),
    )
    assert reasons(outcomes) == [
        None,
        Refusal.NOT_PERMITTED,
        Refusal.WRONG_STATE,
        Refusal.UNKNOWN_ISSUE,
        None,
    ]
    assert states(ledger, [first, second, third, fourth]) == ["accepted", "assigned", "assigned", "accepted"]
    assert ledger.wrong() == []


def test_two_on_one_issue_come_in_their_order(ledger: Ledger) -> None:
    one, other = ledger.opened(2)
    accepted, filed = asked(ledger, one, "accept"), asked(ledger, one, "file-plan")
    outcomes = carried_out(ledger, accepted, asked(ledger, other, "accept"), filed)
    assert reasons(outcomes) == [None, None, None]
    assert states(ledger, [one, other]) == [State.IN_PROGRESS, State.ACCEPTED]


def test_of_two_that_saw_the_same_version_the_second_is_told_so(ledger: Ledger) -> None:
    one, other = ledger.opened(2)
    twice = [asked(ledger, one, "accept", version=one.version) for _ in range(2)]
    outcomes = carried_out(ledger, *twice, asked(ledger, other, "accept"))
    assert reasons(outcomes) == [None, Refusal.STALE_VERSION, None]


def test_one_that_another_writer_changed_meanwhile_holds_up_no_other(ledger: Ledger, transactions: list[int]) -> None:
    issues = ledger.opened(3)
    clock = Interrupting(ledger, lambda: ledger.do(issues[1].id, "log-referral", COUNTY))
    outcomes = carried_out(ledger, *(asked(ledger, issue, "accept") for issue in issues), clock=clock)
    assert reasons(outcomes) == [None] * 3
    assert states(ledger, issues) == [State.ACCEPTED] * 3
    assert load_issue(ledger.store, issues[1].id).version == issues[1].version + 2
    assert transactions == [3]
    assert ledger.wrong() == []


def test_one_that_cannot_be_written_spoils_no_other(ledger: Ledger) -> None:
    issues = ledger.opened(3)
    good, bad, also_good = (asked(ledger, issue, "log-referral", COUNTY) for issue in issues)
    unwritable: Command = bad.command.model_copy(update={"case_number": "half a character: \ud800"})
    outcomes = carried_out(ledger, good, Asked(bad.issue_id, unwritable, bad.actor), also_good)
    assert [isinstance(outcome, Issue) for outcome in outcomes] == [True, False, True]
    assert load_issue(ledger.store, issues[1].id) == issues[1]
    assert ledger.wrong() == []


def test_a_merger_among_them_stands_for_itself(ledger: Ledger) -> None:
    duplicate, main, third = ledger.opened(3)
    merge = Merge(into=main.id, reason="同一问题")
    outcomes = carried_out(
        ledger,
        asked(ledger, main, "accept"),
        Asked(duplicate.id, merge, right_person(merge, duplicate, START)),
        asked(ledger, third, "accept"),
    )
    assert reasons(outcomes) == [None] * 3
    assert states(ledger, [duplicate, main, third]) == ["merged", "accepted", "accepted"]
    assert ledger.wrong() == []


def test_a_missing_file_refuses_its_command_only(ledger: Ledger) -> None:
    one, other = ledger.opened(2)
    ledger.walk(one.id, "accept", "report-progress")
    closing = asked(ledger, load_issue(ledger.store, one.id), "request-closure")
    ledger.clock.advance(timedelta(minutes=1))
    evidence = tuple(piece.model_copy(update={"sha256": "0" * 64}) for piece in closing.command.evidence)  # type: ignore[attr-defined]
    unstored = Asked(one.id, closing.command.model_copy(update={"evidence": evidence}), closing.actor)
    outcomes = carried_out(ledger, unstored, asked(ledger, other, "accept"))
    assert reasons(outcomes) == [Refusal.UNKNOWN_ATTACHMENT, None]
