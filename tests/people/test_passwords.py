"""Passwords: length and known-weak words decide, any characters do; argon2id, few at a time."""

import threading
import time
import unicodedata
from contextlib import suppress

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type
from hypothesis import given, settings
from hypothesis import strategies as st

from people.passwords import (
    LONGEST,
    SHORTEST,
    Pool,
    TooBusy,
    WeakPassword,
    compare,
    demand_another,
    demand_strong,
    hash_of,
)

GOOD = "七里河边 three grey herons"


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "correct horse battery staple",
        "🌾🚜🌧️🏞️🐟🦆🌻🍎🥟🎋🏮🧧",
        "阳光明媚的早晨我们去上班",
        "  leading and trailing herons  ",
        "zq" + "k3v9w1x7" * 15,
    ],
)
def test_length_makes_a_password_whatever_its_characters(password: str) -> None:
    demand_strong(password)
    assert compare(hash_of(password), password).right


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "too-short"),
        ("x" * (SHORTEST - 1), "too-short"),
        ("e\u0301" * (SHORTEST - 1), "too-short"),  # one character each once it is NFC
        ("k3v9w1x7" * 16 + "!", "too-long"),
        ("x" * 10_000_000, "too-long"),
        (" " * 12, "too-weak"),
        ("😀" * 12, "too-weak"),
        ("password1234", "too-weak"),
        ("qwertyuiop123", "too-weak"),
        ("xiaohao123456", "too-weak"),
        ("shanxi137102026", "too-weak"),
        ("a" * LONGEST, "too-weak"),
    ],
)
def test_what_is_short_long_or_easily_guessed_is_refused(password: str, code: str) -> None:
    began = time.perf_counter()
    with pytest.raises(WeakPassword) as refused:
        demand_strong(password)
    assert refused.value.code == code
    assert time.perf_counter() - began < 5


def test_a_refusal_says_what_to_do_about_it() -> None:
    cures = {"x" * 5: "现有 5 个,请再加几个词", "x" * (LONGEST + 1): "请缩短", "password1234": "请换用四个不相干的词"}
    for password, cure in cures.items():
        with pytest.raises(WeakPassword, match=cure):
            demand_strong(password)


def test_the_password_that_one_has_is_no_new_one() -> None:
    with pytest.raises(WeakPassword) as refused:
        demand_another("caf\u00e9 au lait, encore", "cafe\u0301 au lait, encore")
    assert refused.value.code == "same-as-before"
    demand_another(GOOD, f"{GOOD}.")


def test_ones_own_words_make_no_password() -> None:
    own = ("supervisor-140105", "晋源区督办", "jinyuan")
    for password in ("supervisor-140105", "140105-jinyuan", "jinyuan-supervisor"):
        with pytest.raises(WeakPassword):
            demand_strong(password, own)


def test_ten_megabytes_are_wrong_at_once() -> None:
    kept, began = hash_of(GOOD), time.perf_counter()
    assert not compare(kept, "x" * 10_000_000).right
    assert time.perf_counter() - began < 1


def test_what_looks_the_same_is_the_same_whatever_keyboard_wrote_it() -> None:
    password = "café près de la gare à neuf heures"
    composed, apart = (unicodedata.normalize(form, password) for form in ("NFC", "NFD"))
    assert composed != apart
    assert compare(hash_of(composed), apart).right


def test_it_is_argon2id_of_19_mib_two_passes_and_one_lane() -> None:
    told = extract_parameters(hash_of(GOOD))
    assert (told.type, told.memory_cost, told.time_cost, told.parallelism) == (Type.ID, 19 * 1024, 2, 1)


def test_another_password_is_wrong_and_so_is_any_where_nothing_or_nonsense_is_kept() -> None:
    assert not compare(hash_of(GOOD), GOOD + " ").right
    assert not compare(None, GOOD).right
    assert not compare(None, "nobody has this password").right
    assert not compare("nonsense", GOOD).right


def test_a_hash_made_more_cheaply_is_made_anew_when_its_password_is_given() -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(GOOD)
    verdict = compare(cheap, GOOD)
    assert verdict.right
    assert verdict.rehashed is not None
    assert compare(verdict.rehashed, GOOD) == type(verdict)(True)
    assert compare(cheap, "wrong") == type(verdict)(False)


def test_no_more_than_two_run_at_once_and_what_would_wait_too_long_is_refused() -> None:
    pool, go, running, most = Pool(at_once=2, waiting=3), threading.Event(), 0, 0
    lock = threading.Lock()

    def work() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        go.wait(10)
        with lock:
            running -= 1

    futures = [pool.submit(work) for _ in range(5)]
    with pytest.raises(TooBusy):
        pool.submit(work)
    go.set()
    for future in futures:
        future.result(10)
    assert most == 2
    pool.submit(work).result(10)
    pool.close()


@settings(max_examples=30)
@given(st.text(max_size=300))
def test_any_text_is_judged_without_trouble(password: str) -> None:
    with suppress(WeakPassword):
        demand_strong(password, [password[:5]])
        assert SHORTEST <= len(unicodedata.normalize("NFC", password)) <= LONGEST
