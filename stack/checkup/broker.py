"""Knows whether Kafka is as the streams need it: brokers, and topics with their settings."""

from collections.abc import Iterator
from typing import Any

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType

from mobile_schema.topics import TOPICS, Topic
from stack.checkup.finding import PREPARE, Finding


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
    says = f"{version}，{len(brokers)} 个 broker / {len(brokers)} broker(s), metadata.version {level}"
    advice = f"恢复该 broker，查看其日志 / bring back {', '.join(fenced)}; see its log"
    return Finding("kafka", says, advice if fenced else "")


def _topic(admin: KafkaAdminClient, topic: Topic, said: dict[str, Any]) -> Finding:
    part, partitions = f"topic {topic.name}", said["partitions"]
    if not partitions:
        return Finding(part, "没有 / missing", PREPARE)
    behind = [one["partition_index"] for one in partitions if set(one["isr_nodes"]) != set(one["replica_nodes"])]
    settings = _settings(admin, topic)
    other = {name: found for name, found in settings.items() if not topic.bears(name, found)}
    copies, (zh, en) = len(partitions[0]["replica_nodes"]), _days(settings)
    says = f"{len(partitions)} 个分区，{copies} 份副本，{zh} / {len(partitions)} partitions, {copies} replica(s), {en}"
    if len(partitions) != topic.partitions:
        return Finding(
            part,
            says,
            f"应有 {topic.partitions} 个分区，更改前请看 docs/operations / "
            f"it should have {topic.partitions} partitions: see docs/operations before changing it",
        )
    if other:
        wanted = ", ".join(f"{name}={topic.config()[name]}" for name in other)
        advice = (
            "用 kafka-configs.sh 设置，或运行 xiaohao prepare / "
            f"set {wanted} (kafka-configs.sh), or run `xiaohao prepare` (part of `xiaohao up`)"
        )
        return Finding(part, says, advice)
    advice = f"分区副本落后，查看其 broker / replicas of partitions {behind} are behind: see their brokers"
    return Finding(part, says, advice if behind else "")


def _settings(admin: KafkaAdminClient, topic: Topic) -> dict[str, str]:
    resource = ConfigResource(ConfigResourceType.TOPIC, topic.name, list(topic.config()))
    found = admin.describe_configs([resource], config_filter="all")["topic"][topic.name]
    return {name: str(entry["value"]) for name, entry in found.items()}


def _days(settings: dict[str, str]) -> tuple[str, str]:
    days = int(settings["retention.ms"]) / 86_400_000
    return ("永久保留", "kept for ever") if days < 0 else (f"保留 {days:g} 天", f"kept {days:g} days")
