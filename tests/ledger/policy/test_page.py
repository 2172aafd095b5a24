"""The clerk's guide to policies is true: its tables are what ships, its words all there are, its example sound.

`python -m tests.ledger.test_policy_page` writes the generated parts anew.
"""

import re
from collections.abc import Iterator

import pytest

from ledger.policy.reading import check_policy
from ledger.policy.schema import policy_schema
from ledger.policy.versions import shipped_policies
from ledger.policy.words import (
    LADDER_HEADS,
    NOTICE_HEADS,
    OBLIGATION_HEADS,
    TRIGGERS,
    ladder_rows,
    markdown,
    notice_rows,
    obligation_rows,
)
from mobile_schema.labels import label
from mobile_schema.vocabulary import NoticeKind
from tests.checkout import CHECKOUT

PAGE = CHECKOUT / "docs" / "policies.md"
_PART = re.compile(r"(<!-- generated: (\S+) -->\n)(.*?)(<!-- end -->\n)", re.DOTALL)


def generated() -> dict[str, str]:
    """Every part of the page that is made from the code and the YAML, by its name."""
    words = ((f"`{trigger}`", zh, en) for trigger, (zh, en) in TRIGGERS.items())
    told = ((f"`{kind}`", label(kind), label(kind, "en")) for kind in NoticeKind)
    parts = {
        "triggers": markdown(("word", "事件", "event"), words),
        "notices": markdown(("kind", "通知", "notice"), told),
    }
    for policy in shipped_policies().versions():
        clocks = markdown(OBLIGATION_HEADS, obligation_rows(policy))
        ladder = markdown(LADDER_HEADS, ladder_rows(policy))
        notices = f"\n{markdown(NOTICE_HEADS, notice_rows(policy))}" if policy.notices else ""
        parts[policy.key] = f"{clocks}\n{ladder}{notices}"
    return parts


def written(text: str) -> Iterator[tuple[str, str]]:
    """The generated parts as the page has them."""
    for part in _PART.finditer(text):
        yield part[2], part[3]


def test_the_tables_are_what_ships() -> None:
    assert dict(written(PAGE.read_text("utf-8"))) == generated(), "run: python -m tests.ledger.test_policy_page"


def test_the_example_has_neither_faults_nor_oddities() -> None:
    example = PAGE.read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    checked = check_policy(example)
    assert (checked.faults, checked.warnings) == ((), ())


def test_every_field_is_explained_and_stands_in_the_example() -> None:
    page = PAGE.read_text("utf-8")
    fields = page[page.index("## Every field") : page.index("### The words")]
    example = page.split("```yaml\n")[1].split("```")[0]
    schema = policy_schema()
    for model in (schema, *(schema["$defs"][name] for name in ("ObligationRule", "Step", "Repeat", "Recipient"))):
        for key in model["properties"]:
            assert f"`{key}`" in fields, key
            assert f"{key}:" in example, key


@pytest.mark.parametrize(
    "name", ["Scope", "QuietHours", "Approvals", "WithdrawalRule", "ExtensionRule", "SuspensionRule", "Span"]
)
def test_every_smaller_field_is_explained(name: str) -> None:
    page = PAGE.read_text("utf-8")
    for key in policy_schema()["$defs"][name]["properties"]:
        assert f"`{key}`" in page, key


def test_every_code_that_a_field_takes_is_named() -> None:
    page = PAGE.read_text("utf-8")
    for name in ("Instrument", "Level"):
        for code in policy_schema()["$defs"][name]["enum"]:
            assert f"`{code}`" in page, code


def write() -> None:
    """Put the generated parts into the page."""
    parts = generated()
    text = PAGE.read_text("utf-8")
    PAGE.write_text(_PART.sub(lambda part: part[1] + parts[part[2]] + part[4], text), "utf-8")


if __name__ == "__main__":
    write()
