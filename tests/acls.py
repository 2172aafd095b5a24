"""Knows what a broker that lets nobody do anything must let our user do: by operation, on topics and on the group."""

from typing import Final

from kafka import KafkaAdminClient
from kafka.admin import (
    ACL,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    ResourcePattern,
    ResourceType,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

ON_TOPICS: Final = ("Read", "Write", "Create", "Describe", "Alter", "DescribeConfigs", "AlterConfigs")
ON_GROUP: Final = ("Read", "Describe")


def let_in(admin: KafkaAdminClient, user: str, password: str, *, topics: str, group: str) -> None:
    """Make the user, who may do that to topics whose names begin so, and as this group."""
    admin.alter_user_scram_credentials([UserScramCredentialUpsertion(user, ScramMechanism.SCRAM_SHA_512, password)])
    all_topics = ResourcePattern(ResourceType.TOPIC, topics, ACLResourcePatternType.PREFIXED)
    granted = [(each, all_topics) for each in ON_TOPICS]
    granted += [(each, ResourcePattern(ResourceType.GROUP, group)) for each in ON_GROUP]
    admin.create_acls(
        [ACL(f"User:{user}", "*", _operation(each), ACLPermissionType.ALLOW, pattern) for each, pattern in granted]
    )


def _operation(name: str) -> ACLOperation:
    words = "".join(f"_{letter}" if letter.isupper() else letter for letter in name).strip("_")
    return ACLOperation[words.upper()]
