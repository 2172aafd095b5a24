"""Apache Kafka and mongod without docker, from package registries."""
