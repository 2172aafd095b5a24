"""While much is made that is kept, Python does not look for garbage; afterwards it does as it did before."""

import gc

import pytest

from exchange.ledgers.gathering import gathering


def test_garbage_is_not_looked_for_meanwhile_and_again_afterwards() -> None:
    assert gathering(gc.isenabled)() is False
    assert gc.isenabled()


def test_a_failure_leaves_it_as_it_was() -> None:
    with pytest.raises(ZeroDivisionError):
        gathering(lambda: 1 // 0)()
    assert gc.isenabled()


def test_who_has_switched_it_off_keeps_it_off() -> None:
    gc.disable()
    try:
        gathering(list)()
        assert not gc.isenabled()
    finally:
        gc.enable()
