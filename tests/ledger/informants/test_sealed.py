"""What is said of an informant hides nothing; sealed, it shows nothing, and opens by its key for its issue alone."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from ledger.groundwork.key_file import KeysRefused, make_keys, rotate_keys
from ledger.informants.sealing import Sealed, opened, sealed
from ledger.informants.words import Informant, RevealAsked

WANG = Informant(name="王大川", phone="13800001234", contact="村委会转", note="晚间联系。\n勿去单位。")


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    make_keys(tmp_path / "informant")
    return tmp_path / "informant"


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"name": " "},
        {"name": "…"},
        {"name": "王" * 61},
        {"name": "王\u202e川"},
        {"name": "王\n川"},
        {"name": "王大川", "phone": "1"},
        {"name": "王大川", "phone": "1" * 41},
        {"name": "王大川", "contact": "村" * 201},
        {"name": "王大川", "note": ""},
        {"name": "王大川", "note": "说" * 2001},
        {"name": "王大川", "issue_id": "1"},
    ],
)
def test_what_is_too_long_or_not_what_it_looks_like_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Informant.model_validate(said, strict=True)


def test_a_reason_says_something() -> None:
    with pytest.raises(ValidationError):
        RevealAsked(reason=" … ")


def test_a_traceback_shows_nothing_of_it(keys: Path) -> None:
    shown = repr(WANG) + str(WANG) + repr(sealed(keys, "1", WANG))
    assert [part for part in WANG.model_dump().values() if part in shown] == []


def test_what_is_sealed_shows_nothing_and_is_never_the_same_twice(keys: Path) -> None:
    once, again = sealed(keys, "1", WANG), sealed(keys, "1", WANG)
    assert once.content != again.content
    assert [part for part in WANG.model_dump().values() if part.encode() in once.content] == []
    assert opened(keys, "1", once) == opened(keys, "1", again) == WANG


def test_it_opens_for_its_own_issue_alone_and_only_as_it_was(keys: Path) -> None:
    given = sealed(keys, "1", WANG)
    with pytest.raises(KeysRefused, match=r"issue 2$"):
        opened(keys, "2", given)
    with pytest.raises(KeysRefused):
        opened(keys, "1", Sealed(given.key, given.content[:-1] + bytes([given.content[-1] ^ 1])))


def test_the_key_before_the_newest_still_opens_and_none_before_that(keys: Path) -> None:
    given = sealed(keys, "1", WANG)
    rotate_keys(keys)
    assert opened(keys, "1", given) == WANG
    assert sealed(keys, "1", WANG).key == 2
    rotate_keys(keys)
    with pytest.raises(KeysRefused, match="没有可解开"):
        opened(keys, "1", given)
