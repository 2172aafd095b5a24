"""The API over real HTTP, on a real mongod and Apache Kafka."""
