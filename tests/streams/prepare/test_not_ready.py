"""Where MongoDB or Kafka gives up on a machine that has no time, prepare tries again, then says so in one line."""

import pytest
from kafka.errors import KafkaError, KafkaTimeoutError
from pymongo.errors import ExecutionTimeout, PyMongoError

from streams.prepare import prepare


def given_up() -> None:
    raise ExecutionTimeout("Transaction 7 has been aborted, full error: {'code': 50,\n" + "x" * 4_000, 50)


def test_trouble_that_stays_is_one_line_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "_PATIENCE_SECONDS", -1.0)
    with pytest.raises(prepare.NotReadyError) as caught, prepare._told("MongoDB", PyMongoError):
        prepare._wait_for("MongoDB", given_up, PyMongoError)
    said = str(caught.value)
    assert said.startswith("MongoDB 未能及时答复，请再运行一次 / MongoDB did not answer in time; run it again: ")
    assert "Transaction 7 has been aborted" in said
    assert "\n" not in said
    assert len(said) < 400


def test_it_says_which_of_the_two_it_was() -> None:
    both = prepare._told("MongoDB", PyMongoError), prepare._told("Kafka", KafkaError)
    with pytest.raises(prepare.NotReadyError, match=r"^Kafka 未能"), both[0], both[1]:
        raise KafkaTimeoutError("no metadata")
