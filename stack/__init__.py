"""The embedded stack: Apache Kafka, mongod and our processes under one supervisor."""
