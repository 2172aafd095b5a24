"""Records are signed by the newest key, and believed by the newest two, as the file of keys stands now."""

from pathlib import Path

from ledger.groundwork.key_file import make_keys, rotate_keys
from ledger.intake.signing import Signatures
from mobile_schema.signatures import key_number

HEADERS, TOPIC, VALUE = [("ce_id", b"1")], "topic", b"{}"


class Watch:
    """Time that passes when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_rotation_is_seen_without_a_restart_and_breaks_nothing_under_way(tmp_path: Path) -> None:
    path, watch = tmp_path / "keys" / "intake", Watch()
    make_keys(path)
    signatures = Signatures(path, watch)
    first = signatures.sign(HEADERS, TOPIC, VALUE)
    rotate_keys(path)
    assert key_number(signatures.sign(HEADERS, TOPIC, VALUE)) == 1
    watch.now = 1.0
    second = signatures.sign(HEADERS, TOPIC, VALUE)
    assert key_number(second) == 2
    assert signatures.hold(first, TOPIC, VALUE)
    assert signatures.hold(second, TOPIC, VALUE)
    rotate_keys(path)
    watch.now = 2.0
    assert not signatures.hold(first, TOPIC, VALUE)
    assert signatures.hold(second, TOPIC, VALUE)


def test_who_sees_a_rotation_last_believes_who_saw_it_first(tmp_path: Path) -> None:
    path, watch = tmp_path / "keys" / "intake", Watch()
    make_keys(path)
    signatures = Signatures(path, watch)
    rotate_keys(path)
    assert signatures.hold(Signatures(path).sign(HEADERS, TOPIC, VALUE), TOPIC, VALUE)


def test_a_file_that_is_gone_leaves_the_keys_that_were_read(tmp_path: Path) -> None:
    path, watch = tmp_path / "keys" / "intake", Watch()
    make_keys(path)
    signatures = Signatures(path, watch)
    path.unlink()
    watch.now = 5.0
    assert signatures.hold(signatures.sign(HEADERS, TOPIC, VALUE), TOPIC, VALUE)
