"""A MongoDB with TLS and users is spoken with as its address says; what is wrong with it is a sentence within 10 s."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.mongo.connection import connect
from stack.embedded.guard import Guard
from stack.embedded.mongod import Mongod
from stack.processes.contact import NoContact, demand_database, opened
from stack.processes.faults import StackError
from tests.certificates import authority
from tests.processes import xiaohao
from tests.signing import key_file

BOUND_SECONDS = 10.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tls")


@pytest.fixture(scope="module")
def right(folder: Path) -> Iterator[str]:
    """The address of a server that asks for a password and speaks TLS."""
    ours = authority(folder, "ours")
    authority(folder, "others")
    tls = {"--tlsMode": "preferTLS", "--tlsCertificateKeyFile": str(ours.vouch("mongod"))}
    with Mongod(folder / "mongod", guard=Guard(folder / "key", folder / "url"), options=tls) as server:
        yield f"{server.url()}&tls=true&tlsCAFile={ours.file}"


def wrong(right: str, folder: Path) -> dict[str, str]:
    """What is said, and the address that is wrong in this."""
    password = right.split(":")[2].partition("@")[0]
    return {
        "MongoDB 不接受此用户或密码 / MongoDB does not take this user or password": right.replace(password, "another"),
        "MongoDB 的证书不可信 / MongoDB's certificate is not trusted": right.replace("ours.pem", "others.pem"),
        "MongoDB 的主机名无法解析 / MongoDB's host is not known": right.replace("127.0.0.1", "mongod.invalid"),
        "XIAOHAO_MONGO_URL: ": right.replace("ours.pem", "none.pem"),
    }


def test_who_has_the_password_and_trusts_the_authority_is_let_in(right: str) -> None:
    store = connect(right)
    demand_database(store)
    assert store["things"].insert_one({}).acknowledged
    store.close()


@pytest.mark.parametrize("which", range(4), ids=["password", "authority", "name", "file"])
def test_what_no_waiting_cures_is_a_sentence_within_seconds(right: str, folder: Path, which: int) -> None:
    says, url = list(wrong(right, folder).items())[which]
    began = time.monotonic()
    with pytest.raises((NoContact, StackError), match=says.replace(".", r"\.")):
        demand_database(opened(url, "XIAOHAO_MONGO_URL"))
    assert time.monotonic() - began < BOUND_SECONDS


@pytest.mark.parametrize("command", ["deliver", "doctor"])
def test_the_deliverer_and_doctor_say_it_too(command: str, right: str, folder: Path) -> None:
    says, url = next(iter(wrong(right, folder).items()))
    file = folder / "told"
    file.write_text(url)
    told = {"XIAOHAO_MONGO_URL_FILE": str(file), "XIAOHAO_KAFKA": "127.0.0.1:1", "XIAOHAO_INTAKE_KEY": str(key_file())}
    done = xiaohao(command, *(["--external"] if command == "doctor" else []), **told)
    assert done.returncode == 1
    assert says in (done.stderr.splitlines()[-1] if command == "deliver" else done.stdout)
    assert done.stdout.count("MongoDB") <= 4
    assert url.split(":")[2].partition("@")[0] not in done.stderr + done.stdout
