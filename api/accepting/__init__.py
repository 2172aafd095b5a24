"""A report's way from a request to Kafka: read, known already or not, sent, acknowledged."""
