"""A secured cluster is spoken with as told; a password, a certificate, a name that is wrong is said in a sentence."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
from kafka.admin import (
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    ResourcePatternFilter,
    ResourceType,
)
from kafka.errors import ClusterAuthorizationFailedError, TopicAuthorizationFailedError
from pymongo import MongoClient

from ledger.groundwork.brokers import Brokers, BrokersRefused
from mobile_schema.topics import TOPICS
from stack.embedded.broker_state import admin_of
from stack.embedded.kafka import KafkaBroker, Secured
from stack.embedded.mongod import Mongod
from stack.processes.contact import NoContact, demand_brokers
from stack.processes.ports import free_port
from tests import factories
from tests.acls import let_in
from tests.api.parts import INSPECTOR, visit
from tests.certificates import Authority, authority
from tests.databases import database_name
from tests.plain_http import PLAIN
from tests.processes import Process, xiaohao
from tests.signing import key_file
from tests.streams.parts import until

USER, ADMIN, PASSWORD, PREFIX = "xiaohao", "admin", "a-password", "jinzhong."
BOUND_SECONDS = 10.0
ANYTHING = ResourcePatternFilter(ResourceType.ANY, None, ACLResourcePatternType.ANY)


@dataclass(frozen=True)
class Cluster:
    """A broker that speaks TLS, asks for a password, and lets `brokers`, our user, do no more than it must."""

    broker: KafkaBroker
    brokers: Brokers
    admin: Brokers
    ca: Authority
    other: Authority


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("secured")
    ca, other = authority(folder, "ours"), authority(folder, "others")
    security = "org.apache.kafka.common.security"
    settings = {
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": ca.vouch("broker"),
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": ca.file,
        "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-512",
        "sasl.mechanism.inter.broker.protocol": "PLAIN",
        "listener.name.sasl_ssl.plain.sasl.jaas.config": (
            f'{security}.plain.PlainLoginModule required username="{ADMIN}" password="{PASSWORD}" '
            f'user_{ADMIN}="{PASSWORD}";'
        ),
        "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config": f"{security}.scram.ScramLoginModule required;",
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        # The node speaks with its own controller in plain text; nobody else has an address there.
        "super.users": f"User:{ADMIN};User:ANONYMOUS",
    }
    admin = Brokers((), "SASL_SSL", "PLAIN", ADMIN, PASSWORD, ca.file)
    with KafkaBroker(folder / "kafka", secured=Secured(admin, settings)) as broker:
        admin = replace(admin, addresses=(broker.bootstrap,))
        with admin_of(admin) as client:
            let_in(client, USER, PASSWORD, topics=PREFIX, group=f"{PREFIX}an-office")
        yield Cluster(broker, replace(admin, mechanism="SCRAM-SHA-512", user=USER), admin, ca, other)


@contextmanager
def expired(ca: Authority) -> Iterator[str]:
    """The address of one that shows a certificate of yesterday."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(ca.vouch("expired", days=-1))
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:

        def shake() -> None:
            connection, _ = listening.accept()
            with connection:
                try:
                    context.wrap_socket(connection, server_side=True)
                except OSError:
                    return

        threading.Thread(target=shake, daemon=True).start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"


def test_who_knows_the_password_and_the_authority_is_let_in(cluster: Cluster) -> None:
    demand_brokers(cluster.brokers)


def test_our_user_does_nothing_outside_the_deployment(cluster: Cluster) -> None:
    with admin_of(cluster.brokers) as admin, pytest.raises(TopicAuthorizationFailedError):
        admin.create_topics({"somebody-elses": {"num_partitions": 1, "replication_factor": 1}})
    with admin_of(cluster.brokers) as admin, pytest.raises(ClusterAuthorizationFailedError):
        admin.describe_acls(ACLFilter(None, None, ACLOperation.ANY, ACLPermissionType.ANY, ANYTHING))


def test_what_no_waiting_cures_is_a_sentence_within_seconds(cluster: Cluster) -> None:
    right = cluster.brokers
    with expired(cluster.ca) as yesterday:
        wrong = {
            "does not take this user or password": replace(right, password="another"),
            "certificate is not trusted": replace(right, ca=cluster.other.file),
            "host is not known": replace(right, addresses=("broker.invalid:9092",)),
            "certificate has expired": replace(right, addresses=(yesterday,)),
        }
        for says, brokers in wrong.items():
            began = time.monotonic()
            with pytest.raises(NoContact, match=says):
                demand_brokers(brokers)
            assert time.monotonic() - began < BOUND_SECONDS, says


