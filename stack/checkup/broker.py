"""Knows whether Kafka is as the streams need it: brokers, and topics with their settings."""

from collections.abc import Iterator
from typing import Any, Final

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType

from mobile_schema.topics import TOPICS, Topic
from stack.checkup.finding import Finding

_PREPARE: Final = "run `xiaohao prepare` (part of `xiaohao up`)"


def broker(admin: KafkaAdminClient, version: str) -> Iterator[Finding]:
    """Every check of the broker; `version` is what is known of it besides. Raises kafka.errors.KafkaError."""
    yield _cluster(admin, version)
    described = {said["name"]: said for said in admin.describe_topics([topic.name for topic in TOPICS])}
    for topic in TOPICS:
        yield _topic(admin, topic, described.get(topic.name, {"partitions": []}))


def _cluster(admin: KafkaAdminClient, version: str) -> Finding:
    brokers = admin.describe_cluster()["brokers"]
    fenced = [f"{one['host']}:{one['port']}" for one in brokers if one.get("is_fenced")]
    level = admin.describe_features().get("metadata.version", {}).get("finalized", ("?",))[-1]
    says = f"{version}, {len(brokers)} broker(s), metadata.version {level}"
    return Finding("kafka", says, f"bring back {', '.join(fenced)}; see its log" if fenced else "")


def _topic(admin: KafkaAdminClient, topic: Topic, said: dict[str, Any]) -> Finding:
    part, partitions = f"topic {topic.name}", said["partitions"]
    if not partitions:
        return Finding(part, "missing", _PREPARE)
    behind = [one["partition_index"] for one in partitions if set(one["isr_nodes"]) != set(one["replica_nodes"])]
    settings = _settings(admin, topic)
    other = {name: found for name, found in settings.items() if not topic.bears(name, found)}
    says = f"{len(partitions)} partitions, {len(partitions[0]['replica_nodes'])} replica(s), {_days(settings)}"
    if len(partitions) != topic.partitions:
        return Finding(
            part, says, f"it should have {topic.partitions} partitions: see docs/operations before changing it"
        )
    if other:
        wanted = ", ".join(f"{name}={topic.config()[name]}" for name in other)
        return Finding(part, says, f"set {wanted} (kafka-configs.sh), or {_PREPARE}")
    return Finding(part, says, f"replicas of partitions {behind} are behind: see their brokers" if behind else "")


def _settings(admin: KafkaAdminClient, topic: Topic) -> dict[str, str]:
    resource = ConfigResource(ConfigResourceType.TOPIC, topic.name, list(topic.config()))
    found = admin.describe_configs([resource], config_filter="all")["topic"][topic.name]
    return {name: str(entry["value"]) for name, entry in found.items()}


def _days(settings: dict[str, str]) -> str:
    milliseconds = int(settings["retention.ms"])
    return "kept for ever" if milliseconds < 0 else f"kept {milliseconds / 86_400_000:g} days"
