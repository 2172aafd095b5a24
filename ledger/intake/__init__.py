"""Records from Kafka become a plan, and the plan one transaction."""