def test_a_broker_that_is_away_and_one_of_several_that_is_wrong_are_waited_for(cluster: Cluster) -> None:
    demand_brokers(replace(cluster.brokers, addresses=("127.0.0.1:1",)))
    demand_brokers(replace(cluster.brokers, addresses=("broker.invalid:9092", *cluster.brokers.addresses)))


def test_a_certificate_file_that_is_none_is_named(cluster: Cluster, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    with pytest.raises(BrokersRefused, match=r"ca\.pem"):
        replace(cluster.brokers, ca=tmp_path / "ca.pem").options()


def environment(cluster: Cluster, mongo_url: str, folder: Path) -> dict[str, str]:
    password = folder / "password"
    password.write_text(f"{PASSWORD}\n")
    return {
        "XIAOHAO_MONGO_URL": mongo_url,
        "XIAOHAO_KAFKA": cluster.broker.bootstrap,
        "XIAOHAO_KAFKA_PROTOCOL": "SASL_SSL",
        "XIAOHAO_KAFKA_MECHANISM": "SCRAM-SHA-512",
        "XIAOHAO_KAFKA_USER": USER,
        "XIAOHAO_KAFKA_PASSWORD_FILE": str(password),
        "XIAOHAO_KAFKA_CA": str(cluster.ca.file),
        "XIAOHAO_KAFKA_GROUP": "an-office",
        "XIAOHAO_TOPIC_PREFIX": PREFIX,
        "XIAOHAO_INTAKE_KEY": str(key_file()),
    }


def test_a_report_goes_from_the_api_to_the_ledger_through_a_secured_broker(
    cluster: Cluster, mongod: Mongod, tmp_path: Path
) -> None:
    told, port = environment(cluster, mongod.url(database_name()), tmp_path), free_port()
    credentials = tmp_path / "credentials.json"
    run = "from cli.commands import app; app({!r})"
    prepare = Process(run.format(["prepare", "--samples", "--credentials", str(credentials)]), told, tmp_path / "p.log")
    assert prepare.wait(120) == 0, prepare.log.read_text()
    api = Process(run.format(["api", "--port", str(port)]), told, tmp_path / "api.log")
    worker = Process(run.format(["worker"]), told, tmp_path / "worker.log")
    try:
        token = json.loads(credentials.read_text())[INSPECTOR]["token"]
        report = visit()
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}",
            headers={"Authorization": f"Bearer {token}"},
            **PLAIN,
        ) as client:
            until(lambda: _ready(client), 90)
            assert client.post("/v1/site-visits", content=factories.as_bytes(report)).status_code == 202
            until(lambda: client.get(f"/v1/receipts/{report['report_id']}").json()["status"] == "in_ledger", 90)
        with admin_of(cluster.admin) as admin:
            made = {name for name in admin.list_topics() if not name.startswith("__")}
            assert made == {f"{PREFIX}{topic.name}" for topic in TOPICS}
            assert [group["group_id"] for group in admin.list_groups()] == [f"{PREFIX}an-office"]
    finally:
        api.kill()
        worker.kill()
        with MongoClient[dict[str, object]](told["XIAOHAO_MONGO_URL"]) as client_of_mongod:
            client_of_mongod.drop_database(client_of_mongod.get_default_database().name)


def _ready(client: httpx.Client) -> bool:
    try:
        return bool(client.get("/readyz").json()["kafka"])
    except httpx.TransportError:
        return False


@pytest.mark.parametrize("command", ["prepare", "api", "worker", "relay"])
def test_a_process_with_a_wrong_password_ends_with_a_sentence(
    command: str, cluster: Cluster, mongod: Mongod, tmp_path: Path
) -> None:
    told = environment(cluster, mongod.url("xiaohao"), tmp_path)
    (tmp_path / "password").write_text("another")
    done = xiaohao(command, **told)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(
        "xiaohao: Kafka 不接受此用户或密码 / Kafka does not take this user or password"
    )
