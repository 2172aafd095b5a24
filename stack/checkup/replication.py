"""Knows whether the copies of a topic hold when a broker is lost, and whether writes go on meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType

from mobile_schema.topics import TOPICS
from stack.checkup.finding import Finding

_COPIES: Final = 3
_OWN_TOPICS: Final = ("__consumer_offsets", "__transaction_state")
_MIN, _UNCLEAN = "min.insync.replicas", "unclean.leader.election.enable"


@dataclass(frozen=True, slots=True)
class Copies:
    """How a topic is kept: its fewest copies of a partition, how many must be in step for a write, and whether one
    that is behind may take the lead.
    """

    topic: str
    copies: int
    in_step: int
    behind_may_lead: bool


def replication(admin: KafkaAdminClient) -> Iterator[Finding]:
    """One finding on all topics together. Raises kafka.errors.KafkaError."""
    brokers = len(admin.describe_cluster()["brokers"])
    there = set(admin.list_topics())
    names = [name for name in (*(topic.name for topic in TOPICS), *_OWN_TOPICS) if name in there]
    kept = [_copies(admin, said) for said in admin.describe_topics(names)]
    advice = [told for each in kept if (told := advice_on(each, brokers))]
    zh = "，".join(sorted({f"{each.copies} 份副本、写入须 {each.in_step} 份" for each in kept})) or "尚无主题"
    en = (
        ", ".join(sorted({f"{each.copies} copies, {each.in_step} in step for a write" for each in kept}))
        or "no topic yet"
    )
    if brokers == 1:
        zh, en = f"{zh}；单个 broker", f"{en}; one broker alone: with its disk goes what is not in the ledger yet"
    yield Finding("replication", f"{brokers} 个 broker，{zh} / {brokers} broker(s), {en}", "; ".join(advice))


def advice_on(kept: Copies, brokers: int) -> str:
    """What to do about one topic in a cluster of so many brokers; empty when it is well."""
    topic, wanted = kept.topic, min(_COPIES, brokers)
    if kept.in_step > kept.copies:
        return f"{topic} 无法写入 / {topic} takes no write: set {_MIN}={max(1, kept.copies - 1)} (kafka-configs.sh)"
    if kept.copies < wanted:
        return f"{topic} 副本不足 / give {topic} {wanted} copies (kafka-reassign-partitions.sh)"
    if kept.copies > 1 and kept.in_step == kept.copies:
        return (
            f"一个 broker 离线时 {topic} 无法写入 / "
            f"{topic} takes no write while one broker is away: set {_MIN}={kept.copies - 1} (kafka-configs.sh)"
        )
    if kept.copies >= _COPIES and kept.in_step < 2:
        return f"{topic} 只有一份即算写入 / {topic} confirms what one broker alone has: set {_MIN}=2 (kafka-configs.sh)"
    if kept.behind_may_lead:
        return (
            f"{topic} 可能丢失已确认的数据 / "
            f"{topic} may lose what it confirmed: set {_UNCLEAN}=false (kafka-configs.sh)"
        )
    return ""


def _copies(admin: KafkaAdminClient, said: dict[str, list[dict[str, list[int]]]]) -> Copies:
    name = str(said["name"])
    resource = ConfigResource(ConfigResourceType.TOPIC, name, [_MIN, _UNCLEAN])
    found = admin.describe_configs([resource], config_filter="all")["topic"][name]
    copies = min(len(partition["replica_nodes"]) for partition in said["partitions"])
    return Copies(name, copies, int(found[_MIN]["value"]), found[_UNCLEAN]["value"] == "true")
